"""The room of figures, clicked through as a manager does."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.reports import Comparison, Period, ReportKind
from aura_terminal.ui.screens.reports.dashboard import DashboardView
from aura_terminal.ui.screens.reports.page import ReportsPage
from aura_terminal.ui.screens.reports.tile import FigureTile
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.charts import BarChart, BarRow, RankChart
from aura_terminal.ui.widgets.report_table import ReportTable
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.report_paper import csv_of
from aura_terminal.view_models.reports import ReportsModel
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.till import pin_of

CARLA, SOFIA, OWNER = StaffId("carla-lombardi"), StaffId("sofia-conti"), StaffId("davide-greco")


def sell(desk: Desk, item: str, guests: int = 2) -> OrderId:
    """An order that is paid."""
    shop = desk.store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(guests=guests), Asked(desk.till.tile(item).item_id)).order_id
    shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    return order


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Sales of a week ago and of today, one order open, and the manager in the room of figures."""
    now = desk.store.clock.now()
    desk.store.clock.set(now - timedelta(days=7, hours=3))
    sell(desk, "diavola")
    desk.store.clock.set(now - timedelta(hours=2))
    sell(desk, "margherita")
    sell(desk, "margherita", guests=4)
    desk.store.clock.set(now)
    sell(desk, "diavola")
    desk.store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(desk.till.tile("napoli").item_id))
    enter(desk, CARLA)
    return desk


def enter(desk: Desk, person: StaffId) -> None:
    """Somebody signs in and goes to the room of figures."""
    desk.till.session.sign_in(person, pin_of(person))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.settle()
    desk.terminal.rooms.enter("reports")
    desk.settle()


def page_of(desk: Desk) -> ReportsPage:
    page = desk.terminal.rooms.page
    assert isinstance(page, ReportsPage)
    return page


def tiles(desk: Desk) -> dict[str, str]:
    """The figures of the dashboard by what they are."""
    shown = [each for each in page_of(desk).findChildren(FigureTile) if each.isVisible()]
    return dict(each.accessibleName().split(", ", 1) for each in shown)


def table(desk: Desk) -> ReportTable:
    return next(each for each in page_of(desk).findChildren(ReportTable) if each.isVisible())


def cells(desk: Desk) -> list[tuple[str, ...]]:
    return [row.cells for row in table(desk).rows]


def tap_row(desk: Desk, row: int) -> None:
    """Tap a row of the table in sight."""
    shown = table(desk)
    where = shown.visualRect(shown.model().index(row, 0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where.x(), where.y()))
    desk.settle()


def choose(desk: Desk, chip: str) -> None:
    """Tap the chip of a report."""
    press(page_of(desk), chip)
    desk.settle()


def test_the_dashboard_shows_today_beside_the_same_weekday_last_week(office: Desk) -> None:
    assert tiles(office)["Sales so far"] == "€31.50, ▲ 152.0 %  (12.50)"
    assert tiles(office)["Guests"] == "8, ▲ 300.0 %  (2)"
    assert tiles(office)["Open checks"].startswith("1, €")
    view = next(each for each in page_of(office).findChildren(DashboardView) if each.isVisible())
    bars = view.findChildren(BarChart)[0].rows
    assert [bar.words for bar in bars] == ["16", "17", "18", "19"]
    assert bars[0].before == 1250
    assert [bar.value for bar in bars] == [0, 1900, 0, 1250]
    items = view.findChildren(RankChart)[0].rows
    assert [(bar.words, bar.value) for bar in items] == [("Margherita", 1900), ("Diavola", 1250)]


def test_a_sale_is_on_the_dashboard_at_once(office: Desk) -> None:
    sell(office, "diavola")
    office.others_did()
    assert tiles(office)["Sales so far"].startswith("€44.00")


def test_a_tap_leads_from_the_dashboard_to_a_report_its_orders_and_a_receipt(office: Desk) -> None:
    view = next(each for each in page_of(office).findChildren(DashboardView) if each.isVisible())
    tile = next(each for each in view.findChildren(FigureTile) if each.accessibleName().startswith("Sales"))
    tile.click()
    office.settle()
    assert page_of(office).model.kind is ReportKind.DAYS
    choose(office, "Hours")
    assert cells(office)[0][0] == "All, EUR"
    tap_row(office, cells(office).index(next(row for row in cells(office) if row[0] == "17:00")))
    assert len(cells(office)) == 2
    tap_row(office, 0)
    words = [row[1] for row in cells(office)]
    assert words[0] == "Margherita"
    assert "Total" in words
    QTest.keyClick(page_of(office), Qt.Key.Key_Escape)
    QTest.keyClick(page_of(office), Qt.Key.Key_Escape)
    office.settle()
    assert page_of(office).model.behind is None
    assert page_of(office).model.kind is ReportKind.HOURS
    QTest.keyClick(page_of(office), Qt.Key.Key_Escape)
    office.settle()
    assert "Sales so far" in tiles(office)


