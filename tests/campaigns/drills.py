"""The outage drills on the real window of a real training terminal: what is pulled is really pulled, and mended.

    python -m tests.campaigns.drills [--drill internet|network|printer|terminal|all] [--out FOLDER] [--kill]

Somebody signs in, begins a drill from the manager's page and does what its list says, by what a screen reader hears of
the window and through the X server (Xvfb, xdotool, dbus, at-spi2-core). A drill is good when its panel says that all of
its list is done. `--kill` ends window and node with SIGKILL in the middle of it: the practice back office has to end as
well, and the real terminal has to start with nothing of the training in it. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import main as source
from aura_terminal.app.opening import opened
from aura_terminal.app.settings import read_settings
from aura_terminal.app.training import prepare
from aura_terminal.store.locks import Role
from tests.newcomer.person import Person
from tests.support.at_spi import AccessibilityBus, missing_tools
from tests.support.x_display import NeverShown, XDisplay, missing

ROOT = Path(__file__).resolve().parents[2]
OWNER, PIN = "Davide Greco", "720583"
TITLES = {
    "internet": "The internet",
    "network": "The network",
    "printer": "A printer",
    "terminal": "This terminal",
}
OVER = "The drill is over"
PREPARED_WITHIN, TOLD_WITHIN = 120.0, 90.0


class Bad(Exception):
    """A drill did not do what it has to; the text says what."""


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--drill", choices=(*TITLES, "all"), default="all")
    asked.add_argument("--out", type=Path, default=None, help="where pictures go")
    asked.add_argument("--kill", action="store_true", help="kill window and node in the middle of the drill")
    given = asked.parse_args(arguments)
    if lacking := (*missing(), *missing_tools()):
        print(f"This needs {', '.join(lacking)}.")
        return 2
    outcome: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        try:
            drill(Path(place), tuple(TITLES) if given.drill == "all" else (given.drill,), given, outcome)
        except Exception as wrong:  # the top: whatever went wrong is the result
            outcome["wrong"] = f"{type(wrong).__name__}: {wrong}"
    print(json.dumps(outcome))
    return 1 if "wrong" in outcome else 0


def drill(place: Path, names: Sequence[str], given: argparse.Namespace, outcome: dict[str, Any]) -> None:
    """Play these drills one after the other in one training window."""
    folder = place / "R1"
    with redirect_stdout(io.StringIO()):
        if source(["init", "--data", str(folder), "--store", "Corner", "--shop", "demo"]) != 0:
            raise Bad("the store could not be set up")
    training = prepare(folder, read_settings(folder, {}, {}), SystemClock(), SystemIds())
    for each in ("x", "bus", "home"):
        (place / each).mkdir()
    out = given.out or place / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    told = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "AURA_", "DBUS_"))}
    with XDisplay(place / "x") as display:
        environment = told | {"DISPLAY": display.name, "HOME": str(place / "home"), "LANG": "C.UTF-8"}
        with AccessibilityBus(place / "bus", environment) as bus:
            person = Person(display, bus, out, time.monotonic(), 0.0)
            window = _open(training, environment | bus.environment)
            try:
                for name in names:
                    _play(person, name, training, window.pid if given.kill else 0, outcome)
            except Exception:
                display.save(out / "wrong.png")
                raise
            finally:
                window.kill() if given.kill else window.terminate()
                window.wait(30)
        if given.kill:
            _clean_after(folder, training, outcome)


def _play(person: Person, name: str, training: Path, kill: int, outcome: dict[str, Any]) -> None:
    _sign_in(person)
    asked = time.monotonic()
    _begin(person, name)
    ready = round(time.monotonic() - asked, 1)
    person.picture(f"drill-{name}-pulled.webp")
    began = time.monotonic()
    ACTS["half" if kill else name](person)
    if kill:
        if name == "internet":
            person.machine("untold work", lambda: _untold(training) > 0)
            outcome["untold_when_killed"] = _untold(training)
        for pid in _nodes(kill):
            os.kill(pid, signal.SIGKILL)
        os.kill(kill, signal.SIGKILL)
        return
    acted = round(time.monotonic() - began, 1)
    person.machine(OVER, lambda: person.sees(OVER) is not None, TOLD_WITHIN)
    person.picture(f"drill-{name}-over.webp")
    said = person.sees(OVER)
    assert said is not None
    outcome[name] = {
        "ready_s": ready,
        "acted_s": acted,
        "over_s": round(time.monotonic() - began, 1),
        "said": said.name,
    }
    done = said.name.removeprefix("The drill is over, and everything is as it was. ").split(" done", 1)[0].split(" of ")
    if len(done) != 2 or done[0] != done[1]:
        raise Bad(f"{name}: not all of the list was done: {said.name}")
    person.tap("Close")


def _sign_in(person: Person) -> None:
    person.machine("a window", lambda: person.sees("Manager") is not None or person.sees(OWNER) is not None)
    if person.sees("Who is working?") is not None:
        person.tap(OWNER)
        person.read(OWNER)
        person.type(PIN)
        person.machine("the register", lambda: person.sees("Who is working?") is None)


def _begin(person: Person, name: str) -> None:
    person.tap("Manager")
    person.machine("the manager's page", lambda: person.sees("Outage drills") is not None)
    person.tap("Outage drills")
    person.tap(f"Begin the drill: {TITLES[name]}")
    ready = "Pull the plug now" if name == "terminal" else "Go on as on any evening."
    person.machine(ready, lambda: any(ready in each for each in person.names()), PREPARED_WITHIN)


def _order(person: Person) -> None:
    person.tap("Register")
    person.read("Pizza")
    person.tap("Pizza")
    person.read("Napoli")
    person.tap("Napoli")
    person.read("1 Napoli")


def _pay(person: Person) -> None:
    person.tap("Pay")
    person.read("Take cash")
    person.tap("Take cash")
    person.read("New order")
    person.tap("New order")


def _internet(person: Person) -> None:
    person.machine("the status", lambda: any("No internet" in each for each in person.names()))
    _order(person)
    person.tap("Send")
    person.tap("Back office")
    person.read("AuraConnect")
    person.picture("drill-internet-waiting.webp")
    person.tap("Register")
    _take_cash(person)


def _half(person: Person) -> None:
    _order(person)
    person.tap("Send")
    person.machine("the kitchen's", lambda: (send := person.sees("Send")) is not None and not send.is_enabled)


def _network(person: Person) -> None:
    person.read("Status: Alone")
    _tap_for(person, "Status:", "Terminals and outages")
    person.tap("Terminals and outages")
    person.read("Add a terminal")
    person.picture("drill-network-terminals.webp")
    _order(person)
    person.tap("Send")
    _take_cash(person)


def _tap_for(person: Person, name: str, wanted: str) -> None:
    """Tap, and once more where nothing came of it: what stands in the status may have moved away under the finger."""
    for _ in range(3):
        person.tap(name)
        try:
            person.machine(wanted, lambda: person.sees(wanted) is not None, 3.0)
        except NeverShown:
            continue
        return
    raise NeverShown(f"{name} was tapped three times, and {wanted} did not come")


def _take_cash(person: Person) -> None:
    if person.sees("Pay") is None or not getattr(person.sees("Pay"), "is_enabled", False):
        _order(person)
    _pay(person)


def _printer(person: Person) -> None:
    _order(person)
    person.tap("Send")
    person.tap("Devices")
    person.read("training-kitchen")
    person.picture("drill-printer-devices.webp")
    person.tap("Elsewhere: training-kitchen")
    person.read("front")
    person.picture("drill-printer-elsewhere.webp")
    person.tap("front")
    person.picture("drill-printer-elsewhere.webp")
    person.machine("it is mended", lambda: any("It is mended again" in each for each in person.names()))
    person.tap("Switch back: training-kitchen")


def _terminal(person: Person) -> None:
    _order(person)
    person.tap("Pull the plug now")
    person.machine("the window again", lambda: person.sees("Who is working?") is not None, PREPARED_WITHIN)
    _sign_in(person)
    _pay(person)


ACTS: Mapping[str, Callable[[Person], None]] = {
    "half": _half,
    "internet": _internet,
    "network": _network,
    "printer": _printer,
    "terminal": _terminal,
}


def _open(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "aura_terminal", "--data", str(folder)]
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


def _untold(training: Path) -> int:
    """What the training store has not told its back office yet."""
    with opened(training, Role.TOOL) as at:
        return sum(each.pending + each.unknown for each in at.store.reads.central.figures())


def _clean_after(folder: Path, training: Path, outcome: dict[str, Any]) -> None:
    """No process is left, both stores are whole, and the next training knows nothing of the drill."""
    outcome["left"] = _left_of(training)
    if outcome["left"]:
        raise Bad(f"processes of the training store are left: {outcome['left']}")
    for each in (training, folder):
        with redirect_stdout(io.StringIO()) as said:
            if source(["verify", "--data", str(each)]) != 0:
                raise Bad(f"{each.name}: {said.getvalue()}")
    again = prepare(folder, read_settings(folder, {}, {}), SystemClock(), SystemIds())
    if read_settings(again, {}, {}).centrals or (again / "office").exists():
        raise Bad("the next training store still knows the practice back office")


def _nodes(screen: int) -> list[int]:
    return [pid for pid, parent, line in _processes() if parent == screen and b"node" in line]


def _left_of(training: Path) -> list[str]:
    """Processes that still name the training folder some seconds after their window was killed."""
    until = time.monotonic() + 15
    place = str(training).encode()
    while (left := [line for _, _, line in _processes() if place in line]) and time.monotonic() < until:
        time.sleep(0.2)
    return [line.replace(b"\0", b" ").decode(errors="replace") for line in left]


def _processes() -> list[tuple[int, int, bytes]]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        found.append((int(entry.name), parent, line))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
