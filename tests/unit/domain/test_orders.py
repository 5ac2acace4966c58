"""What may be done to an order, and what it comes to."""

import copy
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, OrderClosed, OrderFact
from aura_terminal.domain.ordering import Order, OrderStatus, order_of
from aura_terminal.domain.tax import OrderType
from tests.unit.domain.orders import (
    FIRE,
    HIGH,
    LOW,
    MANAGER,
    NOW,
    ORDER,
    TODAY,
    add,
    chosen,
    new_order,
    opened,
    pay,
    send,
    sold,
    taking,
)

A, B = LineId("a"), LineId("b")


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def test_two_burgers_with_one_extra_cheese_cost_27_48() -> None:
    order = new_order()
    add(order, "a", sold(), 2, chosen())
    assert order.bill.total.plain() == "27.48"


def test_another_of_a_plain_unsent_line_is_counted_on_it() -> None:
    order = new_order()
    add(order, "a")
    again = order.add_line(B, sold(), quantity=2, course=0)
    assert again == LineQuantityChanged(ORDER, A, 3, (), added=2)


@pytest.mark.parametrize("difference", ["note", "seat", "course", "modifier", "price", "sent", "too many", "taxed"])
def test_what_differs_gets_a_line_of_its_own(difference: str) -> None:
    order = new_order()
    add(order, "a", quantity=999 if difference == "too many" else 1)
    if difference == "sent":
        send(order)
    if difference == "taxed":
        order.apply(order.change_type(OrderType.TAKEOUT, {A: (HIGH,)}))
    fact = order.add_line(
        B,
        sold(minor=1300) if difference == "price" else sold(),
        quantity=1,
        course=1 if difference == "course" else 0,
        modifiers=(chosen(),) if difference == "modifier" else (),
        note="no onions" if difference == "note" else "",
        seat=2 if difference == "seat" else 0,
    )
    assert isinstance(fact, LineAdded)


def test_a_sent_line_is_voided_not_removed() -> None:
    order = new_order()
    add(order, "a", quantity=2)
    send(order)
    assert refusal(lambda: order.remove_line(A)) is Rule.LINE_ALREADY_SENT
    assert refusal(lambda: order.change_quantity(A, 1, ())) is Rule.LINE_ALREADY_SENT
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    assert (order.line(A).state, order.line(A).charged_quantity) == (LineState.SENT, 1)
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    assert (order.line(A).state, order.bill.total.minor) == (LineState.VOIDED, 0)
    assert refusal(lambda: order.void_line(A, 1, "burnt", MANAGER)) is Rule.LINE_NOT_SENT


def test_an_unsent_line_is_removed_not_voided_and_comes_back_as_it_was() -> None:
    order = new_order()
    add(order, "a", sold(), 2, chosen())
    before = copy.deepcopy(order)
    assert refusal(lambda: order.void_line(A, 1, "no", MANAGER)) is Rule.LINE_NOT_SENT
    order.apply(order.remove_line(A))
    assert order.bill.total.minor == 0
    assert refusal(lambda: order.note_line(A, "hot")) is Rule.LINE_GONE
    order.apply(order.restore_line(A))
    assert order == before
    assert refusal(lambda: order.restore_line(A)) is Rule.LINE_NOT_REMOVED


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_a_quantity_out_of_range_is_refused(quantity: int) -> None:
    order = new_order()
    add(order, "a")
    assert refusal(lambda: order.add_line(B, sold(), quantity=quantity, course=0)) is Rule.QUANTITY_OUT_OF_RANGE
    assert refusal(lambda: order.change_quantity(A, quantity, ())) is Rule.QUANTITY_OUT_OF_RANGE
    send(order)
    assert refusal(lambda: order.void_line(A, quantity, "x", MANAGER)) is Rule.QUANTITY_OUT_OF_RANGE


