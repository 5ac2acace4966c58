"""Prices of the hour, open items, ages, single lines and comps at the register, by what a person taps and types."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.age_facts import AgeChecked, AgeRefused
from aura_terminal.domain.ids import CategoryId, ItemId, PriceLevelId, PromotionId
from aura_terminal.domain.menu import Category
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_levels import Application, PriceLevel
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.sale_rules import SaleRules
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.screens.register.age_sheet import AgeSheet
from aura_terminal.ui.screens.register.line_price_sheet import LinePriceSheet
from aura_terminal.ui.screens.register.open_item_sheet import OpenItemSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.gui.register.hands import act, button, press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import NINA, pin_of

HAPPY = PriceLevel(
    PriceLevelId(""), "Happy hour", percent=Decimal(-50), categories=(CategoryId("drinks"),), from_time=time(19),
    until_time=time(20),
)  # fmt: skip
STAFF = PriceLevel(PriceLevelId(""), "Staff", application=Application.BY_HAND, percent=Decimal(-30))
WATER = ItemId("sparkling-water-0-25-l")


def lines(desk: Desk) -> OrderList:
    return desk.terminal.register.findChildren(OrderList)[0]


def spoken(desk: Desk) -> list[str]:
    return [row.spoken for row in lines(desk).rows()]


def tile_prices(desk: Desk) -> set[str]:
    grid = desk.terminal.register.findChildren(TileGrid)[0]
    return {row.price for row in grid.rows() if row.id == WATER}


def kept(desk: Desk, kind: type[object]) -> int:
    return sum(isinstance(entry.fact, kind) for entry in desk.store.journal.entries)


def as_nina(desk: Desk) -> None:
    desk.till.session.sign_in(NINA, pin_of(NINA))
    desk.settle()


def put(desk: Desk, *levels: PriceLevel) -> None:
    for level in levels:
        desk.till.shop.price_levels.put(EVERYTHING, level)
    desk.others_did()


def drinks(desk: Desk) -> None:
    desk.till.board.choose_category(CategoryId("drinks"))
    desk.settle()


def test_tiles_show_the_prices_in_force_with_their_name_and_change_with_the_hour(desk: Desk) -> None:
    drinks(desk)
    full = tile_prices(desk)
    put(desk, HAPPY)
    assert button(desk.terminal.window, "Prices: Happy hour").isVisible()
    happy = tile_prices(desk)
    assert happy != full
    desk.till.register.tap_tile(desk.till.tile(WATER))
    desk.settle()
    assert "Happy hour" in spoken(desk)[-1]
    desk.store.clock.advance(minutes=31)
    desk.others_did()
    desk.terminal.window.findChildren(AgeSheet)
    assert desk.till.order.lines[0].level == "Happy hour"
    desk.press("Prices: Menu prices")
    assert tile_prices(desk) == full


def test_who_may_chooses_another_level_for_the_next_items_only(desk: Desk) -> None:
    put(desk, STAFF)
    desk.press("Prices: Menu prices")
    desk.pick("Staff")
    assert button(desk.terminal.window, "Prices: Menu prices").isVisible()  # Marta may not
    press(desk.terminal.window, "Close")
    as_nina(desk)
    desk.press("Prices: Menu prices")
    desk.pick("Staff")
    assert button(desk.terminal.window, "Prices: Staff").isVisible()
    desk.till.register.tap_tile(desk.till.tile(WATER))
    desk.settle()
    assert desk.till.order.lines[0].level == "Staff"
    desk.press("Order options")
    desk.press("New order")
    assert button(desk.terminal.window, "Prices: Menu prices").isVisible()


def test_a_number_and_open_item_sell_what_has_no_tile(desk: Desk) -> None:
    as_nina(desk)
    QTest.keyClicks(desk.terminal.register, "1250")
    desk.press("Open item")
    sheet = desk.terminal.register.findChildren(OpenItemSheet)[0]
    press(sheet, "Name")
    write(desk, "Corkage")
    press(sheet, "Nobody makes it")
    press(sheet, "Allergy")
    write(desk, "nuts")
    desk.press("Add €12.50")
    assert not sheet.isVisible()
    (line,) = desk.till.order.lines
    water = desk.till.shop.reads.menu.sheet(WATER).item
    desk.till.shop.administration.put_documents(EVERYTHING, [replace(water, id=ItemId("sundries"), sku="OPEN")])
    desk.till.register.tap_tile(desk.till.tile("sundries"))  # a tile that stands for them asks the same
    desk.settle()
    assert sheet.isVisible()
    assert (line.name, line.price, line.note) == ("Corkage", Money(1250, "EUR"), "Allergy: nuts")


def test_without_the_right_somebody_else_allows_an_open_item(desk: Desk) -> None:
    desk.press("Open item")
    sheet = desk.terminal.register.findChildren(OpenItemSheet)[0]
    for digit in ("4", "00"):
        press(sheet, digit)
    desk.press("Add €4.00")
    allow(desk)
    assert [line.name for line in desk.till.order.lines] == ["Open item"]


def write(desk: Desk, words: str) -> None:
    """Type words on the register's sheet in front."""
    field = next(each for each in desk.terminal.register.findChildren(QLineEdit) if each.isVisible())
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def allow(desk: Desk) -> None:
    asking = desk.terminal.register.findChildren(ApprovalSheet)[0]
    tap(asking.findChildren(ChoiceList)[0], "Nina Vogel")
    for digit in pin_of(NINA):
        press(asking, digit)
    desk.press("Allow")


