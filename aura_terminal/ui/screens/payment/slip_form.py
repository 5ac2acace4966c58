"""What the cashier reads on a terminal's slip: scheme, last four digits, authorisation, slip number, amount, tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.card_payment import SlipRead

SCHEMES = ("Visa", "Mastercard", "Maestro", "girocard", "Amex")
ABREAST = 2
LAST_FOUR, SHORT_TEXT, TIP_DIGITS = r"[0-9]{0,4}", r"[0-9A-Za-z]{0,12}", r"[0-9]{0,8}"


class SlipForm(QWidget):
    """No field takes more than four digits of a card: the longest other one ends at twelve characters."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._scheme = ""
        self._schemes = Chips(theme, self.tr("Scheme"))
        self._schemes.show_rows([ChipRow(name, name) for name in SCHEMES])
        self._schemes.chosen.connect(self._choose)
        self._last_four = self._field(self.tr("Last four digits"), LAST_FOUR)
        self._authorisation = self._field(self.tr("Authorisation"), SHORT_TEXT)
        self._number = self._field(self.tr("Slip number"), SHORT_TEXT)
        self._amount = self._field(self.tr("Amount, in the smallest coin"), TIP_DIGITS)
        self._tip = self._field(self.tr("Tip, in the smallest coin"), TIP_DIGITS)
        self._fields = (self._last_four, self._authorisation, self._number, self._amount, self._tip)
        self._at = self._last_four
        self._pad = PaymentPad(theme, self.tr("Digits"), self.tr("Erase"))
        self._pad.digit_tapped.connect(self._type)
        self._pad.erase_tapped.connect(self._erase)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(14)
        for place, field in enumerate(self._fields):
            name = Words(theme, field.accessibleName(), Voice.SMALL)
            name.setWordWrap(True)
            row, column = 2 * (place // ABREAST), place % ABREAST
            grid.addWidget(name, row, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(field, row + 1, column)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._schemes)
        left.addLayout(grid)
        left.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(left, 3)
        line.addWidget(self._pad, 2)

    def begin(self, amount: Money, tip: Money) -> None:
        """Empty, but for what was asked and the tip that was chosen before; a part that was approved is less."""
        self._scheme = ""
        self._schemes.select("")
        for field in self._fields:
            field.clear()
        self._amount.setText(str(amount.minor))
        if tip:
            self._tip.setText(str(tip.minor))
        self._at = self._last_four

    def read(self, currency: str) -> SlipRead:
        """What was typed."""
        amount, tip = (Money(int(field.text() or "0"), currency) for field in (self._amount, self._tip))
        texts = (self._last_four.text(), self._authorisation.text(), self._number.text())
        return SlipRead(amount, tip, self._scheme, *texts)

    @property
    def is_complete(self) -> bool:
        """Whether the last digits are all four, or none."""
        return len(self._last_four.text()) in (0, 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._at = watched
        return super().eventFilter(watched, event)

    def _field(self, name: str, allowed: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setProperty("hasty", True)
        field.setValidator(QRegularExpressionValidator(QRegularExpression(allowed), field))
        field.installEventFilter(self)
        return field

    @Slot(str)
    def _choose(self, name: str) -> None:
        self._scheme = name

    @Slot(str)
    def _type(self, digits: str) -> None:
        self._at.insert(digits)

    @Slot()
    def _erase(self) -> None:
        self._at.backspace()
