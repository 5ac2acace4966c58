"""Serve for hours and look at what it takes: twenty simulated terminals, or one real one.

    python -m tests.campaigns.soak --terminals 20 --hours 8 --seed 1 [--control]
    python -m tests.campaigns.soak --real --minutes 60 --seed 1 [--control]

The first passes eight hours of service in virtual time, on the machinery of the simulation: network cuts, power cuts,
full disks and clocks that are set meanwhile; at the end everybody must know everything, nothing may be lost and nothing
cooked twice. Its control plants a rule by which a void counts twice (the other planted faults of the simulation, with
what is cooked again, are for its own command: each shows in few worlds). The second runs a node and a service beside it
on this machine's clock, kills both at the end, and samples memory, open files, threads and the store's files: what
still grows after the first third is a find. Its control runs both with a leak in them. A campaign whose control finds
nothing is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.simulation.long_service import MOST_OBJECTS_GROWTH, Served, serve
from tests.simulation.mutants import planted
from tests.support.soak_processes import Soaked, soak

PLANTED = "a_void_counts_twice"


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--terminals", type=int, default=20)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=int, default=60, help="orders a minute of the real one")
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    began = time.monotonic()
    finds, told = _real(asked) if asked.real else _simulated(asked)
    print(json.dumps({
        "campaign": "soak", "real": asked.real, "seed": asked.seed, "control": asked.control, **told,
        "machine_s": round(time.monotonic() - began), "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


def _simulated(asked: argparse.Namespace) -> tuple[list[str], dict[str, Any]]:
    with planted(PLANTED if asked.control else ""):
        served: Served = serve(asked.seed, asked.terminals, asked.hours)
    finds = [*served.complaints, *served.growth()]
    return finds, {"terminals": asked.terminals, "hours": asked.hours, "bound": MOST_OBJECTS_GROWTH, **served.told()}


def _real(asked: argparse.Namespace) -> tuple[list[str], dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="aura-soak-") as folder:
        soaked: Soaked = soak(Path(folder), asked.minutes, asked.rate, asked.seed, leaking=asked.control)
    return soaked.finds(), {"minutes": asked.minutes, "rate": asked.rate, **soaked.told()}


if __name__ == "__main__":
    sys.exit(main())
