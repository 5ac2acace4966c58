"""What the shop risks by cards its terminals approved alone, and the rules of the house for cards.

The program itself never stores a card to charge it later; only a terminal does, under its own floor limit. What it says
it approved that way counts here, over all terminals of the store, until somebody has seen it settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import TipWhen
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money, exponent_of, total, zero
from aura_terminal.domain.staff import Approval

CARD_RULES = "cards"
DEFAULT_CAP = 500  # in major units
DEFAULT_AGE_HOURS = 24


@dataclass(frozen=True, slots=True)
class CardRules:
    """The house's rules for cards, one document of the store.

    `offline_cap_minor` and `offline_hours` bound what may be approved offline, over all terminals; 0 of either lets
    nothing be taken beyond without a manager. A tip is at most `most_tip_percent` of the amount. `tab_hours` is how
    long an amount is held for a tab.
    """

    id: str
    offline_cap_minor: int
    offline_hours: int = DEFAULT_AGE_HOURS
    tip_when: TipWhen = TipWhen.BEFORE
    tip_percents: tuple[int, ...] = (10, 15, 20)
    most_tip_percent: int = 50
    tab_hours: int = 24


@dataclass(frozen=True, slots=True)
class Exposure:
    """Approvals at the shop's risk: how many, how much, since when."""

    count: int
    amount: Money
    oldest: datetime | None = None


def default_rules(currency: str) -> CardRules:
    """What counts where the house said nothing: 500 of the currency, a day."""
    return CardRules(CARD_RULES, DEFAULT_CAP * 10 ** exponent_of(currency))


def exposure_of(attempts: Iterable[CardAttempt], currency: str) -> Exposure:
    """What these attempts come to, as far as they are at risk."""
    risky = [one.approved for one in attempts if one.approved is not None and one.is_at_risk]
    amounts = [one.amounts.total for one in risky]
    return Exposure(len(risky), total(amounts, currency), min((one.at for one in risky), default=None))


def room_left(exposure: Exposure, rules: CardRules) -> Money:
    """How much more may be approved offline."""
    left = rules.offline_cap_minor - exposure.amount.minor
    return Money(max(0, left), exposure.amount.currency)


def must_have_room(exposure: Exposure, rules: CardRules, asked: Money, now: datetime, allowed: Approval | None) -> None:
    """Refuse a card while too much is at risk already, or for too long, unless a manager allowed it.

    Nobody knows beforehand whether a terminal will approve offline, so the amount asked counts as if it did, once
    anything is at risk. Raises RuleBroken(CARD_EXPOSURE).
    """
    if not exposure.count or allowed is not None:
        return
    is_old = exposure.oldest is not None and now - exposure.oldest > timedelta(hours=rules.offline_hours)
    if is_old or (exposure.amount + asked).minor > rules.offline_cap_minor:
        raise RuleBroken(
            Rule.CARD_EXPOSURE, count=exposure.count, amount=exposure.amount.plain(),
            cap=Money(rules.offline_cap_minor, asked.currency).plain(), hours=rules.offline_hours,
        )  # fmt: skip


def check_tip(tip: Money, amount: Money, rules: CardRules) -> None:
    """Refuse a tip below nothing or above what the house allows. Raises RuleBroken(TIP_OUT_OF_RANGE)."""
    if tip.minor < 0 or tip.minor * 100 > amount.minor * rules.most_tip_percent:
        raise RuleBroken(Rule.TIP_OUT_OF_RANGE, tip=tip.plain(), most=rules.most_tip_percent)


def suggested_tips(amount: Money, rules: CardRules) -> tuple[tuple[int, Money], ...]:
    """Each percentage of the house with what it comes to, rounded to the minor unit."""
    none = zero(amount.currency)
    if amount <= none:
        return ()
    percents = (percent for percent in rules.tip_percents if 0 < percent <= rules.most_tip_percent)
    return tuple((percent, amount.split((percent, 100 - percent))[0]) for percent in percents if percent < 100)
