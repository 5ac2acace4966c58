"""Counting cash by coins and notes: how many of each, typed one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.cash_counting import MOST_PIECES
from aura_terminal.domain.denominations import cash_of
from aura_terminal.domain.money import Money


class CountModel(QObject):
    """Digits go to the coin or note that is chosen; `changed` follows each. Notes come first, the largest on top."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency = ""
        self._values: tuple[int, ...] = ()
        self._pieces: dict[int, int] = {}
        self._chosen = 0

    @property
    def values(self) -> tuple[int, ...]:
        """Every note and coin in minor units, in the order they are counted."""
        return self._values

    @property
    def chosen(self) -> int:
        """The one digits are for; 0 before the first."""
        return self._chosen

    @property
    def pieces(self) -> Mapping[int, int]:
        """How many were found, of those that were counted at all."""
        return dict(self._pieces)

    @property
    def total(self) -> Money:
        """What it comes to so far."""
        return Money(sum(value * number for value, number in self._pieces.items()), self._currency)

    def begin(self, currency: str) -> None:
        """Start with an empty drawer."""
        cash = cash_of(currency)
        self._currency, self._pieces = currency, {}
        self._values = (*reversed(cash.notes), *reversed(cash.coins))
        self._chosen = self._values[0]
        self.changed.emit()

    def worth(self, value: int) -> Money:
        """What was found of one coin or note."""
        return Money(value * self._pieces.get(value, 0), self._currency)

    def face(self, value: int) -> Money:
        """A coin or note as an amount."""
        return Money(value, self._currency)

    def choose(self, value: int) -> None:
        """Digits are for this one now; one that the currency does not have changes nothing."""
        if value in self._values:
            self._chosen = value
            self.changed.emit()

    @Slot(str)
    def press(self, digits: str) -> None:
        """Type one or more digits; what would be more than anybody counts is not taken."""
        number = int(f"{self._pieces.get(self._chosen, 0)}{digits}")
        if self._values and number <= MOST_PIECES:
            self._pieces[self._chosen] = number
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        if self._pieces.get(self._chosen):
            self._pieces[self._chosen] //= 10
            self.changed.emit()

    @Slot()
    def go_on(self) -> None:
        """The next coin or note; after the last one the first."""
        if self._values:
            place = self._values.index(self._chosen)
            self.choose(self._values[(place + 1) % len(self._values)])
