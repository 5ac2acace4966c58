"""What is to be known of the floor while no table is looked at: how full it is, and who gets the next party."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.line import PanelLine, PanelRow
from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Voice, Words

MOST, SMALL = 4, 48


class RoomBox(QWidget):
    """`sections_wanted` and `rules_wanted` follow its buttons."""

    sections_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(theme, "", Voice.STATION)
        self._facts = Words(theme, "", Voice.MUTED)
        self._next = Words(theme, "", Voice.HEADING)
        self._lines = [PanelLine(theme, PanelRow("", "")) for _ in range(MOST)]
        self._sections = Button(theme, tr("Sections"), icon="users")
        self._rules = Button(theme, tr("Rules of the floor"), icon="sliders-horizontal")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._title, self._facts, self._next, *self._lines):
            column.addWidget(part)
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        for button in (self._sections, self._rules):
            button.keep_at_least(SMALL, SMALL)
            line.addWidget(button, 1)
        column.addLayout(line)
        self._sections.clicked.connect(self.sections_wanted)
        self._rules.clicked.connect(self.rules_wanted)

    def show_room(self, title: str, facts: str, turn: str, servers: Sequence[PanelRow]) -> None:
        """How full it is; `turn` says who gets the next party, `servers` what each has so far."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._next.setText(turn)
        self._next.setVisible(bool(turn))
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(servers))
            if place < len(servers) and line.row != servers[place]:
                line.show_row(servers[place])

    def let(self, *, sections: bool, rules: bool) -> None:
        """Which of its buttons somebody may use."""
        self._sections.setVisible(sections)
        self._rules.setVisible(rules)
