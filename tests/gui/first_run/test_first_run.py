"""From an empty folder to a store: what a person clicks and types, what is refused, what a later start finds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.countries import countries
from aura_terminal.app.first_run.house import speak_through
from aura_terminal.app.first_run.notes import FILE, MENU_FILE, FirstRunNotes
from aura_terminal.app.opening import opened
from aura_terminal.app.screen import is_first_run
from aura_terminal.app.settings import read_settings
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.store.locks import Role
from aura_terminal.ui.language.languages import ENGLISH, language_of
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.new_store import OWNER
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.view_models.first_run import Outcome
from aura_terminal.view_models.first_run_draft import Draft, MenuKind, Step
from devices.simulators.escpos_printer import SimulatedPrinter
from sync.node.device_words import DeviceAnswer, DeviceAsk
from tests.support.newcomer import PIN, Newcomer, printer_at

MENU = "category,name,price,tax_category\nSoups,Tomato soup,6.50,\nDrinks,Lemonade,3.00,drinks\n"
WRONG = "category,name,price\nSoups,Tomato soup,six\nSoups,Tomato soup,6.50\nSoups,Leek soup,5.00,7\n"
Begin = Callable[..., Newcomer]


@pytest.fixture
def begin(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Begin]:
    """Start the terminal over the folder of the test, as often as the test wants."""
    begun: list[Newcomer] = []

    def start(search: Callable[[DeviceAsk], DeviceAnswer] | None = None) -> Newcomer:
        places = (tmp_path / "stick",)
        places[0].mkdir(exist_ok=True)
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        one = Newcomer(folder, theme, search, places) if search else Newcomer(folder, theme, places=places)
        qtbot.addWidget(one.window)
        begun.append(one)
        return one

    yield start
    for one in begun:
        one.close()


def sell(folder: Path) -> tuple[Money, str]:
    """Sign in as the owner, sell the first thing on the menu for cash; what it came to, and its tax in percent."""
    with opened(folder, Role.SCREEN) as here:
        shop, menu = here.shop, here.shop.reads.menu
        by = shop.access.sign_in(OWNER, PIN)
        tile = next(tile for each in menu.categories() for tile in menu.tiles(each.id) if not tile.asks)
        order_id = shop.ordering.add_item(by, NewOrder(), Asked(tile.item_id)).order_id
        sheet = shop.reads.orders.sheet(order_id)
        shop.paying.take_cash(by, order_id, sheet.due, shop.paying.new_attempt())
        assert shop.reads.orders.sheet(order_id).status is OrderStatus.CLOSED
        return sheet.due, ", ".join(f"{line.rate.percent}" for line in sheet.taxes)


def test_the_way_of_a_new_store_with_clicks_leads_to_a_register_that_sells(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin()
    assert newcomer.step is Step.WELCOME
    newcomer.go_to(Step.READY)
    newcomer.press("Open the register")
    folder = tmp_path / "data"
    assert newcomer.run.outcome is Outcome.OPEN
    assert not is_first_run(folder)
    assert not (folder / FILE).exists()
    newcomer.close()
    due, tax = sell(folder)
    assert (due.currency, tax) == ("EUR", "7")
    assert read_settings(folder, {}, {}).terminal == "R1"


def test_a_machine_that_was_never_set_up_begins_with_its_first_run(tmp_path: Path) -> None:
    assert is_first_run(tmp_path)


def test_the_demo_is_one_tap_away_and_leaves_this_folder_as_it_was(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin()
    newcomer.press("Try the demo")
    assert newcomer.run.outcome is Outcome.DEMO
    assert os.listdir(tmp_path / "data") == []


@pytest.mark.parametrize("step", [Step.NAME, Step.PEOPLE, Step.PRINTERS])
def test_a_start_after_any_step_goes_on_where_it_was(begin: Begin, tmp_path: Path, step: Step) -> None:
    first = begin()
    first.go_to(step)
    kept = first.run.model.draft
    second = begin()  # the first was not closed in order: nothing but its files is left of it
    assert second.run.model.draft == kept
    assert second.run.model.people == ()
    assert is_first_run(tmp_path / "data")
    said = "".join(file.read_text("utf-8", "replace") for file in (tmp_path / "data").glob("*.json"))
    assert PIN not in said


def test_the_way_back_leads_through_every_step_and_keeps_what_was_said(begin: Begin) -> None:
    newcomer = begin()
    newcomer.go_to(Step.PEOPLE)
    for step in (Step.MENU, Step.RULES, Step.NAME, Step.COUNTRY, Step.WELCOME):
        newcomer.key(Qt.Key.Key_Escape)
        assert newcomer.step is step
    draft = newcomer.run.model.draft
    assert (draft.country, draft.name, draft.menu) == ("DE", "Corner", MenuKind.DEMO)


def test_a_tax_that_differs_within_the_country_is_asked_for_before_one_can_go_on(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin()
    newcomer.choose_country("United States")
    newcomer.name_store("Corner")
    assert newcomer.step is Step.RULES
    buttons = newcomer.window.findChildren(QPushButton)
    assert [b.isEnabled() for b in buttons if b.isVisible() and b.accessibleName() == "Next"] == [False]
    newcomer.type("much")
    newcomer.key(Qt.Key.Key_Return)
    assert "Sales tax" in newcomer.window.sentence
    newcomer.tap("Sales tax: Tap to say how much")
    newcomer.type("8,875")
    newcomer.key(Qt.Key.Key_Return)
    newcomer.press("Next")
    assert newcomer.run.model.step == "menu"


def test_every_rule_of_the_country_can_be_changed(begin: Begin) -> None:
    newcomer = begin()
    newcomer.go_to(Step.RULES)
    newcomer.tap("Prices on the menu: with the tax in them", "Paper of the printers: 80 mm")
    newcomer.tap("Cash is rounded to: 0.01", "0.05")
    newcomer.tap("MwSt. 19 %: 19 %")
    newcomer.type("16")
    newcomer.key(Qt.Key.Key_Return)
    terms = newcomer.run.model.terms
    assert (terms.prices.value, terms.paper, terms.cash_step) == ("exclusive", 58, 5)
    assert [str(rate.percent) for rate in terms.rates] == ["7", "16"]


def test_what_is_wrong_with_a_menu_file_is_said_in_french(begin: Begin, tmp_path: Path, qapp: QApplication) -> None:
    newcomer = begin()
    (tmp_path / "stick" / "menu.csv").write_text(WRONG, "utf-8")
    newcomer.go_to(Step.MENU)
    tongue = Tongue(qapp)
    tongue.speak(language_of("fr"))
    newcomer.tap("menu.csv")
    said = [label.text() for label in newcomer.window.findChildren(QLabel) if label.text().startswith("ligne 2")]
    tongue.speak(ENGLISH)
    assert said[0].splitlines()[0].startswith("ligne 2, price : 'six' n'est pas un montant")
    assert "ligne 4 : a 4 cellules au lieu de 3. Mettez entre guillemets" in said[0]


def test_a_menu_file_says_what_is_wrong_line_by_line_and_is_taken_when_it_is_right(
    begin: Begin, tmp_path: Path
) -> None:
    newcomer = begin()
    file = tmp_path / "stick" / "menu.csv"
    file.write_text(WRONG, "utf-8")
    newcomer.go_to(Step.MENU)
    newcomer.tap("menu.csv")
    preview = newcomer.run.menus.preview
    assert preview is not None
    assert [one.where for one in preview.problems] == ["line 2, price", "line 3, name", "line 4"]
    assert not (tmp_path / "data" / MENU_FILE).exists()
    file.write_text(MENU, "utf-8")
    newcomer.press("Read it again")
    newcomer.enter()
    assert (newcomer.step, newcomer.window.sentence) == (Step.PEOPLE, "")
    file.unlink()  # the stick is pulled
    newcomer.add_owner("Ada")
    newcomer.press("Open the store")
    assert newcomer.step is Step.PRINTERS, newcomer.window.sentence
    newcomer.close()
    assert sell(tmp_path / "data") == (Money(650, "EUR"), "7")


def test_the_template_can_be_saved_and_is_a_menu(begin: Begin) -> None:
    newcomer = begin()
    newcomer.go_to(Step.MENU)
    newcomer.press("Save a template")
    file = newcomer.run.menus.template_file
    newcomer.run.menus.check(file)
    newcomer.settle()
    preview = newcomer.run.menus.preview
    assert preview is not None
    assert (preview.items, preview.problems) == (3, ())


def test_a_weak_pin_is_refused_at_once_and_two_different_ones_are_none(begin: Begin) -> None:
    newcomer = begin()
    newcomer.go_to(Step.PEOPLE)
    newcomer.press("I am the owner")
    newcomer.type("Ada")
    newcomer.key(Qt.Key.Key_Return)
    newcomer.type("123456")
    newcomer.key(Qt.Key.Key_Return)
    assert newcomer.robot.sees("Choose a PIN of 6 to 8 digits that nobody would guess.")
    for pin in (PIN, "739165"):
        newcomer.type(pin)
        newcomer.key(Qt.Key.Key_Return)
    assert newcomer.robot.sees("These are two different PINs.")
    assert newcomer.run.model.people == ()


def test_further_people_have_a_role_and_a_pin_of_their_own(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin()
    newcomer.go_to(Step.PEOPLE)
    newcomer.add_owner("Ada")
    newcomer.press("Add somebody else")
    newcomer.type("Bo")
    newcomer.key(Qt.Key.Key_Return)
    newcomer.tap("Server")
    for _ in range(2):
        newcomer.type("8305")
        newcomer.key(Qt.Key.Key_Return)
    newcomer.press("Open the store")
    newcomer.close()
    with opened(tmp_path / "data", Role.SCREEN) as here:
        assert here.shop.access.sign_in(StaffId("bo"), "8305").name == "Bo"


def test_a_printer_is_found_tried_and_given_its_job(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin(printer_at("tcp://127.0.0.1:9"))
    newcomer.go_to(Step.PRINTERS)
    newcomer.tap("Epson TM-m30")
    assert not newcomer.robot.sees("Receipts and the drawer")  # nothing listens there, and it says so
    printer = SimulatedPrinter(now=SystemClock().now)
    printer.open()
    newcomer.press("Another printer")
    newcomer.press("Type an address")
    newcomer.type(f"127.0.0.1:{printer.address[1]}")
    newcomer.key(Qt.Key.Key_Return)
    newcomer.press("Receipts and the drawer")
    printer.close()
    assert len(printer.slips) == 1
    devices = {device.name: device for device in read_settings(tmp_path / "data", {}, {}).devices}
    assert devices["Receipt printer"].routes == ("receipt", "drawer")
    assert "front" not in devices
    assert devices["kitchen"].routes == ("kitchen",)


def test_answers_written_by_another_version_begin_clean(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"step": "somewhere"}', "utf-8")
    assert FirstRunNotes(tmp_path).begun() == Draft()


def test_answers_with_a_tax_that_is_no_number_begin_clean(tmp_path: Path) -> None:
    country = next(each for each in countries() if each.code == "DE")
    notes = FirstRunNotes(tmp_path)
    notes.keep(Draft(Step.MENU, "DE", "Corner", terms=country.terms))
    assert notes.begun().terms == country.terms
    told = (tmp_path / FILE).read_text("utf-8")
    (tmp_path / FILE).write_text(told.replace('"percent": "', '"percent": "some '), "utf-8")
    assert notes.begun() == Draft()


def test_every_target_of_every_page_is_large_enough_for_a_thumb_and_has_a_name(begin: Begin) -> None:
    newcomer = begin()
    newcomer.window.resize(1024, 768)
    small: dict[str, str] = {}
    for act in (lambda: None, *pages_to_the_owner(newcomer)):
        act()
        for each in newcomer.window.findChildren(QPushButton):
            if each.isVisible() and (min(each.width(), each.height()) < 48 or not each.accessibleName()):
                small[f"{newcomer.step}: {each.accessibleName()}"] = f"{each.width()}x{each.height()}"
    assert small == {}


def pages_to_the_owner(newcomer: Newcomer) -> list[Callable[[], None]]:
    """What leads through every page on which something is typed or tapped."""
    return [
        lambda: newcomer.press("Join a store by its code"),
        lambda: newcomer.press("Back"),
        lambda: newcomer.choose_country("Germany"),
        lambda: newcomer.name_store("Corner"),
        lambda: newcomer.press("Next"),
        lambda: newcomer.press("Begin with the demo menu"),
        lambda: newcomer.press("I am the owner"),
    ]


def test_a_language_tapped_on_the_first_page_is_spoken_at_once_and_is_the_stores(begin: Begin, tmp_path: Path) -> None:
    newcomer = begin()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tongue = Tongue(app)
    speak_through(tongue, newcomer.run.model)
    try:
        newcomer.press("Deutsch")
        assert "Willkommen" in newcomer.window.accessibleName()
        newcomer.press("Français")
        newcomer.press("Créer un nouvel établissement")
    finally:
        tongue.speak(ENGLISH)
        tongue.deleteLater()
    again = begin()
    assert (again.step, again.run.model.language) == (Step.COUNTRY, "fr")
    again.run.model.choose_country("DE")
    again.settle()
    assert again.run.model.terms.language == "fr"


def test_a_language_chosen_after_the_country_is_the_stores_as_well(begin: Begin) -> None:
    newcomer = begin()
    newcomer.go_to(Step.NAME)
    assert newcomer.run.model.terms.language == "de"
    newcomer.key(Qt.Key.Key_Escape)
    newcomer.key(Qt.Key.Key_Escape)
    newcomer.press("العربية")
    newcomer.choose_country("ألمانيا")
    assert newcomer.run.model.terms.language == "ar"


def test_countries_are_called_and_sorted_as_the_language_does(begin: Begin) -> None:
    newcomer = begin()
    newcomer.run.model.speak("de")
    newcomer.settle()
    newcomer.press("Set up a new store")
    rows = next(each for each in newcomer.window.findChildren(ChoiceList) if each.accessibleName() == "Countries")
    names = [row.words for row in rows.rows()]
    assert "Deutschland" in names
    assert names.index("Österreich") < names.index("Polen")


def test_of_two_quick_taps_on_languages_what_is_spoken_is_what_was_kept(begin: Begin) -> None:
    newcomer = begin()
    spoken: list[str] = []
    newcomer.run.model.spoken.connect(spoken.append)
    newcomer.run.model.speak("de")
    newcomer.run.model.speak("fr")  # the first is still being written down
    newcomer.settle()
    assert spoken == ["de"]
    assert newcomer.run.model.language == "de"
    assert begin().run.model.language == "de"
