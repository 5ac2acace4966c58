"""Kitchen tickets as rows."""

from __future__ import annotations

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds, microseconds_or_none
from aura_terminal.store.statements import Row
from aura_terminal.store.tables import TICKET_LINES, TICKETS


def _rows(ticket: KitchenTicket, stamp: int) -> tuple[Rows, ...]:
    fired = ticket.fired
    if fired is None:
        raise NotFound("ticket", ticket.id)
    bumped = microseconds_or_none(ticket.bumped_at)
    head = (
        ticket.id, fired.order_id, fired.fire_id, fired.station_id, fired.number, microseconds(fired.fired_at),
        fired.target_minutes, ticket.generation, bumped, *_delivery(ticket, fired.terminal), fired.role.value,
        microseconds_or_none(ticket.starts_at), microseconds_or_none(ticket.rushed_at),
    )  # fmt: skip
    lines: Rows = {
        (ticket.id, line_id): (
            ticket.id, line_id, place, line.item.name, line.item.quantity, line.done, line.voided, line.item.item_id,
            microseconds_or_none(line.done_at),
        )
        for place, (line_id, line) in enumerate(ticket.lines.items())
    }  # fmt: skip
    return {(ticket.id,): head}, lines


def _delivery(ticket: KitchenTicket, fired_by: str) -> Row:
    received, seen, escalated = ticket.received, ticket.seen, ticket.escalated
    return (
        fired_by,
        microseconds(received.received_at) if received else None,
        received.terminal if received else "",
        microseconds(seen.seen_at) if seen else None,
        microseconds(escalated.escalated_at) if escalated else None,
        escalated.to if escalated else "",
    )


TICKET_FAMILY = Family(Aggregate.TICKET, (FoldTable(TICKETS), FoldTable(TICKET_LINES)), KitchenTicket, _rows)
