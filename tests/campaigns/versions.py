"""Real programs of earlier versions and their store files: brought up to date, refused, and gone back to.

    python -m tests.campaigns.versions [--orders 15] [--seed 1] [--seconds 900] [--commit HASH ...]

For every number a store file ever had, the last program of this repository that wrote it is taken out of its history,
sets a demo restaurant up and serves invented guests. Then the program of today has to bring the file up to date with
every sum as it was, sell on and find nothing wrong; the old program has to refuse the new file in words and leave each
byte as it is; and the copy kept before the update has to be good for the old program. Prints a line of JSON.

While the program was written, some numbers changed what they stand for before anybody had them: a file whose tables are
not those that today's first steps make is of such a commit, is named under `passed_by` and goes no further; so is a
commit whose program does not start.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.migrations.steps import STEPS, migrate

ROOT = Path(__file__).resolve().parents[2]
PLACE, COMMAND = "aura_terminal/store/migrations", "aura_terminal/app/commands/service.py"
EVER = ("--from", "2000-01-01", "--to", "2099-12-31")


class Wrong(Exception):
    """A version did not do what it has to; the text says which and what."""


class PassedBy(Exception):
    """A commit nobody can have a store file of; the text says why."""


class Program:
    """One version of the program, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        environment = {**os.environ, "PYTHONPATH": str(self._folder), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "aura_terminal", *words]
        return subprocess.run(
            command, cwd=self._folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    def ask(self, *words: str) -> Any:  # what a command says in JSON
        """Run a command that has to succeed; its answer."""
        done = self.run(*words, "--json")
        if done.returncode != 0 and words[0] != "verify":  # which says by 1 that it found something
            raise Wrong(f"{' '.join(words)}: exit code {done.returncode}: {done.stderr.strip()[-400:]}")
        return json.loads(done.stdout)

    def serve(self, data: Path, orders: int, seed: int) -> None:
        """Invented guests."""
        self.ask("simulate", "--orders", str(orders), "--seed", str(seed), "--data", str(data))

    def sums(self, data: Path) -> list[tuple[int, int, int, int]]:
        """Of each day: orders, and gross, net and tax in minor units."""
        days = self.ask("report", "sales", *EVER, "--data", str(data))
        return [tuple(day[what] for what in ("orders", "gross_minor", "net_minor", "tax_minor")) for day in _days(days)]


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--orders", type=int, default=15)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=900.0)
    asked.add_argument("--commit", nargs="*", default=None, help="these alone")
    asked.add_argument("--keep", type=Path, default=None, help="where the first old store file is left, for the tests")
    given = asked.parse_args(arguments)
    began, wrong = time.monotonic(), ""
    seen: list[dict[str, object]] = []
    passed: dict[str, str] = {}
    for commit in given.commit or newest_of_each_number():
        if time.monotonic() - began > given.seconds:
            wrong = f"{given.seconds:.0f} seconds were not enough: {commit} and those after it were not tried"
            break
        with tempfile.TemporaryDirectory() as place:
            try:
                seen.append(_one(commit, Path(place), given.orders, given.seed, given.keep if not seen else None))
            except PassedBy as why:
                passed[commit] = str(why)
            except Wrong as problem:
                wrong = f"{commit}: {problem}"
                break
    outcome = {
        "seed": given.seed,
        "versions": seen,
        "passed_by": passed,
        "wrong": wrong,
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(outcome))
    return 1 if wrong or not seen else 0


def newest_of_each_number() -> list[str]:
    """The last commit of each number of store file, oldest first, without today's; those that can serve guests."""
    last: dict[int, str] = {}
    for commit in _git("log", "--reverse", "--format=%h", "--", PLACE).split():
        names = _git("ls-tree", "-r", "--name-only", commit, "--", PLACE, COMMAND).split()
        number = sum("/step_" in name for name in names)
        if COMMAND in names:
            last[number] = commit
    del last[max(last)]
    return [last[number] for number in sorted(last)]


def _one(commit: str, place: Path, orders: int, seed: int, keep: Path | None) -> dict[str, object]:
    """The life of one version's store file; what was seen."""
    old, new, data = Program(_taken_out(commit, place / "program")), Program(ROOT), place / "till"
    old.run("init", "--store", "Trattoria", "--shop", "demo", "--data", str(data))
    if not store_file(data).exists():
        raise PassedBy("its program does not start")
    if not is_as_todays_steps_make_it(store_file(data)):
        raise PassedBy("its number of store file means something else today")
    old.serve(data, orders, seed)
    sums = old.sums(data)
    if keep is not None:
        shutil.copy2(data / "store.sqlite", keep)
    after = new.sums(data)
    findings = new.ask("verify", "--data", str(data))["findings"]
    if findings or after != sums:
        raise Wrong(f"after the update: {findings or after}, before it {sums}")
    new.serve(data, 5, seed + 1)
    if new.ask("verify", "--data", str(data))["findings"]:
        raise Wrong("selling on after the update spoiled the store")
    said = _refused(old, data)
    (kept,) = (data / "backups").glob("before-schema-*")
    gone_back = place / "gone-back"
    gone_back.mkdir(mode=0o700)
    shutil.copy2(kept, gone_back / "store.sqlite")
    if old.sums(gone_back) != sums or old.ask("verify", "--data", str(gone_back))["findings"]:
        raise Wrong("the copy kept before the update is not what the old program left")
    return {
        "commit": commit,
        "days": len(sums),
        "gross": sum(day[1] for day in sums),
        "said": said,
    }


def is_as_todays_steps_make_it(file: Path) -> bool:
    """Whether the tables of a store file are those that the first steps of today make, up to its number."""
    theirs = connect(str(file))
    number, shape = theirs.execute("PRAGMA user_version").fetchall()[0][0], _shape(theirs)
    theirs.close()
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made.sqlite"
        ours = connect(str(made))
        migrate(ours, made, lambda _: None, STEPS[:number])
        same = _shape(ours) == shape
        ours.close()
    return same


def _shape(raw: RawConnection) -> set[str]:
    rows = raw.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {" ".join(row[0].split()) for row in rows}


def _refused(old: Program, data: Path) -> str:
    """What the old program says of a newer file, having changed nothing of it."""
    before = {file.name: file.read_bytes() for file in data.glob("store.sqlite*")}
    done = old.run("report", "sales", *EVER, "--data", str(data))
    said = done.stderr.strip()
    if done.returncode == 0 or "newer version" not in said or "Traceback" in said:
        raise Wrong(f"the old program took the new file: exit code {done.returncode}: {said[-400:]}")
    if {file.name: file.read_bytes() for file in data.glob("store.sqlite*")} != before:
        raise Wrong("the old program changed the file it refused")
    return said.splitlines()[-1][:200].replace(str(data), "DATA")


def _days(told: Any) -> list[Any]:  # as `report sales` says it
    return list(told["days"])


def _taken_out(commit: str, folder: Path) -> Path:
    folder.mkdir()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    return folder


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
