"""Tax: inclusive or exclusive, several rates a line, one rounding rule, and net + tax = gross by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import OrderType as OrderType
from aura_terminal.domain.money import Money, RoundingMode, round_ratio


class PricesAre(StrEnum):
    """Whether menu prices already contain the tax."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class RoundingScope(StrEnum):
    """Where tax is rounded: on each line, or once per rate over the whole order."""

    LINE = "line"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One rate as it applied when a line was sold. `percent` is exact; `label` is the letter on the receipt."""

    id: str
    name: str
    label: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """A jurisdiction's way to count tax, frozen into each order. `cash_step` is the smallest coin in minor units."""

    prices: PricesAre
    scope: RoundingScope
    mode: RoundingMode
    cash_step: int = 1


@dataclass(frozen=True, slots=True)
class TaxRule:
    """Which rates apply to a tax category; `order_type` None means every type without a rule of its own."""

    tax_category: str
    order_type: OrderType | None
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaxRegime:
    """The store's tax document: terms, rates, categories (id to name) and the rules that join them."""

    id: str
    terms: TaxTerms
    rates: tuple[TaxRate, ...]
    categories: tuple[tuple[str, str], ...]
    rules: tuple[TaxRule, ...]

    def rates_for(self, tax_category: str, order_type: OrderType) -> tuple[TaxRate, ...]:
        """The rates of a category for an order type; a specific rule beats a general one.

        Raises RuleBroken(TAX_RULE_MISSING) when no rule covers the category: nothing is sold untaxed by accident.
        """
        general: TaxRule | None = None
        for rule in self.rules:
            if rule.tax_category == tax_category:
                if rule.order_type is order_type:
                    return self._rates(rule)
                if rule.order_type is None:
                    general = rule
        if general is None:
            raise RuleBroken(Rule.TAX_RULE_MISSING, tax_category=tax_category, order_type=order_type.value)
        return self._rates(general)

    def _rates(self, rule: TaxRule) -> tuple[TaxRate, ...]:
        known = {rate.id: rate for rate in self.rates}
        return tuple(known[rate_id] for rate_id in rule.rates)


@dataclass(frozen=True, slots=True)
class Taxable:
    """An amount at menu price with the rates that apply to it."""

    amount: Money
    rates: tuple[TaxRate, ...]


@dataclass(frozen=True, slots=True)
class TaxLine:
    """What one rate came to: the net amount it was taken on, and the tax."""

    rate: TaxRate
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """net + tax = gross, and the lines' taxes add up to tax."""

    net: Money
    tax: Money
    gross: Money
    lines: tuple[TaxLine, ...]


@dataclass(slots=True)
class _Sums:
    """Net and tax per rate while they are being counted, in minor units."""

    of: dict[TaxRate, tuple[int, int]] = field(default_factory=dict)

    def add(self, rate: TaxRate, net: int, tax: int) -> None:
        before = self.of.get(rate)
        self.of[rate] = (net, tax) if before is None else (before[0] + net, before[1] + tax)


def tax_of(parts: Iterable[Taxable], terms: TaxTerms, currency: str) -> TaxBreakdown:
    """The tax of an order's parts under one jurisdiction's terms; exact, and order-independent within a scope."""
    charged = [part for part in parts if part.amount.minor]
    sums = _Sums()
    menu_price = sum(part.amount.minor for part in charged)
    if terms.prices is PricesAre.EXCLUSIVE:
        _add_exclusive(charged, terms, sums)
    else:
        _add_inclusive(charged, terms, sums)
    tax = sum([tax for _, tax in sums.of.values()])
    gross = menu_price + tax if terms.prices is PricesAre.EXCLUSIVE else menu_price
    lines = tuple([
        TaxLine(rate, Money(net, currency), Money(tax_, currency))
        for rate, (net, tax_) in sorted(sums.of.items(), key=_place_of)
    ])  # fmt: skip
    return TaxBreakdown(Money(gross - tax, currency), Money(tax, currency), Money(gross, currency), lines)


def _place_of(summed: tuple[TaxRate, tuple[int, int]]) -> tuple[str, str, Decimal, str]:
    rate = summed[0]
    return rate.label, rate.id, rate.percent, rate.name


def _add_exclusive(parts: Sequence[Taxable], terms: TaxTerms, sums: _Sums) -> None:
    per_rate: dict[TaxRate, list[int]] = {}
    for part in parts:
        for rate in part.rates:
            per_rate.setdefault(rate, []).append(part.amount.minor)
    for rate, amounts in per_rate.items():
        bases = amounts if terms.scope is RoundingScope.LINE else [sum(amounts)]
        for base in bases:
            sums.add(rate, base, _share(base, rate.percent, terms.mode))


def _add_inclusive(parts: Sequence[Taxable], terms: TaxTerms, sums: _Sums) -> None:
    per_mix: dict[tuple[TaxRate, ...], list[int]] = {}
    for part in parts:
        if part.rates:
            per_mix.setdefault(part.rates, []).append(part.amount.minor)
    for rates, amounts in per_mix.items():
        for gross in amounts if terms.scope is RoundingScope.LINE else [sum(amounts)]:
            _add_contained(gross, rates, terms.mode, sums)


def _add_contained(gross: int, rates: tuple[TaxRate, ...], mode: RoundingMode, sums: _Sums) -> None:
    """Take the tax out of a gross amount: the net is rounded once, the tax is the rest, shared by the rates."""
    alone = len(rates) == 1
    whole, scale = _as_ratio(rates[0].percent if alone else sum((rate.percent for rate in rates), Decimal(0)))
    net = round_ratio(gross * 100 * scale, 100 * scale + whole, mode)
    if alone:
        sums.add(rates[0], net, gross - net)
        return
    tax = Money(gross - net, "")
    weights = _weights(rates)
    shares = tax.split(weights) if sum(weights) else tuple(Money(0, "") for _ in rates)
    for rate, share in zip(rates, shares, strict=True):
        sums.add(rate, net, share.minor)


def _share(base: int, percent: Decimal, mode: RoundingMode) -> int:
    whole, scale = _as_ratio(percent)
    return round_ratio(base * whole, 100 * scale, mode)


def _weights(rates: Sequence[TaxRate]) -> list[int]:
    ratios = [_as_ratio(rate.percent) for rate in rates]
    common = 1
    for _, scale in ratios:
        common = max(common, scale)
    return [whole * (common // scale) for whole, scale in ratios]


@lru_cache(maxsize=256)
def _as_ratio(percent: Decimal) -> tuple[int, int]:
    """A percentage as whole/scale with a power of ten as scale, so that scales divide one another."""
    exponent = -int(percent.as_tuple().exponent)
    scale = 10 ** max(exponent, 0)
    return int(percent * scale), scale
