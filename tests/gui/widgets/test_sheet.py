"""A sheet over the window: what it covers, how it ends, and the cards on it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking, stepper
from aura_terminal.ui.widgets.sheet import Sheet
from tests.gui.widgets.conftest import Show
from tests.support.touch import part_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def host(theme: Theme, show: Show) -> QWidget:
    host = QWidget()
    button = QPushButton("Below", host)
    button.setGeometry(0, 0, 100, 50)
    show(host, 900, 700)
    button.setFocus()
    return host


@pytest.fixture
def sheet(theme: Theme, host: QWidget) -> Sheet:
    sheet = Sheet(theme, host, "Note", "Close")
    sheet.set_content(QLineEdit())
    sheet.set_actions(Button(theme, "Keep"))
    sheet.open()
    return sheet


def below(host: QWidget) -> QPushButton:
    found = host.findChild(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert found is not None
    return found


def test_a_sheet_covers_its_host_also_after_a_resize(sheet: Sheet, host: QWidget) -> None:
    assert sheet.geometry() == host.rect()
    host.resize(800, 600)
    assert sheet.geometry() == host.rect()


def test_a_sheet_grows_downward_with_content_that_comes_while_it_is_open(theme: Theme, host: QWidget) -> None:
    sheet, content = Sheet(theme, host, "Who?", "Close", tallest=600), QWidget()
    content.setMinimumHeight(100)
    sheet.set_content(content)
    sheet.open()
    panel = sheet.findChild(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert panel is not None
    before = panel.geometry()
    content.setMinimumHeight(240)
    QApplication.sendPostedEvents()
    assert (panel.y(), panel.height()) == (before.y(), before.height() + 140)
    content.setMinimumHeight(900)
    QApplication.sendPostedEvents()
    assert panel.height() == 600
    assert host.rect().contains(panel.geometry())
    content.setMinimumHeight(100)
    QApplication.sendPostedEvents()
    assert panel.height() == 600


def test_what_is_below_cannot_be_tapped(sheet: Sheet, host: QWidget) -> None:
    assert host.childAt(QPoint(20, 20)) is sheet
    told: list[str] = []
    below(host).clicked.connect(lambda: told.append("below"))
    QTest.mouseClick(sheet, LEFT, pos=QPoint(20, 20))
    assert told == []
    assert sheet.isVisible()


def test_escape_cancels_and_gives_the_focus_back(sheet: Sheet, host: QWidget) -> None:
    told: list[str] = []
    sheet.cancelled.connect(lambda: told.append("cancelled"))
    assert part_of(sheet, QLineEdit).hasFocus()
    QTest.keyClick(part_of(sheet, QLineEdit), Qt.Key.Key_Escape)
    assert told == ["cancelled"]
    assert sheet.isHidden()
    assert below(host).hasFocus()


def test_closing_says_nothing(sheet: Sheet) -> None:
    told: list[str] = []
    sheet.cancelled.connect(lambda: told.append("cancelled"))
    sheet.close_sheet()
    sheet.cancel()
    assert told == []


def test_tab_stays_inside(sheet: Sheet, host: QWidget) -> None:
    for _ in range(5):
        focused = host.window().focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(focused)


@pytest.mark.parametrize("at", [QPoint(10, 10), QPoint(450, 350)])
def test_a_tap_beside_the_field_leaves_it_the_keys(sheet: Sheet, host: QWidget, at: QPoint) -> None:
    QTest.mouseClick(host.window().windowHandle(), LEFT, pos=at)
    assert part_of(sheet, QLineEdit).hasFocus()
    for key in (Qt.Key.Key_H, Qt.Key.Key_O, Qt.Key.Key_T):
        QTest.keyClick(host.window().windowHandle(), key)
    assert part_of(sheet, QLineEdit).text() == "hot"


def test_a_tap_on_a_button_leaves_the_field_the_keys(sheet: Sheet, host: QWidget) -> None:
    keep = next(each for each in sheet.findChildren(Button) if each.words == "Keep")
    QTest.mouseClick(host.window().windowHandle(), LEFT, pos=keep.mapTo(host, keep.rect().center()))
    assert part_of(sheet, QLineEdit).hasFocus()


def test_keys_typed_on_a_sheet_without_a_field_reach_nothing_below(theme: Theme, host: QWidget) -> None:
    told: list[str] = []
    below(host).clicked.connect(lambda: told.append("below"))
    host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    sheet = Sheet(theme, host, "Which table?", "Close")
    sheet.set_content(QWidget())
    sheet.open()
    assert sheet.hasFocus()
    QTest.mouseClick(host.window().windowHandle(), LEFT, pos=QPoint(450, 350))
    QTest.keyClick(host.window().windowHandle(), Qt.Key.Key_Space)
    assert sheet.hasFocus()
    assert told == []
    QTest.keyClick(host.window().windowHandle(), Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert below(host).hasFocus()


def test_a_sheet_opened_again_begins_anew(sheet: Sheet) -> None:
    QTest.keyClick(part_of(sheet, QLineEdit), Qt.Key.Key_Tab)
    assert not part_of(sheet, QLineEdit).hasFocus()
    sheet.close_sheet()
    sheet.open()
    assert part_of(sheet, QLineEdit).hasFocus()


def cards(theme: Theme, show: Show, picking: Picking) -> ChoiceList:
    choices = ChoiceList(theme, "Extras", picking)
    choices.show_rows(
        (
            ChoiceRow("nduja", "Nduja", "2.00", 2),
            ChoiceRow("egg", "Egg", "1.50"),
            ChoiceRow("burrata", "Burrata", "3.50", refused="Sold out"),
        )
    )
    show(choices, 560, 220)
    return choices


def test_a_card_tells_its_tap_and_changes_nothing_itself(theme: Theme, show: Show) -> None:
    choices = cards(theme, show, Picking.MANY)
    told: list[str] = []
    choices.tapped.connect(told.append)
    before = choices.rows()
    QTest.mouseClick(choices.viewport(), LEFT, pos=choices.visualRect(choices.model().index(1, 0)).center())
    assert told == ["egg"]
    assert choices.rows() == before


def test_a_refused_card_tells_nothing(theme: Theme, show: Show) -> None:
    choices = cards(theme, show, Picking.MANY)
    told: list[str] = []
    choices.tapped.connect(told.append)
    QTest.mouseClick(choices.viewport(), LEFT, pos=choices.visualRect(choices.model().index(2, 0)).center())
    assert told == []


def test_a_counted_card_steps_at_its_end_and_taps_elsewhere(theme: Theme, show: Show) -> None:
    choices = cards(theme, show, Picking.COUNTED)
    told: list[tuple[object, ...]] = []
    choices.tapped.connect(lambda id: told.append((id,)))
    choices.step_tapped.connect(lambda id, by: told.append((id, by)))
    cell = choices.visualRect(choices.model().index(0, 0))
    (minus, _), (plus, _) = stepper(cell)
    for at in (minus.center(), plus.center(), QPoint(cell.left() + 30, cell.center().y())):
        QTest.mouseClick(choices.viewport(), LEFT, pos=at)
    assert told == [("nduja", -1), ("nduja", 1), ("nduja",)]
    assert min(minus.width(), minus.height()) >= 44


def test_a_chosen_card_is_ticked_for_assistive_tools(theme: Theme, show: Show) -> None:
    choices = cards(theme, show, Picking.MANY)
    whole = QAccessible.queryAccessibleInterface(choices)
    assert [bool(whole.child(place).state().checked) for place in range(3)] == [True, False, False]
    assert whole.child(2).text(QAccessible.Text.Name) == "Burrata, 3.50, Sold out"
