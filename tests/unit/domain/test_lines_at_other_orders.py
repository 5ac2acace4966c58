"""Where a line is charged and what an end covers of it, when lines were moved, split, paid and merged at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from aura_terminal.domain.covering import covered
from aura_terminal.domain.ids import LineId, OrderId, PlanId, ShareId, StaffId
from aura_terminal.domain.joining import join, links_of
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_end import End
from aura_terminal.domain.order_facts import OrderCancelled, OrderClosed
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import ChoiceCode, ConflictDecided, ConflictKind
from aura_terminal.domain.sharing_facts import (
    BillShared,
    OrderParked,
    OrderResumed,
    Share,
    SharedBy,
    SharePaper,
    SharePrinted,
)
from aura_terminal.domain.sharing_fold import MOST_KEPT
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TODAY, add, dinner, opened, send, sold

A, B, C = LineId("a"), LineId("b"), LineId("c")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0000")
THIRD = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0001")
MARTA = StaffId("marta")


def other() -> Order:
    order = Order(OTHER)
    order.apply(opened(order_id=OTHER))
    return order


def moved(line: LineId, to: OrderId) -> LinesMoved:
    return LinesMoved(ORDER, (line,), to, NOW)


def closed(terminal: str = "R1") -> OrderClosed:
    return OrderClosed(ORDER, NOW, TODAY, terminal, ((A, 1),))


def parts(*splits: tuple[LineId, LineId], burgers: int = 3) -> Order:
    order = dinner(burgers)
    for line, part in splits:
        order.apply(LineSplit(ORDER, line, part, 1))
    return order


def test_an_order_names_every_order_its_lines_stand_at_or_were_moved_to_and_the_one_it_was_merged_into() -> None:
    order = dinner()
    assert links_of(order) == frozenset()
    order.apply(moved(A, OTHER))
    order.apply(LinesSettled(ORDER, ((A, 1),), THIRD))
    assert links_of(order) == {OTHER, THIRD}
    merged = dinner()
    merged.apply(OrderMerged(ORDER, OTHER, NOW, TODAY))
    assert links_of(merged) == {OTHER}


def test_a_line_at_home_is_nobody_elses() -> None:
    order, second = dinner(), other()
    join({ORDER: order, OTHER: second})
    assert (order.hosted, order.passing, second.hosted, second.passing) == ({}, {}, {}, {})


def test_a_line_that_was_moved_is_hosted_where_it_went_and_only_there() -> None:
    order, second = dinner(), other()
    order.apply(moved(A, OTHER))
    join({ORDER: order, OTHER: second})
    assert (list(order.hosted), list(order.passing)) == ([], [])
    assert (list(second.hosted), list(second.passing)) == ([A], [])


def test_a_line_that_was_paid_at_home_while_it_was_moved_stays_and_may_have_been_fired_where_it_went() -> None:
    order, second = dinner(), other()
    order.apply(closed())
    order.apply(moved(A, OTHER))
    join({ORDER: order, OTHER: second})
    assert (list(order.hosted), list(second.hosted), list(second.passing)) == ([], [], [A])


def test_a_line_that_was_paid_elsewhere_and_called_home_is_not_passing_through_its_home() -> None:
    order, second = dinner(), other()
    order.apply(LinesSettled(ORDER, ((A, 1),), OTHER))
    join({ORDER: order, OTHER: second})
    assert (list(second.hosted), list(order.passing), list(second.passing)) == ([A], [], [])


def test_a_line_that_went_to_an_order_nobody_here_knows_is_hosted_by_nobody() -> None:
    order = dinner()
    add(order, "b", sold("Soup", 600))
    order.apply(closed())
    order.apply(moved(A, THIRD))
    order.apply(moved(B, THIRD))
    join({ORDER: order})
    assert (order.hosted, order.passing) == ({}, {})


@pytest.mark.parametrize(
    ("splits", "covers", "found"),
    [
        ([], {A: 5}, {A: 3}),
        ([], {A: 2, C: 1}, {A: 2}),
        ([(A, B)], {A: 3}, {A: 2, B: 1}),
        ([(A, B)], {A: 1}, {A: 1, B: 0}),
        ([(A, B)], {A: 3, B: 1}, {A: 2, B: 1}),
        ([(A, B), (B, C)], {A: 2}, {A: 2, B: 0}),
    ],
)
def test_what_an_end_covers_goes_to_a_line_and_then_to_what_was_split_from_it(
    splits: list[tuple[LineId, LineId]], covers: Mapping[LineId, int], found: Mapping[LineId, int]
) -> None:
    assert covered(parts(*splits).own, covers) == found


def test_a_part_of_a_part_is_covered_once_whoever_names_it() -> None:
    order = dinner(4)
    order.apply(LineSplit(ORDER, A, B, 2))
    order.apply(LineSplit(ORDER, B, C, 1))
    assert {line.id: line.quantity for line in order.own.values()} == {A: 2, B: 1, C: 1}
    assert covered(order.own, {A: 3, B: 2}) == {A: 2, C: 1, B: 1}


def test_what_was_voided_since_is_covered_no_more() -> None:
    order = dinner(3)
    send(order)
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    assert covered(order.own, {A: 3}) == {A: 2}


@pytest.mark.parametrize(("said", "belongs_to"), [("R2", "R2"), ("", "R1")])
def test_an_order_belongs_to_the_terminal_that_ended_it_else_to_the_one_that_opened_it(
    said: str, belongs_to: str
) -> None:
    paid, left = dinner(), dinner()
    paid.apply(closed(said))
    left.apply(OrderCancelled(ORDER, NOW, TODAY, "left", MANAGER, said))
    assert (paid.end, left.end) == (End(NOW, TODAY, belongs_to), End(NOW, TODAY, belongs_to))


def test_a_merged_order_ended_when_it_was_merged_first() -> None:
    order = dinner()
    for minutes in (0, 5):
        order.apply(OrderMerged(ORDER, OTHER, NOW + timedelta(minutes=minutes), TODAY))
    assert order.end == End(NOW, TODAY, "R1")


@pytest.mark.parametrize(
    ("kind", "choice", "status"),
    [
        (ConflictKind.CANCELLED_BUT_PAID, ChoiceCode.GIVE_BACK, OrderStatus.CANCELLED),
        (ConflictKind.CANCELLED_BUT_PAID, ChoiceCode.SALE_STANDS, OrderStatus.CLOSED),
        (ConflictKind.OVERPAID, ChoiceCode.GIVE_BACK, OrderStatus.CLOSED),
    ],
)
def test_an_order_paid_here_and_cancelled_there_is_cancelled_only_once_its_money_is_given_back(
    kind: ConflictKind, choice: ChoiceCode, status: OrderStatus
) -> None:
    order = dinner()
    order.apply(closed())
    order.apply(OrderCancelled(ORDER, NOW, TODAY, "left", MANAGER, "R2", ((A, 1),)))
    order.apply(ConflictDecided(ORDER, "one", kind, choice, None, NOW, NOW, MANAGER))
    assert order.status is status


def test_an_order_put_aside_is_on_the_counter_again_when_somebody_goes_on_with_it() -> None:
    order = dinner()
    order.apply(OrderParked(ORDER, "blue coat", NOW, MARTA))
    assert order.party.parked is not None
    order.apply(OrderResumed(ORDER, NOW, MARTA))
    assert order.party.parked is None


def test_a_paper_of_a_share_is_noted_once_however_often_it_is_heard_of() -> None:
    order, money = dinner(), Money(500, "EUR")
    for share in ("s1", "s1", "s2"):
        order.apply(SharePrinted(ORDER, ShareId(share), SharePaper.CHECK, NOW, MARTA, money, money))
    assert [one.share_id for one in order.party.printed] == ["s1", "s2"]


def test_a_bill_in_more_shares_than_anybody_splits_keeps_the_first_ninety_nine() -> None:
    order = dinner()
    shares = tuple(Share(ShareId(f"s{place}")) for place in range(120))
    order.apply(BillShared(ORDER, PlanId("plan"), SharedBy.EVEN, shares, ((A, 1),), NOW, MARTA))
    assert order.party.plan is not None
    assert order.party.plan.shares == shares[:99]
    assert MOST_KEPT == 99
