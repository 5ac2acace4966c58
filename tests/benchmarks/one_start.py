"""One start of a program, looked at from outside: when something is painted, and what its processes hold then."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from websockets.sync.client import connect

from tests.benchmarks.processes import ROOT, children_of, pss_megabytes
from tests.support.x_display import XDisplay

PAINTED, EMPTY = 0.5, 0.05
AFTER, NODE_WITHIN, NODE_AFTER, WITHIN = 1.0, 30.0, 3.0, 60.0
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
)  # fmt: skip


@dataclass(frozen=True)
class Start:
    """What was found: milliseconds, and megabytes; `node_pss` is 0 where there is none."""

    frame_ms: float
    rss: float
    pss: float
    node_pss: float = 0.0


class Window:
    """A program that opens a window; one of ours has a data folder, which is set up first."""

    def __init__(self, display: XDisplay, command: Sequence[str], data: Path | None) -> None:
        self._display = display
        self._command = [*command, *(("--data", str(data)) if data else ())]
        self._has_node = data is not None
        self._environment = {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
        if data is not None:
            self._run("init", "--store", "Trattoria", "--shop", "demo")

    def start(self) -> Start:
        """Start it, look, and end it."""
        self._display.wait_until("an empty display", lambda: self._display.painted_share() < EMPTY)
        began = time.monotonic()
        program = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            frame = self._display.wait_until("the frame", lambda: self._display.painted_share() > PAINTED) - began
            time.sleep(AFTER)
            rss, pss = rss_megabytes(program.pid), pss_megabytes(program.pid)
            return Start(frame * 1000, rss, pss, self._node_of(program.pid) if self._has_node else 0.0)
        finally:
            program.terminate()
            program.wait(WITHIN)

    def _node_of(self, pid: int) -> float:
        until = time.monotonic() + NODE_WITHIN
        while not children_of(pid):
            if time.monotonic() > until:
                raise RuntimeError("the screen has no node beside it")
            time.sleep(0.05)
        time.sleep(NODE_AFTER)
        return sum(map(pss_megabytes, children_of(pid)))

    def _run(self, *words: str) -> None:
        command = [*self._command[:-2], *words, *self._command[-2:]]
        subprocess.run(command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, check=True, timeout=120)


class Chromium:
    """Debian's Chromium without a window, with an empty page and a profile of its own."""

    def __init__(self, place: Path) -> None:
        self._profile = place / "chromium"

    @staticmethod
    def missing() -> bool:
        """Whether it is not on this machine."""
        return shutil.which("chromium") is None or sys.platform != "linux"

    def start(self) -> Start:
        """Start it, ask for a picture of the page, look, and end it."""
        command = ["chromium", *QUIET, f"--user-data-dir={self._profile}", "about:blank"]
        began = time.monotonic()
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            assert program.stderr is not None
            with connect(_page_of(_port_in(program.stderr)), max_size=None) as page:
                page.send(json.dumps({"id": 1, "method": "Page.captureScreenshot"}))
                while json.loads(page.recv(timeout=WITHIN)).get("id") != 1:
                    pass
                frame = time.monotonic() - began
                time.sleep(AFTER)
                family = _family_of(program.pid)
                return Start(frame * 1000, sum(map(rss_megabytes, family)), sum(map(pss_megabytes, family)))
        finally:
            program.terminate()
            program.communicate(timeout=WITHIN)


def rss_megabytes(pid: int) -> float:
    """What a process holds, shared pages counted in full."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _family_of(pid: int) -> list[int]:
    family = [pid]
    for each in family:
        family += children_of(each)
    return family


def _port_in(said: IO[str]) -> int:
    for line in said:
        if "DevTools listening on" in line:
            return int(line.split("127.0.0.1:")[1].split("/")[0])
    raise RuntimeError("Chromium ended before it listened")


def _page_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=WITHIN) as told:
        pages = json.load(told)
    return next(str(page["webSocketDebuggerUrl"]) for page in pages if page["type"] == "page")
