"""A table's number, tapped where there is no keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NumberSheet(Sheet):
    """`typed(letters)` follows each key, `erased` the one that takes back, `entered` Go to it."""

    typed = Signal(str)
    erased = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Which table?"), tr("Close"), 420, 560)
        self._shown = Words(theme, "", Voice.TOTAL)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._keys = PaymentPad(theme, tr("Number keys"), tr("Erase"))
        go = Button(theme, tr("Go to it"), kind=Kind.PRIMARY, icon="arrow-right")
        go.keep_at_least(120, 60)
        go.clicked.connect(self._enter)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._shown)
        column.addWidget(self._keys, 1)
        column.addWidget(go)
        self.set_content(content)
        self._keys.digit_tapped.connect(self.typed)
        self._keys.erase_tapped.connect(self.erased)

    def ask(self) -> None:
        """Open with nothing typed."""
        self._shown.setText("")
        self.open()

    def show_typed(self, typed: str) -> None:
        """What was typed so far."""
        self._shown.setText(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERING:
            self._enter()
        elif event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif event.text().isalnum():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @Slot()
    def _enter(self) -> None:
        self.close_sheet()
        self.entered.emit()
