"""What a kitchen screen lets be heard: one sound for each kind of event, again and again until somebody has seen it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_board import NEVER, Card, Stage


class Cue(StrEnum):
    """The events that have a sound, the most urgent first; the words name their files."""

    VOID = "void"
    CHANGE = "change"
    RUSH = "rush"
    LATE = "late"
    READY = "ready"
    ADDITION = "addition"
    NEW = "new"


SECONDS_BETWEEN = {
    Cue.VOID: 8, Cue.CHANGE: 8, Cue.RUSH: 8, Cue.LATE: 60, Cue.READY: 15, Cue.ADDITION: 10, Cue.NEW: 10,
}  # fmt: skip
"""After how long an event is said again that nobody has seen."""
UNTIL_LOOKED_AT = frozenset({Cue.VOID, Cue.CHANGE})
"""A touch anywhere is not enough: the change itself has to be tapped."""
URGENCY = {cue: place for place, cue in enumerate(Cue)}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket; `mark` tells the second void from the first."""

    cue: Cue
    ticket_id: str
    mark: str = ""


class CuesModel(QObject):
    """Emits `due(Cue)`: at once for a new event, the most urgent of those that came together, and again until it is
    seen. A touch on the screen (`touched`) has seen everything but changes, which are seen by tapping them. What was on
    the board when it was first read is not announced, except changes nobody looked at. Off, it only keeps count.
    """

    due = Signal(object)

    def __init__(
        self, kitchen: KitchenModel, *, monotonic: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._kitchen = kitchen
        self._monotonic = monotonic
        self._known: frozenset[Event] | None = None
        self._unseen: dict[Event, float] = {}
        self._next = NEVER
        self._is_on = True
        kitchen.station_chosen.connect(self._forget)
        self._soon = QTimer(self, interval=0, singleShot=True)  # the board is painted first
        self._soon.timeout.connect(self._look)
        kitchen.board_changed.connect(self._soon.start)
        kitchen.ticked.connect(self._tick)

    @property
    def is_on(self) -> bool:
        """Whether anything is to be heard."""
        return self._is_on

    @property
    def unseen(self) -> tuple[Cue, ...]:
        """What nobody has seen yet, the most urgent first."""
        return tuple(sorted({event.cue for event in self._unseen}, key=URGENCY.__getitem__))

    def switch_off(self) -> None:
        """Say nothing until it is switched on again."""
        self._is_on = False

    def switch_on(self) -> None:
        """Let what nobody has seen be heard again."""
        self._is_on = True

    @Slot()
    def touched(self) -> None:
        """Somebody is there and has touched the screen or pressed a key."""
        self._unseen = {event: at for event, at in self._unseen.items() if event.cue in UNTIL_LOOKED_AT}

    @Slot()
    def _forget(self) -> None:
        """Another station is shown: what stands there is no news."""
        self._known, self._unseen = None, {}

    @Slot()
    def _tick(self) -> None:
        """A second is over: something may have grown late or begun, or be said again."""
        if self._kitchen.now >= self._next:
            self._look()
        elif self._unseen:
            self._say(set())

    @Slot()
    def _look(self) -> None:
        now, cards = self._kitchen.now, self._kitchen.unfiltered
        there = frozenset(event for card in cards for event in _events_of(card, now))
        before, self._known = self._known, there
        self._next = min((at for card in cards for at in _moments_of(card) if at > now), default=NEVER)
        self._unseen = {event: said for event, said in self._unseen.items() if event in there}
        changes = {event for event in there if event.cue in UNTIL_LOOKED_AT}
        self._say(changes if before is None else set(there - before))

    def _say(self, fresh: set[Event]) -> None:
        """Let the most urgent of what is new, or is due to be said again, be heard."""
        at = self._monotonic()
        again = {event for event, said in self._unseen.items() if at - said >= SECONDS_BETWEEN[event.cue]}
        for event in fresh | again:
            self._unseen[event] = at
        if self._is_on and (fresh or again):
            self.due.emit(min((event.cue for event in fresh | again), key=URGENCY.__getitem__))


def _moments_of(card: Card) -> Iterator[datetime]:
    """When there is something new to be said of a ticket although nobody has done anything: it begins, it is late."""
    if not card.is_held and card.printed_at is None:
        yield card.begins_at
        if card.target_minutes:
            yield card.begins_at + timedelta(minutes=card.target_minutes)


def _events_of(card: Card, now: datetime) -> Iterator[Event]:
    """What there is to be said of a ticket now; what is made from a slip says nothing."""
    if card.printed_at is not None:
        return
    name = card.ticket_id
    if card.unseen:
        yield Event(Cue.VOID, name, str(card.unseen))
    if card.moved:
        yield Event(Cue.CHANGE, name, card.label)
    if card.rushed_at is not None:
        yield Event(Cue.RUSH, name)
    if card.stage(now) is not Stage.ACTIVE:
        return
    yield Event(Cue.ADDITION if card.addition else Cue.NEW, name, str(card.generation))
    if card.is_ready:
        yield Event(Cue.READY, name, str(card.generation))
    elif card.is_late(now):
        yield Event(Cue.LATE, name, str(card.generation))
