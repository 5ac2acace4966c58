"""Whole numbers for things, per store and kind, as the documents of the API name everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from sync.central.store.tables import COUNTERS, NAMES

FIRST: Mapping[str, int] = {"order": 1001, "order_item": 2001}
"""Where a kind begins that does not begin at 1."""


def draw(connection: Connection, tenant: int, kind: str, how_many: int = 1) -> int:
    """The first of so many new numbers in a row; the store must be locked."""
    moved = update(COUNTERS).where(COUNTERS.c.tenant == tenant, COUNTERS.c.kind == kind)
    last = connection.execute(moved.values(last=COUNTERS.c.last + how_many).returning(COUNTERS.c.last)).scalar()
    if last is None:
        first = FIRST.get(kind, 1)
        connection.execute(insert(COUNTERS), {"tenant": tenant, "kind": kind, "last": first + how_many - 1})
        return first
    return int(last) - how_many + 1


def number_of(connection: Connection, tenant: int, kind: str, local_id: str) -> int | None:
    """The number of something that has one."""
    asked = select(NAMES.c.number).where(
        NAMES.c.tenant == tenant, NAMES.c.kind == kind, NAMES.c.local_id == local_id
    )  # fmt: skip
    found = connection.execute(asked).scalar()
    return None if found is None else int(found)


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


def numbered(connection: Connection, tenant: int, kind: str, local_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of all of these; those that have none get the next ones, in this order."""
    if not local_ids:
        return {}
    known = known_of(connection, tenant, kind, local_ids)
    new = [one for one in dict.fromkeys(local_ids) if one not in known]
    if new:
        known.update(given(connection, tenant, kind, new))
    return known


def given(connection: Connection, tenant: int, kind: str, local_ids: Sequence[str]) -> dict[str, int]:
    """The next numbers for things that have none yet, in this order; the store must be locked."""
    if not local_ids:
        return {}
    first = draw(connection, tenant, kind, len(local_ids))
    found = {one: first + at for at, one in enumerate(local_ids)}
    rows = [{"tenant": tenant, "kind": kind, "number": number, "local_id": one} for one, number in found.items()]
    connection.execute(insert(NAMES), rows)
    return found


def all_of(connection: Connection, tenant: int, kinds: Sequence[str]) -> dict[str, dict[str, int]]:
    """Every number of some kinds: kind, local id, number."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    asked = select(NAMES.c.kind, NAMES.c.local_id, NAMES.c.number).where(
        NAMES.c.tenant == tenant, NAMES.c.kind.in_(kinds)
    )  # fmt: skip
    for kind, local_id, number in connection.execute(asked):
        found[kind][local_id] = int(number)
    return found
