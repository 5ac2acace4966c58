"""A counter of emupos, an independent emulator: two scales and a scanner, driven over its API."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

SCALES = {"deli": "toledo8217-15kg", "meat": "sma-15kg"}
READY_WITHIN = 30.0


class EmulatedCounter:
    """A running emupos. Its serial lines are ptys named after the devices."""

    def __init__(self, api: int, lines: Path) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{api}/api/v1", timeout=10, trust_env=False)
        self._lines = lines

    def line_of(self, device: str) -> str:
        """The line a driver opens."""
        return str(self._lines / "emupos" / device)

    def put(self, scale: str, grams: int, *, stable: bool = True) -> None:
        """Put so much on a scale."""
        self._http.put(f"/devices/{scale}/weight", json={"grams": grams, "stable": stable}).raise_for_status()

    def tare(self, scale: str) -> None:
        """Press the scale's own tare key."""
        self._http.post(f"/devices/{scale}/tare").raise_for_status()

    def zero(self, scale: str) -> None:
        """Press the scale's zero key."""
        self._http.post(f"/devices/{scale}/zero").raise_for_status()

    def scan(self, scanner: str, code: str) -> None:
        """Hold a code before a scanner."""
        self._http.post(f"/devices/{scanner}/scans", json={"data": code}).raise_for_status()

    def label(self, layout: str, item: int, **value: int) -> str:
        """The digits of a label it makes."""
        answer = self._http.post("/barcodes/weighed", json={"layout": layout, "item": item, **value})
        answer.raise_for_status()
        return str(answer.json()["digits"])

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            return self._http.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def close(self) -> None:
        """Hang up."""
        self._http.close()


@contextmanager
def emulated_counter(program: Path, folder: Path) -> Iterator[EmulatedCounter]:
    """Start it in a folder, and end it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        api = int(taken.getsockname()[1])
    line = [{"serial": {"pty": True}}]
    devices: list[dict[str, object]] = [
        {"id": id, "type": "scale", "profile": profile, "connections": line} for id, profile in SCALES.items()
    ]
    devices.append({"id": "lane", "type": "scanner", "mode": "serial", "connections": line})
    config = {"schema": 1, "api": {"host": "127.0.0.1", "port": api}, "devices": devices}
    file, log = folder / "emupos.yaml", folder / "emupos.log"
    file.write_text(json.dumps(config), encoding="utf-8")
    with log.open("wb") as output:
        running = subprocess.Popen(
            [program, "run", "--config", file], stdout=output, stderr=subprocess.STDOUT, cwd=folder,
            env={**os.environ, "TMPDIR": str(folder)},
        )  # fmt: skip
        counter, pause = EmulatedCounter(api, folder), threading.Event()
        try:
            tries = range(int(READY_WITHIN * 10))
            ready = any(counter.is_ready() or pause.wait(0.1) for _ in tries if running.poll() is None)
            assert ready, log.read_text(encoding="utf-8")
            yield counter
        finally:
            counter.close()
            running.terminate()
            running.wait(10)
