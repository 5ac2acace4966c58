"""One store at work with four back offices at once, each used for its own: told whole, told once, asked nothing twice.

python -m tests.campaigns.four_offices --acts 200 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.support.central_process import central_process
from tests.support.four_offices import play


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the day, say what was found, answer 1 when anything was. The last line is the result as JSON."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.four_offices", description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="four-") as name, central_process(Path(name) / "central") as central:
        day = play(central, Path(name) / "store", acts=asked.acts, seed=asked.seed)
    for wrong in day.wrong:
        print(wrong, flush=True)
    print(json.dumps({"acts": asked.acts, **asdict(day), "seconds": round(time.monotonic() - began)}), flush=True)
    return 1 if day.wrong or any(day.again.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
