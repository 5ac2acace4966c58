"""Orders taken by clicks, touches, keys and a scanner."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import CategoryId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.tax import OrderType
from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.ui.widgets.order_delegate import Part
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.use_cases.shop import Shop
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import (
    act,
    button,
    fewer,
    grid,
    lines_of,
    press,
    shown_list,
    step,
    tap,
    tap_fast,
    touch,
)
from tests.support.memory_shop import demo_store
from tests.support.till import NINA, pin_of, till_over

T = TypeVar("T")

BEER = "Birra Moretti 0.33 l"


def sheet(stage: Stage) -> Sheet:
    """The sheet in front."""
    return next(each for each in stage.register.findChildren(Sheet) if each.isVisible())


def words_of(stage: Stage) -> list[str]:
    """The rows of the order as they are spoken."""
    return [row.spoken for row in lines_of(stage.register).rows()]


def test_three_fast_taps_on_a_beer_are_three_beers(stage: Stage) -> None:
    tap_fast(grid(stage.register), BEER, 3)
    stage.settle()
    assert stage.till.lines() == [(BEER, 3)]


def test_three_fast_taps_are_three_also_while_the_store_is_slow(stage: Stage) -> None:
    stage.till.thread.gate.clear()
    tap_fast(grid(stage.register), BEER, 3)
    stage.qtbot.waitUntil(lambda: not stage.till.runner.is_idle)
    assert stage.till.counter.order is None
    stage.till.thread.gate.set()
    stage.settle()
    assert stage.till.lines() == [(BEER, 3)]


def test_three_touches_are_three_beers(stage: Stage) -> None:
    device = QTest.createTouchDevice()
    for _ in range(3):
        touch(grid(stage.register), BEER, device)
    stage.settle()
    assert stage.till.lines() == [(BEER, 3)]


def test_nothing_is_painted_before_it_is_kept(stage: Stage) -> None:
    stage.till.thread.gate.clear()
    tap(grid(stage.register), BEER)
    QTest.qWait(0)
    assert lines_of(stage.register).rows() == ()
    stage.till.thread.gate.set()
    stage.settle()
    assert words_of(stage)[-1].startswith(f"1 {BEER}")


def test_a_tile_shows_how_many_of_it_the_order_has(stage: Stage) -> None:
    tap_fast(grid(stage.register), BEER, 2)
    stage.settle()
    assert next(row.count for row in grid(stage.register).rows() if row.name == BEER) == "2"


def test_keypad_digits_before_a_tile_are_its_quantity(stage: Stage) -> None:
    for key in ("1", "2"):
        press(stage.register, key)
    tap(grid(stage.register), BEER)
    stage.settle()
    assert stage.till.lines() == [(BEER, 12)]


def test_a_number_and_qty_change_the_selected_line(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    press(stage.register, "5")
    press(stage.register, "Quantity")
    stage.settle()
    assert stage.till.lines() == [(BEER, 5)]


def test_a_function_key_without_a_number_says_what_to_do(stage: Stage) -> None:
    press(stage.register, "Seat")
    assert stage.said == ["Type a number first, then Seat."]


def test_the_stepper_counts_every_tap(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    for _ in range(2):
        step(lines_of(stage.register), f"1 {BEER}", Part.MORE)
    stage.settle()
    assert stage.till.lines() == [(BEER, 3)]


def test_a_removed_line_comes_back_by_undo(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    act(lines_of(stage.register), f"1 {BEER}", "remove")
    stage.settle()
    assert stage.till.lines() == []
    bar = stage.register.findChildren(UndoBar)[0]
    assert bar.isVisible()
    assert bar.accessibleName() == f"Removed 1 × {BEER}"
    press(bar, "Undo")
    stage.settle()
    assert stage.till.lines() == [(BEER, 1)]


def test_the_undo_bar_does_not_hide_the_selected_line(stage: Stage) -> None:
    for tile in stage.till.shop.reads.menu.tiles(CategoryId("desserts")):
        if not tile.asks:
            stage.till.register.tap_tile(tile)
    stage.settle()
    lines = lines_of(stage.register)
    last = stage.till.order.lines[-1].line_id
    assert stage.till.register.selected == stage.till.order.lines[-1]
    stage.till.register.remove(stage.till.order.lines[0].line_id)
    stage.settle()
    index = lines.model().index([row.id for row in lines.rows()].index(last), 0)
    stage.qtbot.waitUntil(lambda: lines.viewport().rect().contains(lines.visualRect(index)), timeout=1000)


def test_the_undo_bar_goes_with_the_order_it_spoke_of(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    act(lines_of(stage.register), f"1 {BEER}", "remove")
    stage.settle()
    bar = stage.register.findChildren(UndoBar)[0]
    assert bar.isVisible()
    stage.till.options.new_order()
    stage.settle()
    assert not bar.isVisible()


def test_a_line_that_grows_by_a_note_keeps_its_buttons_in_sight(stage: Stage) -> None:
    for tile in stage.till.shop.reads.menu.tiles(CategoryId("desserts")):
        if not tile.asks:
            stage.till.register.tap_tile(tile)
    stage.settle()
    last = stage.till.order.lines[-1].line_id
    stage.till.register.note(
        last, "without nuts, without cream, with two spoons and a candle for a birthday at table 12"
    )
    stage.settle()
    lines = lines_of(stage.register)
    index = lines.model().index([row.id for row in lines.rows()].index(last), 0)
    assert lines.viewport().rect().contains(lines.visualRect(index))


def test_a_note_typed_on_keys_goes_to_the_line(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    act(lines_of(stage.register), f"1 {BEER}", "note")
    field = sheet(stage).findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "very cold")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.order.lines[0].note == "very cold"
    assert "very cold" in words_of(stage)[-1]


def test_a_note_can_be_tapped_without_a_keyboard(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    act(lines_of(stage.register), f"1 {BEER}", "note")
    for key in ("I", "c", "e"):
        press(sheet(stage), key)
        assert sheet(stage).findChildren(QLineEdit)[0].hasFocus()
    press(sheet(stage), "Done")
    stage.settle()
    assert stage.till.order.lines[0].note == "Ice"


def test_a_forced_choice_blocks_add_until_it_is_made(stage: Stage) -> None:
    stage.category("pizza")
    tap(grid(stage.register), "Build your own")
    stage.settle()
    choices = sheet(stage)
    assert isinstance(choices, ChoiceSheet)
    add = button(choices, "Size: 0 of 1 chosen.")
    assert not add.isEnabled()
    tap(shown_list(choices), "Classic 30 cm")
    assert add.isEnabled()
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    stage.settle()
    assert not choices.isVisible()
    assert stage.till.lines() == [("Build your own", 1)]
    assert stage.till.order.lines[0].modifiers[0].name == "Classic 30 cm"


def test_a_double_tap_on_add_does_not_reach_the_tile_below(stage: Stage) -> None:
    stage.category("pizza")
    tap(grid(stage.register), "Build your own")
    stage.settle()
    choices = sheet(stage)
    tap(shown_list(choices), "Classic 30 cm")
    add = button(choices, "Add")
    at = add.mapTo(stage.window, add.rect().center())
    handle = stage.window.windowHandle()
    for _ in range(2):
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=at)
    stage.settle()
    assert stage.till.lines() == [("Build your own", 1)]
    assert not choices.isVisible()
    below = stage.window.childAt(at)
    assert isinstance(below, Quiet)
    stage.qtbot.waitUntil(lambda: not below.isVisible())


def test_a_choice_sheet_that_is_closed_adds_nothing(stage: Stage) -> None:
    stage.category("pizza")
    tap(grid(stage.register), "Build your own")
    stage.settle()
    QTest.keyClick(sheet(stage), Qt.Key.Key_Escape)
    stage.settle()
    assert stage.till.counter.order is None
    tap(grid(stage.register), "Build your own")
    stage.settle()
    assert sheet(stage).isVisible()


def test_on_two_pizzas_one_can_be_without_basil(stage: Stage) -> None:
    stage.category("pizza")
    tap_fast(grid(stage.register), "Margherita", 2)
    stage.settle()
    act(lines_of(stage.register), "2 Margherita", "choices")
    stage.settle()
    press(sheet(stage), "Without")
    tap(shown_list(sheet(stage)), "No basil")
    fewer(shown_list(sheet(stage)), "No basil")
    press(sheet(stage), "Update")
    stage.settle()
    assert "1 × no basil" in words_of(stage)[-1]


def test_everything_about_a_line_can_be_done_with_keys(stage: Stage) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(stage.register, Qt.Key.Key_3, control)
    stage.settle()
    assert stage.till.board.category == "pizza"
    tap(grid(stage.register), "Margherita")
    stage.settle()
    QTest.keyClick(stage.register, Qt.Key.Key_E, control)
    stage.settle()
    tap(shown_list(sheet(stage)), "Mozzarella")
    QTest.keyClick(sheet(stage), Qt.Key.Key_Return)
    stage.settle()
    QTest.keyClick(stage.register, Qt.Key.Key_N, control)
    QTest.keyClicks(sheet(stage).findChildren(QLineEdit)[0], "hot")
    QTest.keyClick(sheet(stage).findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    QTest.keyClick(stage.register, Qt.Key.Key_Plus)
    stage.settle()
    line = stage.till.order.lines[0]
    assert (line.quantity, line.note, len(line.modifiers)) == (2, "hot", 1)
    QTest.keyClick(stage.register, Qt.Key.Key_Delete)
    stage.settle()
    assert stage.till.lines() == []


def test_letters_typed_anywhere_search_the_menu(stage: Stage) -> None:
    QTest.keyClicks(stage.register, "t")
    QTest.keyClicks(stage.search, "iram")
    stage.settle()
    assert stage.search.text() == "tiram"
    assert [row.name for row in grid(stage.register).rows()] == ["Tiramisù"]
    QTest.keyClick(stage.search, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.lines() == [("Tiramisù", 1)]
    assert stage.search.text() == ""
    assert grid(stage.register).rows()[0].name == "Pils"


def test_a_search_is_typed_on_the_screen_where_there_is_no_keyboard(stage: Stage) -> None:
    QTest.mouseClick(stage.search, Qt.MouseButton.LeftButton)
    for key in ("t", "i", "r"):
        press(stage.register, key)
    stage.settle()
    assert stage.search.hasFocus()
    assert [row.name for row in grid(stage.register).rows()] == ["Tiramisù"]
    tap(grid(stage.register), "Tiramisù")
    assert not stage.search.hasFocus()


def test_a_scanner_adds_the_item_of_its_code(stage: Stage) -> None:
    QTest.keyClicks(stage.register, "2400000000242")
    QTest.keyClick(stage.register, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.lines() == [(BEER, 1)]
    assert stage.till.register.entry.digits == ""


def test_a_code_with_letters_is_found_too(stage: Stage) -> None:
    QTest.keyClicks(stage.register, "B")
    QTest.keyClicks(stage.search, "E-002")
    QTest.keyClick(stage.search, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.lines() == [(BEER, 1)]


def test_an_unknown_code_is_said_in_words(stage: Stage) -> None:
    QTest.keyClicks(stage.register, "99999999")
    QTest.keyClick(stage.register, Qt.Key.Key_Return)
    stage.settle()
    assert stage.said == ["There is no item with the code 99999999 here."]


def test_words_nothing_is_called_are_answered_and_typed_over(stage: Stage) -> None:
    QTest.keyClicks(stage.register, "x")
    QTest.keyClicks(stage.search, "yz")
    stage.settle()
    said = next(each for each in stage.register.findChildren(Words) if each.text().startswith("Nothing on the menu"))
    assert said.isVisible()
    QTest.keyClick(stage.search, Qt.Key.Key_Return)
    stage.settle()
    assert stage.said == ["There is no item with the code xyz here."]
    QTest.keyClicks(stage.search, "BE-002")
    QTest.keyClick(stage.search, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.lines() == [(BEER, 1)]
    assert not said.isVisible()


def test_send_hands_over_what_is_new_and_folds_it(stage: Stage) -> None:
    tap_fast(grid(stage.register), BEER, 3)
    stage.settle()
    press(stage.register, "Send 3")
    stage.settle()
    assert words_of(stage) == ["Sent 19:30  ·  3 items, 12.60"]
    assert not button(stage.register, "Send").isEnabled()
    tap(lines_of(stage.register), "Sent 19:30")
    assert words_of(stage)[1].startswith(f"3 {BEER}")


def test_voiding_what_was_sent_needs_a_reason_and_somebodys_pin(stage: Stage) -> None:
    tap_fast(grid(stage.register), BEER, 3)
    stage.settle()
    press(stage.register, "Send 3")
    stage.settle()
    tap(lines_of(stage.register), "Sent 19:30")
    tap(lines_of(stage.register), f"3 {BEER}")
    act(lines_of(stage.register), f"3 {BEER}", "void")
    why = sheet(stage)
    assert not button(why, "Void").isEnabled()
    press(why, "One fewer")
    tap(shown_list(why), "Entered by mistake")
    press(why, "Void")
    stage.settle()
    who = sheet(stage)
    assert [row.detail for row in shown_list(who).rows()][:4] == ["Manager", "Owner", "Shift lead", "Cashier"]
    tap(shown_list(who), "Nina Vogel")
    for digit in "000000":
        press(who, digit)
    press(who, "Allow")
    stage.settle()
    assert who.isVisible()
    for digit in pin_of(NINA):
        press(who, digit)
    press(who, "Allow")
    stage.settle()
    assert not who.isVisible()
    line = stage.till.order.lines[0]
    assert (line.quantity, line.voided, line.state) == (3, 2, LineState.SENT)
    assert "2 voided" in " ".join(words_of(stage))


def test_an_order_is_seated_at_a_table_and_counted(stage: Stage) -> None:
    press(stage.register, "Order options")
    press(sheet(stage), "One guest more")
    press(sheet(stage), "Table")
    stage.settle()
    tap(shown_list(sheet(stage)), "Table 12")
    stage.settle()
    assert (stage.till.order.table_name, stage.till.order.guests) == ("12", 1)


def test_the_kind_of_order_changes_by_a_tap(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    press(stage.register, "Order options")
    press(sheet(stage), "Takeout")
    stage.settle()
    assert stage.till.order.order_type is OrderType.TAKEOUT


def test_open_orders_can_be_gone_back_to(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    first = stage.till.order.order_id
    press(stage.register, "Order options")
    press(sheet(stage), "New order")
    tap(grid(stage.register), "Ichnusa")
    stage.settle()
    assert stage.till.order.order_id != first
    press(stage.register, "Order options")
    press(sheet(stage), "Open orders")
    stage.settle()
    tap(shown_list(sheet(stage)), "Dine in  #R1-001")
    stage.settle()
    assert stage.till.order.order_id == first


def test_a_cancelled_order_is_gone_with_its_reason(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    order_id = stage.till.order.order_id
    press(stage.register, "Order options")
    press(sheet(stage), "Cancel order")
    tap(shown_list(sheet(stage)), "Guest left")
    press(sheet(stage), "Cancel order")
    stage.settle()
    assert stage.till.counter.order is None
    assert stage.till.shop.reads.orders.sheet(order_id).status == "cancelled"


def test_pay_asks_for_the_payment_of_this_order(stage: Stage) -> None:
    assert not button(stage.register, "Pay").isEnabled()
    tap(grid(stage.register), BEER)
    stage.settle()
    with stage.qtbot.waitSignal(stage.register.pay_requested) as asked:
        press(stage.register, "Pay")
    assert asked.args == [stage.till.order.order_id]


def test_a_category_is_chosen_on_the_rail_and_narrowed_by_a_chip(stage: Stage) -> None:
    press(stage.register, "Pizza")
    stage.settle()
    press(stage.register, "Vegetarian")
    names = [row.name for row in grid(stage.register).rows()]
    assert names == ["Ortolana", "Parmigiana", "Pizza Bianca", "Zucchine e Menta"]


def test_everything_that_can_be_tapped_has_a_name_and_is_large_enough(stage: Stage) -> None:
    tap(grid(stage.register), BEER)
    stage.settle()
    assert button(stage.register, "Clear").text() == "C"
    press(stage.register, "Order options")
    for each in _shown_buttons(stage.window):
        assert each.accessibleName(), each
        assert min(each.width(), each.height()) >= 44, each.accessibleName()


def _shown_buttons(root: QWidget) -> list[QAbstractButton]:
    return [each for each in root.findChildren(QAbstractButton) if each.isVisible()]


def test_a_tap_on_a_locked_register_asks_somebody_to_sign_in(locked: Stage) -> None:
    locked.category("beer")
    with locked.qtbot.waitSignal(locked.till.session.sign_in_needed):
        tap(grid(locked.register), BEER)


def test_a_primed_register_is_painted_before_any_store_is_there(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    till = till_over(store, NoStoreYet())
    menu = store.shop.reads.menu
    categories = menu.categories()
    till.board.prime(categories, menu.tiles(categories[0].id))
    screen = RegisterScreen(till.board, till.register, till.options, till.session, theme)
    qtbot.addWidget(screen)
    screen.resize(1366, 712)
    screen.show()
    assert [row.name for row in grid(screen).rows()] == [tile.name for tile in menu.tiles(categories[0].id)]
    assert button(screen, "Pizza").isVisible()
    assert not screen.grab().isNull()


class NoStoreYet:
    """A store thread that is still starting: nothing is ever answered."""

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """A call that waits."""
        return Future()


FORBIDDEN = ("sqlalchemy", "asyncio", "httpx", "numpy", "PySide6.QtQml", "PySide6.QtNetwork", "escpos", "argon2", "PIL")


def test_nothing_heavy_is_imported_for_the_first_frame() -> None:
    code = f"""import sys
from aura_terminal.ui.screens.register import screen
from aura_terminal.ui.screens.sign_in import screen
heavy = [name for name in {FORBIDDEN!r} if name in sys.modules]
print(*heavy, end="")"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
