"""Shares, hand-overs, linked tables and orders put aside, on disk: done apart, and one truth afterwards."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ports.reads import OrderRow
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.integration.store.test_three_stores import settle, templates
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop
from tests.support.three_stores import three

__all__ = ["templates"]

TIRAMISU = ItemId("tiramisu")
SEVEN, EIGHT, NINE = (TableId(f"table-{number}") for number in (7, 8, 9))
SOFIA, JONAS = StaffId("sofia-conti"), StaffId("jonas-weber")


def dinner(at: StoredShop, table: TableId) -> OrderId:
    order_id = at.shop.ordering.open_order(EVERYTHING, NewOrder(table_id=table, guests=3)).order_id
    for seat in (1, 2, 3):
        at.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU, seat=seat))
    at.shop.ordering.send(EVERYTHING, order_id)
    return order_id


def row(at: StoredShop, order_id: OrderId) -> OrderRow:
    return next(row for row in at.shop.reads.orders.open_orders() if row.order_id == order_id)


def pay(at: StoredShop, order_id: OrderId, place: int) -> None:
    plan = at.shop.reads.orders.sheet(order_id).plan
    assert plan is not None
    share, paying = plan.shares[place], at.shop.paying
    paying.take_cash(EVERYTHING, order_id, share.cash_due, paying.new_attempt(), share.share_id)


def test_what_a_party_did_at_three_terminals_is_one_truth_on_every_disk(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        here, there, last = stores
        order_id = dinner(here, SEVEN)
        settle(stores, Random(1))
        # heard by all (tier B): shared at one terminal, linked at another, paid where its token is
        there.shop.sharing.share_by_seats(EVERYTHING, order_id, [(1,), (2,), (3,)])
        last.shop.linking.link_tables(EVERYTHING, order_id, [SEVEN, EIGHT])
        settle(stores, Random(2))
        pay(here, order_id, 0)
        with pytest.raises(RuleBroken, match=Rule.TOKEN_ELSEWHERE.value):
            pay(there, order_id, 1)
        with pytest.raises(RuleBroken, match=Rule.TABLE_LINKED.value):
            there.shop.ordering.open_order(EVERYTHING, NewOrder(table_id=EIGHT))
        settle(stores, Random(3))
        now = here.clock.now()
        taken = {one.table_id for one in there.shop.reads.tables.standing(now) if one.order_id == order_id}
        assert taken == {SEVEN, EIGHT}
        # apart (tier C): another server here, another there, put aside at the third
        here.shop.handing.hand_over(EVERYTHING, [order_id], SOFIA)
        there.shop.handing.hand_over(EVERYTHING, [order_id], JONAS)
        last.shop.handing.park(EVERYTHING, order_id, "Red jacket")
        pay(here, order_id, 1)
        settle(stores, Random(4))
        seen = {row(stored, order_id) for stored in stores}
        (shown,) = seen
        assert (shown.shares, shown.shares_paid, shown.parked_as, shown.linked) == (3, 2, "Red jacket", (EIGHT,))
        assert shown.opened_by in (SOFIA, JONAS)
        assert {table.party for table in here.shop.reads.orders.tables() if table.order_id == order_id} == {"7+8"}
        # closed and opened again (tier D): the last guest pays, the whole is paid
        here.reopen()
        pay(here, order_id, 2)
        settle((here, there, last), Random(5))
        sheets = [stored.shop.reads.orders.sheet(order_id) for stored in stores]
        assert {sheet.status for sheet in sheets} == {OrderStatus.CLOSED}
        assert all(sheet.paid == sheet.total for sheet in sheets)
        assert all(sheet.conflicts == () for sheet in sheets)


def test_separate_checks_of_linked_tables_are_paid_one_by_one_on_disk(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        here, there, _ = stores
        order_id = dinner(here, SEVEN)
        here.shop.linking.link_tables(EVERYTHING, order_id, [SEVEN, EIGHT, NINE])
        whole = row(here, order_id).total
        here.shop.sharing.separate(EVERYTHING, order_id)
        settle(stores, Random(1))
        rows = there.shop.reads.orders.open_orders()
        assert [one.table_name for one in rows] == ["7+8+9"] * 3
        assert sum(one.total.minor for one in rows) == whole.minor
        assert len(there.shop.reads.kitchen.live(None)) == len(here.shop.reads.kitchen.live(None))
        for one in rows:
            here.shop.paying.take_cash(EVERYTHING, one.order_id, one.total, here.shop.paying.new_attempt())
        settle(stores, Random(2))
        assert there.shop.reads.orders.open_orders() == ()
        assert {table.order_id for table in there.shop.reads.orders.tables()} == {None}
