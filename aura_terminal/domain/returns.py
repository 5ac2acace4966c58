"""Goods of a paid order that come back, and what the guest gets for them.

The sale stays on its date as it was taxed. What comes back is a row of its own on the date it comes back, at what it
was sold for: each part less the discounts it bore, and with the tax it bore, so that everything taken back piece by
piece comes to exactly what was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aura_terminal.domain.charges import taxed
from aura_terminal.domain.discounts import shared_out, take_off
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DiscountId, LineId, OrderId, ReturnId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.service_rules import Charge, Turnover
from aura_terminal.domain.settling import Act
from aura_terminal.domain.tax import Taxable, TaxBreakdown, TaxLine, TaxRate, TaxTerms, tax_of

if TYPE_CHECKING:
    from aura_terminal.domain.lines import Line
    from aura_terminal.domain.ordering import Order

Lines = Sequence[tuple[LineId, int]]


@dataclass(frozen=True, slots=True)
class GoodsReturned:
    """So many of lines of a paid order came back; `order_id` is the order that sold them.

    What the guest gets for them follows from what they were sold for. Money that goes back is a fact of its own.
    """

    order_id: OrderId
    return_id: ReturnId
    lines: tuple[tuple[LineId, int], ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Back:
    """So many of a line that came back: at menu price, and what of it each discount had taken off."""

    line: Line
    quantity: int
    price: Money
    off: tuple[tuple[DiscountId, Money], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What lines that came back come to, above zero. With the last of an order its charges come back."""

    parts: tuple[Back, ...]
    charges: tuple[Charge, ...]
    tax: TaxBreakdown

    @property
    def amount(self) -> Money:
        """What the guest gets."""
        passed_on = (one.amount for one in self.charges if one.turnover is Turnover.PASSED_ON)
        return total(passed_on, self.tax.gross.currency) + self.tax.gross


@dataclass(frozen=True, slots=True)
class Credit:
    """One return and what it comes to."""

    fact: GoodsReturned
    taken: Taken

    @property
    def amount(self) -> Money:
        """What the guest gets."""
        return self.taken.amount


def credits_of(order: Order) -> tuple[Credit, ...]:
    """What came back, in the order it came. Of a line no more counts than was sold, whoever took it back."""
    if not order.returns or order.terms is None or order.status is not OrderStatus.CLOSED:
        return ()
    shelf = _Shelf(order, order.terms)
    return tuple(Credit(fact, shelf.take(fact.lines)) for fact in order.returns.values())


def credited(order: Order) -> Money:
    """What all returns of an order come to."""
    return total((one.amount for one in credits_of(order)), order.currency)


def left_with_guest(order: Order) -> dict[LineId, int]:
    """How many of each line of a paid order were sold and have not come back."""
    shelf = _as_it_is(order)
    sales = () if shelf is None else shelf.sales.values()
    return {sale.line.id: sale.quantity for sale in sales if sale.quantity}


def worth(order: Order, lines: Lines) -> Money:
    """What the guest would get for these now."""
    shelf = _as_it_is(order)
    return zero(order.currency) if shelf is None else shelf.take(lines).amount


def take_back(order: Order, return_id: ReturnId, lines: Lines, act: Act) -> GoodsReturned:
    """Take goods of a paid order back.

    Raises RuleBroken: ORDER_NOT_PAID for one that is not paid, ORDER_EMPTY where nothing is named, NOT_TAKEN_BACK for
    value put on an account, ALREADY_BACK with what is left where more is named than the guest has.
    """
    if order.status is not OrderStatus.CLOSED:
        raise RuleBroken(Rule.ORDER_NOT_PAID, due=order.bill.due.plain())
    wanted: dict[LineId, int] = {}
    for line_id, quantity in lines:
        wanted[line_id] = wanted.get(line_id, 0) + quantity
    if not wanted:
        raise RuleBroken(Rule.ORDER_EMPTY)
    left = left_with_guest(order)
    for line_id, quantity in wanted.items():
        line = order.line(line_id)
        if line.is_liability:
            raise RuleBroken(Rule.NOT_TAKEN_BACK, line=line.sold.name)
        if not 1 <= quantity <= left.get(line_id, 0):
            raise RuleBroken(Rule.ALREADY_BACK, line=line.sold.name, left=left.get(line_id, 0))
    return GoodsReturned(order.id, return_id, tuple(wanted.items()), act)


