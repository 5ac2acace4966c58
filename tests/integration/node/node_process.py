"""A data folder with a real store, and the real node as a process beside it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.settings import Settings
from aura_terminal.app.settings_file import write_first_settings
from aura_terminal.domain.paper import (
    Cut,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    text_line,
)
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from sync.node.address import NodeAddress, read_address

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
SMALL_BALLAST = 1 << 20


class Shop:
    """One terminal's data folder; what the screen's process would do to it is done here."""

    def __init__(self, folder: Path, devices: Sequence[DeviceSettings]) -> None:
        self.folder = folder
        folder.chmod(0o700)
        self._clock, self._ids = SystemClock(), SystemIds()
        found_store(folder, self._clock, self._ids, label="R1", documents=())
        write_first_settings(folder, Settings(devices=tuple(devices)))
        self.store: Store = open_store(folder, self._clock, self._ids, role=Role.SCREEN, ballast_bytes=SMALL_BALLAST)
        self.jobs: list[PrintJobId] = []

    def spool(self, kind: SpoolKind, route: str, title: str) -> PrintJobId:
        """Commit a job, as a use case does with its facts; its title is what stands on the paper."""
        document = None if kind is SpoolKind.DRAWER_KICK else PaperDocument("test", 1, (text_line(title), Cut()))
        job = PrintJob(PrintJobId(self._ids.new()), kind, route, title, document=document)
        with self.store.begin(SYSTEM) as work:
            work.spool(job)
        self.jobs.append(job.job_id)
        return job.job_id

    def job(self, job_id: PrintJobId) -> SpooledJob:
        return self.store.spool.find(job_id)

    def wait_for(self, job_id: PrintJobId, state: SpoolState) -> None:
        """Until the job is in that state; TimeoutError says where it is instead."""
        if not wait_until(lambda: self.job(job_id).state is state):
            raise TimeoutError(f"not {state}: {self.job(job_id)}")

    def start_node(self) -> subprocess.Popen[bytes]:
        """Start a node and leave it to itself; its standard input is a pipe."""
        return subprocess.Popen(
            [sys.executable, "-m", "aura_terminal", "node", "--data", str(self.folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def address(self) -> NodeAddress:
        """Where the running node is, as soon as it says so."""
        assert wait_until(lambda: read_address(self.folder) is not None)
        address = read_address(self.folder)
        assert address is not None
        return address

    def slips(self, device: str) -> list[str]:
        """What a simulated printer of the node has put out, oldest first."""
        place = self.folder / "printed" / device
        return [file.read_text("utf-8") for file in sorted(place.glob("*.txt"))]


@contextmanager
def running(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, killed at the end if it still runs then."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(condition: Callable[[], bool], within: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    until, pause = time.monotonic() + within, Event()
    while not condition():
        if time.monotonic() >= until:
            return False
        pause.wait(0.01)
    return True
