"""Random lives of cards, cut and killed anywhere, for as long as there is time.

python -m tests.campaigns.cards --seconds 600 --seed 1

Prints one line of JSON: how many lives were lived, how often money moved, and what went wrong. Exit code 1 for a find.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.card_lives import CardLives
from tests.support.store_shop import founded

LIVES_A_ROUND = 40
STEPS = 30
LIVES = settings(
    max_examples=LIVES_A_ROUND, stateful_step_count=STEPS, deadline=None, database=None, print_blob=False,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
)  # fmt: skip


class Counted(CardLives):
    """The same lives, counted."""

    lives = moves = kills = attempts_made = 0

    def come_to_rest(self) -> None:
        super().come_to_rest()
        Counted.lives += 1
        Counted.moves += len(self.till.book.moved)
        Counted.kills += self.killed
        Counted.attempts_made += len(self.attempts())


def run(seconds: float, number: int) -> dict[str, object]:
    """Live until the time is over; what came of it."""
    until, chance, finding = time.monotonic() + seconds, random.Random(number), ""
    with tempfile.TemporaryDirectory() as place:
        Counted.template = Path(place) / "template"
        founded(Counted.template).store.close()
        while time.monotonic() < until and not finding:
            round_seed = chance.getrandbits(32)
            try:
                run_state_machine_as_test(seed(round_seed)(Counted), settings=LIVES)
            except AssertionError as wrong:
                finding = f"seed {round_seed}: {wrong}"
    return {
        "seed": number, "lives": Counted.lives, "attempts": Counted.attempts_made, "money_moved": Counted.moves,
        "kills": Counted.kills, "finding": finding,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(arguments)
    outcome = run(given.seconds, given.seed)
    print(json.dumps(outcome))
    return 1 if outcome["finding"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
