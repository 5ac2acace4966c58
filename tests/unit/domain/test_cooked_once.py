"""What two terminals fired at once is cooked once, and what one station cooked of it the other need not cook."""

from __future__ import annotations

import pytest

from aura_terminal.domain.cooked_once import host, rivals_of
from aura_terminal.domain.ids import FireId, LineId, OrderId, StationId, TicketId
from aura_terminal.domain.joining import join
from aura_terminal.domain.kitchen import KitchenTicket, TicketEscalated, TicketFired, TicketItem, TicketLine, ticket_of
from aura_terminal.domain.moving import LinesMoved, LinesSettled
from aura_terminal.domain.order_facts import LinesFired, OrderCancelled
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.ticket_facts import ticket_id_of
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TODAY, add, dinner, opened, sold

A, B = LineId("a"), LineId("b")
ONE, TWO = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f1"), FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2")
GRILL = StationId("grill")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0000")


def ticket(fire: FireId, quantity: int = 2) -> KitchenTicket:
    """Burgers at the grill, asked for by one fire."""
    item = TicketItem(A, "Burger", quantity, (), "", (), 0, 0)
    id_ = ticket_id_of(fire, GRILL)
    fact = TicketFired(id_, ORDER, fire, GRILL, "R1-001", OrderType.DINE_IN, "", "", "Marta", NOW, 15, (item,))
    return ticket_of(id_, [fact])


def fired_twice(burgers: int = 2) -> Order:
    """Both terminals sent the burgers before they heard of each other."""
    order = dinner(burgers)
    for fire in (ONE, TWO):
        order.apply(LinesFired(ORDER, fire, NOW, ((A, burgers),)))
    return order


def cook(one: KitchenTicket, many: int) -> None:
    for _ in range(many):
        one.apply(one.mark_one_done(A, NOW))


def hosted(order: Order, one: KitchenTicket, *rivals: KitchenTicket) -> KitchenTicket:
    host(one, order, rivals)
    return one


def test_tickets_of_two_fires_of_the_same_line_are_rivals_and_others_have_none() -> None:
    order = fired_twice()
    assert rivals_of(ticket(ONE), order) == (ticket(TWO).id,)
    assert rivals_of(ticket(TWO), order) == (ticket(ONE).id,)
    assert rivals_of(KitchenTicket(TicketId("unheard of")), order) == ()
    once = dinner(2)
    once.apply(LinesFired(ORDER, ONE, NOW, ((A, 2),)))
    assert rivals_of(ticket(ONE), once) == ()


def test_rivals_are_found_where_the_line_is_charged_now() -> None:
    order, second = fired_twice(), Order(OTHER)
    second.apply(opened(order_id=OTHER))
    add(second, "b", sold("Soup", 600))
    order.apply(LinesMoved(ORDER, (A,), OTHER, NOW))
    join({ORDER: order, OTHER: second})
    assert rivals_of(ticket(TWO), second) == (ticket(ONE).id,)
    assert hosted(second, ticket(TWO), ticket(ONE)).lines[A].wanted == 0


def test_the_repeat_is_not_cooked_and_the_first_is() -> None:
    order = fired_twice()
    assert hosted(order, ticket(TWO), ticket(ONE)).lines[A].wanted == 0
    assert hosted(order, ticket(ONE), ticket(TWO)).lines[A].wanted == 2


def test_what_was_cooked_of_the_repeat_before_anybody_knew_need_not_be_cooked_for_the_first() -> None:
    order, repeat = fired_twice(), ticket(TWO)
    cook(repeat, 1)
    assert hosted(order, ticket(ONE), repeat).lines[A].wanted == 1


