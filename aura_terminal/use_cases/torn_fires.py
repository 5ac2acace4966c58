"""Writing the tickets of a fire whose terminal broke before it could hand them on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import FireId, OrderId
from aura_terminal.domain.joining import links_of
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Align, PaperDocument, Style, text_line
from aura_terminal.domain.routing import tickets_for
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import Station
from aura_terminal.domain.torn_fires import fires_of, still_wanted, unticketed
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.kitchen_tickets import tickets_of_fires
from aura_terminal.use_cases.sending import menu_now
from aura_terminal.use_cases.slips import Slip, kitchen_slip


def missing_tickets(work: Work, order_id: OrderId, fire_id: FireId, terminal: str) -> tuple[TicketFired, ...]:
    """The tickets that a fire ought to have and has not; where its lines went apart, each order writes its part.

    Raises NotFound, RuleBroken or Unavailable where it cannot be read here.
    """
    orders = _company(work, order_id)
    fires = unticketed(fires_of(orders, fire_id), tickets_of_fires(work, (fire_id,)))
    stations = {station.id: station for station in work.documents.all(Station)}
    tickets: list[TicketFired] = []
    for order in orders:
        here = still_wanted(_charged_at(order, fires), order)
        menu = menu_now(work, [order.line(line_id) for fired in here for line_id, _ in fired.lines])
        tickets.extend(tickets_for(order, here, stations, terminal, menu=menu) if here else ())
    return tuple(tickets)


def orphan_slip(ticket: TicketFired, station: Station, route: str, calendar: BusinessCalendar) -> Slip:
    """What a station's printer puts out for such a ticket; the terminal that is gone may have printed it as well."""
    slip = kitchen_slip(ticket, station, calendar)
    words = said("MAY BE HERE ALREADY - LOOK BEFORE COOKING")
    mark = text_line(words, style=Style(bold=True, invert=True), align=Align.CENTER)
    document = PaperDocument("orphan_slip", 1, (mark, *slip.document.blocks))
    title = said("{title} (terminal gone)", title=slip.title)
    return Slip(slip.kind, route, title, slip.order_id, document, slip.ticket_id)


def _company(work: Work, order_id: OrderId) -> list[Order]:
    """An order with those it shares lines with."""
    found: dict[OrderId, Order] = {}
    ahead = [order_id]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found[one] = order = work.order(one)
            ahead.extend({*links_of(order), *(line.home for line in order.lines.values())} - found.keys())
    return [found[one] for one in sorted(found)]


def _charged_at(order: Order, fires: Iterable[LinesFired]) -> tuple[LinesFired, ...]:
    """What of a fire is charged at an order by now; its lines may have gone apart meanwhile."""
    parts = (replace(fired, lines=tuple(one for one in fired.lines if one[0] in order.lines)) for fired in fires)
    return tuple(part for part in parts if part.lines)
