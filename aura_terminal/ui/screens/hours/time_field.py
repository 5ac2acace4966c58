"""A time of day typed on large keys: four digits, from the left."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.hours.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words


class TimeField(QWidget):
    """Shows the time there is until digits are typed; `changed` follows each. `typed` is None while it is none."""

    changed = Signal()

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._digits = ""
        self._say = say
        self._name = Words(theme, say, Voice.MUTED)
        self._shown = Words(theme, "", Voice.TOTAL)
        self._complaint = Words(theme, "", Voice.REFUSAL)
        self._complaint.setWordWrap(True)
        pad = PaymentPad(theme, say, tr("Erase"))
        pad.digit_tapped.connect(self._type)
        pad.erase_tapped.connect(self._erase)
        self.setFocusProxy(pad)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._shown)
        column.addWidget(self._complaint)
        column.addWidget(pad, 1)
        self._is_fresh = True

    @property
    def typed(self) -> time | None:
        """What was typed."""
        if len(self._digits) != 4:
            return None
        hour, minute = int(self._digits[:2]), int(self._digits[2:])
        return time(hour, minute) if hour < 24 and minute < 60 else None

    def name(self, words: str) -> None:
        """Say which time it is."""
        self._name.setText(words)

    def complain(self, words: str) -> None:
        """Say what is missing, until something is typed."""
        self._complaint.setText(words)

    def set_time(self, at: time | None) -> None:
        """Show a time; the first digit typed begins another one."""
        self._digits, self._is_fresh = "" if at is None else f"{at:%H%M}", True
        self._show()

    @Slot(str)
    def _type(self, digits: str) -> None:
        before = "" if self._is_fresh or len(self._digits) == 4 else self._digits
        self._is_fresh = False
        self._digits = (before + digits)[:4]
        self._show()
        self.changed.emit()

    @Slot()
    def _erase(self) -> None:
        self._is_fresh = False
        self._digits = self._digits[:-1]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        shown = self._digits.ljust(4, "_")
        self._complaint.setText("")
        self._shown.setText(f"{shown[:2]}:{shown[2:]}")
        self._shown.setAccessibleName(f"{self._say} {shown[:2]}:{shown[2:]}")
