"""A line that is split costs what it cost, to the cent, choices and voids included."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.transfers import split_line
from tests.unit.domain.orders import MANAGER, add, chosen, new_order, send, sold

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


@given(st.integers(2, 9), st.integers(1, 8), st.integers(1, 20))
def test_choices_go_with_their_share_of_the_units(quantity: int, part: int, cheeses: int) -> None:
    order = new_order()
    add(order, "a", sold(), quantity, chosen(quantity=cheeses))
    part = 1 + part % (quantity - 1)
    order.apply(split_line(order, A, B, part))
    counts = [sum(modifier.quantity for modifier in order.line(name).modifiers) for name in (A, B)]
    assert sum(counts) == cheeses
    assert counts[1] == cheeses * part // quantity
