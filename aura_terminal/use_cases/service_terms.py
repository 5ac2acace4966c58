"""The house's rules for service as an order is opened under them."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.service_rules import (
    AS_DISHES,
    UNTAXED,
    Applied,
    ChargeRule,
    FrozenCharge,
    ServiceRules,
    ServiceTerms,
    Turnover,
)
from aura_terminal.domain.shop import Table
from aura_terminal.domain.tax import TaxRate
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.selling import regime_of


def terms_of_opening(work: Work, split_from: OrderId | None = None) -> ServiceTerms | None:
    """What an order opened now is under; a part of a divided order is under what the whole is under."""
    if split_from is not None:
        return work.order(split_from).service.terms
    rules = service_rules(work.documents)
    gratuity = rules.gratuity if rules.gratuity.least_guests else None
    charges = tuple(_frozen(work, rule) for rule in rules.charges)
    return ServiceTerms(charges, gratuity) if charges or gratuity is not None else None


def check_taxes(work: Work, rules: ServiceRules) -> None:
    """Refuse a charge whose tax category no rule covers. Raises RuleBroken(TAX_RULE_MISSING)."""
    for rule in rules.charges:
        _frozen(work, rule)


def _frozen(work: Work, rule: ChargeRule) -> FrozenCharge:
    tables = None
    if rule.areas and rule.applied is Applied.BY_ITSELF:
        tables = tuple(table.id for table in work.documents.all(Table) if table.area in rule.areas)
    return FrozenCharge(rule, tables, _rates(work, rule))


def _rates(work: Work, rule: ChargeRule) -> tuple[tuple[OrderType, tuple[TaxRate, ...]], ...]:
    if rule.tax in (UNTAXED, AS_DISHES) or rule.turnover is Turnover.PASSED_ON:
        return ()
    regime = regime_of(work)
    if rule.tax not in dict(regime.categories):
        raise RuleBroken(Rule.TAX_RULE_MISSING, tax_category=rule.tax, order_type=OrderType.DINE_IN.value)
    kinds = rule.order_types or tuple(OrderType)
    return tuple((kind, regime.rates_for(rule.tax, kind)) for kind in kinds)
