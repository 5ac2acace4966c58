"""How a party at a table is, from its order and its tickets; pure functions, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from aura_terminal.domain.floor_rules import FLOOR_RULES, FloorRules
from aura_terminal.domain.guest_checks import check_state
from aura_terminal.domain.ids import LineId, OrderId, StaffId, StationId, TableId, TicketId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.lines import Line
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sections import SectionPlan
from aura_terminal.domain.shop import Area, Table
from aura_terminal.domain.staff import Permission, Role, StaffMember
from aura_terminal.ports.floor import CourseProgress, CourseState, FloorHouse, LeftRow, PartyRow
from aura_terminal.ports.tickets import makes

Tickets = Mapping[TicketId, KitchenTicket]
Made = Mapping[LineId, Sequence[KitchenTicket]]
Stations = Mapping[StationId, str]
_FURTHER = tuple(CourseState)


def party_row(order: Order, tickets: Tickets, stations: Stations) -> PartyRow | None:
    """An open order as the plan shows it; None for one at no table. `tickets` are those of all its fires."""
    if order.table_id is None or order.terms is None:
        return None
    asked = [line for line in order.lines.values() if line.charged_quantity]
    made = {line.id: [ticket for ticket in tickets.values() if makes(ticket, line)] for line in asked}
    live = [each for found in made.values() for each in found if _cooks(each) and _target(each)]
    begun = min(live, key=_late_at, default=None)
    fired = [ticket.fired.fired_at for ticket in tickets.values() if ticket.fired is not None]
    bumped = [each.bumped_at for found in made.values() for each in found if each.bumped_at is not None]
    return PartyRow(
        order.id, order.number, order.table_id, order.table_name, order.party.linked, order.opened_at,
        order.opened_by, order.server_name, order.guests,
        order.guest_name, order.bill.total, order.bill.due, sum(line.quantity for line in order.unsent),
        min(fired or order.fires.values(), default=None), max(bumped, default=None),
        None if begun is None else begun.starts_at, None if begun is None else _late_at(begun),
        check_state(order), _courses(asked, made, stations), order.token.holder, order.terminal,
    )  # fmt: skip


def house_of(
    areas: Iterable[Area], tables: Iterable[Table], rules: Iterable[FloorRules], sections: Iterable[SectionPlan],
    staff: Iterable[StaffMember], roles: Iterable[Role],
) -> FloorHouse:  # fmt: skip
    """What the documents of a store say of its floor."""
    selling = {role.id for role in roles if Permission.SELL in role.permissions}
    serving = [one for one in staff if one.active and selling.intersection(one.roles)]
    return FloorHouse(
        tuple(sorted(areas, key=lambda area: (area.position, area.id))),
        tuple(sorted(tables, key=lambda table: table.id)),
        floor_rules_among(rules),
        tuple(sections),
        tuple((one.id, one.name, one.initials, one.colour) for one in sorted(serving, key=_by_name)),
    )


def with_linked(
    left: Iterable[LeftRow], ended: Mapping[TableId, datetime], linked: Callable[[OrderId], Iterable[TableId]]
) -> tuple[LeftRow, ...]:
    """The same, and the tables linked for those parties; `ended` is when each table's last order was closed."""
    rows = {row.table_id: row for row in left}
    for row in tuple(rows.values()):
        for table_id in linked(row.order_id):
            if ended.get(table_id, row.ended_at) <= row.ended_at:
                rows[table_id] = LeftRow(row.order_id, table_id, row.ended_at)
    return tuple(sorted(rows.values(), key=lambda row: row.table_id))


def floor_rules_among(rules: Iterable[FloorRules]) -> FloorRules:
    """The house's rules; the usual ones where it has set none."""
    return next((one for one in rules if one.id == FLOOR_RULES), FloorRules())


def _by_name(member: StaffMember) -> tuple[str, StaffId]:
    return member.name, member.id


def _cooks(ticket: KitchenTicket) -> bool:
    return ticket.fired is not None and not (ticket.is_bumped or ticket.is_held or ticket.is_void)


def _target(ticket: KitchenTicket) -> int:
    """Minutes after which it is late; 0 for a station that names none."""
    return 0 if ticket.fired is None else ticket.fired.target_minutes


def _late_at(ticket: KitchenTicket) -> datetime:
    assert ticket.fired is not None  # only tickets that cook are asked
    begun = ticket.starts_at or ticket.fired.fired_at
    return begun + timedelta(minutes=_target(ticket))


def _courses(lines: Sequence[Line], made: Made, stations: Stations) -> tuple[CourseProgress, ...]:
    numbers = sorted({line.course for line in lines})
    return tuple(_course(number, [one for one in lines if one.course == number], made, stations) for number in numbers)


def _course(
    number: int,
    lines: Sequence[Line],
    made: Made,
    stations: Stations,
) -> CourseProgress:
    states = [_state(line, made[line.id]) for line in lines]
    least = min(states, key=_FURTHER.index)
    tickets = [ticket for line in lines for ticket in made[line.id]]
    if least is CourseState.COOKING:
        cooking = [ticket for ticket in tickets if _cooks(ticket)]
        places = {stations.get(each.fired.station_id, "") for each in cooking if each.fired is not None}
        begun = [each.starts_at for each in cooking if each.starts_at is not None]
        return CourseProgress(number, least, min(begun, default=None), places.pop() if len(places) == 1 else "")
    if least is CourseState.SERVED:
        return CourseProgress(number, least, max((t.bumped_at for t in tickets if t.bumped_at), default=None))
    return CourseProgress(number, least)


def _state(line: Line, tickets: Sequence[KitchenTicket]) -> CourseState:
    """What needs no kitchen is served when it is sent."""
    if line.state is LineState.NEW:
        return CourseState.UNSENT
    if any(_cooks(ticket) for ticket in tickets):
        return CourseState.COOKING
    return (
        CourseState.WAITING if any(ticket.is_held for ticket in tickets if not ticket.is_bumped) else CourseState.SERVED
    )
