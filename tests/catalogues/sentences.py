"""Finds every sentence the program says, in the syntax trees of its modules: `tr`, `translate`, `counted`, `told`
and marks.

A table of sentences that is translated when it is read (`tr(STATES[row.state])`) is found by its name, whole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2]
PACKAGES = ("aura_terminal", "devices", "sync")
MARK = "QT_TRANSLATE_NOOP"
COUNTED = "counted"
PAPER, SAYING = "Paper", ("aura_terminal.domain.saying", "said")
TOLD, TELLING = "Told", ("aura_terminal.domain.telling", "told")
COUNTING = ("aura_terminal.ui.counting", COUNTED)
_SENTENCE = re.compile(r"^[^\\]*[A-Za-z][^\\]*$")  # a code such as add-price or a pattern is none
_SPEAKS = re.compile(r"\btr\(|\bsaid\(|\btold\(|translate\(|QT_TRANSLATE_NOOP|\bcounted\(|\bsay\(")
_CODE = re.compile(r"^[a-z]+[-_][a-z_-]+$")


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One sentence as the source writes it; `many` is its form for other numbers than one, "" where there is none."""

    context: str
    text: str
    many: str = ""


@dataclass(slots=True)
class Found:
    """The sentences with the files that say them, and calls whose sentence could not be told, as file:line."""

    places: dict[Sentence, set[str]] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)

    def add(self, sentence: Sentence, place: str) -> None:
        """One more place that says it."""
        self.places.setdefault(sentence, set()).add(place)

    def twice(self) -> list[Sentence]:
        """Sentences that are counted in one place and not, or otherwise, in another: one context has one of a text."""
        known: dict[tuple[str, str], Sentence] = {}
        return [one for one in sorted(self.places) if known.setdefault((one.context, one.text), one) != one]


@dataclass(frozen=True, slots=True)
class Module:
    """A module's tree with what its names at the top stand for."""

    name: str
    place: str
    tree: ast.Module
    values: Mapping[str, ast.expr]
    imported: Mapping[str, tuple[str, str]]


