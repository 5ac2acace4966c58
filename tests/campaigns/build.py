"""A self-contained build on a machine that has nothing: no Python on the PATH, an empty HOME, a bare X server.

    python -m tests.campaigns.build [--build FOLDER] [--display N] [--seconds 240] [--pictures FOLDER]

The build is asked for its version and the doctor, plays the demo's scripted service offscreen, is set up by `init`, and
is opened in a real window, in which somebody signs in, sells and takes cash by taps and keys of the X server. The
receipt has to come out of the simulated printer, a killed node has to come back, and after `kill -9` of both processes
the next start has to show what was sold. Prints one line of JSON with times; exit code 1 names what went wrong.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the shadow's; the build has a display

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from aura_terminal.app.command_line import main as source
from aura_terminal.app.screen import snapshot
from aura_terminal.app.settings import read_settings
from aura_terminal.app.stage import Stage, Until
from aura_terminal.app.terminal import Terminal
from aura_terminal.ui.shell.screens import View
from tests.support.shadow import ShadowedRobot
from tests.support.x_display import XDisplay, missing

ROOT = Path(__file__).resolve().parents[2]
SHOP = ("--store", "Trattoria", "--shop", "demo")
NODE_WITHIN, PAPER_WITHIN = 60.0, 60.0


class Wrong(Exception):
    """The build did not do what it has to; the text says what."""


class Machine:
    """A machine with the build and nothing else."""

    def __init__(self, build: Path, home: Path, display: str, until: float) -> None:
        self._program = str(build / "aura-terminal")
        self._environment = {"HOME": str(home), "PATH": "/nonexistent", "DISPLAY": display, "LANG": "C.UTF-8"}
        self._until = until
        self.data = home / ".local" / "share" / "aura-terminal"

    def ask(self, *words: str, without: str = "") -> str:
        """Run a command to its end; what it printed."""
        environment = {name: value for name, value in self._environment.items() if name != without}
        left = max(1.0, self._until - time.monotonic())
        told = subprocess.run(
            [self._program, *words], env=environment, capture_output=True, text=True, timeout=left, check=False
        )
        if told.returncode != 0:
            raise Wrong(f"{' '.join(words)} ended with {told.returncode}: {told.stderr.strip() or told.stdout.strip()}")
        return told.stdout

    def open(self) -> subprocess.Popen[bytes]:
        """Open the window."""
        return subprocess.Popen([self._program], env=self._environment, stdin=subprocess.DEVNULL)

    def paper(self) -> list[Path]:
        """What came out of the simulated printers."""
        return sorted((self.data / "printed").rglob("*.txt"))


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--build", type=Path, default=None, help="the folder; else the newest in dist/")
    asked.add_argument("--display", type=int, default=0, help="the X display's number; 0 takes any that is free")
    asked.add_argument("--seconds", type=float, default=240.0)
    asked.add_argument("--pictures", type=Path, default=None)
    given = asked.parse_args(arguments)
    build = given.build or newest_build()
    if build is None or missing():
        print(f"This needs a build (python3 start.py package build) and {', '.join(missing()) or 'no more'}.")
        return 2
    outcome: dict[str, Any] = {"build": build.name}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place, XDisplay(_made(Path(place) / "x"), given.display) as display:
        machine = Machine(build.resolve(), _made(Path(place) / "home"), display.name, began + given.seconds)
        try:
            without_a_window(machine, Path(place), outcome)
            in_a_window(machine, display, Path(place) / "shadow", given.pictures, outcome)
        except Exception as wrong:  # the top: whatever went wrong is the result
            outcome["wrong"] = f"{type(wrong).__name__}: {wrong}"
    outcome["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(outcome))
    return 1 if "wrong" in outcome else 0


def newest_build() -> Path | None:
    """The build of this system in dist/ that was made last."""
    found = (ROOT / "dist").glob(f"aura-terminal-*-{sys.platform}-{platform.machine()}")
    return max((each for each in found if each.is_dir()), key=lambda each: each.stat().st_mtime, default=None)


def without_a_window(machine: Machine, place: Path, outcome: dict[str, Any]) -> None:
    """Version, doctor, set-up, a simulated service, and the demo's own script."""
    outcome["version"] = machine.ask("--version").strip()
    began = time.monotonic()
    machine.ask("init", *SHOP)
    outcome["init_s"] = round(time.monotonic() - began, 2)
    machine.ask("doctor")
    machine.ask("demo", "--script", "--out", str(place / "demo"), "--data", str(place / "evening"), without="DISPLAY")
    outcome["demo"] = json.loads((place / "demo" / "report.json").read_text("utf-8"))["node_back_seconds"]