def _as_it_is(order: Order) -> _Shelf | None:
    """What of a paid order is with the guest now."""
    if order.terms is None or order.status is not OrderStatus.CLOSED:
        return None
    shelf = _Shelf(order, order.terms)
    for fact in order.returns.values():
        shelf.take(fact.lines)
    return shelf


@dataclass(slots=True)
class _Sale:
    """What of one line is still with the guest: how many, at menu price, and what each discount took off it.

    `whole` and `whole_off` are the menu price and all discounts of what was sold.
    """

    line: Line
    quantity: int
    price: int
    off: dict[DiscountId, int]
    whole: int
    whole_off: int

    @property
    def amount(self) -> int:
        return self.price - sum(self.off.values())

    def take(self, quantity: int) -> Back:
        """So many of them come back; the last takes what is left of everything."""
        currency, left = self.line.sold.unit_price.currency, self.quantity - quantity
        price_left = self.line.price_of(left).minor if left else 0
        off_left = self._off_of(price_left)
        gone = tuple((id_, Money(self.off[id_] - off_left[id_], currency)) for id_ in self.off)
        back = Back(self.line, quantity, Money(self.price - price_left, currency), tuple(one for one in gone if one[1]))
        self.quantity, self.price, self.off = left, price_left, off_left
        return back

    def _off_of(self, price: int) -> dict[DiscountId, int]:
        """What discounts take off so much of the price: their part of it, never more than before."""
        left = self.whole_off * price // self.whole if self.whole > 0 else 0
        shares = shared_out(left, list(self.off.values()), list(self.off))
        return dict(zip(self.off, shares, strict=True))


class _Shelf:
    """An order's sale, from which returns are taken one after the other."""

    def __init__(self, order: Order, terms: TaxTerms) -> None:
        from aura_terminal.domain.order_money import counting, part_of, sold

        self._currency, self._terms = order.currency, terms
        counted = [(line, quantity) for line, quantity in sold(order) if quantity]
        parts = [part_of(line, quantity) for line, quantity in counted]
        off = take_off(counting(order), parts, order.currency, terms.mode) if order.discounts else ()
        self.sales: dict[LineId, _Sale] = {}
        for place, (line, quantity) in enumerate(counted):
            mine = {one.discount.id: one.shares[place].minor for one in off if one.shares[place]}
            price = parts[place].price.minor
            self.sales[line.id] = _Sale(line, quantity, price, mine, price, sum(mine.values()))
        self._charges = order.closings[0].charges or ()
        served = [self._taxable(sale) for sale in self.sales.values() if not sale.line.is_liability]
        self._taxed = tuple(taxed(order, self._charges, served))

    def take(self, lines: Lines) -> Taken:
        """What these come to, as far as they are still with the guest."""
        before = self._tax()
        backs: list[Back] = []
        for line_id, quantity in lines:
            sale = self.sales.get(line_id)
            if sale is not None and (many := min(quantity, sale.quantity)) > 0:
                backs.append(sale.take(many))
        charges: tuple[Charge, ...] = ()
        if backs and not any(sale.quantity for sale in self.sales.values() if not sale.line.is_liability):
            charges, self._charges, self._taxed = self._charges, (), ()
        return Taken(tuple(backs), charges, _less(before, self._tax(), self._currency))

    def _taxable(self, sale: _Sale) -> Taxable:
        return Taxable(Money(sale.amount, self._currency), sale.line.rates)

    def _tax(self) -> TaxBreakdown:
        left = [self._taxable(sale) for sale in self.sales.values()]
        return tax_of([*left, *self._taxed], self._terms, self._currency)


def _less(before: TaxBreakdown, after: TaxBreakdown, currency: str) -> TaxBreakdown:
    left: dict[TaxRate, TaxLine] = {part.rate: part for part in after.lines}
    none = zero(currency)
    lines = []
    for part in before.lines:
        rest = left.get(part.rate, TaxLine(part.rate, none, none))
        if part.net != rest.net or part.tax != rest.tax:
            lines.append(TaxLine(part.rate, part.net - rest.net, part.tax - rest.tax))
    return TaxBreakdown(before.net - after.net, before.tax - after.tax, before.gross - after.gross, tuple(lines))
