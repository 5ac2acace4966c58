"""Stations and tickets, read from their folds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId, StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.shop import Station
from aura_terminal.ports.prep_times import PrepTimes, Took, prep_times_of
from aura_terminal.ports.reads import TicketPart, TicketRow
from aura_terminal.ports.tickets import asks_for_parts, depends_on_its_order_alone, ticket_part, ticket_row
from aura_terminal.store.folds import Loaded
from aura_terminal.store.moments import instant, microseconds
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_LIVE = literal("SELECT ticket_id FROM tickets WHERE bumped_us IS NULL ORDER BY fired_us, ticket_id")
_LIVE_AT = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NULL AND station_id = :station ORDER BY fired_us, ticket_id"
)
_BUMPED = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NOT NULL ORDER BY bumped_us DESC, ticket_id DESC LIMIT :most"
)
_BUMPED_AT = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NOT NULL AND station_id = :station "
    "ORDER BY bumped_us DESC, ticket_id DESC LIMIT :most"
)
_OF_ORDERS = literal(
    "SELECT order_id, ticket_id FROM tickets WHERE order_id IN (SELECT value FROM json_each(:orders)) "
    "ORDER BY fired_us, ticket_id"
)
_TIMED = "bumped_us >= :since AND starts_us IS NOT NULL AND (escalated_us IS NULL OR received_us IS NOT NULL)"
_TOOK = literal(
    "SELECT station_id, (SELECT sum(quantity - voided) FROM ticket_lines WHERE ticket_id = tickets.ticket_id), "
    f"starts_us, bumped_us, target_minutes FROM tickets WHERE {_TIMED} ORDER BY bumped_us, ticket_id"
)
_DISHES_TOOK = literal(
    "SELECT station_id, name, quantity - voided, starts_us, coalesce(done_us, bumped_us), target_minutes "
    "FROM tickets JOIN ticket_lines ON ticket_lines.ticket_id = tickets.ticket_id "
    f"WHERE {_TIMED} AND role = 'prep' AND quantity > voided ORDER BY bumped_us, tickets.ticket_id, place"
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row with the last stamps of the ticket and of the order it was made of."""

    ticket: int
    order: int
    row: TicketRow

    def is_true_of(self, ticket: Loaded, orders: Mapping[OrderId, Loaded], names: Mapping[StationId, str]) -> bool:
        """Whether nothing has happened to either since, and the station is still called so."""
        row = self.row
        order = orders.get(row.order_id)
        same_name = names.get(row.station_id, "") == row.station_name
        return same_name and order is not None and (self.ticket, self.order) == (ticket.stamp, order.stamp)


class KitchenQueries:
    """The KitchenReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._kept: dict[str, _Kept] = {}

    def stations(self) -> tuple[Station, ...]:
        return self._reading.shelf.all(Station)

    def live(self, station_id: StationId | None) -> tuple[TicketRow, ...]:
        found = self._reading.rows(_LIVE) if station_id is None else self._reading.rows(_LIVE_AT, (station_id,))
        ids = [row[0] for row in found]
        names = self._reading.station_names()
        loaded = dict(zip(ids, self._reading.aggregates(Aggregate.TICKET, ids), strict=True))
        homes = {each.state.fired.order_id for each in loaded.values() if each.state.fired is not None}
        orders = dict(zip(homes, self._reading.aggregates(Aggregate.ORDER, list(homes)), strict=True))
        known: dict[str, TicketRow] = {}
        for ticket_id, each in loaded.items():
            kept = self._kept.get(ticket_id)
            if kept is not None and kept.is_true_of(each, orders, names):
                known[ticket_id] = kept.row
        made = {row.ticket_id: row for row in self._tickets([one for one in ids if one not in known])}
        rows = tuple(known.get(ticket_id) or made[TicketId(ticket_id)] for ticket_id in ids)
        self._keep(rows, loaded, orders)
        return rows

    def _keep(self, rows: Iterable[TicketRow], tickets: Mapping[str, Loaded], orders: Mapping[OrderId, Loaded]) -> None:
        """Remember the rows that depend on their ticket and its own order alone; they are most of them."""
        self._kept = {
            row.ticket_id: _Kept(tickets[row.ticket_id].stamp, orders[row.order_id].stamp, row)
            for row in rows
            if not asks_for_parts(tickets[row.ticket_id].state)
            and depends_on_its_order_alone(tickets[row.ticket_id].state, orders[row.order_id].state)
        }

    def bumped(self, station_id: StationId | None, limit: int) -> tuple[TicketRow, ...]:
        if station_id is None:
            found = self._reading.rows(_BUMPED, (limit,))
        else:
            found = self._reading.rows(_BUMPED_AT, (station_id, limit))
        return self._tickets([row[0] for row in found])

    def ticket(self, ticket_id: TicketId) -> TicketRow:
        return self._tickets([ticket_id])[0]

    def prep_times(self, since: datetime) -> PrepTimes:
        names, begin = self._reading.station_names(), (microseconds(since),)
        tickets = [
            Took(names.get(row[0], ""), "", row[1], instant(row[2]), instant(row[3]), row[4])
            for row in self._reading.rows(_TOOK, begin)
            if row[1]
        ]
        dishes = [
            Took(names.get(row[0], ""), row[1], row[2], instant(row[3]), instant(row[4]), row[5])
            for row in self._reading.rows(_DISHES_TOOK, begin)
        ]
        return prep_times_of(tickets, dishes)

    def _tickets(self, ids: Sequence[str]) -> tuple[TicketRow, ...]:
        names = self._reading.station_names()
        found = list(self._reading.tickets(ids))
        orders = {ticket.fired.order_id for ticket, _ in found if ticket.fired and asks_for_parts(ticket)}
        parts = self._parts(orders, names) if orders else {}
        rows = []
        for ticket, joined in found:
            asked = parts.get(ticket.fired.order_id, {}) if ticket.fired and asks_for_parts(ticket) else {}
            others = tuple(part for part_id, part in asked.items() if part_id != ticket.id)
            name = names.get(ticket.fired.station_id, "") if ticket.fired else ""
            rows.append(ticket_row(ticket, name, joined, others))
        return tuple(rows)

    def _parts(self, orders: Collection[str], names: Mapping[StationId, str]) -> dict[str, dict[str, TicketPart]]:
        """Every ticket of these orders as the others of its order know it."""
        found = self._reading.rows(_OF_ORDERS, (json.dumps(sorted(orders)),))
        loaded = self._reading.aggregates(Aggregate.TICKET, [row[1] for row in found])
        parts: dict[str, dict[str, TicketPart]] = {}
        for (order_id, ticket_id), each in zip(found, loaded, strict=True):
            ticket: KitchenTicket = each.state
            if ticket.fired is not None:
                part = ticket_part(ticket, names.get(ticket.fired.station_id, ""))
                parts.setdefault(order_id, {})[ticket_id] = part
        return parts
