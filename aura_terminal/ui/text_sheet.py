"""A line of words, typed on real keys or tapped: notes to the kitchen, names of guests."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.ui.widgets.sheet import Sheet

translate = QCoreApplication.translate


class TextSheet(Sheet):
    """Asks for a line of words; `written(id, words)` follows Done or Enter."""

    written = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 900, 480)
        self._id = ""
        self._field = QLineEdit()
        self._field.setMaxLength(LONGEST_NOTE)
        self._field.returnPressed.connect(self._finish)
        words = KeyboardWords(
            translate("RegisterScreen", "Space"),
            translate("RegisterScreen", "Done"),
            translate("RegisterScreen", "Capitals"),
            translate("RegisterScreen", "Erase"),
        )
        self._keys = OnScreenKeyboard(theme, words)
        self._keys.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys.setFocusProxy(self._field)  # taps on keys leave the field its focus
        self._keys.typed.connect(self._field.insert)
        self._keys.erased.connect(self._field.backspace)
        self._keys.finished.connect(self._finish)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._field)
        column.addWidget(self._keys)
        self.set_content(content)

    def ask(self, id: str, title: str, words: str) -> None:
        """Open with the words there are; `id` comes back in `written`."""
        self._id = id
        self.set_title(title)
        self._field.setAccessibleName(title)
        self._field.setText(words)
        self._keys.begin()
        self.open()
        self._field.setFocus()
        self._field.selectAll()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.written.emit(self._id, self._field.text().strip())
