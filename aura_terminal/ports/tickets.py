"""Kitchen tickets as frozen rows; pure functions, so that every reader shows the same ticket alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import FireId, OrderId, TicketId
from aura_terminal.domain.joining import place_of
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.lines import Line
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import StationRole
from aura_terminal.ports.mesh_reads import DeliveryRow, DeliveryState
from aura_terminal.ports.reads import TicketLineRow, TicketPart, TicketRow

Orders = Mapping[OrderId, Order]
"""Orders that hang together, joined, by id."""

_FURTHER = tuple(DeliveryState)


def ticket_row(
    ticket: KitchenTicket, station_name: str, orders: Orders, parts: tuple[TicketPart, ...] = ()
) -> TicketRow:
    """A ticket under the label of the order it belongs to now: what was moved or merged is called out as what it is."""
    fired = ticket.fired
    if fired is None:
        raise NotFound("ticket", ticket.id)
    order = _stands_at(ticket, fired.order_id, orders)
    label = fired if order is None or order.terms is None else order
    received, seen, escalated = ticket.received, ticket.seen, ticket.escalated
    return TicketRow(
        ticket_id=ticket.id,
        order_id=fired.order_id,
        station_id=fired.station_id,
        station_name=station_name,
        number=label.number,
        order_type=label.order_type,
        table_name=label.table_name,
        guest_name=label.guest_name,
        server_name=label.server_name,
        fired_at=fired.fired_at,
        target_minutes=fired.target_minutes,
        generation=ticket.generation,
        bumped_at=ticket.bumped_at,
        lines=tuple(TicketLineRow(line.item, line.done, line.gone, line.repeated) for line in ticket.lines.values()),
        fired_by=fired.terminal,
        received_at=received.received_at if received else None,
        received_by=received.terminal if received else "",
        seen_at=seen.seen_at if seen else None,
        escalated_at=escalated.escalated_at if escalated else None,
        escalated_to=escalated.to if escalated else "",
        fire_id=fired.fire_id,
        role=fired.role,
        due_minutes=fired.due_minutes,
        starts_at=ticket.starts_at,
        rushed_at=ticket.rushed_at,
        course=fired.course,
        addition=fired.addition,
        also_at=fired.also_at,
        voids_seen=ticket.voids_seen,
        label_seen=ticket.label_seen,
        was_table=fired.table_name,
        was_type=fired.order_type,
        parts=parts,
        due_at=ticket.due_at,
    )


def asks_for_parts(ticket: KitchenTicket) -> bool:
    """Whether it has to be known how far the order's other tickets are: at a pass, and while it waits for its turn."""
    return ticket.is_held or (ticket.fired is not None and ticket.fired.role is StationRole.EXPO)


def depends_on_its_order_alone(ticket: KitchenTicket, order: Order) -> bool:
    """Whether its row says nothing that another order or another ticket may change."""
    if order.repeats or order.merges:
        return False
    lines = (order.own.get(line_id) for line_id in ticket.lines)
    return all(line is not None and line.place == order.id for line in lines)


def ticket_part(ticket: KitchenTicket, station_name: str) -> TicketPart:
    """A ticket as another one of its order knows it."""
    fired = ticket.fired
    if fired is None:
        raise NotFound("ticket", ticket.id)
    return TicketPart(
        ticket.id, fired.fire_id, station_name, fired.role, ticket.is_bumped, ticket.is_held,
        ticket.escalated is not None and ticket.received is None, ticket.courses,
        tuple((line_id, line.wanted, line.done) for line_id, line in ticket.lines.items()),
    )  # fmt: skip


def delivery_row(ticket: TicketRow, fire_id: FireId) -> DeliveryRow:
    """The delivery ledger's line of a ticket."""
    return DeliveryRow(
        ticket.ticket_id, ticket.order_id, fire_id, ticket.station_id, ticket.station_name, ticket.number,
        tuple(line.item.line_id for line in ticket.lines), ticket.fired_by, ticket.fired_at, ticket.received_at,
        ticket.received_by, ticket.seen_at, ticket.bumped_at, ticket.escalated_at, ticket.escalated_to,
        ticket.course, ticket.starts_at is None,
    )  # fmt: skip


def delivery_of(ticket: KitchenTicket) -> DeliveryState:
    """How far a ticket has come."""
    if ticket.is_bumped:
        return DeliveryState.BUMPED
    if ticket.seen is not None:
        return DeliveryState.SEEN
    return DeliveryState.SENT if ticket.received is None else DeliveryState.RECEIVED


def delivery_of_line(line: Line, tickets: Mapping[TicketId, KitchenTicket]) -> DeliveryState | None:
    """How far the tickets have come on which stations make a line; None for one that was not fired, or is not here."""
    if line.fire_id is None:
        return None
    return least(delivery_of(ticket) for ticket in tickets.values() if makes(ticket, line))


def makes(ticket: KitchenTicket, line: Line) -> bool:
    """Whether a line is made on a ticket; a pass makes only what nobody else does."""
    fired = ticket.fired
    if fired is None or fired.fire_id != line.fire_id or (line.fired_as or line.id) not in ticket.lines:
        return False
    return fired.role is StationRole.PREP or not ticket.lines[line.fired_as or line.id].item.also_at


def least(states: Iterable[DeliveryState | None]) -> DeliveryState | None:
    """How far all of them have come."""
    known = [_FURTHER.index(state) for state in states if state is not None]
    return _FURTHER[min(known)] if known else None


def _stands_at(ticket: KitchenTicket, home: OrderId, orders: Orders) -> Order | None:
    """The one order at which everything on the ticket is charged by now; the home of its lines where they parted."""
    order = orders.get(home)
    if order is None:
        return None
    places = {place_of(order.own[line_id], orders) for line_id in ticket.lines if line_id in order.own}
    return orders.get(places.pop(), order) if len(places) == 1 else order
