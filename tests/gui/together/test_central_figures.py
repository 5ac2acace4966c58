"""The manager looks at what back offices report, beside what was sold here."""

from __future__ import annotations

import pytest

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.screens.central_figures.page import CentralFiguresPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.ui.widgets.report_table import ReportTable
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.central_sheets import tell_sheets
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

CARLA, SOFIA = StaffId("carla-lombardi"), StaffId("sofia-conti")


def enter(desk: Desk, person: StaffId) -> None:
    """Somebody signs in and goes to what back offices report."""
    desk.till.session.sign_in(person, pin_of(person))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.settle()
    desk.terminal.rooms.enter("central-figures")
    desk.settle()


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Two orders of 12.50 were paid; the back office knows one of them."""
    shop = desk.store.shop
    for _ in range(2):
        item = desk.till.tile("diavola").item_id
        order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(item)).order_id
        shop.paying.take_cash(EVERYTHING, order_id, shop.reads.orders.sheet(order_id).due, shop.paying.new_attempt())
    tell_sheets(desk.store)
    enter(desk, CARLA)
    return desk


def page_of(desk: Desk) -> CentralFiguresPage:
    page = desk.terminal.rooms.page
    assert isinstance(page, CentralFiguresPage)
    return page


def cells(desk: Desk) -> list[tuple[str, ...]]:
    return [row.cells for row in page_of(desk).findChildren(ReportTable)[0].rows]


def cells_shown(desk: Desk) -> int:
    return sum(len(each.rows) for each in page_of(desk).findChildren(ReportTable) if each.isVisible())


def test_their_figures_stand_beside_ours_and_differences_are_said(office: Desk) -> None:
    assert cells(office) == [
        ("Sales", "12.50", "25.00", "−12.50"),
        ("Transactions", "1", "2", "−1"),
        ("Trend", "up", "–", ""),
        ("14.05.2026", "", "", ""),
        ("    Transactions", "2", "0", "+2"),
        ("15.05.2026", "", "", ""),
        ("    Transactions", "2", "2", ""),
    ]
    strip = next(each for each in page_of(office).findChildren(Strip) if each.isVisible())
    assert strip.words.startswith("3 of their figures are not ours.")


def test_a_tap_shows_another_report(office: Desk) -> None:
    press(page_of(office), "Assistant: Overview")
    office.settle()

    assert cells(office) == [("Owed to the house", "0.00", "0.00", ""), ("Cash position", "250000.00", "–", "")]
    assert not any(each.isVisible() for each in page_of(office).findChildren(Strip))


def test_without_a_report_it_says_so(desk: Desk) -> None:
    enter(desk, CARLA)

    page = page_of(desk)
    said = [each.text() for each in page.findChildren(Words) if each.isVisible()]
    assert not page.findChildren(ReportTable)[0].isVisible()
    assert "No back office has told a report yet." in said


def test_who_may_not_see_reports_has_no_such_room(desk: Desk) -> None:
    desk.till.session.sign_in(SOFIA, pin_of(SOFIA))
    desk.settle()
    assert "central-figures" not in desk.terminal.rooms.rooms


def test_nobody_finds_what_was_read_for_who_was_here_before(office: Desk) -> None:
    assert cells_shown(office)
    page = page_of(office)
    office.till.session.lock()
    office.settle()
    assert page.model.sheets == ()
    assert page.model.compared is None
