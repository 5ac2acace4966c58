"""Purchase orders, read from their folds."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import PurchaseId, SupplyId
from aura_terminal.domain.purchasing import Purchase
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.purchase_rows import (
    PurchaseRow,
    PurchaseSheet,
    WantedRow,
    purchase_row,
    purchase_sheet,
    wanted_rows,
)
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

MOST_OPEN = 500

_LIST = literal(
    "SELECT purchase_id FROM purchases ORDER BY is_open DESC, drafted_us DESC, purchase_id DESC LIMIT :most"
)
_ONE = literal("SELECT purchase_id FROM purchases WHERE purchase_id = :purchase_id")
_RECENT = literal("""SELECT purchase_id FROM (SELECT purchase_id, drafted_us FROM purchases
ORDER BY is_open DESC, drafted_us DESC, purchase_id DESC LIMIT :most) ORDER BY drafted_us, purchase_id""")
_LEVELS = literal("SELECT supply_id, quantity FROM supply_levels")


class PurchaseQueries:
    """The PurchaseReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def purchases(self, limit: int) -> tuple[PurchaseRow, ...]:
        suppliers = {one.id: one for one in self._reading.shelf.all(Supplier)}
        found = self._of([row[0] for row in self._reading.rows(_LIST, (limit,))])
        return tuple(purchase_row(one, suppliers) for one in found)

    def sheet(self, purchase_id: PurchaseId) -> PurchaseSheet:
        shelf = self._reading.shelf
        found = self._of([row[0] for row in self._reading.rows(_ONE, (purchase_id,))])
        if not found:
            raise NotFound(Aggregate.PURCHASE.value, purchase_id)
        suppliers = {one.id: one for one in shelf.all(Supplier)}
        return purchase_sheet(found[0], suppliers, {one.id: one for one in shelf.all(Supply)})

    def wanted(self) -> tuple[WantedRow, ...]:
        levels = {SupplyId(row[0]): Decimal(row[1]) for row in self._reading.rows(_LEVELS)}
        recent = self._of([row[0] for row in self._reading.rows(_RECENT, (MOST_OPEN,))])
        return wanted_rows(self._reading.shelf.all(Supply), levels, recent)

    def suppliers(self) -> tuple[Supplier, ...]:
        every = (one for one in self._reading.shelf.all(Supplier) if one.active)
        return tuple(sorted(every, key=lambda one: (one.name.casefold(), one.id)))

    def _of(self, ids: list[str]) -> list[Purchase]:
        return [loaded.state for loaded in self._reading.aggregates(Aggregate.PURCHASE, ids)]
