"""How far what was sent has come at its stations: the kitchen delivery ledger of the order on the counter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import FireId, OrderId, StationId
    from aura_terminal.ports.mesh_reads import DeliveryRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.status import Now

WARN_AFTER_SECONDS = 5
SECOND_MILLISECONDS = 1000


class Reached(StrEnum):
    """How far a ticket has come, the least first; OVERDUE and PRINTED are what became of one no screen received.

    HELD is in the kitchen and waits for its course to be fired.
    """

    OVERDUE = "overdue"
    PRINTED = "printed"
    HELD = "held"
    SENT = "sent"
    RECEIVED = "received"
    SEEN = "seen"
    DONE = "done"


ORDER = tuple(Reached)


@dataclass(frozen=True, slots=True)
class StationDelivery:
    """One fired ticket at one station: how far, and since when. `printed_at` names the route of a substitute slip."""

    ticket_id: str
    station: str
    reached: Reached
    at: datetime
    printed_at: str = ""
    course: int = 0


@dataclass(frozen=True, slots=True)
class FireDelivery:
    """What was sent together, station by station; `least` is the one that has come least far."""

    stations: tuple[StationDelivery, ...]

    @property
    def least(self) -> StationDelivery:
        """The station that somebody may have to walk to."""
        return min(self.stations, key=lambda each: ORDER.index(each.reached))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the store says of one order's tickets, and which stations hear of them by their screen alone."""

    order_id: OrderId
    rows: tuple[DeliveryRow, ...]
    by_screen: frozenset[StationId]


class DeliveriesModel(QObject):
    """Keeps the ledger of the order on the counter; `changed` follows when it differs.

    It reads when something was sent or a ticket moved, never for a tap on a tile; while a ticket waits to be received
    the seconds are counted here.
    """

    changed = Signal()

    def __init__(
        self, runner: Runner, counter: Counter, changes: Changes, now: Now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._counter, self._now = runner, counter, now
        self._ledger: Ledger | None = None
        self._fires: dict[FireId, FireDelivery] = {}
        self._order_id: OrderId | None = None
        self._fire_count = 0
        self._second = QTimer(self, interval=SECOND_MILLISECONDS)
        self._second.timeout.connect(self._compose)
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)
        counter.changed.connect(self._follow)

    @property
    def fires(self) -> dict[FireId, FireDelivery]:
        """What was sent together, by fire; nothing for what goes to no station."""
        return self._fires

    @property
    def next_course(self) -> int | None:
        """The course that is fired next; 0 for what waits and is of no course, None where nothing waits."""
        rows = () if self._ledger is None else self._ledger.rows
        return min((row.course for row in rows if _is_held(row)), default=None)

    @property
    def is_counting(self) -> bool:
        """Whether a ticket waits to be received, so that the seconds matter."""
        return self._second.isActive()

    @Slot()
    def refresh(self) -> None:
        """Read the ledger again; without anything sent there is nothing to read."""
        order = self._counter.order
        if order is not None and order.fires:
            self._runner.run(partial(_ledger, order.order_id, order.opened_at), self._show)
        else:
            self._show(None)

    @Slot()
    def _follow(self) -> None:
        order = self._counter.order
        order_id, count = (None, 0) if order is None else (order.order_id, len(order.fires))
        if (order_id, count) != (self._order_id, self._fire_count):
            self._order_id, self._fire_count = order_id, count
            self.refresh()

    def _show(self, ledger: Ledger | None) -> None:
        order = self._counter.order
        if ledger is not None and (order is None or order.order_id != ledger.order_id):
            return
        self._ledger = ledger
        self._compose()

    @Slot()
    def _compose(self) -> None:
        ledger = self._ledger
        rows: tuple[DeliveryRow, ...] = () if ledger is None else ledger.rows
        by_screen: frozenset[StationId] = frozenset() if ledger is None else ledger.by_screen
        fires = fires_of(rows, by_screen, self._now())
        waits = any(_is_awaited(row, by_screen) for row in rows)
        if waits and not self._second.isActive():
            self._second.start()
        elif not waits:
            self._second.stop()
        if fires != self._fires:
            self._fires = fires
            self.changed.emit()


def fires_of(rows: Iterable[DeliveryRow], by_screen: frozenset[StationId], now: datetime) -> dict[FireId, FireDelivery]:
    """The ledger as of a moment, by fire, stations in the order they were fired."""
    stations: dict[FireId, tuple[StationDelivery, ...]] = {}
    for row in rows:
        stations[row.fire_id] = (*stations.get(row.fire_id, ()), _station(row, by_screen, now))
    return {fire_id: FireDelivery(each) for fire_id, each in stations.items()}


def _station(row: DeliveryRow, by_screen: frozenset[StationId], now: datetime) -> StationDelivery:
    reached, at = _reached(row, by_screen, now)
    return StationDelivery(row.ticket_id, row.station_name, reached, at, row.escalated_to, row.course)


def _reached(row: DeliveryRow, by_screen: frozenset[StationId], now: datetime) -> tuple[Reached, datetime]:
    if row.bumped_at is not None:
        return Reached.DONE, row.bumped_at
    if _is_held(row):
        return Reached.HELD, row.sent_at
    if row.seen_at is not None:
        return Reached.SEEN, row.seen_at
    if row.received_at is not None:
        return Reached.RECEIVED, row.received_at
    if row.escalated_at is not None:
        return Reached.PRINTED, row.escalated_at
    if _is_awaited(row, by_screen) and (now - row.sent_at).total_seconds() > WARN_AFTER_SECONDS:
        return Reached.OVERDUE, row.sent_at
    return Reached.SENT, row.sent_at


def _is_held(row: DeliveryRow) -> bool:
    return row.held and row.bumped_at is None


def _is_awaited(row: DeliveryRow, by_screen: frozenset[StationId]) -> bool:
    arrived = (row.received_at, row.bumped_at, row.escalated_at)
    return row.station_id in by_screen and not row.held and all(each is None for each in arrived)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import kitchen

    return (
        kitchen.TicketFired, kitchen.TicketReceived, kitchen.TicketSeen, kitchen.TicketEscalated, kitchen.TicketBumped,
        kitchen.TicketRecalled, kitchen.TicketHeld, kitchen.TicketReleased,
    )  # fmt: skip


def _ledger(order_id: OrderId, since: datetime, shop: Shop) -> Ledger:
    from aura_terminal.domain.shop import Delivery

    stations = shop.reads.kitchen.stations()
    by_screen = frozenset(each.id for each in stations if each.delivery is Delivery.SCREEN)
    return Ledger(order_id, shop.reads.mesh.deliveries(order_id, since), by_screen)
