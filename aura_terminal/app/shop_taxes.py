"""The tax file of a shop as its tax document."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.app.shop_entries import Entry, must_be_unique
from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms

ANY = "any"


def read_regime(file: Entry, currency: str) -> TaxRegime:
    """The regime with its rates, categories and rules; every category has a rule for every order type."""
    regime = _regime_entry(file)
    rates = tuple(_rate(entry) for entry in file.entries("rate", "rate"))
    category_entries = file.entries("category", "category")
    must_be_unique([(entry, entry.id()) for entry in category_entries], "id")
    categories = tuple((entry.id(), entry.text("name")) for entry in category_entries)
    known, rate_ids = [key for key, _ in categories], [rate.id for rate in rates]
    rules = tuple(_rule(entry, known, rate_ids) for entry in file.entries("rule", "rule"))
    for entry in category_entries:
        entry.done()
        _must_be_covered(entry, rules)
    terms = TaxTerms(
        regime.word("prices", PricesAre),
        regime.word("rounding_scope", RoundingScope),
        regime.word("rounding_mode", RoundingMode),
        _cash_step(regime, currency),
    )
    found = TaxRegime(regime.id(), terms, rates, categories, rules)
    regime.done()
    return found


def _regime_entry(file: Entry) -> Entry:
    file.asked.add("regime")
    values = file.values.get("regime")
    if not isinstance(values, dict):
        raise file.problem("regime", "is missing", "Write [regime] with id, prices, rounding_scope and rounding_mode.")
    return Entry(file.file, "regime", values)


def _cash_step(regime: Entry, currency: str) -> int:
    step = regime.money("cash_step", currency).minor
    if step < 1:
        raise regime.problem("cash_step", "is nothing", "Write the smallest coin that is given out, as in 0.05.")
    return step


def _rate(entry: Entry) -> TaxRate:
    rate = TaxRate(entry.id(), entry.text("name"), entry.text("label"), entry.percent("percent"))
    entry.done()
    return rate


def _rule(entry: Entry, categories: Sequence[str], rates: Sequence[str]) -> TaxRule:
    category = entry.one_of("tax_category", entry.text("tax_category"), categories, "tax category")
    order_type = None if entry.text("order_type") == ANY else entry.word("order_type", OrderType)
    chosen = tuple(entry.one_of("rates", rate, rates, "rate") for rate in entry.texts("rates"))
    entry.done()
    return TaxRule(category, order_type, chosen)


def _must_be_covered(category: Entry, rules: Sequence[TaxRule]) -> None:
    types = [rule.order_type for rule in rules if rule.tax_category == category.id()]
    if len(types) != len(set(types)):
        raise category.problem("", "has two rules for the same order type", "Keep one of them.")
    if None not in types and not set(OrderType) <= set(types):
        remedy = 'Add a [[rule]] with order_type = "any".'
        raise category.problem("", "has no tax rule for some order type", remedy)
