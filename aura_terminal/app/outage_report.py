"""Outages of this terminal: remembered while they last, also across a restart, and counted up when they are over."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from pathlib import Path

from aura_terminal.app.machine_keys import write_private
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.outages import Tier
from aura_terminal.ports.reads import Reads
from aura_terminal.use_cases.outages import OutageCounts
from sync.net.outages import OutageWatch, Surroundings

FILE = "peers/outage.json"
MOST_CONFLICTS = 1000
LONGEST_COUNTED = timedelta(days=60)

_log = logging.getLogger(__name__)


class OutageReporter:
    """Told how things stand, it keeps the report of an outage when that is over. On the store thread."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._watch = OutageWatch(*_remembered(self._file))
        self._noted = self._watch.current

    def look(self, opened: NodeShop, around: Surroundings, now: datetime) -> bool:
        """How things stand now; whether a report was kept."""
        ended = self._watch.look(around, now)
        if ended is not None:
            counts = counted(opened.reads, opened.shop.terminal.label, ended.began_at, now)
            opened.shop.outages.end(ended.tier, ended.began_at, counts)
            _log.info("outage_ended", extra={"count": counts.orders, "code": ended.tier.value})
        if self._watch.current != self._noted:
            self._noted = self._watch.current
            self._note()
        return ended is not None

    def _note(self) -> None:
        if self._noted is None:
            self._file.unlink(missing_ok=True)
            return
        began_at, tier = self._noted
        write_private(self._file, json.dumps({"began_at": began_at.isoformat(), "tier": tier.value}).encode())


def counted(reads: Reads, label: str, since: datetime, until: datetime) -> OutageCounts:
    """What happened at a terminal in between; of a very long outage the last sixty days."""
    profile = reads.store.profile()
    first = max(since, until - LONGEST_COUNTED)
    orders = _orders(reads, profile.calendar.date_of(first), profile.calendar.date_of(until))
    taken = sum(
        payment.amount.minor
        for order in orders.values()
        for payment in order.payments
        if payment.terminal == label and payment.taken_at >= since
    )
    redirected = [
        row for row in reads.mesh.deliveries(None, first) if row.fired_by == label and row.escalated_at is not None
    ]
    conflicts = reads.mesh.conflicts(limit=MOST_CONFLICTS)
    return OutageCounts(
        orders=sum(order.terminal == label and order.opened_at >= since for order in orders.values()),
        taken=Money(taken, profile.currency),
        redirects=len(redirected),
        duplicates=sum(row.received_at is not None for row in redirected),
        decisions=sum(row.decided_at is None and row.opened_at >= since for row in conflicts),
    )


def _orders(reads: Reads, first: date, last: date) -> dict[OrderId, Order]:
    found: dict[OrderId, Order] = {}
    day = first
    while day <= last:
        found |= {order.id: order for order in reads.books.orders_of(day)}
        day += timedelta(days=1)
    return found


def _remembered(file: Path) -> tuple[datetime | None, Tier]:
    try:
        said = json.loads(file.read_text("utf-8"))
        return datetime.fromisoformat(said["began_at"]), Tier(said["tier"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, Tier.ALONE
