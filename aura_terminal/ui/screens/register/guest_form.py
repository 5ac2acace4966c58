"""A guest who is to be known from now on: name, number, address, and whether they want to be written to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.guests import Consent
from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.ui.screens.register.guest_words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.view_models.guests import Introduction


class GuestForm(QWidget):
    """Four fields and the keys for them; `finished` follows Save on the keys, or Enter in the last field."""

    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._fields = tuple(QLineEdit() for _ in range(4))
        self._consent = Chips(theme, tr("May we write to them?"))
        self._keys = OnScreenKeyboard(theme, KeyboardWords(tr("Space"), tr("Save"), tr("Capitals"), tr("Erase")))
        self._current = self._fields[0]
        names = (tr("First name"), tr("Last name"), tr("Telephone"), tr("E-mail"))
        for field, name in zip(self._fields, names, strict=True):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.setMaxLength(LONGEST_NOTE)
            field.installEventFilter(self)
            field.returnPressed.connect(self._go_on)
        answers = ((Consent.UNASKED, tr("Not asked")), (Consent.GIVEN, tr("Yes")), (Consent.WITHDRAWN, tr("No")))
        self._consent.show_rows([ChipRow(each, words) for each, words in answers])
        self._keys.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys.typed.connect(self._type)
        self._keys.erased.connect(self._erase)
        self._keys.finished.connect(self.finished)
        self._arrange(theme)

    @property
    def introduction(self) -> Introduction:
        """What was typed."""
        first, last, phone, email = (field.text().strip() for field in self._fields)
        return Introduction(first, last, phone, email, Consent(self._consent.selected() or Consent.UNASKED))

    def begin(self, asked: str) -> None:
        """Start with what was searched for, in the field it belongs to."""
        for field in self._fields:
            field.clear()
        first, _, last = asked.partition(" ")
        if "@" in asked:
            self._fields[3].setText(asked)
        elif any(letter.isdecimal() for letter in asked):
            self._fields[2].setText(asked)
        else:
            self._fields[0].setText(first)
            self._fields[1].setText(last)
        self._consent.select(Consent.UNASKED)
        self._keys.begin()
        self._fields[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._current = watched
            self._keys.setFocusProxy(watched)  # taps on keys leave the field its focus
        return super().eventFilter(watched, event)

    def _arrange(self, theme: Theme) -> None:
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, field in enumerate(self._fields):
            grid.addWidget(field, place // 2, place % 2)
        asking = QHBoxLayout()
        asking.addWidget(Words(theme, tr("May we write to them?"), Voice.BODY))
        asking.addWidget(self._consent, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(asking)
        column.addWidget(self._keys)
        column.addStretch(1)

    @Slot()
    def _go_on(self) -> None:
        place = self._fields.index(self._current)
        if place + 1 < len(self._fields):
            self._fields[place + 1].setFocus()
        else:
            self.finished.emit()

    @Slot(str)
    def _type(self, text: str) -> None:
        self._current.insert(text)

    @Slot()
    def _erase(self) -> None:
        self._current.backspace()
