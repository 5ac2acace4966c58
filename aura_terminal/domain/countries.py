"""What a new store begins with in a country: money, taxes, the rounding of cash, paper, language and zones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms

REGIME = "taxes"
STANDARD = "standard"
"""The tax category of whatever says no other; every country has it."""
UNTAXED = TaxRate("none", "No tax", "Z", Decimal(0))
PAPER_WIDTHS = (80, 58)
MOST_PERCENT = Decimal(100)
_AWAY = (OrderType.TAKEOUT, OrderType.DELIVERY)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"


@dataclass(frozen=True, slots=True)
class HouseRate:
    """A tax by the name on the receipt; a `percent` of None is not known yet, and has to be asked for."""

    id: str
    name: str
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HouseCategory:
    """What is taxed alike: the rates of it here, and of what is taken away, where they are others."""

    id: str
    name: str
    rates: tuple[str, ...]
    away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseTerms:
    """The rules of one store, as a person may change them before it opens. `cash_step` is in minor units.

    `paper` is in millimetres. Hours are written as the language does in the country of the time zone.
    """

    currency: str
    zone: str
    prices: PricesAre
    cash_step: int
    rates: tuple[HouseRate, ...]
    categories: tuple[HouseCategory, ...]
    paper: int = 80
    language: str = "en"

    @property
    def unknown_rates(self) -> tuple[HouseRate, ...]:
        """The taxes whose percent somebody has to say."""
        return tuple(rate for rate in self.rates if rate.percent is None)


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 code: the terms to begin with, its zones, and where its rules stand."""

    code: str
    name: str
    terms: HouseTerms
    zones: tuple[str, ...]
    tax_source: str
    cash_source: str


def regime_of(terms: HouseTerms) -> TaxRegime:
    """The tax document of a store by its terms; every rate must be known (ValueError)."""
    letters = iter(_LETTERS)
    rates = tuple(_rate(rate, next(letters)) for rate in terms.rates)
    rules = [TaxRule(each.id, None, each.rates) for each in terms.categories]
    rules += [TaxRule(each.id, kind, each.away) for each in terms.categories if each.away for kind in _AWAY]
    return TaxRegime(
        id=REGIME,
        terms=TaxTerms(terms.prices, RoundingScope.ORDER, RoundingMode.HALF_UP, terms.cash_step),
        rates=rates,
        categories=tuple((each.id, each.name) for each in terms.categories),
        rules=tuple(rules),
    )


def _rate(rate: HouseRate, letter: str) -> TaxRate:
    if rate.percent is None:
        raise ValueError(f"the percent of {rate.name} is not known")
    return TaxRate(rate.id, rate.name, UNTAXED.label if rate.percent == 0 else letter, rate.percent)
