"""Random orders whose bills are shared and paid share by share, in cash with coins there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from aura_terminal.domain.bill_sharing import share_bill, take_cash_for
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DiscountId, LineId, PlanId, ShareId, StaffId
from aura_terminal.domain.money import Money, RoundingMode, total
from aura_terminal.domain.order_facts import DiscountApplied, LineAdded, OrderFact
from aura_terminal.domain.ordering import Order, OrderStatus, order_of
from aura_terminal.domain.payments import may_take_cash
from aura_terminal.domain.shares import ShareBill, shares_of
from aura_terminal.domain.sharing_facts import LinePart, Share, SharedBy
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxTerms
from tests.unit.domain.orders import NOW, ORDER, TODAY, chosen, opened, sold, taking

MARTA = StaffId("marta")
PERCENTS = ("0", "2.5", "7", "7.75", "8.875", "9.975", "10", "19", "20")
MOST_WAYS = 20


@dataclass(slots=True)
class Sharing:
    """An order as it grows, with every fact of it."""

    order: Order
    facts: list[OrderFact]
    chance: Random

    def keep(self, fact: OrderFact) -> None:
        self.facts.append(fact)
        self.order.apply(fact)


def shared(chance: Random) -> Sharing:
    """An order with lines, perhaps discounts, whose bill is shared in one of the four ways."""
    terms = TaxTerms(
        chance.choice(tuple(PricesAre)), chance.choice(tuple(RoundingScope)), chance.choice(tuple(RoundingMode)),
        chance.choice((1, 5, 10)),
    )  # fmt: skip
    given = Sharing(Order(ORDER), [], chance)
    given.keep(opened(terms))
    rates = [TaxRate(f"r{one}", f"Rate {one}", "ABC"[one], Decimal(chance.choice(PERCENTS))) for one in range(3)]
    for place in range(chance.randint(1, 6)):
        add(given, f"line-{place}", rates)
    if chance.random() < 0.5:
        discount(given, "first")
    share(given)
    return given


def add(given: Sharing, name: str, rates: list[TaxRate]) -> None:
    chance = given.chance
    minor = chance.choice((1, 99, chance.randint(1, 2000), chance.randint(1, 200_000)))
    what = replace(sold(name, minor), rates=tuple(chance.sample(rates, chance.choice((0, 1, 1, 1, 2)))))
    extras = (chosen("Cheese", 1, chance.randint(1, 300)),) if chance.random() < 0.3 else ()
    given.keep(LineAdded(ORDER, LineId(name), what, chance.randint(1, 5), 0, extras, "", chance.randint(0, 4)))


def discount(given: Sharing, name: str) -> None:
    chance = given.chance
    amount = Reduction(amount=Money(chance.randint(1, 5000), "EUR"))
    reduction = chance.choice((Reduction(Decimal(chance.randint(1, 100))), amount))
    given.keep(DiscountApplied(ORDER, Discount(DiscountId(name), name, reduction), NOW, MARTA))


def share(given: Sharing, name: str = "plan") -> None:
    """Share what there is in one of the four ways; what cannot be shared so stays as it is."""
    chance, order = given.chance, given.order
    by = chance.choice(tuple(SharedBy))
    kept = [one for one in order.party.plan.shares if _paid(order, one.id)] if order.party.plan else []
    ways = min(chance.choice((2, 2, 3, 3, 4, 5, 7, 11, MOST_WAYS)), MOST_WAYS - len(kept))
    new = [Share(ShareId(f"{name}-{place}")) for place in range(ways)]
    shares = [*kept, *SHAPES[by](new, order, chance, {seat for one in kept for seat in one.seats})]
    try:
        given.keep(share_bill(order, PlanId(name), by, shares, NOW, MARTA))
    except RuleBroken as refused:
        if refused.rule not in (Rule.SHARES_WRONG, Rule.ORDER_EMPTY):
            raise


def _paid(order: Order, share_id: ShareId) -> bool:
    return any(one.id == share_id and one.paid for one in shares_of(order))


def _by_items(new: list[Share], order: Order, chance: Random, taken: set[int]) -> list[Share]:
    for line in order.lines.values():
        parts = chance.randint(1, 7)
        for part in range(parts):
            place = chance.randrange(len(new))
            if part and chance.random() < 0.2:
                continue  # it is left over
            has = next((one for one in new[place].lines if one.line_id == line.id), None)
            rest = tuple(one for one in new[place].lines if one is not has)
            more = LinePart(line.id, 1 if has is None else has.numerator + 1, parts)
            new[place] = replace(new[place], lines=(*rest, more))
    return new


def _by_seats(new: list[Share], order: Order, chance: Random, taken: set[int]) -> list[Share]:
    seats = [seat for seat in range(1, 6) if seat not in taken]
    chance.shuffle(seats)
    return [replace(one, seats=(seat,)) for one, seat in zip(new, seats, strict=False)]


def _by_amounts(new: list[Share], order: Order, chance: Random, taken: set[int]) -> list[Share]:
    left, found = order.bill.due.minor, []
    for one in new[:-1]:
        amount = chance.randint(1, max(1, left // 2))
        found.append(replace(one, amount=Money(amount, "EUR")))
        left -= amount
    return [*found, new[-1]]


def _evenly(new: list[Share], order: Order, chance: Random, taken: set[int]) -> list[Share]:
    return new


Shape = Callable[[list[Share], Order, Random, set[int]], list[Share]]
SHAPES: dict[SharedBy, Shape] = {
    SharedBy.EVEN: _evenly,
    SharedBy.AMOUNT: _by_amounts,
    SharedBy.ITEM: _by_items,
    SharedBy.SEAT: _by_seats,
}


def check(given: Sharing) -> None:
    """The shares are the bill, to the minor unit, in every one of their figures."""
    shares, bill = shares_of(given.order), given.order.bill
    if not shares:
        return
    beside = bill.paid.minor - sum(one.paid.minor for one in shares)
    if bill.due.minor >= 0:
        assert sum(one.total.minor for one in shares) + beside == bill.total.minor
        assert sum(one.due.minor for one in shares) == bill.due.minor
        assert beside or total((one.subtotal for one in shares), "EUR") == bill.subtotal
    if not beside:
        assert total((one.tax for one in shares), "EUR") == bill.tax.tax
        assert total((one.discount for one in shares), "EUR") == bill.discount
    for rate in bill.tax.lines if not beside else ():
        of_rate = [tax for one in shares for tax in one.taxes if tax.rate == rate.rate]
        assert sum(tax.tax.minor for tax in of_rate) == rate.tax.minor
        assert sum(tax.net.minor for tax in of_rate) == rate.net.minor
    for one in shares:
        assert one.due.minor >= 0
        assert one.total.minor == one.paid.minor + one.due.minor
    _lines_add_up(given.order, shares)


def _lines_add_up(order: Order, shares: tuple[ShareBill, ...]) -> None:
    parts = [line for one in shares for line in one.lines]
    for line in {part.line.id: part.line for part in parts}.values():
        assert sum(part.part for part in parts if part.line.id == line.id) == 1
        assert sum(part.price.minor for part in parts if part.line.id == line.id) == line.price.minor


def pay(given: Sharing, share: ShareBill, name: str) -> None:
    """One guest pays; the button says the same as the rule, for nothing, for too little and for what is due."""
    order = given.order
    assert order.terms is not None
    step = order.terms.cash_step
    for tendered in (
        (Money(0, "EUR"), Money(1, "EUR"), share.due.rounded_to(step)) if given.chance.random() < 0.3 else ()
    ):
        assert may_take_cash(share.due, tendered, step) == _is_taken(order, share, tendered)
    given.keep(take_cash_for(order, share.id, taking(name), share.due.rounded_to(step)))
    assert next(one for one in shares_of(order) if one.id == share.id).due.minor == 0


def _is_taken(order: Order, share: ShareBill, tendered: Money) -> bool:
    try:
        take_cash_for(order, share.id, taking("try"), tendered)
    except RuleBroken as refused:
        if refused.rule not in (Rule.AMOUNT_NOT_POSITIVE, Rule.NOTHING_DUE):
            raise
        return False
    return True


def serve(seed: int) -> Sharing:
    """A party that shares its bill, pays share by share while things change, and leaves nothing and nobody owing."""
    chance = Random(seed)
    given = shared(chance)
    check(given)
    for turn in range(4 * MOST_WAYS):
        open_ = [one for one in shares_of(given.order) if one.due]
        if not open_:
            break
        if turn < 6 and chance.random() < 0.3:
            chance.choice((_later, _cheaper, _anew))(given, turn)
            check(given)
            continue
        pay(given, chance.choice(open_), f"p{turn}")
        check(given)
    _ends(given)
    return given


def _later(given: Sharing, turn: int) -> None:
    add(given, f"later-{turn}", [TaxRate("r0", "Rate 0", "A", Decimal(19))] * 2)


def _cheaper(given: Sharing, turn: int) -> None:
    discount(given, f"d{turn}")


def _anew(given: Sharing, turn: int) -> None:
    share(given, f"plan-{turn}")


def _ends(given: Sharing) -> None:
    order = given.order
    if order.party.plan is None or order.bill.due.minor < 0:
        return  # a discount after most of it was paid: the conflict inbox has it
    assert not order.bill.due, "something is left that no share owes"
    if any(line.charged_quantity for line in order.lines.values()):
        given.keep(order.close(NOW, TODAY))
        assert order.status is OrderStatus.CLOSED
    again = order_of(ORDER, given.facts)
    assert shares_of(again) == shares_of(order)
