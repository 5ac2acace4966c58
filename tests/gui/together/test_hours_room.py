"""The manager's room of hours, clicked as a person clicks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor_rules import LaborRules, MealRule, Selling
from aura_terminal.ui.screens.hours.page import HoursPage
from aura_terminal.ui.screens.hours.table import Table
from aura_terminal.ui.screens.hours.time_field import TimeField
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.chips import Chip, Chips
from aura_terminal.view_models.hours import HoursView
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, signed_in

CARLA, TOM = StaffId("carla-lombardi"), StaffId("tom-richter")


@pytest.fixture
def page(desk: Desk) -> HoursPage:
    """Carla in the room of hours; Tom began a shift the day before and never ended it."""
    store = desk.store
    tom = signed_in(store.shop, TOM)
    store.shop.labor.clock_in(tom, "Server")
    store.clock.advance(hours=22)
    desk.till.session.sign_in(CARLA, "483916")
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    press(desk.terminal.rooms, "Hours")
    desk.settle()
    page = desk.terminal.rooms.page
    assert isinstance(page, HoursPage)
    return page


def table(page: HoursPage) -> Table:
    """The list in front: that of the sheet, where one is open."""
    return [each for each in page.findChildren(Table) if each.isVisible()][-1]


def tap_in(desk: Desk, page: HoursPage, words: str) -> None:
    """Tap a row of the list in front."""
    tap(table(page), words)
    desk.settle()


def press_chip(desk: Desk, page: HoursPage, words: str) -> None:
    """Tap a pill."""
    next(each for each in page.findChildren(Chip) if each.isVisible() and each.accessibleName() == words).click()
    desk.settle()


def type_time(desk: Desk, page: HoursPage, digits: str) -> None:
    """Tap digits in the sheet in front."""
    field = next(each for each in page.findChildren(TimeField) if each.isVisible())
    for digit in digits:
        press(field, digit)
    desk.settle()


def show(desk: Desk, page: HoursPage, view: HoursView) -> list[str]:
    """Another view, and what it says."""
    chips = next(each for each in page.findChildren(Chips) if each.isVisible())
    chips.select(view.value)
    chips.chosen.emit(view.value)
    desk.settle()
    return [row.spoken for row in table(page).rows()] if table(page).rows() else []


def test_a_forgotten_clock_out_is_listed_entered_with_a_reason_and_told_to_its_owner(
    desk: Desk, page: HoursPage
) -> None:
    (forgotten,) = show(desk, page, HoursView.LOOK)
    assert forgotten.startswith("Tom Richter")
    assert "never clocked out" in forgotten
    tap_in(desk, page, "Tom Richter")
    type_time(desk, page, "2330")
    desk.press("Enter it")
    desk.write("closed the bar, forgot")
    assert show(desk, page, HoursView.LOOK) == []
    shift = desk.store.shop.labor.time_sheet(TOM).shifts[0]
    assert shift.worked(desk.store.clock.now()) == timedelta(hours=4)
    (told,) = desk.store.shop.reads.labor.clock(TOM, desk.store.clock.now()).unseen
    assert (told.by_name, told.reason) == ("Carla Lombardi", "closed the bar, forgot")


def test_a_change_needs_four_digits_and_a_reason(desk: Desk, page: HoursPage) -> None:
    show(desk, page, HoursView.LOOK)
    tap_in(desk, page, "Tom Richter")
    type_time(desk, page, "23")
    desk.press("Enter it")
    assert "Type the time as four digits, such as 0930." in desk.words()
    type_time(desk, page, "30")
    desk.press("Enter it")
    desk.write("")
    assert len(desk.store.shop.labor.time_sheet(TOM).punches) == 1


def test_a_punch_is_corrected_from_the_week_and_both_times_stay_on_the_screen(desk: Desk, page: HoursPage) -> None:
    (tom,) = show(desk, page, HoursView.WEEK)
    assert tom.startswith("Tom Richter, 0:00")
    assert "not clocked out: 1" in tom
    tap_in(desk, page, "Tom Richter")
    press_chip(desk, page, "Fri 15.05.")
    tap_in(desk, page, "19:30, Clocked in")
    type_time(desk, page, "1900")
    desk.press("Change it")
    desk.write("came with the delivery")
    rows = [row.spoken for row in table(page).rows()]
    history = "made at 19:30  \u00b7  changed to 19:00 by Carla Lombardi: came with the delivery"
    assert rows == [f"19:00, Clocked in, Server, R1, {history}"]


def test_costs_are_for_who_may_see_them(desk: Desk, page: HoursPage) -> None:
    store = desk.store
    carla = store.shop.access.identify(CARLA, "483916")
    store.shop.labor.clock_in(signed_in(store.shop, StaffId("paolo-ferrara")))
    store.clock.advance(hours=2)
    week = store.shop.hours.week(carla, store.shop.reads.store.profile().calendar.date_of(store.clock.now()))
    assert week.cost is not None
    assert week.cost.minor == 3240
    desk.others_did()
    assert any("32.40" in row or "32,40" in row for row in show(desk, page, HoursView.WEEK))


def test_a_shift_is_planned_and_taken_back_where_the_store_plans(desk: Desk, page: HoursPage) -> None:
    assert show(desk, page, HoursView.PLAN) == []
    desk.press("Plan a shift")
    desk.pick("Ana Kova\u010d")
    type_time(desk, page, "0930")
    press_chip(desk, page, "To")
    type_time(desk, page, "1715")
    desk.press("Plan it")
    (planned,) = show(desk, page, HoursView.PLAN)
    assert "Ana Kova\u010d, 09:30, 17:15" in planned
    tap_in(desk, page, planned)
    desk.press("Take it back")
    assert show(desk, page, HoursView.PLAN) == []


def test_rules_are_answered_one_by_one_by_who_may_set_them(desk: Desk, page: HoursPage) -> None:
    show(desk, page, HoursView.RULES)
    tap_in(desk, page, "Who may sell")
    desk.pick("only who is clocked in")
    rows = show(desk, page, HoursView.RULES)
    assert "Who may sell, only who is clocked in" in rows
    assert desk.store.shop.hours.rules(EVERYTHING).selling is Selling.CLOCKED_IN


def test_who_is_in_is_shown_with_what_should_not_wait(desk: Desk, page: HoursPage) -> None:
    store = desk.store
    rules = LaborRules(meals=(MealRule(60, 30),))
    store.shop.administration.put_documents(EVERYTHING, [rules])
    store.shop.labor.clock_in(signed_in(store.shop))
    store.clock.advance(minutes=65)
    desk.others_did()
    marta = next(row for row in show(desk, page, HoursView.NOW) if row.startswith("Marta Rossi"))
    assert "break of 30 min was due at 18:30" in marta


def test_whoever_may_not_read_it_finds_nothing_of_it_after_a_change_of_hands(desk: Desk, page: HoursPage) -> None:
    show(desk, page, HoursView.WEEK)
    desk.till.session.sign_in(StaffId("marta-rossi"), "4831")
    desk.settle()
    assert page.model.house is None
    assert table_rows(page) == []


def table_rows(page: HoursPage) -> list[str]:
    """What any list of the page still holds."""
    return [row.spoken for each in page.findChildren(Table) for row in each.rows()]
