"""Small faults that can be made in a module, one at a time, and what of a running program each of them changes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
OPPOSITES: Mapping[str, str] = {"min": "max", "max": "min", "any": "all", "all": "any"}
BARE = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.NamedExpr)
"""Conditions that are neither compared nor combined: the other way round is the only fault in them."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A piece of the text that is run: in which function or class, by which statement."""

    node: ast.AST
    where: str = ""
    at_import: bool = True
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: where it is, what stood there and what stands there now.

    `at_import` says that it is run when the module is imported, `lines` are those of the statement it is in.
    """

    source: str
    place: int
    variant: int
    line: int
    where: str
    before: str
    after: str
    at_import: bool
    lines: range

    @property
    def fault(self) -> str:
        """The function or class, what stood there and what stands there now."""
        return f"{self.where}: {self.before}  ->  {self.after}"

    def tree(self) -> ast.Module:
        """The whole module with the fault in it."""
        tree = ast.parse(self.source)
        _spoil(next(spot.node for place, spot in enumerate(_code(tree)) if place == self.place), self.variant)
        return ast.fix_missing_locations(tree)

    def changed(self, file: str) -> dict[tuple[str, int], CodeType] | None:
        """The functions that are other ones with it, by name and line; None where it cannot be told by that."""
        if self.at_import:
            return None
        sound, faulty = _sound(self.source, file), _functions(self.tree(), file)
        if sound is None or faulty is None:
            return None
        return {key: faulty[key] for key, code in sound.items() if key in faulty and faulty[key] != code}


def mutants(source: str) -> Iterator[Mutant]:
    """Every fault of the kinds we make, in the order of the text."""
    for place, spot in enumerate(_code(ast.parse(source))):
        for variant in range(_variants(spot.node)):
            faulty = copy.deepcopy(spot.node)
            _spoil(faulty, variant)
            before, after = _short(ast.unparse(spot.node)), _short(ast.unparse(faulty))
            lines = range(spot.first, spot.last + 1)
            line = getattr(spot.node, "lineno", spot.first)
            yield Mutant(source, place, variant, line, spot.where, before, after, spot.at_import, lines)


def _short(text: str) -> str:
    text = text.partition("\n")[0].strip()
    return text if len(text) < 90 else text[:87] + "..."


def _code(tree: ast.AST, above: _Spot | None = None) -> Iterator[_Spot]:
    """What is run, without annotations, decorators and texts; the same order each time."""
    above = above or _Spot(tree)
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
            continue
        inside = _inside(tree, above) if name == "body" else above
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                spot = _within(child, inside)
                yield spot
                yield from _code(child, spot)


def _inside(node: ast.AST, above: _Spot) -> _Spot:
    match node:
        case ast.FunctionDef(name=name, args=said) | ast.AsyncFunctionDef(name=name, args=said):
            told = [ast.unparse(one.annotation) for one in said.args if one.annotation] if name == "_" else ()
            return _Spot(node, f"{above.where}.{told[0] if told else name}".lstrip("."), at_import=False)
        case ast.ClassDef(name=name):
            return _Spot(node, f"{above.where}.{name}".lstrip("."), above.at_import)
        case ast.Lambda():
            return _Spot(node, above.where, False, above.first, above.last)
        case _:
            return above


def _within(node: ast.AST, above: _Spot) -> _Spot:
    first, last = above.first, above.last
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None)
        first, last = node.lineno, node.end_lineno or node.lineno
        if isinstance(body, list) and body:
            last = max(first, body[0].lineno - 1)
    return _Spot(node, above.where, above.at_import, first, last)


def _variants(node: ast.AST) -> int:
    """How many faults can be made of it."""
    match node:
        case ast.Compare(ops=[only]):
            return int(type(only) in COMPARISONS)
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            return int(type(operator) in OPERATORS)
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.IfExp():
            return 1
        case ast.Call(func=ast.Name(id=name)):
            return int(name in OPPOSITES)
        case ast.If(test=test) | ast.While(test=test):
            return int(isinstance(test, BARE))
        case ast.comprehension(ifs=ifs):
            return sum(isinstance(test, BARE) for test in ifs)
        case ast.Raise() | ast.Continue() | ast.Break() | ast.Delete() | ast.Expr(value=ast.Call()):
            return 1
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            return 1
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int() as number):
            return 1 if number == 0 else 2
        case _:
            return 0


def _spoil(node: ast.AST, variant: int) -> None:
    match node:
        case ast.Compare(ops=[only]):
            node.ops = [COMPARISONS[type(only)]()]
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            node.op = OPERATORS[type(operator)]()
        case ast.BoolOp(op=operator):
            node.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
            node.operand = node.operand if isinstance(node.op, ast.UAdd) else ast.UnaryOp(ast.Not(), node.operand)
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case ast.Call(func=ast.Name() as name):
            name.id = OPPOSITES[name.id]
        case ast.If() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.comprehension():
            turned = [place for place, test in enumerate(node.ifs) if isinstance(test, BARE)][variant]
            node.ifs[turned] = ast.UnaryOp(ast.Not(), node.ifs[turned])
        case ast.stmt():
            node.__class__ = ast.Pass
        case ast.Constant(value=bool() as truth):
            node.value = not truth
        case ast.Constant(value=int() as number):
            node.value = (number + 1, number - 1)[variant]


@lru_cache(maxsize=1)
def _sound(source: str, file: str) -> dict[tuple[str, int], CodeType] | None:
    return _functions(ast.parse(source), file)


def _functions(tree: ast.Module, file: str) -> dict[tuple[str, int], CodeType] | None:
    """Every function of a module by its name and first line; None where two have both in common."""
    found: dict[tuple[str, int], CodeType] = {}
    rest = [compile(tree, file, "exec", dont_inherit=True)]
    while rest:
        for code in rest.pop().co_consts:
            if isinstance(code, CodeType):
                key = (code.co_qualname, code.co_firstlineno)
                if key in found and not code.co_name.startswith("<"):
                    return None
                found[key] = code
                rest.append(code)
    return found
