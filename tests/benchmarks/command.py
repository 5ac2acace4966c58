"""What can be measured, and one run of it. Every line compares ours with a floor measured in the same run, by turns."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import counted, facts, history, long_rows, machine, memory, searching, starts, table, taps
from tests.benchmarks.large_menu import found_large
from tests.benchmarks.measures import Report, Row, Verdict, judge
from tests.benchmarks.stored import found_demo


@dataclass(frozen=True)
class Run:
    """What was asked for: where to work, and how much."""

    scratch: Path
    rounds: int
    part: int  # one of so many parts of the full number of samples

    @property
    def large(self) -> Path:
        """A shop with 10,000 items, made once."""
        found_large(self.scratch / "large")
        return self.scratch / "large"

    @property
    def demo(self) -> Path:
        """The demo shop."""
        found_demo(self.scratch / "demo")
        return self.scratch / "demo"


NAMES: dict[str, Callable[[Run], tuple[Row, ...]]] = {
    "counts": lambda run: counted.counted_rows(fresh(run.scratch / "counts")),
    "tap": lambda run: (taps.tap_row(run.demo, run.scratch, run.rounds, 120 // run.part),),
    "facts": lambda run: facts.fact_rows(run.scratch, run.rounds, facts.FACTS // run.part),
    "commits": lambda run: (facts.commits_row(run.scratch),),
    "start": lambda run: starts.start_rows(run.large, run.scratch, 1, 11 // run.part),
    "search": lambda run: searching.search_rows(run.large, run.scratch, run.rounds, 4 // run.part),
    "memory": lambda run: memory.memory_rows(run.large, run.scratch, 3 // run.part),
    "long": lambda run: long_rows.long_rows(run.scratch, run.rounds, run.part),
}


def fresh(folder: Path) -> Path:
    """A folder that nobody used before."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def main() -> int:
    """Measure and print; 1 when a goal was missed, or something is worse than earlier runs and noise explain."""
    asked = parser().parse_args()
    with ExitStack() as stack:
        if asked.scratch is None:
            asked.scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aura-benchmarks-")))
        asked.scratch.mkdir(parents=True, exist_ok=True)
        run = Run(asked.scratch.resolve(), 2 if asked.quick else 5, 3 if asked.quick else 1)
        report = Report(machine.described(run.scratch))
        for name in asked.only or NAMES:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            report = Report(report.machine, (*report.rows, *NAMES[name](run)))
    print(table.text(report))
    if asked.json is not None:
        asked.json.write_text(json.dumps(table.plain(report), indent=1), "utf-8")
    worse = held_against(asked.history, report) if asked.history is not None else []
    missed = any(each.verdict is Verdict.MISSED for row in report.rows for each in judge(row))
    return int(missed or bool(worse))


def held_against(file: Path, report: Report) -> list[history.Regression]:
    """What is worse than in the runs that are noted in a file; this one is noted there as well."""
    earlier = history.read(file)
    line = history.line_of(report, datetime.now(UTC).isoformat(timespec="seconds"), _revision())
    worse = history.regressions(earlier, line)
    history.note(file, line)
    print(f"\n{len(earlier)} earlier runs in {file}")
    for each in worse:
        print(each.words)
    return worse


def _revision() -> str:
    """Which state of the project was measured; empty where git does not say."""
    said = subprocess.run(("git", "rev-parse", "--short", "HEAD"), capture_output=True, text=True, check=False)
    return said.stdout.strip()


def parser() -> argparse.ArgumentParser:
    """What can be asked."""
    asked = argparse.ArgumentParser(description="Measure this program beside what its parts cost bare.")
    asked.add_argument("--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}")
    asked.add_argument("--quick", action="store_true", help="a third of the samples; too few for most goals")
    asked.add_argument(
        "--history", type=Path, metavar="FILE", help="note this run there, and say what is worse than in those before"
    )
    asked.add_argument("--json", type=Path, metavar="FILE", help="also write every sample there")
    asked.add_argument(
        "--scratch", type=Path, metavar="DIR", help="where shops and the long journal are kept for reuse"
    )
    return asked
