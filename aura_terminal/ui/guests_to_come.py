"""Where guests who are to come are looked after: reservations, the waiting list, what leaves the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Ground, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.page import Page, Sleeper
from aura_terminal.ui.widgets.page_edges import Head, Side, stand_beside

RESERVATIONS, WAITING, ERRANDS = "reservations", "waiting", "errands"
WIDTH = 412
CLOCK_MILLISECONDS = 15_000


class PlaceChips(Chips):
    """Three pills of which the one for `here` is chosen; `place_wanted(place)` follows a tap on another."""

    place_wanted = Signal(str)

    def __init__(self, theme: Theme, here: str) -> None:
        super().__init__(theme, tr("Guests to come"))
        self._here = here
        self.show_count("")
        self.chosen.connect(self._go)

    def show_count(self, count: str) -> None:
        """How many there are on this page."""
        words = ((RESERVATIONS, tr("Reservations")), (WAITING, tr("Waiting")), (ERRANDS, tr("Takeout")))
        self.show_rows([ChipRow(place, name, count if place == self._here else "") for place, name in words])
        self.select(self._here)

    @Slot(str)
    def _go(self, place: str) -> None:
        self.select(self._here)
        if place != self._here:
            self.place_wanted.emit(place)


class Listed(Protocol):
    """What one of these pages shows."""

    @property
    def watch(self) -> Sleeper:
        """Is awake while somebody looks."""

    def refresh(self) -> object:
        """Read it again."""


class GuestsPage(Page):
    """A list, and at its side what can be done about the one that is looked at.

    `order_chosen(order_id)` follows the wish to see an order at the register, `place_wanted(place)` to see other guests
    to come, `back_requested` the way back; `said(sentence)` is for the window's notice. While the page is in sight
    `_tick` comes every quarter of a minute. Esc goes back.
    """

    order_chosen = Signal(str)
    place_wanted = Signal(str)
    back_requested = Signal()
    said = Signal(str)

    def __init__(self, model: Listed, theme: Theme, here: str, say: str) -> None:
        super().__init__(theme, Ground.CANVAS, model.watch)
        self._listed, self._theme = model, theme
        back = Button(theme, tr("Orders"), icon="arrow-left", say=tr("Back to the orders"))
        self._places = PlaceChips(theme, here)
        self._head = Head(theme, back, self._places)
        self._list = OrderList(theme, say, ground=Ground.CANVAS)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MILLISECONDS)
        self._clock.timeout.connect(self._tick)
        back.clicked.connect(self.back_requested)
        self._places.place_wanted.connect(self.place_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._listed.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    @Slot()
    def _tick(self) -> None:
        """A quarter of a minute has passed."""

    def _stand(self, *words: Words, above: QWidget | None = None, below: QWidget | None = None) -> Side:
        """Fill the page: the list between `above` and `below` it, and the side that is given back, with its words."""
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 10, 14, 10)
        inner.addWidget(self._list, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._head)
        if above is not None:
            left.addWidget(above)
        if below is not None:
            inner.addWidget(below)
        left.addLayout(inner, 1)
        side = Side(self._theme, WIDTH, WIDTH)
        side.say(*words)
        side.column.addStretch(1)
        stand_beside(self, left, side)
        return side

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def show_texts(texts: Iterable[tuple[Words, str]]) -> None:
    """Say these words; a label that has none takes no room."""
    for label, words in texts:
        label.setText(words)
        label.setVisible(bool(words))


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("GuestsToCome", words)
