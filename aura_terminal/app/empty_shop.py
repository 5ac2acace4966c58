"""The least a store needs before anything is on its menu."""

from __future__ import annotations

from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.countries import STANDARD, UNTAXED, HouseCategory, HouseRate, HouseTerms
from aura_terminal.domain.tax import PricesAre
from aura_terminal.use_cases.first_roles import OWNER_ROLE
from aura_terminal.use_cases.new_store import NewPerson, NewStore, first_documents

OWNER_NAME = "Owner"

# What coins can pay, in minor units, where the smallest coin is not the minor unit (reliability page, section 5).
CASH_STEPS = {"CHF": 5, "SEK": 100, "NOK": 100, "DKK": 50, "CAD": 5, "AUD": 5, "NZD": 10, "CZK": 100, "HUF": 500}
CASH_STEPS_OF_EURO_ZONES = {
    "Europe/Helsinki": 5, "Europe/Amsterdam": 5, "Europe/Brussels": 5, "Europe/Dublin": 5,
}  # fmt: skip
TAX_ON_TOP = frozenset({"USD", "CAD"})


def untaxed_terms(currency: str, zone: str) -> HouseTerms:
    """The terms of a store of which only money and zone are known: one category, without a tax.

    Prices contain the tax except where it is put on top by custom (USD, CAD). Cash is rounded as the currency's coins
    demand. `currency` and `zone` must be known ones.
    """
    step = CASH_STEPS_OF_EURO_ZONES.get(zone, 1) if currency == "EUR" else CASH_STEPS.get(currency, 1)
    prices = PricesAre.EXCLUSIVE if currency in TAX_ON_TOP else PricesAre.INCLUSIVE
    return HouseTerms(
        currency=currency,
        zone=zone,
        prices=prices,
        cash_step=step,
        rates=(HouseRate(UNTAXED.id, UNTAXED.name, UNTAXED.percent),),
        categories=(HouseCategory(STANDARD, "Standard", (UNTAXED.id,)),),
        language="",
    )


def empty_shop(name: str, currency: str, zone: str) -> ShopFiles:
    """Profile, taxes with one untaxed category, a kitchen, roles and an owner, who has no PIN yet."""
    owner = NewPerson(OWNER_NAME, OWNER_ROLE)
    return ShopFiles(*first_documents(NewStore(name, untaxed_terms(currency, zone), (owner,))))
