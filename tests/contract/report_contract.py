"""What every store promises of figures; a test class supplies `bench`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.closing import day_totals
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.reports import Cell, Column, Comparison, Drill, Period, Report, ReportKind, RowKey
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.returns import Way
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import NOBODY, WATER, Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING


def sold(shop: Shop, count: int = 1, *, guests: int = 2, tendered: Money | None = None) -> OrderId:
    """So many waters, paid in cash."""
    order = shop.ordering.add_item(EVERYTHING, NewOrder(guests=guests), replace(WATER, quantity=count)).order_id
    due = shop.reads.orders.sheet(order).due
    shop.paying.take_cash(EVERYTHING, order, tendered or due, shop.paying.new_attempt())
    return order


def today(shop: Shop) -> Period:
    """The business day."""
    return Period(shop.reports.today(), shop.reports.today())


def read(shop: Shop, kind: ReportKind, comparison: Comparison = Comparison.NONE) -> Report:
    """A report of today."""
    return shop.reports.read(EVERYTHING, kind, today(shop), comparison)


def column(report: Report, wanted: Column) -> list[Cell]:
    """What stands in a column, row by row."""
    place = report.columns.index(wanted)
    return [row.cells[place] for row in report.rows]


class ReportContract(StoreFixtures):
    """Figures are those of the orders, beside earlier days, and lead back to the orders."""

    def test_every_report_can_be_read_before_anything_was_sold(self, shop: Shop) -> None:
        for kind in ReportKind:
            report = read(shop, kind, Comparison.WEEK)
            assert (report.kind, report.rows) == (kind, ())
            assert len(report.total) == len(report.columns)
        assert shop.reads.reports.state()[1] is None

    def test_reports_add_up_to_the_totals_of_the_day(self, bench: Bench, shop: Shop) -> None:
        for count in (1, 2, 3):
            sold(shop, count, tendered=Money(5000, "EUR"))
            bench.clock.advance(minutes=50)
        order = shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
        shop.discounts.take_percent(EVERYTHING, order, Decimal(10), "Regular")
        shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
        day = today(shop).first
        totals = day_totals(day, "EUR", shop.reads.books.orders_of(day))
        for kind in (ReportKind.HOURS, ReportKind.DAYS, ReportKind.WEEKDAYS, ReportKind.SERVERS):
            assert sum(row.weight for row in read(shop, kind).rows) == totals.gross.minor, kind
        tenders = read(shop, ReportKind.TENDERS)
        assert column(tenders, Column.AMOUNT) == [one.amount for one in totals.tenders]
        assert column(read(shop, ReportKind.TAXES), Column.TAX) == [one.tax for one in totals.taxes]
        assert column(read(shop, ReportKind.ITEMS), Column.AMOUNT) == [one.amount for one in totals.items]
        assert column(read(shop, ReportKind.DISCOUNTS), Column.AMOUNT) == [one.amount for one in totals.discounts]
        assert column(read(shop, ReportKind.DISCOUNTS), Column.WHY) == ["Regular"]
        assert len(read(shop, ReportKind.HOURS).rows) > 1
        shares = column(read(shop, ReportKind.HOURS), Column.SHARE)
        assert sum(share for share in shares if isinstance(share, Decimal)) == pytest.approx(Decimal(100), abs=1)

    def test_what_was_given_away_or_taken_back_says_who_and_why(self, bench: Bench, shop: Shop) -> None:
        free = shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
        shop.discounts.take_percent(EVERYTHING, free, Decimal(100), "Birthday")
        shop.paying.close_free(EVERYTHING, free)
        order = shop.ordering.add_item(EVERYTHING, NewOrder(), replace(WATER, quantity=3)).order_id
        shop.ordering.send(EVERYTHING, order)
        line = shop.reads.orders.sheet(order).lines[0]
        approval = Approval(EVERYTHING.id, bench.clock.now(), "void")
        shop.ordering.void_line(EVERYTHING, order, line.line_id, 1, "Dropped", approval=approval)
        shop.ordering.void_line(EVERYTHING, order, line.line_id, 1, "Sent back", approval=approval)
        shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
        comps, voids = read(shop, ReportKind.COMPS), read(shop, ReportKind.VOIDS)
        assert (column(comps, Column.WHY), read(shop, ReportKind.DISCOUNTS).rows) == (["Birthday"], ())
        assert sorted(map(str, column(voids, Column.WHY))) == ["Dropped", "Sent back"]
        assert column(voids, Column.UNITS) == [1, 1]
        prices = {one.minor for one in column(voids, Column.AMOUNT) if isinstance(one, Money)}
        assert len(prices) == 1

    def test_goods_that_came_back_are_less_of_the_day_they_came_back_on(self, bench: Bench, shop: Shop) -> None:
        order = sold(shop, 3)
        line = shop.reads.orders.sheet(order).lines[0]
        bench.clock.advance(hours=24)
        before = shop.closing.read(today(shop).first - timedelta(days=1))
        back = shop.returns.take_back(EVERYTHING, order, [(line.line_id, 2)], "Flat", Way.CASH)
        assert shop.closing.read(today(shop).first - timedelta(days=1)) == before
        day = shop.closing.read()
        assert (day.gross, [one.count for one in day.items]) == (-back.amount, [-2])
        report = read(shop, ReportKind.ITEMS)
        assert (column(report, Column.UNITS), column(report, Column.AMOUNT)) == ([-2], [-back.amount])
        with bench.begin(EVERYTHING.id) as work:
            assert [one.id for one in work.ledger.orders_of(work.today)] == [order]

    def test_earlier_days_stand_beside_those_of_the_same_weekday(self, bench: Bench, shop: Shop) -> None:
        sold(shop, 1)
        bench.clock.advance(hours=24 * 7)
        sold(shop, 3)
        report = read(shop, ReportKind.DAYS, Comparison.WEEK)
        assert report.compared == Period(today(shop).first - timedelta(days=7), today(shop).first - timedelta(days=7))
        assert (column(report, Column.CHANGE), len(report.rows)) == ([Decimal(200)], 1)
        assert column(read(shop, ReportKind.ITEMS, Comparison.YEAR), Column.CHANGE) == [None]
        board = shop.reports.dashboard(EVERYTHING)
        assert (board.today.orders, board.before.orders, board.today.guests) == (1, 1, 2)
        assert board.today.average == board.today.gross

    def test_a_figure_leads_to_its_orders_and_to_the_receipt(self, bench: Bench, shop: Shop) -> None:
        first = sold(shop, 1)
        bench.clock.advance(hours=2)
        second = sold(shop, 2)
        hours = read(shop, ReportKind.HOURS)
        drills = [hours.drill(row) for row in hours.rows]
        found = [shop.reports.behind(EVERYTHING, drill).orders for drill in drills if drill is not None]
        assert [[row.order_id for row in orders] for orders in found] == [[first], [second]]
        receipt = shop.reports.receipt(EVERYTHING, second)
        assert (receipt.order_id, receipt.lines[0].quantity) == (second, 2)
        nothing = Drill(ReportKind.ITEMS, today(shop), RowKey("Nothing", "Nowhere"))
        assert shop.reports.behind(EVERYTHING, nothing).orders == ()
        with pytest.raises(NotFound):
            shop.reports.receipt(EVERYTHING, NOBODY)

    def test_sums_over_days_are_those_of_the_days(self, bench: Bench, shop: Shop) -> None:
        for count in (1, 2):
            sold(shop, count)
            bench.clock.advance(hours=24)
        sold(shop, 3)
        reads, last = shop.reads.reports, today(shop).first
        whole = Period(last - timedelta(days=2), last)
        days = [Period(last - timedelta(days=back), last - timedelta(days=back)) for back in range(3)]
        for kind in FigureKind:
            over = sum(row.minor for row in reads.figures([kind], whole))
            assert over == sum(row.minor for day in days for row in reads.figures([kind], day)), kind
        assert [row.on for row in sorted(reads.by_day(whole), key=lambda row: row.on or date.min)] == [
            day.first for day in reversed(days)
        ]
        assert reads.state() == (0, whole.first)

    def test_labour_read_in_parts_is_labour_read_at_once(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        for _ in range(9):
            shop.labor.clock_in(marta)
            sold(shop, 1)
            bench.clock.advance(hours=3)
            shop.labor.clock_out(marta)
            bench.clock.advance(hours=21)
        last = today(shop).first
        whole = Period(last - timedelta(days=9), last)
        parts = [shop.reports.read(EVERYTHING, ReportKind.LABOR, part) for part in whole.parts(7)]
        assert [part.period.days for part in parts] == [7, 3]
        at_once = shop.reports.read(EVERYTHING, ReportKind.LABOR, whole)
        assert shop.reports.join(EVERYTHING, whole, parts) == at_once
        assert at_once.total[at_once.columns.index(Column.MINUTES)] == 9 * 180

    def test_figures_need_their_rights(self, shop: Shop, marta: Actor) -> None:
        may_see = Actor(marta.id, marta.name, frozenset({Permission.SEE_REPORTS}))
        report = shop.reports.read(may_see, ReportKind.HOURS, today(shop))
        assert shop.reports.dashboard(may_see).labor is None
        for refused in (
            lambda: shop.reports.read(marta, ReportKind.HOURS, today(shop)),
            lambda: shop.reports.dashboard(marta),
            lambda: shop.reports.read(may_see, ReportKind.LABOR, today(shop)),
            lambda: shop.reports.csv(may_see, report),
            lambda: shop.reports.receipt(marta, NOBODY),
            lambda: shop.reports.print_report(marta, report),
        ):
            with pytest.raises(RuleBroken) as broken:
                refused()
            assert broken.value.rule is Rule.NOT_ALLOWED
