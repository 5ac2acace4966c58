"""Drawers and closings as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.drawer import Drawer, DrawerOpened
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import DrawerId
from aura_terminal.store.codec import canonical
from aura_terminal.store.folds import Family, FoldTable, KeptFact, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.tables import CLOSINGS, DRAWER_OPENINGS, DRAWERS


def _drawer_rows(drawer: Drawer, stamp: int) -> tuple[Rows, ...]:
    if not drawer.openings:
        return ({},)
    return ({(drawer.id,): (drawer.id, drawer.openings, drawer.without_sale, stamp)},)


def _resume(row: Sequence[Any]) -> tuple[Drawer, int]:  # a row of drawers
    drawer_id, openings, without_sale, stamp = row
    return Drawer(DrawerId(drawer_id), openings, without_sale), stamp


def _opening(kept: KeptFact) -> Row | None:
    fact = kept.fact
    if not isinstance(fact, DrawerOpened):
        return None
    return (
        kept.fact_id, fact.drawer_id, microseconds(fact.opened_at), fact.reason.value, fact.order_id, fact.note,
    )  # fmt: skip


@dataclass(slots=True)
class ClosingState:
    """The fold of one closing, which happens once."""

    id: str
    closed: DayClosed | None = None

    def apply(self, fact: DayClosed) -> None:
        """The first counts; a Z report never changes."""
        self.closed = self.closed or fact


def _closing_rows(state: ClosingState, stamp: int) -> tuple[Rows, ...]:
    closed = state.closed
    if closed is None:
        raise NotFound("closing", state.id)
    totals = closed.totals
    row = (
        closed.closing_id, closed.terminal, closed.number, microseconds(closed.closed_at),
        totals.business_date.isoformat(), totals.currency, totals.gross.minor, canonical(closed),
    )  # fmt: skip
    return ({(closed.closing_id,): row},)


def _day(state: ClosingState) -> date | None:
    return state.closed.totals.business_date if state.closed else None


DRAWER_FAMILY = Family(
    Aggregate.DRAWER, (FoldTable(DRAWERS),), Drawer, _drawer_rows,
    entry_table=FoldTable(DRAWER_OPENINGS), entry=_opening, entered=(DrawerOpened,),
    snapshot=Prepared(select(DRAWERS).where(DRAWERS.c.drawer_id == bindparam("id"))), resume=_resume,
    late_is_harmless=True,
)  # fmt: skip
CLOSING_FAMILY = Family(Aggregate.CLOSING, (FoldTable(CLOSINGS),), ClosingState, _closing_rows, day_of=_day)
