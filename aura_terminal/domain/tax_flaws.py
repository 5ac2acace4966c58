"""What keeps a set of taxes from being used, each flaw with the field it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from aura_terminal.domain.menu_flaws import LONGEST_NAME, Flaw, Slip, plain
from aura_terminal.domain.tax import OrderType, TaxRegime, TaxRule

MOST_PERCENT = 100
LARGEST_STEP = 100_000


def slips_of_taxes(regime: TaxRegime, used: Collection[str]) -> tuple[Slip, ...]:
    """What is wrong with the store's taxes; `used` are the classes that categories and items name."""
    return (*_rates(regime), *_classes(regime, used), *_rules(regime), *_step(regime))


def _rates(regime: TaxRegime) -> Iterator[Slip]:
    letters = Counter(rate.label.strip() for rate in regime.rates)
    for place, rate in enumerate(regime.rates):
        path = f"rates.{place}"
        if not rate.name.strip():
            yield Slip(f"{path}.name", Flaw.NAME_MISSING)
        if len(rate.name) > LONGEST_NAME:
            yield Slip(f"{path}.name", Flaw.TOO_LONG, str(LONGEST_NAME))
        if not rate.label.strip():
            yield Slip(f"{path}.label", Flaw.NAME_MISSING)
        elif letters[rate.label.strip()] > 1:
            yield Slip(f"{path}.label", Flaw.LETTER_TAKEN, rate.label)
        if not 0 <= rate.percent <= MOST_PERCENT:
            yield Slip(f"{path}.percent", Flaw.PERCENT_OUT_OF_RANGE, str(MOST_PERCENT))


def _classes(regime: TaxRegime, used: Collection[str]) -> Iterator[Slip]:
    names: set[str] = set()
    for place, (key, name) in enumerate(regime.categories):
        path = f"categories.{place}"
        if not name.strip():
            yield Slip(path, Flaw.NAME_MISSING)
        elif plain(name) in names:
            yield Slip(path, Flaw.NAME_TAKEN, name)
        names.add(plain(name))
        types = {rule.order_type for rule in regime.rules if rule.tax_category == key}
        if None not in types and not set(OrderType) <= types:
            yield Slip(path, Flaw.CLASS_UNTAXED, name)
    for gone in sorted(set(used) - {key for key, _ in regime.categories}):
        yield Slip("categories", Flaw.CLASS_USED, gone)


def _rules(regime: TaxRegime) -> Iterator[Slip]:
    known = {rate.id for rate in regime.rates}
    for place, rule in enumerate(regime.rules):
        for rate_id in rule.rates:
            if rate_id not in known:
                yield Slip(f"rules.{place}.rates", Flaw.RATE_UNKNOWN, _name_of(regime, rule))


def _name_of(regime: TaxRegime, rule: TaxRule) -> str:
    return dict(regime.categories).get(rule.tax_category, rule.tax_category)


def _step(regime: TaxRegime) -> Iterator[Slip]:
    if not 1 <= regime.terms.cash_step <= LARGEST_STEP:
        yield Slip("terms.cash_step", Flaw.STEP_OUT_OF_RANGE)
