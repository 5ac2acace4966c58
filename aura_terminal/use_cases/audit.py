"""Looking into what was done: who, what, when, where and why."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.audit_rows import AuditPage, AuditQuery, AuditReads, AuditRow, Reached


class Audit:
    """Every question needs the right AUDIT, also where a screen has asked before."""

    def __init__(self, reads: AuditReads) -> None:
        self._reads = reads

    def search(self, by: Actor, query: AuditQuery) -> AuditPage:
        """What fits, newest first. Exceptions that were not taken in yet are left out (`catch_up`)."""
        by.must(Permission.AUDIT)
        return self._reads.search(query)

    def of_order(self, by: Actor, order_id: OrderId) -> tuple[AuditRow, ...]:
        """All that is told of an order, oldest first."""
        by.must(Permission.AUDIT)
        return self._reads.of_order(order_id)

    def terminals(self, by: Actor) -> tuple[str, ...]:
        """The terminals something was done at."""
        by.must(Permission.AUDIT)
        return self._reads.terminals()

    def catch_up(self) -> Reached:
        """Take in a little of what came since; done by the terminal itself, again and again."""
        return self._reads.catch_up()
