"""Our bytes as an independent program reads them.

emupos is an emulator of receipt printers that shares no code with this product and needs Python 3.13 or newer, so it
lives in an environment of its own: `python3.13 -m venv emu && emu/bin/pip install emupos==0.4.0`. AURA_EMUPOS names its
program.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from aura_terminal.domain.paper import PaperDocument, PrintJobId
from aura_terminal.ports.printing import DrawerState, Fault, Held, Opened, Printed
from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine
from devices.printers.profiles import profiles
from devices.transports.tcp import TcpTransport
from tests.support.printer_samples import FOREIGN, KITCHEN_SLIP, RECEIPT

PROGRAM = os.environ.get("AURA_EMUPOS", "")
pytestmark = pytest.mark.skipif(
    not PROGRAM,
    reason="NOT CHECKED AGAINST AN INDEPENDENT DECODER: set AURA_EMUPOS to the emupos program (see this file's top)",
)
JOB = PrintJobId("job-1")


class Emulator:
    """A running emupos with one printer, and what it saw."""

    def __init__(self, api: int, port: int, log: Path) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{api}/api/v1", timeout=10, trust_env=False)
        self._log = log
        self.port = port

    def is_ready(self) -> bool:
        try:
            return self._http.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def cause(self, fault: str) -> None:
        self._http.put(f"/devices/front/faults/{fault}").raise_for_status()

    def mend(self, fault: str) -> None:
        self._http.delete(f"/devices/front/faults/{fault}").raise_for_status()

    def receipts(self) -> list[str]:
        """The text of every receipt, newest first."""
        listed: list[dict[str, Any]] = self._http.get("/devices/front/receipts").json()
        return [self._http.get(f"/devices/front/receipts/{row['id']}/text").text for row in listed]

    def complaints_after(self, station: Station) -> list[str]:
        """What it did not understand of this connection, read once it has told that the connection is closed."""
        station.close()
        pause = threading.Event()
        assert any("connection.closed" in self._said() or pause.wait(0.05) for _ in range(200)), self._said()
        return [line for line in self._said().splitlines() if "printer.command.unknown" in line]

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def close(self) -> None:
        self._http.close()


def free_ports() -> tuple[int, int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as one, closing(socket.create_server(("127.0.0.1", 0))) as two:
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    api, port = free_ports()
    device = {
        "id": "front",
        "type": "printer",
        "profile": "epson-tm-t20iii",
        "connections": [{"tcp": {"port": port}}],
        "receipts_dir": str(tmp_path / "receipts"),
        "drawer": {"sensor_open_level": "high"},
    }
    config = {"schema": 1, "api": {"host": "127.0.0.1", "port": api}, "devices": [device]}
    (tmp_path / "emupos.yaml").write_text(json.dumps(config), encoding="utf-8")
    log = tmp_path / "emupos.log"
    with log.open("wb") as output:
        command = [PROGRAM, "run", "--config", str(tmp_path / "emupos.yaml")]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=tmp_path, env=environment)
        emulator = Emulator(api, port, log)
        pause = threading.Event()
        try:
            ready = any(emulator.is_ready() or pause.wait(0.1) for _ in range(300) if running.poll() is None)
            assert ready, log.read_text(encoding="utf-8")
            yield emulator
        finally:
            emulator.close()
            running.terminate()
            running.wait(10)


class Station:
    """Our driver and drawer on the emulator's port."""

    def __init__(self, emulator: Emulator, cache: Path, profile: str = "tm-t20") -> None:
        self.profile = profiles()[profile]
        self._link = EscPosLink(TcpTransport(lambda: ("127.0.0.1", emulator.port)), self.profile)
        self.printer = EscPosPrinter(self._link, EscPosEncoder(self.profile, cache=cache), self.profile)
        self.drawer = DrawerOnPrinter(self._link, self.profile.drawer)

    def close(self) -> None:
        self._link.close()


@pytest.fixture
def station(emulator: Emulator, cache: Path) -> Iterator[Station]:
    station = Station(emulator, cache)
    yield station
    station.close()


def letters(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("[")]


@pytest.mark.parametrize("document", [RECEIPT, KITCHEN_SLIP], ids=lambda document: document.template)
def test_it_reads_what_we_laid_out(emulator: Emulator, station: Station, document: PaperDocument) -> None:
    assert station.printer.print(JOB, document) == Printed()
    laid_out = [line.text for line in lay_out(document, station.profile) if isinstance(line, LetterLine)]
    (read,) = emulator.receipts()
    assert letters(read) == [text.rstrip() for text in laid_out if text.strip()]
    assert emulator.complaints_after(station) == []


def test_it_reads_our_codes(emulator: Emulator, station: Station) -> None:
    station.printer.print(JOB, RECEIPT)
    (read,) = emulator.receipts()
    assert [line for line in read.splitlines() if line.startswith("[")] == [
        "[qr https://aurora.example/r/R1-042]",
        "[barcode CODE128 R1-042]",
    ]


def test_it_would_complain_of_what_it_does_not_know(emulator: Emulator, cache: Path) -> None:
    station = Station(emulator, cache, "xprinter-80")  # sounds its buzzer by a command of the clones
    assert station.printer.print(JOB, KITCHEN_SLIP) == Printed()
    assert "1b 42" in emulator.complaints_after(station)[0]


@pytest.mark.parametrize("profile", ["tm-t20", "generic-58"])
def test_drawn_lines_and_codes_leave_no_unknown_command(emulator: Emulator, cache: Path, profile: str) -> None:
    station = Station(emulator, cache, profile)
    assert station.printer.print(JOB, FOREIGN) == Printed()
    assert station.printer.print(JOB, RECEIPT) == Printed()
    assert emulator.complaints_after(station) == []


@pytest.mark.parametrize(
    ("named", "fault"),
    [("paper-out", Fault.PAPER_OUT), ("cover-open", Fault.COVER_OPEN), ("offline", Fault.OFFLINE)],
)
def test_its_faults_hold_the_job_and_nothing_was_sent(
    emulator: Emulator, station: Station, named: str, fault: Fault
) -> None:
    emulator.cause(named)
    outcome = station.printer.print(JOB, RECEIPT)
    assert isinstance(outcome, Held)
    assert outcome.fault is fault
    emulator.mend(named)
    assert emulator.receipts() == []
    assert station.printer.print(JOB, RECEIPT) == Printed()
    assert len(emulator.receipts()) == 1


def test_a_roll_near_its_end_is_told_and_prints(emulator: Emulator, station: Station) -> None:
    emulator.cause("paper-near-end")
    assert station.printer.status().faults == (Fault.PAPER_LOW,)
    assert station.printer.print(JOB, RECEIPT) == Printed()


def test_its_drawer_opens_even_without_paper(emulator: Emulator, station: Station) -> None:
    emulator.cause("paper-out")
    assert station.drawer.state() is DrawerState.CLOSED
    assert station.drawer.kick() == Opened()
    assert station.drawer.state() is DrawerState.OPEN
    assert emulator.complaints_after(station) == []
