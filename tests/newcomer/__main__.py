"""A newcomer's first ten minutes, recorded: from a fresh clone, or from the self-contained build.

    python -m tests.newcomer --from clone --out FOLDER
    python -m tests.newcomer --from build --out FOLDER [--build FOLDER]
    python -m tests.newcomer --table FOLDER FOLDER

Under an X server of its own (Xvfb, xdotool, dbus, at-spi2-core) the README's one command is run in an empty folder,
or the archive of the build is unpacked and begun without a Python on its PATH. Then somebody sets a new store up and
sells: the real window of the real process is read by what a screen reader hears of it, and worked through the X
server. What is new on a page is read at four words a second, a button found in 0.7 s, a key pressed every 0.22 s;
`--pace 0` leaves out reading and finding. FOLDER gets `steps.json` and a picture of every step. Prints one line of
JSON with times.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.newcomer.first_sale import bring_menu, first_sale
from tests.newcomer.person import Person
from tests.support.at_spi import AccessibilityBus, missing_tools
from tests.support.x_display import XDisplay, missing

ROOT = Path(__file__).resolve().parents[2]
NOT_PASSED_ON = ("AURA_", "QT_", "XDG_", "LC_", "PYTHON", "VIRTUAL_ENV", "DBUS_", "WAYLAND")
END_WITHIN = 30


class Ground:
    """An empty folder with a home in it, and the program's way there."""

    def __init__(self, place: Path, told: dict[str, str]) -> None:
        self.home, self._place = place / "home", place
        self.home.mkdir()
        self.environment = told | {"HOME": str(self.home), "LANG": "C.UTF-8"}
        self._begun: subprocess.Popen[bytes] | None = None

    def clone(self) -> None:
        """As a visitor of the repository does."""
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(self._place / "aura")], check=True)

    def start(self) -> None:
        """The one command of the README."""
        self._begin(["python3", "start.py"], self._place / "aura")

    def unpack(self, archive: Path) -> None:
        """As a file manager does."""
        with tarfile.open(archive) as packed:
            packed.extractall(self._place, filter="tar")

    def start_build(self, name: str) -> None:
        """A double click on the program, on a machine without any Python."""
        self.environment["PATH"] = "/nonexistent"
        self._begin([str(self._place / name / "aura-terminal")], self.home)

    def end(self) -> None:
        """Close the program."""
        if self._begun is not None:
            self._begun.terminate()
            try:
                self._begun.wait(END_WITHIN)
            except subprocess.TimeoutExpired:
                self._begun.kill()
                self._begun.wait()

    def _begin(self, words: list[str], where: Path) -> None:
        told = (self._place / "program.txt").open("wb")
        with told:
            self._begun = subprocess.Popen(
                words, cwd=where, env=self.environment, stdin=subprocess.DEVNULL, stdout=told, stderr=told
            )


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--from", dest="source", choices=("clone", "build"), default="clone")
    asked.add_argument("--out", type=Path, default=None)
    asked.add_argument("--build", type=Path, default=None, help="the archive; else the newest in dist/")
    asked.add_argument("--display", type=int, default=0, help="the X display's number; 0 takes any that is free")
    asked.add_argument("--pace", type=float, default=1.0, help="1 reads and finds as a person does, 0 at once")
    asked.add_argument("--table", type=Path, nargs="+", default=None, help="only print the table of recorded runs")
    given = asked.parse_args(arguments)
    if given.table is not None:
        print(table(given.table))
        return 0
    if given.out is None:
        asked.error("--out FOLDER is needed")
    lacking = (*missing(), *missing_tools())
    archive = given.build or newest_archive()
    if lacking or (given.source == "build" and archive is None):
        print(f"This needs {', '.join(lacking) or 'a build (python3 start.py package build)'}.")
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    outcome = record(given.source, archive, given.out, given.display, given.pace)
    (given.out / "steps.json").write_text(json.dumps(outcome, indent=1) + "\n", "utf-8")
    print(json.dumps({name: value for name, value in outcome.items() if name != "steps"}))
    return 1 if "wrong" in outcome else 0


def record(source: str, archive: Path | None, out: Path, number: int, pace: float) -> dict[str, Any]:
    """One run from nothing; what came of it."""
    outcome: dict[str, Any] = {"from": source, "load_before": round(os.getloadavg()[0], 1)}
    told = {name: value for name, value in os.environ.items() if not name.startswith(NOT_PASSED_ON)}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for each in ("x", "bus"):
            (place / each).mkdir()
        with XDisplay(place / "x", number) as display:
            ground = Ground(place, told | {"DISPLAY": display.name})
            bring_menu(ground.home)
            with AccessibilityBus(place / "bus", ground.environment) as bus:
                ground.environment |= bus.environment
                person = Person(display, bus, out, time.monotonic(), pace)
                try:
                    first_sale(person, ground.home, _window(source, archive, ground, person))
                except Exception as wrong:  # the top: whatever went wrong is the result
                    outcome["wrong"] = f"{type(wrong).__name__}: {wrong}"
                    display.save(out / "wrong.png")
                finally:
                    ground.end()
                    shutil.copyfile(place / "program.txt", out / "program.txt")
    steps = {each.name: each for each in person.steps}
    outcome["load_after"] = round(os.getloadavg()[0], 1)
    outcome["window_s"] = steps["window"].since if "window" in steps else None
    if "cash" in steps:
        outcome["first_sale_s"] = steps["cash"].since
        outcome["machine_s"] = round(sum(each.machine for each in person.steps[1:]), 1)
    outcome["steps"] = [asdict(each) for each in person.steps]
    return outcome


def newest_archive() -> Path | None:
    """The archive of the build in dist/ that was made last."""
    found = (ROOT / "dist").glob(f"aura-terminal-*-{sys.platform}-*.tar.xz")
    return max(found, key=lambda each: each.stat().st_mtime, default=None)


def table(folders: Sequence[Path]) -> str:
    """The steps of one or several runs as a table: done after, and what of the step the machine took."""
    runs = [json.loads((folder / "steps.json").read_text("utf-8")) for folder in folders]
    head = "".join(f" from the {run['from']} | the machine's part |" for run in runs)
    lines = [f"| step |{head}", "|---|" + "---|---|" * len(runs)]
    for name in dict.fromkeys(step["name"] for run in runs for step in run["steps"]):
        done = dict.fromkeys(step["done"] for run in runs for step in run["steps"] if step["name"] == name)
        line = f"| {' or '.join(done)} |"
        for run in runs:
            step = next((each for each in run["steps"] if each["name"] == name), None)
            line += " | |" if step is None else f" {step['since']:.0f} s | {step['machine']:.1f} s |"
        lines.append(line)
    return "\n".join(lines)


def _window(source: str, archive: Path | None, ground: Ground, person: Person) -> Callable[[], None]:
    """How the first window comes; what goes before it is a step of its own."""

    def from_clone() -> None:
        ground.start()

    def from_build() -> None:
        assert archive is not None
        ground.start_build(archive.name.removesuffix(".tar.xz"))

    if source == "clone":
        with person.step("fetched", "`git clone`", is_pictured=False):
            person.work(ground.clone)
        return from_clone
    assert archive is not None
    with person.step("fetched", "the archive unpacked", is_pictured=False):
        person.work(lambda: ground.unpack(archive))
    return from_build


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
