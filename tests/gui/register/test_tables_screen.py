"""The plan of the floor as people use it: seat, open, print, move, link, clean, sections, and keys for all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule
from aura_terminal.domain.floor_facts import OrderTouched
from aura_terminal.domain.floor_rules import FloorRules, OthersTables
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.terminals import TerminalPaired
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.screens.tables.line import PanelLine
from aura_terminal.ui.screens.tables.rules_sheet import RulesSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import Chip
from aura_terminal.ui.widgets.floor_rows import Shade
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.waitlist import Arrival
from tests.contract.store_bench import WATER
from tests.gui.register.floor_stage import FloorStage, id_of, open_floor
from tests.gui.register.hands import press, tap
from tests.gui.register.test_targets import check_targets
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.till import MARTA, pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def floor(qtbot: QtBot, theme: Theme) -> FloorStage:
    return open_floor(qtbot, theme)


def test_another_terminals_party_is_seen_at_once_and_spoken(floor: FloorStage) -> None:
    order_id = floor.seat("7", 3)
    assert floor.tile("7").spoken.startswith("Table 7, Seated, 3 guests, 0:00")
    floor.shop.ordering.add_item(EVERYTHING, order_id, WATER)
    floor.shop.ordering.send(EVERYTHING, order_id)
    floor.shop.guest_checks.print_check(EVERYTHING, order_id)
    floor.others_did()
    shown = floor.tile("7")
    assert (shown.shade, shown.sign, shown.lines[-1]) == (Shade.BILLED, "receipt-euro", "2.90")
    view = QAccessible.queryAccessibleInterface(floor.screen.board)
    names = [view.child(place).text(QAccessible.Text.Name) for place in range(view.childCount())]
    assert shown.spoken in names


def test_a_table_that_was_paid_waits_until_somebody_cleans_it_and_that_can_be_undone(floor: FloorStage) -> None:
    order_id = floor.shop.ordering.add_item(EVERYTHING, NewOrder(table_id=id_of("5")), WATER).order_id
    due = floor.shop.reads.orders.sheet(order_id).due
    floor.shop.paying.take_cash(EVERYTHING, order_id, due, floor.shop.paying.new_attempt())
    floor.others_did()
    assert (floor.tile("5").shade, floor.tile("5").pill) == (Shade.CLEARING, "Clean")
    floor.tap("5")
    floor.tap("5")
    assert floor.tile("5").shade is Shade.FREE
    floor.press("Undo")
    assert floor.tile("5").shade is Shade.CLEARING
    floor.press("It is clean")
    assert floor.tile("5").shade is Shade.FREE


def test_a_party_moves_by_a_tap_on_its_new_table_and_back(floor: FloorStage) -> None:
    order_id = floor.seat("5")
    stood = floor.screen.board.geometry()
    floor.tap("5")
    floor.press("Move")
    floor.tap("8")
    assert floor.screen.board.geometry() == stood  # what can be undone is offered beside the plan
    assert floor.party("8").order_id == order_id
    assert floor.tile("5").shade is Shade.FREE
    floor.press("Undo")
    assert floor.party("5").order_id == order_id


def test_tables_are_linked_for_one_party_and_taken_apart(floor: FloorStage) -> None:
    floor.seat("7", 4)
    floor.tap("7")
    floor.press("Link")
    floor.tap("8")
    floor.press("Link 7+8")
    assert floor.party("7").linked == (id_of("8"),)
    assert (floor.tile("7").group, floor.tile("8").group) == ("7+8", "7+8")
    floor.press("Undo")
    assert floor.party("7").linked == ()


def test_parties_at_tables_that_are_linked_are_charged_together(floor: FloorStage) -> None:
    for number in ("7", "8"):
        floor.shop.ordering.add_item(EVERYTHING, floor.seat(number, 2), WATER)
    floor.tap("7")
    floor.press("Link")
    floor.tap("8")
    floor.press("Link 7+8")
    (party,) = floor.shop.reads.floor.parties()
    assert (party.table_name, party.guests, party.due.minor) == ("7+8", 4, 580)


def test_free_tables_are_linked_by_saying_how_many_sit_there(floor: FloorStage) -> None:
    floor.tap("7")
    floor.press("Link")
    floor.tap("8")
    floor.press("8 guests")
    party = floor.party("7")
    assert (party.table_name, party.guests, floor.opened) == ("7+8", 8, [party.order_id])


def test_typing_finds_tables_by_number_and_people_by_name_in_every_room(floor: FloorStage) -> None:
    order_id = floor.seat("11")
    floor.shop.ordering.name_guest(EVERYTHING, floor.seat("9"), "Rossini")
    floor.others_did()
    floor.type("17")
    assert floor.tile("17").is_chosen
    floor.key(Qt.Key.Key_Escape)
    floor.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    floor.type("rossini")
    assert floor.bright() == ["9"]
    floor.type("xx")
    assert any("nobody called" in each.words for each in floor.screen.findChildren(Strip))
    floor.key(Qt.Key.Key_Escape)
    floor.type("11")
    floor.key(Qt.Key.Key_Return)
    assert floor.opened == [order_id]


def test_a_number_is_typed_by_touch_and_rooms_are_turned_by_a_swipe(floor: FloorStage) -> None:
    floor.press("Go to a table by its number")
    for key in ("1", "1", "Go to it"):
        floor.press(key)
    assert floor.tile("11").is_chosen
    assert len(floor.bright()) == len(floor.screen.board.rows())
    floor.swipe()
    assert floor.tile("17").shade is Shade.FREE


def test_arrows_walk_from_table_to_table_and_enter_taps(floor: FloorStage) -> None:
    board = floor.screen.board
    board.setFocus(Qt.FocusReason.TabFocusReason)
    first = board.currentIndex().row()
    QTest.keyClick(board, Qt.Key.Key_Right)
    second = board.currentIndex().row()
    assert board.rows()[second].x > board.rows()[first].x
    QTest.keyClick(board, Qt.Key.Key_Return)
    floor.settle()
    assert board.rows()[second].is_chosen


def test_who_waits_and_who_is_expected_sit_down_by_a_tap_on_a_table(floor: FloorStage) -> None:
    floor.shop.waitlist.join(EVERYTHING, Arrival(3, "Novak", minutes=20))
    floor.others_did()
    floor.press("Seat Novak")
    floor.tap("5")
    assert (floor.party("5").guests, floor.party("5").guest_name) == (3, "Novak")
    assert floor.opened == []
    assert not any(line.isVisible() and line.row.words == "Novak" for line in floor.screen.findChildren(PanelLine))


def test_sections_are_painted_and_the_table_is_served_by_who_has_it(floor: FloorStage) -> None:
    floor.sign_in(CARLA)
    floor.press("Sections")
    floor.press("AK, Ana")
    floor.tap("5")
    assert (floor.tile("5").mark, floor.tile("7").mark) == ("AK", "")
    floor.tap("7")
    floor.press("Undo")
    assert floor.tile("7").mark == ""
    floor.press("Done")
    floor.tap("5")
    floor.press("2 guests")
    assert floor.party("5").server_name == "Ana Kovač"


def test_the_rules_of_the_floor_and_templates_are_kept_by_who_may(floor: FloorStage) -> None:
    assert not any(each.isVisible() for each in floor.screen.findChildren(RulesSheet))
    floor.sign_in(CARLA)
    floor.press("Rules of the floor")
    floor.press("Tables are cleared by hand")
    assert floor.shop.reads.floor.house().rules.clears_tables is False
    floor.press("Close")
    floor.shop.sections.give(EVERYTHING, (id_of("5"),), MARTA)
    floor.shop.sections.keep_template(EVERYTHING, "Friday")
    floor.shop.sections.give(EVERYTHING, (id_of("5"),), None)
    floor.others_did()
    floor.press("Sections")
    floor.press("Friday")
    assert floor.tile("5").mark == "MR"
    floor.press("Undo")
    assert floor.tile("5").mark == ""


def test_another_room_says_that_somebody_is_needed_there(floor: FloorStage) -> None:
    floor.seat("17")
    floor.store.clock.advance(minutes=11)
    floor.others_did()
    assert "Terrace, somebody is needed at 1" in [each.accessibleName() for each in floor.screen.findChildren(Chip)]


def test_somebody_elses_table_is_opened_with_an_approval_where_the_house_refuses_it(floor: FloorStage) -> None:
    floor.shop.sections.put_rules(EVERYTHING, FloorRules(others_tables=OthersTables.REFUSED))
    order_id = floor.seat("5", by="luca-bianchi")
    floor.tap("5")
    floor.press("Open order")
    assert floor.opened == []
    sheet = next(each for each in floor.screen.findChildren(ApprovalSheet) if each.isVisible())
    tap(sheet._people, "Carla")
    for digit in pin_of(CARLA):
        press(sheet, digit)
    floor.press("Allow")
    assert floor.opened == [order_id]
    (fact,) = [entry.fact for entry in floor.store.journal.entries if isinstance(entry.fact, OrderTouched)]
    assert fact.approval is not None
    assert (fact.touched_by, fact.approval.by) == (MARTA, CARLA)


def test_ones_own_tables_come_first_and_others_are_dimmed(floor: FloorStage) -> None:
    floor.seat("5")
    floor.seat("7", by="luca-bianchi")
    floor.press("My tables 1")
    assert floor.bright() == ["5"]


def test_a_bill_is_printed_and_the_size_of_a_party_changed_and_undone(floor: FloorStage) -> None:
    order_id = floor.seat("5", 2)
    floor.tap("5")
    floor.press("Print bill")
    assert [Rule.ORDER_EMPTY.value in floor.said, len(floor.said)] == [False, 1]
    floor.shop.ordering.add_item(EVERYTHING, order_id, WATER)
    floor.others_did()
    floor.press("Print bill")
    assert floor.tile("5").shade is Shade.BILLED
    floor.press("One guest more")
    assert floor.party("5").guests == 3
    floor.press("Undo")
    assert floor.party("5").guests == 2


def test_what_a_terminal_that_is_not_heard_may_have_changed_is_said(floor: FloorStage) -> None:
    with floor.store.begin(EVERYTHING.id) as work:
        work.keep(TerminalPaired("r2", "R2", "fingerprint", floor.store.clock.now(), "R1"))
    other = floor.store.opened_by("R2").shop
    other.tables.seat(signed_in(other), id_of("5"), 2)
    floor.seat("7")
    floor.status.start()
    floor.others_did()
    floor.status.stop()
    assert (floor.tile("5").sign, floor.tile("7").sign) == ("wifi-off", "")
    assert floor.tile("5").spoken.endswith("may be out of date")
    assert any(each.words.startswith("R2 cannot be heard") for each in floor.screen.findChildren(Strip))


def test_every_target_on_the_smallest_screen_is_named_and_as_large_as_a_finger(floor: FloorStage) -> None:
    floor.shop.waitlist.join(EVERYTHING, Arrival(3, "Novak", minutes=20))
    floor.seat("5")
    floor.screen.resize(1024, 712)
    for number in ("5", "7"):
        floor.tap(number)
        assert check_targets(floor.screen) > 25


def test_no_seconds_are_counted_and_nothing_is_read_while_nobody_looks(floor: FloorStage) -> None:
    ticks: list[int] = []
    floor.desk.model.ticked.connect(lambda: ticks.append(1))
    floor.screen.hide()
    floor.qtbot.wait(1)
    floor.seat("5")
    assert floor.tile("5").shade is Shade.FREE
    assert not floor.desk.model.is_awake
    floor.screen.show()
    floor.settle()
    assert floor.tile("5").shade is Shade.SEATED
    assert floor.desk.model.is_awake
