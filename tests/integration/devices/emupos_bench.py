"""A running emupos: an emulator of receipt printers that shares no code with this product, and what it saw."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from devices.drawers.on_printer import DrawerOnPrinter
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80, PrinterProfile
from devices.transports.tcp import TcpTransport
from tests.peers.using import python_of

_FAULTS = ("paper-near-end", "paper-out", "cover-open", "offline")
_WITHIN = 400  # looks, a twentieth of a second apart


class Emulator:
    """One emulated printer. What it saw before `begin` is not told any more."""

    def __init__(self, api: int, port: int, log: Path) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{api}/api/v1", timeout=10, trust_env=False)
        self._log = log
        self._before: set[str] = set()
        self._read = 0
        self.port = port

    def is_ready(self) -> bool:
        try:
            return self._http.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def begin(self) -> None:
        """A printer in order, with its drawer shut, that nobody has printed on."""
        for fault in _FAULTS:
            self._http.delete(f"/devices/front/faults/{fault}")
        self._http.post("/devices/front/drawer/close")
        self._before = {row["id"] for row in self._listed()}
        self._read = len(self._said())

    def cause(self, fault: str) -> None:
        self._http.put(f"/devices/front/faults/{fault}").raise_for_status()

    def mend(self, fault: str) -> None:
        self._http.delete(f"/devices/front/faults/{fault}").raise_for_status()

    def receipts(self) -> list[str]:
        """The text of every receipt, newest first."""
        return [self._http.get(f"/devices/front/receipts/{row['id']}/text").text for row in self._new()]

    def pictures(self) -> list[bytes]:
        """The picture of every receipt, as a PNG file, newest first."""
        return [self._http.get(f"/devices/front/receipts/{row['id']}/image").content for row in self._new()]

    def wait_for_receipts(self, count: int) -> list[str]:
        """The texts once there are so many."""
        pause = threading.Event()
        assert any(len(self._new()) >= count or pause.wait(0.05) for _ in range(_WITHIN)), self._said()
        return self.receipts()

    def complaints_after(self, station: Station) -> list[str]:
        """What it did not understand of this connection, read once it has told that the connection is closed."""
        station.close()
        pause = threading.Event()
        assert any("connection.closed" in self._news() or pause.wait(0.05) for _ in range(_WITHIN)), self._said()
        return [line for line in self._news().splitlines() if "printer.command.unknown" in line]

    def close(self) -> None:
        self._http.close()

    def _new(self) -> list[dict[str, Any]]:
        return [row for row in self._listed() if row["id"] not in self._before]

    def _listed(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self._http.get("/devices/front/receipts").json()
        return listed

    def _news(self) -> str:
        return self._said()[self._read :]

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8")


class Station:
    """Our driver and drawer on the emulator's port."""

    def __init__(self, emulator: Emulator, cache: Path, profile: PrinterProfile = GENERIC_80) -> None:
        self.profile = profile
        self._link = EscPosLink(TcpTransport(lambda: ("127.0.0.1", emulator.port)), self.profile)
        self.printer = EscPosPrinter(self._link, EscPosEncoder(self.profile, cache=cache), self.profile)
        self.drawer = DrawerOnPrinter(self._link, self.profile.drawer)

    def close(self) -> None:
        self._link.close()


@contextmanager
def running(folder: Path) -> Iterator[Emulator]:
    """The emulator from its start to its end; the test is skipped, or fails, where it cannot be had."""
    program = python_of("emupos").parent / "emupos"
    api, port = _free_port(), _free_port()
    device = {
        "id": "front",
        "type": "printer",
        "profile": "epson-tm-t20iii",
        "connections": [{"tcp": {"port": port}}],
        "receipts_dir": str(folder / "receipts"),
        "drawer": {"sensor_open_level": "high"},
    }
    config = {"schema": 1, "api": {"host": "127.0.0.1", "port": api}, "devices": [device]}
    (folder / "emupos.yaml").write_text(json.dumps(config), encoding="utf-8")
    log = folder / "emupos.log"
    with log.open("wb") as output:
        command = [str(program), "run", "--config", str(folder / "emupos.yaml")]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder, env=environment)
        emulator = Emulator(api, port, log)
        pause = threading.Event()
        try:
            ready = any(emulator.is_ready() or pause.wait(0.1) for _ in range(400) if process.poll() is None)
            assert ready, log.read_text(encoding="utf-8")
            yield emulator
        finally:
            emulator.close()
            process.terminate()
            process.wait(10)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port
