"""Coins and notes of each currency, in its minor unit: what guests hand over, and what a drawer is counted by.

As the central banks list them as in use (2026); what is legal tender and hardly seen is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aura_terminal.domain.money import exponent_of


@dataclass(frozen=True, slots=True)
class Denominations:
    """A currency's coins and notes, ascending. Where a value is both, it is counted with the notes."""

    coins: tuple[int, ...]
    notes: tuple[int, ...]


_CENTS = (1, 2, 5, 10, 20, 50, 100, 200)
_FIVES = (500, 1000, 2000, 5000, 10000, 20000)
_HUNDREDS = (2000, 5000, 10000, 20000, 50000, 100000)

CASH_OF: Mapping[str, Denominations] = MappingProxyType(
    {
        "AED": Denominations((25, 50, 100), (500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)),
        "ARS": Denominations((1000, 2500, 5000), (10000, 20000, 50000, 100000, 200000, 1000000, 2000000)),
        "AUD": Denominations((5, 10, 20, 50, 100, 200), (500, 1000, 2000, 5000, 10000)),
        "BGN": Denominations(_CENTS, (500, 1000, 2000, 5000, 10000)),
        "BHD": Denominations((5, 10, 25, 50, 100), (500, 1000, 5000, 10000, 20000)),
        "BRL": Denominations((5, 10, 25, 50, 100), (200, 500, 1000, 2000, 5000, 10000, 20000)),
        "CAD": Denominations((5, 10, 25, 100, 200), (500, 1000, 2000, 5000, 10000)),
        "CHF": Denominations((5, 10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 20000, 100000)),
        "CLP": Denominations((10, 50, 100, 500), (1000, 2000, 5000, 10000, 20000)),
        "CNY": Denominations((10, 50), (100, 500, 1000, 2000, 5000, 10000)),
        "COP": Denominations(
            (5000, 10000, 20000, 50000, 100000), (200000, 500000, 1000000, 2000000, 5000000, 10000000)
        ),
        "CZK": Denominations((100, 200, 500, 1000, 2000, 5000), (10000, 20000, 50000, 100000, 200000, 500000)),
        "DKK": Denominations((50, 100, 200, 500, 1000, 2000), (5000, 10000, 20000, 50000)),
        "EGP": Denominations((25, 50, 100), (500, 1000, 2000, 5000, 10000, 20000)),
        "EUR": Denominations(_CENTS, _FIVES),
        "GBP": Denominations(_CENTS, (500, 1000, 2000, 5000)),
        "HKD": Denominations((10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 50000, 100000)),
        "HUF": Denominations((500, 1000, 2000, 5000, 10000, 20000), (50000, 100000, 200000, 500000, 1000000, 2000000)),
        "IDR": Denominations((10000, 20000, 50000), (100000, 200000, 500000, 1000000, 2000000, 5000000, 10000000)),
        "ILS": Denominations((10, 50, 100, 200, 500, 1000), (2000, 5000, 10000, 20000)),
        "INR": Denominations((100, 200, 500), (1000, 2000, 5000, 10000, 20000, 50000)),
        "ISK": Denominations((1, 5, 10, 50, 100), (500, 1000, 2000, 5000, 10000)),
        "JPY": Denominations((1, 5, 10, 50, 100, 500), (1000, 2000, 5000, 10000)),
        "KRW": Denominations((10, 50, 100, 500), (1000, 5000, 10000, 50000)),
        "KWD": Denominations((5, 10, 20, 50, 100), (250, 500, 1000, 5000, 10000, 20000)),
        "MXN": Denominations((10, 20, 50, 100, 200, 500, 1000), _HUNDREDS),
        "MYR": Denominations((5, 10, 20, 50), (100, 500, 1000, 2000, 5000, 10000)),
        "NOK": Denominations((100, 500, 1000, 2000), (5000, 10000, 20000, 50000, 100000)),
        "NZD": Denominations((10, 20, 50, 100, 200), (500, 1000, 2000, 5000, 10000)),
        "OMR": Denominations((5, 10, 25, 50), (100, 500, 1000, 5000, 10000, 20000, 50000)),
        "PHP": Denominations((1, 5, 25, 100, 500, 1000), _HUNDREDS),
        "PLN": Denominations((*_CENTS, 500), (1000, 2000, 5000, 10000, 20000, 50000)),
        "QAR": Denominations((25, 50), (100, 500, 1000, 5000, 10000, 20000, 50000)),
        "RON": Denominations((1, 5, 10, 50), (100, 500, 1000, 2000, 5000, 10000, 20000, 50000)),
        "SAR": Denominations((5, 10, 25, 50, 100, 200), (500, 1000, 5000, 10000, 20000, 50000)),
        "SEK": Denominations((100, 200, 500, 1000), _HUNDREDS),
        "SGD": Denominations((5, 10, 20, 50, 100), (200, 500, 1000, 5000, 10000)),
        "THB": Denominations((25, 50, 100, 200, 500, 1000), (2000, 5000, 10000, 50000, 100000)),
        "TND": Denominations((50, 100, 200, 500, 1000, 2000), (5000, 10000, 20000, 50000)),
        "TRY": Denominations((10, 25, 50, 100), _FIVES),
        "TWD": Denominations((100, 500, 1000, 5000), (10000, 20000, 50000, 100000)),
        "UAH": Denominations((10, 50, 100, 200, 500, 1000), _HUNDREDS),
        "USD": Denominations((1, 5, 10, 25), (100, 500, 1000, 2000, 5000, 10000)),
        "VND": Denominations((), (1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000)),
        "ZAR": Denominations((10, 20, 50, 100, 200, 500), (1000, 2000, 5000, 10000, 20000)),
    }
)


def cash_of(currency: str) -> Denominations:
    """The coins and notes of a currency. Raises ValueError for one this program does not know."""
    exponent_of(currency)
    return CASH_OF[currency]
