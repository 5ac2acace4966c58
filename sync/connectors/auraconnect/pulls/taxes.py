"""Tax rates (reference, "GET /api/v1/tax/rates"), whose shape the documents do not give.

What is taken: `id`, `name`, `rate` in percent as text or number, and where they are given `category`, `jurisdiction`,
`order_type` and `inclusive`. A rate without a category counts where no rate names the category; several add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.naming import local_id_of, record_of
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.pulls.menu import STANDARD_TAX
from sync.reconcile.contract import Unreadable, digest_of
from sync.reconcile.fields import Found

REGIME = "auraconnect"
AMERICAN = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
"""How the documents' own example counts: 42.31 + 3.68 of tax + 6.35 of tip = 52.34."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_PERCENT = 100
MOST_PAGES = 10
FIELDS = (
    "id", "name", "label", "rate", "category", "order_type", "inclusive", "prices_include_tax", "rounding_scope",
    "rounding_mode",
)  # fmt: skip

Key = tuple[str, OrderType | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A rate as the central has it; an empty category is every one that no rate names."""

    rate: TaxRate
    central_id: str
    category: str
    order_type: OrderType | None
    inclusive: bool | None


def take_rates(intake: Intake, rows: Sequence[Found], page: int, is_all: bool) -> tuple[str, ...]:
    """Put the rates into the store's taxes; the central's ids. `is_all`: there are no others.

    Rates of one name and percentage are one rate here, whatever they are of: a receipt shows one line for it.
    """
    taken = [_read(intake, row, place) for place, row in enumerate(rows)]
    digest = digest_of(*(digest_of_row(row, FIELDS) for row in rows))
    if taken and intake.is_news("tax", str(page), digest):
        intake.put(_with(intake, _regime(intake), taken, is_all))
    if taken:
        intake.link("tax", str(page), str(page), digest, said=[(one.rate.id, one.central_id) for one in taken])
    return tuple(one.central_id for one in taken)


def _regime(intake: Intake) -> TaxRegime:
    profile = intake.get(StoreProfile, STORE_PROFILE)
    regime_id = REGIME if profile is None or not profile.tax_regime else profile.tax_regime
    return intake.get(TaxRegime, regime_id) or TaxRegime(regime_id, AMERICAN, (), (), ())


def _read(intake: Intake, row: Found, place: int) -> Taken:
    central_id, name, percent = row["id"].id(), row["name"].name(), row["rate"]
    if not 0 <= percent.decimal() <= MOST_PERCENT:
        raise Unreadable(percent.path, str(percent.value))
    category, order_type = row.maybe("category"), row.maybe("order_type")
    inclusive = first_of(row, "inclusive", "prices_include_tax")
    exact = percent.decimal().normalize() + 0
    known = next((one for one in _regime(intake).rates if (one.name, one.percent) == (name, exact)), None)
    rate_id = local_id_of(intake.picture.store_id, "tax", f"{name} {exact}") if known is None else known.id
    label = row.maybe("label")
    letter = known.label if known is not None else LETTERS[place % len(LETTERS)]
    return Taken(
        TaxRate(rate_id, name, letter if label is None else label.name(), exact),
        central_id,
        "" if category is None else category.text(),
        None if order_type is None else _order_type(order_type, intake.words.order_types),
        None if inclusive is None else inclusive.flag(),
    )


def _order_type(reading: Found, words: Mapping[str, str]) -> OrderType | None:
    """The order type of a word; `all` and `any` are every one."""
    word = reading.text().casefold()
    if word in ("all", "any", ""):
        return None
    found = next((ours for ours, theirs in words.items() if theirs == word), "")
    if not found:
        raise Unreadable(reading.path, repr(word))
    return OrderType(found)


def _with(intake: Intake, regime: TaxRegime, taken: list[Taken], is_all: bool) -> TaxRegime:
    ours = {one.id for one in regime.rates} - (set() if is_all else _of_other_pages(intake))
    rules = {(rule.tax_category, rule.order_type): rule.rates for rule in regime.rules}
    for key, rates in _by_key(intake, regime, taken).items():
        stay = tuple(one for one in rules.get(key, ()) if one not in ours and one not in rates)
        rules[key] = (*stay, *rates)
    named = {rate for rates in rules.values() for rate in rates}
    known = {one.id: one for one in regime.rates} | {one.rate.id: one.rate for one in taken}
    categories = {key[0]: key[0].replace("_", " ").capitalize() for key in rules}
    categories |= dict(regime.categories)
    return replace(
        regime,
        terms=_terms(regime.terms, taken),
        rates=tuple(known[id_] for id_ in sorted(known) if id_ in named),
        categories=tuple(categories.items()),
        rules=tuple(TaxRule(*key, rules[key]) for key in sorted(rules, key=lambda key: (key[0], key[1] or ""))),
    )


def _of_other_pages(intake: Intake) -> set[str]:
    """Rates that pages before this one spoke of."""
    return {
        rate_id for page in range(1, MOST_PAGES) for rate_id in intake.picture.record(record_of("tax", str(page))).said
    }


def _by_key(intake: Intake, regime: TaxRegime, taken: list[Taken]) -> dict[Key, tuple[str, ...]]:
    """Which rates count for which category and order type."""
    found: dict[Key, list[str]] = {}
    for one in taken:
        if one.category:
            found.setdefault((one.category, one.order_type), []).append(one.rate.id)
    used = {one.tax_category for one in intake.all(Category)} | {one.tax_category for one in intake.all(Item)}
    others = {key for key, _ in regime.categories} | used | {STANDARD_TAX}
    for category in sorted(others - {key[0] for key in found} - {""}):
        for one in taken:
            if not one.category:
                found.setdefault((category, one.order_type), []).append(one.rate.id)
    return {key: tuple(dict.fromkeys(rates)) for key, rates in found.items()}


def _terms(terms: TaxTerms, taken: list[Taken]) -> TaxTerms:
    """Whether prices contain the tax, where the rates say so; they have to say the same."""
    said = {one.inclusive for one in taken if one.inclusive is not None}
    if len(said) > 1:
        raise Unreadable("inclusive", "rates of both kinds")
    if not said:
        return terms
    return replace(terms, prices=PricesAre.INCLUSIVE if said.pop() else PricesAre.EXCLUSIVE)
