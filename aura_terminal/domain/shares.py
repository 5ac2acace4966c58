"""What each share of a bill comes to: the shares add up to the bill to the minor unit, whatever it is made of.

A share's part is weighed by the lines it covers, after discounts and with their tax, and shared out by largest
remainder. A share that is paid stays at what it paid; the others come to the rest. What was paid before the bill was
shared is everybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from aura_terminal.domain.checks import Bill
from aura_terminal.domain.discounts import shared_out
from aura_terminal.domain.ids import ShareId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import charged
from aura_terminal.domain.share_parts import parts_of
from aura_terminal.domain.sharing_facts import BillShared, Share, SharedBy
from aura_terminal.domain.tax import PricesAre, TaxLine

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class SharedLine:
    """So much of a line at menu price, as an exact fraction of what is charged of it."""

    line: Line
    part: Fraction
    price: Money


@dataclass(frozen=True, slots=True)
class ShareBill:
    """One share of a bill: `subtotal` - `discount` + charges + tax where prices are without it = `total`.

    `place` counts from 1. `lines` is empty where the share is one of the whole bill.
    """

    id: ShareId
    name: str
    place: int
    of: int
    lines: tuple[SharedLine, ...]
    subtotal: Money
    discount: Money
    charges: Money
    tax: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    paid: Money
    due: Money
    is_paid: bool


def shares_of(order: Order) -> tuple[ShareBill, ...]:
    """Every share of the plan that counts, in its order; none where the bill is one."""
    plan = order.party.plan
    if plan is None or order.terms is None:
        return ()
    reckoning = _Reckoning(order, plan)
    return reckoning.bills()


def share_state(order: Order) -> tuple[int, int]:
    """How many shares the bill has, and how many of them are paid."""
    shares = shares_of(order)
    return len(shares), sum(share.is_paid for share in shares)


def name_of(share: Share, place: int, of: int) -> str:
    """What people call a share."""
    if share.label:
        return share.label
    if share.seats:
        word = "Seat" if len(share.seats) == 1 else "Seats"
        return f"{word} {'+'.join(map(str, share.seats))}"
    return f"{place} of {of}"


class _Reckoning:
    """One bill shared by one plan, in minor units."""

    def __init__(self, order: Order, plan: BillShared) -> None:
        self.order, self.plan = order, plan
        self.bill: Bill = order.bill
        self.places = range(len(plan.shares))
        self.paid = [_paid_by(order, share.id) for share in plan.shares]
        self.locked = {place for place in self.places if _is_settled(order, plan.shares[place].id)}
        self.beside = self.bill.paid.minor - sum(self.paid)
        self.counted = [line for line, quantity in charged(order) if quantity]
        self.parts = parts_of(plan, self.counted)
        self.totals = self._totals()

    def _totals(self) -> list[int]:
        while True:
            totals = list(self.paid)
            open_ = self._open
            pool = max(0, self.bill.total.minor - self.beside - sum(self.paid[place] for place in self.locked))
            if not open_:
                totals[self._rest] += pool
                return totals
            for place, amount in self._shared(pool, open_).items():
                totals[place] = amount
            over = {place for place in open_ if self.paid[place] > totals[place]}
            if not over:
                return totals
            self.locked |= over

    def _shared(self, pool: int, open_: Sequence[int]) -> dict[int, int]:
        """What the open shares come to: fixed amounts as far as they reach, the rest by weight."""
        found, left = dict.fromkeys(open_, 0), pool
        for place in open_:
            amount = self.plan.shares[place].amount
            if amount is not None:
                found[place] = min(left, amount.minor)
                left -= found[place]
        others = self._without_amount(open_)
        weights = self._weights(self._heavy())
        if any(weights[place] for place in others):
            found.update(zip(others, apportioned(left, [weights[place] for place in others]), strict=True))
        else:
            found[self._rest] += left
        return found

    @property
    def _open(self) -> list[int]:
        """The shares that may still come to more or less."""
        return [place for place in self.places if place not in self.locked]

    def _without_amount(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if self.plan.shares[place].amount is None]

    @property
    def _rest(self) -> int:
        """The share that whatever no other one covers falls to: the last open one, of those without an amount first."""
        return (self._without_amount(self._open) or self._open or self.places)[-1]

    def _weights(self, heavy: Iterable[int]) -> list[int]:
        """What each share weighs by its parts of lines that weigh so much; none less than nothing."""
        weights, rest = [0] * len(self.places), self._rest
        for line, weight in zip(self.counted, heavy, strict=True):
            for place, part in self.parts.of(line.id, rest).items():
                weights[place] += weight * part
        return [max(0, weight) for weight in weights]

    def _heavy(self) -> list[int]:
        """What is left of each line with the tax that comes on top, exactly, in units of their own."""
        left = self.bill.left
        if not self._adds_tax:
            return [one.amount.minor for one in left]
        percents = [sum((Fraction(rate.percent) for rate in one.rates), Fraction(100)) for one in left]
        scale = lcm(*(percent.denominator for percent in percents))
        return [one.amount.minor * int(percent * scale) for one, percent in zip(left, percents, strict=True)]

    @property
    def _adds_tax(self) -> bool:
        assert self.order.terms is not None
        return self.order.terms.prices is PricesAre.EXCLUSIVE

    def bills(self) -> tuple[ShareBill, ...]:
        taxes = [self._columns(tax.tax.minor, tax.net.minor, tax) for tax in self.bill.tax.lines]
        discounts = self._column(self.bill.discount.minor, self._discount_weights())
        charges = self._column(sum(one.amount.minor for one in self.bill.charges), [])
        lines = self._lines()
        return tuple(
            self._bill(place, lines[place], discounts[place], charges[place], [one[place] for one in taxes])
            for place in self.places
        )

    def _bill(
        self, place: int, lines: tuple[SharedLine, ...], discount: int, charges: int, taxes: Sequence[TaxLine]
    ) -> ShareBill:
        share, total, paid = self.plan.shares[place], self.totals[place], self.paid[place]
        tax = sum(one.tax.minor for one in taxes)
        subtotal = total + discount - charges - (tax if self._adds_tax else 0)
        due = max(0, total - paid)
        return ShareBill(
            share.id, name_of(share, place + 1, len(self.places)), place + 1, len(self.places), lines,
            self._money(subtotal), self._money(discount), self._money(charges), self._money(tax),
            tuple(one for one in taxes if one.tax or one.net), self._money(total), self._money(paid), self._money(due),
            paid > 0 and due == 0,
        )  # fmt: skip

    def _column(self, amount: int, weights: Sequence[int]) -> list[int]:
        """An amount of the bill on its shares, what was paid beside them among these; by total where none weighs.

        Where nothing is left to pay it is the last one's.
        """
        given = list(weights) if any(weights) else [*self.totals, max(0, self.beside)]
        last = [int(place == self.places[-1]) for place in self.places]
        return apportioned(amount, given if any(given) else last)

    def _columns(self, tax: int, net: int, of: TaxLine) -> list[TaxLine]:
        taxed = [one.amount.minor if of.rate in one.rates else 0 for one in self.bill.left]
        weights = [] if self._is_of_the_whole else self._weights(taxed)
        taxes, nets = self._column(tax, weights), self._column(net, weights)
        return [TaxLine(of.rate, self._money(nets[place]), self._money(taxes[place])) for place in self.places]

    def _discount_weights(self) -> list[int]:
        off = (line.price.minor - left.amount.minor for line, left in zip(self.counted, self.bill.left, strict=True))
        return [] if self._is_of_the_whole else self._weights(off)

    @property
    def _is_of_the_whole(self) -> bool:
        return self.plan.by in (SharedBy.EVEN, SharedBy.AMOUNT)

    def _lines(self) -> list[tuple[SharedLine, ...]]:
        """The lines of each share; what is rounded away on one line is owed on the next."""
        found: list[list[SharedLine]] = [[] for _ in self.places]
        owed, scale = [0] * len(self.places), self.parts.scale
        for line in () if self._is_of_the_whole else self.counted:
            parts = self.parts.of(line.id, self._rest)
            exact = {place: line.price.minor * part + owed[place] for place, part in parts.items()}
            for place, price in _near(line.price.minor, exact, scale).items():
                owed[place] = exact[place] - price * scale
                found[place].append(SharedLine(line, Fraction(parts[place], scale), self._money(price)))
        return [tuple(lines) for lines in found]

    def _money(self, minor: int) -> Money:
        return Money(minor, self.bill.total.currency)


def apportioned(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in proportion to weights by largest remainder, of equal ones the first; all of it is given."""
    sign = -1 if amount < 0 else 1
    names = [f"{place:04d}" for place in range(len(weights))]
    return [sign * part for part in shared_out(abs(amount), weights, names)]


def _near(whole: int, exact: Mapping[int, int], scale: int) -> dict[int, int]:
    """Whole numbers that add up to `whole`, each as near as can be to what is due, told in 1/`scale`."""
    least = min(0, whole)
    found = {place: max(least, value // scale) for place, value in exact.items()}

    def ahead(place: int) -> tuple[int, int]:
        return found[place] * scale - exact[place], place

    while sum(found.values()) < whole:
        found[min(found, key=ahead)] += 1
    while sum(found.values()) > whole:
        found[max((place for place in found if found[place] > least), key=ahead)] -= 1
    return found


def _paid_by(order: Order, share_id: ShareId) -> int:
    return sum(one.amount.minor for one in order.payments if one.share == share_id and one.id not in order.reversals)


def _is_settled(order: Order, share_id: ShareId) -> bool:
    return any(one.settles and one.share == share_id and one.id not in order.reversals for one in order.payments)
