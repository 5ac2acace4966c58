"""Sessions of cash drawers as rows: how each began and ended. What it holds is asked of its fold and of the orders."""

from __future__ import annotations

from aura_terminal.domain.cash import DrawerSession
from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import DRAWER_SESSIONS


def _rows(session: DrawerSession, stamp: int) -> tuple[Rows, ...]:
    begun, end = session.beginning, session.end
    row = (
        session.id, begun.drawer_id, begun.terminal, begun.business_date.isoformat(), microseconds(begun.begun_at),
        begun.cashier, session.float.currency, session.float.minor, None if end is None else microseconds(end.ended_at),
    )  # fmt: skip
    return ({(session.id,): row},)


SESSION_FAMILY = Family(Aggregate.SESSION, (FoldTable(DRAWER_SESSIONS),), DrawerSession, _rows)
