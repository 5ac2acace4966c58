"""Who takes which table when: pure functions, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.reservations import Reservation, Stay, free_tables, overlapping, stay_of
from aura_terminal.domain.shop import Table
from aura_terminal.ports.house import ReservationRow, TableOffer, TableStanding, TableStatus

USUAL_STAY = timedelta(hours=2)
SOON = timedelta(hours=1)


def seated_stay(table_id: TableId, opened_at: datetime, number: str, now: datetime) -> Stay:
    """Who sits now is thought to stay two hours in all, and a quarter of an hour more once those are over."""
    return Stay((table_id,), opened_at, max(opened_at + USUAL_STAY, now + timedelta(minutes=15)), number)


def offers(tables: Iterable[Table], stays: Iterable[Stay], wanted: Stay, party_size: int) -> tuple[TableOffer, ...]:
    """What could be offered, the tightest fit first."""
    found = free_tables(tables, stays, wanted, party_size)
    return tuple(TableOffer(tuple((t.id, t.number) for t in each), sum(t.seats for t in each)) for each in found)


def standing_of(
    tables: Iterable[Table], seated: Mapping[TableId, OrderId], expected: Sequence[Reservation], now: datetime
) -> tuple[TableStanding, ...]:
    """Every table, with its open order or the next party that is due there within the hour."""
    return tuple(_standing(table, seated.get(table.id), expected, now) for table in tables)


def _standing(table: Table, order_id: OrderId | None, expected: Sequence[Reservation], now: datetime) -> TableStanding:
    if order_id is not None:
        return TableStanding(table.id, table.number, TableStatus.OCCUPIED, order_id)
    due = (one for one in expected if table.id in one.tables and one.starts_at <= now + SOON and one.ends_at > now)
    following = min(due, key=lambda one: (one.starts_at, one.id), default=None)
    if following is None:
        return TableStanding(table.id, table.number, TableStatus.AVAILABLE)
    return TableStanding(table.id, table.number, TableStatus.RESERVED, None, following.id)


def reservation_rows(
    found: Sequence[Reservation], expected: Iterable[Reservation], numbers: Mapping[TableId, str]
) -> tuple[ReservationRow, ...]:
    """The rows of a day; `expected` are all that could clash with them."""
    stays = [stay_of(one) for one in expected]
    return tuple(_row(one, stays, numbers) for one in sorted(found, key=lambda one: (one.starts_at, one.id)))


def _row(one: Reservation, stays: Sequence[Stay], numbers: Mapping[TableId, str]) -> ReservationRow:
    clashes = overlapping(stays, stay_of(one)) if one.is_expected else ()
    return ReservationRow(
        one.id, one.status, one.starts_at, one.ends_at, one.party_size, one.name, one.phone, one.guest_id,
        tuple((table_id, numbers.get(table_id, "")) for table_id in one.tables), one.preferences, one.requests,
        one.order_id, "" if one.made is None else one.made.source, tuple(stay.name for stay in clashes),
        None if one.arrived is None else one.arrived.arrived_at, one.occasion, one.place, one.stated,
    )  # fmt: skip
