"""Whose tables are whose: who is painted with is chosen here, the tables are tapped on the plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.line import PanelLine, PanelRow
from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words

TALL, WIDE = 56, 600


class SectionsBox(QWidget):
    """`server_wanted(id)` follows a tap on somebody, "" being nobody; `template_wanted(id)` a tap on a template,
    `keeping_wanted` the wish to keep one, `finished` the end of it."""

    server_wanted = Signal(str)
    template_wanted = Signal(str)
    keeping_wanted = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Words(theme, tr("Sections"), Voice.STATION)
        self._words = Words(theme, "", Voice.BODY)
        self._words.setWordWrap(True)
        self._people = CardColumn(tr("Who serves"), self._line, WIDE)
        self._templates = Chips(theme, tr("Templates"))
        self._keep = Button(theme, tr("Keep as template"), icon="save")
        self._done = Button(theme, tr("Done"), kind=Kind.PRIMARY, icon="check")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self._words):
            column.addWidget(part)
        column.addWidget(self._people, 1)
        column.addWidget(self._templates)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self._keep, self._done):
            button.keep_at_least(100, TALL)
            line.addWidget(button, 1)
        column.addLayout(line)
        self._templates.chosen.connect(self._use)
        self._keep.clicked.connect(self.keeping_wanted)
        self._done.clicked.connect(self.finished)

    def show_sections(self, words: str, people: Sequence[PanelRow], templates: Sequence[tuple[str, str]]) -> None:
        """Who can be painted with, and what is kept under a name."""
        self._words.setText(words)
        self._people.show_rows(people)
        self._templates.show_rows([ChipRow(id, name) for id, name in templates])
        self._templates.select_none()
        self._templates.setVisible(bool(templates))

    def _line(self, row: PanelRow) -> QWidget:
        line = PanelLine(self._theme, row)
        line.let_tap()
        line.clicked.connect(self._choose)
        return line

    @Slot()
    def _choose(self) -> None:
        line = self.sender()
        if isinstance(line, PanelLine):
            self.server_wanted.emit(line.row.id)

    @Slot(str)
    def _use(self, template_id: str) -> None:
        self._templates.select_none()
        self.template_wanted.emit(template_id)
