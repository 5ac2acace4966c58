"""Supplies: what came, went, was thrown away, and what a stock take found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aura_terminal.domain.ids import AdjustmentId, CountId, SupplyId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.supplies import (
    AdjustmentKind,
    CountedLine,
    SuppliesCounted,
    Supply,
    SupplyAdjusted,
    counted,
)
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Something that came or went; see `AdjustmentKind` for its direction."""

    supply_id: SupplyId
    kind: AdjustmentKind
    quantity: Decimal
    unit_cost: Money | None = None
    reference: str = ""
    supplier: str = ""
    batch: str = ""
    expires: date | None = None
    notes: str = ""


class Supplies:
    """The verbs on supplies. Each needs the right MANAGE_SUPPLIES and is one transaction."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def adjust(self, by: Actor, asked: Adjustment) -> SupplyAdjusted:
        """Let so much come or go. Raises RuleBroken(AMOUNT_OUT_OF_RANGE), NotFound for a supply nobody put."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            supply = work.documents.get(Supply, asked.supply_id)
            fact = work.house.supply(supply.id).adjust(SupplyAdjusted(
                AdjustmentId(self._ids.new()), supply.id, asked.kind, asked.quantity, work.now, by.id, asked.unit_cost,
                tidy(asked.reference), tidy(asked.supplier), tidy(asked.batch), asked.expires, tidy(asked.notes),
            ))  # fmt: skip
            work.keep(fact)
        return fact

    def count(self, by: Actor, lines: tuple[CountedLine, ...]) -> SuppliesCounted:
        """Keep what a stock take found. Raises RuleBroken: NOTHING_COUNTED, COUNTED_TWICE, AMOUNT_OUT_OF_RANGE."""
        by.must(Permission.MANAGE_SUPPLIES)
        with self._begin(by.id) as work:
            for line in lines:
                work.documents.get(Supply, line.supply_id)
            whole, each = counted(CountId(self._ids.new()), lines, work.now, by.id)
            work.keep(whole, *each)
        return whole
