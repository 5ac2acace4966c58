"""A whole print station inside this process, from spool to simulated printer, with time that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.domain.paper import (
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    Unwanted,
)
from aura_terminal.ports.printing import DeviceHealth, Fault
from devices.bell import Bell
from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80, PrinterProfile
from devices.simulators.mechanism import Mechanism
from devices.spooling import DeviceWorker
from devices.transports.memory import MemoryTransport


class StoppedTime:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 18, 0, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


class MemorySpool:
    """A spool that forgets when the test ends."""

    def __init__(self) -> None:
        self._jobs: dict[PrintJobId, SpooledJob] = {}

    def add(self, job: PrintJob, at: datetime) -> None:
        """Queue a job, as a use case does."""
        self._jobs[job.job_id] = SpooledJob(job, SpoolState.QUEUED, at, at)

    def find(self, job_id: PrintJobId) -> SpooledJob:
        """How a job stands now."""
        return self._jobs[job_id]

    def all(self) -> Sequence[SpooledJob]:
        """Every job ever queued, oldest first."""
        return list(self._jobs.values())

    def no_longer_wanted(self, job_id: PrintJobId, why: Unwanted) -> None:
        """What the kitchen did meanwhile made the paper needless."""
        self._jobs[job_id] = replace(self._jobs[job_id], unwanted=why)

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        waiting = self._in(route, SpoolState.QUEUED, SpoolState.HELD)
        kicks = [spooled for spooled in waiting if spooled.job.kind is SpoolKind.DRAWER_KICK]
        return next(iter([*kicks, *waiting]), None)

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        found = self._jobs[job_id]
        self._jobs[job_id] = replace(found, state=SpoolState.SENDING, changed_at=now, attempts=found.attempts + 1)
        return found.attempts + 1

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        self._jobs[job_id] = replace(self._jobs[job_id], state=state, changed_at=now, last_error=note)

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._in(route, SpoolState.SENDING, SpoolState.IN_PRINTER)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._in(route, SpoolState.UNCONFIRMED)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self.add(copy, now)
        self.settle(job_id, state, "", now)

    def _in(self, route: str, *states: SpoolState) -> list[SpooledJob]:
        return [spooled for spooled in self._jobs.values() if spooled.job.route == route and spooled.state in states]


class PrinterBench:
    """One printer with a drawer on one route, driven step by step."""

    def __init__(self, cache: Path, profile: PrinterProfile = GENERIC_80) -> None:
        self.time = StoppedTime()
        self.spool = MemorySpool()
        self.mechanism = Mechanism(profile, now=self.time.now, on_slip=lambda slip: None)
        self._caller = self.mechanism.connect()
        self.transport = MemoryTransport(self._answer, passed=self.time.pass_by)
        self.link = EscPosLink(self.transport, profile, monotonic=self.time.monotonic)
        encoder = EscPosEncoder(profile, cache=cache)
        self.printer = EscPosPrinter(self.link, encoder, profile, monotonic=self.time.monotonic)
        self.drawer = DrawerOnPrinter(self.link, profile.drawer, monotonic=self.time.monotonic)
        self.healths: list[DeviceHealth] = []
        self._ids = iter(range(1, 1000))
        self.worker = self.new_worker()
        self.is_deaf = False
        self.sent = b""

    def new_worker(self, bell: Bell | None = None) -> DeviceWorker:
        """A worker that knows nothing yet, as after a restart."""
        return DeviceWorker(
            device="front",
            routes=["receipt"],
            printer=self.printer,
            drawer=self.drawer,
            spool=self.spool,
            now=self.time.now,
            new_id=lambda: PrintJobId(f"copy-{next(self._ids)}"),
            on_health=self.healths.append,
            bell=bell,
        )

    def queue(self, name: str, kind: SpoolKind, document: PaperDocument | None = None) -> PrintJobId:
        """Spool a job now."""
        job = PrintJob(PrintJobId(name), kind, "receipt", name, document=document)
        self.spool.add(job, self.time.now())
        return job.job_id

    def state(self, job_id: PrintJobId) -> SpoolState:
        return self.spool.find(job_id).state

    def cause(self, fault: Fault) -> None:
        self.mechanism.cause(fault)
        self._hear()

    def mend(self, fault: Fault) -> None:
        self.mechanism.mend(fault)
        self._hear()

    def plug_in_anew(self) -> None:
        """The printer sees a new connection; what the old one had not finished saying is lost."""
        self.mechanism.disconnect(self._caller)
        self._caller = self.mechanism.connect()

    def _answer(self, data: bytes) -> bytes:
        self.sent += data
        if self.is_deaf:
            return b""
        self.mechanism.receive(self._caller, data)
        replies, self._caller.replies = bytes(self._caller.replies), bytearray()
        return replies

    def _hear(self) -> None:
        replies, self._caller.replies = bytes(self._caller.replies), bytearray()
        self.transport.say(replies)
