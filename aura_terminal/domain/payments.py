"""Payments: an amount taken on an order by a tender. Cash is built here, cards in `card_payments`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from aura_terminal.domain.denominations import cash_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, PaymentId, SessionId, ShareId, ValueAccountId
from aura_terminal.domain.money import Money, zero

CASH = "cash"
CARD = "card"
EXCHANGE = "exchange"
"""What goods that came back paid for another order."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money taken. tendered - change = amount + rounding + tip; `rounding` is what coins could not pay exactly.

    Cash names the session of the drawer it went into; None where nobody answered for the drawer. `account` is the value
    account it was drawn from, `share` the share of the bill it is for, which it `settles` when nothing is left of it.
    """

    id: PaymentId
    attempt_id: AttemptId
    tender: str
    amount: Money
    tendered: Money
    change: Money
    rounding: Money
    tip: Money
    taken_at: datetime
    business_date: date
    terminal: str
    reference: str = ""
    session: SessionId | None = None
    account: ValueAccountId | None = None
    share: ShareId = ShareId("")
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """When, on which business date and at which terminal money is taken, under ids that make it count once.

    `session` is that of the drawer cash goes into.
    """

    payment_id: PaymentId
    attempt_id: AttemptId
    at: datetime
    business_date: date
    terminal: str
    session: SessionId | None = None


def pay_in_cash(taking: Taking, due: Money, tendered: Money, cash_step: int, tip: Money | None = None) -> Payment:
    """Cash for what is due: the rest is change, and less than is due is a part payment.

    A `tip` is part of what is tendered and comes off it first: it is never change and pays nothing of the bill. Raises
    TIP_OUT_OF_RANGE where it is below nothing, or as much as is tendered.

    Only the last cash part is rounded to the smallest coin, and the difference is kept as its own amount; where coins
    would round up, as much as is due is enough. What no coin can pay is settled by tendering nothing. Raises RuleBroken
    when nothing is due or nothing is tendered for something.
    """
    if due.minor <= 0:
        raise RuleBroken(Rule.NOTHING_DUE)
    none = zero(due.currency)
    if tip:
        if not none < tip < tendered:
            raise RuleBroken(Rule.TIP_OUT_OF_RANGE, tip=tip.plain(), most=100)
        bare = pay_in_cash(taking, due, tendered - tip, cash_step)
        return replace(bare, tendered=tendered, tip=tip)
    rounded = due.rounded_to(cash_step)
    if not may_take_cash(due, tendered, cash_step):
        raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
    amount, change, rounding = due, tendered - rounded, rounded - due
    if tendered.minor < rounded.minor:
        amount, change = min(tendered, due), none
        rounding = tendered - amount
    return Payment(
        taking.payment_id, taking.attempt_id, CASH, amount, tendered, change, rounding, none,
        taking.at, taking.business_date, taking.terminal, session=taking.session,
    )  # fmt: skip


def may_take_cash(due: Money, tendered: Money, cash_step: int) -> bool:
    """Whether so much cash can be taken for what is due: the one rule that verbs and buttons ask."""
    return due.minor > 0 and tendered.minor >= min(1, due.rounded_to(cash_step).minor)


def predicted_notes(due: Money, count: int = 4) -> tuple[Money, ...]:
    """What a guest is likely to hand over for an amount, ascending and without the exact amount itself.

    For each note of the currency, the next multiple of it that covers what is due; so 23.71 in euros gives 25, 30, 40
    and 50, and 23.71 in dollars 24, 25, 30 and 40.
    """
    covers = sorted({-(-due.minor // note) * note for note in cash_of(due.currency).notes} - {due.minor})
    return tuple(Money(minor, due.currency) for minor in covers[:count])
