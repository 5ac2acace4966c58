"""Every button painted on a line of the order is reached by keys alone, from the list that shows it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet
from aura_terminal.ui.screens.register.reason_sheet import ReasonSheet
from aura_terminal.ui.text_sheet import TextSheet
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import grid, lines_of, press, tap

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_stepper_choices_note_and_remove_have_keys_where_the_line_has_the_ring(stage: Stage) -> None:
    stage.category("pizza")
    for name in ("Margherita", "Diavola"):
        tap(grid(stage.register), name)
        stage.settle()
    lines = lines_of(stage.register)
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(lines, key)
    selected = stage.till.register.selected
    assert selected is not None
    assert selected.name == "Margherita"
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        QTest.keyClick(lines, key)
        stage.settle()
    assert stage.till.lines() == [("Margherita", 2), ("Diavola", 1)]
    QTest.keyClick(lines, Qt.Key.Key_E, CONTROL)
    stage.settle()
    choices = stage.register.findChildren(ChoiceSheet)[0]
    assert choices.isVisible()
    QTest.keyClick(choices, Qt.Key.Key_Escape)
    QTest.keyClick(lines, Qt.Key.Key_N, CONTROL)
    note = stage.register.findChildren(TextSheet)[0]
    QTest.keyClicks(note.findChildren(QLineEdit)[0], "hot")
    QTest.keyClick(note.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.order.lines[0].note == "hot"
    assert lines.hasFocus()
    QTest.keyClick(lines, Qt.Key.Key_Delete)
    stage.settle()
    assert stage.till.lines() == [("Diavola", 1)]


def test_a_sent_line_is_voided_by_its_key(stage: Stage) -> None:
    tap(grid(stage.register), "Birra Moretti 0.33 l")
    stage.settle()
    press(stage.register, "Send 1")
    stage.settle()
    lines = lines_of(stage.register)
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Delete):
        QTest.keyClick(lines, key)
    assert stage.register.findChildren(ReasonSheet)[0].isVisible()
