"""The values screens are given, so that a screen needs to know view-models only."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.ports.reads import (
    CategoryRow,
    FireRow,
    ItemSheet,
    LineRow,
    OrderRow,
    OrderSheet,
    StaffRow,
    TableRow,
    TileRow,
)
from aura_terminal.use_cases.asking import NewOrder

__all__ = [
    "CategoryRow",
    "FireRow",
    "ItemSheet",
    "LineRow",
    "NewOrder",
    "NextRow",
    "OrderRow",
    "OrderSheet",
    "StaffRow",
    "TableRow",
    "TileRow",
]


@dataclass(frozen=True, slots=True)
class NextRow:
    """What the keypad has set aside for the next tile; 0 seats the whole table, a course of None is the category's."""

    quantity: int = 1
    seat: int = 0
    course: int | None = None
