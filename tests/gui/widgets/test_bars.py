"""Rails, chips, the top bar, pills, the search field and the undo bar."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.category_rail import CategoryButton, CategoryRail, CategoryRow
from aura_terminal.ui.widgets.chips import Chip, ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import Pill, PillRow, Tone
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.top_bar import BarWords, Destination, PersonChip, TopBar
from aura_terminal.ui.widgets.undo_bar import UndoBar
from tests.gui.widgets.conftest import Show
from tests.support.gallery_register import CATEGORIES
from tests.support.touch import Finger, Paints, part_of

LEFT = Qt.MouseButton.LeftButton


def test_a_category_is_chosen_by_a_tap_and_by_its_place(theme: Theme, show: Show) -> None:
    rail = CategoryRail(theme, "Categories")
    rail.show_rows(CATEGORIES)
    show(rail, 110, 692)
    told: list[str] = []
    rail.chosen.connect(told.append)
    QTest.mouseClick(rail.findChildren(CategoryButton)[3], LEFT)
    rail.choose_place(7)
    rail.choose_place(30)
    assert told == ["pasta", "drinks"]
    assert rail.selected() == "drinks"


def test_selecting_from_outside_tells_nothing(theme: Theme, show: Show) -> None:
    rail = CategoryRail(theme, "Categories")
    rail.show_rows(CATEGORIES)
    show(rail, 110, 692)
    told: list[str] = []
    rail.chosen.connect(told.append)
    rail.select("pizza")
    assert told == []
    assert rail.selected() == "pizza"


def test_new_categories_keep_the_selection_that_is_still_there(theme: Theme, show: Show) -> None:
    rail = CategoryRail(theme, "Categories")
    rail.show_rows(CATEGORIES)
    show(rail, 110, 692)
    rail.select("pizza")
    rail.show_rows([CategoryRow("pizza", "Pizze", "pizza", 1), CategoryRow("wine", "Vini", "wine", 7)])
    assert rail.selected() == "pizza"
    rail.show_rows([CategoryRow("wine", "Vini", "wine", 7)])
    assert rail.selected() == ""


def test_twelve_categories_on_a_low_screen_keep_a_touchable_height(theme: Theme, show: Show) -> None:
    rail = CategoryRail(theme, "Categories")
    rail.show_rows([CategoryRow(str(place), f"C {place}", "pizza", place) for place in range(12)])
    show(rail, 110, 600)
    assert min(button.height() for button in rail.findChildren(CategoryButton)) >= 44


@pytest.fixture
def twenty(theme: Theme, show: Show) -> CategoryRail:
    """More categories than fit."""
    rail = CategoryRail(theme, "Categories")
    rail.show_rows([CategoryRow(str(place), f"C {place}", "pizza", place) for place in range(20)])
    show(rail, 110, 600)
    return rail


def test_more_categories_than_fit_are_flicked_and_not_chosen(twenty: CategoryRail, finger: Finger) -> None:
    buttons = twenty.findChildren(CategoryButton)
    assert min(button.height() for button in buttons) >= 48
    assert buttons[-1].visibleRegion().isEmpty()
    told: list[str] = []
    twenty.chosen.connect(told.append)
    finger.drag(buttons[8], QPoint(50, 20), *(QPoint(50, 20 - step) for step in range(20, 600, 20)))
    assert buttons[0].visibleRegion().isEmpty()
    assert (told, buttons[8].isDown()) == ([], False)
    finger.tap(next(each for each in buttons if not each.visibleRegion().isEmpty()), QPoint(50, 40))
    finger.tap(next(each for each in buttons if each.visibleRegion().boundingRect().height() > 40), QPoint(50, 40))
    assert told
    assert set(told) <= {str(place) for place in range(1, 20)}


def test_a_category_that_is_chosen_by_its_key_comes_into_sight(twenty: CategoryRail) -> None:
    twenty.choose_place(19)
    assert not twenty.findChildren(CategoryButton)[19].visibleRegion().isEmpty()
    twenty.select("0")
    assert not twenty.findChildren(CategoryButton)[0].visibleRegion().isEmpty()


def test_a_chip_is_chosen_by_every_tap(theme: Theme, show: Show, finger: Finger) -> None:
    chips = Chips(theme, "Kinds")
    chips.show_rows([ChipRow(each, each) for each in ("All", "Rosse", "Bianche")])
    show(chips, 600, 44)
    told: list[str] = []
    chips.chosen.connect(told.append)
    for place in (1, 1, 2):
        finger.tap(chips.findChildren(Chip)[place], QPoint(20, 20))
    assert told == ["Rosse", "Rosse", "Bianche"]
    assert chips.selected() == "Bianche"


def test_chips_keep_the_chosen_one_by_its_id_and_their_widgets_by_their_place(theme: Theme, show: Show) -> None:
    chips = Chips(theme, "Kinds")
    chips.show_rows([ChipRow(each, each) for each in ("All", "Rosse", "Bianche")])
    show(chips, 600, 44)
    widgets = chips.findChildren(Chip)
    chips.select("Rosse")
    chips.show_rows([ChipRow(each, each) for each in ("Rosse", "Bianche")])
    assert chips.selected() == "Rosse"
    assert [chip.isChecked() for chip in widgets[:2]] == [True, False]
    chips.show_rows([ChipRow(each, each) for each in ("All", "Lager", "Stout", "Porter")])
    assert chips.selected() == ""
    QApplication.processEvents()
    shown = [chip for chip in chips.findChildren(Chip) if not chip.isHidden()]
    assert [chip.accessibleName() for chip in shown] == ["All", "Lager", "Stout", "Porter"]
    assert shown[:2] == widgets[:2]


def test_the_same_words_again_paint_nothing(theme: Theme, show: Show) -> None:
    button, words = Button(theme, "Send 3"), Words(theme, "Total", Voice.HEADING)
    for widget in (button, words):
        show(widget, 200, 64)
    for _ in range(3):
        QApplication.processEvents()
    watched = [Paints(widget) for widget in (button, words)]
    button.show_words("Send 3")
    words.setText("Total")
    words.speak(Voice.HEADING)
    QApplication.processEvents()
    assert [each.regions for each in watched] == [[], []]
    button.show_words("Send 4")
    words.speak(Voice.WARNING)
    QApplication.processEvents()
    assert all(each.regions for each in watched)


def test_chips_that_do_not_fit_are_dragged_and_not_chosen(theme: Theme, show: Show, finger: Finger) -> None:
    chips = Chips(theme, "Kinds")
    chips.show_rows([ChipRow(str(place), f"Filter number {place}") for place in range(12)])
    show(chips, 400, 44)
    told: list[str] = []
    chips.chosen.connect(told.append)
    chip = chips.findChildren(Chip)[2]
    finger.drag(chip, QPoint(60, 20), *(QPoint(60 - step, 20) for step in range(10, 150, 10)))
    assert chips.horizontalScrollBar().value() > 0
    assert (told, chip.isDown()) == ([], False)


def test_a_new_count_keeps_the_chosen_chip(theme: Theme, show: Show) -> None:
    chips = Chips(theme, "Kinds")
    chips.show_rows([ChipRow("all", "All", "12"), ChipRow("late", "Late", "2")])
    show(chips, 400, 48)
    chips.select("late")
    chips.show_rows([ChipRow("all", "All", "11"), ChipRow("late", "Late", "1")])
    assert chips.selected() == "late"
    assert [chip.accessibleName() for chip in chips.findChildren(Chip)] == ["All 11", "Late 1"]


@pytest.fixture
def bar(theme: Theme, show: Show) -> TopBar:
    bar = TopBar(theme, BarWords("Search or scan", "Lock", "Signed in:"))
    bar.show_destinations((Destination("register", "Register", "receipt"), Destination("tables", "Tables", "armchair")))
    bar.show_pills((PillRow("sync", "3 to sync", "cloud", Tone.CALM),))
    bar.show_person("Marta R.", "MR")
    show(bar, 1366, 56)
    return bar


def test_the_bar_tells_where_to_go_and_marks_it_only_when_told(bar: TopBar) -> None:
    told: list[str] = []
    bar.destination_chosen.connect(told.append)
    bar.pill_tapped.connect(told.append)
    bar.person_tapped.connect(lambda: told.append("person"))
    bar.lock_tapped.connect(lambda: told.append("lock"))
    for button in bar.findChildren(QPushButton):
        QTest.mouseClick(button, LEFT)
    assert sorted(told) == ["lock", "person", "register", "sync", "tables"]


def test_how_things_stand_may_change_under_a_finger_and_the_tap_counts(bar: TopBar, qtbot: QtBot) -> None:
    told: list[str] = []
    bar.pill_tapped.connect(told.append)
    (pill,) = bar.findChildren(Pill)
    QTest.mousePress(pill, LEFT)
    for words in ("Alone", "Alone, 14 not shared"):
        bar.show_pills(
            (PillRow("paper", "Paper waits", "printer", Tone.WARN), PillRow("reach", words, "cloud", Tone.WARN))
        )
    QTest.mouseRelease(pill, LEFT)
    assert told == ["sync"]
    qtbot.waitUntil(lambda: [each.row.id for each in bar.findChildren(Pill) if each.isVisible()] == ["paper", "reach"])
    shown = next(each for each in bar.findChildren(Pill) if each.isVisible() and each.row.id == "reach")
    assert shown.row.words == "Alone, 14 not shared"


def test_many_places_on_a_narrow_bar_are_icons_but_for_the_one_where_somebody_is(theme: Theme, show: Show) -> None:
    bar = TopBar(theme, BarWords("Search", "Lock", "Signed in:"))
    bar.show_destinations([Destination(f"p{place}", f"Place {place}", "layers") for place in range(6)])
    bar.mark_destination("p2")
    show(bar, 1024, 56)
    buttons = [button for button in bar.findChildren(Button) if button.accessibleName().startswith("Place")]
    assert [button.words for button in buttons] == ["", "", "Place 2", "", "", ""]
    assert [button.accessibleName() for button in buttons] == [f"Place {place}" for place in range(6)]
    bar.mark_destination("p0")
    assert [button.words for button in buttons][:3] == ["Place 0", "", ""]
    show(bar, 1366, 56)
    assert [button.words for button in buttons] == [f"Place {place}" for place in range(6)]


def test_nobody_signed_in_shows_no_person(bar: TopBar) -> None:
    bar.show_person("", "")
    assert not part_of(bar, PersonChip).isVisible()


def test_typing_is_told_and_setting_is_not(theme: Theme, show: Show) -> None:
    search = SearchField(theme, "Search or scan")
    show(search, 262, 44)
    told: list[str] = []
    search.textEdited.connect(told.append)
    search.setText("from outside")
    search.clear()
    QTest.keyClicks(search, "na")
    assert told == ["n", "na"]


def test_the_cross_and_escape_empty_the_search(theme: Theme, show: Show) -> None:
    search = SearchField(theme, "Search or scan")
    show(search, 262, 44)
    told: list[str] = []
    search.textEdited.connect(told.append)
    QTest.keyClicks(search, "n")
    QTest.mouseClick(search, LEFT, pos=QPoint(240, 22))
    QTest.keyClicks(search, "n")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert told == ["n", "", "n", ""]


def test_undo_tells_what_is_undone_and_hides(theme: Theme, show: Show) -> None:
    undo = UndoBar(theme)
    show(undo, 400, 46)
    told: list[str] = []
    undo.undone.connect(told.append)
    undo.offer("napoli", "Removed 1 x Napoli", "Undo")
    assert undo.isVisible()
    assert undo.accessibleName() == "Removed 1 x Napoli"
    QTest.mouseClick(part_of(undo, Button), LEFT)
    assert told == ["napoli"]
    assert undo.isHidden()


def test_an_offer_expires_by_itself(theme: Theme, show: Show, qtbot: QtBot) -> None:
    undo = UndoBar(theme, milliseconds=0)
    show(undo, 400, 46)
    with qtbot.waitSignal(undo.expired) as expired:
        undo.offer("napoli", "Removed", "Undo")
    assert expired.args == ["napoli"]
    assert undo.offered() == ""
    assert undo.isHidden()


def test_a_newer_offer_ends_the_one_before(theme: Theme, show: Show) -> None:
    undo = UndoBar(theme)
    show(undo, 400, 46)
    expired: list[str] = []
    undo.expired.connect(expired.append)
    undo.offer("first", "Removed", "Undo")
    undo.offer("second", "Removed", "Undo")
    undo.withdraw()
    assert expired == ["first"]


def test_an_ampersand_is_neither_lost_nor_a_shortcut(theme: Theme, show: Show) -> None:
    button = Button(theme, "Burrata & Pistachio")
    show(button, 300, 44)
    assert button.accessibleName() == "Burrata & Pistachio"
    assert button.shortcut().isEmpty()


def test_every_tone_has_its_word_and_icon_besides_the_colour(theme: Theme, show: Show) -> None:
    pictures = []
    for tone in Tone:
        pill = Pill(theme, PillRow("p", "Offline, orders are safe here", "wifi-off", tone))
        show(pill, 300, 44)
        assert QAccessible.queryAccessibleInterface(pill).text(QAccessible.Text.Name) == "Offline, orders are safe here"
        pictures.append(pill.grab().toImage())
    assert all(first != second for place, first in enumerate(pictures) for second in pictures[place + 1 :])


@pytest.mark.parametrize("kind", list(Kind))
def test_no_button_is_smaller_than_a_finger(theme: Theme, show: Show, kind: Kind) -> None:
    page = QWidget()
    line = QHBoxLayout(page)
    button = Button(theme, "1", kind=kind)
    line.addWidget(button)
    show(page, 1, 1)
    assert min(button.width(), button.height()) >= 44
