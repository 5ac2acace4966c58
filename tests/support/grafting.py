"""Putting a fault into a program that runs: other code in its functions, other values in its constants and defaults."""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import FunctionType, ModuleType

from tests.support.mutating import Mutant

Graft = Callable[[], None]
"""Puts one fault in, for good."""

PLAIN = (bool, int, float, str, bytes, Decimal, date, timedelta, tuple, frozenset, dict, list)


class Grafts:
    """The functions there are of some files, once everything is imported."""

    def __init__(self, files: Collection[str]) -> None:
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename in files:
                code = found.__code__
                self._functions[code.co_filename, code.co_qualname, code.co_firstlineno].append(found)

    def of(self, mutant: Mutant, module: str, file: str) -> Graft | None:
        """How to put it in; None where that takes importing everything anew."""
        return _values(mutant, sys.modules[module]) if mutant.at_import else self._codes(mutant, file)

    def _codes(self, mutant: Mutant, file: str) -> Graft | None:
        changed = mutant.changed(file)
        places = [(one, code) for key, code in (changed or {}).items() for one in self._functions[file, *key]]
        if not places or any(len(code.co_freevars) != len(one.__code__.co_freevars) for one, code in places):
            return None

        def put() -> None:
            for function, code in places:
                function.__code__ = code

        return put


def _values(mutant: Mutant, sound: ModuleType) -> Graft | None:
    faulty = ModuleType(sound.__name__)
    faulty.__dict__["__file__"] = sound.__file__
    try:
        exec(compile(mutant.tree(), str(sound.__file__), "exec"), faulty.__dict__)
    except Exception:  # what a module that cannot be imported raises is its own
        return None
    return _differences(sound, faulty)


def _differences(sound: ModuleType, faulty: ModuleType) -> Graft | None:
    acts: list[Graft] = []
    for name, value in vars(sound).items():
        other = vars(faulty).get(name)
        if name.startswith("__") or other is None:
            continue
        if _is_plain(value) and _is_plain(other) and value != other:
            acts += [_setting(module, name, other) for module in _holding(name, value)]
        elif isinstance(value, type) and isinstance(other, type) and value.__module__ == sound.__name__:
            acts += _in_class(value, other)
        elif isinstance(value, FunctionType) and isinstance(other, FunctionType):
            acts += _in_defaults(value, other)
    if not acts:
        return None

    def put() -> None:
        for act in acts:
            act()

    return put


def _in_class(sound: type, faulty: type) -> Iterator[Graft]:
    for name, value in vars(sound).items():
        other = vars(faulty).get(name)
        if _is_plain(value) and _is_plain(other) and value != other and not name.startswith("__"):
            yield _setting(sound, name, other)
        elif isinstance(value, FunctionType) and isinstance(other, FunctionType):
            yield from _in_defaults(value, other)


def _in_defaults(sound: FunctionType, faulty: FunctionType) -> Iterator[Graft]:
    ours, theirs = sound.__defaults__ or (), faulty.__defaults__ or ()
    if len(ours) == len(theirs) and any(map(_differ, ours, theirs)):
        merged = tuple(new if _differ(old, new) else old for old, new in zip(ours, theirs, strict=True))
        yield _setting(sound, "__defaults__", merged)
    named, others = sound.__kwdefaults__ or {}, faulty.__kwdefaults__ or {}
    changed = {name: others[name] for name in named.keys() & others.keys() if _differ(named[name], others[name])}
    if changed:
        yield _setting(sound, "__kwdefaults__", {**named, **changed})


def _is_plain(value: object) -> bool:
    return type(value) in PLAIN


def _differ(ours: object, theirs: object) -> bool:
    return _is_plain(ours) and _is_plain(theirs) and ours != theirs


def _holding(name: str, value: object) -> list[ModuleType]:
    return [module for module in list(sys.modules.values()) if getattr(module, "__dict__", {}).get(name) is value]


def _setting(owner: object, name: str, value: object) -> Graft:
    return lambda: setattr(owner, name, value)
