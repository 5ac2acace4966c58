"""Drawer sessions as closings and reports of a shift tell them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from aura_terminal.domain.closing import DayClosed, DrawerClosed, Figure
from aura_terminal.domain.coverage import Coverage
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import SessionId
from aura_terminal.domain.money import zero
from aura_terminal.ports.cash_book import CashBook
from aura_terminal.ports.cash_rows import SessionRow

Told = dict[SessionId, DrawerClosed]


def drawer_closed(row: SessionRow) -> DrawerClosed:
    """A session with nothing hidden, as it is told now."""
    none = zero(row.float.currency)
    return DrawerClosed(
        row.id, row.drawer_name, row.terminal, row.cashier, row.begun, row.ended, row.float, row.sales or none,
        row.refunds or none, row.paid_in, row.paid_out, row.dropped, row.tips_out, row.expected or none, row.counted,
        row.over_short,
    )  # fmt: skip


def untold_drawers(
    cash: CashBook, day: date, coverage: Coverage, closings: Iterable[DayClosed]
) -> tuple[DrawerClosed, ...]:
    """Sessions that began on the date and were told in none of these closings, and those that were told while they
    ran and have ended since."""
    told = _told(closings)
    known = {row.id: row for row in cash.sessions_on(day) if coverage.has(row.terminal)}
    for session_id in (id_ for id_, drawer in told.items() if drawer.ended_at is None and id_ not in known):
        try:
            known[session_id] = cash.row(session_id)
        except NotFound:
            continue
    rows = [row for row in known.values() if row.id not in told or _has_ended(row, told[row.id])]
    return tuple(drawer_closed(row) for row in sorted(rows, key=lambda row: (row.begun, row.id)))


def loose_cash(cash: CashBook, day: date, coverage: Coverage) -> tuple[Figure, ...]:
    """Cash that no session answers for, by terminal; nothing where nobody begins sessions."""
    if not (cash.sessions_on(day) or cash.running()):
        return ()
    return tuple(
        Figure(one.terminal, 0, one.net) for one in cash.loose_on(day) if coverage.has(one.terminal) and one.net
    )


def _told(closings: Iterable[DayClosed]) -> Told:
    """How each session was told last; one that was told as ended stays so."""
    told: Told = {}
    for drawer in (drawer for closed in closings for drawer in closed.drawers):
        if drawer.session_id not in told or told[drawer.session_id].ended_at is None:
            told[drawer.session_id] = drawer
    return told


def _has_ended(row: SessionRow, told: DrawerClosed) -> bool:
    return row.ended is not None and told.ended_at is None
