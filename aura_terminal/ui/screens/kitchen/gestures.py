"""What a tap on a ticket means now: bump, look, start, and after a tap on Rush or Hold, that."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.ui.screens.kitchen.words import title_of, tr
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_board import Card, Stage

ARMED_MILLISECONDS = 6000


class Armed(Enum):
    """What the next tap on a ticket does instead of bumping it."""

    NOTHING = auto()
    RUSH = auto()
    HOLD = auto()


class Gestures(QObject):
    """Turns taps on tickets into the cook's verbs, and offers the way back from each for eight seconds.

    `armed_changed` follows when Rush or Hold was tapped, used, or forgotten after six seconds; `hold_asked(Card)` wants
    to know for how long.
    """

    armed_changed = Signal()
    hold_asked = Signal(object)

    def __init__(self, model: KitchenModel, undo: UndoBar, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._undo = undo
        self._armed = Armed.NOTHING
        self._way_back: Callable[[str], None] = model.recall
        self._offered = ("", 0)
        self._forget = QTimer(self, interval=ARMED_MILLISECONDS, singleShot=True)
        self._forget.timeout.connect(self.disarm)
        undo.undone.connect(self._go_back)
        model.bumped.connect(self._offer_recall)

    @property
    def armed(self) -> Armed:
        """What the next tap on a ticket does."""
        return self._armed

    def arm(self, armed: Armed) -> None:
        """The next tap on a ticket does this; the same again takes it back."""
        self._armed = Armed.NOTHING if armed is self._armed else armed
        self._forget.start()
        self.armed_changed.emit()

    @Slot()
    def disarm(self) -> None:
        """A tap bumps again."""
        self._forget.stop()
        if self._armed is not Armed.NOTHING:
            self._armed = Armed.NOTHING
            self.armed_changed.emit()

    def tap(self, card: Card) -> None:
        """A ticket's header was tapped: what was armed, else look at a change, start what waits, bump the rest."""
        armed = self._armed
        self.disarm()
        if armed is Armed.RUSH:
            self._rush(card)
        elif armed is Armed.HOLD:
            self.hold_asked.emit(card)
        elif card.has_changed:
            self._model.see_changes(card.ticket_id)
        elif card.printed_at is None and card.stage(self._model.now) is not Stage.ACTIVE:
            self.start(card)
        else:
            self._model.bump(card.ticket_id)

    def start(self, card: Card) -> None:
        """Cook it now although it waits."""
        self._model.release(card.ticket_id)
        self._offer(card, tr("{ticket} fired"), self._hold_again)

    def hold(self, card: Card, minutes: int) -> None:
        """Not now."""
        self._model.hold(card.ticket_id, minutes)
        self._offer(card, tr("{ticket} held"), self._model.release)

    def keep_offer(self, cards: tuple[Card, ...]) -> None:
        """Withdraw the way back from a bump once somebody has gone it."""
        if any(self._offered == (card.ticket_id, card.generation) for card in cards):
            self._offered = ("", 0)
            self._undo.withdraw()

    def _rush(self, card: Card) -> None:
        was_rushed = card.rushed_at is not None
        self._model.rush(card.ticket_id)
        self._offer(card, tr("{ticket} in its turn") if was_rushed else tr("{ticket} rushed"), self._model.rush)

    @Slot(object)
    def _offer_recall(self, card: Card) -> None:
        self._offer(card, tr("{ticket} bumped"), self._model.recall)
        self._offered = (card.ticket_id, card.generation + 1)

    def _offer(self, card: Card, words: str, way_back: Callable[[str], None]) -> None:
        self._offered = ("", 0)
        self._way_back = way_back
        self._undo.offer(card.ticket_id, words.format(ticket=title_of(card)), tr("Undo"))

    def _hold_again(self, ticket_id: str) -> None:
        self._model.hold(ticket_id, 0)

    @Slot(str)
    def _go_back(self, ticket_id: str) -> None:
        self._way_back(ticket_id)