def found_in(root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> Found:
    """Everything that is said in the packages under a folder."""
    files = sorted(file for package in packages for file in (root / package).rglob("*.py"))
    spoken = ((file, text) for file in files if _SPEAKS.search(text := file.read_text(encoding="utf-8")))
    modules = {module.name: module for module in (_read(file, root, text) for file, text in spoken)}
    speakers = {(name, said): context for name, module in modules.items() for said, context in _speakers(module)}
    found = Found()
    for module in modules.values():
        _Reader(module, modules, speakers, found).visit(module.tree)
    return found


def _read(file: Path, root: Path, text: str) -> Module:
    tree = ast.parse(text)
    values: dict[str, ast.expr] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for name in node.names:
                imported[name.asname or name.name] = (node.module, name.name)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            values[statement.targets[0].id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            values[statement.target.id] = statement.value
    place = file.relative_to(root)
    return Module(".".join(place.with_suffix("").parts), place.as_posix(), tree, values, imported)


def _speakers(module: Module) -> Iterator[tuple[str, str]]:
    """Functions that translate their first parameter in one context, such as a screen's own `tr`."""
    for function in module.tree.body:
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        first = function.args.args[0].arg
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and _called(call) == "translate" and len(call.args) >= 2:
                asked, context = call.args[1], _text(call.args[0], module)
                if isinstance(asked, ast.Name) and asked.id == first and context:
                    yield function.name, context


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _text(node: ast.expr, module: Module) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in module.values:
        return _text(module.values[node.id], module)
    return ""


class _Reader(ast.NodeVisitor):
    """Walks one module, knowing in which class and function it is."""

    def __init__(
        self, module: Module, modules: Mapping[str, Module], speakers: Mapping[tuple[str, str], str], found: Found
    ) -> None:
        self._module, self._modules, self._speakers, self._found = module, modules, speakers, found
        self._classes: list[str] = []
        self._functions: list[ast.AST] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if (self._module.name, node.name) in self._speakers:
            return
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = _called(node)
        if called == MARK or (called == "translate" and len(node.args) >= 2 and _text(node.args[0], self._module)):
            self._say(_text(node.args[0], self._module), node.args[1], node)
        elif called == COUNTED and self._module.imported.get(COUNTED) == COUNTING:
            self._count(node)
        elif called == SAYING[1] and self._module.imported.get(called) == SAYING and node.args:
            self._by_itself(PAPER, node)
        elif called == TELLING[1] and self._is_telling(node.func) and node.args:
            self._by_itself(TOLD, node)
        elif node.args and (context := self._context(node.func)):
            self._say(context, node.args[0], node)

    def _context(self, function: ast.expr) -> str:
        if isinstance(function, ast.Name):
            home = self._module.imported.get(function.id, (self._module.name, function.id))
            return self._speakers.get(self._home_of(home), "")
        if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
            return ""
        if function.value.id == "self":
            return self._classes[-1] if function.attr == "tr" and self._classes else ""
        package, name = self._module.imported.get(function.value.id, ("", ""))
        return self._speakers.get((f"{package}.{name}", function.attr), "")

    def _home_of(self, named: tuple[str, str]) -> tuple[str, str]:
        """Where a name was made that others hand on."""
        while named not in self._speakers and named[0] in self._modules:
            further = self._modules[named[0]].imported.get(named[1])
            if further is None:
                break
            named = further
        return named

    def _say(self, context: str, said: ast.expr, call: ast.Call) -> None:
        texts = self._texts(said)
        for text in texts:
            self._found.add(Sentence(context, text), self._module.place)
        if not texts:
            self._found.unclear.append(f"{self._module.place}:{call.lineno}: {ast.unparse(call)}")

    def _is_telling(self, function: ast.expr) -> bool:
        """Whether it is the mark of what is made below the screens, by its name or as one of its module."""
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            return ".".join(self._module.imported.get(function.value.id, ())) == TELLING[0]
        return self._module.imported.get(TELLING[1]) == TELLING

    def _by_itself(self, context: str, call: ast.Call) -> None:
        """What only places figures beside each other has nothing to translate."""
        text = _text(call.args[0], self._module)
        if not text:
            self._found.unclear.append(f"{self._module.place}:{call.lineno}: {ast.unparse(call)}")
        elif any(any(map(str.isalpha, literal)) for literal, *_ in Formatter().parse(text)):
            self._found.add(Sentence(context, text), self._module.place)

    def _count(self, call: ast.Call) -> None:
        context, one, many = (_text(each, self._module) for each in call.args[:3])
        if context and one and many:
            self._found.add(Sentence(context, one, many), self._module.place)
        else:
            self._found.unclear.append(f"{self._module.place}:{call.lineno}: {ast.unparse(call)}")

    def _texts(self, said: ast.expr) -> list[str]:
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            return [said.value]
        if isinstance(said, ast.IfExp):
            return [*self._texts(said.body), *self._texts(said.orelse)]
        if isinstance(said, ast.Call) and _called(said) == MARK:
            return self._texts(said.args[1])
        tables = list(self._tables([said]))
        if not tables:
            tables = list(self._tables(self._functions[-1:])) or list(self._tables([self._module.tree]))
        return list(dict.fromkeys(text for table in tables for text in _inside(table)))

    def _tables(self, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
        """What names inside these nodes stand for, where that holds sentences."""
        for node in nodes:
            for each in ast.walk(node):
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                    value = self._value(each.id)
                    if value is not None and next(_inside(value), None) is not None:
                        yield value

    def _value(self, name: str) -> ast.expr | None:
        module, own = self._module, name
        while own not in module.values:
            home = module.imported.get(own)
            if home is None or home[0] not in self._modules:
                return None
            module, own = self._modules[home[0]], home[1]
        return module.values[own]


def _inside(table: ast.AST) -> Iterator[str]:
    """The sentences of a table: values, not keys, and not what was marked elsewhere."""
    if isinstance(table, ast.Constant):
        if isinstance(table.value, str) and _SENTENCE.match(table.value) and not _CODE.match(table.value):
            yield table.value
    elif isinstance(table, ast.Dict):
        for value in table.values:
            yield from _inside(value)
    elif isinstance(table, ast.Tuple | ast.List):
        for value in table.elts:
            yield from _inside(value)
    elif isinstance(table, ast.Call):
        if _called(table) == MARK:
            yield from _inside(table.args[1])
        else:
            for value in table.args:
                yield from _inside(value)
