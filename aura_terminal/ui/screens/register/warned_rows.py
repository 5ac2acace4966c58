"""Lines of an order with what they go against, as the first remark below their name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aura_terminal.ui.widgets.order_rows import LineRow, OrderRow

MARK = "\N{WARNING SIGN}"


def warned_rows(rows: Iterable[OrderRow], words: Mapping[str, str]) -> list[OrderRow]:
    """The same rows, those named in `words` marked with a triangle and what is said of them."""
    return [
        replace(row, notes=(f"{MARK} {words[row.id]}", *row.notes))
        if isinstance(row, LineRow) and row.id in words
        else row
        for row in rows
    ]
