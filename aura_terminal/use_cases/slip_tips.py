"""Tips guests wrote on signed slips, entered after their cards, one by one or as a list at the end of the night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_exposure import check_tip
from aura_terminal.domain.card_payments import payment_id_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, PaymentId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CASH, Payment
from aura_terminal.domain.service_facts import TipEntered
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tip_entries import enter_tip, tip_of
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.use_cases.cards import rules_of


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A card payment of a date that may still get a tip. `entered` says that somebody has entered one."""

    order_id: OrderId
    payment_id: PaymentId
    number: str
    table_name: str
    server_name: str
    taken_at: datetime
    amount: Money
    tip: Money
    entered: bool


class SlipTips:
    """Entering them needs TAKE_PAYMENT. Nothing of it changes what is due, what was paid or what goes back."""

    def __init__(self, begin: Begin, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._terminal = terminal

    def to_enter(self, by: Actor, business_date: date | None = None) -> tuple[SlipRow, ...]:
        """The card payments of a date (today's when none is named) a tip can be entered for, oldest first."""
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            day = business_date or work.today
            rows = [
                _row(order, payment)
                for order in work.ledger.orders_of(day)
                for payment in order.payments
                if payment.business_date == day and payment.id not in order.reversals
                if can_get_a_tip(payment, work.cards.of_order(order.id))
            ]
        return tuple(sorted(rows, key=lambda row: (row.taken_at, row.payment_id)))

    def enter(self, by: Actor, order_id: OrderId, payment_id: PaymentId, tip: Money, before: Money) -> TipEntered:
        """Enter what the slip says; `before` is what was shown.

        Only where a person can add it at the card terminal: it stands alone. Raises RuleBroken: TIP_NOT_ADJUSTABLE for
        cash and for card terminals that are told by us, TIP_OUT_OF_RANGE, TIP_ENTERED_ALREADY.
        """
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            attempts = work.cards.of_order(order_id)
            payment = next((one for one in order.payments if one.id == payment_id), None)
            if payment is not None and not can_get_a_tip(payment, attempts):
                reader = next((one.asked.reader for one in attempts if payment_id_of(one.id) == payment_id), "")
                raise RuleBroken(Rule.TIP_NOT_ADJUSTABLE, **({"reader": reader} if reader else {}))
            if payment is not None:
                check_tip(tip, payment.amount, rules_of(work))
            fact = enter_tip(order, payment_id, tip, before, work.now, by.id, work.today, self._terminal.label)
            work.keep(fact)
        return fact


def can_get_a_tip(payment: Payment, attempts: Iterable[CardAttempt]) -> bool:
    """Whether a person can add a tip where the money was taken: a card terminal that stands alone.

    No card terminal that is told by us takes a tip once its card is gone; what is held for a tab is captured with one.
    """
    if payment.tender == CASH:
        return False
    return any(one.asked.by_hand and payment_id_of(one.id) == payment.id for one in attempts)


def _row(order: Order, payment: Payment) -> SlipRow:
    return SlipRow(
        order.id, payment.id, order.number, order.table_name, order.server_name, payment.taken_at, payment.amount,
        tip_of(order, payment), bool(order.service.tips.get(payment.id)),
    )  # fmt: skip
