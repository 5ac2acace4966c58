"""What earlier runs found, and what is worse now than noise explains.

Each run is a line of JSON in a file: per row one number, the ratio to its floor, or what was found where there is none.
Counts are compared as they are, times beside the spread of the runs before.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measures import Report, Row, over_rounds, ratio_of_sums

RUNS = 10
"""So many runs before are what a new one is held against."""
LEAST_RUNS = 3
COUNTED = "counts: "
COUNTS_MAY_GROW = 0.03
TIMES_MAY_GROW = 0.15
DEVIATIONS = 4.0


@dataclass(frozen=True, slots=True)
class Regression:
    """A row that is worse: what it is now, what it usually was, and what it might have been."""

    what: str
    found: float
    usual: float
    bound: float

    @property
    def words(self) -> str:
        """A line for people."""
        return f"WORSE: {self.what}: {self.found:.4g}, usually {self.usual:.4g}, at most {self.bound:.4g} is noise"


def figure(row: Row) -> float:
    """The one number of a row."""
    if row.has_floor:
        return over_rounds(row.rounds, ratio_of_sums).middle
    return over_rounds(row.rounds, lambda each: statistics.median(each.ours)).middle


def line_of(report: Report, made_at: str, revision: str) -> dict[str, Any]:
    """What is kept of a run."""
    figures = {row.what: figure(row) for row in report.rows}
    return {"at": made_at, "revision": revision, "machine": list(report.machine), "figures": figures}


def read(file: Path) -> list[dict[str, Any]]:
    """Every run that is noted, the oldest first; half a line at the end, where a run was killed, is none."""
    if not file.exists():
        return []
    whole = file.read_text("utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines() if line]


def note(file: Path, line: dict[str, Any]) -> None:
    """Keep a run."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(json.dumps(line, sort_keys=True) + "\n")


def regressions(earlier: Sequence[dict[str, Any]], now: dict[str, Any]) -> list[Regression]:
    """Rows that are worse than noise explains. A row nobody measured often enough says nothing, but for counts."""
    found = []
    for what, value in now["figures"].items():
        before = [run["figures"][what] for run in earlier if what in run["figures"]][-RUNS:]
        if not before:
            continue
        usual = statistics.median(before)
        if what.startswith(COUNTED):
            usual = before[-1]
            bound = usual * (1 + COUNTS_MAY_GROW)
        elif len(before) < LEAST_RUNS:
            continue
        else:
            spread = statistics.median(abs(each - usual) for each in before)
            bound = usual + max(usual * TIMES_MAY_GROW, DEVIATIONS * spread)
        if value > bound:
            found.append(Regression(what, value, usual, bound))
    return found
