"""A line that is split costs what it cost, to the cent, choices and voids included."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money
from aura_terminal.domain.settling import Act, LateItemsWrittenOff
from aura_terminal.domain.transfers import split_line
from aura_terminal.domain.weighing import PriceUnit, Weighed, WeightSource
from tests.unit.domain.orders import MANAGER, NOW, TODAY, add, chosen, new_order, send, sold

A, B = LineId("a"), LineId("b")


@given(st.integers(2, 12), st.integers(0, 11), st.integers(1, 11), st.lists(st.integers(1, 30), max_size=3))
def test_both_parts_together_cost_what_the_line_cost(quantity: int, voided: int, part: int, counts: list[int]) -> None:
    order = new_order()
    add(order, "a", sold(), quantity, *(chosen(str(place), count, 35) for place, count in enumerate(counts)))
    voided, part = min(voided, quantity - 2), 1 + part % (quantity - 1)
    send(order)
    if voided:
        order.apply(order.void_line(A, voided, "burnt", MANAGER))
    line, fire_id = order.line(A), order.line(A).fire_id
    price, taken_back, kept = line.price, line.taken_back, line.charged_quantity
    part = min(part, kept - 1)
    order.apply(split_line(order, A, B, part))
    one, other = order.line(A), order.line(B)
    assert one.price + other.price == price == order.bill.subtotal
    assert one.taken_back + other.taken_back == taken_back
    assert (one.charged_quantity, other.charged_quantity) == (kept - part, part)
    assert (other.state, other.fire_id, other.fired_as) == (LineState.SENT, fire_id, A)


def test_the_guest_pays_what_was_neither_taken_back_nor_written_off() -> None:
    order = new_order()
    add(order, "a", sold(), 4)
    send(order)
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    order.apply(LateItemsWrittenOff(order.id, ((A, 1),), order.id, Act(NOW, TODAY, "R1", MANAGER)))
    line = order.line(A)
    assert (line.kept_quantity, line.charged_quantity) == (3, 2)
    one = sold().unit_price
    assert (line.price, line.taken_back, line.written_off_price) == (one * 2, one, one)
    add(order, "b", sold("Soup", 600))
    order.apply(order.remove_line(B))
    assert (order.own[B].kept_quantity, order.own[B].taken_back) == (0, Money(600, "EUR"))


def test_a_part_takes_nothing_of_what_was_taken_back_too_often_and_leaves_no_choice_of_none() -> None:
    order = new_order()
    add(order, "a", sold(), 4, chosen(quantity=3))
    order.own[A].overvoided = 1
    order.apply(split_line(order, A, B, 2))
    assert [(line.overvoided, [one.quantity for one in line.modifiers]) for line in order.own.values()] == [
        (1, [2]), (0, [1]),
    ]  # fmt: skip
    add(order, "c", sold(), 3, chosen(quantity=1))
    order.apply(split_line(order, LineId("c"), LineId("d"), 2))
    assert sorted(len(order.own[LineId(name)].modifiers) for name in ("c", "d")) == [0, 1]


def test_what_was_weighed_is_a_line_of_its_own_whatever_is_asked_for_after_it() -> None:
    order = new_order()
    add(order, "a", sold())
    plain = order.line(A)
    cheese = replace(sold(), weighed=Weighed(250, 0, PriceUnit.KILOGRAM, Money(2000, "EUR"), WeightSource.SCALE))
    assert plain.same_as(sold(), 0, (), 0)
    add(order, "b", cheese)
    assert not order.line(B).same_as(cheese, 0, (), 0)


@given(st.integers(2, 9), st.integers(1, 8), st.integers(1, 20))
def test_choices_go_with_their_share_of_the_units(quantity: int, part: int, cheeses: int) -> None:
    order = new_order()
    add(order, "a", sold(), quantity, chosen(quantity=cheeses))
    part = 1 + part % (quantity - 1)
    order.apply(split_line(order, A, B, part))
    counts = [sum(modifier.quantity for modifier in order.line(name).modifiers) for name in (A, B)]
    assert sum(counts) == cheeses
    assert counts[1] == cheeses * part // quantity
