"""After the payment: the change in figures nobody misreads, what is being printed, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.payments import CARD, CASH, Payment
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import tender_words
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.payment import PaymentModel

CHANGE_SCALE = 4.0


class SettledPage(QWidget):
    """Shows the outcome of a PaymentModel; New order stands where no finger was that paid."""

    new_order_tapped = Signal()

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._money = payment, money
        self._new = Button(theme, self.tr("New order"), kind=Kind.PRIMARY, icon="plus")
        self._change = Figure(theme, self.tr("Change"), CHANGE_SCALE)
        self._charged = Figure(theme, self.tr("Charged to the card"), CHANGE_SCALE)
        self._charged.hide()
        self._taken = Figure(theme, self.tr("Paid"), CHANGE_SCALE)
        self._taken.hide()
        self._paid = Words(theme, "", Voice.HEADING)
        self._paid.setWordWrap(True)
        self._printed = Words(theme, "", Voice.MUTED)
        self._points = Words(theme, "", Voice.HEADING)
        self._points.hide()
        self._new.keep_at_least(300, 76)
        for words in (self._paid, self._points, self._printed):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        column.addWidget(self._change)
        column.addWidget(self._charged)
        column.addWidget(self._taken)
        column.addWidget(self._paid)
        column.addWidget(self._points)
        column.addWidget(self._printed)
        column.addStretch(2)
        self._new.clicked.connect(self.new_order_tapped)
        payment.changed.connect(self._show)

    def hold(self) -> None:
        """New order does not answer yet."""
        self._new.setEnabled(False)

    @Slot()
    def release(self) -> None:
        """New order answers."""
        self._new.setEnabled(True)

    def press_new_order(self) -> None:
        """As if New order had been tapped."""
        if self._new.isEnabled():
            self._new.click()

    def show_points(self, earned: int, has: int) -> None:
        """The guest's points: what this visit earned, and what there is now."""
        self._points.setText(self.tr("{earned} points earned, {has} in all").format(earned=earned, has=has))
        self._points.show()

    @Slot()
    def _show(self) -> None:
        payment, order = self._payment.last, self._payment.order
        if not self._payment.is_settled or order is None:
            self._points.hide()
            return
        self._taken.hide()
        number = self.tr("The receipt of order {number} is on its way to the printer.").format(number=order.number)
        self._printed.setText(number)
        if payment is None:
            self._change.show_amount("–")
            self._change.show()
            self._charged.hide()
            self._paid.setText(self.tr("Nothing was due."))
            return
        is_card = payment.tender == CARD
        self._change.setVisible(not is_card)
        self._charged.setVisible(is_card)
        if is_card:
            self._charged.show_amount(self._money.total(payment.tendered))
            self._paid.setText(self._card_words(payment))
            return
        if payment.tender != CASH:
            self._change.hide()
            self._taken.show()
            self._taken.show_amount(self._money.total(payment.tendered))
            self._paid.setText(" ".join(filter(None, (tender_words(payment.tender), payment.reference))))
            return
        self._change.show_amount(self._money.total(payment.change))
        words = self.tr("{paid} of {tendered} in cash").format(
            paid=self._money.total(payment.tendered - payment.change), tendered=self._money.total(payment.tendered)
        )
        self._paid.setText(words)

    def _card_words(self, payment: Payment) -> str:
        """The card, the tip, and whether somebody has to sign."""
        row = self._payment.card.last_approved
        slip = None if row is None else row.slip
        card = "" if slip is None else " ".join(part for part in (slip.scheme, slip.last_four) if part)
        parts = [self.tr("Card {card}").format(card=card) if card else self.tr("Card")]
        if payment.tip:
            parts.append(self.tr("with a tip of {tip}").format(tip=self._money.total(payment.tip)))
        words = " ".join(parts)
        if row is not None and row.needs_signature:
            words += "\n" + self.tr("Have the merchant's slip signed, and compare the signature.")
        return words
