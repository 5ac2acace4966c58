"""What single acts come to in the figures of a day and of a terminal, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import CardAttemptApproved, CardAttemptCreated, TipWhen, Witness
from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardSlip
from aura_terminal.domain.closing import DayTotals, Figure
from aura_terminal.domain.day_sums import day_totals, totals_by_terminal
from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.ids import AttemptId, DiscountId, LineId, OrderId, PaymentId, ReturnId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CASH, Payment
from aura_terminal.domain.returns import take_back
from aura_terminal.domain.service_facts import TipEntered
from aura_terminal.domain.settling import (
    Act,
    LateItemsWrittenOff,
    OverpaymentKept,
    PaymentRefunded,
    PaymentReversed,
    Refund,
    ShortfallBorne,
)
from aura_terminal.domain.value_facts import AccountKind, Liability
from tests.unit.domain.orders import HIGH, LOW, MANAGER, NOW, TODAY, add, opened, send, sold

NEXT = TODAY + timedelta(days=1)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def act(terminal: str = "R1", later: bool = False) -> Act:
    return Act(NOW, NEXT if later else TODAY, terminal, MANAGER)


def taken(
    order: Order, name: str, minor: int, *, tip: int = 0, change: int = 0, rounding: int = 0, at: str = "R1"
) -> None:
    payment = Payment(
        PaymentId(name), AttemptId(name), CASH, euros(minor), euros(minor + tip + change + rounding), euros(change),
        euros(rounding), euros(tip), NOW, TODAY, at,
    )  # fmt: skip
    order.apply(PaymentTaken(order.id, payment))


def dinner(name: str = "o1") -> Order:
    """Three burgers and a beer, sent: 43.50."""
    order = Order(OrderId(name))
    order.apply(opened(order_id=order.id))
    add(order, "burgers", sold("Burger", 1300, LOW), 3)
    add(order, "beer", sold("Beer", 450, HIGH))
    send(order)
    return order


def closed(order: Order, at: str = "R1") -> Order:
    taken(order, f"{order.id}-paid", order.bill.due.minor)
    order.apply(order.close(NOW, TODAY, at))
    return order


def refunded(order: Order, minor: int, by: Act, rounding: int = 0, name: str = "back") -> None:
    order.apply(PaymentRefunded(order.id, Refund(PaymentId(name), CASH, euros(minor), euros(rounding)), by))


def today(*orders: Order) -> DayTotals:
    return day_totals(TODAY, "EUR", orders)


def rows(figures: tuple[Figure, ...]) -> dict[str, tuple[int, int]]:
    return {one.name: (one.count, one.amount.minor) for one in figures}


def test_a_day_without_anything_comes_to_nothing() -> None:
    read = today()
    assert (read.orders, read.guests, read.open_orders) == (0, 0, 0)
    assert [(one.count, one.amount.minor) for one in (read.voids, read.removed, read.cancelled)] == [(0, 0)] * 3


def test_what_is_due_on_open_orders_adds_up() -> None:
    part = dinner("o2")
    taken(part, "p", 1000)
    read = today(dinner(), part)
    assert (read.open_orders, read.open_amount) == (2, euros(4350 + 3350))


def test_an_order_that_was_cancelled_is_one_with_all_that_was_on_it() -> None:
    order = dinner()
    order.apply(order.cancel(NOW, TODAY, "left", MANAGER))
    assert (today(order).cancelled.count, today(order).orders) == (1, 0)


def test_each_payment_is_one_with_its_tip_its_change_and_what_coins_could_not_pay() -> None:
    order = dinner()
    taken(order, "a", 2000, tip=200, change=300, rounding=-2)
    taken(order, "b", 1000, change=100, rounding=1)
    read = today(order)
    assert (rows(read.tenders), rows(read.tips)) == ({CASH: (2, 3000)}, {CASH: (1, 200)})
    assert (read.change_given, read.rounding) == (euros(400), euros(-1))


def test_money_given_back_is_told_on_its_day_and_at_its_terminal() -> None:
    order = closed(dinner())
    refunded(order, 450, act(), rounding=2)
    refunded(order, 100, act(later=True), name="again")
    assert (rows(today(order).refunds), today(order).rounding) == ({CASH: (1, -450)}, euros(-2))
    assert rows(day_totals(NEXT, "EUR", [order]).refunds) == {CASH: (1, -100)}
    there = day_totals(TODAY, "EUR", [order], lambda label: label == "R2")
    assert (there.refunds, there.rounding, there.tenders) == ((), euros(0), ())


def test_a_payment_that_never_was_takes_its_tip_its_change_and_its_coins_back() -> None:
    order = dinner()
    taken(order, "a", 2000, tip=200, change=300, rounding=-2)
    taken(order, "b", 1000)
    order.apply(PaymentReversed(order.id, PaymentId("a"), act()))
    order.apply(PaymentReversed(order.id, PaymentId("b"), act()))
    read = today(order)
    assert (rows(read.reversals), rows(read.tips)) == ({CASH: (2, -3000)}, {CASH: (0, 0)})
    assert (read.change_given, read.rounding) == (euros(0), euros(0))
    assert rows(read.tenders) == {CASH: (2, 3000)}


def test_a_refund_that_never_was_given_is_money_again() -> None:
    order = closed(dinner())
    refunded(order, 450, act(), rounding=2)
    order.apply(PaymentReversed(order.id, PaymentId("back"), act()))
    read = today(order)
    assert (rows(read.refunds), rows(read.reversals)) == ({CASH: (1, -450)}, {CASH: (1, 450)})
    assert read.rounding == euros(0)


def test_what_the_house_keeps_and_what_it_bears_is_told_once_each() -> None:
    order = closed(dinner())
    order.apply(OverpaymentKept(order.id, PaymentId("k"), euros(70), act()))
    order.apply(ShortfallBorne(order.id, PaymentId("b"), euros(80), act()))
    order.apply(ShortfallBorne(order.id, PaymentId("c"), euros(9), act(later=True)))
    read = today(order)
    assert (rows(read.kept), rows(read.borne)) == ({"kept": (1, 70)}, {"borne": (1, 80)})


def with_late_water() -> Order:
    """Closed before two waters reached it from a terminal that was cut off."""
    order, apart = dinner(), dinner()
    water = apart.add_line(LineId("water"), sold("Water", 250, LOW), quantity=2, course=0)
    closed(order).apply(water)
    return order


def test_what_reaches_a_closed_order_late_is_open_until_it_is_written_off() -> None:
    order = with_late_water()
    read = today(order)
    assert (read.orders, read.gross, read.open_orders, read.open_amount) == (1, euros(4350), 1, euros(500))
    order.apply(LateItemsWrittenOff(order.id, ((LineId("water"), 2),), order.id, act()))
    read = today(order)
    assert rows(read.written_off) == {"written off": (2, 500)}
    assert (read.gross, read.open_orders) == (euros(4350), 0)
    assert day_totals(NEXT, "EUR", [order]).written_off == ()
    order.written_off[LineId("gone")] = LateItemsWrittenOff(order.id, ((LineId("gone"), 1),), order.id, act())
    assert rows(today(order).written_off) == {"written off": (2, 500)}


def test_goods_that_come_back_are_less_of_every_figure_of_sales() -> None:
    order = closed(dinner())
    order.apply(take_back(order, ReturnId("r"), [(LineId("burgers"), 2)], act()))
    read = today(order)
    assert (rows(read.items), rows(read.categories)) == (
        {"Burger": (1, 1300), "Beer": (1, 450)}, {"Mains": (2, 1750)},
    )  # fmt: skip
    assert rows(read.order_types) == {"dine_in": (1, 1750)}
    assert (read.gross, read.net + read.tax, rows(read.returns)) == (euros(1750), euros(1750), {"returns": (2, -2600)})
    assert {one.rate_id: one.net.minor + one.tax.minor for one in read.taxes} == {"low": 1300, "high": 450}


def test_a_discount_goes_back_with_the_goods_it_was_on_and_is_counted_once() -> None:
    order = dinner()
    fifth = Discount(DiscountId("fifth"), "Neighbours", Reduction(Decimal(20)))
    order.apply(apply_discount(order, fifth, NOW, MANAGER.by))
    closed(order)
    assert rows(today(order).discounts) == {"Neighbours": (1, -870)}
    order.apply(take_back(order, ReturnId("r"), [(LineId("burgers"), 2)], act()))
    read = today(order)
    assert (rows(read.discounts), read.gross) == ({"Neighbours": (1, -350)}, euros(1400))


def test_a_tip_that_was_entered_from_the_slip_is_no_tip_of_a_payment_when_that_never_was() -> None:
    order = dinner()
    taken(order, "a", 2000)
    order.apply(TipEntered(order.id, PaymentId("a"), euros(250), euros(0), NOW, MANAGER.by, TODAY, "R1"))
    assert rows(today(order).tips) == {CASH: (0, 250)}
    order.apply(PaymentReversed(order.id, PaymentId("a"), act()))
    assert rows(today(order).tips) == {CASH: (0, 0)}


def test_value_put_on_a_card_is_owed_and_no_turnover() -> None:
    order = dinner()
    card = replace(
        sold("Gift card", 2500, LOW), rates=(), liability=Liability(ValueAccountId("v"), AccountKind.GIFT_CARD)
    )
    add(order, "card", card)
    read = today(closed(order))
    assert (read.gross, read.net + read.tax) == (euros(4350), euros(4350))
    assert rows(read.order_types) == {"dine_in": (1, 4350)}
    assert rows(read.liabilities) == {AccountKind.GIFT_CARD.value: (1, 2500)}
    assert rows(read.items) == {"Burger": (3, 3900), "Beer": (1, 450)}
    assert sum(one.amount.minor for one in read.tenders) == 6850


def test_a_sale_is_told_where_it_ended_and_money_where_it_went() -> None:
    order = dinner()
    taken(order, "a", 1000, at="R2")
    closed(order, at="R3")
    refunded(order, 450, act("R4"))
    by_terminal = totals_by_terminal(TODAY, "EUR", [order, dinner("o2")])
    assert {
        label: (one.orders, one.gross.minor, sum(row.amount.minor for row in (*one.tenders, *one.refunds)))
        for label, one in by_terminal.items()
    } == {"R1": (0, 0, 3350), "R2": (0, 0, 1000), "R3": (1, 4350, 0), "R4": (0, 0, -450)}  # fmt: skip
    assert {label: one.open_orders for label, one in by_terminal.items()} == {"R1": 1, "R2": 0, "R3": 0, "R4": 0}


def charged(name: str, reader: str, *, offline: bool | None, currency: str = "EUR", at: str = "R1") -> CardAttempt:
    """43.50 and a tip of 2.00, approved by the bank, by the terminal alone, or (None) by nobody yet."""
    attempt, none = CardAttempt(AttemptId(name)), Money(0, currency)
    amounts = CardAmounts(Money(4350, currency), Money(200, currency), none, none)
    attempt.apply(CardAttemptCreated(
        attempt.id, name, CardAct.SALE, reader, at, OrderId("o1"), "R1-001", amounts.taken, amounts.tip,
        TipWhen.BEFORE, MANAGER.by, NOW, TODAY,
    ))  # fmt: skip
    if offline is not None:
        attempt.apply(CardAttemptApproved(attempt.id, NOW, Witness.REPLY, amounts, CardSlip(), "", offline=offline))
    return attempt


def test_cards_at_risk_and_undecided_are_told_by_card_terminal_with_their_tips() -> None:
    cards = [
        charged("sound", "Bar", offline=False), charged("alone", "Bar", offline=True),
        charged("waits", "Door", offline=None), charged("foreign", "Bar", offline=True, currency="USD"),
        charged("there", "Bar", offline=True, at="R2"),
    ]  # fmt: skip
    by_terminal = totals_by_terminal(TODAY, "EUR", [], cards)
    assert {label: (rows(one.card_risk), rows(one.card_undecided)) for label, one in by_terminal.items()} == {
        "R1": ({"Bar": (1, 4550)}, {"Door": (1, 4550)}), "R2": ({"Bar": (1, 4550)}, {}),
    }  # fmt: skip
