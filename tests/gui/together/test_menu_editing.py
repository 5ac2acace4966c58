"""A manager writes the menu with her fingers, and sells what she wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.ids import CategoryId, StaffId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.menu_editing.page import MenuPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.menu_editing_files import Stage
from tests.gui.register.hands import grid, press, tap
from tests.gui.together.conftest import Desk
from tests.support.till import pin_of

OWNER = StaffId("davide-greco")
EUR = "EUR"


@dataclass
class Office:
    """The room of the menu, and whoever writes in it."""

    desk: Desk

    @property
    def root(self) -> QWidget:
        """The sheet in front, or the page."""
        sheets = [each for each in self.desk.terminal.window.findChildren(Sheet) if each.isVisible()]
        stacked = [each for each in sheets if each.parentWidget() is not None]
        if not stacked:
            return self.desk.terminal.rooms
        host = stacked[0].parentWidget()
        assert host is not None
        return max(stacked, key=host.children().index)

    def press(self, name: str) -> None:
        """Click a button of what is in front."""
        press(self.root, name)
        self.desk.settle()

    def tap(self, words: str) -> None:
        """Tap a row of a list of what is in front."""
        for each in self.root.findChildren(ChoiceList):
            if each.isVisible() and any(row.spoken.startswith(words) for row in each.rows()):
                tap(each, words)
                self.desk.settle()
                return
        raise AssertionError(f"{words!r} is in no list")

    def tap_if(self, words: str, chip: str) -> None:
        """Tap a row, turning to its group first where it is not the one in front."""
        if not any(row.spoken.startswith(words) for each in self.root.findChildren(ChoiceList) for row in each.rows()):
            self.press(chip)
        self.tap(words)

    def write(self, field: str, words: str) -> None:
        """Open a text field, type, and finish on the on-screen keyboard."""
        self.press(field)
        line = next(each for each in self.root.findChildren(QLineEdit) if each.isVisible())
        line.setText(words)
        self.press("Done")

    def type(self, field: str, digits: str) -> None:
        """Open a figure and tap its digits."""
        self.press(field)
        for digit in digits:
            press(self.root, digit)
        self.press("Done")

    def part(self, name: str) -> None:
        """Turn to a part of the menu."""
        self.press(name)

    def words(self) -> str:
        """All that stands in front."""
        return " | ".join(self.desk.words(self.root))


@pytest.fixture
def office(desk: Desk) -> Office:
    desk.till.session.sign_in(OWNER, pin_of(OWNER))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.terminal.rooms.enter("menu")
    desk.settle()
    return Office(desk)


def shelf(office: Office, category: str) -> list[str]:
    """The tiles of a category by their names."""
    return [one.name for one in office.desk.store.shop.reads.menu.tiles(CategoryId(category))]


def found(office: Office, name: str) -> Item:
    """The item of that name."""
    return next(iter(office.desk.store.shop.reads.catalogue.search(name, 1)))


def test_a_category_an_item_with_two_sizes_and_a_group_are_written_and_sold(office: Office) -> None:
    office.press("New category")
    office.write("Name", "Soups")
    office.press("Icon")
    office.tap("Leaf")
    office.press("Save")
    office.part("Choices")
    office.press("New choices")
    office.write("Name", "Bread")
    office.type("At most", "1")
    office.press("To choose from")
    office.press("Add a choice")
    office.write("Name", "Garlic bread")
    office.type("Price", "250")
    office.press("Done")
    office.press("Back")
    office.press("Save")
    office.part("Items")
    office.tap("Soups")
    office.press("New item")
    office.write("Name", "Tomato soup")
    office.press("Sizes and styles")
    for name, price in (("Cup", "490"), ("Bowl", "790")):
        office.press("Add a size or style")
        office.write("Name", name)
        office.type("Price", price)
        office.press("Done")
    office.press("Back")
    office.press("Choices")
    office.tap("Bread")
    office.press("Done")
    office.press("Save")
    soup = found(office, "Tomato soup")
    assert [(one.name, one.price) for one in soup.variants] == [("Cup", Money(490, EUR)), ("Bowl", Money(790, EUR))]
    desk = office.desk
    desk.terminal.window.go(View.REGISTER)
    desk.settle()
    desk.till.board.choose_category(soup.category)
    desk.settle()
    tap(grid(desk.terminal.register), "Tomato soup")
    desk.settle()
    office.tap("Bowl")
    office.tap_if("Garlic bread", "Bread")
    office.press("Add")
    assert [(one.name, one.price) for one in desk.till.order.lines] == [("Tomato soup, Bowl", Money(1040, EUR))]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(office: Office) -> None:
    facts = len(office.desk.store.journal.entries)
    office.press("New item")
    office.press("Save")
    assert "Nothing is written here." in office.words()
    office.write("Name", "Tagliere misto")
    assert "Nothing is written here." not in office.words()
    name = office.desk.store.shop.reads.catalogue.items(CategoryId("pizza"))[0].name
    office.press("Category")
    office.tap("Pizza")
    office.write("Name", name)
    office.press("Save")
    assert f"{name} is there already" in office.words()
    assert len(office.desk.store.journal.entries) == facts


def test_prices_of_a_category_are_seen_before_they_are_kept_and_taken_back(office: Office) -> None:
    before = {one.id: one.price for one in office.desk.store.shop.reads.catalogue.items(CategoryId("pizza"))}
    office.part("Prices")
    office.press("Pizza")
    office.press("Change all by percent")
    for digit in ("1", "00", "0"):
        press(office.root, digit)
    office.press("Done")
    office.tap("0.10")
    assert "→" in "".join(row.detail for row in prices(office).rows())
    assert {one.id: one.price for one in office.desk.store.shop.reads.catalogue.items(CategoryId("pizza"))} == before
    office.press("Keep these prices")
    after = {one.id: one.price for one in office.desk.store.shop.reads.catalogue.items(CategoryId("pizza"))}
    assert all(after[id_].minor > price.minor and after[id_].minor % 10 == 0 for id_, price in before.items())
    office.press("Undo")
    assert {one.id: one.price for one in office.desk.store.shop.reads.catalogue.items(CategoryId("pizza"))} == before


def prices(office: Office) -> ChoiceList:
    """The table of prices."""
    lists = office.desk.terminal.rooms.findChildren(ChoiceList)
    return next(each for each in lists if each.isVisible() and each.accessibleName() == "Prices")


def test_an_item_leaves_the_menu_comes_back_and_tells_its_history(office: Office) -> None:
    office.tap("Pizza")
    name = shelf(office, "pizza")[0]
    office.tap(name)
    office.press("Off the menu")
    assert name not in shelf(office, "pizza")
    office.press("Undo")
    assert name in shelf(office, "pizza")
    office.tap(name)
    office.write("Tag", "House")
    office.press("Save")
    office.tap(name)
    office.press("History")
    rows = next(each for each in office.root.findChildren(ChoiceList) if each.isVisible()).rows()
    assert [row.detail for row in rows] == ["Tag", "On the menu", "On the menu", "So it began"]
    assert len(rows) == 4
    assert all("Davide Greco" in row.words for row in rows[:3])
    office.tap(rows[1].spoken)
    office.press("Make it so again")
    assert found(office, name).tag != "House"


def test_a_rate_is_changed_in_words(office: Office) -> None:
    office.part("Taxes")
    office.press("Change taxes")
    office.press("Rates")
    shown = office.words()
    assert "Taxes" in shown
    office.press("Add a rate")
    office.write("Name", "Luxury")
    office.write("Letter on receipts", "L")
    office.write("Percent", "33,3")
    office.press("Done")
    office.press("Back")
    office.press("Save")
    taxes = office.desk.terminal.rooms.page
    assert taxes is not None
    documents = office.desk.store.shop.reads.catalogue.documents
    regime = documents.get(TaxRegime, documents.get(StoreProfile, STORE_PROFILE).tax_regime)
    assert [(one.name, str(one.percent)) for one in regime.rates][-1] == ("Luxury", "33.3")


def test_a_menu_that_a_back_office_keeps_is_read_only_and_names_it(office: Office) -> None:
    with office.desk.store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id("auraconnect", "item", "tiramisu"), PULLED, "d", "7", work.now))
    office.desk.others_did()
    assert "AuraConnect keeps the menu" in office.words()
    assert "New item" not in office.desk.names_in(office.desk.terminal.rooms)
    office.tap("Pizza")
    office.tap(shelf(office, "pizza")[0])
    assert "Save" not in office.desk.names_in(office.root)
    assert "AuraConnect keeps this" in office.words()


def test_a_file_with_a_slip_is_told_by_line_and_the_mended_one_is_taken_in(office: Office, tmp_path: Path) -> None:
    files = office.desk.terminal.rooms.findChildren(MenuPage)[0].files
    store = office.desk.store
    bad = tmp_path / "menu.csv"
    bad.write_text("category;name;price\nPizza;New one;9,50\nPizza;Dear one;nine\nPizza;Third one;1,00\n", "cp1252")
    office.part("Files")
    facts = len(store.journal.entries)
    files.begin(str(bad))
    office.desk.settle()
    wait_for(office, lambda: files.stage is Stage.SEEN)
    assert "one place is wrong" in office.words()
    assert any("Line 3" in name and "'nine'" in name for name in office.desk.names_in(office.root))
    assert "Take it in" not in office.desk.names_in(office.root)
    assert len(store.journal.entries) == facts
    bad.write_text("category;name;price\nPizza;New one;9,50\nPizza;Dear one;99,00\nPizza;Third one;1,00\n", "cp1252")
    files.begin(str(bad))
    wait_for(office, lambda: files.stage is Stage.SEEN)
    assert "New items: 3" in office.desk.names_in(office.root)
    office.press("Take it in")
    wait_for(office, lambda: files.stage is Stage.KEPT)
    assert shelf(office, "pizza")[-3:] == ["New one", "Dear one", "Third one"]
    office.press("Undo")
    assert "New one" not in shelf(office, "pizza")


def test_a_file_that_is_being_read_can_be_left_and_nothing_is_kept(office: Office, tmp_path: Path) -> None:
    files = office.desk.terminal.rooms.findChildren(MenuPage)[0].files
    rows = "".join(f"Pizza,Item {number},1.00\n" for number in range(3000))
    (tmp_path / "menu.csv").write_text(f"category,name,price\n{rows}")
    office.part("Files")
    facts = len(office.desk.store.journal.entries)
    files.begin(str(tmp_path / "menu.csv"))
    office.desk.qtbot.waitUntil(lambda: files.progress[0] >= 200)
    assert files.progress[0] < files.progress[1]
    press(office.root, "Cancel")
    wait_for(office, lambda: office.desk.till.runner.is_idle)
    assert (files.stage, files.plan) == (Stage.NOTHING, None)
    assert len(office.desk.store.journal.entries) == facts


def test_the_menu_is_written_and_says_nothing_new_when_it_comes_back(office: Office) -> None:
    files = office.desk.terminal.rooms.findChildren(MenuPage)[0].files
    office.part("Files")
    office.press("Write the menu to a file")
    assert "The menu is written to" in office.words()
    files.begin(files.exported)
    wait_for(office, lambda: files.stage is Stage.SEEN)
    assert "says what the menu says already" in office.words()
    assert "Take it in" not in office.desk.names_in(office.root)


def test_an_item_is_moved_by_two_taps(office: Office) -> None:
    office.tap("Pizza")
    first, second, third = shelf(office, "pizza")[:3]
    office.press("Move")
    office.tap(third)
    assert f"Tap where {third} goes" in office.words()
    office.tap(first)
    assert shelf(office, "pizza")[:3] == [third, first, second]


def test_an_item_is_counted_and_begun_anew_and_asks_what_it_is_told_to(office: Office) -> None:
    shop = office.desk.store.shop
    office.tap("Pizza")
    first, second = shelf(office, "pizza")[:2]
    office.tap(first)
    office.press("Count")
    for digit in "12":
        press(office.root, digit)
    office.press("Done")
    assert shop.reads.menu.tiles(CategoryId("pizza"))[0].left == 12
    office.press("Duplicate")
    office.press("Done")
    assert shelf(office, "pizza")[:3] == [first, f"{first} 2", second]
    office.part("Choices")
    office.tap("Tea")
    office.press("Asked by")
    office.tap("Pizza")
    office.tap(second)
    office.press("Done")
    asked = found(office, second).modifier_groups
    assert any(one.name == "Tea" for one in shop.reads.menu.sheet(found(office, second).id).groups)
    office.press("Undo")
    assert found(office, second).modifier_groups == asked[:-1]


def wait_for(office: Office, state: Callable[[], bool]) -> None:
    """Wait until a file is as far as that."""
    office.desk.qtbot.waitUntil(state)
    office.desk.settle()