@pytest.mark.parametrize(
    ("quantity", "voided", "repeated", "done", "overcooked"),
    [
        (2, 0, 2, 0, 0),
        (2, 0, 2, 2, 2),
        (3, 0, 2, 1, 0),
        (3, 0, 2, 2, 1),
        (3, 1, 2, 1, 1),
        (2, 0, 5, 1, 1),
    ],
)
def test_of_what_a_station_cooked_first_comes_what_nobody_else_asked_for(
    quantity: int, voided: int, repeated: int, done: int, overcooked: int
) -> None:
    one = ticket(TWO, quantity)
    if voided:
        one.apply(one.void_item(A, voided, "wrong"))
    cook(one, done)
    assert one.overcooked({A: repeated, B: 1}) == {A: overcooked}


@pytest.mark.parametrize(
    ("voided", "repeated", "spared", "overcooked"),
    [(0, 2, 0, 2), (0, 2, 2, 0), (2, 2, 0, 1), (0, 1, 2, 0), (0, 2, 1, 1)],
)
def test_what_was_bumped_was_cooked_but_for_what_the_cook_knew_to_be_another_ones(
    voided: int, repeated: int, spared: int, overcooked: int
) -> None:
    one = ticket(TWO, 3)
    if voided:
        one.apply(one.void_item(A, voided, "wrong"))
        one.apply(one.see_changes("", NOW)[0])
    if spared:
        one.host({A: spared}, {})
    bumped = one.bump(NOW)
    assert bumped.spared == (((A, spared),) if spared else ())
    one.apply(bumped)
    assert one.overcooked({A: repeated}) == {A: overcooked}


def test_what_a_cook_once_knew_counts_when_the_ticket_is_bumped_again() -> None:
    one = ticket(TWO)
    one.apply(one.bump(NOW))
    one.apply(one.recall(NOW))
    one.host({A: 2}, {})
    one.apply(one.bump(NOW))
    assert one.overcooked({A: 2}) == {A: 2}


def test_a_slip_that_went_to_a_printer_counts_as_cooked() -> None:
    one = ticket(TWO)
    one.apply(TicketEscalated(one.id, "printer", NOW, "screen silent"))
    assert one.overcooked({A: 2}) == {A: 2}


def test_a_repeat_that_is_known_before_the_ticket_comes_holds_for_it() -> None:
    whole = ticket(TWO)
    assert whole.fired is not None
    late = KitchenTicket(whole.id)
    late.host({A: 2}, {})
    late.apply(whole.fired)
    assert late.lines[A].wanted == 0
    assert TicketLine(whole.fired.items[0]).wanted == 2


def test_a_line_that_was_taken_back_on_the_order_is_wanted_no_more_whether_the_station_was_told_or_not() -> None:
    order = dinner(3)
    order.apply(LinesFired(ORDER, ONE, NOW, ((A, 3),)))
    order.apply(order.void_line(A, 1, "wrong", MANAGER))
    assert hosted(order, ticket(ONE, 3)).lines[A].wanted == 2
    assert hosted(order, ticket(TWO, 3)).lines[A].wanted == 3


def test_a_cancelled_order_wants_nothing_but_what_was_paid_elsewhere() -> None:
    left, moved = dinner(2), dinner(2)
    for order in (left, moved):
        order.apply(LinesFired(ORDER, ONE, NOW, ((A, 2),)))
    moved.apply(LinesSettled(ORDER, ((A, 2),), OTHER))
    for order in (left, moved):
        order.apply(OrderCancelled(ORDER, NOW, TODAY, "left", MANAGER, "R1", ((A, 2),)))
    assert hosted(left, ticket(ONE)).lines[A].wanted == 0
    assert hosted(moved, ticket(ONE)).lines[A].wanted == 2


def test_a_part_that_was_fired_under_the_name_of_its_line_is_taken_back_under_it() -> None:
    order = dinner(2)
    order.apply(LinesFired(ORDER, ONE, NOW, ((A, 1),)))
    order.apply(LinesFired(ORDER, TWO, NOW, ((A, 2),)))
    part = order.own[LineId("a+")]
    assert (part.fire_id, part.fired_as) == (TWO, A)
    order.apply(order.void_line(part.id, 1, "wrong", MANAGER))
    assert hosted(order, ticket(TWO), ticket(ONE)).lines[A].wanted == 0
