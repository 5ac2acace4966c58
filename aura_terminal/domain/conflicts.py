"""What terminals that could not hear each other left behind, derived from an order's facts: the same everywhere.

Nothing here is kept; only what a person decides about it is a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_money import bill_sold, paid, passed_over
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import OverdraftBorne, ValueDrawn

Details = tuple[tuple[str, str], ...]
"""Plain names and values: who, which terminals, how much."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something a person has to decide. `amount` is the money it is about, None where it is about none.

    The id stays the same until it is decided. Among the details, `into` is the order a merged one went to and `entry`
    the payment or refund of just this amount, which may have been entered by mistake; both are ids, not for people.
    """

    id: str
    kind: ConflictKind
    opened_at: datetime
    amount: Money | None
    details: Details

    def detail(self, name: str) -> str:
        """The first detail of a name; empty when there is none."""
        return next((value for key, value in self.details if key == name), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide a conflict; `effect` is what it does to the money of the house, negative when some goes."""

    code: ChoiceCode
    effect: Money | None


def conflicts_of(order: Order) -> tuple[Conflict, ...]:
    """What is to be decided about an order now, in a fixed order. Its hosted lines have to be joined."""
    if order.terms is None:
        return ()
    found = (_cancelled_but_paid(order), _overpaid(order), _underpaid(order), _late(order), _merged_twice(order))
    return (*(one for one in found if one is not None), *_voided_twice(order), *_discounted_twice(order))


def conflicts_of_stock(level: StockLevel, item_name: str) -> tuple[Conflict, ...]:
    """More sold than there were; settled by counting again or by saying that it ran out."""
    if not level.oversold or level.is_eighty_sixed or level.counted_at is None:
        return ()
    details = (("item", item_name), ("counted", str(level.counted)), ("missing", str(level.oversold)))
    return (Conflict(f"{level.id}/{ConflictKind.OVERSOLD}", ConflictKind.OVERSOLD, level.counted_at, None, details),)


def conflicts_of_value(account: ValueAccount) -> tuple[Conflict, ...]:
    """More drawn from an account than there was; settled by the house bearing it, or by leaving it as a debt."""
    over = account.overdrawn
    if not over:
        return ()
    draws = [one.move for one in account.in_order if isinstance(one, ValueDrawn)]
    shown = account.terms.name if not account.last_four else f"...{account.last_four}"
    drawn = tuple(("payment", f"{one.terminal} {one.amount.plain()} {account.kind}") for one in draws)
    decided = len(account.owed) + sum(isinstance(one, OverdraftBorne) for one in account.in_order)
    id_ = f"{account.id}/{ConflictKind.OVERDRAWN}/{decided + 1}"
    details = (("item", shown), *drawn)
    return (Conflict(id_, ConflictKind.OVERDRAWN, account.last_moved_at, over, details),)


def choices_for(conflict: Conflict) -> tuple[Choice, ...]:
    """What may be chosen, the usual one first."""
    amount, kind = conflict.amount, conflict.kind
    none = None if amount is None else Money(0, amount.currency)
    gone = None if amount is None else -amount
    entered = (Choice(ChoiceCode.NEVER_TAKEN, none),) if conflict.detail("entry") else ()
    back, tip = Choice(ChoiceCode.GIVE_BACK, gone), Choice(ChoiceCode.KEEP_AS_TIP, none)
    usual = (Choice(ChoiceCode.CARRY_OVER, none), back) if conflict.detail("into") else (back, tip)
    never = (Choice(ChoiceCode.NEVER_GIVEN, none),) if conflict.detail("entry") else ()
    offered: dict[ConflictKind, tuple[Choice, ...]] = {
        ConflictKind.OVERPAID: (*usual, *entered),
        ConflictKind.UNDERPAID: (*never, Choice(ChoiceCode.BEAR_THE_LOSS, gone)),
        ConflictKind.LATE_ITEM: (Choice(ChoiceCode.NEW_CHECK, amount), Choice(ChoiceCode.WRITE_OFF, none)),
        ConflictKind.CANCELLED_BUT_PAID: (Choice(ChoiceCode.SALE_STANDS, none), Choice(ChoiceCode.GIVE_BACK, gone)),
        ConflictKind.VOIDED_TWICE: (Choice(ChoiceCode.NOTED, None),),
        ConflictKind.MERGED_TWICE: (Choice(ChoiceCode.NOTED, None),),
        ConflictKind.DISCOUNTED_TWICE: (Choice(ChoiceCode.NOTED, None),),
        ConflictKind.OVERDRAWN: (Choice(ChoiceCode.BEAR_THE_LOSS, gone), Choice(ChoiceCode.OWED, none)),
        ConflictKind.OVERSOLD: (Choice(ChoiceCode.COUNT_AGAIN, None), Choice(ChoiceCode.EIGHTY_SIX, None)),
    }
    return offered[kind]


def surplus_of(order: Order) -> Money:
    """What was paid beyond what was sold; negative when something is missing."""
    return -bill_sold(order).due


