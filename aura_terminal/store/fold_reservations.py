"""Reservations and the tables they take, as rows."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.reservations import Reservation
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import RESERVATION_TABLES, RESERVATIONS


def _rows(reservation: Reservation, stamp: int) -> tuple[Rows, ...]:
    if reservation.made is None:
        return {}, {}
    row = (
        reservation.id, reservation.status.value, microseconds(reservation.starts_at),
        microseconds(reservation.ends_at), reservation.party_size, reservation.name, reservation.guest_id,
        reservation.phone, reservation.preferences, reservation.requests, reservation.order_id,
        reservation.made.source,
    )  # fmt: skip
    tables: Rows = {(reservation.id, table_id): (reservation.id, table_id) for table_id in reservation.tables}
    return {(reservation.id,): row}, tables


RESERVATION_FAMILY = Family(
    Aggregate.RESERVATION, (FoldTable(RESERVATIONS), FoldTable(RESERVATION_TABLES)), Reservation, _rows
)
