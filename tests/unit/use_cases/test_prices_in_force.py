"""What is sold costs what is in force when it is put on, and stays at that; counts may lock; open items are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, OrderId, PriceLevelId, StationId, TableId
from aura_terminal.domain.kinds import OrderType, Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.open_items import NO_STATION, OPEN_CODE, OPEN_ITEM, OpenItem
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.price_levels import MENU_PRICES, Application, LevelPrice, PriceLevel
from aura_terminal.domain.rights import Cap
from aura_terminal.domain.sale_rules import AtNothing, SaleRules
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.weighing import ByWeight, PriceUnit, Weight, WeightSource
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.price_levels import Place
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

DRINKS = CategoryId("drinks")
WATER = Asked(ItemId("sparkling-water-0-25-l"))
HAPPY = PriceLevel(
    PriceLevelId(""), "Happy hour", percent=Decimal(-50), categories=(DRINKS,), from_time=time(19), until_time=time(20)
)  # the demo's Friday evening is 19:30
STAFF = PriceLevel(PriceLevelId(""), "Staff", application=Application.BY_HAND, percent=Decimal(-30))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def prices(store: MemoryStore, order_id: OrderId) -> list[tuple[int, str]]:
    lines = store.journal.order(order_id).lines.values()
    return [(line.sold.unit_price.minor, line.sold.level) for line in lines]


def test_a_line_keeps_the_price_it_was_put_on_at_whatever_time_and_table_come_later(
    store: MemoryStore, marta: Actor
) -> None:
    store.shop.price_levels.put(EVERYTHING, HAPPY)
    full = store.shop.reads.menu.sheet(WATER.item_id).item.price.minor
    order_id = store.shop.ordering.add_item(marta, NewOrder(), WATER).order_id
    store.clock.advance(minutes=30)
    store.shop.ordering.add_item(marta, order_id, WATER)
    store.shop.ordering.change_type(marta, order_id, OrderType.TAKEOUT)
    assert prices(store, order_id) == [(full // 2, "Happy hour"), (full, "")]
    (happy, _) = store.shop.reads.orders.sheet(order_id).lines
    assert happy.level == "Happy hour"


def test_a_table_of_the_terrace_gets_the_prices_of_the_terrace_on_tiles_and_lines(
    store: MemoryStore, marta: Actor
) -> None:
    table = next(one for one in store.shop.reads.catalogue.documents.all(Table))
    outside = replace(HAPPY, name="Terrace", areas=(table.area,), percent=Decimal(0), amount=euro(50), from_time=None)
    store.shop.price_levels.put(EVERYTHING, replace(outside, until_time=None))
    full = store.shop.reads.menu.sheet(WATER.item_id).item.price.minor
    there, elsewhere = Place(table_id=table.id), Place(table_id=TableId("gone"))
    tiles = store.shop.reads.menu.tiles(DRINKS)
    at_table = store.shop.price_levels.on_tiles(tiles, store.shop.price_levels.in_force(there))
    assert next(tile.price for tile in at_table if tile.item_id == WATER.item_id) == euro(full + 50)
    assert store.shop.price_levels.in_force(elsewhere) == ()
    order_id = store.shop.ordering.add_item(marta, NewOrder(table_id=table.id), WATER).order_id
    assert prices(store, order_id) == [(full + 50, "Terrace")]


def test_the_sheet_of_an_item_and_its_tile_show_what_will_be_charged(store: MemoryStore, marta: Actor) -> None:
    burger = store.shop.reads.menu.sheet(ItemId("classic-burger"))
    variant = burger.item.variants[1]
    level = replace(HAPPY, categories=(), prices=(LevelPrice(euro(1000), burger.item.id, variant.id),))
    store.shop.price_levels.put(EVERYTHING, level)
    levels = store.shop.price_levels.in_force(Place())
    sheet = store.shop.price_levels.on_sheet(burger, levels)
    assert [one.price.minor for one in sheet.item.variants] == [650, 1000]
    tile = next(one for one in store.shop.reads.menu.tiles(burger.item.category) if one.item_id == burger.item.id)
    (shown,) = store.shop.price_levels.on_tiles([tile], levels)
    assert (shown.price, shown.is_from_price) == (euro(650), True)
    order_id = store.shop.ordering.add_item(marta, NewOrder(), Asked(burger.item.id, variant_id=variant.id)).order_id
    assert prices(store, order_id) == [(1000, "Happy hour")]


def test_what_is_weighed_costs_the_level_s_price_for_its_weight(store: MemoryStore, marta: Actor) -> None:
    water = store.shop.reads.menu.sheet(WATER.item_id).item
    olives = replace(water, id=ItemId("olives"), price=euro(2000), by_weight=ByWeight(PriceUnit.KILOGRAM))
    store.shop.administration.put_documents(EVERYTHING, [olives])
    store.shop.price_levels.put(EVERYTHING, HAPPY)
    weight = Weight(500, 0, WeightSource.SCALE)
    order_id = store.shop.weighing.add_weighed(marta, NewOrder(), olives.id, weight).order_id
    assert prices(store, order_id) == [(500, "Happy hour")]


def test_another_level_is_chosen_by_right_only_and_the_menus_own_prices_are_a_choice(
    store: MemoryStore, marta: Actor
) -> None:
    store.shop.price_levels.put(EVERYTHING, HAPPY)
    staff = store.shop.price_levels.put(EVERYTHING, STAFF).body
    assert isinstance(staff, PriceLevel)
    asked = replace(WATER, level=staff.id)
    with pytest.raises(RuleBroken, match=Rule.NOT_ALLOWED.value):
        store.shop.ordering.add_item(marta, NewOrder(), asked)
    full = store.shop.reads.menu.sheet(WATER.item_id).item.price.minor
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), asked).order_id
    store.shop.ordering.add_item(EVERYTHING, order_id, replace(WATER, level=MENU_PRICES))
    assert [level for _, level in prices(store, order_id)] == ["Staff", ""]
    assert prices(store, order_id)[1][0] == full
    assert [one.name for one in store.shop.price_levels.offered()] == ["Happy hour", "Staff"]


def test_levels_are_put_moved_and_withdrawn_and_what_was_sold_at_one_stays(store: MemoryStore, marta: Actor) -> None:
    first, second = (store.shop.price_levels.put(EVERYTHING, one).body for one in (HAPPY, STAFF))
    store.shop.price_levels.move(EVERYTHING, PriceLevelId(second.id), 0)
    assert [one.name for one in store.shop.price_levels.listed()] == ["Staff", "Happy hour"]
    order_id = store.shop.ordering.add_item(marta, NewOrder(), WATER).order_id
    store.shop.price_levels.withdraw(EVERYTHING, PriceLevelId(first.id))
    assert prices(store, order_id)[0][1] == "Happy hour"
    assert [one.name for one in store.shop.price_levels.listed()] == ["Staff"]
    with pytest.raises(RuleBroken, match=Rule.NOT_ALLOWED.value):
        store.shop.price_levels.put(marta, HAPPY)


# Counts that lock


def test_a_count_at_nothing_locks_only_where_the_house_says_so_and_until_somebody_counts_again(
    store: MemoryStore, marta: Actor
) -> None:
    tiramisu = Asked(ItemId("tiramisu"))
    store.shop.stock.set_count(EVERYTHING, tiramisu.item_id, 1)
    order_id = store.shop.ordering.add_item(marta, NewOrder(), tiramisu).order_id
    store.shop.ordering.add_item(marta, order_id, tiramisu)  # the present rule: sold and flagged
    assert store.journal.stock(tiramisu.item_id).oversold == 1
    store.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(at_nothing=AtNothing.LOCK))
    with pytest.raises(RuleBroken) as refused:
        store.shop.ordering.add_item(marta, order_id, tiramisu)
    assert (refused.value.rule, refused.value.details) == (Rule.COUNT_AT_NOTHING, {"item": "Tiramisù", "left": 0})
    store.shop.stock.set_count(EVERYTHING, tiramisu.item_id, 2)
    store.shop.ordering.add_item(marta, order_id, tiramisu)
    with pytest.raises(RuleBroken, match=Rule.COUNT_AT_NOTHING.value):
        store.shop.ordering.add_item(marta, order_id, replace(tiramisu, quantity=2))


def test_the_house_keeps_its_reasons_tidy_and_only_who_may_set_the_house_writes_them(
    store: MemoryStore, marta: Actor
) -> None:
    store.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(reasons_void=(" Dropped ", "Dropped", "")))
    assert store.shop.house_of_sale.rules().reasons_void == ("Dropped",)
    with pytest.raises(RuleBroken, match=Rule.NOT_ALLOWED.value):
        store.shop.house_of_sale.put_rules(marta, SaleRules())
    with pytest.raises(RuleBroken, match=Rule.QUANTITY_OUT_OF_RANGE.value):
        store.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(reasons_comp=tuple(map(str, range(13)))))


# Open items

CORKAGE = OpenItem(euro(1500), "Corkage", DRINKS, station=NO_STATION)


def test_an_open_item_stands_on_check_receipt_and_report_by_its_name_and_category(store: MemoryStore) -> None:
    order_id = store.shop.open_items.add(EVERYTHING, NewOrder(), CORKAGE).order_id
    cake = OpenItem(euro(400), "Birthday cake", CategoryId("desserts"), note="with a candle", allergy="nuts")
    store.shop.open_items.add(EVERYTHING, order_id, cake)
    store.shop.ordering.send(EVERYTHING, order_id)
    kitchen = [job.job.title for job in store.journal.jobs if job.job.kind is SpoolKind.KITCHEN_SLIP]
    tickets = [each for ticket in store.shop.reads.kitchen.live(None) for each in ticket.lines]
    assert [(each.item.name, each.item.note) for each in tickets] == [("Birthday cake", "Allergy: nuts. with a candle")]
    assert len(kitchen) <= 1  # nobody makes corkage
    sheet = store.shop.reads.orders.sheet(order_id)
    assert [(line.name, line.price.minor) for line in sheet.lines] == [("Corkage", 1500), ("Birthday cake", 400)]
    store.shop.paying.take_cash(EVERYTHING, order_id, sheet.due, store.shop.paying.new_attempt())
    totals = store.shop.closing.read()
    assert {(figure.name, figure.amount.minor) for figure in totals.categories} == {("Drinks", 1500), ("Desserts", 400)}


def test_an_open_item_needs_its_own_right_as_far_as_it_reaches(store: MemoryStore, marta: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.open_items.add(marta, NewOrder(), CORKAGE)
    assert (refused.value.rule, refused.value.details["permission"]) == (Rule.APPROVAL_NEEDED, "open_item")
    capped = Actor(EVERYTHING.id, "Nina", EVERYTHING.permissions, ((Permission.OPEN_ITEM, Cap(amount=euro(2000))),))
    store.shop.open_items.add(capped, NewOrder(), CORKAGE)
    with pytest.raises(RuleBroken) as above:
        store.shop.open_items.add(capped, NewOrder(), replace(CORKAGE, quantity=2))
    assert above.value.details["most"] == "20.00"


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (replace(CORKAGE, price=euro(-1)), Rule.AMOUNT_OUT_OF_RANGE),
        (replace(CORKAGE, price=Money(100, "USD")), Rule.CURRENCY_MIXED),
        (replace(CORKAGE, category=None), Rule.TAX_RULE_MISSING),
        (replace(CORKAGE, category=CategoryId("none")), Rule.UNKNOWN),
        (replace(CORKAGE, name="x" * 201), Rule.TEXT_TOO_LONG),
    ],
)
def test_an_open_item_that_makes_no_sense_is_refused(store: MemoryStore, asked: OpenItem, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.open_items.add(EVERYTHING, NewOrder(), asked)
    assert refused.value.rule is rule


def test_the_menu_s_item_with_the_code_open_stands_for_them_elsewhere(store: MemoryStore) -> None:
    def sold_as(order_id: OrderId) -> ItemId:
        return next(iter(store.journal.order(order_id).lines.values())).sold.item_id

    assert sold_as(store.shop.open_items.add(EVERYTHING, NewOrder(), CORKAGE).order_id) == OPEN_ITEM
    water = store.shop.reads.menu.sheet(WATER.item_id).item
    stands = replace(water, id=ItemId("sundries"), name="Sundries", sku=OPEN_CODE, barcode="", price=euro(0))
    store.shop.administration.put_documents(EVERYTHING, [stands])
    assert sold_as(store.shop.open_items.add(EVERYTHING, NewOrder(), CORKAGE).order_id) == stands.id


def test_an_open_item_may_be_made_at_any_station(store: MemoryStore) -> None:
    asked = replace(CORKAGE, name="Soup of the day", station=StationId("kitchen"))
    order_id = store.shop.open_items.add(EVERYTHING, NewOrder(), asked).order_id
    store.shop.ordering.send(EVERYTHING, order_id)
    assert [ticket.station_id for ticket in store.shop.reads.kitchen.live(StationId("kitchen"))] == ["kitchen"]
