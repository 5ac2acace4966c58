"""A manager writes a price level with her fingers, sells at it, and writes the house's reasons."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from aura_terminal.domain.ids import ItemId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.sale_rules import AtNothing
from aura_terminal.ui.screens.menu_editing.page import MenuPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

OWNER = StaffId("davide-greco")


def front(desk: Desk) -> QWidget:
    """The sheet in front, or the page."""
    page = desk.terminal.rooms.findChildren(MenuPage)[0]
    sheets = [each for each in page.findChildren(Sheet) if each.isVisible()]
    return sheets[-1] if sheets else page


def tick(desk: Desk, *rows: str) -> None:
    for row in rows:
        tap(next(each for each in front(desk).findChildren(ChoiceList) if each.isVisible()), row)
        desk.settle()


def click(desk: Desk, *names: str) -> None:
    for name in names:
        press(front(desk), name)
        desk.settle()


def write(desk: Desk, words: str) -> None:
    field = next(each for each in front(desk).findChildren(QLineEdit) if each.isVisible())
    field.setText(words)
    field.returnPressed.emit()
    desk.settle()


def levels_page(desk: Desk) -> None:
    desk.till.session.sign_in(OWNER, pin_of(OWNER))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.settle()
    desk.terminal.rooms.enter("menu")
    desk.settle()
    desk.terminal.rooms.findChildren(MenuPage)[0].turn_to("levels")
    desk.settle()


def test_a_level_is_written_kept_and_sold_at(desk: Desk) -> None:
    levels_page(desk)
    click(desk, "New level", "Name")
    write(desk, "Takeaway")
    click(desk, "For orders")
    tick(desk, "Takeout")
    click(desk, "Done", "Percent more or less")
    click(desk, "1", "0", "00", "More or less", "Done")
    click(desk, "Write out a price")
    tick(desk, "Pizza")
    tick(desk, "Napoli")
    click(desk, "9", "00", "Done")
    click(desk, "Keep level")
    (level,) = desk.till.shop.price_levels.listed()
    assert (level.name, int(level.percent), level.order_types) == ("Takeaway", -10, (OrderType.TAKEOUT,))
    assert any(("Takeaway" in name and "−10" in name) or "-10" in name for name in desk.names_in(front(desk)))
    new = NewOrder(OrderType.TAKEOUT)
    shop = desk.till.shop
    order_id = shop.ordering.add_item(EVERYTHING, new, Asked(ItemId("margherita"))).order_id
    shop.ordering.add_item(EVERYTHING, order_id, Asked(ItemId("napoli")))
    assert [line.price.minor for line in shop.reads.orders.sheet(order_id).lines] == [855, 900]
    click(desk, "Reasons and counts", "Why taken back")
    write(desk, "Dropped; Wrong dish")
    click(desk, "Count at nothing")
    tick(desk, "Locked until counted")
    click(desk, "An age for a category")
    tick(desk, "Wine")
    click(desk, "1", "6", "Done")
    rules = shop.house_of_sale.rules()
    assert rules.ages == (("wine", 16),)
    assert (rules.reasons_void, rules.at_nothing) == (("Dropped", "Wrong dish"), AtNothing.LOCK)
    assert desk.terminal.register.reasons.voids() == ("Dropped", "Wrong dish")
