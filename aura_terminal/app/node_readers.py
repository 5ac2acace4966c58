"""The node's card terminals: from settings to threads, and their words on the bus.

A terminal that is set up wrongly, or lacks its secret, is told of as one that cannot be used; the till goes on with
every other way to pay.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power
from sync.node.frames import Frame, Topic
from sync.node.store_queue import StoreQueue

if TYPE_CHECKING:
    from devices.readers.catalog import ReaderStation
    from devices.reading import ReaderNews, ReaderWorker

EXPIRE_EVERY = 60.0
REVERSALS = "reversals-{name}.jsonl"

_log = logging.getLogger(__name__)
Publish = Callable[[Topic, str], None]
OnHealth = Callable[[DeviceHealth], None]


class NodeReaders:
    """Every card terminal that hangs on a wire; stand-alone ones need no thread. Without any, nothing is loaded."""

    def __init__(
        self, rows: Iterable[DeviceSettings], data: Path, queue: StoreQueue[NodeShop], clock: Clock, ids: Ids
    ) -> None:
        self._settings = tuple(
            row for row in rows if row.kind is DeviceKind.CARD_READER and row.model is not DeviceModel.STAND_ALONE
        )
        self._data, self._queue, self._clock, self._ids = data, queue, clock, ids
        self._rows = {row.name: ReaderRow(row.name) for row in self._settings}
        self._stations: list[ReaderStation] = []
        self._workers: list[ReaderWorker] = []
        self._lock = Lock()
        self._expiring: Future[bool] | None = None
        self._expire_at = clock.monotonic() + EXPIRE_EVERY

    @property
    def health(self) -> tuple[DeviceHealth, ...]:
        """How each is before it was looked at."""
        now = self._clock.now()
        return tuple(_health(row.name, Power.UNKNOWN, (), now, "") for row in self._settings)

    def open(self, publish: Publish, say: Callable[[Frame], None], on_health: OnHealth) -> None:
        """Begin: what is not final is asked for first. `say` puts a frame before the node itself."""
        self._publish, self._say, self._on_health = publish, say, on_health
        for row in self._settings:
            try:
                station = self._built(row)
                if station.simulator is not None:
                    station.simulator.open()
            except (ValueError, OSError, Unavailable) as wrong:
                self._cannot_use(row.name, str(wrong))
                continue
            self._stations.append(station)
            self._workers.append(self._worker(row.name, station))
        for worker in self._workers:
            worker.start()
        self._tell()

    def close(self) -> None:
        """Let all of them go; may be called twice."""
        for worker in self._workers:
            worker.stop()
        for station in self._stations:
            if station.simulator is not None:
                station.simulator.close()

    def hear(self, frame: Frame) -> None:
        """A screen made an attempt or wants one cancelled, or has just come."""
        if frame.topic is Topic.CARDS:
            self.committed()
        elif frame.topic is Topic.TOKEN:
            self._tell()

    def committed(self) -> None:
        """Somebody changed the store: there may be something to do."""
        for worker in self._workers:
            worker.wake()

    def tick(self) -> None:
        """Time goes by: tabs come to an end."""
        if self._expiring is not None and self._expiring.done():
            if self._expiring.exception() is not None:
                _log.warning("tabs_not_expired: %s", self._expiring.exception())
            elif self._expiring.result():
                self._changed()
            self._expiring = None
        if self._expiring is None and self._settings and self._clock.monotonic() >= self._expire_at:
            self._expire_at = self._clock.monotonic() + EXPIRE_EVERY
            self._expiring = self._queue.serve(lambda opened: bool(opened.shop.cards.expire_tabs()))

    def _built(self, row: DeviceSettings) -> ReaderStation:
        from aura_terminal.app.devices import SLIPS_FOLDER
        from aura_terminal.app.reader_secrets import read_secret
        from devices.catalog import Surroundings
        from devices.readers.catalog import build_reader

        around = Surroundings(cache=self._data / "cache", slips=self._data / SLIPS_FOLDER, now=self._clock.now)
        return build_reader(
            name=row.name, model=row.model.value, address=row.address, options=dict(row.options),
            secret=read_secret(self._data, row.name), surroundings=around,
        )  # fmt: skip

    def _worker(self, name: str, station: ReaderStation) -> ReaderWorker:
        from aura_terminal.app.devices import folder_of
        from aura_terminal.domain.card_payments import key_of
        from aura_terminal.domain.ids import AttemptId
        from devices.reading import ReaderWorker
        from devices.reversal_file import ReversalFile
        from sync.node.desk_proxy import DeskProxy

        able = station.reader.abilities
        self._rows[name] = ReaderRow(
            name, able.is_stand_alone, able.can_cancel, able.can_refund, able.can_reverse, able.can_preauthorise,
            able.asks_tip, able.needs_internet,
        )  # fmt: skip
        return ReaderWorker(
            name=name,
            reader=station.reader,
            desk=DeskProxy(self._queue, lambda opened: opened.shop.card_desk, self._changed),
            aside=ReversalFile(self._data / REVERSALS.format(name=folder_of(name))),
            now=self._clock.now,
            new_key=lambda: key_of(AttemptId(self._ids.new())),
            tell=self._heard,
            on_health=self._keep_health,
        )

    def _changed(self) -> None:
        """This process committed facts and perhaps slips: screens look, printers print, peers are told."""
        self._publish(Topic.CHANGED, "")
        self._say(Frame(Topic.SPOOL))
        self._say(Frame(Topic.FACTS))

    def _heard(self, news: ReaderNews) -> None:
        with self._lock:
            self._rows[news.reader] = replace(
                self._rows[news.reader], attempt_id=news.attempt_id or "", step="" if news.step is None else news.step
            )
        self._tell()

    def _keep_health(self, health: DeviceHealth) -> None:
        with self._lock:
            self._rows[health.device] = replace(self._rows[health.device], power=health.power, hint=health.hint)
        self._on_health(health)
        self._tell()

    def _cannot_use(self, name: str, why: str) -> None:
        _log.error("reader_not_set_up: %s: %s", name, why)
        self._keep_health(_health(name, Power.UNREACHABLE, (Fault.NOT_SET_UP,), self._clock.now(), why))

    def _tell(self) -> None:
        from sync.node.reader_words import encode_readers

        with self._lock:
            rows = tuple(self._rows.values())
        if rows:
            self._publish(Topic.READERS, encode_readers(rows))


def _health(name: str, power: Power, faults: tuple[Fault, ...], now: datetime, hint: str) -> DeviceHealth:
    return DeviceHealth(name, power, faults, Confidence.UNKNOWN, now, hint=hint, kind=HealthKind.CARD_READER)
