"""Who waits for a table and who is expected next: seated by a tap here and one on a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.line import PanelLine, PanelRow
from aura_terminal.ui.screens.tables.words import parties_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Voice, Words

MOST, GAP, HEAD = 4, 6, 28
TALL = (56, 48)
"""What a line takes of either list, its gap included."""


class ComingBox(QWidget):
    """`party_wanted(id)` follows Seat beside a party that waits, `reservation_wanted(id)` a tap on one expected.

    `show_room(pixels)` says how high it may be: both lists are filled in turn, and what is left out is counted.
    """

    party_wanted = Signal(str)
    reservation_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._high = 0
        self._waiting: tuple[PanelRow, ...] = ()
        self._expected: tuple[PanelRow, ...] = ()
        self._head = Words(theme, tr("Waiting"), Voice.HEADING)
        self._count = Words(theme, "", Voice.SMALL)
        self._next = Words(theme, tr("Next reservations"), Voice.HEADING)
        self._none = Words(theme, tr("Nobody waits, and nobody is expected in the next hours."), Voice.MUTED)
        self._none.setWordWrap(True)
        self._parties = [PanelLine(theme, PanelRow("", "")) for _ in range(MOST)]
        self._rows = [PanelLine(theme, PanelRow("", "", is_boxed=False)) for _ in range(MOST)]
        self._arrange()

    def show_room(self, pixels: int) -> None:
        """It may be so high."""
        if pixels != self._high:
            self._high = pixels
            self._show()

    def show_coming(self, waiting: Sequence[PanelRow], expected: Sequence[PanelRow]) -> None:
        """Who is to come, in the order they sit."""
        self._waiting, self._expected = tuple(waiting), tuple(expected)
        self._show()

    def _show(self) -> None:
        waiting, expected = self._counts()
        _fill(self._parties, self._waiting[:waiting])
        _fill(self._rows, self._expected[:expected])
        self._head.setVisible(bool(self._waiting))
        self._count.setVisible(bool(self._waiting))
        self._count.setText(parties_words(len(self._waiting)))
        self._next.setVisible(bool(self._expected))
        self._none.setVisible(not self._waiting and not self._expected)

    def _counts(self) -> tuple[int, int]:
        """How many of each fit, at least one."""
        lists = (len(self._waiting), len(self._expected))
        counts = [min(1, length) for length in lists]
        left = self._high - sum(count * (HEAD + tall) for count, tall in zip(counts, TALL, strict=True))
        for place in (0, 1) * MOST:
            if counts[place] < min(lists[place], MOST) and left >= TALL[place]:
                counts[place] += 1
                left -= TALL[place]
        return counts[0], counts[1]

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        for line in self._parties:
            line.trailing.clicked.connect(self._seat)
            column.addWidget(line)
        column.addWidget(self._next)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for line in self._rows:
            line.let_tap()
            line.clicked.connect(self._check_in)
            rows.addWidget(line)
        column.addLayout(rows)
        column.addWidget(self._none)

    @Slot()
    def _seat(self) -> None:
        button = self.sender()
        self.party_wanted.emit(next(line.row.id for line in self._parties if line.trailing is button))

    @Slot()
    def _check_in(self) -> None:
        line = self.sender()
        if isinstance(line, PanelLine):
            self.reservation_wanted.emit(line.row.id)


def _fill(lines: Sequence[PanelLine], rows: Sequence[PanelRow]) -> None:
    for place, line in enumerate(lines):
        line.setVisible(place < len(rows))
        if place < len(rows) and line.row != rows[place]:
            line.show_row(rows[place])
