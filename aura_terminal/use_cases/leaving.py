"""What somebody leaves behind by clocking out: their checks, their cards, their drawer."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.labor_rules import LaborRules, Policy, Tips
from aura_terminal.domain.money import Money
from aura_terminal.ports.reads import Reads


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check they opened that is still open."""

    order_id: OrderId
    number: str
    table_name: str
    due: Money


@dataclass(frozen=True, slots=True)
class Leaving:
    """The list before clocking out. `cards` are labels of orders whose card nobody knows the outcome of; `drawers` are
    the names of drawers they still answer for. `checks_policy` and `drawer_policy` say what the house makes of it."""

    checks: tuple[OpenCheck, ...]
    cards: tuple[str, ...]
    drawers: tuple[str, ...]
    tips: Tips
    currency: str
    checks_policy: Policy
    drawer_policy: Policy

    @property
    def needs_approval(self) -> bool:
        """Whether the house lets nobody leave like that alone."""
        return (bool(self.checks) and self.checks_policy is Policy.APPROVAL) or (
            bool(self.drawers) and self.drawer_policy is Policy.APPROVAL
        )

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left behind."""
        return not (self.checks or self.cards or self.drawers)


def leaving_of(reads: Reads, rules: LaborRules, staff_id: StaffId) -> Leaving:
    """The list of one person, as far as the store is known here."""
    own = (row for row in reads.orders.open_orders() if row.opened_by == staff_id)
    cards = (one for one in reads.cards.open() if one.by == staff_id and one.holds_up)
    drawers = (one for one in reads.cash.running() if one.cashier_id == staff_id)
    return Leaving(
        tuple(OpenCheck(row.order_id, row.number, row.table_name, row.due) for row in own),
        tuple(one.label for one in cards),
        tuple(f"{one.drawer_name} ({one.terminal})" for one in drawers),
        rules.tips,
        reads.store.profile().currency,
        rules.open_checks,
        rules.open_drawer,
    )
