"""What is mirrored where people read from right to left, and what is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.language.languages import ENGLISH, language_of
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.theme.fonts import make_font
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pin_pad import PinPad, PinWords


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[Tongue]:
    """Arabic is spoken."""
    tongue = Tongue(qapp)
    tongue.write_as_in("Africa/Cairo")
    tongue.speak(language_of("ar"))
    yield tongue
    tongue.write_as_in("")
    tongue.speak(ENGLISH)


def test_digits_stand_as_on_every_till(qtbot: QtBot, theme: Theme, arabic: Tongue) -> None:
    pad = PaymentPad(theme, "Amount", "Erase")
    qtbot.addWidget(pad)
    pad.show()
    places = {each.text(): each.x() for each in pad.findChildren(Button)}
    assert places["7"] < places["8"] < places["9"]
    assert QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_digits_of_a_pin_stand_as_on_every_telephone(qtbot: QtBot, theme: Theme, arabic: Tongue) -> None:
    pad = PinPad(theme, PinWords("PIN", "Erase", "Enter"))
    qtbot.addWidget(pad)
    pad.show()
    places = {each.text(): each.x() for each in pad.findChildren(Button)}
    assert places["1"] < places["2"] < places["3"]


def test_words_begin_at_the_right_and_the_amount_stands_at_the_left(qtbot: QtBot, theme: Theme, arabic: Tongue) -> None:
    button = Button(theme, "Pay", kind=Kind.PAY, detail="22.00")
    qtbot.addWidget(button)
    button.resize(400, 60)
    without = Button(theme, "", kind=Kind.PAY, detail="22.00")
    qtbot.addWidget(without)
    without.resize(400, 60)
    inked = _columns(button) - _columns(without)
    assert min(inked) > 300
    assert max(_columns(without)) < 120


def test_what_points_back_points_to_the_right(qtbot: QtBot, theme: Theme, arabic: Tongue) -> None:
    back, on = (Button(theme, icon=name, say=name) for name in ("arrow-left", "arrow-right"))
    for each in (back, on):
        qtbot.addWidget(each)
        each.resize(64, 64)
    mirrored = back.grab().toImage()
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert mirrored == on.grab().toImage()


def test_arabic_letters_are_those_of_the_bundled_font(theme: Theme, arabic: Tongue) -> None:
    font = make_font(theme.look.tokens.type.body)
    assert "Noto Sans Arabic" in font.families()
    joined, apart = (QFontMetricsF(font).horizontalAdvance(word) for word in ("طلب", "ط\u200cل\u200cب"))
    assert joined < apart  # letters take their joined forms


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_latin_name_begins_at_the_right_and_at_the_left_again(
    qtbot: QtBot, theme: Theme, arabic: Tongue, is_wrapped: bool
) -> None:
    name = Words(theme, "Corner Cafe", Voice.TITLE)
    name.setWordWrap(is_wrapped)
    qtbot.addWidget(name)
    name.resize(600, 40)
    name.show()
    assert min(_inked(name)) > 400
    arabic.speak(ENGLISH)
    assert max(_inked(name)) < 200


def _inked(widget: QWidget) -> set[int]:
    """The columns that are not all of one colour."""
    image = widget.grab().toImage()
    ground = image.pixel(widget.width() // 2, widget.height() // 2)
    return {x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))}


def _columns(widget: QWidget) -> set[int]:
    """Where dark letters stand on the green of a button."""
    image = widget.grab(QRect(0, 12, widget.width(), widget.height() - 24)).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    dark = range(image.height())
    return {x for x in range(14, image.width() - 14) if any(image.pixelColor(x, y).green() < 90 for y in dark)}
