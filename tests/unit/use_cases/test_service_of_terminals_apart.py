"""Two terminals serve one table while they do not hear each other: one bill, one tip, and everything cooked once."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest

from aura_terminal.domain.ids import ChargeId, ItemId, OrderId
from aura_terminal.domain.service_rules import ChargeRule, CoursesWait, GratuityRule, ServiceRules
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_mesh_of_shops import at, founded, meet
from tests.support.memory_shop import EVERYTHING, MemoryStore

NOW = datetime(2026, 7, 1, 18, tzinfo=UTC)
TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
RULES = ServiceRules(charges=(TEN,), gratuity=GratuityRule(5, Decimal(18)), courses_wait=CoursesWait.EVERYWHERE)


@cache
def shop() -> MemoryJournal:
    """The demo shop with two registers and rules for service."""
    return founded((RULES,), ("R1", "R2"))


@pytest.fixture
def pair() -> tuple[MemoryStore, MemoryStore]:
    journal = shop()
    return at(journal, "R1", NOW, 1), at(journal, "R2", NOW, 2)


def party(one: MemoryStore, other: MemoryStore) -> OrderId:
    """Six at a table with starters in the making and mains waiting, known to both."""
    order_id = one.shop.ordering.open_order(EVERYTHING, NewOrder(guests=6)).order_id
    for course in (1, 2, 2):
        one.shop.ordering.add_item(EVERYTHING, order_id, Asked(ItemId("napoli"), course=course, note=str(course)))
    one.shop.ordering.send(EVERYTHING, order_id)
    meet((one, other))
    return order_id


def test_a_course_fired_at_both_is_cooked_once_and_begins_at_one_moment(pair: tuple[MemoryStore, MemoryStore]) -> None:
    one, other = pair
    order_id = party(one, other)
    other.clock.advance(minutes=1)
    one.shop.service.fire_course(EVERYTHING, order_id, 2, 10)
    other.shop.service.fire_course(EVERYTHING, order_id, 2)
    meet(pair)
    boards = [[(row.ticket_id, row.starts_at) for row in store.shop.reads.kitchen.live(None)] for store in pair]
    assert boards[0] == boards[1]
    assert sum(len(row.lines) for row in one.shop.reads.kitchen.live(None)) == 3
    assert all(starts_at is not None for _, starts_at in boards[0])


def test_what_each_did_apart_comes_to_one_bill_at_both(pair: tuple[MemoryStore, MemoryStore]) -> None:
    one, other = pair
    order_id = party(one, other)
    other.shop.ordering.add_item(EVERYTHING, order_id, Asked(ItemId("tiramisu")))
    other.shop.service.hold(EVERYTHING, order_id)
    other.shop.guest_checks.print_check(EVERYTHING, order_id)
    other.shop.ordering.assign_table(EVERYTHING, order_id, None, 4)
    one.clock.advance(minutes=1)
    one.shop.service.waive(EVERYTHING, order_id, TEN.id, "slow")
    meet(pair)
    sheets = [store.shop.reads.orders.sheet(order_id) for store in pair]
    assert sheets[0] == sheets[1]
    assert not sheets[0].charges[0].amount
    assert sheets[0].gratuity is None  # four of them by now
    assert [line.held for line in sheets[0].lines if line.item_id == "tiramisu"] == [True]
    check = sheets[0].check
    assert check is not None
    assert not check.is_current


def test_a_payment_counts_with_its_tip_whatever_was_decided_about_tips_elsewhere(
    pair: tuple[MemoryStore, MemoryStore],
) -> None:
    one, other = pair
    order_id = party(one, other)
    shown = one.shop.reads.orders.sheet(order_id)
    assert shown.gratuity is not None
    tip = shown.gratuity.left
    other.shop.ordering.assign_table(EVERYTHING, order_id, None, 2)
    one.clock.advance(minutes=1)
    one.shop.paying.take_cash(EVERYTHING, order_id, shown.due + tip, one.shop.paying.new_attempt())
    meet(pair)
    for store in pair:
        (payment,) = store.shop.reads.orders.sheet(order_id).payments
        assert (payment.amount, payment.tip) == (shown.due, tip)
        day = store.shop.closing.read()
        assert day.gross == shown.due
        assert [row.amount for row in day.tips] == [tip]
