"""How many of an item are left, as rows."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.stock import StockLevel
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds_or_none
from aura_terminal.store.tables import STOCK


def _rows(level: StockLevel, stamp: int) -> tuple[Rows, ...]:
    row = (
        level.id, level.counted, level.left, level.oversold, microseconds_or_none(level.counted_at),
        microseconds_or_none(level.eighty_sixed_at),
    )  # fmt: skip
    return ({(level.id,): row},)


STOCK_FAMILY = Family(Aggregate.STOCK, (FoldTable(STOCK),), StockLevel, _rows)
