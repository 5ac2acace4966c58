"""A combo, a pizza in halves and words before modifiers, by what a person taps, from the tile to the cook's screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import CategoryId
from aura_terminal.domain.money import Money
from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from tests.gui.register.hands import act, button, press, tap
from tests.gui.together.conftest import Desk


def sheet(desk: Desk) -> ChoiceSheet:
    """The choice sheet that is open."""
    return next(one for one in desk.terminal.register.findChildren(ChoiceSheet) if one.isVisible())


def shown(desk: Desk) -> ChoiceList:
    """The cards it shows."""
    return next(one for one in sheet(desk).findChildren(ChoiceList) if one.isVisible())


def open_tile(desk: Desk, category: str, item: str) -> None:
    """Tap a tile of a category."""
    desk.till.board.choose_category(CategoryId(category))
    desk.settle()
    desk.till.register.tap_tile(desk.till.tile(item))
    desk.settle()


def said(desk: Desk) -> list[str]:
    """What the order says, row by row."""
    model = desk.terminal.register.findChildren(OrderList)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_combo_with_defaults_is_one_tap_and_add_and_is_counted_and_taken_off_as_a_whole(desk: Desk) -> None:
    open_tile(desk, "specials", "lunch-menu")
    assert button(sheet(desk), "Add").isEnabled()
    QTest.keyClick(sheet(desk), Qt.Key.Key_Return)
    desk.settle()
    order = desk.till.order
    assert ([line.quantity for line in order.lines], order.total) == ([1, 1, 1], Money(1490, "EUR"))
    assert sum("1 × Lunch Menu" in row for row in said(desk)) == 2  # the drink goes at once, the rest with course 2
    lines = desk.terminal.register.findChildren(OrderList)[0]
    tap(lines, "1 \N{EM SPACE}Side Salad")
    desk.settle()
    act(lines, "1 \N{EM SPACE}Side Salad", "choices")
    desk.settle()
    for _ in range(2):  # past what the drink itself asks
        QTest.keyClick(sheet(desk), Qt.Key.Key_Left)
    tap(shown(desk), "Iced Tea Peach")
    press(sheet(desk), "Update")
    desk.settle()
    assert (len(desk.till.order.lines), desk.till.order.total) == (3, Money(1570, "EUR"))
    desk.till.register.step(desk.till.order.lines[0].line_id, 1)
    desk.settle()
    assert desk.till.order.total == Money(3140, "EUR")
    desk.till.register.remove(desk.till.order.lines[1].line_id)
    desk.settle()
    assert desk.till.order.lines == ()
    desk.press("Undo")
    assert desk.till.order.total == Money(3140, "EUR")


def test_a_tap_on_a_word_and_a_tap_on_a_modifier_say_no_cheese_and_the_next_tap_is_plain_again(desk: Desk) -> None:
    open_tile(desk, "family-pizza", "family-margherita")
    tap(shown(desk), "Family 50 cm")
    press(sheet(desk), "Halves")
    tap(shown(desk), "Maxi Funghi")
    press(sheet(desk), "Toppings")
    desk.settle()
    press(sheet(desk), "½ Maxi Funghi")
    QTest.keyClick(sheet(desk), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    tap(shown(desk), "EXTRA Spicy salami")
    tap(shown(desk), "Olives")
    press(sheet(desk), "Add")
    desk.settle()
    line = desk.till.order.lines[0]
    assert line.name == "½ Maxi Margherita · ½ Maxi Funghi, Family 50 cm"
    assert [one.said for one in line.modifiers] == [
        "½ Maxi Funghi: EXTRA Spicy salami", "½ Maxi Funghi: Olives",
    ]  # fmt: skip
    assert line.price == Money(2500 + 350 + 90, "EUR")
    assert any("½ Maxi Funghi: EXTRA Spicy salami 3.50" in row for row in said(desk))


def test_a_word_tapped_twice_stays_until_it_is_tapped_again(desk: Desk) -> None:
    open_tile(desk, "family-pizza", "family-margherita")
    tap(shown(desk), "Large 40 cm")
    press(sheet(desk), "Toppings")
    desk.settle()
    for _ in range(2):
        press(sheet(desk), "No")
    tap(shown(desk), "NO Egg")
    tap(shown(desk), "NO Rocket")
    press(sheet(desk), "No")
    tap(shown(desk), "Mushrooms")
    press(sheet(desk), "Add")
    desk.settle()
    assert [one.name for one in desk.till.order.lines[0].modifiers] == ["Mushrooms", "NO Rocket", "NO Egg"]
