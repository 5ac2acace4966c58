"""What stays unsent of a line that was fired in part, or is wanted more often than the kitchen has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.dishes import InCombo
from aura_terminal.domain.ids import ComboId, FireId, ItemId, LineId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.moving import LinesMoved, LineSplit
from aura_terminal.domain.order_facts import (
    LineAdded,
    LineQuantityChanged,
    LineRemoved,
    LineRestored,
    LinesFired,
    LineVoided,
    OrderClosed,
)
from aura_terminal.domain.order_money import late
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import Act, LateItemsWrittenOff
from tests.unit.domain.orders import FIRE, MANAGER, NOW, ORDER, TODAY, chosen, dinner, new_order, send, sold

A, B, REST, SECOND = LineId("a"), LineId("b"), LineId("a+"), LineId("a++")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0000")
NEXT = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2")
SENT, NEW, REMOVED = LineState.SENT, LineState.NEW, LineState.REMOVED


def sent(burgers: int) -> Order:
    order = dinner(burgers)
    send(order)
    return order


def fire(order: Order, fire_id: FireId, *lines: tuple[LineId, int]) -> None:
    order.apply(LinesFired(ORDER, fire_id, NOW, lines))


def make(order: Order, quantity: int, line: LineId = A) -> None:
    """Somebody who had not heard of the fire makes it so many in all."""
    order.apply(LineQuantityChanged(ORDER, line, quantity, ()))


def closed(*covers: tuple[LineId, int]) -> OrderClosed:
    return OrderClosed(ORDER, NOW, TODAY, "R1", covers)


def stand(order: Order) -> dict[LineId, tuple[int, LineState]]:
    return {line.id: (line.quantity, line.state) for line in order.own.values()}


def test_what_is_wanted_more_than_the_kitchen_has_is_unsent_on_a_line_of_its_own() -> None:
    order = new_order()
    order.apply(LineAdded(ORDER, A, sold(), 2, 0, (chosen(quantity=2),)))
    send(order)
    make(order, 3)
    assert stand(order) == {A: (2, SENT), REST: (1, NEW)}
    rest = order.own[REST]
    assert (rest.modifiers, rest.part_of, rest.fire_id, rest.price) == ((), A, None, sold().unit_price)


def test_as_many_as_the_kitchen_has_or_fewer_leave_it_as_it_is() -> None:
    order = sent(2)
    for quantity in (2, 1):
        make(order, quantity)
        assert stand(order) == {A: (2, SENT)}


@pytest.mark.parametrize(
    ("quantity", "rest"), [(6, (4, NEW)), (4, (2, NEW)), (3, (1, NEW)), (2, (3, REMOVED)), (1, (3, REMOVED))]
)
def test_fewer_or_more_change_what_is_unsent_and_what_is_sent_stays(quantity: int, rest: tuple[int, LineState]) -> None:
    order = sent(2)
    make(order, 5)
    make(order, quantity)
    assert stand(order) == {A: (2, SENT), REST: rest}


def test_of_two_rests_the_later_one_changes() -> None:
    order = sent(1)
    make(order, 3)
    order.apply(LineRemoved(ORDER, REST))
    order.apply(LineQuantityChanged(ORDER, A, 0, (), added=2))
    order.apply(LineRestored(ORDER, REST))
    assert stand(order) == {A: (1, SENT), REST: (2, NEW), SECOND: (2, NEW)}
    make(order, 4)
    assert stand(order) == {A: (1, SENT), REST: (2, NEW), SECOND: (1, NEW)}
    make(order, 3)
    assert stand(order) == {A: (1, SENT), REST: (2, NEW), SECOND: (1, REMOVED)}


def test_more_of_a_line_are_charged_whole_whatever_was_taken_back_of_it() -> None:
    order = sent(4)
    order.apply(LineVoided(ORDER, A, 1, "dropped", MANAGER))
    order.apply(LateItemsWrittenOff(ORDER, ((A, 1),), ORDER, Act(NOW, TODAY, "R1", MANAGER)))
    order.own[A].overvoided = 1
    make(order, 6)
    rest = order.own[REST]
    assert (rest.quantity, rest.charged_quantity, rest.voided, rest.written_off, rest.overvoided) == (2, 2, 0, 0, 0)


def test_a_part_is_paid_where_the_end_of_the_order_covers_it_too_and_only_then() -> None:
    order = dinner(2)
    order.apply(closed((A, 1)))
    order.apply(LineSplit(ORDER, A, B, 1))
    assert (order.own[A].settled_at, order.own[B].settled_at) == (ORDER, None)
    order = dinner(2)
    order.apply(closed((A, 2)))
    order.apply(LineSplit(ORDER, A, B, 1))
    assert (order.own[A].settled_at, order.own[B].settled_at) == (ORDER, ORDER)


def test_more_that_was_paid_before_it_was_heard_of_is_paid() -> None:
    order = sent(1)
    order.apply(closed((A, 2)))
    make(order, 2)
    assert (order.own[REST].settled_at, late(order)) == (ORDER, ())


def test_a_rest_that_was_left_over_is_taken_back_by_its_own_name() -> None:
    order = dinner(2)
    fire(order, FIRE, (A, 1))
    fire(order, NEXT, (REST, 1))
    order.apply(LineVoided(ORDER, REST, 1, "dropped", MANAGER))
    assert {line.id: line.voided for line in order.own.values()} == {A: 0, REST: 1}


def test_a_rest_that_was_never_left_over_is_cooked_as_its_line() -> None:
    order = dinner(2)
    fire(order, FIRE, (A, 2))
    fire(order, NEXT, (REST, 1))
    assert (stand(order), order.unknown, order.repeats) == ({A: (2, SENT)}, set(), {NEXT: {REST: 1}})


def combo(quantity: int) -> Order:
    """So many menus of a burger and a cola."""
    order = new_order()
    for line, slot in ((A, "Burger"), (B, "Cola")):
        mark = InCombo(ComboId("combo"), ItemId("menu"), "Menu", slot)
        order.apply(LineAdded(ORDER, line, replace(sold(slot, 500), combo=mark), quantity, 0))
    return order


def test_what_stays_over_of_a_menu_is_charged_where_the_rest_of_it_went() -> None:
    order = combo(2)
    fire(order, FIRE, (A, 1))
    order.apply(LinesMoved(ORDER, (REST,), OTHER, NOW))
    fire(order, NEXT, (B, 1))
    assert [line.id for line in order.own.values() if line.moved_to == OTHER] == [REST, "b+"]


def test_more_of_a_menu_are_charged_where_the_others_of_them_went() -> None:
    order = combo(1)
    send(order)
    make(order, 2, A)
    order.apply(LinesMoved(ORDER, (REST,), OTHER, NOW))
    make(order, 2, B)
    assert [line.id for line in order.own.values() if line.moved_to == OTHER] == [REST, "b+"]
