"""Payments into house accounts: how they were paid, so that takings can be told from debts that were settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from aura_terminal.domain.day_figures import Figure
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.value_facts import AccountKind


def by_tender(order: Order, amount: Money) -> tuple[tuple[str, Money], ...]:
    """An amount that an order was paid for, shared out over its ways to pay; the shares add up to it.

    Empty where nothing was paid.
    """
    taken: dict[str, int] = {}
    for payment in order.payments:
        if payment.id not in order.reversals:
            taken[payment.tender] = taken.get(payment.tender, 0) + payment.amount.minor
    if not taken or sum(taken.values()) <= 0:
        return ()
    return tuple(zip(taken, amount.split(list(taken.values())), strict=True))


def debts_settled(orders: Iterable[Order], day: date, terminals: Iterable[str]) -> tuple[Figure, ...]:
    """What was paid into house accounts by orders that these terminals closed on a date, by tender."""
    found: dict[str, tuple[int, Money]] = {}
    known = frozenset(terminals)
    for order in orders:
        end = order.end
        if (
            order.status is not OrderStatus.CLOSED
            or end is None
            or end.business_date != day
            or end.terminal not in known
        ):
            continue
        for tender, share in by_tender(order, Money(_settled(order), order.currency)):
            count, before = found.get(tender, (0, Money(0, order.currency)))
            found[tender] = (count + 1, before + share)
    return tuple(Figure(name, count, amount) for name, (count, amount) in sorted(found.items()) if amount)


def beyond(settled: Sequence[Figure], told: Iterable[Sequence[Figure]]) -> tuple[Figure, ...]:
    """What of it no earlier closing told."""
    left = {one.name: one for one in settled}
    for figures in told:
        for one in figures:
            now = left.get(one.name, Figure(one.name, 0, Money(0, one.amount.currency)))
            left[one.name] = Figure(one.name, now.count - one.count, now.amount - one.amount)
    return tuple(left[name] for name in sorted(left) if left[name].amount or left[name].count)


def _settled(order: Order) -> int:
    lines = (
        (line, quantity)
        for line, quantity in sold(order)
        if line.sold.liability is not None and line.sold.liability.kind is AccountKind.HOUSE
    )
    return sum(line.price_of(quantity).minor for line, quantity in lines)
