"""Runs between terminals and a back office's contract server over a bad line: nothing lost, nothing twice.

python -m tests.campaigns.offices --office auraflow --runs 300 --seed 1
python -m tests.campaigns.offices --office auraflow --runs 1 --seed 417          # the same run again
python -m tests.campaigns.offices --office auraflow --runs 30 --break look       # a planted fault, which must be found
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.campaigns.central import FAULTS, MOST_WORDS
from tests.support.central_faults import Outcome
from tests.support.office_faults import Ground, OfficeRun

OFFICES = ("auraflow", "myhibachi", "unified")


def ground_of(office: str) -> Ground:
    """What runs of an office begin with."""
    ground: Ground = import_module(f"tests.support.{office}_house").GROUND
    return ground


def play(ground: Ground, folder: Path, seed: int, share: float | None) -> Outcome:
    """One run; what it raises is found wrong as well."""
    try:
        return OfficeRun(ground, folder / f"run-{seed}", seed, share).play()
    except (AssertionError, LookupError, ValueError, TypeError) as broken:
        return Outcome(seed, [f"{type(broken).__name__}: {broken}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, say what was found, answer 1 when anything was. The last line is the result as JSON."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.offices", description=__doc__.splitlines()[0])
    parser.add_argument("--office", choices=OFFICES, required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the next has the next one")
    parser.add_argument("--share", type=float, help="of requests that meet a fault (each run draws its own)")
    parser.add_argument("--seconds", type=float, help="no run is begun after so many seconds")
    parser.add_argument("--break", dest="broken", choices=sorted(FAULTS), help="plant a fault")
    asked = parser.parse_args(arguments)
    if asked.broken:
        FAULTS[asked.broken]()
    ground, began = ground_of(asked.office), time.monotonic()
    sums = dict.fromkeys(("requests", "pulls", "faults", "crashes", "turns", "acts"), 0)
    failed: list[int] = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        for seed in range(asked.seed, asked.seed + asked.runs):
            if asked.seconds is not None and time.monotonic() - began > asked.seconds:
                break
            outcome = play(ground, Path(name), seed, asked.share)
            done += 1
            for key in sums:
                sums[key] += getattr(outcome, key)
            if outcome.wrong:
                failed.append(seed)
                print(f"run {seed}: " + "; ".join(outcome.wrong[:MOST_WORDS]), flush=True)
    took = round(time.monotonic() - began)
    print(json.dumps({"office": asked.office, "runs": done, "wrong": failed, **sums, "seconds": took}), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
