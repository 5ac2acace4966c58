"""Two terminals that could not hear each other at one floor: what they find when they meet is the same at both."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from aura_terminal.domain.floor_rules import FloorRules, OthersTables
from aura_terminal.domain.ids import OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.tables import FloorNow
from tests.contract.store_bench import WATER
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_mesh_of_shops import at, founded, meet
from tests.support.memory_shop import EVERYTHING, MemoryStore, signed_in

ANA, LUCA = StaffId("ana-kovac"), StaffId("luca-bianchi")
FIVE, SEVEN = TableId("table-5"), TableId("table-7")


@cache
def shop() -> MemoryJournal:
    """What every terminal begins with, founded once."""
    return founded((FloorRules(others_tables=OthersTables.WARNED),), ("R1", "R2"))


def two(minutes_behind: int = 0) -> tuple[MemoryStore, MemoryStore]:
    """R1 and R2 of one shop; the second one's clock may be behind."""
    journal = shop()
    behind = FRIDAY_EVENING - timedelta(minutes=minutes_behind)
    return at(journal, "R1", FRIDAY_EVENING, 1), at(journal, "R2", behind, 2)


def floor(store: MemoryStore) -> FloorNow:
    return store.shop.tables.floor(FRIDAY_EVENING)


def pay(store: MemoryStore, order_id: OrderId) -> None:
    due = store.shop.reads.orders.sheet(order_id).due
    assert store.shop.paying.take_cash(EVERYTHING, order_id, due, store.shop.paying.new_attempt()).closed


def test_a_table_cleared_by_a_terminal_whose_clock_is_behind_is_clean_everywhere() -> None:
    here, there = two(minutes_behind=90)
    order_id = here.shop.ordering.add_item(EVERYTHING, NewOrder(table_id=FIVE), WATER).order_id
    pay(here, order_id)
    meet((here, there))
    assert [row.order_id for row in floor(there).left] == [order_id]
    there.shop.tables.clear(EVERYTHING, FIVE)
    meet((here, there))
    assert floor(here).left == floor(there).left == ()


def test_a_party_seated_elsewhere_meanwhile_is_not_cleared_away_and_both_parties_are_seen() -> None:
    here, there = two()
    first = here.shop.tables.seat(EVERYTHING, FIVE, 2).order_id
    second = there.shop.tables.seat(EVERYTHING, FIVE, 3).order_id
    here.shop.tables.take(signed_in(here.shop, "luca-bianchi"), first)
    there.shop.ordering.add_item(EVERYTHING, second, WATER)
    pay(there, second)
    there.shop.tables.clear(EVERYTHING, FIVE)
    meet((here, there))
    for store in (here, there):
        assert [row.order_id for row in floor(store).parties] == [first]
        assert floor(store).left == ()
        assert store.journal.order(second).status is OrderStatus.CLOSED
        assert set(store.journal.order(first).floor.touched) == {LUCA}


def test_of_two_who_give_tables_apart_the_later_one_counts_at_both() -> None:
    here, there = two()
    here.shop.sections.give(EVERYTHING, (FIVE,), ANA)
    there.clock.advance(seconds=30)
    there.shop.sections.give(EVERYTHING, (SEVEN,), LUCA)
    meet((here, there))
    assert floor(here).sections == floor(there).sections
    assert floor(here).sections.given == ((SEVEN, LUCA),)
