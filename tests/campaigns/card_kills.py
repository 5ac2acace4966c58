"""kill -9 of a real node while a card is charged at a terminal that speaks ZVT, again and again.

python -m tests.campaigns.card_kills --kills 100 --seconds 1200 --seed 1

Prints one line of JSON. Exit code 1 where money moved twice, or the journal and the terminal's book differ.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter as Count
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.support.card_kills import Counter


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(arguments)
    until, chance = time.monotonic() + given.seconds, Random(given.seed)
    states: Count[str] = Count()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        counter = Counter(Path(place))
        try:
            for _ in range(given.kills):
                if time.monotonic() > until:
                    break
                kill = counter.kill_once(chance)
                states[f"{kill.turn} {kill.moment} {kill.attempt.state}"] += 1
                if not kill.is_right:
                    wrong.append(repr(kill))
        finally:
            counter.close()
        charged = len(counter.terminal.desk.charges)
    outcome = {
        "seed": given.seed, "kills": sum(states.values()), "charged": charged, "states": dict(states), "wrong": wrong,
    }  # fmt: skip
    print(json.dumps(outcome))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
