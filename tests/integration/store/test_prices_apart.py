"""Prices, counts, ages and promotions of terminals that could not hear each other, once they have."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, OrderId, PriceLevelId, PromotionId
from aura_terminal.domain.loyalty import Company
from aura_terminal.domain.menu import Category
from aura_terminal.domain.price_levels import PriceLevel
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.sale_rules import AtNothing, SaleRules
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.integration.store.test_three_stores import settle, templates
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop
from tests.support.three_stores import three

__all__ = ["templates"]

WATER, TIRAMISU, PIZZA = (ItemId(one) for one in ("sparkling-water-0-25-l", "tiramisu", "margherita"))
TENTH = Promotion(PromotionId("ten"), "Evening", PromotionKind.PERCENTAGE, Decimal(10))
ONCE = replace(TENTH, id=PromotionId("once"), name="Once", needs_code=True, code="ONCE", in_all=1)
HALF = PriceLevel(PriceLevelId("half"), "Half", percent=Decimal(-50), categories=(CategoryId("drinks"),))


def sell(at: StoredShop, item: ItemId, target: OrderId | None = None) -> OrderId:
    return at.shop.ordering.add_item(EVERYTHING, target or NewOrder(), Asked(item)).order_id


def test_what_was_sold_apart_at_other_prices_and_counted_apart_is_one_truth_afterwards(
    templates: tuple[Path, ...],
) -> None:
    with three(templates) as stores:
        here, there, _ = stores
        drinks = here.shop.reads.catalogue.documents.get(Category, "drinks")
        here.shop.administration.put_documents(EVERYTHING, [TENTH, ONCE, replace(drinks, age=18)])
        here.shop.stock.set_count(EVERYTHING, TIRAMISU, 1)
        order_id = sell(here, WATER)
        settle(stores, Random(1))
        # heard by all (tier B): one tiramisu is left everywhere
        assert there.shop.reads.menu.by_code(here.shop.reads.menu.sheet(TIRAMISU).item.sku) is not None
        # apart (tier C): each sells the last one, sees the age, and goes on with the same order
        here.shop.price_levels.put(EVERYTHING, HALF)
        dear, cheap = sell(there, WATER), sell(here, WATER)
        sell(here, TIRAMISU)
        sell(there, TIRAMISU)
        for stored in (here, there):
            stored.shop.ages.look_old_enough(EVERYTHING, order_id)
            sell(stored, PIZZA, order_id)
        for stored, used in ((here, cheap), (there, dear)):
            stored.shop.discounts.apply_code(EVERYTHING, used, "ONCE", Company.ALONE)
        settle(stores, Random(2))
        for stored in stores:
            sheets = {one: stored.shop.reads.orders.sheet(one) for one in (order_id, dear, cheap)}
            assert [line.level for line in sheets[dear].lines] == [""]
            assert [line.level for line in sheets[cheap].lines] == ["Half"]
            assert sheets[order_id].age_wanted == 0
            assert [one.name for one in sheets[order_id].discounts] == ["Evening"]
            assert sheets[order_id].conflicts == ()
            with stored.store.begin(EVERYTHING.id) as work:
                assert (work.stock(TIRAMISU).left, work.stock(TIRAMISU).oversold) == (0, 1)
            assert [(one.name, one.used, one.limit) for one in stored.shop.discounts.overused()] == [("Once", 2, 1)]
        here.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(at_nothing=AtNothing.LOCK, uses_alone=1))
        settle(stores, Random(3))
        with pytest.raises(RuleBroken, match=Rule.COUNT_AT_NOTHING.value):
            sell(there, TIRAMISU)
        there.shop.administration.put_documents(EVERYTHING, [replace(ONCE, in_all=9)])
        with pytest.raises(RuleBroken, match=Rule.PROMOTION_ALONE.value):
            there.shop.discounts.apply_code(EVERYTHING, sell(there, PIZZA), "ONCE", Company.ALONE)
