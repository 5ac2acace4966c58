"""A terminal set up from a real central, a whole service, and rounds: equal to the cent, nothing said twice.

python -m tests.campaigns.central_round --orders 200 --acts 800
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.central_process import central_process
from tests.support.central_round import play


def main(arguments: Sequence[str] | None = None) -> int:
    """Play it, say what was told, answer 1 when the two do not hold the same."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central_round", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=200, help="simulated orders")
    parser.add_argument("--acts", type=int, default=800, help="of everything else: guests, refunds, bookings …")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="central-round-") as name:
        folder = Path(name)
        with central_process(folder / "central") as central:
            done = play(central, folder / "shop", orders=asked.orders, acts=asked.acts, seed=asked.seed)
    print(f"{done.sold['orders']} simulated orders of {done.sold['total_minor']} minor units, {done.acts} other acts")
    for place, one in enumerate(done.rounds, 1):
        print(f"round {place}: {one['sent']} told, {one['received']} taken, journal of {done.facts[place - 1]} facts")
        for record in done.again[place - 1]:
            print(f"    said again: {record}")
    for words in (*done.wrong, *done.parked):
        print(f"WRONG {words}")
    said_again = any(one["sent"] for one in done.rounds[1:]) or done.facts[1] != done.facts[2]
    verdict = "not equal" if done.wrong or done.parked or said_again else "equal to the cent, nothing said twice"
    print(f"{verdict} ({time.monotonic() - began:.0f} s)")
    return 1 if verdict == "not equal" else 0


if __name__ == "__main__":
    sys.exit(main())
