"""Where guests who are to come are looked after: reservations, the waiting list, what leaves the house."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips

RESERVATIONS, WAITING, ERRANDS = "reservations", "waiting", "errands"


class PlaceChips(Chips):
    """Three pills of which the one for `here` is chosen; `place_wanted(place)` follows a tap on another."""

    place_wanted = Signal(str)

    def __init__(self, theme: Theme, here: str) -> None:
        super().__init__(theme, tr("Guests to come"))
        self._here = here
        self.show_count("")
        self.chosen.connect(self._go)

    def show_count(self, count: str) -> None:
        """How many there are on this page."""
        words = ((RESERVATIONS, tr("Reservations")), (WAITING, tr("Waiting")), (ERRANDS, tr("Takeout")))
        self.show_rows([ChipRow(place, name, count if place == self._here else "") for place, name in words])
        self.select(self._here)

    @Slot(str)
    def _go(self, place: str) -> None:
        self.select(self._here)
        if place != self._here:
            self.place_wanted.emit(place)


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("GuestsToCome", words)
