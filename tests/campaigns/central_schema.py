"""The self-hosted central asked for all it documents as long as one likes: no 500, no undocumented answer, no way past.

python -m tests.campaigns.central_schema --examples 100 --seed 1
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence

from tests.support.asked_servers import Asked
from tests.support.central_schema import ask_everything, ask_in_other_ways, ask_without_credentials, walk
from tests.support.own_central import build, documented_documents, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, say what came, answer 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central_schema", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=100, help="requests to each operation, allowed and wrong each")
    parser.add_argument("--walks", type=int, default=100, help="walks of twelve requests that follow from each other")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="central-schema-") as name:
        url = f"sqlite:///{name}/central.sqlite"
        build(url, documented_documents())
        central = serve(url)
        try:
            rounds = {
                "without credentials": ask_without_credentials(central),
                "other methods": ask_in_other_ways(central),
                "walks": walk(central, walks=asked.walks, start=asked.seed),
                "each operation": ask_everything(central, examples=asked.examples, start=asked.seed),
            }
        finally:
            central.close()
    return told(rounds, time.monotonic() - began)


def told(rounds: dict[str, Asked], seconds: float) -> int:
    """Say what came of some rounds; 1 when anything was wrong."""
    for what, found in rounds.items():
        for problem, example in found.wrong.items():
            print(f"WRONG {what}: {problem}\n    {example}")
        print(f"{what}: {found}")
    print(f"in {seconds:.0f} s")
    return 1 if any(found.wrong for found in rounds.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
