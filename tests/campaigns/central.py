"""Runs between terminals and a central over a bad line: nothing lost, nothing twice, keys equal on every retry.

python -m tests.campaigns.central --runs 1000 --seed 1
python -m tests.campaigns.central --runs 1 --seed 417          # the same run again
python -m tests.campaigns.central --runs 50 --break keys       # a planted fault, which must be found
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from sync.reconcile.budget import Budget
from sync.reconcile.pushing import Pushing
from sync.reconcile.wires import Wires
from tests.support.central_faults import Ground, Outcome, Run, ground

MOST_WORDS = 12
AT_ONE_CENTRAL = 50
"""Runs before the next central: it lets one address sign in so many times an hour only."""


def change_keys() -> None:
    """Every try goes out under a key of its own."""
    leaving = Pushing._leaving
    Pushing._leaving = lambda self, row, now: replace(  # type: ignore[method-assign]  # the planted fault
        leaving(self, row, now), key=str(uuid4())
    )


def never_look() -> None:
    """What may have been done is sent again at once, also where the central ignores keys."""
    Pushing._is_doubtful = lambda self, row: False  # type: ignore[method-assign]  # the planted fault


def forget_sent() -> None:
    """What was under way when the program died counts as told."""

    def begin(self: Wires) -> tuple[object, ...]:
        rows = self._book.wires(self._connector)
        for row in rows:
            self._book.keep((), (row.key,))
            self._book.settled((row.record,))
        return ()

    Wires.begin = begin  # type: ignore[assignment,method-assign]  # the planted fault


def spend_freely() -> None:
    """Nobody counts requests."""
    Budget.allows = lambda self, lane, now: True  # type: ignore[method-assign]  # the planted fault


FAULTS: dict[str, Callable[[], None]] = {
    "keys": change_keys,
    "look": never_look,
    "sent": forget_sent,
    "budget": spend_freely,
}


def play(found: Ground, folder: Path, seed: int, share: float | None) -> Outcome:
    """One run; what it raises is found wrong as well."""
    try:
        return Run(found, folder / f"run-{seed}", seed, share).play()
    except (AssertionError, LookupError, ValueError, TypeError) as broken:
        return Outcome(seed, [f"{type(broken).__name__}: {broken}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, say what was found, answer 1 when anything was."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the next has the next one")
    parser.add_argument("--share", type=float, help="of requests that meet a fault (each run draws its own)")
    parser.add_argument("--break", dest="broken", choices=sorted(FAULTS), help="plant a fault")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that the central ends as well
    if asked.broken:
        FAULTS[asked.broken]()
    failed: list[int] = []
    sums = dict.fromkeys(("requests", "pulls", "faults", "crashes", "turns", "acts"), 0)
    began = time.monotonic()
    seeds = range(asked.seed, asked.seed + asked.runs)
    for begin in range(0, asked.runs, AT_ONE_CENTRAL):
        with tempfile.TemporaryDirectory(prefix="central-") as name, ground(Path(name)) as found:
            for seed in seeds[begin : begin + AT_ONE_CENTRAL]:
                outcome = play(found, Path(name), seed, asked.share)
                for key in sums:
                    sums[key] += getattr(outcome, key)
                if outcome.wrong:
                    failed.append(seed)
                    print(f"run {seed}: " + "; ".join(outcome.wrong[:MOST_WORDS]), flush=True)
        print(f"to run {seed}: {_words(sums)}, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{asked.runs} runs, {len(failed)} wrong {failed[:40]}: {_words(sums)}", flush=True)
    return 1 if failed else 0


def _words(sums: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sums.items())


if __name__ == "__main__":
    sys.exit(main())
