"""What is typed before the tile it is meant for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextRow:
    """What the keypad has set aside for the next tile; 0 seats the whole table, a course of None is the category's."""

    quantity: int = 1
    seat: int = 0
    course: int | None = None
