"""Orders and tables, read from their folds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guest_checks import CheckState
from aura_terminal.domain.ids import OrderId, StaffId, TableId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import Area, Table
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import OrderRow, OrderSheet, TableRow
from aura_terminal.ports.sheets import order_sheet
from aura_terminal.store.moments import instant
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

ORDER_ROW = (
    "SELECT order_id, number, order_type, status, table_name, guest_name, server_name, opened_us, items, unsent, "
    "total_minor, due_minor, currency, table_id, guest_id, source, source_number, is_held, opened_by, "
    "check_us, check_papers, check_current, linked, parked_us, parked_as, shares, shares_paid, "
    "tab_cap_minor FROM orders"
)
_OPEN = literal(f"{ORDER_ROW} WHERE status = 'open' ORDER BY opened_us, order_id")
_RECENT = literal(f"{ORDER_ROW} WHERE status <> 'open' ORDER BY closed_us DESC, order_id DESC LIMIT :most")


class OrderQueries:
    """The OrderReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def sheet(self, order_id: OrderId) -> OrderSheet:
        """As the port says; an order whose first facts have not arrived yet, or whose money does not go together, is
        NotFound."""
        orders = self._reading.orders_with(order_id)
        order = orders[order_id]
        if order.terms is None:
            raise NotFound("order", order_id)
        try:
            return order_sheet(order, orders, self._tickets(orders))
        except RuleBroken as broken:
            raise NotFound("order", order_id) from broken

    def _tickets(self, orders: Mapping[OrderId, Order]) -> dict[TicketId, KitchenTicket]:
        fired = [order_id for order_id, order in orders.items() if order.fires]
        if not fired:
            return {}
        ids = self._reading.tickets_of(fired)
        return {loaded.state.id: loaded.state for loaded in self._reading.aggregates(Aggregate.TICKET, ids)}

    def open_orders(self) -> tuple[OrderRow, ...]:
        return tuple(_row(row) for row in self._reading.rows(_OPEN))

    def recent(self, limit: int) -> tuple[OrderRow, ...]:
        self._reading.bring_up()
        return tuple(_row(row) for row in self._reading.rows(_RECENT, (limit,)))

    def tables(self) -> tuple[TableRow, ...]:
        shelf = self._reading.shelf
        areas = {area.id: area for area in shelf.all(Area)}
        seated: dict[TableId, OrderRow] = {}
        for row in self._reading.rows(_OPEN):
            if row[13] is not None:
                order = _row(row)
                for table_id in (TableId(row[13]), *order.linked):
                    seated.setdefault(table_id, order)
        plan = sorted(
            shelf.all(Table), key=lambda table: (_position(areas.get(table.area)), table.y, table.x, table.id)
        )
        return tuple(_table(table, areas.get(table.area), seated.get(table.id)) for table in plan)


def order_rows(reading: Reading, statement: Prepared, values: Sequence[Any]) -> tuple[OrderRow, ...]:
    """The orders that a statement over `ORDER_ROW` answers."""
    return tuple(_row(row) for row in reading.rows(statement, values))


def _row(row: Sequence[Any]) -> OrderRow:  # a row of ORDER_ROW
    currency = row[12]
    return OrderRow(
        OrderId(row[0]), row[1], OrderType(row[2]), OrderStatus(row[3]), row[4], row[5], row[6], instant(row[7]),
        row[8], row[9], Money(row[10], currency), Money(row[11], currency), row[14], row[15], row[16], bool(row[17]),
        StaffId(row[18]), None if row[19] is None else CheckState(instant(row[19]), row[20], bool(row[21])),
        tuple(json.loads(row[22])), None if row[23] is None else instant(row[23]), row[24], row[25], row[26],
        None if row[27] is None else Money(row[27], currency),
    )  # fmt: skip


def _position(area: Area | None) -> int:
    return area.position if area else 0


def _table(table: Table, area: Area | None, order: OrderRow | None) -> TableRow:
    name = area.name if area else ""
    if order is None:
        return TableRow(table.id, table.number, name, table.seats, None, "", None, None)
    return TableRow(
        table.id, table.number, name, table.seats, order.order_id, order.number, order.opened_at, order.due,
        order.check, order.table_name if order.linked else "",
    )  # fmt: skip
