"""Reports of back offices beside our own figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure, SheetRow, sheet_id
from aura_terminal.domain.documents import put
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.supplies import CountedLine, Supply
from aura_terminal.use_cases.central_sheets import ComparedSheet
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store


@pytest.fixture
def store() -> MemoryStore:
    """Two orders of two of one dish each were paid today."""
    store = demo_store()
    shop = store.shop
    tile = next(one for category in shop.reads.menu.categories() for one in shop.reads.menu.tiles(category.id)
                if not one.asks)  # fmt: skip
    for _ in range(2):
        order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(tile.item_id, quantity=2)).order_id
        shop.paying.take_cash(EVERYTHING, order_id, shop.reads.orders.sheet(order_id).due, shop.paying.new_attempt())
    return store


def figure(name: str, value: str, beside: OurFigure | None, currency: str = "") -> SheetFigure:
    return SheetFigure(name, value, currency, beside)


def sheet(store: MemoryStore, *figures: SheetFigure, rows: tuple[SheetRow, ...] = ()) -> CentralSheet:
    today = store.shop.reports.today()
    return CentralSheet(
        sheet_id("auraflow", "sales"), "auraflow", "sales", store.clock.now(), today, today, figures, rows
    )


def compared(store: MemoryStore, *figures: SheetFigure, rows: tuple[SheetRow, ...] = ()) -> ComparedSheet:
    return store.shop.central_sheets.compare(EVERYTHING, sheet(store, *figures, rows=rows))


def test_sums_stand_beside_ours_of_the_same_dates(store: MemoryStore) -> None:
    sold = store.shop.reports.dashboard(EVERYTHING).today.gross
    found = compared(
        store,
        figure("total_sales", sold.plain(), OurFigure.SALES, sold.currency),
        figure("total_transactions", "3", OurFigure.ORDERS),
        figure("total_items_sold", "4", OurFigure.UNITS),
        figure("trend", "up", None),
    )

    sales, orders, units, trend = found.figures
    assert (sales.theirs, sales.ours, sales.is_different) == (sold, sold, False)
    assert (orders.ours, orders.difference, orders.is_different) == (Decimal(2), Decimal(1), True)
    assert (units.ours, units.is_different) == (Decimal(4), False)
    assert (trend.theirs, trend.ours, trend.is_different) == ("up", None, False)
    assert found.differing == 1


def test_a_line_of_one_day_stands_beside_that_day(store: MemoryStore) -> None:
    today = store.shop.reports.today()
    before = today - timedelta(days=1)
    rows = tuple(
        SheetRow(day.isoformat(), (figure("transactions", "2", OurFigure.ORDERS),), day=day) for day in (before, today)
    )

    assert [row.figures[0].ours for row in compared(store, rows=rows).rows] == [Decimal(0), Decimal(2)]


def test_a_line_of_a_dish_stands_beside_that_dish(store: MemoryStore) -> None:
    line = store.shop.reads.orders.sheet(store.shop.reads.orders.recent(1)[0].order_id).lines[0]
    rows = (
        SheetRow("theirs", (figure("quantity", "4", OurFigure.UNITS),), dish=line.name),
        SheetRow("other", (figure("quantity", "1", OurFigure.UNITS),), dish="nothing of ours"),
    )

    assert [row.figures[0].ours for row in compared(store, rows=rows).rows] == [Decimal(4), Decimal(0)]


def test_nothing_of_ours_stands_beside_dates_longer_than_reports_go(store: MemoryStore) -> None:
    long = replace(sheet(store, figure("orders", "9", OurFigure.ORDERS)), first=date(2000, 1, 1))

    assert store.shop.central_sheets.compare(EVERYTHING, long).figures[0].ours is None


def test_money_of_another_currency_is_not_compared(store: MemoryStore) -> None:
    found = compared(store, figure("total_sales", "1.00", OurFigure.SALES, "USD"))

    assert found.figures[0].theirs == Money(100, "USD")
    assert found.figures[0].difference is None


def test_how_things_stand_now_needs_no_dates(store: MemoryStore) -> None:
    flour = Supply(SupplyId("flour"), "Flour", "kg", minimum=Decimal(10))
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(flour))
    store.shop.supplies.count(EVERYTHING, (CountedLine(flour.id, Decimal(4)),))
    standing = replace(sheet(store, figure("low_stock_items", "5", OurFigure.LOW_STOCK)), first=None, last=None)

    assert store.shop.central_sheets.compare(EVERYTHING, standing).figures[0].ours == Decimal(1)


def test_only_who_may_see_reports_reads_them(store: MemoryStore) -> None:
    nobody = replace(EVERYTHING, permissions=frozenset())
    with pytest.raises(RuleBroken):
        store.shop.central_sheets.sheets(nobody)


def test_the_newest_word_of_a_report_is_kept(store: MemoryStore) -> None:
    one = sheet(store, figure("orders", "1", OurFigure.ORDERS))
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(one))
        work.keep(put(replace(one, figures=(figure("orders", "2", OurFigure.ORDERS),))))

    (kept,) = store.shop.central_sheets.sheets(EVERYTHING)
    assert kept.figures[0].value == "2"
    assert not kept.says_the_same(one)
