"""A day's figures are the sum of its orders: recounted here by a little model of their own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.closing import DayClosed, DayTotals, Figure, day_totals, perpetual, remaining
from aura_terminal.domain.ids import AttemptId, ClosingId, LineId, OrderId, PaymentId
from aura_terminal.domain.money import Money, RoundingMode, zero
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.payments import Taking
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxTerms
from tests.unit.domain.orders import FIRE, HIGH, LOW, MANAGER, NOW, TODAY, chosen, opened, sold

TOMORROW = TODAY + timedelta(days=1)
TERMS = st.builds(
    TaxTerms,
    st.sampled_from(PricesAre),
    st.sampled_from(RoundingScope),
    st.sampled_from(RoundingMode),
    st.sampled_from([1, 5]),
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["Soup", "Burger", "Latte"]), st.integers(1, 3000), st.integers(1, 5), st.integers(0, 3),
        st.sampled_from(["keep", "remove", "void one", "void all"]),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip
ENDS = st.sampled_from(["paid today", "paid tomorrow", "in part", "over two days", "open", "cancelled"])


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """One order's whole life."""
    order = Order(OrderId(draw(st.uuids()).hex))
    order.apply(opened(draw(TERMS), order.id))
    fates = {}
    for place, (name, minor, quantity, cheeses, fate) in enumerate(draw(LINES)):
        line = LineId(f"{place}")
        modifiers = (chosen(quantity=cheeses),) if cheeses else ()
        what = sold(name, minor, HIGH if name == "Latte" else LOW)
        fact = order.add_line(line, what, quantity=quantity, course=0, modifiers=modifiers)
        order.apply(fact)
        fates[fact.line_id] = fate
    for line, fate in fates.items():
        if fate == "remove":
            order.apply(order.remove_line(line))
    if order.unsent:
        for fired in order.send(FIRE, NOW):
            order.apply(fired)
    for line, fate in fates.items():
        if fate.startswith("void"):
            quantity = 1 if fate == "void one" else order.line(line).quantity
            order.apply(order.void_line(line, quantity, "burnt", MANAGER))
    _end(order, draw(ENDS))
    return order


