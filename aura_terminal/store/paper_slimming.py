"""Facts without what can be known: fields at their defaults, and what a ticket says of a line just as the line does."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from aura_terminal.domain.facts import BY_NAME
from aura_terminal.store.codec import canonical

Plain = Any  # decoded JSON: dict, list, str, int, bool
Plains = dict[str, Plain]

_OF_SOLD = ("item_id", "allergens", "prep_minutes", "combo", "parts")
_OF_LINE = ("line_id", "quantity", "modifiers", "note", "seat", "course")


class Lines:
    """What was said so far of lines in one bundle: read and written in the same order, so both know the same."""

    def __init__(self) -> None:
        self._bases: dict[str, Plains] = {}

    def note(self, type_: str, plain: Plains) -> None:
        """A fact with all its fields: a line that was added is what a ticket's item begins from."""
        if type_ != "line_added":
            return
        sold = plain["sold"]
        base = {name: sold[name] for name in _OF_SOLD if name in sold}
        base |= {name: plain[name] for name in _OF_LINE if name in plain}
        self._bases[plain["line_id"]] = base | {"name": sold["kitchen_name"] or sold["name"]}

    def base_of(self, line_id: Plain) -> Plains:
        """What an item of this line says if nothing is said; nothing of a line nobody added."""
        return self._bases.get(line_id, {})


def slim(type_: str, version: int, plain: Plains, lines: Lines) -> Plains:
    """A fact's fields that have to be said."""
    thin = _without_defaults(BY_NAME[type_, version].type, plain)
    if type_ == "ticket_fired":
        full = plain["items"]
        thin["items"] = [_against(lines.base_of(item["line_id"]), item) for item in full]
    lines.note(type_, plain)
    return thin


def full(type_: str, version: int, thin: Plains, lines: Lines) -> Plains:
    """The fact's fields as they were, as far as its type has no default for them."""
    plain = thin
    if type_ == "ticket_fired":
        plain = thin | {"items": [_merged(lines.base_of(item["line_id"]), item) for item in thin["items"]]}
    if type_ == "line_added":
        plain = plain | {"sold": {"kitchen_name": ""} | plain["sold"]}
        kind: Any = BY_NAME[type_, version].type
        lines.note(type_, _defaults(kind) | plain)
    return plain


def _against(base: Mapping[str, Plain], item: Plains) -> Plains:
    differs = {name: value for name, value in item.items() if name == "line_id" or base.get(name) != value}
    return differs | {name: None for name in base if name not in item}


def _merged(base: Mapping[str, Plain], item: Plains) -> Plains:
    both = {**base, **item}
    return {name: value for name, value in both.items() if value is not None}


def _without_defaults(type_: Any, plain: Plains) -> Plains:
    """The fields of a dataclass that differ from its defaults, and of those within it likewise."""
    defaults, inner = _defaults(type_), _inner(type_)
    thin: Plains = {}
    for name, value in plain.items():
        if name in defaults and defaults[name] == value:
            continue
        deeper = inner.get(name)
        if deeper is not None and isinstance(value, dict):
            value = _without_defaults(deeper, value)
        elif deeper is not None and isinstance(value, list):
            value = [_without_defaults(deeper, part) if isinstance(part, dict) else part for part in value]
        thin[name] = value
    return thin


@cache
def _defaults(type_: Any) -> Plains:  # a dataclass
    """What fields are that are not said, as plain values; None is never said."""
    made = {field.name: field.default for field in fields(type_) if field.default not in (MISSING, None)}
    return {name: msgspec.json.decode(canonical(value)) for name, value in made.items()}


@cache
def _inner(type_: Any) -> dict[str, type]:  # of a dataclass
    hints = typing.get_type_hints(type_)
    found = {name: _dataclass_in(hint) for name, hint in hints.items()}
    return {name: part for name, part in found.items() if part is not None}


def _dataclass_in(hint: Any) -> type | None:  # a hint may be any type there is
    if is_dataclass(hint) and isinstance(hint, type):
        return hint
    parts = [part for part in map(_dataclass_in, typing.get_args(hint)) if part is not None]
    return parts[0] if len(parts) == 1 else None
