"""The number on the register's keypad, and what it is set aside for."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.next_row import NextRow

MOST_DIGITS = 32


class Use(StrEnum):
    """What a typed number can be for."""

    QUANTITY = "quantity"
    COURSE = "course"
    SEAT = "seat"


class EntryModel(QObject):
    """Digits as they are typed; `changed` follows each. A scanner's code passes through here as well."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._next = NextRow()
        self._standing = NextRow()

    @property
    def digits(self) -> str:
        """What is typed now."""
        return self._digits

    @property
    def next(self) -> NextRow:
        """What is set aside for the next tile."""
        return self._next

    @property
    def standing(self) -> NextRow:
        """What every next tile gets until somebody says otherwise: a course and a place."""
        return self._standing

    def stand(self, seat: int, course: int | None) -> None:
        """From now on dishes go to this place and this course."""
        self._standing = NextRow(seat=seat, course=course)
        self._next = self._standing
        self.changed.emit()

    def press(self, digits: str) -> None:
        """Type one or more digits."""
        self._show((self._digits + digits)[:MOST_DIGITS], self._next)

    @Slot()
    def erase(self) -> None:
        """Take the last digit away; without digits, what was set aside."""
        self._show(self._digits[:-1], self._next if self._digits else self._standing)

    @Slot()
    def clear(self) -> None:
        """Forget the digits and what was set aside for one tile."""
        self._show("", self._standing)

    def take_number(self) -> int | None:
        """The typed number, which is used up; None when nothing is typed."""
        number = int(self._digits) if self._digits else None
        self._show("", self._next)
        return number

    def take_code(self) -> str:
        """The typed digits as a code, which is used up."""
        code = self._digits
        self._show("", self._next)
        return code

    def set_aside(self, use: Use, number: int) -> None:
        """Keep a number for the next tile."""
        self._show("", replace(self._next, **{use.value: number}))

    def take_next(self) -> NextRow:
        """What the next tile gets, used up: digits typed right before a tile are its quantity."""
        taken = replace(self._next, quantity=int(self._digits)) if self._digits else self._next
        self._show("", self._standing)
        return taken

    def _show(self, digits: str, next: NextRow) -> None:
        if (digits, next) != (self._digits, self._next):
            self._digits, self._next = digits, next
            self.changed.emit()
