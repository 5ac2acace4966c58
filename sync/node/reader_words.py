"""How card terminals are and what they show, as one line of the bus."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields

from aura_terminal.ports.card_rows import ReaderRow

LONGEST_HINT = 300
MOST_READERS = 16


def encode_readers(rows: Iterable[ReaderRow]) -> str:
    """The rows as JSON in ASCII."""
    return json.dumps([asdict(row) | {"hint": row.hint[:LONGEST_HINT]} for row in rows])


def decode_readers(text: str) -> tuple[ReaderRow, ...]:
    """The rows; `ValueError` when the text is none of ours."""
    try:
        return tuple(_row(plain) for plain in json.loads(text)[:MOST_READERS])
    except (KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(f"no word of card terminals: {wrong!r}") from wrong


def _row(plain: dict[str, object]) -> ReaderRow:
    values = {field.name: plain[field.name] for field in fields(ReaderRow)}
    for name, value in values.items():
        wanted = bool if isinstance(getattr(_SAMPLE, name), bool) else str
        if not isinstance(value, wanted):
            raise ValueError(f"{name} of a card terminal is not {wanted.__name__}")
    return ReaderRow(**values)  # type: ignore[arg-type]  # each was just held to its type


_SAMPLE = ReaderRow("")
