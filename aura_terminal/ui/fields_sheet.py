"""A few lines of words and one choice, typed on real keys or tapped: it stays until what was written is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

translate = QCoreApplication.translate


class FieldsSheet(Sheet):
    """`written(texts, choice)` follows Save or Enter in the last field; whoever hears it calls `done`, or `try_again`
    where it was refused. A second tap before that is none."""

    written = Signal(object, str)

    def __init__(self, theme: Theme, host: QWidget, title: str, names: Sequence[str], choice: str) -> None:
        super().__init__(theme, host, title, translate("RegisterScreen", "Close"), 960, 680)
        self._is_waiting = False
        self._ids = tuple(str(place) for place, _ in enumerate(names))
        fields = tuple(zip(self._ids, names, strict=True))
        self._fields = TypingFields(theme, fields, translate("RegisterScreen", "Save"), 1)
        self._chips = Chips(theme, choice)
        self._remark = Words(theme, "", Voice.SMALL)
        self._remark.setWordWrap(True)
        self._fields.put_above_keys(self._chips, self._remark)
        self._fields.column.addStretch(1)
        self._fields.finished.connect(self._finish)
        self.set_content(self._fields)

    def ask(self, choices: Sequence[ChipRow], chosen: str, remark: str = "") -> None:
        """Open with nothing written yet."""
        self._is_waiting = False
        self._chips.show_rows(list(choices))
        self._chips.select(chosen)
        self._chips.setVisible(bool(choices))
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        self.open()
        self._fields.begin()

    @Slot()
    def done(self) -> None:
        """It is kept."""
        self._is_waiting = False
        self.close_sheet()

    @Slot()
    def try_again(self) -> None:
        """It was refused: what is wrong can be put right where it stands."""
        self._is_waiting = False

    @Slot()
    def _finish(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self.written.emit(tuple(map(self._fields.text, self._ids)), self._chips.selected() or "")
