"""What screens read of central back offices, folded from a journal in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import CentralFigures, CentreRow
from tests.support.memory_journal import MemoryJournal


class MemoryCentralReads:
    """The CentralReads port; nothing is ever under way here."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    def centre(self, limit: int) -> tuple[CentreRow, ...]:
        """What waits for a person, oldest first."""
        rows = [
            CentreRow(record.id, name.connector, name.kind, step, self._title(name.kind, name.local_id), refused, 0)
            for record in self._records()
            for name in (name_of(record.id),)
            for step, refused in record.refused.items()
        ]
        return tuple(sorted(rows, key=lambda row: (row.refused.refused_at, row.record, row.step))[:limit])

    def figures(self) -> tuple[CentralFigures, ...]:
        """One row for each back office that ever said anything."""
        names = sorted({name_of(record.id).connector for record in self._records()})
        return tuple(self._figures(name) for name in names)

    def sheets(self) -> tuple[CentralSheet, ...]:
        """Every report a back office keeps."""
        kept = (one for one in self._journal.documents.values() if isinstance(one, CentralSheet))
        return tuple(sorted(kept, key=lambda sheet: sheet.id))

    def differing(self, business_date: date) -> tuple[tuple[OrderId, str, str, str], ...]:
        """Orders of a day whose total at a central is not ours."""
        found = []
        for record in self._records():
            name, theirs = name_of(record.id), record.said.get("total", "")
            order = self._journal.order(OrderId(name.local_id)) if name.kind == "order" and theirs else None
            if order is not None and order.business_date == business_date and order.bill.total.plain() != theirs:
                found.append((order.id, "total", order.bill.total.plain(), theirs))
        return tuple(found)

    def linked_with(self, kind: str) -> tuple[str, ...]:
        """Every back office that has an id for something of a kind; nobody ever signs out here."""
        linked = (name_of(record.id) for record in self._records() if record.is_linked)
        return tuple(sorted({name.connector for name in linked if name.kind == kind}))

    def _figures(self, connector: str) -> CentralFigures:
        records = [record for record in self._records() if name_of(record.id).connector == connector]
        confirmed = [record.confirmed_at for record in records if record.confirmed_at is not None]
        parked = sum(len(record.refused) for record in records)
        return CentralFigures(connector, 0, 0, parked, None, max(confirmed, default=None), 0)

    def _records(self) -> Iterator[CentralRecord]:
        for id_ in self._journal.ids(Aggregate.CENTRAL):
            yield self._journal.folded(CentralRecord(RecordId(id_)), Aggregate.CENTRAL)

    def _title(self, kind: str, local_id: str) -> str:
        try:
            return self._journal.order(OrderId(local_id)).number if kind in ("order", "sale") else local_id
        except NotFound:
            return local_id
