"""Orders that came from a central wait here until somebody releases them, so that a backlog floods no kitchen."""

from __future__ import annotations

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.releasing import release, release_fire
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.sending import hand_over


class HeldOrders:
    """The verb on orders that are held."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def release(self, by: Actor, order_id: OrderId) -> Done:
        """Send an order from a central to the kitchen; two terminals that release it at the same time cook it once.

        Raises RuleBroken: ORDER_NOT_OPEN, ORDER_NOT_HELD.
        """
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            released = release(order, work.now, by.id)
            work.keep(released)
            facts: tuple[Fact, ...] = (released,)
            order = work.order(order_id)
            if order.unsent:
                fired = order.send(release_fire(order), work.now)
                facts = (released, *hand_over(work, order, fired, self._ids, self._terminal.label))
        return Done(order_id, facts)
