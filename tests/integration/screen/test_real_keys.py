"""Keys as a display server delivers them, with its own times: typed by xdotool under Xvfb."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue
from typing import IO

import pytest

from tests.support.key_window import TITLE

WITHIN = 20.0
NEEDED = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, NEEDED)),
    reason="NOT CHECKED WITH REAL KEYS: needs Xvfb and xdotool (Debian: apt install xvfb xdotool)",
)


@dataclass
class Desk:
    """A window on a display of its own, and hands that type into it."""

    display: str
    said: Queue[str]

    def type(self, text: str, gap: int) -> None:
        """Type with so many milliseconds from key to key."""
        self._do("type", "--clearmodifiers", "--delay", str(gap), text)

    def press(self, *keys: str, gap: int = 12) -> None:
        """Press keys with so many milliseconds between them, and after the last."""
        self._do("key", "--delay", str(gap), *keys)

    def focus(self) -> None:
        """Give the window the keys."""
        self._do("search", "--sync", "--onlyvisible", "--name", TITLE, "windowfocus", "--sync")

    def hear(self, wanted: str) -> list[str]:
        """Everything the window said up to these words."""
        heard: list[str] = []
        while not heard or heard[-1] != wanted:
            heard.append(self.said.get(timeout=WITHIN))
        return heard

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, timeout=WITHIN, check=True)


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told:
        display = f":{told.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", request.param]
    window = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    said: Queue[str] = Queue()
    assert window.stdout is not None
    threading.Thread(target=_listen, args=(window.stdout, said), daemon=True).start()
    try:
        desk = Desk(display, said)
        desk.hear("ready")
        desk.focus()  # there is no window manager that would
        yield desk
    finally:
        for process in (window, server):
            process.terminate()
            process.wait(10)
        window.stdout.close()


def _listen(pipe: IO[str], said: Queue[str]) -> None:
    try:
        for line in pipe:
            said.put(line.rstrip("\n"))
    except ValueError:  # the pipe was closed at the end of the test
        return


@pytest.mark.parametrize("desk", ["tests.support.key_window"], indirect=True)
def test_a_scanner_and_a_person_are_told_apart_by_real_keys(desk: Desk) -> None:
    desk.type("no", 150)
    desk.hear("text no")
    desk.type("4006381333931", 12)
    desk.press("Return")
    assert desk.hear("code 4006381333931") == ["code 4006381333931"]
    desk.type("R1-042", 12)
    assert desk.hear("code R1-042") == ["code R1-042"]
    desk.type(" onions", 150)
    assert desk.hear("text no onions")[-1] == "text no onions"


@pytest.mark.parametrize("desk", ["tests.support.kitchen_window"], indirect=True)
def test_a_bump_bars_key_bumps_once_however_it_bounces(desk: Desk) -> None:
    before = int(desk.said.get(timeout=WITHIN).removeprefix("board "))
    desk.press("F9", "F9", "F9", gap=20)
    desk.hear(f"board {before - 1}")
    desk.press("F12", gap=400)  # no key of the bar: a cook's pause, for what moved up takes no bump at once
    desk.press("F9")
    assert desk.hear(f"board {before - 2}") == [f"board {before - 2}"]
