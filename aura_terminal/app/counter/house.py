"""Every feature of the counter, joined to the screens of one window."""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.app.counter.parties import join_parties
from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.app.counter.prices import join_prices
from aura_terminal.app.counter.returns import join_returns
from aura_terminal.app.counter.slips_again import join_slips_again
from aura_terminal.app.counter.tables import join_tables

Feature = Callable[[CounterParts], object]

FEATURES: tuple[Feature, ...] = (join_prices, join_returns, join_slips_again, join_tables, join_parties)


def join_counter(parts: CounterParts) -> None:
    """Join what there is; the order of the features is that of their buttons."""
    for feature in FEATURES:
        feature(parts)