def test_days_are_chosen_by_chips_arrows_and_the_sheet(office: Desk) -> None:
    choose(office, "Product mix")
    today = page_of(office).model.today
    assert today is not None
    office.press("7 days")
    assert page_of(office).model.period == Period(today - timedelta(days=6), today)
    assert dict(zip(table(office).headings, cells(office)[1], strict=True))["Before"] == "0.00"
    office.press("The days before")
    assert page_of(office).model.period == Period(today - timedelta(days=13), today - timedelta(days=7))
    assert [row[1] for row in cells(office)[1:]] == ["Diavola"]
    office.press(next(name for name in office.names() if name.endswith("choose others")))
    office.press("To: +7 days")
    office.press("From: −28 days")  # the minus sign
    office.press("Show")
    assert page_of(office).model.period == Period(today - timedelta(days=41), today)
    office.press("400 days")
    assert page_of(office).model.period == Period(today - timedelta(days=399), today)


def test_a_report_is_printed_with_what_may_be_missing(office: Desk) -> None:
    mesh = stage_mesh(office.store)
    long_ago = office.store.clock.now() - timedelta(minutes=20)
    mesh.peer_states, mesh.terminal_rows = (peer("R3", long_ago),), (member("R3", long_ago),)
    choose(office, "Servers")
    office.press("Print the report")
    jobs = [job.job for job in office.store.journal.jobs if job.job.kind is SpoolKind.REPORT]
    assert [job.title for job in jobs] == ["SALES BY SERVER"]
    words = str(jobs[0].document)
    assert "R3 not heard since 15.05. 19:10: may be incomplete" in words
    assert office.terminal.window.sentence == "It comes out at the receipt printer."


def test_files_need_a_right_and_say_what_the_screen_says(office: Desk, tmp_path: Path) -> None:
    choose(office, "Tenders")
    assert "Keep the report as CSV" not in office.names()
    actor = office.till.session.actor
    assert actor is not None
    assert Permission.EXPORT not in actor.permissions
    kept: list[tuple[str, str, bytes]] = []

    def keep(name: str, ending: str, content: bytes) -> str:
        kept.append((name, ending, content))
        return str(tmp_path / f"{name}.{ending}")

    report = office.store.shop.reports.read(EVERYTHING, ReportKind.TENDERS, Period(_today(office), _today(office)))
    model = ReportsModel(office.till.runner, office.till.session, office.till.changes, keep)
    model.report = report
    model.keep_csv()
    office.settle()
    assert kept == []
    text = csv_of(report)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["name", "units", "amount", "tips", "share", "currency"]
    assert rows[1] == ["cash", "3", "31.50", "0.00", "100.0", "EUR"]
    assert text.endswith("\r\n")


def _today(desk: Desk) -> date:
    return desk.store.shop.reports.today()


def test_the_owner_keeps_csv_and_pdf_files(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, str, bytes]] = []

    def keep(name: str, ending: str, content: bytes) -> str:
        kept.append((name, ending, content))
        return f"{name}.{ending}"

    enter(office, OWNER)
    choose(office, "Tenders")
    monkeypatch.setattr(page_of(office).model, "keep", keep)
    office.press("Keep the report as CSV")
    office.press("Keep the report as PDF")
    assert [(name, ending) for name, ending, _ in kept] == [
        ("tenders-2026-05-15-2026-05-15", "csv"), ("tenders-2026-05-15-2026-05-15", "pdf")
    ]  # fmt: skip
    assert kept[0][2].startswith(b"\xef\xbb\xbfname,units,amount,tips,share")
    assert kept[1][2].startswith(b"%PDF-")
    assert office.terminal.window.sentence == "Kept as tenders-2026-05-15-2026-05-15.pdf"


def test_who_may_not_see_reports_has_no_such_room(desk: Desk) -> None:
    desk.till.session.sign_in(SOFIA, pin_of(SOFIA))
    desk.settle()
    assert "reports" not in desk.terminal.rooms.rooms


def test_nobody_finds_the_figures_of_who_was_here_before(office: Desk) -> None:
    model = page_of(office).model
    assert model.dashboard is not None
    office.till.session.lock()
    office.settle()
    shown = [model.dashboard, model.report, model.behind, model.receipt]
    assert shown == [None] * len(shown)


def test_bars_are_reached_by_keys_and_spoken(qtbot: QtBot, theme: Theme) -> None:
    chart = BarChart(theme, "Hours")
    qtbot.addWidget(chart)
    chart.resize(600, 200)
    chart.show()
    chart.show_rows([BarRow("0", "11", 500, "5.00", 300, "3.00"), BarRow("1", "12", 700, "7.00")])
    chart.setCurrentIndex(chart.model().index(0, 0))
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.currentIndex().row() == 1
    assert isinstance(chart, QAbstractItemView)
    assert chart.model().data(chart.currentIndex(), Qt.ItemDataRole.AccessibleTextRole) == "12, 7.00"
    with qtbot.waitSignal(chart.tapped) as tapped:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert tapped.args == ["1"]


def test_compared_days_are_whole_weeks_earlier() -> None:
    period = Period(date(2026, 5, 1), date(2026, 5, 15))
    week = period.compared(Comparison.WEEK)
    assert week == Period(date(2026, 4, 10), date(2026, 4, 24))
    assert week is not None
    assert week.first.weekday() == period.first.weekday()
    year = period.compared(Comparison.YEAR)
    assert year == Period(date(2025, 5, 2), date(2025, 5, 16))
