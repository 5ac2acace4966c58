"""Paths of fields in plain JSON, written as back offices name them in their refusals: `items[0].menu_item_id`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Plain: TypeAlias = "bool | int | str | Decimal | Sequence[Plain] | Mapping[str, Plain] | None"
"""JSON without floats: money as text where the documents write it so, other fractions as exact numbers (Decimal)."""

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def value_at(body: Plain, path: str) -> str:
    """What stands at a path, as text; empty where nothing does, or more than one value."""
    found = body
    for part in _parts(path):
        if isinstance(found, Mapping) and isinstance(part, str):
            found = found.get(part)
        elif isinstance(found, list | tuple) and isinstance(part, int) and part < len(found):
            found = found[part]
        else:
            return ""
    return "" if found is None or isinstance(found, Mapping | list | tuple) else str(found)


def with_value(body: Plain, path: str, text: str) -> Plain:
    """The same with another value at a path.

    A field keeps its kind: a number stays a number. A path that leads nowhere adds a text field; one that cannot be
    followed is passed over.
    """
    return _changed(body, _parts(path), text)


def _parts(path: str) -> list[str | int]:
    return [int(index) if index else name for name, index in _PART.findall(path)]


def _changed(body: Plain, parts: list[str | int], text: str) -> Plain:
    if not parts:
        return _like(body, text)
    first, rest = parts[0], parts[1:]
    if isinstance(first, str) and (body is None or isinstance(body, Mapping)):
        held = dict(body or {})
        return {**held, first: _changed(held.get(first), rest, text)}
    if isinstance(first, int) and isinstance(body, list | tuple) and first < len(body):
        return [_changed(one, rest, text) if place == first else one for place, one in enumerate(body)]
    return body


def _like(before: Plain, text: str) -> Plain:
    if isinstance(before, bool):
        return text.strip().lower() in ("true", "yes", "1")
    try:
        if isinstance(before, int):
            return int(text)
        if isinstance(before, Decimal):
            return Decimal(text)
    except (ValueError, InvalidOperation):
        return text
    return text
