"""A real print server: what it takes is accepted and never called printed, and it says why when it stands still."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.printing import Accepted, Fault, Held
from devices.catalog import Surroundings, build_printer
from devices.printers.profiles import GENERIC_80
from devices.printers.queued import QueuedPrinter
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.cups import CupsTransport
from devices.transports.queues import QueueCondition
from devices.transports.transport import Refused
from tests.peers.using import program_named
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import RECEIPT

JOB = PrintJobId("job-1")
QUEUE = "front"
_FILES = """\
FileDevice Yes
SystemGroup root
User {user}
Group {group}
ServerRoot {root}/etc
StateDir {root}/state
CacheDir {root}/cache
RequestRoot {root}/spool
TempDir {root}/spool/tmp
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
"""
_SERVER = """\
LogLevel info
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


class Server:
    """cupsd with folders of its own and one raw queue to a printer."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self._log = log

    def run(self, program: str, *words: str) -> None:
        """One of its commands, which must go well."""
        command = [str(program_named("cupsd").with_name(program)), "-h", f"127.0.0.1:{self.port}", *words]
        told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert told.returncode == 0, f"{command}: {told.stderr}{self._log.read_text('utf-8')[-1500:]}"

    @property
    def address(self) -> str:
        return f"cups://127.0.0.1:{self.port}/{QUEUE}"


@pytest.fixture(scope="module")
def target() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(now=StoppedTime().now)
    printer.open()
    yield printer
    printer.close()


@pytest.fixture(scope="module")
def server(target: SimulatedPrinter) -> Iterator[Server]:
    program = program_named("cupsd")
    if os.geteuid() != 0:
        pytest.skip("cupsd starts its back ends as another user, which only root may let it do")
    made = TemporaryDirectory(prefix="cups-")  # its back ends run as another user, who may not enter the tests' folders
    folder = Path(made.name)
    folder.chmod(0o755)
    for name in ("etc/ppd", "state", "cache", "spool/tmp"):
        (folder / name).mkdir(parents=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    files, settings = folder / "etc" / "cups-files.conf", folder / "etc" / "cupsd.conf"
    files.write_text(_FILES.format(root=folder, user="lp", group="lp"), "utf-8")
    settings.write_text(_SERVER.format(port=port), "utf-8")
    process = subprocess.Popen(
        [str(program), "-f", "-c", str(settings), "-s", str(files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, folder / "error.log")
    try:
        _await(port, process)
        host, printer_port = target.address
        server.run("lpadmin", "-p", QUEUE, "-E", "-v", f"socket://{host}:{printer_port}", "-m", "raw")
        yield server
    finally:
        process.terminate()
        process.wait(20)
        made.cleanup()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(300):
        assert process.poll() is None, "cupsd ended"
        with closing(socket.socket()) as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    raise AssertionError("cupsd does not listen")


@pytest.fixture
def printer(server: Server, tmp_path: Path) -> Iterator[QueuedPrinter]:
    around = Surroundings(tmp_path / "cache", tmp_path / "slips", StoppedTime().now)
    station = build_printer(
        name="front", model="escpos", address=server.address, profile=GENERIC_80, surroundings=around
    )
    assert isinstance(station.printer, QueuedPrinter)
    yield station.printer
    station.printer.close()


def test_what_it_takes_is_accepted_and_comes_out_as_it_was_sent(
    printer: QueuedPrinter, target: SimulatedPrinter
) -> None:
    before = len(target.slips)
    assert printer.print(JOB, RECEIPT) == Accepted()
    assert target.wait_for_slips(before + 1, 30.0)
    assert target.slips[-1].text.count("Trattoria Aurora") == 1
    assert target.slips[-1].unknown == ()


def test_it_takes_a_job_while_the_printer_has_no_paper_so_accepted_is_all_we_say(
    printer: QueuedPrinter, target: SimulatedPrinter
) -> None:
    before = len(target.slips)
    target.cause(Fault.PAPER_OUT)
    try:
        assert printer.print(JOB, RECEIPT) == Accepted()
        assert len(target.slips) == before
    finally:
        target.mend(Fault.PAPER_OUT)
    assert target.wait_for_slips(before + 1, 30.0)


def test_a_queue_that_stands_still_is_not_given_paper_and_says_why(server: Server, printer: QueuedPrinter) -> None:
    server.run("cupsdisable", "-r", "knife is broken", QUEUE)
    try:
        outcome = printer.print(JOB, RECEIPT)
        assert isinstance(outcome, Held)
        assert outcome.fault is Fault.OFFLINE
        assert "knife is broken" in outcome.hint
        assert printer.status().blocking is Fault.OFFLINE
        assert "knife is broken" in printer.said()
    finally:
        server.run("cupsenable", QUEUE)
    assert printer.status().blocking is None


def test_a_queue_that_takes_no_jobs_turns_us_away(server: Server) -> None:
    server.run("cupsreject", QUEUE)
    pipe = CupsTransport("127.0.0.1", server.port, QUEUE)
    try:
        with pytest.raises(Refused):
            pipe.open()
        assert pipe.state().condition is QueueCondition.REFUSING
    finally:
        server.run("cupsaccept", QUEUE)
        pipe.close()


def test_a_queue_that_is_not_there_names_the_remedy(server: Server) -> None:
    pipe = CupsTransport("127.0.0.1", server.port, "kitchen")
    with pytest.raises(Unavailable, match="check its name"):
        pipe.open()
    pipe.close()
