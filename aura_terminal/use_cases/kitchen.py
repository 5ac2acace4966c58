"""What a cook does with tickets."""

from __future__ import annotations

from aura_terminal.domain.ids import LineId, TicketId
from aura_terminal.domain.kitchen import TicketBumped, TicketItemDone, TicketItemReopened, TicketRecalled
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.store import Begin


class Kitchen:
    """The verbs on kitchen tickets. Each is one transaction."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def tap_item(self, by: Actor, ticket_id: TicketId, line_id: LineId) -> TicketItemDone | TicketItemReopened:
        """One more of the item is ready; on an item wholly ready, it is not after all."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            fact = work.ticket(ticket_id).mark_one_done(line_id)
            work.keep(fact)
        return fact

    def bump(self, by: Actor, ticket_id: TicketId) -> TicketBumped:
        """The station is done with a ticket."""
        by.must(Permission.BUMP)
        with self._begin(by.id) as work:
            fact = work.ticket(ticket_id).bump(work.now)
            work.keep(fact)
        return fact

    def recall(self, by: Actor, ticket_id: TicketId) -> TicketRecalled:
        """A bumped ticket comes back to its place."""
        by.must(Permission.RECALL)
        with self._begin(by.id) as work:
            fact = work.ticket(ticket_id).recall(work.now)
            work.keep(fact)
        return fact
