"""`python -m tests.peers install [NAME ...]`: the independent peers of the table, or those named.

The exit code tells of one that failed only where peers are required (`INDEPENDENT_PEERS=required`); else the tests that
need it are skipped and say so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tests.peers.installing import InstallFailed, NotToBeHad, install, is_installed
from tests.peers.table import PEERS

FINE, WRONG_USE, FAILED = 0, 2, 3


def main(words: Sequence[str]) -> int:
    """Install what the words ask for."""
    if not words or words[0] != "install" or set(words[1:]) - set(PEERS):
        print(f"{__doc__}\nThere are: {', '.join(PEERS)}.", file=sys.stderr)
        return WRONG_USE
    worst = max(_installed(name) for name in words[1:] or PEERS)
    return worst if os.environ.get("INDEPENDENT_PEERS") == "required" else FINE


def _installed(name: str) -> int:
    if is_installed(name):
        return FINE
    try:
        install(name)
    except NotToBeHad as never:
        print(f"{name}: not on this machine, {never}", flush=True)
        return FINE
    except InstallFailed as failed:
        print(f"{name}: could not be installed. {failed}", file=sys.stderr, flush=True)
        return FAILED
    print(f"{name}: installed", flush=True)
    return FINE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