@pytest.mark.parametrize(("course", "seat"), [(-1, 0), (10, 0), (0, -1), (0, 1000)])
def test_a_course_or_seat_that_is_not_there_is_refused_also_on_a_new_line(course: int, seat: int) -> None:
    order = new_order()
    add(order, "a")
    assert (
        refusal(lambda: order.add_line(B, sold(), quantity=1, course=course, seat=seat)) is Rule.QUANTITY_OUT_OF_RANGE
    )
    if seat:
        assert refusal(lambda: order.seat_line(A, seat)) is Rule.QUANTITY_OUT_OF_RANGE
    else:
        assert refusal(lambda: order.course_line(A, course)) is Rule.QUANTITY_OUT_OF_RANGE


def test_text_is_tidied_and_a_novel_is_refused() -> None:
    order = new_order()
    add(order, "a")
    assert order.note_line(A, "  no \n onions ").note == "no onions"
    assert refusal(lambda: order.note_line(A, "x" * 201)) is Rule.TEXT_TOO_LONG
    assert refusal(lambda: order.name_guest("x" * 201)) is Rule.TEXT_TOO_LONG


def test_nothing_is_sent_twice_and_nothing_to_send_is_said() -> None:
    order = new_order()
    assert refusal(lambda: order.send(FIRE, NOW)) is Rule.NOTHING_TO_SEND
    add(order, "a")
    send(order)
    assert refusal(lambda: order.send(FIRE, NOW)) is Rule.NOTHING_TO_SEND


def test_an_order_is_closed_when_paid_and_then_left_alone() -> None:
    order = new_order()
    assert refusal(lambda: order.take_cash(taking(), order.bill.due)) is Rule.ORDER_EMPTY
    add(order, "a")
    send(order)
    assert refusal(lambda: order.close(NOW, TODAY)) is Rule.ORDER_NOT_PAID
    pay(order, 1000)
    assert (order.bill.paid.minor, order.bill.due.minor) == (1000, 299)
    pay(order, 500, "p2")
    assert refusal(lambda: pay(order, 500, "p3")) is Rule.NOTHING_DUE
    order.apply(order.close(NOW, TODAY))
    assert order.status is OrderStatus.CLOSED
    for act in (
        lambda: order.add_line(B, sold(), quantity=1, course=0),
        lambda: order.void_line(A, 1, "late", MANAGER),
        lambda: order.cancel(NOW, TODAY, "late", MANAGER),
        lambda: order.assign_table(None, "", 2),
        lambda: order.close(NOW, TODAY),
    ):
        assert refusal(act) is Rule.ORDER_NOT_OPEN


def test_what_is_paid_cannot_be_voided_away_or_cancelled_or_retaxed() -> None:
    order = new_order()
    add(order, "a", quantity=2)
    send(order)
    pay(order, 1500)
    assert refusal(lambda: order.void_line(A, 1, "x", MANAGER)) is Rule.WOULD_OVERPAY
    assert refusal(lambda: order.cancel(NOW, TODAY, "x", MANAGER)) is Rule.ORDER_HAS_PAYMENTS
    assert refusal(lambda: order.change_type(OrderType.TAKEOUT, {})) is Rule.ORDER_HAS_PAYMENTS


def test_cancelling_needs_an_approval_once_the_kitchen_has_something() -> None:
    order = new_order()
    add(order, "a")
    assert order.cancel(NOW, TODAY, "left", None).approval is None
    send(order)
    assert refusal(lambda: order.cancel(NOW, TODAY, "left", None)) is Rule.APPROVAL_NEEDED
    assert order.cancel(NOW, TODAY, "left", MANAGER).approval == MANAGER


def test_a_change_of_type_takes_the_rates_along() -> None:
    order = new_order()
    add(order, "a", sold("Latte", 420, HIGH))
    before = order.bill.tax.tax
    order.apply(order.change_type(OrderType.TAKEOUT, {A: (LOW,)}))
    assert order.bill.tax.tax < before
    assert order.bill.total.minor == 420


@pytest.mark.parametrize(
    ("cheeses", "left"), [(1, [1, 1, 1]), (2, [2, 1, 1]), (3, [3, 2, 1]), (4, [3, 2, 1]), (8, [6, 4, 2])]
)
def test_voided_units_take_their_share_of_the_choices_along(cheeses: int, left: list[int]) -> None:
    order = new_order()
    add(order, "a", sold(), 4, chosen(quantity=cheeses))
    send(order)
    shares = []
    for _ in range(3):
        order.apply(order.void_line(A, 1, "burnt", MANAGER))
        (cheese,) = order.line(A).charged_modifiers
        shares.append(cheese.quantity)
    assert shares == left
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    assert order.line(A).charged_modifiers == ()


