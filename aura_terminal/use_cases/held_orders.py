"""Orders that came from a central wait here until somebody releases them, so that a backlog floods no kitchen."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.releasing import release, release_fire
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.sending import hand_over


class HeldOrders:
    """The verbs on orders that are held."""

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
            facts = self._released(work, by, order_id)
        return Done(order_id, facts)

    def release_oldest(self, by: Actor, order_ids: Sequence[OrderId]) -> tuple[Done, ...]:
        """Send so many of them to the kitchen as are still held, in this order; what somebody else released, paid or
        cancelled meanwhile is passed over. Each is a transaction of its own, so that a backlog keeps nobody waiting."""
        by.must(Permission.SEND)
        done: list[Done] = []
        for order_id in order_ids:
            try:
                done.append(self.release(by, order_id))
            except RuleBroken as broken:
                if broken.rule not in (Rule.ORDER_NOT_OPEN, Rule.ORDER_NOT_HELD):
                    raise
        return tuple(done)

    def _released(self, work: Work, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        order = work.order(order_id)
        released = release(order, work.now, by.id)
        work.keep(released)
        order = work.order(order_id)
        if not order.unsent:
            return (released,)
        fired = order.send(release_fire(order), work.now)
        return (released, *hand_over(work, order, fired, self._ids, self._terminal.label))
