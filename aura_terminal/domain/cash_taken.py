"""Cash guests paid and got back, read off an order: in which session of a drawer, where and on which date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.cash import Takings
from aura_terminal.domain.ids import PaymentId, SessionId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CASH


@dataclass(frozen=True, slots=True)
class CashEntry:
    """One payment or refund in cash that happened: what the guest gave, got as change, or got back."""

    id: PaymentId
    session_id: SessionId | None
    terminal: str
    business_date: date
    at: datetime
    given: Money
    change: Money
    refund: Money


def cash_entries(order: Order) -> Iterator[CashEntry]:
    """Every cash payment and refund of an order; one that was entered and never happened is none."""
    for payment in order.payments:
        if payment.tender == CASH and payment.id not in order.reversals:
            none = zero(payment.tendered.currency)
            yield CashEntry(
                payment.id, payment.session, payment.terminal, payment.business_date, payment.taken_at,
                payment.tendered, payment.change, none,
            )  # fmt: skip
    for fact in order.refunds.values():
        refund, act = fact.refund, fact.act
        if refund.tender == CASH and refund.id not in order.reversals:
            none = zero(refund.amount.currency)
            yield CashEntry(
                refund.id, refund.session, act.terminal, act.business_date, act.at, none, none,
                refund.amount + refund.rounding,
            )  # fmt: skip


def takings_of(entries: Iterable[CashEntry], currency: str) -> Takings:
    """What entries come to; those of another currency, which no terminal of the store takes, are left out."""
    given = change = refunds = 0
    for entry in entries:
        if entry.given.currency == currency:
            given, change = given + entry.given.minor, change + entry.change.minor
            refunds += entry.refund.minor
    return Takings(Money(given, currency), Money(change, currency), Money(refunds, currency))
