"""A device's worker with everything around it in the hands of a test, and a printer that says what it has it say."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PaperDocument, PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import device_route
from aura_terminal.ports.printing import (
    Confidence,
    Fault,
    Opened,
    Power,
    Printed,
    PrinterStatus,
    PrintOutcome,
)
from devices.bell import Bell
from devices.detours import Detours
from devices.spooling import DeviceWorker
from tests.support.memory_spool import MemorySpool
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import RECEIPT


class SaidPrinter:
    """Well unless told otherwise; `prints` and `resumes` are what it answers next, then that all is printed."""

    def __init__(self) -> None:
        self.status_said: PrinterStatus | Unavailable = PrinterStatus(Power.ONLINE, (), Confidence.REPORTED)
        self.prints: list[PrintOutcome] = []
        self.resumes: list[PrintOutcome | None] = []
        self.came_out: list[PrintJobId] = []
        self.looks = self.closings = self.kicks = self.asked_after = 0

    def open(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        self.closings += 1

    def status(self) -> PrinterStatus:
        self.looks += 1
        if isinstance(self.status_said, Unavailable):
            raise self.status_said
        return self.status_said

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        self.came_out.append(job_id)
        return self.prints.pop(0) if self.prints else Printed()

    def resume(self) -> PrintOutcome | None:
        self.asked_after += 1
        return self.resumes.pop(0) if self.resumes else None

    def cancel(self) -> None:
        """Nothing is under way."""

    def state(self) -> object:
        raise AssertionError("nobody asks a drawer for its state")

    def kick(self) -> Opened:
        self.kicks += 1
        return Opened()


class CountingBell:
    """Never waits; remembers how long it should have, and how often it was rung."""

    def __init__(self) -> None:
        self.rings = 0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return False

    def ring(self) -> None:
        self.rings += 1


class Desk:
    """A worker with everything around it in the hands of a test."""

    def __init__(
        self, *, printer: SaidPrinter | None = None, spool: MemorySpool | None = None, bell: Bell | None = None,
        detours: Detours | None = None, has_drawer: bool = True,
    ) -> None:  # fmt: skip
        self.time, self.bell = StoppedTime(), CountingBell()
        self.printer, self.spool = printer or SaidPrinter(), spool or MemorySpool()
        self.worker = DeviceWorker(
            device="front", routes=["receipt", device_route("front")], printer=self.printer,
            drawer=self.printer if has_drawer else None,  # type: ignore[arg-type]  # it plays the drawer as well
            spool=self.spool, now=self.time.now, new_id=lambda: PrintJobId("copy"), on_health=lambda health: None,
            bell=bell or self.bell, detours=detours,
        )  # fmt: skip

    def queue(
        self, name: str, kind: SpoolKind = SpoolKind.RECEIPT, document: PaperDocument | None = RECEIPT,
        route: str = "receipt",
    ) -> PrintJobId:  # fmt: skip
        job = PrintJob(PrintJobId(name), kind, route, name, document=document)
        self.spool.add(job, self.time.now())
        return job.job_id

    def state(self, job_id: PrintJobId) -> SpoolState:
        return self.spool.find(job_id).state

    def blocked(self, fault: Fault) -> None:
        self.printer.status_said = PrinterStatus(Power.OFFLINE, (fault,), Confidence.REPORTED)
