"""The figures of one business day, and how they are added up and told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add, sub

from aura_terminal.domain.money import Money, zero


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a report: so many, and so much money."""

    name: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxFigure:
    """What one rate came to."""

    rate_id: str
    name: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class DayTotals:
    """The figures of one business date. gross = net + tax; with `liabilities` it is what tenders took (cash rounding is
    its own row).

    Sales are of closed orders at menu prices by category; what discounts took off them is by name and negative, so that
    both together are `gross` where prices include the tax, else `net`. Tenders are all that were taken on the date, so
    an order that is paid in part shows in `tenders` before it shows in `gross`. Refunds and reversals are by tender
    and negative: with the tenders and the rounding they are what the drawers did. What reached a closed order too late
    is no sale; it counts as open until it is decided. An order merged into another is no order of its own. `tips` are
    by tender and part of no other row; `card_risk` is what terminals approved alone and nobody saw settled, and
    `card_undecided` what nobody knows of, both by card terminal and as they are now, not of the date. `returns` are
    goods that came back on the date, negative, and taken off all the figures of sales.
    `liabilities` are what was put on value accounts by kind, below zero where they were paid out, and charges that are
    passed on, by name: no turnover. `charges` are those that are, by name: part of `gross` beside sales and discounts.
    """

    business_date: date
    currency: str
    orders: int
    guests: int
    gross: Money
    net: Money
    tax: Money
    tenders: tuple[Figure, ...]
    taxes: tuple[TaxFigure, ...]
    categories: tuple[Figure, ...]
    items: tuple[Figure, ...]
    order_types: tuple[Figure, ...]
    voids: Figure
    removed: Figure
    cancelled: Figure
    change_given: Money
    rounding: Money
    open_orders: int
    open_amount: Money
    refunds: tuple[Figure, ...] = ()
    reversals: tuple[Figure, ...] = ()
    kept: tuple[Figure, ...] = ()
    borne: tuple[Figure, ...] = ()
    written_off: tuple[Figure, ...] = ()
    discounts: tuple[Figure, ...] = ()
    tips: tuple[Figure, ...] = ()
    card_risk: tuple[Figure, ...] = ()
    card_undecided: tuple[Figure, ...] = ()
    returns: tuple[Figure, ...] = ()
    liabilities: tuple[Figure, ...] = ()
    charges: tuple[Figure, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was sold, taken or put right."""
        money = (self.liabilities, self.tenders, self.refunds, self.reversals, self.kept, self.borne, self.written_off)
        return not (self.orders or self.gross or any(money))


Op = Callable[[int, int], int]
"""How counts and minor units are put together: added, or taken off."""


def remaining(reading: DayTotals, earlier: Iterable[DayTotals]) -> DayTotals:
    """What a reading holds beyond earlier closings of its date: together they always add up to the reading.

    It is a difference, not a choice by time, so that a clock set back and a sale that arrived late lose nothing.
    """
    same = (one for one in earlier if one.currency == reading.currency)
    return reduce(lambda rest, closed: _combined(rest, closed, sub), same, reading)


def together(parts: Sequence[DayTotals], business_date: date, currency: str) -> DayTotals:
    """The figures of several terminals as one; what is open and what cards put at risk are added as well."""
    whole = nothing_on(business_date, currency)
    for part in parts:
        whole = replace(
            _combined(whole, part, add),
            open_orders=whole.open_orders + part.open_orders,
            open_amount=whole.open_amount + part.open_amount,
            card_risk=_figures(whole.card_risk, part.card_risk, add),
            card_undecided=_figures(whole.card_undecided, part.card_undecided, add),
        )
    return whole


def nothing_on(business_date: date, currency: str) -> DayTotals:
    """A day on which nothing happened."""
    none = zero(currency)
    voids, removed, cancelled = (Figure(name, 0, none) for name in ("voids", "removed", "cancelled"))
    return DayTotals(
        business_date, currency, 0, 0, none, none, none, (), (), (), (), (), voids, removed, cancelled, none, none, 0,
        none,
    )  # fmt: skip


def _combined(one: DayTotals, other: DayTotals, op: Op) -> DayTotals:
    return replace(
        one,
        orders=op(one.orders, other.orders),
        guests=op(one.guests, other.guests),
        gross=_money(one.gross, other.gross, op),
        net=_money(one.net, other.net, op),
        tax=_money(one.tax, other.tax, op),
        tenders=_figures(one.tenders, other.tenders, op),
        taxes=_taxes(one.taxes, other.taxes, op),
        categories=_figures(one.categories, other.categories, op),
        items=_figures(one.items, other.items, op),
        order_types=_figures(one.order_types, other.order_types, op),
        voids=_figure(one.voids, other.voids, op),
        removed=_figure(one.removed, other.removed, op),
        cancelled=_figure(one.cancelled, other.cancelled, op),
        change_given=_money(one.change_given, other.change_given, op),
        rounding=_money(one.rounding, other.rounding, op),
        refunds=_figures(one.refunds, other.refunds, op),
        reversals=_figures(one.reversals, other.reversals, op),
        kept=_figures(one.kept, other.kept, op),
        borne=_figures(one.borne, other.borne, op),
        written_off=_figures(one.written_off, other.written_off, op),
        discounts=_figures(one.discounts, other.discounts, op),
        tips=_figures(one.tips, other.tips, op),
        returns=_figures(one.returns, other.returns, op),
        liabilities=_figures(one.liabilities, other.liabilities, op),
        charges=_figures(one.charges, other.charges, op),
    )


def _money(one: Money, other: Money, op: Op) -> Money:
    return Money(op(one.minor, other.minor), one.currency)


def _figure(one: Figure, other: Figure, op: Op) -> Figure:
    return Figure(one.name, op(one.count, other.count), _money(one.amount, other.amount, op))


def _figures(ours: Iterable[Figure], others: Iterable[Figure], op: Op) -> tuple[Figure, ...]:
    left, right = ({figure.name: figure for figure in figures} for figures in (ours, others))
    none = {name: Figure(name, 0, zero(figure.amount.currency)) for name, figure in (right | left).items()}
    rest = (_figure(left.get(name, none[name]), right.get(name, none[name]), op) for name in sorted(none))
    return tuple(figure for figure in rest if figure.count or figure.amount)


def _taxes(ours: Iterable[TaxFigure], others: Iterable[TaxFigure], op: Op) -> tuple[TaxFigure, ...]:
    left, right = ({tax.rate_id: tax for tax in taxes} for taxes in (ours, others))
    none = {
        key: replace(tax, net=zero(tax.net.currency), tax=zero(tax.net.currency)) for key, tax in (right | left).items()
    }
    pairs = ((left.get(key, none[key]), right.get(key, none[key])) for key in sorted(none))
    rest = (replace(one, net=_money(one.net, two.net, op), tax=_money(one.tax, two.tax, op)) for one, two in pairs)
    return tuple(tax for tax in rest if tax.net or tax.tax)
