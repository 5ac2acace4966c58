"""Cash counted by hand: how many of each coin and note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aura_terminal.domain.denominations import cash_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money, zero

MOST_PIECES = 99_999


@dataclass(frozen=True, slots=True)
class CashCount:
    """What was found, and what it comes to: pairs of a coin's or note's value in minor units and how many, ascending.

    Values nobody found are left out.
    """

    total: Money
    pieces: tuple[tuple[int, int], ...] = ()


def counted(pieces: Mapping[int, int], currency: str) -> CashCount:
    """A count by coins and notes of a currency.

    Raises RuleBroken: COIN_UNKNOWN for a value the currency does not have, QUANTITY_OUT_OF_RANGE.
    """
    cash = cash_of(currency)
    known = {*cash.coins, *cash.notes}
    for value, number in pieces.items():
        if value not in known:
            raise RuleBroken(Rule.COIN_UNKNOWN, value=Money(value, currency).plain(), currency=currency)
        if not 0 <= number <= MOST_PIECES:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=number)
    found = tuple((value, number) for value, number in sorted(pieces.items()) if number)
    return CashCount(Money(sum(value * number for value, number in found), currency), found)


def nothing_counted(currency: str) -> CashCount:
    """An empty drawer."""
    return CashCount(zero(currency))
