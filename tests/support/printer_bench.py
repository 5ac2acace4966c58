"""A whole print station inside this process, from spool to simulated printer, with time that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from aura_terminal.domain.paper import PaperDocument, PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import device_route
from aura_terminal.ports.printing import DeviceHealth, Fault
from devices.bell import Bell
from devices.claims import Claim
from devices.detours import Detours
from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80, PrinterProfile
from devices.simulators.mechanism import Mechanism
from devices.spooling import DeviceWorker
from devices.transports.memory import MemoryTransport
from tests.support.memory_spool import MemorySpool as MemorySpool


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


class PrinterBench:
    """One printer with a drawer on one route, driven step by step."""

    def __init__(
        self,
        cache: Path,
        profile: PrinterProfile = GENERIC_80,
        *,
        device: str = "front",
        route: str = "receipt",
        beside: PrinterBench | None = None,
        detours: Detours | None = None,
    ) -> None:
        self.time: StoppedTime = StoppedTime() if beside is None else beside.time
        self.spool: MemorySpool = MemorySpool() if beside is None else beside.spool
        self.device, self.route, self.detours = device, route, detours
        self.claim: Claim | None = None
        self.profile = profile
        self.mechanism = Mechanism(profile, now=self.time.now, on_slip=lambda slip: None)
        self._caller = self.mechanism.connect()
        self.transport = MemoryTransport(self._answer, passed=self.time.pass_by)
        self.link = EscPosLink(self.transport, profile, monotonic=self.time.monotonic)
        encoder = EscPosEncoder(profile, cache=cache)
        self.printer = EscPosPrinter(self.link, encoder, profile, monotonic=self.time.monotonic)
        self.drawer = DrawerOnPrinter(self.link, profile.drawer, monotonic=self.time.monotonic)
        self.healths: list[DeviceHealth] = []
        self._ids: Iterator[int] = count(1) if beside is None else beside._ids
        self.worker = self.new_worker()
        self.is_deaf = False
        self.sent = b""

    def new_worker(self, bell: Bell | None = None) -> DeviceWorker:
        """A worker that knows nothing yet, as after a restart."""
        return DeviceWorker(
            device=self.device,
            routes=[self.route, device_route(self.device)],
            printer=self.printer,
            drawer=self.drawer,
            spool=self.spool,
            now=self.time.now,
            new_id=lambda: PrintJobId(f"copy-{next(self._ids)}"),
            on_health=self.healths.append,
            bell=bell,
            detours=self.detours,
            claim=self.claim,
        )

    def queue(self, name: str, kind: SpoolKind, document: PaperDocument | None = None) -> PrintJobId:
        """Spool a job now."""
        job = PrintJob(PrintJobId(name), kind, self.route, name, document=document)
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