@given(st.integers(1, 12), st.integers(0, 12), st.lists(st.integers(1, 30), max_size=3))
def test_what_is_charged_and_what_is_taken_back_make_what_was_asked_for(
    quantity: int, voided: int, counts: list[int]
) -> None:
    order = new_order()
    modifiers = [chosen(str(place), count) for place, count in enumerate(counts)]
    add(order, "a", sold(), quantity, *modifiers)
    line = order.line(A)
    asked = line.price
    line.voided = min(voided, quantity)
    assert line.price + line.taken_back == asked
    assert 0 <= line.price.minor <= asked.minor
    for modifier in line.charged_modifiers:
        assert modifier.quantity <= -(-_count(modifiers, modifier) * line.charged_quantity // quantity)


def _count(modifiers: list[ChosenModifier], one: ChosenModifier) -> int:
    return next(modifier.quantity for modifier in modifiers if modifier.modifier_id == one.modifier_id)


def _two_terminals() -> list[list[OrderFact]]:
    """What two terminals, cut off from each other, do to one order with two lines that is not sent yet."""
    base = new_order()
    add(base, "a", quantity=2)
    add(base, "b", sold("Soup", 600))
    here, there = copy.deepcopy(base), copy.deepcopy(base)
    done_here: list[OrderFact] = [*here.send(FIRE, NOW)]
    here.apply(done_here[0])
    done_here.append(pay_fact(here))
    here.apply(done_here[1])
    done_here.append(here.close(NOW, TODAY))
    done_there: list[OrderFact] = [
        there.remove_line(A), there.note_line(B, "hot"), there.cancel(NOW, TODAY, "left", None)
    ]  # fmt: skip
    return [done_here, done_there]


def pay_fact(order: Order) -> OrderFact:
    return order.take_cash(taking(), order.bill.due)


def test_whatever_two_terminals_did_apart_the_sent_and_the_paid_stay() -> None:
    base: list[OrderFact] = [
        opened(),
        LineAdded(ORDER, A, sold(), 2, 0),
        LineAdded(ORDER, B, sold("Soup", 600), 1, 0),
    ]
    here, there = _two_terminals()
    for place_of_here in set(permutations([0, 0, 0, 1, 1, 1])):
        mine, theirs = iter(here), iter(there)
        order = order_of(ORDER, [*base, *(next(theirs) if place else next(mine) for place in place_of_here)])
        assert order.status is OrderStatus.CLOSED
        assert [line.state for line in order.lines.values()] == [LineState.SENT, LineState.SENT]
        assert (order.bill.paid, order.bill.due.minor) == (order.bill.total, 0)


def test_the_same_payment_heard_of_twice_counts_once() -> None:
    order = new_order()
    add(order, "a")
    fact = pay(order, 500)
    order.apply(fact)
    assert order.bill.paid.minor == 500


def test_an_order_nobody_spoke_of_is_not_found_and_a_strange_fact_is_a_bug() -> None:
    with pytest.raises(NotFound):
        order_of(OrderId("none"), [])
    with pytest.raises(TypeError):
        new_order().apply("closed")  # type: ignore[arg-type]  # the point is what is no fact


def test_a_refused_verb_changes_nothing() -> None:
    order = new_order()
    add(order, "a")
    send(order)
    before = copy.deepcopy(order)
    refusal(lambda: order.remove_line(A))
    refusal(lambda: order.close(NOW, TODAY))
    order.void_line(A, 1, "asked only", MANAGER)
    assert order == before


def test_turnover_belongs_to_the_day_an_order_is_closed() -> None:
    order = new_order()
    tomorrow = TODAY.replace(day=16)
    order.apply(OrderClosed(ORDER, NOW, tomorrow))
    assert order.business_date == tomorrow
