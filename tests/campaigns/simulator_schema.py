"""Every simulated device that is asked over HTTP, asked within its document and beyond: answered, and never with a 500.

python -m tests.campaigns.simulator_schema --examples 100 --seed 1 [--device epos]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from tests.campaigns.central_schema import told
from tests.support.simulated_http import SIMULATED, ask_simulated


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, say what came, answer 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.simulator_schema", description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=("all", *SIMULATED), default="all")
    parser.add_argument("--examples", type=int, default=100, help="requests to each operation, allowed and wrong each")
    parser.add_argument("--seed", type=int, default=1)
    asked, began = parser.parse_args(arguments), time.monotonic()
    names = SIMULATED if asked.device == "all" else (asked.device,)
    rounds = {name: ask_simulated(SIMULATED[name], examples=asked.examples, start=asked.seed) for name in names}
    return told(rounds, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
