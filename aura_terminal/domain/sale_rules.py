"""The house's rules for what is sold: what is said when something is taken back or given away, and what a count at
nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from aura_terminal.domain.ids import CategoryId
from aura_terminal.domain.limits import check_count, tidy

SALE_RULES = "sale"
MOST_REASONS, MOST_ALONE = 12, 99


class AtNothing(StrEnum):
    """What happens to an item whose count reached nothing: it is sold and the sale is flagged, or it is locked until
    somebody counts again."""

    SELL = "sell"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class SaleRules:
    """The house's rules, one document of the store. `reasons_*` are offered; none listed: those the program knows.

    A terminal that hears no other grants a promotion whose uses are limited no more than `uses_alone` times a day;
    0 is no bound but the promotion's own. `ages` say how old guests have to be for categories whose own document is a
    back office's; the higher of both counts.
    """

    id: str = SALE_RULES
    reasons_void: tuple[str, ...] = ()
    reasons_comp: tuple[str, ...] = ()
    reasons_discount: tuple[str, ...] = ()
    at_nothing: AtNothing = AtNothing.SELL
    uses_alone: int = 0
    ages: tuple[tuple[CategoryId, int], ...] = ()


def tidied(rules: SaleRules) -> SaleRules:
    """The rules as they are kept: reasons without spaces around them, each once, none empty, twelve at most."""
    check_count(rules.uses_alone, MOST_ALONE)
    for _, age in rules.ages:
        check_count(age, MOST_ALONE)
    return replace(
        rules,
        id=SALE_RULES,
        reasons_void=_listed(rules.reasons_void),
        reasons_comp=_listed(rules.reasons_comp),
        reasons_discount=_listed(rules.reasons_discount),
    )


def _listed(reasons: Sequence[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, (tidy(one) for one in reasons))))
    check_count(len(found), MOST_REASONS)
    return found
