"""When something is begun: later courses wait, and what is made fast begins late enough to be ready with the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aura_terminal.domain.ids import FireId, LineId, StationId
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.routing import beginning
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.domain.ticket_facts import TicketFired

if TYPE_CHECKING:
    from aura_terminal.domain.lines import Line
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class CourseFire:
    """Lines that go to the kitchen together under one fire id; a held one waits there. `course` 0: of no one course."""

    facts: tuple[LinesFired, ...]
    is_held: bool = False
    course: int = 0


@dataclass(frozen=True, slots=True)
class CoursesThere:
    """The courses of an order that the kitchen has: begun, of those still being made, and waiting to be fired."""

    begun: Collection[int] = ()
    making: Collection[int] = ()
    waiting: Collection[int] = ()


def courses_apart(
    order: Order, fires: Sequence[LinesFired], waits: Callable[[Line], bool], there: CoursesThere,
    new_id: Callable[[], FireId],
) -> tuple[CourseFire, ...]:  # fmt: skip
    """The fires of one sending with each later course on its own, held, where the line's station `waits` for its turn.

    Course 0 is at once, and so is what comes to a course that has begun; what comes to a waiting one waits with it. The
    first course of all is never held.
    """
    lines = {line_id: order.line(line_id) for fired in fires for line_id, _ in fired.lines}
    new = {line.course for line in lines.values() if line.course and waits(line)}
    asked = {line.course for line in lines.values() if line.course}
    first = min({each for each in (*asked, *there.making, *there.waiting) if each}, default=0)
    later = sorted(each for each in new if each not in there.begun and (each > first or each in there.waiting))

    def course_of(line_id: LineId) -> int:
        line = lines[line_id]
        return line.course if line.course in later and waits(line) else 0

    played = {line_id: course_of(line_id) for line_id in lines}
    now = _part(fires, played, 0)
    made = [CourseFire(now)] if now else []
    for course in later:
        fire_id = new_id()
        part = tuple(replace(fired, fire_id=fire_id) for fired in _part(fires, played, course))
        made.append(CourseFire(part, is_held=True, course=course))
    return tuple(made)


def _part(fires: Sequence[LinesFired], played: Mapping[LineId, int], course: int) -> tuple[LinesFired, ...]:
    parts = (replace(fired, lines=tuple(one for one in fired.lines if played[one[0]] == course)) for fired in fires)
    return tuple(part for part in parts if part.lines)


def held(tickets: Iterable[TicketFired], course: int) -> tuple[TicketFired, ...]:
    """The tickets of a course that waits until it is fired."""
    return tuple(replace(ticket, held=True, course=course) for ticket in tickets)


def paced(tickets: Sequence[TicketFired], stations: Mapping[StationId, Station]) -> tuple[TicketFired, ...]:
    """The tickets of one fire, each begun so late at a station that paces that it is ready with the slowest.

    A ticket takes as long as its slowest dish. What nobody knows the minutes of begins at once, and so does a pass.
    """
    minutes = {ticket.ticket_id: minutes_of(ticket) for ticket in tickets if ticket.role is StationRole.PREP}
    slowest = max(minutes.values(), default=0)
    made = []
    for ticket in tickets:
        own = minutes.get(ticket.ticket_id, 0)
        waits = own and stations[ticket.station_id].paces
        begins = ticket.fired_at + timedelta(minutes=slowest - own if waits else 0)
        made.append(beginning(ticket, begins))
    return tuple(made)


def minutes_of(ticket: TicketFired) -> int:
    """How long a ticket takes: as long as its slowest dish."""
    return max((item.prep_minutes for item in ticket.items), default=0)


@dataclass(frozen=True, slots=True)
class Load:
    """What a station has before it: minutes of work of all dishes still to be made, and how many are made at once."""

    minutes: int
    capacity: int


def promised_minutes(load: Load, own_minutes: int) -> int:
    """In how many minutes something asked for now is ready: after the work before it, shared by as many as cook."""
    waiting = -(-load.minutes // load.capacity) if load.capacity > 0 else 0
    return waiting + own_minutes
