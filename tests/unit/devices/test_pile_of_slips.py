"""What a simulated printer keeps in mind of what it printed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aura_terminal.domain.paper import CutStyle
from devices.simulators.paper import DecodedSlip, Pile

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(("most", "kept"), [(None, 120), (50, 50)])
def test_a_pile_keeps_the_newest_and_counts_every_slip(most: int | None, kept: int) -> None:
    pile = Pile(most)
    for _ in range(120):
        pile.add(DecodedSlip(pile.cut + 1, NOW, (), b"", CutStyle.FULL))
    assert pile.cut == 120
    assert [slip.number for slip in pile.slips] == list(range(121 - kept, 121))
