"""The dialog page of the gallery: a modifier sheet, a PIN pad, a payment pad, the keyboard, pills and buttons."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.ui.widgets.pill import Pill, PillRow, Tone
from aura_terminal.ui.widgets.pin_pad import PinPad, PinWords
from aura_terminal.ui.widgets.sheet import Sheet

PILLS = (
    PillRow("calm", "3 to sync", "cloud", Tone.CALM),
    PillRow("ok", "Saved on this till", "circle-check", Tone.OK),
    PillRow("info", "New version at closing", "download", Tone.INFO),
    PillRow("warn", "Offline, orders are safe here", "wifi-off", Tone.WARN),
    PillRow("late", "Printer: no paper", "printer", Tone.LATE),
)


def dialog_page(theme: Theme) -> QWidget:
    """Parts side by side, with a sheet open over the right half."""
    page = Panel(theme, Ground.CANVAS)
    line = QHBoxLayout(page)
    line.setContentsMargins(20, 20, 20, 20)
    line.setSpacing(20)
    line.addWidget(_left(theme), 1)
    host = Panel(theme, Ground.PANEL)
    line.addWidget(host, 1)
    _fill_host(theme, host)
    sheet = Sheet(theme, host, "Diavola", "Close")
    sheet.set_content(_choices(theme))
    add = Button(theme, "Add to order", kind=Kind.PRIMARY)
    add.keep_at_least(200, 56)
    keep = Button(theme, "Not now")
    keep.keep_at_least(120, 56)
    sheet.set_actions(keep, add)
    sheet.open()
    return page


def _left(theme: Theme) -> Panel:
    panel = Panel(theme, Ground.PANEL)
    column = QVBoxLayout(panel)
    pads = QHBoxLayout()
    pads.setSpacing(20)
    pin = PinPad(theme, PinWords("PIN", "Erase", "Sign in"))
    for digit in "12":
        pin.type_digit(digit)
    pin.show_message("Wrong PIN, 4 tries left")
    pads.addWidget(pin)
    pads.addWidget(PaymentPad(theme, "Amount", "Erase"))
    keyboard = OnScreenKeyboard(theme, KeyboardWords("Space", "Done", "Shift", "Erase"))
    keyboard.begin()
    column.addLayout(pads, 1)
    column.addSpacing(20)
    column.addWidget(keyboard)
    return panel


def _fill_host(theme: Theme, host: Panel) -> None:
    column = QVBoxLayout(host)
    for row in PILLS:
        column.addWidget(Pill(theme, row))
    for voice in Voice:
        column.addWidget(Words(theme, voice.name.capitalize(), voice))
    column.addStretch(1)


def _choices(theme: Theme) -> QWidget:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    size = ChoiceList(theme, "Size", Picking.ONE)
    size.show_rows((ChoiceRow("normal", "Normal", quantity=1), ChoiceRow("large", "Large", "+3.00")))
    extras = ChoiceList(theme, "Extras", Picking.COUNTED)
    extras.show_rows(
        (
            ChoiceRow("nduja", "Nduja", "2.00", 2),
            ChoiceRow("egg", "Egg", "1.50"),
            ChoiceRow("burrata", "Burrata", "3.50", refused="Sold out"),
            ChoiceRow("rocket", "Rocket", "1.00", 1),
        )
    )
    without = ChoiceList(theme, "Without", Picking.MANY)
    without.show_rows((ChoiceRow("basil", "No basil", quantity=1), ChoiceRow("cheese", "No cheese")))
    for title, part in (("Size", size), ("Extras", extras), ("Without", without)):
        column.addWidget(Words(theme, title, Voice.STRONG))
        column.addWidget(part)
    return content
