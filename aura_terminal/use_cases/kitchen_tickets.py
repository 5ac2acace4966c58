"""Kitchen tickets that belong together: of one fire, of one order, of one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import FireId, LineId, StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket, ticket_id_of
from aura_terminal.domain.lines import Line
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.ports.store import Work


def known_ticket(work: Work, ticket_id: TicketId) -> KitchenTicket | None:
    """The ticket, or None where there is none."""
    try:
        return work.ticket(ticket_id)
    except NotFound:
        return None


def tickets_of_fires(
    work: Work, fires: Iterable[FireId], station_ids: Iterable[StationId] | None = None
) -> Iterator[KitchenTicket]:
    """The tickets of these fires, at these stations or at any there is."""
    places = [station.id for station in work.documents.all(Station)] if station_ids is None else list(station_ids)
    for fire_id in fires:
        for place in places:
            ticket = known_ticket(work, ticket_id_of(fire_id, place))
            if ticket is not None:
                yield ticket


def tickets_of_line(work: Work, line: Line) -> list[KitchenTicket]:
    """The tickets on which a sent line stands: at each station that makes a part of it, and at each pass."""
    if line.fire_id is None:
        return []
    places = dict.fromkeys((line.sold.station_id, *(station.id for station in work.documents.all(Station))))
    name: LineId = line.fired_as or line.id
    return [ticket for ticket in tickets_of_fires(work, (line.fire_id,), places) if name in ticket.lines]


def live_tickets_of(work: Work, ticket: KitchenTicket) -> list[KitchenTicket]:
    """A ticket with every other of the same order that no station is done with."""
    fired = ticket.fired
    if fired is None:
        return [ticket]
    fires = dict.fromkeys((fired.fire_id, *work.order(fired.order_id).fires))
    return [each for each in tickets_of_fires(work, fires) if not each.is_bumped]


def still_making(work: Work, ticket: KitchenTicket) -> list[str]:
    """The stations that are not done with their part of what a pass puts together, by name.

    What went out on paper because no screen had it is nobody's to bump, and keeps nobody waiting.
    """
    fired = ticket.fired
    if fired is None or fired.role is not StationRole.EXPO:
        return []
    names = {station.id: station.name for station in work.documents.all(Station)}
    waiting = []
    for other in tickets_of_fires(work, (fired.fire_id,)):
        if other.fired is None or other.fired.role is StationRole.EXPO or not ticket.lines.keys() & other.lines.keys():
            continue
        if not (other.is_bumped or other.is_void or (other.escalated and not other.received)):
            waiting.append(names[other.fired.station_id])
    return waiting
