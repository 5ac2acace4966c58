"""Orders from one server to another, and orders put aside until somebody goes on with them, at whichever terminal."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.handing import hand_over, park, resume
from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.sharing_facts import OrderHanded
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock


class Handing:
    """The verbs on whose an order is. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, reads: Reads) -> None:
        self._begin = begin
        self._reads = reads

    def hand_over(
        self, by: Actor, order_ids: Iterable[OrderId], to: StaffId, approval: Approval | None = None
    ) -> tuple[OrderHanded, ...]:
        """Have somebody else serve open orders. One's own are given freely, those of others by right or approval.

        Tips of payments taken before stay with who served the order then. Raises RuleBroken: APPROVAL_NEEDED,
        ORDER_NOT_OPEN, SAME_SERVER, STAFF_INACTIVE.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            facts = tuple(self._handed(work, by, order_id, to, approval) for order_id in dict.fromkeys(order_ids))
            work.keep(*facts)
        return facts

    def hand_over_all(
        self, by: Actor, of: StaffId, to: StaffId, approval: Approval | None = None
    ) -> tuple[OrderHanded, ...]:
        """Have somebody else serve everything a server has open, as at the end of a shift. Raises as `hand_over`.

        Raises RuleBroken(NOTHING_TO_HAND) where they have none.
        """
        theirs = [row.order_id for row in self._reads.orders.open_orders() if row.opened_by == of]
        if not theirs:
            raise RuleBroken(Rule.NOTHING_TO_HAND)
        return self.hand_over(by, theirs, to, approval)

    def park(self, by: Actor, order_id: OrderId, label: str = "") -> Done:
        """Put an order aside under a label; every terminal shows it so until somebody goes on with it."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = park(work.order(order_id), label, work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    def resume(self, by: Actor, order_id: OrderId) -> Done:
        """Go on with an order that was put aside; nothing is kept where it was not."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            facts: tuple[Fact, ...] = resume(work.order(order_id), work.now, by.id)
            work.keep(*facts)
        return Done(order_id, facts)

    def _handed(self, work: Work, by: Actor, order_id: OrderId, to: StaffId, approval: Approval | None) -> OrderHanded:
        must_be_on_the_clock(work, by)
        order = work.order(order_id)
        allowed = None
        if order.opened_by != by.id:
            allowed = approved(by, approval, work, Permission.HAND_OVER_ANY, f"order {order.number}")
        return hand_over(order, work.documents.get(StaffMember, to), work.now, by.id, allowed)
