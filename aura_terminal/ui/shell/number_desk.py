"""Numbers of gift cards that were scanned, handed to whoever pays or sells with them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.value_numbers import check_number
from aura_terminal.view_models.scanning import Place

TAKEN_AT = frozenset({Place.REGISTER, Place.PAYMENT, Place.QUESTION})


class NumberDesk(QObject):
    """A child of the window, by which the scanner's desk finds it. `scanned(place, number)` follows a card's number."""

    scanned = Signal(object, str)

    def take(self, code: str, place: Place) -> bool:
        """Whether the code is a gift card's number that can be used where it was scanned; then it was handed on."""
        try:
            number = check_number(code)
        except RuleBroken:
            return False
        if place not in TAKEN_AT:
            return False
        self.scanned.emit(place, number)
        return True
