"""What the kitchen was told is what it cooks: no unit is left out, and none is asked for twice."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.ids import FireId, LineId, OrderId, Origin, StationId
from aura_terminal.domain.kitchen import TicketFired, TicketItem, ticket_id_of, ticket_of
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money_token import Token
from aura_terminal.domain.moving import LineSplit, standing_at
from aura_terminal.domain.order_facts import LineQuantityChanged, LineRemoved, LinesFired
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.torn_fires import fires_of, still_wanted, unticketed
from tests.unit.domain.orders import MANAGER, NOW, ORDER, add, chosen, new_order, sold

A, B, REST = LineId("a"), LineId("b"), LineId("a+")
ONE, TWO = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f1"), FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2")
KITCHEN = StationId("kitchen")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0000")


def dinner(burgers: int) -> Order:
    order = new_order()
    add(order, "a", sold(), burgers, chosen(quantity=burgers))
    return order


def fire(order: Order, fire_id: FireId, *lines: tuple[LineId, int]) -> LinesFired:
    fact = LinesFired(ORDER, fire_id, NOW, lines)
    order.apply(fact)
    return fact


def cooked(order: Order) -> dict[LineId, int]:
    return {line.id: line.quantity for line in order.own.values() if line.state is LineState.SENT}


def test_a_whole_line_that_is_fired_leaves_no_rest() -> None:
    order = dinner(2)
    fire(order, ONE, (A, 2))
    assert (cooked(order), list(order.own)) == ({A: 2}, [A])


def test_the_kitchen_cooks_what_it_was_told_though_somebody_made_it_fewer_meanwhile() -> None:
    order = dinner(3)
    order.apply(LineQuantityChanged(ORDER, A, 1, (chosen(),)))
    fire(order, ONE, (A, 3))
    assert (cooked(order), list(order.own)) == ({A: 3}, [A])
    assert order.own[A].modifiers == (chosen(quantity=3),)


def test_the_kitchen_cooks_what_it_was_told_of_a_line_that_was_removed_meanwhile_and_no_more() -> None:
    order = dinner(3)
    order.apply(LineRemoved(ORDER, A))
    fire(order, ONE, (A, 2))
    assert (cooked(order), list(order.own)) == ({A: 2}, [A])
    assert order.own[A].modifiers == (chosen(quantity=2),)


def test_a_fire_of_more_than_a_line_has_left_takes_what_was_split_from_it_as_far_as_it_says() -> None:
    order = dinner(4)
    order.apply(LineSplit(ORDER, A, B, 2))
    fire(order, ONE, (A, 3))
    assert cooked(order) == {A: 2, B: 1}
    assert sum(line.quantity for line in order.own.values()) == 4


def test_a_part_the_same_fire_names_itself_is_not_taken_for_its_line() -> None:
    order = dinner(4)
    order.apply(LineSplit(ORDER, A, B, 2))
    fire(order, ONE, (A, 2), (B, 2))
    assert cooked(order) == {A: 2, B: 2}
    assert order.repeats == {}


def test_of_three_that_are_fired_where_two_are_cooked_already_one_is_cooked_more() -> None:
    order = dinner(2)
    fire(order, ONE, (A, 2))
    order.apply(LineQuantityChanged(ORDER, A, 3, (), added=1))
    fire(order, TWO, (A, 3))
    assert (cooked(order), order.repeats) == ({A: 2, REST: 1}, {TWO: {A: 2}})


def test_a_fire_of_more_than_anybody_here_knows_of_has_the_rest_cooked_as_a_line_of_its_own() -> None:
    order = dinner(2)
    fire(order, ONE, (A, 2))
    fire(order, TWO, (A, 3))
    assert (cooked(order), order.own[REST].fire_id, order.repeats) == ({A: 2, REST: 1}, TWO, {TWO: {A: 2}})


def test_what_was_fired_before_it_was_split_is_repeated_once_whoever_names_it() -> None:
    order = dinner(2)
    fire(order, ONE, (A, 2))
    order.apply(LineSplit(ORDER, A, B, 1))
    fire(order, TWO, (A, 1))
    assert order.repeats == {TWO: {A: 1}}
    third = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f3")
    fire(order, third, (A, 2), (B, 1))
    assert order.repeats[third] == {A: 2}
    assert sum(cooked(order).values()) == 3


def ticket(*items: TicketItem) -> TicketFired:
    id_ = ticket_id_of(ONE, KITCHEN)
    return TicketFired(id_, ORDER, ONE, KITCHEN, "R1-001", OrderType.DINE_IN, "", "", "Marta", NOW, 15, items)


def test_of_a_torn_fire_what_stands_on_no_ticket_is_asked_for_and_what_was_taken_back_is_not() -> None:
    order = dinner(3)
    add(order, "b", sold("Soup", 600), 2)
    add(order, "c", sold("Tea", 300, station="bar"))
    said = fire(order, ONE, (A, 3), (B, 2), (LineId("c"), 1))
    assert fires_of([order, new_order()], ONE) == (said,)
    assert fires_of([order], TWO) == ()
    item = TicketItem(B, "Soup", 2, (), "", (), 0, 0)
    heard = ticket(item)
    (left,) = unticketed([said], [ticket_of(heard.ticket_id, [heard])])
    assert left.lines == ((A, 3), (LineId("c"), 1))
    order.apply(order.void_line(A, 2, "wrong", MANAGER))
    order.apply(order.void_line(LineId("c"), 1, "wrong", MANAGER))
    assert [one.lines for one in still_wanted([left], order)] == [((A, 1),)]
    order.apply(order.void_line(A, 1, "wrong", MANAGER))
    assert still_wanted([left], order) == ()
    assert unticketed([replace(said, lines=((B, 2),))], [ticket_of(heard.ticket_id, [heard])]) == ()


def test_the_money_may_be_taken_once_all_is_known_that_the_last_holder_knew() -> None:
    first, second = Origin("r1"), Origin("r2")
    token = Token("R2", 1, ((first, 1), (second, 3)))
    assert not token.has_arrived(())
    assert not token.has_arrived(((first, 1), (second, 2)))
    assert not token.has_arrived(((second, 3),))
    assert token.has_arrived(((first, 1), (second, 3)))


def test_merges_are_followed_to_older_orders_only() -> None:
    assert standing_at(ORDER, {ORDER: OTHER}.get) == OTHER
    assert standing_at(OTHER, {OTHER: ORDER}.get) == OTHER
    assert standing_at(ORDER, {ORDER: ORDER}.get) == ORDER
