"""Levels of supplies with what changed them, and stock takes, as rows; quantities are exact decimal texts."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.supplies import StockTake, SupplyLevel
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import STOCK_TAKES, SUPPLY_ADJUSTMENTS, SUPPLY_LEVELS


def decimal_text(number: Decimal) -> str:
    """A decimal without an exponent and without zeros at its end: equal numbers have equal texts."""
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _rows(level: SupplyLevel, stamp: int) -> tuple[Rows, ...]:
    counted = None if level.counted is None else microseconds(level.counted.counted_at)
    stated = None if level.stated is None else microseconds(level.stated.stated_at)
    adjustments: Rows = {
        (level.id, one.adjustment_id): (
            level.id, one.adjustment_id, one.kind.value, decimal_text(one.quantity), microseconds(one.adjusted_at),
            one.adjusted_by, one.batch, None if one.expires is None else one.expires.isoformat(), one.notes,
        )
        for one in level.adjustments.values()
    }  # fmt: skip
    return {(level.id,): (level.id, decimal_text(level.quantity), counted, stated)}, adjustments


def _take(take: StockTake, stamp: int) -> tuple[Rows, ...]:
    counted = take.counted
    if counted is None:
        return ({},)
    return ({(take.id,): (take.id, microseconds(counted.counted_at), counted.counted_by, len(counted.lines))},)


SUPPLY_FAMILY = Family(Aggregate.SUPPLY, (FoldTable(SUPPLY_LEVELS), FoldTable(SUPPLY_ADJUSTMENTS)), SupplyLevel, _rows)
STOCK_TAKE_FAMILY = Family(Aggregate.STOCK_TAKE, (FoldTable(STOCK_TAKES),), StockTake, _take)
