"""Several lines of words with the keys to tap them: names, numbers, addresses, wishes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard

GAP = 10


class TypingFields(QWidget):
    """Fields by id in rows of `columns`; `finished` follows Done on the keys, or Enter in the last field that is shown.

    `edited(id)` follows what somebody types, not what is set. In its `column` stand the fields, then the keys.
    """

    finished = Signal()
    edited = Signal(str)

    def __init__(
        self, theme: Theme, fields: Sequence[tuple[str, str]], done: str, columns: int = 3, gap: int = GAP
    ) -> None:
        super().__init__()
        self._columns = columns
        self._fields: dict[str, QLineEdit] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(gap)
        for id, name in fields:
            self._fields[id] = self._made(name)
        self._current = next(iter(self._fields.values()))
        self._keys = OnScreenKeyboard(theme, KeyboardWords(tr("Space"), done, tr("Capitals"), tr("Erase")))
        self._keys.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys.typed.connect(self._type)
        self._keys.erased.connect(self._erase)
        self._keys.finished.connect(self.finished)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(gap)
        self.column.addLayout(self._grid)
        self.column.addWidget(self._keys)
        self.show_only(tuple(self._fields))

    def put_above_keys(self, *parts: QWidget) -> None:
        """What is chosen or read beside the fields, and not typed."""
        for part in parts:
            self.column.insertWidget(self.column.indexOf(self._keys), part)

    def show_only(self, ids: Sequence[str]) -> None:
        """Which of them are asked for now; the others keep what was typed."""
        shown = [field for id, field in self._fields.items() if id in ids]
        for field in self._fields.values():
            field.setVisible(field in shown)
        for place, field in enumerate(shown):
            self._grid.addWidget(field, place // self._columns, place % self._columns)

    def begin(self, texts: Sequence[tuple[str, str]] = ()) -> None:
        """Start with these words, the others empty, in the first field."""
        given = dict(texts)
        for id, field in self._fields.items():
            field.setText(given.get(id, ""))
        self.resume()

    def resume(self) -> None:
        """Go on with what stands there, in the first field."""
        self._keys.begin()
        self._current = next(field for field in self._fields.values() if not field.isHidden())
        self._current.setFocus()

    def text(self, id: str) -> str:
        """What stands in a field."""
        return self._fields[id].text().strip()

    def put(self, id: str, words: str) -> None:
        """Write into a field."""
        self._fields[id].setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._current = watched
            self._keys.setFocusProxy(watched)  # taps on keys leave the field its focus
        return super().eventFilter(watched, event)

    def _made(self, name: str) -> QLineEdit:
        field = QLineEdit(self)  # or it were shown as a window of its own for a moment, and took the keys along
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setMaxLength(LONGEST_NOTE)
        field.installEventFilter(self)
        field.returnPressed.connect(self._go_on)
        field.textEdited.connect(self._tell)
        return field

    @Slot()
    def _go_on(self) -> None:
        shown = [field for field in self._fields.values() if not field.isHidden()]
        place = shown.index(self._current)
        if place + 1 < len(shown):
            shown[place + 1].setFocus()
        else:
            self.finished.emit()

    @Slot()
    def _tell(self) -> None:
        self.edited.emit(next(id for id, field in self._fields.items() if field is self._current))

    @Slot(str)
    def _type(self, text: str) -> None:
        self._current.insert(text)
        self._tell()

    @Slot()
    def _erase(self) -> None:
        self._current.backspace()
        self._tell()


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("TypingFields", words)
