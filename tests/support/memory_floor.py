"""The floor in service read from a store in memory, made afresh from its folds at every call."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.ids import StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sections import SectionPlan
from aura_terminal.domain.shop import Area, Station, Table
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.ports.floor import CoverRow, FloorHouse, LeftRow, PartyRow
from aura_terminal.ports.party_rows import house_of, party_row, with_linked
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryFloorReads:
    """The FloorReads port."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def house(self) -> FloorHouse:
        """What is kept of it as documents."""
        get = self._documents.all
        return house_of(get(Area), get(Table), get(FloorRules), get(SectionPlan), get(StaffMember), get(Role))

    def parties(self) -> tuple[PartyRow, ...]:
        """Every open order at a table, oldest first."""
        stations = {station.id: station.name for station in self._documents.all(Station)}
        opened = [order for order in self._journal.orders() if order.status is OrderStatus.OPEN]
        tickets = self._journal.tickets()
        rows = []
        for order in sorted(opened, key=lambda one: (one.opened_at, one.id)):
            kin = self._journal.orders_with(order.id)
            fired = {one.id: one for one in tickets if one.fired is not None and one.fired.order_id in kin}
            rows.append(party_row(order, fired, stations))
        return tuple(row for row in rows if row is not None)

    def left(self, day: date) -> tuple[LeftRow, ...]:
        """The last order closed at each table, where it was not cleared since."""
        last: dict[TableId, Order] = {}
        closed = (order for order in self._journal.orders() if order.status is OrderStatus.CLOSED)
        for order in sorted(closed, key=lambda one: (one.closed_at, one.id)):
            if order.table_id is not None and order.business_date == day and order.order_type is OrderType.DINE_IN:
                last[order.table_id] = order
        rows = (
            LeftRow(order.id, table_id, order.closed_at)
            for table_id, order in last.items()
            if order.floor.cleared is None and order.closed_at is not None
        )
        ended = {table_id: order.closed_at for table_id, order in last.items() if order.closed_at is not None}
        return with_linked(rows, ended, lambda order_id: self._journal.order(order_id).party.linked)

    def covers(self, day: date) -> tuple[CoverRow, ...]:
        """Who served how many."""
        found: dict[StaffId, CoverRow] = {}
        for order in self._journal.orders():
            if order.table_id is None or order.business_date != day:
                continue
            if order.status in (OrderStatus.OPEN, OrderStatus.CLOSED):
                row = found.get(order.opened_by, CoverRow(order.opened_by, 0, 0, order.opened_at))
                found[order.opened_by] = CoverRow(
                    row.staff_id, row.covers + order.guests, row.parties + 1, max(row.last_at, order.opened_at)
                )
        return tuple(found[staff_id] for staff_id in sorted(found))
