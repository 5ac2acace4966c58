"""The house's rules for service: courses, what is asked before money is taken, charges for service, and tips."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AreaId, ChargeId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import TaxRate

SERVICE_RULES = "service"
LAST_COURSE = 9
UNTAXED, AS_DISHES = "", "as_dishes"
"""A charge without tax, and one that bears the taxes of the dishes in the proportion they have on the order."""
MOST_PERCENT = Decimal(100)
LONGEST_NAME = 40


class CoursesWait(StrEnum):
    """Where a later course waits until it is fired: at stations that say so, at every station, or nowhere."""

    BY_STATION = "by_station"
    EVERYWHERE = "everywhere"
    NOWHERE = "nowhere"


class UnsentPolicy(StrEnum):
    """What is done about lines the kitchen does not have when money is taken.

    IGNORE: they are sent with the payment and nobody is asked. WARN: whoever takes the money is told, and sends them or
    marks them as sent. MANAGER: sent with a manager's word only. MANAGER_MARKS: the same, and a manager may also mark
    them as sent, so that the kitchen is not told.
    """

    IGNORE = "ignore"
    WARN = "warn"
    MANAGER = "manager"
    MANAGER_MARKS = "manager_marks"


class ChoicePolicy(StrEnum):
    """What happens to a dish whose required choice is missing: it is added, added with a warning, or not added.

    What was added without its choice is not sent before somebody has chosen.
    """

    ADD = "add"
    WARN = "warn"
    BLOCK = "block"


class ChargeBy(StrEnum):
    """What a charge is reckoned by: a percentage of what is left after discounts, once an order, or for each guest."""

    PERCENT = "percent"
    ORDER = "order"
    GUEST = "guest"


class Turnover(StrEnum):
    """Whose money a charge is: turnover of the house, or passed on to somebody else and no turnover."""

    HOUSE = "house"
    PASSED_ON = "passed_on"


class Applied(StrEnum):
    """How a charge comes onto an order: by itself where its conditions hold, or when a person puts it there."""

    BY_ITSELF = "by_itself"
    BY_HAND = "by_hand"


class TipBasis(StrEnum):
    """What a percentage of a tip is taken of: what is left after discounts without its tax, or with it."""

    BEFORE_TAX = "before_tax"
    AFTER_TAX = "after_tax"


@dataclass(frozen=True, slots=True)
class ChargeRule:
    """A charge for service. `percent` counts for PERCENT, `amount_minor` of the store's currency for the others.

    It is put on orders of `order_types`, at tables of `areas` (none named: wherever) and for parties of at least
    `least_guests`. `tax` is UNTAXED, AS_DISHES or a tax category; what is passed on bears no tax here.
    """

    id: ChargeId
    name: str
    by: ChargeBy = ChargeBy.PERCENT
    percent: Decimal = Decimal(0)
    amount_minor: int = 0
    applied: Applied = Applied.BY_ITSELF
    order_types: tuple[OrderType, ...] = ()
    areas: tuple[AreaId, ...] = ()
    least_guests: int = 0
    tax: str = AS_DISHES
    turnover: Turnover = Turnover.HOUSE


@dataclass(frozen=True, slots=True)
class GratuityRule:
    """A tip the house asks of parties of at least `least_guests`; 0 asks nobody."""

    least_guests: int = 0
    percent: Decimal = Decimal(18)
    basis: TipBasis = TipBasis.BEFORE_TAX
    order_types: tuple[OrderType, ...] = (OrderType.DINE_IN,)


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """One document of the store. `courses` are names of course 1 and on; a course without one is called by its number.

    `tip_percents` are suggested on checks, reckoned on `tip_basis`.
    """

    id: str = SERVICE_RULES
    courses: tuple[str, ...] = ()
    courses_wait: CoursesWait = CoursesWait.BY_STATION
    unsent: UnsentPolicy = UnsentPolicy.IGNORE
    choices: ChoicePolicy = ChoicePolicy.BLOCK
    charges: tuple[ChargeRule, ...] = ()
    gratuity: GratuityRule = GratuityRule()
    tip_percents: tuple[int, ...] = (10, 15, 20)
    tip_basis: TipBasis = TipBasis.AFTER_TAX

    def course_name(self, course: int) -> str:
        """What a course is called; "" where the house has no name for it."""
        return self.courses[course - 1] if 1 <= course <= len(self.courses) else ""


@dataclass(frozen=True, slots=True)
class FrozenCharge:
    """A charge as it counts on one order: with the tables it is for (None: any) and its tax rates by kind of order."""

    rule: ChargeRule
    tables: tuple[TableId, ...] | None = None
    rates: tuple[tuple[OrderType, tuple[TaxRate, ...]], ...] = ()

    def rates_for(self, order_type: OrderType) -> tuple[TaxRate, ...]:
        """The rates it bears on an order of this kind."""
        return next((rates for kind, rates in self.rates if kind is order_type), ())


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """The rules for charges and gratuity as they were when an order was opened: no bill changes with the rules."""

    charges: tuple[FrozenCharge, ...] = ()
    gratuity: GratuityRule | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What one charge comes to on a bill, at menu price: with tax where prices have it, else without."""

    id: ChargeId
    name: str
    amount: Money
    turnover: Turnover


def check_rules(rules: ServiceRules) -> ServiceRules:
    """The rules, held to what can be reckoned. Raises RuleBroken: NAME_NEEDED, SERVICE_RULES_WRONG."""
    for charge in rules.charges:
        if not charge.name.strip():
            raise RuleBroken(Rule.NAME_NEEDED)
        if not _can_be_reckoned(charge) or len(charge.name) > LONGEST_NAME:
            raise RuleBroken(Rule.SERVICE_RULES_WRONG, what=charge.name)
    names = [charge.id for charge in rules.charges]
    if len(set(names)) < len(names) or len(rules.courses) > LAST_COURSE:
        raise RuleBroken(Rule.SERVICE_RULES_WRONG, what="")
    gratuity = rules.gratuity
    if not (_is_share(gratuity.percent) and 0 <= gratuity.least_guests <= 999):
        raise RuleBroken(Rule.SERVICE_RULES_WRONG, what="gratuity")
    if any(not 0 < percent <= 100 for percent in rules.tip_percents) or len(rules.tip_percents) > 5:
        raise RuleBroken(Rule.SERVICE_RULES_WRONG, what="tips")
    return rules


def _can_be_reckoned(charge: ChargeRule) -> bool:
    if charge.by is ChargeBy.PERCENT:
        return _is_share(charge.percent) and charge.percent > 0
    return 0 < charge.amount_minor <= 10**7


def _is_share(percent: Decimal) -> bool:
    exponent = percent.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -4 and 0 <= percent <= MOST_PERCENT
