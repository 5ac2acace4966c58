"""The rules of the house for value accounts, and what may be drawn while other terminals are not heard.

Whoever hears all others knows every draw, so the balance alone bounds. Who does not may let go of value that was spent
elsewhere; how much of it is the house's risk, per account, per day at a terminal that hears nobody, and over the store
as far as is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money, exponent_of
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, Hearing

VALUE_RULES = "value"


@dataclass(frozen=True, slots=True)
class ValueRules:
    """One document of the store; amounts in minor units of its currency, 0 lets nothing go where it bounds.

    A gift card holds at most `most_on_card`. `apart_each` is what may be drawn from one account while some terminal is
    not heard, `alone_each` while none is, `alone_day` by one terminal on one date while it hears none, `alone_store` by
    all of them together as far as is known. `tab_cap` is how far a named tab without a card may go.
    """

    id: str
    most_on_card: int
    apart_each: int
    alone_each: int
    alone_day: int
    alone_store: int
    tab_cap: int


BOUNDS = ("most_on_card", "apart_each", "alone_each", "alone_day", "alone_store", "tab_cap")
"""The bounds by name, in the order of the rules' fields."""


def with_bound(rules: ValueRules, name: str, minor: int) -> ValueRules:
    """The rules with another amount for one bound."""
    return ValueRules(rules.id, *(minor if bound == name else getattr(rules, bound) for bound in BOUNDS))


@dataclass(frozen=True, slots=True)
class Apart:
    """What was drawn from gift cards on `today` while none was heard: here, and over the store as far as is known."""

    today: date
    here: Money
    everywhere: Money


def default_value_rules(currency: str) -> ValueRules:
    """What counts where the house said nothing: cards to 500, 50 apart, 20 alone, 100 a day and 300 over the store."""
    unit = 10 ** exponent_of(currency)
    return ValueRules(VALUE_RULES, 500 * unit, 50 * unit, 20 * unit, 100 * unit, 300 * unit, 100 * unit)


def most_to_draw(account: ValueAccount, rules: ValueRules, hearing: Hearing, apart: Apart) -> Money:
    """How much may be drawn from an account now without anybody's word, never below zero.

    Deposits and house accounts are known by name to those who serve them: their own room bounds them.
    """
    room = account.room
    if account.kind is AccountKind.GIFT_CARD and hearing is not Hearing.ALL:
        room = min(room, _cap(account, rules, hearing, apart))
    return max(room, Money(0, room.currency))


def must_be_drawable(account: ValueAccount, rules: ValueRules, hearing: Hearing, apart: Apart, amount: Money) -> None:
    """Refuse a draw. Raises RuleBroken: ACCOUNT_BLOCKED, CURRENCY_MIXED, VALUE_SHORT with what there is, VALUE_CAPPED
    with what may be let go of while others are not heard."""
    account.must_be_good()
    room = account.room
    if amount.currency != room.currency:
        raise RuleBroken(Rule.CURRENCY_MIXED, one=room.currency, other=amount.currency)
    if amount > room:
        raise RuleBroken(Rule.VALUE_SHORT, left=max(room, Money(0, room.currency)).plain(), amount=amount.plain())
    most = most_to_draw(account, rules, hearing, apart)
    if amount > most:
        raise RuleBroken(Rule.VALUE_CAPPED, most=most.plain())


def _cap(account: ValueAccount, rules: ValueRules, hearing: Hearing, apart: Apart) -> Money:
    """What is left of the bounds for value that may have been spent elsewhere."""
    currency = account.terms.currency
    if hearing is Hearing.SOME:
        return Money(rules.apart_each, currency) - account.drawn_apart(Hearing.SOME, apart.today)
    return min(
        Money(rules.alone_each, currency) - account.drawn_apart(Hearing.NONE, apart.today),
        Money(rules.alone_day, currency) - apart.here,
        Money(rules.alone_store, currency) - apart.everywhere,
    )
