"""A house for random evenings: prices with tax or without, coins, charges, a promotion, points that are money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from aura_terminal.domain.ids import (
    CategoryId,
    ChargeId,
    ItemId,
    ModifierId,
    PreModifierId,
    PriceLevelId,
    ProgrammeId,
    PromotionId,
    TenderId,
    VariantId,
)
from aura_terminal.domain.loyalty import LoyaltyProgramme
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.price_levels import Application, PriceLevel
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind
from aura_terminal.domain.service_rules import (
    UNTAXED,
    Applied,
    ChargeBy,
    ChargeRule,
    GratuityRule,
    ServiceRules,
    Turnover,
)
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRegime, TaxTerms
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.use_cases.ordering import Asked
from tests.support.memory_shop import EVERYTHING, MemoryStore

LEVEL = PriceLevelId("staff")
ASKED = (
    Asked(ItemId("lunch-menu")), Asked(ItemId("lunch-menu"), quantity=2), Asked(ItemId("tiramisu"), quantity=3),
    Asked(ItemId("sparkling-water-0-25-l"), quantity=4), Asked(ItemId("tiramisu"), level=LEVEL),
    Asked(ItemId("diavola"), picks=(Pick(ModifierId("pizza-mozzarella"), 1, PreModifierId("extra")),)),
    Asked(ItemId("diavola"), picks=(Pick(ModifierId("pizza-egg"), 1), Pick(ModifierId("pizza-salami"), 3)), quantity=3),
    Asked(ItemId("family-margherita"), VariantId("family-margherita-family"),
          parts=(ItemId("family-margherita"), ItemId("family-tonno"))),
)  # fmt: skip
SERVICE, COVER, BOTTLE, CAKE = ChargeId("service"), ChargeId("cover"), ChargeId("bottle"), ChargeId("cake")
CHARGES = (
    ChargeRule(SERVICE, "Service", percent=Decimal("7.5")),
    ChargeRule(COVER, "Cover", ChargeBy.GUEST, amount_minor=123, tax="food"),
    ChargeRule(BOTTLE, "Bottle", ChargeBy.ORDER, amount_minor=37, turnover=Turnover.PASSED_ON),
    ChargeRule(CAKE, "Cake", ChargeBy.ORDER, amount_minor=501, applied=Applied.BY_HAND, tax=UNTAXED),
)
VOUCHER = TenderId("voucher")
SWEET = Promotion(
    PromotionId("sweet"), "Sweet hour", PromotionKind.PERCENTAGE, Decimal(30), applies_to=AppliesTo.CATEGORY,
    categories=(CategoryId("desserts"),), in_all=50,
)  # fmt: skip


def fit_out(store: MemoryStore, chance: Random) -> None:
    """Give the demo shop one of many sets of rules."""
    with store.begin(EVERYTHING.id) as work:
        regime = work.documents.get(TaxRegime, work.documents.get(StoreProfile, STORE_PROFILE).tax_regime)
    terms = TaxTerms(
        chance.choice(tuple(PricesAre)), chance.choice(tuple(RoundingScope)), RoundingMode.HALF_UP,
        chance.choice((1, 5)),
    )  # fmt: skip
    documents = (
        replace(regime, terms=terms),
        PriceLevel(LEVEL, "Staff", application=Application.BY_HAND, percent=Decimal(-33)),
        Tender(VOUCHER, "Voucher", TenderKind.OTHER),
        LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1), minor_per_point=7),
        *((SWEET,) if chance.random() < 0.5 else ()),
    )
    store.shop.administration.put_documents(EVERYTHING, documents)
    gratuity = GratuityRule(4, Decimal(18)) if chance.random() < 0.4 else GratuityRule()
    rules = ServiceRules(charges=tuple(one for one in CHARGES if chance.random() < 0.5), gratuity=gratuity)
    store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), rules)
