"""What a cook does with tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import LineId, OrderId, TicketId
from aura_terminal.domain.kitchen import (
    KitchenTicket,
    TicketBumped,
    TicketChangesSeen,
    TicketHeld,
    TicketItemDone,
    TicketItemReopened,
    TicketRecalled,
    TicketReleased,
)
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.kitchen_tickets import live_tickets_of, still_making, tickets_of_fires
from aura_terminal.use_cases.sending import put_on_paper


class Kitchen:
    """The verbs on kitchen tickets. Each is one transaction."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def tap_item(self, by: Actor, ticket_id: TicketId, line_id: LineId) -> TicketItemDone | TicketItemReopened:
        """One more of the item is ready; on an item wholly ready, it is not after all."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            fact = work.ticket(ticket_id).mark_one_done(line_id, work.now)
            work.keep(fact)
        return fact

    def bump(self, by: Actor, ticket_id: TicketId) -> TicketBumped:
        """The station is done with a ticket.

        Raises RuleBroken(CHANGES_NOT_SEEN) while something voided was not looked at, and at a pass
        RuleBroken(STATIONS_NOT_DONE) while a station is still making its part.
        """
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            ticket = work.ticket(ticket_id)
            fact = ticket.bump(work.now)
            waiting = still_making(work, ticket)
            if waiting and not ticket.is_void:
                number = ticket.fired.number if ticket.fired else ticket_id
                raise RuleBroken(Rule.STATIONS_NOT_DONE, ticket=number, stations=", ".join(waiting))
            work.keep(fact)
        return fact

    def recall(self, by: Actor, ticket_id: TicketId) -> TicketRecalled:
        """A bumped ticket comes back to its place."""
        by.must(Permission.RECALL)
        with self._begin(by.id) as work:
            fact = work.ticket(ticket_id).recall(work.now)
            work.keep(fact)
        return fact

    def see_changes(self, by: Actor, ticket_id: TicketId, label: str) -> tuple[TicketChangesSeen, ...]:
        """A cook has seen what was voided on a ticket, and that it belongs to `label` now."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            facts = work.ticket(ticket_id).see_changes(label, work.now)
            work.keep(*facts)
        return facts

    def hold(self, by: Actor, ticket_id: TicketId, minutes: int) -> TicketHeld:
        """Not now: in so many minutes, or when it is released (0)."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            until = work.now + timedelta(minutes=minutes) if minutes else None
            fact = work.ticket(ticket_id).hold(until, work.now)
            work.keep(fact)
        return fact

    def release(self, by: Actor, ticket_id: TicketId) -> tuple[Fact, ...]:
        """To be cooked from now on, here and at every station whose part of the same fire waits."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            ticket = work.ticket(ticket_id)
            fires = (ticket.fired.fire_id,) if ticket.fired else ()
            waiting = [each for each in tickets_of_fires(work, fires) if each.is_held and not each.is_bumped]
            return self._release(work, [ticket, *(each for each in waiting if each.id != ticket_id)])

    def fire_course(self, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        """Fire the next course of an order that waits in the kitchen. Raises RuleBroken(NOTHING_HELD)."""
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            held = [each for each in tickets_of_fires(work, order.fires) if each.is_held and not each.is_bumped]
            if not held:
                raise RuleBroken(Rule.NOTHING_HELD, order=order.number)
            first = min(_course(each) for each in held)
            return self._release(work, [each for each in held if _course(each) == first])

    def rush(self, by: Actor, ticket_id: TicketId) -> tuple[Fact, ...]:
        """Before all others, at every station that has something of the order."""
        return self._together(by, ticket_id, lambda ticket, work: ticket.rush(work.now))

    def cancel_rush(self, by: Actor, ticket_id: TicketId) -> tuple[Fact, ...]:
        """In its turn after all, everywhere."""
        return self._together(by, ticket_id, lambda ticket, work: ticket.cancel_rush(work.now))

    def _together(
        self, by: Actor, ticket_id: TicketId, decide: Callable[[KitchenTicket, Work], Iterable[Fact]]
    ) -> tuple[Fact, ...]:
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            ticket = work.ticket(ticket_id)
            own = tuple(decide(ticket, work))
            others = [each for each in live_tickets_of(work, ticket) if each.id != ticket_id]
            facts = (*own, *(fact for each in others for fact in decide(each, work)))
            work.keep(*facts)
        return facts

    def _release(self, work: Work, tickets: Iterable[KitchenTicket]) -> tuple[Fact, ...]:
        facts: list[TicketReleased] = []
        for ticket in tickets:
            never_begun = ticket.is_held and ticket.fired is not None and ticket.fired.held
            released = ticket.release(work.now)
            if released and never_begun and ticket.fired is not None:
                put_on_paper(work, self._ids, (ticket.fired,))
            facts.extend(released)
        work.keep(*facts)
        return tuple(facts)


def _course(ticket: KitchenTicket) -> int:
    return ticket.fired.course if ticket.fired is not None else 0
