"""How many of an item are left: a count, what lines have claimed since, and whether it is eighty-sixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId
from aura_terminal.domain.limits import MOST_OF_ONE_LINE, check_count


@dataclass(frozen=True, slots=True)
class StockCounted:
    """So many are left now; None means that they are not counted any more."""

    item_id: ItemId
    quantity: int | None
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class StockClaimed:
    """A line takes so many: the whole claim of the line, not one more. It had `before` when nobody counted yet."""

    item_id: ItemId
    line_id: LineId
    quantity: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class ItemEightySixed:
    """The item ran out."""

    item_id: ItemId
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemRestored:
    """The item can be sold again."""

    item_id: ItemId
    at: datetime


StockFact = StockCounted | StockClaimed | ItemEightySixed | ItemRestored


@dataclass(slots=True)
class StockLevel:
    """The fold of one item's stock facts.

    A count holds what lines had claimed before it: only what they claim beyond that is taken off (`settled`).
    """

    id: ItemId
    counted: int | None = None
    counted_at: datetime | None = None
    eighty_sixed_at: datetime | None = None
    claims: dict[LineId, int] = field(default_factory=dict)
    settled: dict[LineId, int] = field(default_factory=dict)

    @property
    def is_eighty_sixed(self) -> bool:
        """Whether it ran out."""
        return self.eighty_sixed_at is not None

    @property
    def left(self) -> int | None:
        """How many are left, never below 0; None when nobody counts."""
        balance = self._balance
        return None if balance is None else max(0, balance)

    @property
    def oversold(self) -> int:
        """How many more were sold than there were."""
        balance = self._balance
        return 0 if balance is None else max(0, -balance)

    @property
    def _balance(self) -> int | None:
        if self.counted is None:
            return None
        claimed = sum(quantity - self.settled[line_id] for line_id, quantity in self.claims.items())
        return self.counted - claimed

    def eighty_six(self, now: datetime) -> ItemEightySixed:
        """Say that it ran out."""
        return ItemEightySixed(self.id, now)

    def restore(self, now: datetime) -> ItemRestored:
        """Say that there is some again. Raises RuleBroken(ITEM_NOT_EIGHTY_SIXED) when it never was out."""
        if not self.is_eighty_sixed:
            raise RuleBroken(Rule.ITEM_NOT_EIGHTY_SIXED, item=self.id)
        return ItemRestored(self.id, now)

    def count(self, quantity: int | None, now: datetime) -> StockCounted:
        """Say how many are left, 0 to 999, or that nobody counts."""
        if quantity is not None:
            check_count(quantity, MOST_OF_ONE_LINE)
        return StockCounted(self.id, quantity, now)

    def claim(self, line_id: LineId, quantity: int, before: int = 0) -> tuple[StockClaimed, ...]:
        """What a line takes now, as a fact where somebody counts and the claim changes; it took `before` until now."""
        if self.counted is None or self.claims.get(line_id, before) == quantity:
            return ()
        return (StockClaimed(self.id, line_id, quantity, 0 if line_id in self.claims else before),)

    @singledispatchmethod
    def apply(self, fact: StockFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about stock: {fact!r}")

    @apply.register
    def _(self, fact: StockCounted) -> None:
        self.counted, self.counted_at = fact.quantity, fact.counted_at
        self.settled = dict(self.claims)

    @apply.register
    def _(self, fact: StockClaimed) -> None:
        if fact.line_id not in self.claims:
            self.settled[fact.line_id] = fact.before
        self.claims[fact.line_id] = fact.quantity

    @apply.register
    def _(self, fact: ItemEightySixed) -> None:
        self.eighty_sixed_at = fact.at

    @apply.register
    def _(self, fact: ItemRestored) -> None:
        self.eighty_sixed_at = None
