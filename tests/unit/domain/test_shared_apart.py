"""Splits, merges, moves, transfers, shares and payments at two terminals that hear of each other now and then.

Whatever they did: the parts are the whole, nothing is cooked twice, and nothing that was not paid vanishes.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import total
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.settling import ConflictKind
from aura_terminal.domain.shares import shares_of
from tests.unit.domain.apart import BURGER, SOUP, Desk, desks, meet
from tests.unit.domain.test_terminals_apart import act

ACTS = (
    "open", "add", "add soup", "send", "split", "split", "move", "move", "merge", "hand", "link", "share",
    "share items", "pay share", "pay share", "pay share", "part", "pay", "void", "hear", "hear",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9), st.integers(1, 3)),
    max_size=40,
)
Steps = list[tuple[int, str, int, int, int]]


def lived(steps: Steps) -> dict[OrderId, Order]:
    """What two terminals know after all that, once they have met."""
    one, other = desks(2)
    for what in (BURGER, SOUP):
        one.add(one.open(), what, 2)
    other.hear(one)
    everybody: list[Desk] = [one, other]
    for step in steps:
        act(everybody, *step)
    return meet(one, other)


def check(orders: dict[OrderId, Order]) -> None:
    for order in orders.values():
        _shares_are_the_bill(order)
        _cooked_once(order)
    charged = Counter(line_id for order in orders.values() for line_id in order.lines)
    assert charged == Counter(line_id for order in orders.values() for line_id in order.own)
    wanted = total((line.price for order in orders.values() for line in order.own.values()), "EUR")
    assert total((order.bill.total for order in orders.values()), "EUR") == wanted
    owed = [order for order in orders.values() if order.bill.due.minor > 0 and order.status is not OrderStatus.OPEN]
    assert all({one.kind for one in conflicts_of(order)} & UNPAID for order in owed)


UNPAID = frozenset({ConflictKind.LATE_ITEM, ConflictKind.UNDERPAID})


def _shares_are_the_bill(order: Order) -> None:
    shares, bill = shares_of(order), order.bill
    if shares and bill.due.minor >= 0:
        beside = bill.paid.minor - sum(one.paid.minor for one in shares)
        assert sum(one.total.minor for one in shares) + beside == bill.total.minor
        assert sum(one.due.minor for one in shares) == bill.due.minor


def _cooked_once(order: Order) -> None:
    cooked = sum(
        quantity - order.repeats.get(fire_id, {}).get(line_id, 0)
        for fire_id, lines in order.fired_lines.items()
        for line_id, quantity in lines
    )
    assert cooked == sum(line.quantity for line in order.own.values() if line.fire_id is not None)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_parts_are_the_whole_nothing_is_cooked_twice_and_nothing_unpaid_vanishes(steps: Steps) -> None:
    check(lived(steps))


@pytest.mark.campaign
@settings(max_examples=5000, deadline=None)
@given(STEPS)
def test_the_same_of_thousands_of_evenings(steps: Steps) -> None:
    check(lived(steps))