def licensed(desk: Desk) -> AgeSheet:
    """Drinks are for guests of eighteen; one is on the counter."""
    found = next(one for one in desk.till.shop.reads.catalogue.documents.all(Category) if one.id == "drinks")
    desk.till.shop.administration.put_documents(EVERYTHING, [replace(found, age=18)])
    desk.others_did()
    drinks(desk)
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.till.register.tap_tile(desk.till.tile(WATER))
    desk.settle()
    return desk.terminal.register.findChildren(AgeSheet)[0]


def test_the_first_restricted_thing_asks_once_in_large_figures_and_a_tap_settles_it(desk: Desk) -> None:
    sheet = licensed(desk)
    assert "15 May 2008" in desk.words(sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    desk.press("Send 2")  # closed by its cross it is asked again before sending
    assert sheet.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    desk.press("Pay")  # and before paying, which follows by itself
    assert sheet.isVisible()
    assert kept(desk, AgeChecked) == 0
    desk.press("Old enough")
    assert not sheet.isVisible()
    assert desk.terminal.payment.isVisible()
    desk.terminal.window.go(View.REGISTER)
    desk.settle()
    desk.till.register.tap_tile(desk.till.tile(WATER))
    desk.settle()
    assert not sheet.isVisible()
    assert kept(desk, AgeChecked) == 1
    desk.press("Send 3")


def test_a_birth_date_is_judged_and_who_is_too_young_keeps_the_rest(desk: Desk) -> None:
    sheet = licensed(desk)
    QTest.keyClicks(sheet, "1605200")
    QTest.keyClick(sheet, Qt.Key.Key_Return)  # half a birth date is no look at the guest
    desk.settle()
    assert sheet.isVisible()
    assert kept(desk, AgeChecked) == 0
    QTest.keyClicks(sheet, "8")
    desk.press("Check birth date")
    assert sheet.isVisible()
    assert any("younger than 18" in words for words in desk.words(sheet))
    desk.press("Refuse")
    assert not sheet.isVisible()
    assert [line.name for line in desk.till.order.lines] == ["Margherita"]
    assert kept(desk, AgeRefused) == 1
    desk.till.register.scan(desk.till.tile(WATER).sku)  # a scanned code asks too
    desk.settle()
    assert sheet.isVisible()


def test_one_line_is_lowered_from_the_line_itself_and_a_comp_is_a_verb_with_the_house_s_reasons(desk: Desk) -> None:
    """A promotion that needs no code stands beside them by itself."""
    tenth = Promotion(PromotionId("ten"), "Evening", PromotionKind.PERCENTAGE, Decimal(10))
    desk.till.shop.administration.put_documents(EVERYTHING, [tenth])
    desk.till.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(reasons_comp=("Anniversary",)))
    desk.others_did()
    as_nina(desk)
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    assert spoken(desk)[-1] == " Evening, −0.95"
    act(lines(desk), "1 Margherita", "price")
    sheet = desk.terminal.register.findChildren(LinePriceSheet)[0]
    desk.type("20")
    tap(sheet.findChildren(ChoiceList)[1], "Waited too long")
    desk.press("Take 20 % off")
    assert not sheet.isVisible()
    assert spoken(desk)[-1] == " Discount 20 %, Margherita, Waited too long, −1.71"
    desk.press("Order options")
    desk.press("Comp order")
    tap(sheet.findChildren(ChoiceList)[1], "Anniversary")
    desk.press("Comp €9.50")
    assert desk.till.order.total == Money(0, "EUR")
    assert "Comp, Anniversary" in spoken(desk)[-1]
