"""The short form of `tests/campaigns/card_kills.py`: a real node is killed while a card is charged."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.support.card_kills import Counter


def test_a_killed_node_charges_once_and_finds_out_what_became_of_it(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    try:
        kills = [counter.kill_once(Random(seed)) for seed in (3,)]
    finally:
        counter.close()
    assert [kill for kill in kills if not kill.is_right] == []
