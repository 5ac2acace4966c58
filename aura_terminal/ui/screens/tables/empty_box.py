"""The table that is looked at while nobody sits there: how many sit down, or that it is clean."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.words import DOT, STANDINGS, guests_words, seats_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.table_states import FREE, Standing, TableState

LARGEST, ROW = 12, 4
KEY, TALL, SMALL = 56, 60, 48


class SizeGrid(QWidget):
    """How many sit down, in one tap: `chosen(guests)`."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._keys: list[Button] = []
        for place in range(LARGEST):
            count = place + 1
            key = Button(theme, str(count), kind=Kind.KEY, say=guests_words(count))
            key.keep_at_least(KEY, KEY)
            key.clicked.connect(self._choose)
            self._keys.append(key)
            grid.addWidget(key, place // ROW, place % ROW)
        self.setAccessibleName(tr("How many sit down?"))

    @Slot()
    def _choose(self) -> None:
        sender = self.sender()
        self.chosen.emit(next(place for place, key in enumerate(self._keys) if key is sender) + 1)


class EmptyBox(QWidget):
    """Its signals are intents: `sit_wanted(guests)`, `clean_wanted`, `link_wanted`, `block_wanted`."""

    sit_wanted = Signal(int)
    clean_wanted = Signal()
    link_wanted = Signal()
    block_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(theme, "", Voice.STATION)
        self._facts = Words(theme, "", Voice.MUTED)
        self._ask = Words(theme, tr("How many sit down?"), Voice.HEADING)
        self._sizes = SizeGrid(theme)
        self._clean = Button(theme, tr("It is clean"), kind=Kind.PRIMARY, icon="sparkles")
        self._link = Button(theme, tr("Link"), icon="link")
        self._block = Button(theme, tr("Block today"), icon="ban")
        self._clean.keep_at_least(120, TALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addWidget(self._clean)
        column.addWidget(self._ask)
        column.addWidget(self._sizes)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self._link, self._block):
            button.keep_at_least(SMALL, SMALL)
            line.addWidget(button, 1)
        column.addLayout(line)
        self._sizes.chosen.connect(self.sit_wanted)
        self._clean.clicked.connect(self.clean_wanted)
        self._link.clicked.connect(self.link_wanted)
        self._block.clicked.connect(self.block_wanted)

    def show_table(self, state: TableState, server: str, reserved: str, *, may_block: bool) -> None:
        """The table as it stands; `server` has it, `reserved` says who is expected."""
        self._title.setText(tr("Table {table}").format(table=state.name))
        standing = "" if state.standing is Standing.FREE else tr(STANDINGS[state.standing])
        facts = (seats_words(state.table.seats), standing, server, reserved)
        self._facts.setText(DOT.join(part for part in facts if part))
        is_free = state.standing in FREE
        self._clean.setVisible(state.standing is Standing.CLEARING)
        for widget in (self._ask, self._sizes, self._link):
            widget.setVisible(is_free)
        self._block.setVisible(may_block and (is_free or state.standing is Standing.BLOCKED))
        self._block.show_words(tr("Free it") if state.standing is Standing.BLOCKED else tr("Block today"))
