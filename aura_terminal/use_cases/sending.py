"""What the kitchen is handed when an order is sent: tickets for its screens, slips for its printers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.errands import under_promise
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import CategoryId, FireId, ItemId, StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.pacing import CourseFire, CoursesThere, courses_apart, held, paced
from aura_terminal.domain.routing import MenuNow, beginning, stations_of, tickets_for
from aura_terminal.domain.service_rules import CoursesWait
from aura_terminal.domain.shop import STORE_PROFILE, Delivery, Station, StoreProfile
from aura_terminal.domain.ticket_facts import TicketFired
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.kitchen_tickets import tickets_of_fires
from aura_terminal.use_cases.labels import takeout_labels
from aura_terminal.use_cases.slips import kitchen_slip, spool_slip

Stations = Mapping[StationId, Station]


def hand_over(
    work: Work, order: Order, fired: Sequence[LinesFired], ids: Ids, terminal: str, *, begins: datetime | None = None
) -> tuple[Fact, ...]:
    """Keep the facts and spool the slips of one sending.

    With `begins` it was asked for by name: no course of it waits, and all of it is begun then, if that is to come.

    A station that is told by its screen alone gets no slip: the delivery ledger watches that the screen received it.
    What waits for its turn gets its slip when it is fired.
    """
    stations: Stations = {station.id: station for station in work.documents.all(Station)}
    menu = menu_now(work, [order.line(line_id) for each in fired for line_id, _ in each.lines])
    before = tuple(order.fires)
    named = (CourseFire(tuple(fired)),)
    parts = named if begins is not None else _parts(work, order, fired, stations, menu, ids)
    tickets: list[TicketFired] = []
    for part in parts:
        made = tickets_for(order, part.facts, stations, terminal, menu=menu)
        tickets += under_promise(
            held(made, part.course) if part.is_held else paced(made, stations), order.errand.promise
        )
    tickets = [_put_off(ticket, begins) for ticket in tickets] if begins is not None else tickets
    adding = _served_already(work, before, {ticket.station_id for ticket in tickets})
    tickets = [replace(ticket, addition=ticket.station_id in adding) for ticket in tickets]
    facts = [fact for part in parts for fact in part.facts]
    work.keep(*facts, *tickets)
    put_on_paper(work, ids, [ticket for ticket in tickets if not ticket.held])
    return (*facts, *tickets)


def _put_off(ticket: TicketFired, begins: datetime) -> TicketFired:
    return beginning(ticket, (ticket.start_at or ticket.fired_at) + (begins - ticket.fired_at))


def put_on_paper(work: Work, ids: Ids, tickets: Iterable[TicketFired]) -> None:
    """Spool the slips of tickets at stations that read paper, and labels where what leaves the house gets them."""
    calendar = work.documents.get(StoreProfile, STORE_PROFILE).calendar
    for ticket in tickets:
        station = work.documents.get(Station, ticket.station_id)
        if station.delivery is not Delivery.SCREEN:
            spool_slip(work, ids, kitchen_slip(ticket, station, calendar))
        if station.labels and ticket.order_type is not OrderType.DINE_IN:
            spool_slip(work, ids, takeout_labels(ticket, calendar))


def _parts(
    work: Work, order: Order, fired: Sequence[LinesFired], stations: Stations, menu: MenuNow, ids: Ids
) -> tuple[CourseFire, ...]:
    wait = service_rules(work.documents).courses_wait
    if wait is CoursesWait.NOWHERE or (
        wait is CoursesWait.BY_STATION and not any(station.holds_courses for station in stations.values())
    ):
        return (CourseFire(tuple(fired)),)

    def waits(line: Line) -> bool:
        if wait is CoursesWait.EVERYWHERE:
            return True
        return any(stations[one].holds_courses for one in stations_of(line.sold, order.order_type, stations, menu)[:1])

    there = _courses_there(tickets_of_fires(work, order.fires))
    return courses_apart(order, fired, waits, there, lambda: FireId(ids.new()))


def _courses_there(tickets: Iterable[KitchenTicket]) -> CoursesThere:
    begun: set[int] = set()
    making: set[int] = set()
    waiting: set[int] = set()
    for ticket in tickets:
        if ticket.is_held and not ticket.is_bumped:
            waiting |= ticket.courses
        else:
            begun |= ticket.courses
            making |= frozenset() if ticket.is_bumped else ticket.courses
    return CoursesThere(begun, making, waiting)


def _served_already(work: Work, fires: Iterable[FireId], station_ids: set[StationId]) -> set[StationId]:
    """Those of the stations that have something of the order in front of them."""
    live = (ticket for ticket in tickets_of_fires(work, fires, station_ids) if not (ticket.is_bumped or ticket.is_held))
    return {ticket.fired.station_id for ticket in live if ticket.fired is not None}


def menu_now(work: Work, lines: Sequence[Line]) -> MenuNow:
    """What the menu in force says about these lines."""
    items: dict[ItemId, Item] = {}
    categories: dict[CategoryId, Category] = {}
    for line in lines:
        try:
            items.setdefault(line.sold.item_id, work.documents.get(Item, line.sold.item_id))
            categories.setdefault(line.sold.category_id, work.documents.get(Category, line.sold.category_id))
        except NotFound:  # withdrawn since it was sold: made where it was sold for
            continue
    chosen = {modifier.modifier_id for line in lines for modifier in line.modifiers}
    groups = work.documents.all(ModifierGroup) if chosen else ()
    modifiers = (modifier for group in groups for modifier in group.modifiers)
    named: dict[str, Modifier] = {each.id: each for each in modifiers if each.id in chosen and each.portions}
    return MenuNow(items, categories, {each.id: each for each in named.values()})
