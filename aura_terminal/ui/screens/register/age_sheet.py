"""Is the guest old enough? Asked once for an order; what is typed here is compared and kept nowhere."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.ages import AgesModel

translate = QCoreApplication.translate
DIGITS = 8


class AgeSheet(NumberSheet):
    """Opens when an age is wanted and closes when none is any more. Closed by its cross the order stays as it is: it is
    asked again before it is sent or paid."""

    def __init__(self, ages: AgesModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", 900, 600, translate("RegisterScreen", "Birth date"))
        self._ages = ages
        self._digits = ""
        self._until = Words(theme, "", Voice.TOTAL)
        self._typed = Words(theme, "", Voice.AMOUNT)
        self._said = Words(theme, "", Voice.REFUSAL)
        self._said.setWordWrap(True)
        self._old_enough = Button(theme, self.tr("Old enough"), kind=Kind.PRIMARY, icon="check")
        self._check = Button(theme, self.tr("Check birth date"), icon="calendar")
        self._refuse = Button(theme, self.tr("Refuse"), kind=Kind.GRAVE, icon="ban")
        for button in (self._old_enough, self._check, self._refuse):
            button.keep_at_least(150, 64)
        self._arrange(theme)
        self._old_enough.clicked.connect(self._look)
        self._check.clicked.connect(self._judge)
        self._refuse.clicked.connect(self._turn_down)
        ages.wanted.connect(self.ask)
        ages.settled.connect(self._end)
        ages.refused.connect(self._say)

    @Slot()
    def ask(self) -> None:
        """Open for the order on the counter, with nothing typed."""
        if not self._ages.minimum or self.isVisible():
            return
        self._digits = ""
        self._said.setText("")
        self.set_title(self.tr("For guests of {minimum} or older").format(minimum=self._ages.minimum))
        self._until.setText(date_words(self._ages.latest_birth))
        self._show()
        self.open()

    @property
    def _born(self) -> date | None:
        """What is typed as day, month and year; None while it is no date."""
        digits = self._digits
        if len(digits) != DIGITS:
            return None
        try:
            return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
        except ValueError:
            return None

    def _arrange(self, theme: Theme) -> None:
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(Words(theme, self.tr("Born on or before"), Voice.HEADING))
        right.addWidget(self._until)
        right.addStretch(1)
        hint = Words(theme, self.tr("Or type the birth date: day, month, year"), Voice.MUTED)
        hint.setWordWrap(True)
        right.addWidget(hint)
        right.addWidget(self._typed)
        right.addWidget(self._said)
        line.addWidget(self._pad, 1)
        line.addLayout(right, 1)
        self.set_content(content)
        self.set_actions(self._refuse, self._check, self._old_enough)

    @Slot()
    def _show(self) -> None:
        digits = self._digits.ljust(DIGITS, "_")
        self._typed.setText(f"{digits[:2]} . {digits[2:4]} . {digits[4:]}")
        self._check.setEnabled(self._born is not None)

    @Slot(str)
    def _press(self, digits: str) -> None:
        self._said.setText("")
        self._digits = (self._digits + digits)[:DIGITS]
        self._show()

    @Slot()
    def _erase(self) -> None:
        self._digits = self._digits[:-1]
        self._show()

    @Slot()
    def _finish(self) -> None:
        """Enter means the birth date where some of one is typed, and what was seen where none is."""
        self._judge() if self._digits else self._look()

    @Slot()
    def _look(self) -> None:
        self._ages.look_old_enough()

    @Slot()
    def _judge(self) -> None:
        if self._born is not None:
            self._ages.born_on(self._born)

    @Slot()
    def _turn_down(self) -> None:
        self._ages.refuse()

    @Slot(object)
    def _say(self, broken: RuleBroken) -> None:
        self._digits = ""
        self._said.setText(sentence(broken))
        self._show()

    @Slot()
    def _end(self) -> None:
        self._digits = ""
        if self.isVisible():
            self._close_over(self._old_enough)


def date_words(day: date) -> str:
    """A date in full, the month in words, so that nobody takes it for the day."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
