"""The way to pay by card beside cash: at which terminal, with which tip, and what is at risk already."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.payment import PaymentModel

NO_TIP, TYPED = "none", "typed"


class TipRow(QWidget):
    """The tip a card is charged on top: none, a percentage of the house, or what was typed on the pad."""

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._card, self._money = payment, payment.card, money
        self._label = Words(theme, self.tr("Tip by card"), Voice.SMALL)
        self._chips = Chips(theme, self.tr("Tip by card"))
        self._chips.chosen.connect(self._choose)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._label)
        line.addWidget(self._chips, 1)
        self._card.changed.connect(self._show)
        payment.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        tips, tip = self._card.tips, self._card.tip
        self.setVisible(bool(tips) and bool(self._card.readers))
        rows = [ChipRow(NO_TIP, self.tr("No tip"))]
        rows += [ChipRow(str(percent), f"{percent} %", self._money.amount(amount)) for percent, amount in tips]
        chosen = next((str(percent) for percent, amount in tips if amount == tip), TYPED if tip else NO_TIP)
        typed = self._money.amount(tip) if tip is not None and chosen == TYPED else ""
        rows.append(ChipRow(TYPED, self.tr("Typed"), typed, say=self.tr("The amount typed on the pad is the tip")))
        self._chips.show_rows(rows)
        self._chips.select(chosen)

    @Slot(str)
    def _choose(self, id: str) -> None:
        self._card.choose_tip(self._amount_of(id))

    def _amount_of(self, id: str) -> Money | None:
        if id == TYPED:
            typed = self._payment.tendered if self._payment.is_named else None
            self._payment.unname()
            return typed
        return next((amount for percent, amount in self._card.tips if str(percent) == id), None)


class CardOffer(QWidget):
    """The button that takes a card, and a choice of terminals where there are several; nothing where there is none."""

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._card, self._money = payment, payment.card, money
        self._reader = Button(theme, "", kind=Kind.FUNCTION)
        self._reader.keep_at_least(110, 76)
        self._reader.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._button = Button(theme, self.tr("Card"), kind=Kind.PRIMARY, icon="credit-card")
        self._button.keep_at_least(200, 76)
        self._button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._reader)
        line.addWidget(self._button, 1)
        self._reader.clicked.connect(self._card.next_reader)
        self._button.clicked.connect(self._card.charge)
        self._card.changed.connect(self._show)
        payment.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        lines, chosen = self._card.readers, self._card.reader
        self.setVisible(bool(lines))
        self._reader.setVisible(len(lines) > 1)
        if chosen is not None:
            say = self.tr("{name}: tap for another terminal").format(name=chosen.name)
            self._reader.show_words(chosen.name, say=say)
        amount, tip = self._card.amount, self._card.tip
        whole = amount if amount is None or tip is None else amount + tip
        self._button.show_words(self.tr("Card"), detail="" if whole is None else self._money.total(whole))
        self._button.setEnabled(self._card.can_charge)


class CardNotices(QWidget):
    """What must be known before the next card: what is at risk, what is undecided, which terminal is not reached."""

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._card, self._money = payment.card, money
        self._risk, self._undecided, self._trouble = (Strip(theme, self) for _ in range(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for strip in (self._undecided, self._risk, self._trouble):
            column.addWidget(strip)
        self._card.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        exposure, row, reader = self._card.exposure, self._card.passes_by, self._card.reader
        words = ""
        if exposure is not None:
            count, amount, left = exposure
            words = self.tr("At the shop's risk, approved offline: {count} for {amount}; {left} more may be.").format(
                count=count, amount=self._money.total(amount), left=self._money.total(left)
            )
        self._risk.say(words, "shield-alert", Tone.WARN)
        words = ""
        if row is not None:
            words = self.tr("{reader}: nobody knows yet about {amount}. The next card needs a manager.").format(
                reader=row.reader, amount=self._money.total(row.amount + row.tip)
            )
        self._undecided.say(words, "triangle-alert", Tone.WARN)
        words = "" if reader is None or reader.can_be_used else self.tr("{reader} is not reachable: {hint}")
        if reader is not None:
            words = words.format(reader=reader.name, hint=heard(reader.hint) or self.tr("it does not answer"))
        self._trouble.say(words, "unplug", Tone.WARN)
        self.setVisible(any(strip.words for strip in (self._risk, self._undecided, self._trouble)))
