"""Every documented address of the central asked at random as long as one likes: no 500, no undocumented answer.

python -m tests.campaigns.central_schema --examples 40 --seed 1
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence

from tests.support.central_schema import ask_everything
from tests.support.own_central import build, documented_documents, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, say what came, answer 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central_schema", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=40, help="requests to each operation, allowed and wrong each")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="central-schema-") as name:
        url = f"sqlite:///{name}/central.sqlite"
        build(url, documented_documents())
        central = serve(url)
        try:
            found = ask_everything(central, examples=asked.examples, start=asked.seed)
        finally:
            central.close()
    for problem, example in found.wrong.items():
        print(f"WRONG {problem}\n    {example}")
    counts = ", ".join(f"{count} x {status}" for status, count in sorted(found.statuses.items()))
    print(f"{found.operations} operations, {found.requests} requests in {time.monotonic() - began:.0f} s: {counts}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
