"""Tabs without a card: opened under a name, up to a cap; alone only with a manager's word."""

from __future__ import annotations

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.tab_fold import open_tab
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.value_moves import value_rules

ALONE = "a tab without a card while other terminals are not heard"
HIGHER = "a tab beyond the cap of the house"


class Tabs:
    """The verbs on tabs. Moving one to a table is `Floor`'s, as for every order."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def open(
        self, by: Actor, target: OrderId | NewOrder, name: str, hearing: Hearing, cap: Money | None = None,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Let an order be a tab of a name, up to the cap of the house or to another one.

        While other terminals are not heard, and beyond the cap of the house, it needs MANAGE_ACCOUNTS or an approval.
        Raises RuleBroken: GUEST_NEEDED, TAB_CAPPED, APPROVAL_NEEDED.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened: OrderOpened = opening_of(
                    work, self._ids, self._terminal, by, NewOrder(target.order_type, guest_name=tidy(name))
                )
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            order = work.order(target)
            usual = Money(value_rules(work).tab_cap, order.currency)
            wanted = usual if cap is None else cap
            allowed = approval
            if hearing is not Hearing.ALL or wanted > usual:
                purpose = HIGHER if wanted > usual else ALONE
                allowed = approved(by, approval, work, Permission.MANAGE_ACCOUNTS, purpose)
            fact = open_tab(order, name, wanted, work.now, by.id, allowed)
            work.keep(fact)
            facts.append(fact)
        return Done(target, tuple(facts))
