"""Who is working here, proved by a PIN."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.sign_in.people import PersonTile
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.ui.widgets.pin_pad import Dots, PinPad
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import button, press, type_pin
from tests.support.till import MARTA, NINA, pin_of


def messages(screen: QWidget) -> list[str]:
    """Everything the pad says in words."""
    pad = screen.findChildren(PinPad)[0]
    return [each.text() for each in pad.findChildren(Words) if each.text()]


@pytest.mark.parametrize("name", ["Marta Rossi", "Nina Vogel"])
def test_the_right_pin_on_the_pad_signs_in(locked: Stage, name: str) -> None:
    screen = locked.sign_in()
    press(screen, name)
    person = next(row for row in locked.till.session.staff if row.name == name)
    with locked.qtbot.waitSignal(locked.till.session.signed_in) as signed:
        type_pin(screen, pin_of(person.id))
    assert signed.args == [person]


def test_a_pin_may_be_typed_on_real_keys(locked: Stage) -> None:
    screen = locked.sign_in()
    press(screen, "Marta Rossi")
    keys = screen.focusWidget()
    assert isinstance(keys, PinPad)
    with locked.qtbot.waitSignal(locked.till.session.signed_in):
        QTest.keyClicks(keys, pin_of(MARTA))
        QTest.keyClick(keys, Qt.Key.Key_Return)


def test_digits_are_shown_as_dots_only(locked: Stage) -> None:
    screen = locked.sign_in()
    press(screen, "Marta Rossi")
    press(screen, "4")
    press(screen, "8")
    assert screen.findChildren(Dots)[0].count() == 2
    assert not any("48" in each.accessibleName() for each in screen.findChildren(QWidget))


def test_without_a_name_the_pad_takes_nothing(locked: Stage) -> None:
    screen = locked.sign_in()
    assert not button(screen, "4").isEnabled()


def test_a_wrong_pin_is_said_and_may_be_tried_again(locked: Stage) -> None:
    screen = locked.sign_in()
    press(screen, "Marta Rossi")
    type_pin(screen, "0000")
    locked.settle()
    assert messages(screen) == ["That is not the PIN. Wrong tries so far: 1."]
    with locked.qtbot.waitSignal(locked.till.session.signed_in):
        type_pin(screen, pin_of(MARTA))


def test_after_five_wrong_pins_the_pad_waits_and_counts_the_seconds(locked: Stage) -> None:
    screen = locked.sign_in()
    press(screen, "Marta Rossi")
    seen: list[str] = []
    locked.till.session.wait_changed.connect(lambda staff_id, seconds: seen.extend(messages(screen)))
    for _ in range(5):
        type_pin(screen, "0000")
        locked.settle()
    locked.qtbot.waitUntil(lambda: "Too many wrong tries. Wait 1 s." in seen)
    assert "Too many wrong tries. Wait 29 s." in seen
    locked.qtbot.waitUntil(lambda: button(screen, "4").isEnabled())
    assert messages(screen) == []


def test_one_persons_wait_is_nobody_elses(locked: Stage) -> None:
    screen = locked.sign_in()
    press(screen, "Marta Rossi")
    for _ in range(5):
        type_pin(screen, "0000")
        locked.settle()
    press(screen, "Nina Vogel")
    with locked.qtbot.waitSignal(locked.till.session.signed_in):
        type_pin(screen, pin_of(NINA))


def test_name_tiles_have_names_and_are_large_enough(locked: Stage) -> None:
    screen = locked.sign_in()
    tiles = screen.findChildren(PersonTile)
    assert len(tiles) == 12
    for tile in tiles:
        assert "," in tile.accessibleName()
        assert min(tile.width(), tile.height()) >= 44
