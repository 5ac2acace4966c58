"""The kitchen delivery ledger as the kitchen reads it, and screens of stations that have fallen silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import DeliveryRow
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.deliveries import Reached, fires_of
from aura_terminal.view_models.kitchen import Now
from aura_terminal.view_models.runner import Runner

LOOKS_BACK = timedelta(hours=4)
SILENT_AFTER = timedelta(seconds=15)
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One fired ticket with its times; a time that has not come is None. `seen_by` is the screen that received it."""

    ticket_id: str
    number: str
    station: str
    reached: Reached
    sent_at: datetime
    fired_by: str
    received_at: datetime | None
    received_by: str
    seen_at: datetime | None
    bumped_at: datetime | None
    printed_at: datetime | None
    printed_on: str


@dataclass(frozen=True, slots=True)
class SilentScreen:
    """A terminal that shows a station and has not been heard; `waiting` tickets stand on it."""

    station_id: StationId
    station: str
    terminal: str
    silent_since: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says now: tickets, the newest first, and screens that somebody has to stand in for."""

    rows: tuple[LedgerRow, ...] = ()
    silent: tuple[SilentScreen, ...] = ()


class KitchenLedgerModel(QObject):
    """Reads the ledger when asked; `changed` follows. `read` may be repeated every few seconds."""

    changed = Signal()

    def __init__(self, runner: Runner, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self._ledger = Ledger()

    @property
    def ledger(self) -> Ledger:
        """As of the last `read`."""
        return self._ledger

    @Slot()
    def read(self) -> None:
        """Look again."""
        now = self._now()
        self._runner.run(lambda shop: _read(shop, now), self._show)

    def _show(self, ledger: Ledger) -> None:
        if ledger != self._ledger:
            self._ledger = ledger
            self.changed.emit()


def _read(shop: Shop, now: datetime) -> Ledger:
    rows = shop.reads.mesh.deliveries(None, now - LOOKS_BACK)
    stations = shop.reads.kitchen.stations()
    by_screen = frozenset(each.id for each in stations if each.delivery is Delivery.SCREEN)
    reached = {one.ticket_id: one.reached for fire in fires_of(rows, by_screen, now).values() for one in fire.stations}
    newest = [_row(row, reached[row.ticket_id]) for row in reversed(rows)]
    own = shop.terminal.label
    silent = silent_screens(rows, stations, shop.reads.mesh.peers(), own, now)
    return Ledger(tuple(newest[:MOST_ROWS]), silent)


def _row(row: DeliveryRow, reached: Reached) -> LedgerRow:
    return LedgerRow(
        row.ticket_id, row.number, row.station_name, reached, row.sent_at, row.fired_by, row.received_at,
        row.received_by, row.seen_at, row.bumped_at, row.escalated_at, row.escalated_to,
    )  # fmt: skip


def silent_screens(
    rows: Iterable[DeliveryRow], stations: Iterable[Station], peers: Iterable[PeerState], own: str, now: datetime
) -> tuple[SilentScreen, ...]:
    """Screens of other terminals that received tickets nobody has bumped, and were not heard for fifteen seconds."""
    heard = {peer.label: datetime.fromtimestamp(peer.last_heard_ms / 1000, UTC) for peer in peers}
    names = {station.id: station.name for station in stations}
    waiting: dict[tuple[StationId, str], int] = {}
    for row in rows:
        if row.received_by and row.received_by != own and row.bumped_at is None:
            key = (row.station_id, row.received_by)
            waiting[key] = waiting.get(key, 0) + 1
    return tuple(
        SilentScreen(station_id, names.get(station_id, ""), terminal, heard[terminal], count)
        for (station_id, terminal), count in waiting.items()
        if terminal in heard and now - heard[terminal] > SILENT_AFTER
    )
