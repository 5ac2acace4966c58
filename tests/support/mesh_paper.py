"""A printer at a stored shop's station, with time that stands still: what comes out of it, and who kills its worker."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.ports.printing import Spool
from devices.spooling import DeviceWorker
from devices.transports.memory import Line
from tests.support.printer_bench import PrinterBench
from tests.support.store_shop import StoredShop


class Killed(Exception):
    """The process dies here."""


class DyingSpool:
    """A spool whose process dies when it wants to say that a job was printed."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        return self._spool.next_job(route, now)

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        return self._spool.begin_attempt(job_id, now)

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        if state is SpoolState.PRINTED:
            raise Killed
        self._spool.settle(job_id, state, note, now)

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._spool.interrupted(route)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._spool.unconfirmed(route)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self._spool.supersede(job_id, copy, state, now)


class StationPaper:
    """The printer of some routes of a store, driven step by step."""

    def __init__(self, stored: StoredShop, cache: Path) -> None:
        self._stored = stored
        self._bench = PrinterBench(cache)
        self._routes = sorted({station.printer for station in stored.shop.reads.kitchen.stations()})
        self._worker = self._new_worker(stored.store.spool)

    @property
    def slips(self) -> list[str]:
        """Every piece of paper, oldest first."""
        return [slip.text for slip in self._bench.mechanism.slips]

    def unplug(self) -> None:
        """The printer is gone."""
        self._bench.transport.become(Line.CUT)

    def plug_in(self) -> None:
        """It is back."""
        self._bench.transport.become(Line.WORKING)

    def work(self, seconds: float) -> None:
        """Let the worker do what there is to do in so much time; the shop's clock goes along."""
        spent = 0.0
        while spent < seconds:
            pause = max(self._worker.step(), 0.001)
            self._bench.time.pass_by(pause)
            self._stored.clock.advance(milliseconds=int(pause * 1000))
            spent += pause

    def die_when_printed(self) -> None:
        """Print the next job and die before that is recorded; a new process takes over."""
        dying = self._new_worker(DyingSpool(self._stored.store.spool))
        with suppress(Killed):
            for _ in range(5):
                dying.step()
        self._bench.plug_in_anew()
        self._worker = self._new_worker(self._stored.store.spool)

    def _new_worker(self, spool: Spool) -> DeviceWorker:
        return DeviceWorker(
            device="kitchen",
            routes=self._routes,
            printer=self._bench.printer,
            drawer=None,
            spool=spool,
            now=self._stored.clock.now,
            new_id=lambda: PrintJobId(self._stored.ids.new()),
            on_health=self._bench.healths.append,
        )
