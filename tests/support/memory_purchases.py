"""Purchase orders read from a store in memory."""

from __future__ import annotations

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
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryPurchaseReads:
    """What is bought."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal, self._documents = journal, documents
        self._house = MemoryHouse(journal, [])

    def purchases(self, limit: int) -> tuple[PurchaseRow, ...]:
        """Open ones first."""
        suppliers = {one.id: one for one in self._documents.all(Supplier)}
        newest = [one for one in reversed(self._by_age()) if one.is_open]
        over = [one for one in reversed(self._by_age()) if not one.is_open]
        return tuple(purchase_row(one, suppliers) for one in (*newest, *over)[:limit])

    def sheet(self, purchase_id: PurchaseId) -> PurchaseSheet:
        """One whole."""
        suppliers = {one.id: one for one in self._documents.all(Supplier)}
        supplies = {one.id: one for one in self._documents.all(Supply)}
        return purchase_sheet(self._house.purchase(purchase_id), suppliers, supplies)

    def wanted(self) -> tuple[WantedRow, ...]:
        """What runs low."""
        ids = [SupplyId(id_) for id_ in self._journal.ids(Aggregate.SUPPLY)]
        levels = {id_: self._house.supply(id_).quantity for id_ in ids}
        return wanted_rows(self._documents.all(Supply), levels, self._by_age())

    def suppliers(self) -> tuple[Supplier, ...]:
        """Those who deliver."""
        every = (one for one in self._documents.all(Supplier) if one.active)
        return tuple(sorted(every, key=lambda one: (one.name.casefold(), one.id)))

    def _by_age(self) -> list[Purchase]:
        came = [(one.drafted.drafted_at, one.id, one) for one in self._house.purchases() if one.drafted is not None]
        return [one for _, _, one in sorted(came, key=lambda each: each[:2])]
