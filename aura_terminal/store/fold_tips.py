"""Shared tips as rows."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.tip_sharing import SharedTips, TipSharing, in_order
from aura_terminal.store.codec import canonical
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import TIPS_SHARED


def _rows(state: TipSharing, stamp: int) -> tuple[Rows, ...]:
    shared = state.shared
    if shared is None:
        raise NotFound("tips", state.id)
    body = canonical(SharedTips(shared, in_order(state.paid.values())))
    row = (shared.share_id, shared.business_date.isoformat(), microseconds(shared.decided_at), body)
    return ({(shared.share_id,): row},)


def _day(state: TipSharing) -> date | None:
    return state.shared.business_date if state.shared else None


TIPS_FAMILY = Family(Aggregate.TIPS, (FoldTable(TIPS_SHARED),), TipSharing, _rows, day_of=_day)
