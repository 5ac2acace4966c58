"""Money: whole minor units of one currency, one rounding function, parts that always add up to the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken

# ISO 4217 minor-unit exponents of the currencies a store can be set up with.
EXPONENTS = {
    "AED": 2, "ARS": 2, "AUD": 2, "BGN": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "COP": 2,
    "CZK": 2, "DKK": 2, "EGP": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2, "ISK": 0,
    "JPY": 0, "KRW": 0, "KWD": 3, "MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2, "OMR": 3, "PHP": 2, "PLN": 2, "QAR": 2,
    "RON": 2, "SAR": 2, "SEK": 2, "SGD": 2, "THB": 2, "TND": 3, "TRY": 2, "TWD": 2, "UAH": 2, "USD": 2, "VND": 0,
    "ZAR": 2,
}  # fmt: skip

AMOUNT = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,18}))?")

# JSON, SQLite and JavaScript agree on whole numbers below this.
LARGEST_MINOR = 2**53 - 1


class RoundingMode(StrEnum):
    """How an exact half is rounded: away from zero, or to the even neighbour."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


def round_ratio(numerator: int, denominator: int, mode: RoundingMode) -> int:
    """The whole number nearest to numerator/denominator; the only rounding of money there is."""
    if denominator <= 0:
        raise ValueError("the denominator of a rounding must be positive")
    whole, rest = divmod(abs(numerator), denominator)
    doubled = 2 * rest
    if doubled > denominator or (doubled == denominator and (mode is RoundingMode.HALF_UP or whole % 2 == 1)):
        whole += 1
    return whole if numerator >= 0 else -whole


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount, counted in the minor unit of one currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise RuleBroken(Rule.CURRENCY_MIXED, one=self.currency, other=other.currency)
        return other.minor

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Shares in proportion to the weights; they always add up to the whole.

        Raises ValueError when a weight is negative or all are zero.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("the weights of a split must not be negative and must not all be zero")
        sign, amount = (1, self.minor) if self.minor >= 0 else (-1, -self.minor)
        reached, shares = 0, []
        for weight in weights:
            before = amount * reached // whole
            reached += weight
            shares.append(Money(sign * (amount * reached // whole - before), self.currency))
        return tuple(shares)

    def rounded_to(self, step: int) -> Money:
        """The nearest multiple of `step` minor units, an exact half away from zero (what coins can pay)."""
        return Money(round_ratio(self.minor, step, RoundingMode.HALF_UP) * step, self.currency)

    def plain(self) -> str:
        """The amount in major units with a point and no currency sign: `1250 EUR` is `12.50`."""
        places = exponent_of(self.currency)
        sign = "-" if self.minor < 0 else ""
        digits = str(abs(self.minor)).rjust(places + 1, "0")
        return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def zero(currency: str) -> Money:
    """Nothing, in a currency."""
    return Money(0, currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency; nothing adds up to zero."""
    minor = 0
    for amount in amounts:
        if amount.currency != currency:
            raise RuleBroken(Rule.CURRENCY_MIXED, one=currency, other=amount.currency)
        minor += amount.minor
    return Money(minor, currency)


def exponent_of(currency: str) -> int:
    """How many decimals the currency has (ISO 4217); raises ValueError for one that is not known."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise ValueError(f"unknown currency {currency!r}; known are {', '.join(sorted(EXPONENTS))}") from None


def parse_money(text: str, currency: str) -> Money:
    """Money from major units as people write them (`12.50`); exact or refused with ValueError, never rounded."""
    places = exponent_of(currency)
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not an amount of {currency}")
    sign, whole, decimals = found[1], found[2], (found[3] or "").rstrip("0")
    if len(decimals) > places:
        raise ValueError(f"{text!r} is not an amount of {currency}: it has at most {places} decimals")
    minor = int(whole + decimals.ljust(places, "0"))
    if minor > LARGEST_MINOR:
        raise ValueError(f"{text!r} is larger than any amount of {currency} this program keeps")
    return Money(-minor if sign == "-" else minor, currency)
