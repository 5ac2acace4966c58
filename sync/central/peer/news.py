"""What terminals' facts mean to subscribers: orders that came to be, changed their status or ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.journal import JournalRow
from sync.central.api.values import plain
from sync.central.store.desk import Desk
from sync.central.store.tables import ORDERS

Statuses = Mapping[str, str]
"""Orders by their local id, and how they stood; empty for one that was not there."""

ENDS = {"completed": "order.completed", "cancelled": "order.cancelled"}


def statuses_of(desk: Desk, rows: Iterable[JournalRow]) -> Statuses:
    """How the orders stood that these facts speak of."""
    ids = sorted({row.aggregate_id for row in rows if row.aggregate == "order"})
    return {**dict.fromkeys(ids, ""), **{row.order_id: row.status for row in _rows(desk, ids)}}


def news_of(desk: Desk, before: Statuses) -> list[tuple[str, Mapping[str, Any]]]:
    """The events of what changed since."""
    told: list[tuple[str, Mapping[str, Any]]] = []
    profile = desk.shelf.documents.get((DocumentKind.STORE.value, STORE_PROFILE))
    if not isinstance(profile, StoreProfile):
        return told
    for row in _rows(desk, sorted(before)):
        data = {
            "id": row.number, "order_number": row.order_number, "status": row.status,
            "total_amount": plain(row.total, profile.currency),
        }  # fmt: skip
        if not before[row.order_id]:
            told.append(("order.created", data))
        elif before[row.order_id] == row.status:
            told.append(("order.updated", data))
        if before[row.order_id] not in ("", row.status):
            told.append(("order.status_changed", data))
        if before[row.order_id] != row.status and row.status in ENDS:
            told.append((ENDS[row.status], data))
    return told


def _rows(desk: Desk, ids: list[str]) -> list[Any]:
    if not ids:
        return []
    columns = (ORDERS.c.order_id, ORDERS.c.number, ORDERS.c.order_number, ORDERS.c.status, ORDERS.c.total)
    asked = select(*columns).where(ORDERS.c.tenant == desk.tenant.number, ORDERS.c.order_id.in_(ids))
    return list(desk.connection.execute(asked))
