"""The strip under a board that has several pages: where one is, and every late ticket that is not in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.ui.screens.kitchen.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words

HEIGHT, TARGET, STEP_WIDTH, LATE_WIDTH = 76, 64, 96, 150
MOST_LATE = 12


class PageBar(Panel):
    """Hidden while all tickets are in sight. `turned(by)` is +1 or -1, `late_tapped(id)` asks for a ticket's page."""

    turned = Signal(int)
    late_tapped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Ground.PANEL, Edge.TOP, parent)
        self.setFixedHeight(HEIGHT)
        self._late: tuple[tuple[str, str], ...] = ()
        self.back = self._button(theme, "chevron-left", tr("Page before"))
        self.back.clicked.connect(self._turn_back)
        self.on = self._button(theme, "chevron-right", tr("Next page"))
        self.on.clicked.connect(self._turn_on)
        self._place = Words(theme, "", Voice.FIGURE)
        self._more = Words(theme, "", Voice.LATE_FIGURE)
        self._chips = tuple(Button(theme, kind=Kind.DANGER, icon="triangle-alert", say="-") for _ in range(MOST_LATE))
        for chip in self._chips:
            chip.keep_at_least(LATE_WIDTH, TARGET)
            chip.clicked.connect(self._tell_late)
            chip.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 5)
        line.setSpacing(10)
        for part in (self.back, self._place, self.on):
            line.addWidget(part)
        line.addSpacing(14)
        for chip in self._chips:
            line.addWidget(chip)
        line.addWidget(self._more)
        line.addStretch(1)
        self.hide()

    def show_place(self, page: int, pages: int) -> None:
        """The page in sight, from 0, of how many."""
        self.setVisible(pages > 1)
        self._place.setText(tr("Page {page} of {pages}").format(page=page + 1, pages=pages))
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)

    def show_late(self, late: Sequence[tuple[str, str]]) -> None:
        """The late tickets that are not in sight, the worst first: id and words. Those without room are counted."""
        room = max(1, min(MOST_LATE, (self.width() - 420) // (LATE_WIDTH + 30)))
        self._late = tuple(late[:room])
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(self._late))
            if place < len(self._late):
                words = self._late[place][1]
                chip.show_words(words, say=tr("Late: {ticket}").format(ticket=words))
        rest = len(late) - len(self._late)
        self._more.setText(tr("+{n} late").format(n=rest) if rest else "")

    def shown_late(self) -> tuple[str, ...]:
        """The ids of the late tickets that are named here."""
        return tuple(id for id, _ in self._late)

    def _button(self, theme: Theme, icon: str, say: str) -> Button:
        button = Button(theme, kind=Kind.STATION, icon=icon, say=say)
        button.keep_at_least(STEP_WIDTH, TARGET)
        return button

    def _turn_back(self) -> None:
        self.turned.emit(-1)

    def _turn_on(self) -> None:
        self.turned.emit(1)

    def _tell_late(self) -> None:
        place = self._chips.index(self.sender()) if self.sender() in self._chips else -1
        if 0 <= place < len(self._late):
            self.late_tapped.emit(self._late[place][0])
