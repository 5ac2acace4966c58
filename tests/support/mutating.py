"""Small faults put into a module one at a time, and whether its tests notice: each mutant in a process of its own."""

from __future__ import annotations

import ast
import copy
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    HUNG = "hung"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: where it is, what stood there and what stands there now."""

    source: str
    place: int
    variant: int
    line: int
    before: str
    after: str

    @property
    def fault(self) -> str:
        """What stood there and what stands there now."""
        return f"{self.before}  ->  {self.after}"

    def tree(self) -> ast.Module:
        """The whole module with the fault in it."""
        tree = ast.parse(self.source)
        _spoil(next(node for place, node in enumerate(_code(tree)) if place == self.place), self.variant)
        return ast.fix_missing_locations(tree)


def mutants(source: str) -> Iterator[Mutant]:
    """Every fault of the kinds we make, in the order of the text."""
    for place, node in enumerate(_code(ast.parse(source))):
        for variant in range(_variants(node)):
            faulty = copy.deepcopy(node)
            _spoil(faulty, variant)
            before, after = _short(ast.unparse(node)), _short(ast.unparse(faulty))
            yield Mutant(source, place, variant, getattr(node, "lineno", 0), before, after)


def _short(text: str) -> str:
    return text if len(text) < 90 else text[:87] + "..."


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """What is run, without annotations, decorators and texts; the same order each time."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from _code(child)


def _variants(node: ast.AST) -> int:
    """How many faults can be made of it."""
    match node:
        case ast.Compare(ops=[only]):
            return int(type(only) in COMPARISONS)
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            return int(type(operator) in OPERATORS)
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.IfExp():
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
        case ast.Constant(value=bool() as truth):
            node.value = not truth
        case ast.Constant(value=int() as number):
            node.value = (number + 1, number - 1)[variant]


def fate(module: str, mutant: Mutant, tests: Sequence[str], seconds: int) -> Fate:
    """Run the tests against it in a child of this process. The module must not have been imported here."""
    assert module not in sys.modules, f"{module} is imported already"
    child = os.fork()
    if child == 0:
        os._exit(_tried(module, mutant, tests, seconds))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Fate.HUNG
    return Fate.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Fate.KILLED


def _tried(module: str, mutant: Mutant, tests: Sequence[str], seconds: int) -> int:
    """The exit code of the tests; the system ends this process where they take too long."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, _Instead(module, mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-x", "-q", "-c", os.devnull, f"--rootdir={ROOT}", "--import-mode=importlib", "--noconftest"]
    plain = ["-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--hypothesis-profile=ci", "--assert=plain"]
    return int(pytest.main([*options, *plain, *(str(ROOT / test) for test in tests)]))


class _Instead(MetaPathFinder, Loader):
    """Imports the mutant in the module's place."""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self._module = module
        self._mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """The mutant's, where the module is asked for."""
        return spec_from_loader(name, self) if name == self._module else None

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(compile(self._mutant.tree(), module.__name__, "exec"), module.__dict__)
