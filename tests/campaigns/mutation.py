"""Faults put one at a time into code where one loses or doubles money, a sale, a punch or food: do tests notice?

python -m tests.campaigns.mutation --of money --seconds 600
python -m tests.campaigns.mutation --of tax orders --every 3 --seed 1   every third fault, beginning with the second
python -m tests.campaigns.mutation --of all --seconds 100000
python -m tests.campaigns.mutation --of all --again LOG                 those that survived a run that wrote LOG
python -m tests.campaigns.mutation --of money --control                 no fault at all: nothing may be noticed

Those that no test noticed are printed; `tests/campaigns/survivors.toml` says of each that was looked at why it may.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from tests.campaigns.mutation_targets import TARGETS
from tests.support.mutating import Mutant, mutants
from tests.support.noticing import ROOT, Fate, Trial, fates

SURVIVORS = Path(__file__).with_name("survivors.toml")
UNNOTICED = (Fate.SURVIVED, Fate.UNREACHED)


def explained(name: str) -> Mapping[str, str]:
    """The survivors of a target that were looked at, with the reason each may."""
    return {
        str(before): str(reason) for before, reason in tomllib.loads(SURVIVORS.read_text("utf-8")).get(name, {}).items()
    }


def printed(log: str) -> frozenset[tuple[str, int, str]]:
    """The targets, lines and faults of the survivors that a run printed."""
    names = {str(target.file.relative_to(ROOT)): name for name, target in TARGETS.items()}
    rows = [line.split(":", 3) for line in log.splitlines() if not line.startswith("{")]
    return frozenset((names[file], int(line), rest[1:].partition("   ")[0]) for file, line, _, rest in rows)


def report(name: str, every: int, found: Sequence[tuple[Mutant, Fate]]) -> int:
    """Print the survivors of a target and a line of JSON; how many of them have no reason to."""
    file, reasons = TARGETS[name].file.relative_to(ROOT), explained(name)
    survivors = [(mutant, fate) for mutant, fate in found if fate in UNNOTICED]
    for mutant, fate in survivors:
        reason = reasons.get(mutant.fault, f"UNEXPLAINED, {fate}")
        print(f"{file}:{mutant.line}: {mutant.fault}   {reason}")
    counted = Counter(fate.value for _, fate in found)
    unexplained = sum(mutant.fault not in reasons for mutant, _ in survivors)
    noticed = len(found) - len(survivors)
    score = round(100 * noticed / max(1, len(found)), 1)
    told = {"of": name, "faults": every, "tried": len(found), "noticed": noticed, "score": score, **counted}
    print(json.dumps({**told, "unexplained": unexplained}), flush=True)
    return unexplained


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what was found for each target; 1 when one survived that has no reason to."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.mutation", description=__doc__.splitlines()[0])
    parser.add_argument("--of", choices=[*TARGETS, "all"], nargs="+", default=["money"])
    parser.add_argument("--every", type=int, default=1, help="only each n-th fault of a target")
    parser.add_argument("--seed", type=int, default=0, help="with which of them to begin")
    parser.add_argument("--seconds", type=float, default=600, help="begin no further one after that")
    parser.add_argument("--own", action="store_true", help="only each target's own tests, not those of its rooms")
    parser.add_argument("--control", action="store_true", help="put no fault in; whatever is noticed is a false alarm")
    parser.add_argument("--again", type=Path, help="only those that a run before printed into this file")
    asked, began = parser.parse_args(arguments), time.monotonic()
    names = list(TARGETS) if "all" in asked.of else list(dict.fromkeys(asked.of))
    chosen = {name: replace(TARGETS[name], rooms=()) if asked.own else TARGETS[name] for name in names}
    every = {name: list(mutants(target.file.read_text("utf-8"))) for name, target in chosen.items()}
    again = None if asked.again is None else printed(asked.again.read_text("utf-8"))
    trials: list[Trial] = [(name, one) for name in names for one in every[name][asked.seed :: asked.every]]
    trials = [row for row in trials if again is None or (row[0], row[1].line, row[1].fault.split(": ", 1)[1]) in again]
    fate_of = zip(trials, fates(chosen, trials, asked.seconds, sound=asked.control), strict=False)
    tried = noticed = unexplained = 0
    for name, rows in groupby(fate_of, key=lambda row: row[0][0]):
        found = [(mutant, fate) for (_, mutant), fate in rows]
        tried += len(found)
        noticed += sum(fate not in UNNOTICED for _, fate in found)
        unexplained += 0 if asked.control else report(name, len(every[name]), found)
    seconds = round(time.monotonic() - began)
    print(json.dumps({"tried": tried, "noticed": noticed, "unexplained": unexplained, "seconds": seconds}))
    return 1 if unexplained or (asked.control and noticed) else 0


if __name__ == "__main__":
    sys.exit(main())
