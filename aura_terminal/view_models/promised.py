"""Tables that are promised to somebody within the coming hours, for whoever seats a party without a reservation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.ids import TableId
    from aura_terminal.use_cases.shop import Shop

SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Promised:
    """Who is expected at a table, when on the store's wall clock, and in how many minutes (0 when it is their time)."""

    name: str
    at: datetime
    minutes: int


def promised_soon(shop: Shop) -> Mapping[TableId, Promised]:
    """The next party expected at each table within two hours, those who are late included."""
    now, calendar = shop.clock.now(), shop.reads.store.profile().calendar
    found: dict[TableId, Promised] = {}
    booked = (stay for stay in shop.reads.tables.stays(now, now + SOON) if stay.reservation_id is not None)
    for stay in sorted(booked, key=lambda one: (one.starts_at, one.name)):
        minutes = max(0, (stay.starts_at - now) // timedelta(minutes=1))
        for table_id in stay.tables:
            found.setdefault(table_id, Promised(stay.name, calendar.local(stay.starts_at), minutes))
    return found
