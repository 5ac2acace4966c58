"""Charges for service on a bill: reckoned anew while an order is open, frozen at its end.

The rules are those the order was opened under. They come after all discounts, on what is left of the lines, and a
person's word about them is a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from aura_terminal.domain.discounts import shared_out
from aura_terminal.domain.money import Money, round_ratio
from aura_terminal.domain.service_rules import (
    AS_DISHES,
    Applied,
    Charge,
    ChargeBy,
    FrozenCharge,
    Turnover,
)
from aura_terminal.domain.tax import Taxable, TaxTerms

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


def offered(order: Order) -> tuple[FrozenCharge, ...]:
    """Charges that are on the order or would be, were they not waived, by themselves or because somebody said so."""
    terms, added = order.service.terms, order.service.added
    own = () if terms is None else terms.charges
    by_itself = [one for one in own if one.rule.applied is Applied.BY_ITSELF and _is_for(one, order)]
    return (*by_itself, *(fact.charge for fact in added.values()))


def addable(order: Order) -> tuple[FrozenCharge, ...]:
    """Charges of the house that somebody may put on the order."""
    terms = order.service.terms
    known = {one.rule.id for one in offered(order)}
    by_hand = () if terms is None else (one for one in terms.charges if one.rule.applied is Applied.BY_HAND)
    return tuple(one for one in by_hand if one.rule.id not in known and _is_for(one, order))


def charges_on(order: Order, left: Sequence[Taxable]) -> tuple[Charge, ...]:
    """What is charged on what is left of the lines; of an order that is paid, what its end says.

    Nothing is charged on nothing, and what is asked once of a party stays with the order it was opened with when part
    of its lines go to another.
    """
    if order.closings:
        return order.closings[0].charges or ()
    base = sum(part.amount.minor for part in left)
    if base <= 0 or order.terms is None:
        return ()
    counting = (one.rule for one in offered(order) if one.rule.id not in order.service.waived)
    found = []
    for rule in counting:
        minor = share_of(base, rule.percent, order.terms) if rule.by is ChargeBy.PERCENT else 0
        if rule.by is not ChargeBy.PERCENT and order.split_from is None:
            minor = rule.amount_minor * (order.guests if rule.by is ChargeBy.GUEST else 1)
        if minor:
            found.append(Charge(rule.id, rule.name, Money(minor, order.currency), rule.turnover))
    return tuple(found)


def taxed(order: Order, charges: Iterable[Charge], left: Sequence[Taxable]) -> Iterator[Taxable]:
    """Charges that are turnover, as they are taxed."""
    terms = order.service.terms
    known = (*(() if terms is None else terms.charges), *(fact.charge for fact in order.service.added.values()))
    rules = {one.rule.id: one for one in known}
    for charge in (one for one in charges if one.turnover is Turnover.HOUSE):
        frozen = rules.get(charge.id)
        if frozen is not None and frozen.rule.tax == AS_DISHES:
            yield from _as_dishes(charge.amount, left)
        else:
            yield Taxable(charge.amount, () if frozen is None else frozen.rates_for(order.order_type))


def _is_for(charge: FrozenCharge, order: Order) -> bool:
    rule = charge.rule
    if rule.order_types and order.order_type not in rule.order_types:
        return False
    return order.guests >= rule.least_guests and (charge.tables is None or order.table_id in charge.tables)


def _as_dishes(amount: Money, left: Sequence[Taxable]) -> Iterator[Taxable]:
    """A charge shared out over what is left of the lines, so that it bears their taxes in their proportion."""
    weights = [max(0, part.amount.minor) for part in left]
    shares = shared_out(amount.minor, weights, [f"{place:04d}" for place in range(len(weights))])
    for share, part in zip(shares, left, strict=True):
        yield Taxable(Money(share, amount.currency), part.rates)


def share_of(base: int, percent: Decimal, terms: TaxTerms) -> int:
    """So many percent of minor units, rounded as the order's taxes are."""
    numerator, denominator = percent.as_integer_ratio()
    return round_ratio(base * numerator, 100 * denominator, terms.mode)