def in_a_window(
    machine: Machine, display: XDisplay, shadow: Path, pictures: Path | None, outcome: dict[str, Any]
) -> None:
    """Sell in the real window, kill the node, kill everything, and find it all there again."""
    began = time.monotonic()
    window = machine.open()
    try:
        painted = display.wait_until("the first frame", lambda: display.painted_share() > 0.5)
        outcome["first_frame_s"] = round(painted - began, 2)
        outcome["node_up_s"] = round(_node_of(window.pid, 0) - began, 2)
        _sell(display, shadow)
        if pictures is not None:
            display.save(_made(pictures) / "sold.png")
        _wait(PAPER_WITHIN, "the receipt", lambda: any("TOTAL" in _text(file).upper() for file in machine.paper()))
        outcome["slips"] = len(machine.paper())
        before = _nodes(window.pid)[0]
        os.kill(before, signal.SIGKILL)
        killed = time.monotonic()
        outcome["node_back_s"] = round(_node_of(window.pid, before) - killed, 2)
    finally:
        for pid in (*_nodes(window.pid), window.pid):
            os.kill(pid, signal.SIGKILL)
        window.wait()
    sold = json.loads(machine.ask("report", "x", "--json"))
    outcome["found_again"] = {"orders": sold["orders"], "tenders": sold["tenders"], "minor": sold["gross_minor"]}
    if (sold["orders"], [each["minor"] for each in sold["tenders"]]) != (1, [sold["gross_minor"]]):
        raise Wrong(f"one order was sold and paid in cash, and this was found after the kill: {sold}")
    machine.ask("verify")
    display.wait_until("an empty display", lambda: display.painted_share() < 0.1)
    began, again = time.monotonic(), machine.open()
    try:
        display.wait_until("the frame after the kill", lambda: display.painted_share() > 0.5)
        outcome["frame_again_s"] = round(time.monotonic() - began, 2)
        _node_of(again.pid, 0)
        if pictures is not None:
            display.settle("the screen after the kill")
            display.save(pictures / "again.png")
    finally:
        again.terminate()
        again.wait(NODE_WITHIN)


def _sell(display: XDisplay, folder: Path) -> None:
    """Sign in, two pizzas, cash: taps at the places the shadow has them."""
    with redirect_stdout(io.StringIO()):
        code = source(["init", "--data", str(folder), *SHOP])
    if code != 0:
        raise Wrong("the shadow could not be set up")
    application = QApplication(sys.argv[:1])
    terminal = Terminal(application, folder, read_settings(folder, {}, {}), snapshot(folder))
    terminal.window.resize(*display.size)
    stage = Stage(_script(terminal, ShadowedRobot(terminal.window, display), display), terminal)
    ended: list[Exception | None] = []
    stage.over.connect(ended.append)
    stage.over.connect(application.quit)
    terminal.ready.connect(stage.begin)
    terminal.open()
    application.exec()
    terminal.close()
    if ended[0] is not None:
        raise Wrong(str(ended[0]))


def _script(terminal: Terminal, robot: ShadowedRobot, display: XDisplay) -> Iterator[Until]:
    def until(what: str, holds: Callable[[], bool]) -> Until:
        return Until(what, lambda: terminal.runner.is_idle and holds(), 60)

    yield until("the names", lambda: robot.sees("Marta Rossi"))
    display.settle("the names")
    for step, tap in (("Marta Rossi", robot.tap), ("4831", robot.type)):
        tap(step)
        display.settle(step)
    robot.press(Qt.Key.Key_Return)
    yield until("the register", lambda: not terminal.window.is_locked)
    display.settle("the register")
    for step, wanted in (("Pizza", "Napoli"), ("Napoli", "1 Napoli"), ("Napoli", "2 Napoli"), ("Pay", "Take cash")):
        robot.tap(step)
        yield until(wanted, lambda wanted=wanted: robot.sees(wanted))  # type: ignore[misc]  # bound in this round
        display.settle(wanted)
    robot.tap("Take cash")
    yield until("the change", lambda: terminal.window.view is View.PAYMENT and robot.sees("New order"))
    display.settle("the change")


def _node_of(screen: int, besides: int) -> float:
    """The time at which the screen has a node that is not the one of before."""
    return _wait(NODE_WITHIN, "the node", lambda: any(pid != besides for pid in _nodes(screen)))


def _nodes(screen: int) -> list[int]:
    """The node processes a screen began, from /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if entry.name.isdigit() and parent == screen and b"node" in line:
            found.append(int(entry.name))
    return found


def _wait(seconds: float, what: str, holds: Callable[[], bool]) -> float:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise Wrong(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.05)
    return time.monotonic()


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
