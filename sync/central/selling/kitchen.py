"""The kitchen's side of an order: what was sent, its tickets, and what a station says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import insert, select, update

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import FireId, LineId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket, TicketItemDone, TicketItemReopened, tickets_for
from aura_terminal.domain.lines import Line
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Station
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import wrong_state
from sync.central.store.desk import Desk, milliseconds
from sync.central.store.tables import TICKETS

LIVE, BUMPED, VOID = "preparing", "ready", "cancelled"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as its row says: how many of each line are wanted and how many are ready."""

    ticket_id: TicketId
    station: str
    status: str
    fired_ms: int
    lines: dict[LineId, tuple[int, int]]

    def is_ready(self, line_id: LineId) -> bool:
        """Whether nothing of a line is left to cook here."""
        wanted, done = self.lines[line_id]
        return self.status != LIVE or done >= wanted


def send(desk: ServedDesk, order: Order) -> None:
    """Hand what is unsent to its stations. Raises RuleBroken(NOTHING_TO_SEND)."""
    fired = order.send(FireId(desk.press.ids.new()), desk.now)
    stations = {station.id: station for station in desk.shelf.all(Station)}
    tickets = tickets_for(order, fired, stations, desk.tenant.label)
    for ticket in tickets:
        desk.begin(Aggregate.TICKET, ticket.ticket_id)
    desk.keep(*fired, *tickets)


def cook(desk: ServedDesk, order: Order, line: Line, status: str, station: str) -> None:
    """What a station says of one item. Raises Refused (409) for one that was not sent."""
    tickets = [
        desk.ticket(row.ticket_id)
        for row in ticket_rows(desk, order.id)
        if _name(line) in row.lines and station in ("", row.station)
    ]
    if not tickets:
        raise wrong_state("The kitchen was not sent this item")
    for ticket in tickets:
        _say(desk, ticket, _name(line), status)


def bump(desk: ServedDesk, order: Order, station: str) -> KitchenTicket:
    """Done at a station: the one named, or the first that is not done. Raises Refused (409) when none is left."""
    rows = [row for row in ticket_rows(desk, order.id) if row.status == LIVE and station in ("", row.station)]
    if not rows:
        raise wrong_state("The kitchen is done with it already")
    ticket = desk.ticket(min(rows, key=lambda row: (row.fired_ms, row.ticket_id)).ticket_id)
    desk.keep(*ticket.see_changes(order.table_name, desk.now))
    desk.keep(ticket.bump(desk.now))
    return ticket


def void(desk: ServedDesk, order: Order, line: Line, quantity: int, reason: str) -> None:
    """Tell every station that makes a line that so many of it are not wanted."""
    for row in ticket_rows(desk, order.id):
        if _name(line) in row.lines:
            desk.keep(desk.ticket(row.ticket_id).void_item(_name(line), quantity, reason))


def ticket_rows(desk: Desk, order_id: str) -> list[TicketRow]:
    """The tickets of an order, oldest first, with what was kept in this transaction."""
    desk.lay_out_tickets()
    asked = select(TICKETS.c.ticket_id, TICKETS.c.station, TICKETS.c.status, TICKETS.c.fired_ms, TICKETS.c.lines).where(
        TICKETS.c.tenant == desk.tenant.number, TICKETS.c.order_id == order_id
    )
    found = desk.connection.execute(asked.order_by(TICKETS.c.fired_ms, TICKETS.c.ticket_id))
    return [TicketRow(TicketId(row[0]), row[1], row[2], row[3], _lines(row[4])) for row in found]


def lay_out_ticket(desk: Desk, ticket_id: str) -> None:
    """Write a ticket's row, and have its order written again."""
    ticket = desk.aggregate(Aggregate.TICKET, ticket_id)
    fired = ticket.fired
    if fired is None:
        return
    status = BUMPED if ticket.is_bumped else VOID if ticket.is_void else LIVE
    numbers = desk.numbers("order_item", list(ticket.lines))
    lines = [(line_id, line.wanted, line.done, numbers[line_id]) for line_id, line in ticket.lines.items()]
    row = {
        "order_id": fired.order_id, "station": fired.station_id, "status": status,
        "fired_ms": milliseconds(fired.fired_at), "lines": msgspec.json.encode(lines).decode(),
        "bumped_ms": milliseconds(ticket.bumped_at) if ticket.bumped_at else 0,
    }  # fmt: skip
    key = (TICKETS.c.tenant == desk.tenant.number, TICKETS.c.ticket_id == ticket_id)
    if not desk.connection.execute(update(TICKETS).where(*key), row).rowcount:
        desk.connection.execute(insert(TICKETS), {"tenant": desk.tenant.number, "ticket_id": ticket_id, **row})
    desk.touch(Aggregate.ORDER, fired.order_id)


def _say(desk: ServedDesk, ticket: KitchenTicket, line_id: LineId, status: str) -> None:
    line = ticket.lines[line_id]
    if ticket.is_bumped and status == "ready":
        return
    if ticket.is_bumped:
        desk.keep(ticket.recall(desk.now))
    if status == "ready" and not line.is_done:
        desk.keep(TicketItemDone(ticket.id, line_id, line.wanted, ticket.generation, desk.now))
    elif status != "ready" and line.done:
        desk.keep(TicketItemReopened(ticket.id, line_id, ticket.generation))


def _name(line: Line) -> LineId:
    """What a line is called on its ticket."""
    return line.fired_as or line.id


def _lines(text: str) -> dict[LineId, tuple[int, int]]:
    return {LineId(line_id): (wanted, done) for line_id, wanted, done, _ in _decoded(text)}


def items_of(text: str) -> frozenset[int]:
    """The numbers of the items a ticket's row names."""
    return frozenset(number for _, _, _, number in _decoded(text))


def _decoded(text: str) -> Sequence[tuple[str, int, int, int]]:
    return msgspec.json.decode(text, type=list[tuple[str, int, int, int]])
