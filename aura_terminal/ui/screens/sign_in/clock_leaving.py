"""The list before clocking out: what is left behind, and what was had in cash tips."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.sign_in.clock_words import hours_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.time_clock import ClockCard, Leaving, Money, Standing, Tips

MOST_DIGITS = 7
MOST_CHECKS = 4
DONE, OPEN = "\u2713  ", "!  "


class LeavingSheet(Sheet):
    """`left(tips)` follows the button, with a Money or None where nothing was said; the cross leaves all as it was."""

    left = Signal(object)
    touched = Signal()

    def __init__(self, theme: Theme, host: QWidget, money: MoneyText | None = None) -> None:
        super().__init__(theme, host, tr("Before you go"), tr("Stay clocked in"), 900, 640)
        self._theme, self._money = theme, money or MoneyText()
        self._digits, self._currency, self._asks = "", "", False
        self._amount = Words(theme, "", Voice.AMOUNT)

    def show_leaving(self, leaving: Leaving, card: ClockCard) -> None:
        """Open with what one person leaves behind."""
        self._digits, self._currency = "", leaving.currency
        self._asks = leaving.tips is not Tips.NOT_ASKED
        self._amount = Words(self._theme, "", Voice.AMOUNT)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(self._list(leaving, card), 3)
        if self._asks:
            line.addLayout(self._tips(leaving), 2)
        self.set_content(content)
        go = Button(self._theme, tr("Clock out now"), kind=Kind.GRAVE, icon="clock")
        go.keep_at_least(240, 60)
        go.clicked.connect(self._go)
        self.set_actions(go)
        self._show_amount()
        self.open()

    def _list(self, leaving: Leaving, card: ClockCard) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        for words, voice in (*_hours(card), *_checks(leaving, self._money), *_rest(leaving)):
            line = Words(self._theme, words, voice)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        return column

    def _tips(self, leaving: Leaving) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        needed = leaving.tips is Tips.REQUIRED
        column.addWidget(Words(self._theme, tr("Cash tips (needed)") if needed else tr("Cash tips"), Voice.HEADING))
        column.addWidget(self._amount)
        pad = PaymentPad(self._theme, tr("Cash tips"), tr("Erase"))
        pad.digit_tapped.connect(self._type)
        pad.erase_tapped.connect(self._erase)
        column.addWidget(pad, 1)
        return column

    @Slot(str)
    def _type(self, digits: str) -> None:
        self._digits = (self._digits + digits)[:MOST_DIGITS]
        self._show_amount()

    @Slot()
    def _erase(self) -> None:
        self._digits = self._digits[:-1]
        self._show_amount()

    def _show_amount(self) -> None:
        said = self._said()
        self._amount.setText(tr("nothing said") if said is None else self._money.total(said))
        self.touched.emit()

    def _said(self) -> Money | None:
        return Money(int(self._digits), self._currency) if self._digits else None

    @Slot()
    def _go(self) -> None:
        self.close_sheet()
        self.left.emit(self._said())


Lines = list[tuple[str, Voice]]


def _hours(card: ClockCard) -> Lines:
    lines: Lines = [(tr("You worked {hours} today.").format(hours=hours_of(card.today)), Voice.HEADING)]
    if card.standing is Standing.ON_BREAK:
        lines.append((OPEN + tr("Your break ends with it."), Voice.WARNING))
    if card.meal is not None:
        words = tr("A break of {minutes} min was due at {time}.")
        lines.append((OPEN + words.format(minutes=card.meal.minutes, time=clock_text(card.meal.due)), Voice.WARNING))
    lines.append((DONE + tr("Breaks of this shift: {hours}").format(hours=hours_of(card.rested)), Voice.BODY))
    return lines


def _checks(leaving: Leaving, money: MoneyText) -> Lines:
    if not leaving.checks:
        return [(DONE + tr("All your checks are closed."), Voice.BODY)]
    lines = [(OPEN + tr("Your checks that are still open: {count}").format(count=len(leaving.checks)), Voice.WARNING)]
    for one in leaving.checks[:MOST_CHECKS]:
        lines.append(
            ("     " + "  ".join(filter(None, (one.number, one.table_name, money.amount(one.due)))), Voice.BODY)
        )
    if len(leaving.checks) > MOST_CHECKS:
        lines.append(("     " + tr("and {count} more").format(count=len(leaving.checks) - MOST_CHECKS), Voice.MUTED))
    return lines


def _rest(leaving: Leaving) -> Lines:
    lines: Lines = []
    for orders in leaving.cards:
        words = tr("Nobody knows yet what became of the card on {order}.").format(order=orders)
        lines.append((OPEN + words, Voice.REFUSAL))
    for drawer in leaving.drawers:
        lines.append((OPEN + tr("You still answer for {drawer}.").format(drawer=drawer), Voice.WARNING))
    if not leaving.cards:
        lines.append((DONE + tr("Every card is decided."), Voice.BODY))
    if not leaving.drawers:
        lines.append((DONE + tr("No drawer is yours."), Voice.BODY))
    if leaving.needs_approval:
        lines.append((tr("A manager has to allow it."), Voice.WARNING))
    return lines
