"""The store's taxes as they are written on a screen: each class with its rates, also where an order type has others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu_flaws import Slip
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms

TYPES = {"dine_in": OrderType.DINE_IN, "takeout": OrderType.TAKEOUT, "delivery": OrderType.DELIVERY}


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """A tax class: `rates` count for every order type that has none of its own."""

    id: str
    name: str
    rates: tuple[str, ...] = ()
    dine_in: tuple[str, ...] = ()
    takeout: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxDraft:
    """Taxes while they are written; `regime` is what they were."""

    id: str
    regime: TaxRegime
    prices: PricesAre
    scope: RoundingScope
    cash_step: Money
    rates: tuple[TaxRate, ...]
    classes: tuple[ClassDraft, ...]


def draft_of(regime: TaxRegime, currency: str) -> TaxDraft:
    """Taxes as they are written."""
    classes = []
    for key, name in regime.categories:
        rules = {rule.order_type: rule.rates for rule in regime.rules if rule.tax_category == key}
        special = {word: rules.get(type_, ()) for word, type_ in TYPES.items()}
        classes.append(ClassDraft(key, name, rules.get(None, ()), **special))
    terms = regime.terms
    step = Money(terms.cash_step, currency)
    return TaxDraft(regime.id, regime, terms.prices, terms.scope, step, regime.rates, tuple(classes))


def regime_of(draft: TaxDraft) -> TaxRegime:
    """The taxes a draft stands for. A rule that said nothing but what the general one says stays as it was."""
    terms = TaxTerms(draft.prices, draft.scope, draft.regime.terms.mode, draft.cash_step.minor)
    classes = tuple((one.id, one.name) for one in draft.classes)
    rules = tuple(rule for one in draft.classes for rule in _rules(one, draft.regime))
    written = TaxRegime(draft.id, terms, draft.rates, classes, rules)
    if sorted(written.rules, key=repr) == sorted(draft.regime.rules, key=repr):
        return TaxRegime(draft.id, terms, draft.rates, classes, draft.regime.rules)
    return written


def slips_on_draft(slips: tuple[Slip, ...]) -> tuple[Slip, ...]:
    """Slips of taxes at the fields a person sees."""
    return tuple(Slip(_shown(slip.field), slip.flaw, slip.other) for slip in slips)


def _rules(one: ClassDraft, before: TaxRegime) -> Iterator[TaxRule]:
    untaxed = {rule.order_type for rule in before.rules if rule.tax_category == one.id and not rule.rates}
    if one.rates or None in untaxed:
        yield TaxRule(one.id, None, one.rates)
    for word, type_ in TYPES.items():
        rates: tuple[str, ...] = getattr(one, word)
        if rates or type_ in untaxed:
            yield TaxRule(one.id, type_, rates)


def _shown(path: str) -> str:
    head, _, rest = path.partition(".")
    if head == "categories":
        return f"classes.{rest}.name" if rest else "classes"
    if head == "terms":
        return rest
    return "classes" if head == "rules" else path