def _end(order: Order, end: str) -> None:
    if end == "cancelled":
        order.apply(order.cancel(NOW, TODAY, "left", MANAGER))
    if not any(line.charged_quantity for line in order.lines.values()) or end in ("open", "cancelled"):
        return
    if end in ("in part", "over two days") and order.bill.due.minor > 1:
        _pay(order, Money(order.bill.due.minor // 2, "EUR"), TODAY)
    if end != "in part":
        day = TOMORROW if end in ("paid tomorrow", "over two days") else TODAY
        if order.bill.due:
            _pay(order, order.bill.due + Money(200, "EUR"), day)
        order.apply(order.close(NOW, day))


def _pay(order: Order, tendered: Money, day: date) -> None:
    name = f"{order.id}-{len(order.payments)}"
    order.apply(order.take_cash(Taking(PaymentId(name), AttemptId(name), NOW, day, "R1"), tendered))


MANY = st.lists(orders(), max_size=6)


def relevant(day: date, all_orders: Iterable[Order]) -> list[Order]:
    """What the ledger hands over for a date."""
    return [
        order
        for order in all_orders
        if (order.business_date == day)
        or (order.status is OrderStatus.OPEN and order.business_date <= day)
        or any(payment.business_date == day for payment in order.payments)
    ]


def totals(day: date, all_orders: Iterable[Order]) -> DayTotals:
    return day_totals(day, "EUR", relevant(day, all_orders))


@given(MANY)
def test_a_reading_is_what_a_pencil_comes_to(all_orders: list[Order]) -> None:
    read = totals(TODAY, all_orders)
    closed = [order for order in all_orders if order.status is OrderStatus.CLOSED and order.business_date == TODAY]
    payments = [one for order in all_orders for one in order.payments if one.business_date == TODAY]
    assert read.orders == len(closed)
    assert read.guests == 2 * len(closed)
    assert read.gross.minor == sum(order.bill.total.minor for order in closed)
    assert (read.net + read.tax) == read.gross
    assert read.tax.minor == sum(tax.tax.minor for tax in read.taxes)
    assert sum(figure.amount.minor for figure in read.tenders) == sum(one.amount.minor for one in payments)
    assert sum(figure.count for figure in read.tenders) == len(payments)
    assert read.change_given.minor == sum(one.change.minor for one in payments)
    assert read.rounding.minor == sum(one.rounding.minor for one in payments)
    assert read.open_orders == sum(1 for order in all_orders if order.status is OrderStatus.OPEN)
    sold_by_name: Counter[str] = Counter()
    for order in closed:
        for line in order.lines.values():
            sold_by_name[line.sold.name] += line.charged_quantity
    assert {figure.name: figure.count for figure in read.items} == {k: v for k, v in sold_by_name.items() if v}
    subtotal = sum(order.bill.subtotal.minor for order in closed)
    for figures in (read.items, read.categories):
        assert sum(figure.amount.minor for figure in figures) == subtotal
    assert sum(figure.amount.minor for figure in read.order_types) == read.gross.minor


@given(MANY)
def test_what_was_asked_for_is_sold_voided_removed_or_cancelled(all_orders: list[Order]) -> None:
    read = totals(TODAY, all_orders)
    ended = [o for o in all_orders if o.status is not OrderStatus.OPEN and o.business_date == TODAY]
    asked = 0
    for order in ended:
        for line in order.lines.values():
            asked += line.sold.unit_price.minor * line.quantity + sum(one.price.minor for one in line.modifiers)
    taken_back = (read.voids, read.removed, read.cancelled)
    assert asked == sum(one.amount.minor for one in (*read.categories, *taken_back))


@given(MANY)
def test_the_sum_of_the_days_is_the_sum_of_the_orders(all_orders: list[Order]) -> None:
    days = [totals(TODAY, all_orders), totals(TOMORROW, all_orders)]
    closed = [order for order in all_orders if order.status is OrderStatus.CLOSED]
    assert sum(day.gross.minor for day in days) == sum(order.bill.total.minor for order in closed)
    assert sum(day.orders for day in days) == len(closed)
    taken = sum(one.amount.minor for order in all_orders for one in order.payments)
    assert sum(figure.amount.minor for day in days for figure in day.tenders) == taken


@given(MANY, MANY, MANY)
def test_closings_of_one_date_add_up_to_the_reading(
    first: list[Order], second: list[Order], third: list[Order]
) -> None:
    one = totals(TODAY, first)
    two = remaining(totals(TODAY, [*first, *second]), [one])
    three = remaining(totals(TODAY, [*first, *second, *third]), [one, two])
    whole = totals(TODAY, [*first, *second, *third])
    assert one.gross + two.gross + three.gross == whole.gross
    assert one.orders + two.orders + three.orders == whole.orders
    for pick in ("tenders", "categories", "items", "order_types"):
        assert _added(pick, one, two, three) == _added(pick, whole)
    for pick in ("voids", "removed", "cancelled"):
        amounts = [getattr(part, pick).amount.minor for part in (one, two, three)]
        assert sum(amounts) == getattr(whole, pick).amount.minor
    taxes: Counter[str] = Counter()
    for part in (one, two, three):
        taxes.update({tax.rate_id: tax.tax.minor for tax in part.taxes})
    assert {key: minor for key, minor in taxes.items() if minor} == {
        tax.rate_id: tax.tax.minor for tax in whole.taxes if tax.tax.minor
    }


def _added(pick: str, *parts: DayTotals) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for part in parts:
        figures: tuple[Figure, ...] = getattr(part, pick)
        for figure in figures:
            count, minor = sums.get(figure.name, (0, 0))
            sums[figure.name] = (count + figure.count, minor + figure.amount.minor)
    return {name: pair for name, pair in sums.items() if any(pair)}


@given(MANY)
def test_nothing_remains_of_a_day_that_was_closed_as_it_is(all_orders: list[Order]) -> None:
    read = totals(TODAY, all_orders)
    left = remaining(read, [read])
    assert (left.orders, left.gross, left.tenders, left.items, left.taxes) == (0, zero("EUR"), (), (), ())
    assert (left.open_orders, left.open_amount) == (read.open_orders, read.open_amount)


@given(MANY)
def test_the_order_of_the_orders_does_not_matter(all_orders: list[Order]) -> None:
    assert totals(TODAY, all_orders) == totals(TODAY, reversed(all_orders))


@given(st.lists(MANY, max_size=3))
def test_the_grand_total_only_grows(days: list[list[Order]]) -> None:
    closings = [
        DayClosed(ClosingId(str(number)), number, "R1", NOW, (), totals(TODAY, day)) for number, day in enumerate(days)
    ]
    grand = [perpetual(closings[:end], "EUR").minor for end in range(len(closings) + 1)]
    assert grand == sorted(grand)
    assert grand[-1] == sum(closing.totals.gross.minor for closing in closings)


def test_what_is_of_another_currency_is_no_part_of_the_figures() -> None:
    terms = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    foreign = Order(OrderId("foreign"))
    foreign.apply(replace(opened(terms, foreign.id), currency="USD"))
    reading = day_totals(TODAY, "EUR", [foreign])
    assert reading == day_totals(TODAY, "EUR", [])
    assert remaining(reading, [day_totals(TODAY, "USD", [foreign])]) == reading
