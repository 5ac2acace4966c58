"""What stands against closing a day: what is still going on, and which of it the house lets nobody close over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money

CLOSING_RULES = "closing"


class CheckKind(StrEnum):
    """What is looked at before a day is closed, in the order in which it is told."""

    CARDS_UNDECIDED = "cards_undecided"
    DRAWERS_RUNNING = "drawers_running"
    OPEN_ORDERS = "open_orders"
    CONFLICTS = "conflicts"
    CARDS_AT_RISK = "cards_at_risk"
    UNPRINTED = "unprinted"
    CLOCKED_IN = "clocked_in"
    TERMINALS_MISSING = "terminals_missing"
    UNSHARED = "unshared"
    NOT_TOLD = "not_told"


class Weight(StrEnum):
    """What a check does: nothing may be closed over it, it is told, or nobody cares."""

    REFUSES = "refuses"
    WARNS = "warns"
    SILENT = "silent"


ALWAYS = frozenset({CheckKind.CARDS_UNDECIDED})
"""What refuses whatever the house's rules say: nobody knows whether a guest was charged."""


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """Something that is still going on: how many, how much, whose (names of people, drawers, orders, terminals),
    since when."""

    kind: CheckKind
    weight: Weight
    count: int
    amount: Money | None = None
    names: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClosingRules:
    """The house's rules for closing, one document of the store.

    Kinds in `refuses` let nobody close, kinds in `ignores` are not told; every other one is told and printed.
    """

    id: str = CLOSING_RULES
    refuses: tuple[CheckKind, ...] = (CheckKind.CARDS_UNDECIDED, CheckKind.DRAWERS_RUNNING)
    ignores: tuple[CheckKind, ...] = ()

    def weight_of(self, kind: CheckKind) -> Weight:
        """What a check of a kind does."""
        if kind in ALWAYS or kind in self.refuses:
            return Weight.REFUSES
        return Weight.SILENT if kind in self.ignores else Weight.WARNS


def must_not_refuse(checks: Iterable[ClosingCheck]) -> None:
    """Raise RuleBroken(CLOSING_REFUSED) with the first check that refuses, and how many others do."""
    refusing = [check for check in checks if check.weight is Weight.REFUSES]
    if refusing:
        first = refusing[0]
        raise RuleBroken(
            Rule.CLOSING_REFUSED, check=first.kind.value, count=first.count, names=", ".join(first.names),
            others=len(refusing) - 1,
        )  # fmt: skip
