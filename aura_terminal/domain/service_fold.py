"""How an order evolves by what happens at the table; as in `order_fold`, nothing here fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.ids import ChargeId, FireId, PaymentId
from aura_terminal.domain.line_parts import unsent_line
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.service_facts import (
    ChargeAdded,
    ChargeRestored,
    ChargeWaived,
    CheckPrinted,
    LinesHeld,
    LinesLetGo,
    LinesMarkedSent,
    TipEntered,
    UnsentAllowed,
)
from aura_terminal.domain.service_rules import ServiceTerms

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class TableService:
    """What service knows of an order beside its lines and its payments.

    `terms` are the rules it was opened under, None for those of an earlier program. `checks`, and the `tips` entered
    for each payment, are in the order they were; `added` and `waived` are charges; `marked` fires no station heard of.
    """

    terms: ServiceTerms | None = None
    checks: list[CheckPrinted] = field(default_factory=list)
    added: dict[ChargeId, ChargeAdded] = field(default_factory=dict)
    waived: dict[ChargeId, ChargeWaived] = field(default_factory=dict)
    tips: dict[PaymentId, list[TipEntered]] = field(default_factory=dict)
    marked: dict[FireId, LinesMarkedSent] = field(default_factory=dict)

    @property
    def has_charges(self) -> bool:
        """Whether anything may be charged beside the lines."""
        return bool(self.added) or (self.terms is not None and bool(self.terms.charges))


@evolve.register(CheckPrinted)
def _(fact: CheckPrinted, order: Order) -> None:
    if fact not in order.service.checks:
        order.service.checks.append(fact)


@evolve.register(ChargeAdded)
def _(fact: ChargeAdded, order: Order) -> None:
    order.service.added.setdefault(fact.charge.rule.id, fact)
    order.service.waived.pop(fact.charge.rule.id, None)


@evolve.register(ChargeWaived)
def _(fact: ChargeWaived, order: Order) -> None:
    order.service.waived[fact.charge_id] = fact


@evolve.register(ChargeRestored)
def _(fact: ChargeRestored, order: Order) -> None:
    order.service.waived.pop(fact.charge_id, None)


@evolve.register(TipEntered)
def _(fact: TipEntered, order: Order) -> None:
    entered = order.service.tips.setdefault(fact.payment_id, [])
    if fact not in entered and fact.payment_id not in order.reversals:
        entered.append(fact)


@evolve.register(LinesMarkedSent)
def _(fact: LinesMarkedSent, order: Order) -> None:
    order.service.marked.setdefault(fact.fire_id, fact)
    evolve(LinesFired(fact.order_id, fact.fire_id, fact.marked_at, fact.lines), order)


@evolve.register(UnsentAllowed)
def _(fact: UnsentAllowed, order: Order) -> None:
    """What the kitchen did not have went to it in the same transaction; this says who allowed it."""


@evolve.register(LinesHeld)
def _(fact: LinesHeld, order: Order) -> None:
    for line_id in fact.line_ids:
        line = unsent_line(order, line_id)
        if line is not None:
            line.held = True


@evolve.register(LinesLetGo)
def _(fact: LinesLetGo, order: Order) -> None:
    for line_id in fact.line_ids:
        line = unsent_line(order, line_id)
        if line is not None:
            line.held = False
