"""Keypads, PIN pads and the on-screen keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.keypad import FunctionKey, Keypad, PaymentPad
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.ui.widgets.pin_pad import Dots, PinPad, PinWords
from tests.gui.widgets.conftest import Show
from tests.support.touch import Finger, part_of

LEFT = Qt.MouseButton.LeftButton
KEYBOARD = KeyboardWords("Space", "Done", "Shift", "Erase")


def key(widget: QWidget, say: str) -> Button:
    return next(each for each in widget.findChildren(Button) if each.accessibleName() == say and each.isVisible())


def tap(widget: QWidget, *names: str) -> None:
    for name in names:
        QTest.mouseClick(key(widget, name), LEFT)


@pytest.fixture
def keypad(theme: Theme, show: Show) -> Keypad:
    functions = (FunctionKey("quantity", "Qty"), FunctionKey("erase", icon="delete", say="Erase"))
    keypad = Keypad(theme, "Number keys", functions, point=",")
    show(keypad, 384, 210)
    return keypad


@pytest.fixture
def pin(theme: Theme, show: Show) -> PinPad:
    pin = PinPad(theme, PinWords("PIN", "Erase", "Sign in"))
    show(pin, 320, 480)
    return pin


def test_the_till_has_seven_eight_nine_on_top(keypad: Keypad) -> None:
    assert key(keypad, "7").y() < key(keypad, "4").y() < key(keypad, "1").y() < key(keypad, "0").y()
    assert key(keypad, "7").x() < key(keypad, "8").x() < key(keypad, "9").x() < key(keypad, "Qty").x()


def test_keys_tell_what_is_written_on_them(keypad: Keypad) -> None:
    digits: list[str] = []
    functions: list[str] = []
    keypad.digit_tapped.connect(digits.append)
    keypad.function_tapped.connect(functions.append)
    tap(keypad, "7", "00", ",", "Erase", "Qty")
    assert digits == ["7", "00", ","]
    assert functions == ["erase", "quantity"]


def test_a_key_tapped_four_times_fast_tells_four_times(keypad: Keypad, finger: Finger) -> None:
    digits: list[str] = []
    keypad.digit_tapped.connect(digits.append)
    for _ in range(4):
        finger.tap(key(keypad, "5"), QPoint(20, 20))
    assert digits == ["5"] * 4


def test_a_physical_keyboard_presses_the_same_keys(keypad: Keypad) -> None:
    digits: list[str] = []
    keypad.digit_tapped.connect(digits.append)
    QTest.keyClicks(keypad, "12,x")
    assert digits == ["1", "2", ","]


def test_the_marked_function_is_shown_and_only_one(keypad: Keypad, theme: Theme) -> None:
    keypad.mark_function("quantity")
    middle = QPoint(12, 12)
    assert key(keypad, "Qty").grab().toImage().pixelColor(middle) == theme.look.shade.selected_key
    keypad.mark_function("")
    assert key(keypad, "Qty").grab().toImage().pixelColor(middle) == theme.look.color.bg


def test_a_pressed_key_changes_its_face_at_once(keypad: Keypad, theme: Theme) -> None:
    seven, corner = key(keypad, "7"), QPoint(12, 12)
    QTest.mousePress(seven, LEFT)
    assert seven.grab().toImage().pixelColor(corner) == theme.look.pressed(theme.look.color.key)
    QTest.mouseRelease(seven, LEFT)
    assert seven.grab().toImage().pixelColor(corner) == theme.look.color.key


def test_money_is_counted_on_keys_of_twenty_millimetres(theme: Theme, show: Show) -> None:
    pad = PaymentPad(theme, "Amount", "Erase")
    show(pad, 10, 10)
    assert min(key(pad, "5").width(), key(pad, "5").height()) >= theme.metrics.pixels(20)


def test_the_payment_pad_tells_digits_and_the_eraser(theme: Theme, show: Show) -> None:
    pad = PaymentPad(theme, "Amount", "Erase")
    show(pad, 300, 400)
    told: list[str] = []
    pad.digit_tapped.connect(told.append)
    pad.erase_tapped.connect(lambda: told.append("erase"))
    tap(pad, "2", "00", "Erase")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    QTest.keyClicks(pad, "7.")
    assert told == ["2", "00", "erase", "erase", "7"]


def test_a_pin_pad_has_one_two_three_on_top(pin: PinPad) -> None:
    assert key(pin, "1").y() < key(pin, "4").y() < key(pin, "7").y() < key(pin, "0").y()


def test_a_pin_is_told_once_and_forgotten(pin: PinPad) -> None:
    told: list[str] = []
    pin.entered.connect(told.append)
    tap(pin, "1", "9", "8", "4", "Sign in")
    tap(pin, "Sign in")
    assert told == ["1984"]
    assert part_of(pin, Dots).count() == 0


def test_a_pin_may_be_typed_on_a_physical_keyboard(pin: PinPad) -> None:
    told: list[str] = []
    pin.entered.connect(told.append)
    QTest.keyClicks(pin, "19875")
    QTest.keyClick(pin, Qt.Key.Key_Backspace)
    QTest.keyClick(pin, Qt.Key.Key_Return)
    assert told == ["1987"]


def test_a_short_pin_is_not_told(pin: PinPad) -> None:
    told: list[str] = []
    pin.entered.connect(told.append)
    tap(pin, "1", "2", "3", "Sign in")
    assert told == []


def test_a_pin_shows_dots_and_no_digit(pin: PinPad) -> None:
    tap(pin, "1", "9")
    assert part_of(pin, Dots).count() == 2
    assert "19" not in part_of(pin, Dots).accessibleName() + pin.accessibleName()


def test_an_onlooker_sees_no_key_change(pin: PinPad) -> None:
    one = key(pin, "1")
    before = one.grab().toImage()
    QTest.mousePress(one, LEFT)
    assert one.grab().toImage() == before
    QTest.mouseRelease(one, LEFT)


def test_a_held_pad_takes_nothing_until_it_is_released(pin: PinPad) -> None:
    told: list[str] = []
    pin.entered.connect(told.append)
    pin.hold()
    QTest.keyClicks(pin, "1984\r")
    pin.release()
    QTest.keyClicks(pin, "2001\r")
    assert told == ["2001"]


def test_the_keyboard_writes_into_a_field_without_taking_its_focus(theme: Theme, show: Show) -> None:
    page = QWidget()
    field, keyboard = QLineEdit(page), OnScreenKeyboard(theme, KEYBOARD, parent=page)
    keyboard.setGeometry(0, 60, 640, 260)
    keyboard.typed.connect(field.insert)
    keyboard.erased.connect(field.backspace)
    show(page, 660, 340)
    field.setFocus()
    keyboard.begin()
    tap(keyboard, "N", "o", "Space", "b", "b", "Erase", "123", "7")
    assert field.text() == "No b7"
    assert field.hasFocus()


def test_the_keyboard_follows_the_letters_it_is_given(theme: Theme, show: Show) -> None:
    keyboard = OnScreenKeyboard(theme, KEYBOARD, ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"))
    show(keyboard, 800, 260)
    told: list[str] = []
    keyboard.typed.connect(told.append)
    tap(keyboard, "ü", "ß", "z")
    assert told == ["ü", "ß", "z"]
