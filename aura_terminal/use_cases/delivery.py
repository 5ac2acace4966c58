"""The kitchen delivery ledger: tickets that arrived, were seen, or have to go out another way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from aura_terminal.domain.errors import NotFound, RuleBroken, Unavailable
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import FireId, StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket, TicketFired
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.kitchen_tickets import known_ticket
from aura_terminal.use_cases.ordering import calendar_of
from aura_terminal.use_cases.slips import silent_screen_slip, spool_slip
from aura_terminal.use_cases.torn_fires import missing_tickets, orphan_slip

ESCALATE_AFTER = 15.0
"""Seconds."""
REPAIR_AFTER = 30.0
"""Seconds; longer than a terminal that is merely cut off takes to print what no screen received."""
SCREEN_SILENT = "screen silent"
TERMINAL_GONE = "terminal gone"


class Deliveries:
    """What screens say about tickets, and what the terminal that fired them does when no screen says anything.

    How long a ticket waits is measured by monotonic time since this object first looked at it, so that a wall clock
    that is set, forwards or backwards, sends nothing out and holds nothing back. A program that starts anew begins to
    wait anew.
    """

    def __init__(self, begin: Begin, clock: Clock, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._clock = clock
        self._ids = ids
        self._terminal = terminal
        self._waits_since: dict[TicketId, float] = {}
        self._torn_since: dict[FireId, float] = {}
        self._whole: set[FireId] = set()
        self._repaired: set[TicketId] = set()

    def receive(self, ticket_ids: Iterable[TicketId]) -> tuple[Fact, ...]:
        """This screen holds these tickets: one transaction for all, and nothing is said twice.

        A ticket that is not here at all is passed over.
        """
        label = self._terminal.label
        return self._say(ticket_ids, lambda ticket, now: ticket.receive(label, now))

    def see(self, ticket_ids: Iterable[TicketId]) -> tuple[Fact, ...]:
        """These tickets stand on this screen, in sight; what was seen was received too."""
        label = self._terminal.label
        return self._say(ticket_ids, lambda ticket, now: ticket.see(label, now))

    def overdue(self) -> tuple[TicketId, ...]:
        """Tickets fired here at stations with a screen alone, that no screen received for 15 seconds."""
        with self._begin(SYSTEM) as work:
            return tuple(fired.ticket_id for fired, _ in self._overdue(work))

    def escalate_overdue(self) -> tuple[Fact, ...]:
        """Print what is overdue on the fallback route of its station, once, marked so that it is cooked once.

        To be called every second or so: a ticket waits from the first call that finds it. The route is the station's
        fallback printer, else the printer of its fallback station, else its own.
        """
        with self._begin(SYSTEM) as work:
            facts: list[Fact] = []
            for fired, station in self._overdue(work):
                is_orphan = fired.ticket_id in self._repaired
                slip_of, reason = (orphan_slip, TERMINAL_GONE) if is_orphan else (silent_screen_slip, SCREEN_SILENT)
                slip = slip_of(fired, station, _route(work, station), calendar_of(work))
                facts.append(work.ticket(fired.ticket_id).escalate(slip.route, reason, work.now))
                spool_slip(work, self._ids, slip)
            work.keep(*facts)
        return tuple(facts)

    def repair_fires(self) -> tuple[TicketFired, ...]:
        """Write the tickets of fires that were heard of without them for 30 seconds: their terminal broke in between.

        Several terminals may do so at once: the ids are the same, so it is one ticket, and the terminal that the fold
        takes for its author sees to it that a screen receives it, or that it is printed, marked. Those that cannot
        hear each other each do so, and every slip says that it may be there already. To be called every second or so.
        """
        now = self._clock.monotonic()
        with self._begin(SYSTEM) as work:
            missing = self._missing(work)
            self._torn_since = {fire_id: self._torn_since.get(fire_id, now) for fire_id in missing}
            late = [fire_id for fire_id in missing if now - self._torn_since[fire_id] >= REPAIR_AFTER]
            facts = tuple(ticket for fire_id in late for ticket in missing[fire_id])
            work.keep(*facts)
        self._repaired.update(fact.ticket_id for fact in facts)
        return facts

    def _missing(self, work: Work) -> dict[FireId, tuple[TicketFired, ...]]:
        """The tickets that fires lack; a fire that was found whole once is not looked at again."""
        ends = {fire_id: order_id for order_id, fire_id in work.ledger.last_fires()}
        self._whole &= ends.keys()
        missing = {}
        for fire_id in sorted(ends.keys() - self._whole):
            try:
                tickets = missing_tickets(work, ends[fire_id], fire_id, self._terminal.label)
            except (NotFound, RuleBroken, Unavailable):
                continue  # it cannot be read here now; another terminal may, or this one later
            if tickets:
                missing[fire_id] = tickets
            else:
                self._whole.add(fire_id)
        return missing

    def _say(
        self, ticket_ids: Iterable[TicketId], decide: Callable[[KitchenTicket, datetime], tuple[Fact, ...]]
    ) -> tuple[Fact, ...]:
        with self._begin(SYSTEM) as work:
            facts: list[Fact] = []
            for ticket_id in dict.fromkeys(ticket_ids):
                ticket = known_ticket(work, ticket_id)
                if ticket is not None:
                    facts.extend(decide(ticket, work.now))
            work.keep(*facts)
        return tuple(facts)

    def _overdue(self, work: Work) -> list[tuple[TicketFired, Station]]:
        now = self._clock.monotonic()
        waiting = list(self._waiting(work))
        self._waits_since = {fired.ticket_id: self._waits_since.get(fired.ticket_id, now) for fired, _ in waiting}
        return [one for one in waiting if now - self._waits_since[one[0].ticket_id] >= ESCALATE_AFTER]

    def _waiting(self, work: Work) -> Iterator[tuple[TicketFired, Station]]:
        """Tickets that have not arrived: fired here for a screen alone, or in the place of another terminal.

        One that is held has time.
        """
        stations = {station.id: station for station in work.documents.all(Station)}
        for ticket_id, station_id in work.ledger.undelivered(self._terminal.label):
            station = stations.get(station_id)
            if station is None or not (station.delivery is Delivery.SCREEN or ticket_id in self._repaired):
                continue
            ticket = work.ticket(ticket_id)
            if ticket.fired is not None and not ticket.is_void and not ticket.is_held:
                yield ticket.fired, station


def _route(work: Work, station: Station) -> str:
    if station.fallback_printer:
        return station.fallback_printer
    if station.fallback_station:
        return work.documents.get(Station, StationId(station.fallback_station)).printer
    return station.printer
