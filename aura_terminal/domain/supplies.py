"""Supplies: what the kitchen cooks from and the bar pours, adjusted and counted in exact decimals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AdjustmentId, CountId, StaffId, SupplyId
from aura_terminal.domain.money import Money

PLACES = 4
LARGEST = Decimal(10) ** 9


class AdjustmentKind(StrEnum):
    """Why a level changes; the words are the central's. Purchases add, usage and waste take away, and the others say
    themselves by their sign whether they add."""

    PURCHASE = "purchase"
    USAGE = "usage"
    WASTE = "waste"
    ADJUSTMENT = "adjustment"
    TRANSFER = "transfer"


TAKES_AWAY = frozenset({AdjustmentKind.USAGE, AdjustmentKind.WASTE})
SIGNED = frozenset({AdjustmentKind.ADJUSTMENT, AdjustmentKind.TRANSFER})


@dataclass(frozen=True, slots=True)
class Supply:
    """Something kept in stock that is not sold as it is; quantities are of `unit`."""

    id: SupplyId
    name: str
    unit: str
    sku: str = ""
    category: str = ""
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    cost: Money | None = None
    supplier: str = ""
    location: str = ""
    shelf_life_days: int = 0
    active: bool = True
    reorder_quantity: Decimal | None = None
    """How much is bought at a time, where somebody said."""
    low_there: bool | None = None
    """Whether the back office warns of it; None where none says."""


@dataclass(frozen=True, slots=True)
class SupplyAdjusted:
    """So much came or went."""

    adjustment_id: AdjustmentId
    supply_id: SupplyId
    kind: AdjustmentKind
    quantity: Decimal
    adjusted_at: datetime
    adjusted_by: StaffId
    unit_cost: Money | None = None
    reference: str = ""
    supplier: str = ""
    batch: str = ""
    expires: date | None = None
    notes: str = ""

    @property
    def change(self) -> Decimal:
        """What it adds to the level."""
        return -self.quantity if self.kind in TAKES_AWAY else self.quantity


@dataclass(frozen=True, slots=True)
class CountedLine:
    """So much of one supply was found."""

    supply_id: SupplyId
    quantity: Decimal
    notes: str = ""


@dataclass(frozen=True, slots=True)
class SuppliesCounted:
    """A stock take, as it is told to the central. Each of its lines is also a `SupplyCounted`."""

    count_id: CountId
    counted_at: datetime
    counted_by: StaffId
    lines: tuple[CountedLine, ...]


@dataclass(frozen=True, slots=True)
class SupplyCounted:
    """What a stock take found of one supply; it holds all that was adjusted before it."""

    supply_id: SupplyId
    count_id: CountId
    quantity: Decimal
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class SupplyStated:
    """How much the central says there is. `includes` are the adjustments and counts it was told of since it was heard
    last, so that they are not counted twice."""

    supply_id: SupplyId
    quantity: Decimal
    stated_at: datetime
    includes: tuple[str, ...] = ()


SupplyFact = SupplyAdjusted | SupplyCounted | SupplyStated


@dataclass(slots=True)
class StockTake:
    """One stock take; it is taken once."""

    id: CountId
    counted: SuppliesCounted | None = None

    def apply(self, fact: SuppliesCounted) -> None:
        """Evolve by one fact; a second one under the same id changes nothing."""
        self.counted = self.counted or fact


@dataclass(slots=True)
class SupplyLevel:
    """The fold of one supply's facts.

    A count of ours that the central does not know of yet beats the central's word; else its word counts, and on top
    what was adjusted since the last count that it was not told of.
    """

    id: SupplyId
    counted: SupplyCounted | None = None
    stated: SupplyStated | None = None
    adjustments: dict[AdjustmentId, SupplyAdjusted] = field(default_factory=dict)
    since_count: set[AdjustmentId] = field(default_factory=set)
    included: set[str] = field(default_factory=set)
    counts: list[CountId] = field(default_factory=list)
    """Every count of it, in order."""

    @property
    def quantity(self) -> Decimal:
        """How much there is; below zero where more went than was known to be there."""
        ours = self.counted is not None and self.counted.count_id not in self.included
        if self.counted is not None and (ours or self.stated is None):
            return self.counted.quantity + self._sum(self.since_count)
        word = Decimal(0) if self.stated is None else self.stated.quantity
        return word + self._sum(id_ for id_ in self.since_count if id_ not in self.included)

    @property
    def is_known(self) -> bool:
        """Whether anybody ever said how much there is."""
        return bool(self.counted or self.stated or self.adjustments)

    def adjust(self, adjusted: SupplyAdjusted) -> SupplyAdjusted:
        """Let so much come or go. Raises RuleBroken(AMOUNT_OUT_OF_RANGE) for nothing, and for less than nothing where
        the kind says the direction."""
        check_amount(adjusted.quantity)
        if not adjusted.quantity or (adjusted.quantity < 0 and adjusted.kind not in SIGNED):
            raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=str(adjusted.quantity))
        return adjusted

    def states(self, quantity: Decimal, now: datetime, told: Iterable[str]) -> SupplyStated | None:
        """What the central says, as a fact; None when it says nothing new. `told` are all ids it was told of."""
        new = tuple(sorted(set(told) - self.included))
        same = self.stated is not None and self.stated.quantity == quantity
        return None if same and not new else SupplyStated(self.id, quantity, now, new)

    def _sum(self, ids: Iterable[AdjustmentId]) -> Decimal:
        return sum((self.adjustments[id_].change for id_ in ids), Decimal(0))

    @singledispatchmethod
    def apply(self, fact: SupplyFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a supply: {fact!r}")

    @apply.register
    def _(self, fact: SupplyAdjusted) -> None:
        if fact.adjustment_id not in self.adjustments:
            self.adjustments[fact.adjustment_id] = fact
            self.since_count.add(fact.adjustment_id)

    @apply.register
    def _(self, fact: SupplyCounted) -> None:
        self.counted = fact
        self.since_count = set()
        self.counts.append(fact.count_id)

    @apply.register
    def _(self, fact: SupplyStated) -> None:
        self.stated = fact
        self.included.update(fact.includes)


def check_amount(amount: Decimal) -> None:
    """Refuse a quantity that is no number, finer than four places, or larger than anybody keeps."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > PLACES or abs(amount) > LARGEST:
        raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=str(amount))


def counted(
    count_id: CountId, lines: tuple[CountedLine, ...], now: datetime, by: StaffId
) -> tuple[SuppliesCounted, tuple[SupplyCounted, ...]]:
    """A stock take, whole and line by line. Raises RuleBroken: NOTHING_COUNTED, COUNTED_TWICE, AMOUNT_OUT_OF_RANGE."""
    if not lines:
        raise RuleBroken(Rule.NOTHING_COUNTED)
    if len({line.supply_id for line in lines}) < len(lines):
        raise RuleBroken(Rule.COUNTED_TWICE)
    for line in lines:
        check_amount(line.quantity)
        if line.quantity < 0:
            raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=str(line.quantity))
    each = tuple(SupplyCounted(line.supply_id, count_id, line.quantity, now) for line in lines)
    return SuppliesCounted(count_id, now, by, lines), each
