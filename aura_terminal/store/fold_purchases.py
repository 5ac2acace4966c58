"""Purchase orders as rows by which they are found."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.purchasing import Purchase
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import PURCHASES


def _rows(purchase: Purchase, stamp: int) -> tuple[Rows, ...]:
    drafted = purchase.drafted
    if drafted is None:
        return ({},)
    row = (
        purchase.id, drafted.number, purchase.status.value, drafted.supplier_id, microseconds(drafted.drafted_at),
        int(purchase.is_open),
    )  # fmt: skip
    return ({(purchase.id,): row},)


PURCHASE_FAMILY = Family(Aggregate.PURCHASE, (FoldTable(PURCHASES),), Purchase, _rows)
