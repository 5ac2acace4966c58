"""Whole numbers for things, per store and kind, as the documents of the API name everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from sync.central.store.statements import changing, inserting
from sync.central.store.tables import COUNTERS, NAMES

FIRST: Mapping[str, int] = {"order": 1001, "order_item": 2001}
"""Where a kind begins that does not begin at 1."""


NAME = inserting(NAMES)
BEGIN_COUNTER = inserting(COUNTERS)
MOVE_COUNTER = changing(COUNTERS, ("tenant", "kind", "last"), ("last",))
"""Only a counter that stands where it was last seen is moved."""


def counters(connection: Connection, tenant: int) -> dict[str, int]:
    """The last number given, by kind; the store must be locked."""
    asked = select(COUNTERS.c.kind, COUNTERS.c.last).where(COUNTERS.c.tenant == tenant)
    return {row[0]: int(row[1]) for row in connection.execute(asked)}


def local_of(connection: Connection, tenant: int, kind: str, number: int) -> str | None:
    """What a number stands for."""
    asked = select(NAMES.c.local_id).where(
        NAMES.c.tenant == tenant, NAMES.c.kind == kind, NAMES.c.number == number
    )  # fmt: skip
    found = connection.execute(asked).scalar()
    return None if found is None else str(found)


def known_of(connection: Connection, tenant: int, kind: str, local_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of those that have one."""
    asked = select(NAMES.c.local_id, NAMES.c.number).where(
        NAMES.c.tenant == tenant, NAMES.c.kind == kind, NAMES.c.local_id.in_(local_ids)
    )  # fmt: skip
    return {row[0]: int(row[1]) for row in connection.execute(asked)}


def all_of(connection: Connection, tenant: int, kinds: Sequence[str]) -> dict[str, dict[str, int]]:
    """Every number of some kinds: kind, local id, number."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    asked = select(NAMES.c.kind, NAMES.c.local_id, NAMES.c.number).where(
        NAMES.c.tenant == tenant, NAMES.c.kind.in_(kinds)
    )  # fmt: skip
    for kind, local_id, number in connection.execute(asked):
        found[kind][local_id] = int(number)
    return found
