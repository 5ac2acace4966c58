"""The day in figures, printed and closed by the person at the register."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ui.screens.day.figures import Figures
from aura_terminal.ui.screens.day.screen import DayScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Two orders were paid, one is open, and the manager looks at the day."""
    shop = desk.store.shop
    for item in ("diavola", "margherita", "napoli"):
        order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(desk.till.tile(item).item_id)).order_id
        if item != "napoli":
            shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F8)
    desk.settle()
    assert desk.terminal.window.view is View.DAY
    return desk


def figures(desk: Desk) -> dict[str, tuple[str, str]]:
    """Rows with an amount: their count and amount by name."""
    shown = next(each for each in desk.terminal.window.findChildren(Figures) if each.isVisible())
    return {line.words: (line.count, line.amount) for line in shown.lines if line.amount}


def reports(desk: Desk) -> list[str]:
    """What was printed of the day."""
    return [job.job.title for job in desk.store.journal.jobs if job.job.kind is SpoolKind.REPORT]


def test_the_figures_stand_there_with_what_is_still_open(office: Desk) -> None:
    shown = figures(office)
    assert shown["Sales"] == ("2", "22.00")
    assert shown["Cash"] == ("2", "22.00")
    assert shown["Pizza"] == ("2", "22.00")
    assert any(words.startswith("Open orders: 1, €") for words in office.words())


def test_a_sale_elsewhere_in_the_program_is_counted_at_once(office: Desk) -> None:
    shop = office.store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(office.till.tile("diavola").item_id)).order_id
    shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    office.others_did()
    assert figures(office)["Sales"][0] == "3"


def test_the_day_is_closed_after_it_was_said_what_that_does(office: Desk) -> None:
    office.press("Close the day")
    assert "A numbered Z report is made and printed. It is never changed; what comes later is an addendum." in (
        office.words()
    )
    office.press("Close and print")
    assert [one.number for one in office.store.shop.closing.closings()] == [1]
    assert reports(office) == ["Z REPORT 1"]
    assert office.terminal.window.sentence == "Z 1 is made: €22.00."
    assert "Print Z 1  ·  19:30  ·  €22.00 again" in office.names()


def test_not_now_leaves_the_day_open(office: Desk) -> None:
    office.press("Close the day")
    office.press("Not now")
    assert office.store.shop.closing.closings() == ()


def test_a_day_that_is_closed_already_is_refused_in_words(office: Desk) -> None:
    for _ in range(2):
        office.press("Close the day")
        office.press("Close and print")
    assert len(office.store.shop.closing.closings()) == 1
    assert "nothing" in office.terminal.window.sentence.lower()


def test_figures_and_copies_are_printed(office: Desk) -> None:
    office.press("Print the figures")
    office.press("Close the day")
    office.press("Close and print")
    office.press("Print Z 1")
    assert reports(office) == ["X REPORT", "Z REPORT 1", "Z REPORT 1 copy"]


def test_a_terminal_that_is_not_heard_is_named_and_stands_in_the_report(office: Desk) -> None:
    mesh = stage_mesh(office.store)
    long_ago = office.store.clock.now() - timedelta(minutes=20)
    mesh.peer_states, mesh.terminal_rows = (peer("R3", long_ago),), (member("R3", long_ago),)
    office.others_did()
    assert any(words.startswith("R3 not heard since 15.05. 19:10") for words in office.words())
    office.press("Close the day")
    office.press("Close and print")
    assert [label for label, _ in office.store.shop.closing.closings()[0].missing] == ["R3"]


def test_the_arrows_turn_the_days_and_not_beyond_today(office: Desk) -> None:
    page = next(each for each in office.terminal.window.findChildren(DayScreen) if each.isVisible())
    QTest.keyClick(page, Qt.Key.Key_Left)
    office.settle()
    assert "14.05.2026" in office.words()
    assert figures(office)["Sales"] == ("0", "0.00")
    for _ in range(3):
        QTest.keyClick(page, Qt.Key.Key_Right)
        office.settle()
    assert "Today, 15.05.2026" in office.words()


def test_who_may_not_read_the_figures_sees_none(desk: Desk) -> None:
    kitchen = StaffId("paolo-ferrara")
    desk.till.session.sign_in(kitchen, pin_of(kitchen))
    desk.settle()
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F8)
    desk.settle()
    assert figures(desk) == {}
    assert "read the figures of the day" in desk.terminal.window.sentence


def test_somebody_else_at_the_screen_does_not_find_the_managers_figures(office: Desk) -> None:
    kitchen = StaffId("paolo-ferrara")
    office.till.session.sign_in(kitchen, pin_of(kitchen))
    office.settle()
    assert figures(office) == {}


def test_nor_does_who_comes_to_the_page_after_the_manager_left_it_and_the_screen(office: Desk) -> None:
    kitchen = StaffId("paolo-ferrara")
    office.terminal.window.go(View.REGISTER)
    office.till.session.sign_in(kitchen, pin_of(kitchen))
    office.settle()
    office.terminal.window.go(View.DAY)
    office.settle()
    assert figures(office) == {}


def test_a_drawer_that_is_not_counted_lets_nobody_close_until_the_house_says_otherwise(office: Desk) -> None:
    shop = office.store.shop
    shop.cash.begin(EVERYTHING, DrawerId("R1"), {2000: 5})
    office.others_did()
    assert "Drawers not counted: R1." in office.words()
    assert "First, before the day can be closed:" in office.words()
    office.press("Close the day")
    sheet = next(each for each in office.terminal.window.findChildren(Sheet) if each.isVisible())
    button = next(each for each in sheet.findChildren(Button) if each.words == "Close and print")
    assert not button.isEnabled()
    office.press("Not now")
    office.press("Rules for closing")
    office.pick("Drawers not counted")
    office.press("Keep")
    office.press("Close the day")
    office.press("Close and print")
    (closed,) = shop.closing.closings()
    assert [(drawer.drawer, drawer.counted) for drawer in closed.drawers] == [("R1", None)]


def test_what_one_person_did_is_shown_and_printed(office: Desk) -> None:
    shop = office.store.shop
    sofia = signed_in(shop, "sofia-conti")
    order = shop.ordering.add_item(sofia, NewOrder(), Asked(office.till.tile("diavola").item_id)).order_id
    shop.paying.take_cash(sofia, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    office.press("One person's report")
    office.pick("Sofia Conti")
    sheet = next(each for each in office.terminal.window.findChildren(Sheet) if each.isVisible())
    shown = {line.words: line.amount for line in sheet.findChildren(Figures)[0].lines}
    assert (shown["Orders closed"], shown["Taken in all"]) == ("12.50", "12.50")
    office.press("Print the report")
    assert reports(office) == ["SHIFT REPORT Sofia Conti"]
