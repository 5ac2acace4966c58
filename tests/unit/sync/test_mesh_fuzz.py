"""Altered conversations told to a real terminal; the campaign `tests.campaigns.wire` tells a million of them."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns.wire import Tally, campaign

COUNT = 5_000


def test_altered_messages_are_refused_and_change_nothing(tmp_path: Path) -> None:
    tally = Tally()
    for tally in campaign(COUNT, 1, tmp_path):
        assert tally.told <= COUNT
    assert tally.told == COUNT
    assert sum(tally.hung_up.values()) > COUNT // 2
    assert tally.refused_histories > 100
    assert {why.split(" ")[0] for why in tally.hung_up} <= {"a", "an", "it", "message", "the"}
    assert tally.memory_mib[-1] - tally.memory_mib[0] < 256
