"""How far the kitchen is, told once it matters: only the latest of each item, and the bump that takes it off."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.kitchen import KitchenTicket, TicketLine
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import KDS_BUMP, KDS_STATUS
from sync.connectors.auraconnect.naming import as_sent, content_told, next_digest, record_of
from sync.connectors.auraconnect.order_body import told_lines
from sync.connectors.auraconnect.order_plan import fires_told, mark_of
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Lane, Plan, Step, digest_of

ITEM = "item/"


def plan_ticket(record: CentralRecord, ticket: KitchenTicket, picture: Picture, words: Words) -> Plan:
    """What the central's kitchen display should show of a ticket that it was sent; nothing of one it was not sent."""
    fired = ticket.fired
    order = picture.record(record_of("order", fired.order_id)) if fired is not None else None
    if fired is None or order is None or not order.is_linked or mark_of(fired.fire_id) not in fires_told(order):
        return Plan()
    if ticket.is_bumped:
        return Plan(_bump(record, ticket, order, words))
    # what was moved away before it was sent is not in that kitchen
    there = {line.id for line, _ in told_lines(picture.order(fired.order_id))}
    lines = (line for line in ticket.lines.values() if line.item.line_id in there)
    steps = (_item(record, line, fired.station_id, order, words) for line in lines)
    return Plan(tuple(step for step in steps if step is not None))


def _bump(record: CentralRecord, ticket: KitchenTicket, order: CentralRecord, words: Words) -> tuple[Step, ...]:
    """One bump for each time it was bumped: bumping twice would move the order two stations on."""
    assert ticket.fired is not None
    digest = digest_of("bump", ticket.id, ticket.generation)
    if record.is_done("bump", digest):
        return ()
    station = words.stations.get(ticket.fired.station_id)
    body = {"station": station} if station else None
    return (Step(record.id, "bump", Lane.KITCHEN, KDS_BUMP.call(body, order.central_id), digest),)


def _item(record: CentralRecord, line: TicketLine, station: str, order: CentralRecord, words: Words) -> Step | None:
    """An item that became ready, or is to be cooked after all; that it is being cooked follows from sending it."""
    step, item_id = f"{ITEM}{line.item.line_id}", order.parts.get(line.item.line_id)
    status = words.states["ready" if line.is_done and line.wanted else "preparing"]
    told = content_told(record, step)
    if item_id is None or not line.wanted or (not told and status == words.states["preparing"]):
        return None
    body: dict[str, Plain] = {"item_id": as_sent(item_id), "status": status}
    if station in words.stations:
        body["station"] = words.stations[station]
    digest = next_digest(record, body, step)
    if told == digest_of(body) or record.is_done(step, digest):
        return None
    return Step(record.id, step, Lane.KITCHEN, KDS_STATUS.call(body, order.central_id), digest)
