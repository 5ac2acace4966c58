"""The scale sheet: the live weight in digits that are read from a step away, the container, and what it costs."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.weighing import PriceUnit, Verdict, kilograms
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.scale import ScaleModel

translate = QCoreApplication.translate
FIGURE_HEIGHT, FIGURE_SHARE = 132, 0.72
MOST_DIGITS = 6
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PRACTICE = (250, 745, 1500, 0)
"""Grams a person may lay on the simulated scale; 0 empties it."""

NOTHING = "–"


class Typing(StrEnum):
    """What the digits are for."""

    CONTAINER = "container"
    WEIGHT = "weight"


class ScaleSheet(Sheet):
    """Follows a ScaleModel. Enter adds what is ready; digits are the container's until a weight is typed by hand."""

    def __init__(self, scale: ScaleModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 980, 660)
        self._scale, self._money = scale, money
        self._typing = Typing.CONTAINER
        self._digits = ""
        self._figure = WeightFigure(theme)
        self._state = Words(theme, "", Voice.WARNING)
        self._state.setWordWrap(True)
        self._rows = {name: Words(theme, "", Voice.STRONG) for name in ("container", "net", "price")}
        self._amount = Words(theme, "", Voice.TOTAL)
        self._for = {
            Typing.CONTAINER: Button(theme, self.tr("Container"), kind=Kind.FUNCTION),
            Typing.WEIGHT: Button(theme, self.tr("Weight by hand"), kind=Kind.FUNCTION),
        }
        self._typed = Words(theme, "", Voice.AMOUNT)
        self._pad = PaymentPad(theme, self.tr("Grams"), self.tr("Erase"))
        self._on_pan = Button(theme, self.tr("Container is on the scale"), icon="scale")
        self._practice = {grams: Button(theme, practice_words(grams)) for grams in PRACTICE}
        self._practice_row = QWidget()
        self._add = Button(theme, self.tr("Add"), kind=Kind.PRIMARY)
        self._arrange(theme)
        self._connect()

    @Slot()
    def ask(self) -> None:
        """Open for what the model weighs."""
        self._typing, self._digits = Typing.CONTAINER, ""
        self._show()
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERING:
            self._scale.add()
            event.accept()
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
            event.accept()
        elif not self._pad.press(event.text()):
            super().keyPressEvent(event)

    def _arrange(self, theme: Theme) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._figure)
        left.addWidget(self._state)
        left.addStretch(1)
        names = {"container": self.tr("Container"), "net": self.tr("To pay for"), "price": self.tr("Price")}
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        for place, (name, words) in enumerate(names.items()):
            grid.addWidget(Words(theme, words, Voice.MUTED), place, 0)
            grid.addWidget(self._rows[name], place, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._amount, len(names), 1, Qt.AlignmentFlag.AlignRight)
        left.addLayout(grid)
        practice = QHBoxLayout(self._practice_row)
        practice.setContentsMargins(0, 0, 0, 0)
        practice.addWidget(Words(theme, self.tr("Simulated scale:"), Voice.SMALL))
        for button in self._practice.values():
            practice.addWidget(button)
        left.addWidget(self._practice_row)
        right = QVBoxLayout()
        right.setSpacing(8)
        kinds = QHBoxLayout()
        for button in self._for.values():
            button.keep_at_least(140, 52)
            kinds.addWidget(button)
        right.addLayout(kinds)
        right.addWidget(self._typed, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._pad, 1)
        self._on_pan.keep_at_least(200, 52)
        right.addWidget(self._on_pan)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        line.addLayout(left, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self._add.keep_at_least(200, 64)
        self.set_actions(self._add)

    def _connect(self) -> None:
        self._scale.changed.connect(self._show)
        self._scale.done.connect(self.close_sheet)
        self.cancelled.connect(self._scale.drop)
        self._add.clicked.connect(self._scale.add)
        self._on_pan.clicked.connect(self._scale.tare_now)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        for button in self._for.values():
            button.clicked.connect(self._turn)
        for button in self._practice.values():
            button.clicked.connect(self._load)

    @Slot()
    def _show(self) -> None:
        scale, seen = self._scale, self._scale.seen
        self.set_title(scale.name)
        gross = seen.grams if scale.typed is None else scale.typed
        self._figure.show_words(NOTHING if gross is None else f"{kilograms(gross)} kg")
        self._state.setText(state_words(scale))
        is_fine = seen.verdict is Verdict.READY and scale.typed is None
        self._state.speak(Voice.MUTED if is_fine else Voice.WARNING)
        self._rows["container"].setText(f"{kilograms(scale.tare)} kg" if scale.tare else NOTHING)
        net = scale.net
        self._rows["net"].setText(NOTHING if net is None else f"{kilograms(net)} kg")
        price = "" if scale.price is None else price_words(self._money.amount(scale.price), scale.unit)
        self._rows["price"].setText(price)
        self._amount.setText(NOTHING if scale.amount is None else self._money.total(scale.amount))
        self._add.setEnabled(scale.may_add)
        self._practice_row.setVisible(scale.is_simulated)
        for typing, button in self._for.items():
            if typing is self._typing:
                button.mark()
            else:
                button.unmark()
        self._typed.setText(f"{self._digits} g" if self._digits else "")

    @Slot(str)
    def _press(self, digits: str) -> None:
        self._digits = str(int(f"{self._digits}{digits}"))[:MOST_DIGITS]
        self._tell()

    @Slot()
    def _erase(self) -> None:
        self._digits = self._digits[:-1]
        self._tell()

    def _tell(self) -> None:
        if self._typing is Typing.CONTAINER:
            self._scale.set_tare(int(self._digits or "0"))
        else:
            self._scale.type_weight(int(self._digits) if self._digits else None)

    @Slot()
    def _turn(self) -> None:
        self._typing = next(typing for typing, button in self._for.items() if button is self.sender())
        self._digits = ""
        self._scale.type_weight(None)

    @Slot()
    def _load(self) -> None:
        self._scale.load(next(grams for grams, button in self._practice.items() if button is self.sender()))


class WeightFigure(QWidget):
    """One figure, as large as it fits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self.setFixedHeight(FIGURE_HEIGHT)
        theme.changed.connect(self.update)

    def show_words(self, words: str) -> None:
        """Show this."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, whole = self._theme.look, QRectF(self.rect())
        font = QFont(look.font.total)
        font.setPixelSize(round(whole.height() * FIGURE_SHARE))
        canvas = Canvas(QPainter(self), look, whole, self.layoutDirection())
        canvas.text(whole, self._words, font, look.color.text, Side.START)
        canvas.painter.end()


def practice_words(grams: int) -> str:
    """What a button of the simulated scale does."""
    return f"{grams} g" if grams else translate("ScaleSheet", "Empty")


def price_words(amount: str, unit: PriceUnit) -> str:
    """A price with how much it is for."""
    return f"{amount} / {'kg' if unit is PriceUnit.KILOGRAM else '100 g'}"


def state_words(scale: ScaleModel) -> str:
    """What the scale says, in words a cashier acts on."""
    if scale.typed is not None:
        return translate("ScaleSheet", "Typed by hand: it is marked on the receipt and needs somebody's right.")
    seen = scale.seen
    if scale.amount is None and seen.verdict is Verdict.READY:
        return translate("ScaleSheet", "Lighter than its container.")
    if seen.verdict is Verdict.UNREACHABLE and scale.hint:
        return translate("ScaleSheet", "No scale: {hint}").format(hint=heard(scale.hint))
    return {
        Verdict.READY: translate("ScaleSheet", "Weighed. Tap Add."),
        Verdict.SETTLING: translate("ScaleSheet", "Nearly still …"),
        Verdict.EMPTY: translate("ScaleSheet", "The scale is empty: put it on."),
        Verdict.MOVING: translate("ScaleSheet", "It moves: wait until it lies still."),
        Verdict.OVER: translate("ScaleSheet", "Too heavy for this scale: take something off."),
        Verdict.UNDER: translate("ScaleSheet", "The pan is not in its place: put it back."),
        Verdict.NEGATIVE: translate("ScaleSheet", "Below zero: empty the scale and press its zero key."),
        Verdict.SCALE_TARE: translate("ScaleSheet", "The scale subtracts a container itself: press its tare key."),
        Verdict.TOO_LIGHT: translate("ScaleSheet", "Too light for this scale to weigh."),
        Verdict.NOT_EMPTIED: translate("ScaleSheet", "This was sold already: empty the scale first."),
        Verdict.STALE: translate("ScaleSheet", "Nothing is heard from a scale. Type the weight by hand."),
        Verdict.UNREACHABLE: translate("ScaleSheet", "The scale is not reached. Type the weight by hand."),
    }[seen.verdict]
