"""What an order comes to: what is charged, what was sold, what came too late and what was paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aura_terminal.domain.charges import charges_on, taxed
from aura_terminal.domain.checks import Bill, bill_charged, bill_less, bill_with
from aura_terminal.domain.covering import covered
from aura_terminal.domain.discounts import Discount, Part
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.returns import credited
from aura_terminal.domain.tax import Taxable

if TYPE_CHECKING:
    from aura_terminal.domain.order_facts import DiscountApplied
    from aura_terminal.domain.ordering import Order

ENDED = frozenset({OrderStatus.CLOSED, OrderStatus.CANCELLED})

Counted = tuple[Line, int]
"""A line and how many of it."""


def charged(order: Order) -> tuple[Counted, ...]:
    """How many of each line are charged; what was cancelled here while the rest was paid elsewhere is not."""
    if not order.cancellations or order.status is not OrderStatus.CLOSED:
        return tuple([(line, line.charged_quantity) for line in order.lines.values()])
    paid_for = covered(order.lines, order.paid_for)
    taken_back = covered(order.lines, order.taken_back)
    cancelled = frozenset(line_id for line_id in taken_back if taken_back[line_id] and not paid_for.get(line_id))
    return tuple((line, line.charged_quantity) for line in order.lines.values() if line.id not in cancelled)


def covers_now(order: Order) -> tuple[tuple[LineId, int], ...]:
    """How many of which lines an end covers that comes now."""
    return tuple((line.id, line.charged_quantity) for line in order.lines.values() if line.charged_quantity)


def late(order: Order) -> tuple[Counted, ...]:
    """Lines, and how many of each, that reached the order after it was paid or cancelled."""
    if order.status not in ENDED:
        return ()
    within = _within(order)
    return tuple([
        (line, quantity - within.get(line.id, 0))
        for line, quantity in charged(order)
        if quantity > within.get(line.id, 0)
    ])  # fmt: skip


def sold(order: Order) -> tuple[Counted, ...]:
    """How many of each line were sold: what is charged, without what came too late."""
    if order.status not in ENDED:
        return charged(order)
    within = _within(order)
    return tuple((line, min(quantity, within.get(line.id, 0))) for line, quantity in charged(order))


def bill_for(order: Order, lines: Iterable[Counted], discounts: tuple[Discount, ...] | None = None) -> Bill:
    """The bill if these were charged, with the discounts that count or with those given.

    Raises RuleBroken(ORDER_EMPTY) for an order that was not opened yet.
    """
    if order.terms is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    counted = [(line, quantity) for line, quantity in lines if quantity]
    taxables = [Taxable(line.price_of(quantity), line.rates) for line, quantity in counted]
    if discounts is None:
        discounts = counting(order) if order.discounts else ()
    if not discounts:
        bill = bill_with(taxables, paid(order), order.terms, order.currency)
    else:
        parts = [part_of(line, quantity) for line, quantity in counted]
        bill = bill_less(parts, taxables, discounts, paid(order), order.terms, order.currency)
    if not order.service.has_charges:
        return bill
    left = served(counted, bill)
    charges = charges_on(order, left)
    return bill_charged(bill, charges, taxed(order, charges, left), order.terms) if charges else bill


def served(lines: Iterable[Counted], bill: Bill) -> tuple[Taxable, ...]:
    """What is left, after discounts, of the lines of a bill that charges and tips are asked on: no value accounts."""
    counted = (line for line, quantity in lines if quantity)
    return tuple(part for part, line in zip(bill.left, counted, strict=True) if not line.is_liability)


def counting(order: Order) -> tuple[Discount, ...]:
    """The discounts that count, in the order they were granted: of each slot the last one that was not taken off.

    Once the order was paid, those that its end names, and no other.
    """
    if order.closings:
        named = order.closings[0].discounts or ()
        return tuple(order.discounts[one].discount for one in named if one in order.discounts)
    slots: dict[str, Discount] = {}
    for applied in _standing(order):
        slots.pop(applied.discount.slot, None)
        slots[applied.discount.slot] = applied.discount
    return tuple(slots.values())


def passed_over(order: Order) -> tuple[DiscountApplied, ...]:
    """Discounts that were granted and neither taken off nor replaced, and do not count: terminals did not hear each
    other."""
    if not order.discounts:
        return ()
    counted = {discount.id for discount in counting(order)}
    return tuple(applied for applied in _standing(order) if applied.discount.id not in counted)


def _standing(order: Order) -> list[DiscountApplied]:
    off = {*order.discounts_off, *(applied.replaces for applied in order.discounts.values())}
    return [applied for id_, applied in order.discounts.items() if id_ not in off]


def part_of(line: Line, quantity: int) -> Part:
    """So many of a line as a discount sees them."""
    return Part(line.id, line.sold.item_id, line.sold.category_id, line.price_of(quantity), line.is_liability)


def liabilities(order: Order) -> Money:
    """What was sold on the order that is no turnover: value put on accounts, below zero where one was paid out."""
    owed = [line.price_of(quantity) for line, quantity in sold(order) if line.is_liability]
    return total(owed, order.currency)


def bill_sold(order: Order) -> Bill:
    """The bill of what was sold; the order's own where nothing came too late."""
    return bill_for(order, sold(order)) if order.late else order.bill


def turnover(order: Order) -> Money:
    """What was sold, tax included, without value that was put on accounts."""
    return bill_sold(order).tax.gross - liabilities(order)


def has_turnover(order: Order) -> bool:
    """Whether anything was sold but value on accounts."""
    return any(quantity and not line.is_liability for line, quantity in sold(order))


def tenders_of(order: Order) -> frozenset[str]:
    """What it was paid with, without payments that were taken back."""
    return frozenset(one.tender for one in order.payments if one.id not in order.reversals)


def paid(order: Order) -> Money:
    """What was taken and counts: without what was given back, was never taken, or is kept beyond the bill.

    What the guest gets for goods that came back counts as paid: it is owed to them until it is given back.
    """
    if not (order.reversals or order.refunds or order.kept or order.borne or order.returns):
        return total([one.amount for one in order.payments], order.currency)
    taken = total((one.amount for one in order.payments if one.id not in order.reversals), order.currency)
    refunds = (one.refund for one in order.refunds.values())
    back = total((one.amount for one in refunds if one.id not in order.reversals), order.currency)
    kept = total((one.amount for one in order.kept.values()), order.currency)
    borne = total((one.amount for one in order.borne.values()), order.currency)
    return taken - back - kept + borne + credited(order)


def _within(order: Order) -> dict[LineId, int]:
    """How many of each line the end of the order covers."""
    paid_for = covered(order.lines, order.paid_for)
    if order.status is OrderStatus.CLOSED:
        return paid_for
    taken_back = covered(order.lines, order.taken_back)
    return {line_id: max(paid_for.get(line_id, 0), taken_back.get(line_id, 0)) for line_id in paid_for | taken_back}


def must_cover_payments(order: Order, changed: Line) -> None:
    """Refuse a change of a line after which more would be paid than the order comes to (WOULD_OVERPAY)."""
    lines = ((changed if line.id == changed.id else line) for line in order.lines.values())
    left = bill_for(order, ((line, line.charged_quantity) for line in lines))
    if order.payments and left.total < left.paid:
        raise RuleBroken(Rule.WOULD_OVERPAY, line=changed.sold.name)