def _cancelled_but_paid(order: Order) -> Conflict | None:
    if not order.cancellations:
        return None
    stands = any(one.choice is ChoiceCode.SALE_STANDS for one in order.decided.values())
    settled = stands and order.status is OrderStatus.CLOSED
    money = paid(order)
    if money.minor <= 0 or settled:
        return None
    who = (("cancelled_at", order.cancellations[0].terminal), ("reason", order.cancellations[0].reason))
    last = max((one.taken_at for one in order.payments), default=order.cancellations[0].cancelled_at)
    opened = max(last, order.cancellations[0].cancelled_at)
    return _conflict(order, ConflictKind.CANCELLED_BUT_PAID, opened, money, (*_taken(order), *who))


def _overpaid(order: Order) -> Conflict | None:
    if not order.payments or order.status is OrderStatus.CANCELLED:
        return None
    surplus = surplus_of(order)
    if surplus.minor <= 0:
        return None
    opened = max(one.taken_at for one in order.payments)
    details = (*_taken(order), ("sold", bill_sold(order).total.plain()))
    real = (one for one in order.payments if one.id not in order.reversals)
    entry = next((one.id for one in reversed(list(real)) if one.amount == surplus), None)
    return _conflict(order, ConflictKind.OVERPAID, opened, surplus, (*details, *_named("entry", entry)))


def _underpaid(order: Order) -> Conflict | None:
    """Less money than an order that was closed comes to: paid back twice, or a payment that never was."""
    if order.status is not OrderStatus.CLOSED:
        return None
    missing = -surplus_of(order)
    if missing.minor <= 0:
        return None
    back_at = [one.act.at for one in order.refunds.values()] + [one.act.at for one in order.reversals.values()]
    opened = max((*back_at, order.closings[0].closed_at))
    given = (one.refund for one in order.refunds.values() if one.refund.id not in order.reversals)
    entry = next((one.id for one in given if one.amount == missing), None)
    back = tuple(("given_back", f"{one.act.terminal} {one.refund.amount.plain()}") for one in order.refunds.values())
    details = (*_taken(order), *back, *_named("entry", entry))
    return _conflict(order, ConflictKind.UNDERPAID, opened, missing, details)


def _late(order: Order) -> Conflict | None:
    items = order.late
    if not items or order.end is None:
        return None
    money = total((line.price_of(quantity) for line, quantity in items), order.currency)
    if order.status is OrderStatus.CLOSED:
        money = order.bill.total - bill_sold(order).total
    details = tuple(("item", f"{quantity} x {line.sold.name}") for line, quantity in items)
    return _conflict(order, ConflictKind.LATE_ITEM, order.end.at, money, (*details, ("ended_at", order.end.terminal)))


def _merged_twice(order: Order) -> Conflict | None:
    targets = {one.into for one in order.merges}
    if len(targets) < 2:
        return None
    kind, last = ConflictKind.MERGED_TWICE, max(one.merged_at for one in order.merges)
    found = _conflict(order, kind, last, None, (("order", order.number),))
    return None if any(one.kind is kind for one in order.decided.values()) else found


def _voided_twice(order: Order) -> Iterator[Conflict]:
    for line in [line for line in order.own.values() if line.overvoided]:
        id_ = f"{order.id}/{ConflictKind.VOIDED_TWICE}/{line.id}"
        if id_ in order.decided:
            continue
        voids = [void for void in order.voids if void.line_id == line.id]
        details = tuple(("void", f"{void.quantity} {void.approval.by} {void.reason}") for void in voids)
        opened = max(void.approval.at for void in voids)
        named = (("item", line.sold.name), *details)
        yield Conflict(id_, ConflictKind.VOIDED_TWICE, opened, None, named)


def _discounted_twice(order: Order) -> Iterator[Conflict]:
    """A discount somebody granted that does not count, because of another one or because it was paid already."""
    for rival in passed_over(order):
        id_ = f"{order.id}/{ConflictKind.DISCOUNTED_TWICE}/{rival.discount.id}"
        if id_ not in order.decided:
            details = (("item", rival.discount.name), ("reason", rival.reason), ("by", rival.applied_by))
            yield Conflict(id_, ConflictKind.DISCOUNTED_TWICE, rival.applied_at, None, details)


def _conflict(order: Order, kind: ConflictKind, at: datetime, amount: Money | None, details: Details) -> Conflict:
    """A conflict whose id tells the first of a kind from one that comes up after that was decided."""
    before = sum(one.kind is kind for one in order.decided.values())
    into = order.merged_into if order.status is OrderStatus.MERGED else None
    return Conflict(f"{order.id}/{kind}/{before + 1}", kind, at, amount, (*details, *_named("into", into)))


def _named(name: str, value: str | None) -> Details:
    return () if value is None else ((name, value),)


def _taken(order: Order) -> Details:
    real = (one for one in order.payments if one.id not in order.reversals)
    return tuple(("payment", f"{one.terminal} {one.amount.plain()} {one.tender}") for one in real)
