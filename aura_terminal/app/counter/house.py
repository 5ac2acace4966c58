"""Every feature of the counter, joined to the screens of one window."""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.app.counter.bridge import join_bridge
from aura_terminal.app.counter.handing import join_handing
from aura_terminal.app.counter.inquiry import join_inquiries
from aura_terminal.app.counter.parties import join_parties
from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.app.counter.prices import join_prices
from aura_terminal.app.counter.returns import join_returns
from aura_terminal.app.counter.service import join_service
from aura_terminal.app.counter.sharing import join_sharing
from aura_terminal.app.counter.slips_again import join_slips_again
from aura_terminal.app.counter.tables import join_tables
from aura_terminal.app.counter.training import join_training
from aura_terminal.app.counter.value import join_value

Feature = Callable[[CounterParts], object]

FEATURES: tuple[Feature, ...] = (
    join_service,
    join_prices,
    join_returns,
    join_slips_again,
    join_tables,
    join_parties,
    join_inquiries,
    join_bridge,
    join_training,
    join_value,
    join_sharing,
    join_handing,
)


def join_counter(parts: CounterParts) -> None:
    """Join what there is; the order of the features is that of their buttons."""
    for feature in FEATURES:
        feature(parts)
