"""Tips that were written on signed slips and entered after the card: who may get one, and what each entry added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PaymentId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.service_facts import TipEntered

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class TipMore:
    """What one entry added to the tips of a payment, on the date and at the terminal it was entered."""

    payment_id: PaymentId
    tender: str
    more: Money
    at: datetime
    business_date: date
    terminal: str


def tips_entered(order: Order) -> Iterator[TipMore]:
    """Every entry, as a difference from the one before it; together they are the last one's tip.

    Those of a payment that was reversed stay on their dates: the reversal takes `tip_of` back on its own.
    """
    for payment in order.payments if order.service.tips else ():
        before = payment.tip
        for one in order.service.tips.get(payment.id, ()):
            if one.tip != before and one.tip.currency == before.currency:
                yield TipMore(
                    payment.id, payment.tender, one.tip - before, one.entered_at, one.business_date, one.terminal
                )
                before = one.tip


def tip_of(order: Order, payment: Payment) -> Money:
    """What a payment has in tips by now; of one that was reversed, what it had."""
    more = (one.more for one in tips_entered(order) if one.payment_id == payment.id)
    return sum(more, payment.tip)


def enter_tip(
    order: Order, payment_id: PaymentId, tip: Money, before: Money, now: datetime, by: StaffId, today: date,
    terminal: str,
) -> TipEntered:  # fmt: skip
    """Enter what a signed slip says; `before` is what was shown.

    It changes neither what is due nor what was paid. Raises RuleBroken: TIP_NOT_ADJUSTABLE for a payment that is not
    there or was taken back, TIP_OUT_OF_RANGE below nothing, TIP_ENTERED_ALREADY when somebody else was faster.
    """
    payment = next((one for one in order.payments if one.id == payment_id and one.id not in order.reversals), None)
    if payment is None:
        raise RuleBroken(Rule.TIP_NOT_ADJUSTABLE)
    if tip.minor < 0:
        raise RuleBroken(Rule.TIP_OUT_OF_RANGE, tip=tip.plain(), most=0)
    if tip_of(order, payment) != before:
        raise RuleBroken(Rule.TIP_ENTERED_ALREADY, tip=tip_of(order, payment).plain())
    return TipEntered(order.id, payment_id, tip, before, now, by, today, terminal)
