"""Whether somebody may sell: the one place that knows the house's rule for who is not clocked in."""

from __future__ import annotations

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.labor_rules import LaborRules, Selling
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.labor_rows import rules_among
from aura_terminal.ports.store import SYSTEM, Work


def must_be_on_the_clock(work: Work, by: Actor) -> None:
    """Refuse to sell for who is not clocked in, where the house wants it so. Raises RuleBroken(NOT_ON_THE_CLOCK)."""
    if by.id == SYSTEM or labor_rules_of(work).selling is not Selling.CLOCKED_IN:
        return
    if not work.time_sheet(by.id).is_clocked_in:
        raise RuleBroken(Rule.NOT_ON_THE_CLOCK, who=by.name)


def calendar_of(work: Work) -> BusinessCalendar:
    """The store's calendar."""
    return work.documents.get(StoreProfile, STORE_PROFILE).calendar


def labor_rules_of(work: Work) -> LaborRules:
    """The house's rules for working hours, or those of a house that says nothing."""
    return rules_among(work.documents.all(LaborRules))
