"""Facts of every family with values beyond all bounds, told by a broken peer to one shop after another.

python -m tests.campaigns.extremes --examples 2000 --seed 1
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from aura_terminal.domain.facts import Aggregate
from tests.support.extreme_facts import BrokenPeer, histories, read_everything
from tests.support.store_shop import founded


def play(family: Aggregate, folder: Path, examples: int, start: int) -> None:
    """So many histories of a family in one shop; raises for the first that stops anything or is not the same again."""
    stored = founded(folder)
    peer, ids = BrokenPeer(stored.store), iter(range(1, 10**9))

    @seed(start)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def every_history(data: st.DataObject) -> None:
        id_ = f"own:order:{next(ids)}" if family is Aggregate.CENTRAL else f"i{next(ids)}"
        rows = peer.tells(data.draw(histories(family, id_)))
        assert stored.store.receive(rows).taken == len(rows)
        read_everything(stored, id_)

    try:
        every_history()
        found = stored.store.verify()
        assert not found, found[:3]
        before = stored.store.fold_digest()
        stored.store.rebuild()
        assert stored.store.fold_digest() == before
    finally:
        stored.store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Play every family, say how long each took; whatever is found raises with the history that shows it."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.extremes", description=str(__doc__).splitlines()[0])
    parser.add_argument("--examples", type=int, default=200, help="histories of each family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", choices=[family.value for family in Aggregate], help="only this one")
    asked = parser.parse_args(arguments)
    for family in Aggregate:
        if asked.family in (None, family.value):
            began = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="extremes-") as name:
                play(family, Path(name) / "store", asked.examples, asked.seed)
            print(f"{family.value}: {asked.examples} histories in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
