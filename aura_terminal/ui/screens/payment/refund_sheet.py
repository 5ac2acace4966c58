"""Money back to the card it came from: which card, how much, why, and what the terminal makes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.payment.card_words import tr
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.card_refunds import AttemptRow, CardRefundsModel, came_to_nothing, is_done, left_of

AMOUNT_SCALE = 1.4


class RefundSheet(Sheet):
    """Shows a CardRefundsModel over `host`. `said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(self, refunds: CardRefundsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 980, 640)
        self._refunds, self._theme, self._money = refunds, theme, money
        self._approval: ApprovalSheet | None = None
        self._cards = ChoiceList(theme, self.tr("Cards of the order"), Picking.ONE)
        self._reasons = Chips(theme, self.tr("Why"))
        self._reason = ""
        self._amount = Figure(theme, self.tr("Give back"), AMOUNT_SCALE)
        self._pad = PaymentPad(theme, self.tr("Amount"), self.tr("Erase"))
        self._status = Words(theme, "", Voice.STRONG)
        self._status.setWordWrap(True)
        self._give = Button(theme, self.tr("Give back to the card"), kind=Kind.DANGER, icon="credit-card")
        self._done = Button(theme, self.tr("Approved"), kind=Kind.PAY)
        self._not = Button(theme, self.tr("Not approved"))
        self._arrange()
        self._cards.tapped.connect(refunds.choose)
        self._reasons.chosen.connect(self._choose_reason)
        self._pad.digit_tapped.connect(refunds.press)
        self._pad.erase_tapped.connect(refunds.erase)
        self._give.clicked.connect(self._ask)
        self._done.clicked.connect(refunds.answer_done)
        self._not.clicked.connect(refunds.answer_not_done)
        self.cancelled.connect(refunds.watch.rest)
        refunds.changed.connect(self._show)
        refunds.refused.connect(self._refuse)
        refunds.approvals.wanted.connect(self._ask_approval)

    def ask(self, order_id: str, number: str) -> None:
        """Open for an order."""
        self.set_title(self.tr("Money back to a card, order {number}").format(number=number))
        self._reason = ""
        self._reasons.select("")
        self._refunds.open(OrderId(order_id))
        self._refunds.watch.wake()
        self.open()

    def _arrange(self) -> None:
        reasons = (tr("Complaint"), tr("Wrong order"), tr("Charged wrongly"), tr("Goodwill"))
        self._reasons.show_rows([ChipRow(reason, reason) for reason in reasons])
        for button in (self._give, self._done, self._not):
            button.keep_at_least(160, 60)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._cards, 1)
        left.addWidget(self._reasons)
        left.addWidget(self._status)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._amount)
        right.addWidget(self._pad, 1)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        line.addLayout(left, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self.set_actions(self._not, self._done, self._give)

    @Slot()
    def _show(self) -> None:
        refunds, chosen, last = self._refunds, self._refunds.chosen, self._refunds.under_way
        rows = [self._card_row(row, row is chosen) for row in refunds.charges]
        self._cards.show_rows(rows)
        self._amount.show_amount("" if refunds.amount is None else self._money.total(refunds.amount))
        is_by_hand = last is not None and last.needs_answer
        self._done.setVisible(is_by_hand)
        self._not.setVisible(is_by_hand)
        self._give.setVisible(not is_by_hand)
        self._give.setEnabled(refunds.can_give_back and bool(self._reason))
        self._status.setText(self._status_words(last, bool(rows)))

    def _card_row(self, row: AttemptRow, is_chosen: bool) -> ChoiceRow:
        slip = row.slip
        card = "" if slip is None else f"{slip.scheme} {slip.last_four}".strip()
        charged = "" if row.charged is None else self._money.total(row.charged)
        left = self.tr("{left} left").format(left=self._money.total(left_of(row)))
        return ChoiceRow(row.attempt_id, card or row.reader, f"{charged}, {left}", int(is_chosen))

    def _status_words(self, last: AttemptRow | None, has_cards: bool) -> str:
        if not has_cards:
            return self.tr("No card was charged for this order.")
        if last is None:
            return "" if self._reason else self.tr("Choose why.")
        amount = self._money.total(last.amount)
        if last.needs_answer and last.by_hand:
            words = self.tr("Give {amount} back at {reader}, then say what its slip says.")
        elif last.needs_answer:
            words = self.tr("Look at the slip of {reader}: did {amount} go back? Do not give it back again before.")
        elif is_done(last):
            words = self.tr("{amount} went back to the card.")
        elif came_to_nothing(last):
            words = self.tr("{amount} did not go back: {words}")
        else:
            words = self.tr("{reader} gives {amount} back …")
        return words.format(amount=amount, reader=last.reader, words=last.words or self.tr("the terminal declined"))

    @Slot(str)
    def _choose_reason(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _ask(self) -> None:
        self._refunds.give_back(self._reason)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._refunds.approvals, self._refunds.session, self._theme, self._host_of())
        self._approval.ask(permission)

    def _host_of(self) -> QWidget:
        host = self.parentWidget()
        return self if host is None else host

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._status.setText(sentence(broken))
