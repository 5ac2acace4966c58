"""The floor in service, read from the folds."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.ids import OrderId, StaffId, TableId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sections import SectionPlan
from aura_terminal.domain.shop import Area, Table
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.ports.floor import CoverRow, FloorHouse, LeftRow, PartyRow
from aura_terminal.ports.party_rows import house_of, party_row, with_linked
from aura_terminal.store.moments import instant
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_AT_TABLES = literal(
    "SELECT order_id FROM orders WHERE status = 'open' AND table_id IS NOT NULL ORDER BY opened_us, order_id"
)
_LEFT = literal("""SELECT order_id, table_id, closed_us, cleared_us FROM orders
WHERE status = 'closed' AND business_date = :day AND table_id IS NOT NULL AND order_type = 'dine_in'
ORDER BY closed_us, order_id""")
_COVERS = literal("""SELECT opened_by, SUM(guests), COUNT(*), MAX(opened_us) FROM orders
WHERE status IN ('open', 'closed') AND business_date = :day AND table_id IS NOT NULL
GROUP BY opened_by ORDER BY opened_by""")


class FloorQueries:
    """The FloorReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def house(self) -> FloorHouse:
        shelf = self._reading.shelf
        return house_of(
            shelf.all(Area),
            shelf.all(Table),
            shelf.all(FloorRules),
            shelf.all(SectionPlan),
            shelf.all(StaffMember),
            shelf.all(Role),
        )

    def parties(self) -> tuple[PartyRow, ...]:
        stations = self._reading.station_names()
        ids = [row[0] for row in self._reading.rows(_AT_TABLES)]
        rows = (party_row(*self._with_tickets(OrderId(order_id)), stations) for order_id in ids)
        return tuple(row for row in rows if row is not None)

    def left(self, day: date) -> tuple[LeftRow, ...]:
        self._reading.bring_up()
        last = {row[1]: row for row in self._reading.rows(_LEFT, (day.isoformat(),))}
        rows = (LeftRow(OrderId(row[0]), TableId(row[1]), instant(row[2])) for row in last.values() if row[3] is None)
        return with_linked(rows, {TableId(id_): instant(row[2]) for id_, row in last.items()}, self._linked)

    def covers(self, day: date) -> tuple[CoverRow, ...]:
        self._reading.bring_up()
        rows = self._reading.rows(_COVERS, (day.isoformat(),))
        return tuple(CoverRow(StaffId(row[0]), row[1], row[2], instant(row[3])) for row in rows)

    def _linked(self, order_id: OrderId) -> tuple[TableId, ...]:
        order: Order = self._reading.aggregate(Aggregate.ORDER, order_id).state
        return order.party.linked

    def _with_tickets(self, order_id: OrderId) -> tuple[Order, dict[TicketId, KitchenTicket]]:
        orders = self._reading.orders_with(order_id)
        fired = [id_ for id_, order in orders.items() if order.fires]
        ids = self._reading.tickets_of(fired) if fired else ()
        tickets = {loaded.state.id: loaded.state for loaded in self._reading.aggregates(Aggregate.TICKET, ids)}
        return orders[order_id], tickets
