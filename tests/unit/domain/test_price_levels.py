"""Which price counts when: by the wall clock over midnight, over both changes of the clock and over the cutoff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AreaId, CategoryId, GroupId, ItemId, ModifierId, PriceLevelId, VariantId
from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.domain.menu import Item, Modifier, ModifierGroup, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_levels import (
    MENU_PRICES,
    Application,
    Circumstances,
    LevelPrice,
    PriceLevel,
    check_level,
    chosen,
    in_force,
    priced,
    tile_price,
)
from aura_terminal.domain.promotions import Weekday

BERLIN = BusinessCalendar("Europe/Berlin", time(4, 0))
HAPPY = PriceLevel(PriceLevelId("happy"), "Happy hour", 1, percent=Decimal(-50))
TERRACE = AreaId("terrace")
BEER, SPRITZ, DRINKS = ItemId("beer"), ItemId("spritz"), CategoryId("drinks")
LEMON = Modifier(ModifierId("lemon"), "Lemon", Money(50, "EUR"), ModifierKind.ADD)
EXTRAS = ModifierGroup(GroupId("extras"), "Extras", 0, 0, (LEMON,))
GROUPS = {EXTRAS.id: EXTRAS}


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def drink(id_: ItemId = BEER, minor: int = 450) -> Item:
    return Item(id_, DRINKS, id_.title(), euro(minor), 1, modifier_groups=(EXTRAS.id,))


def holds(level: PriceLevel, at: str, order_type: OrderType = OrderType.DINE_IN, area: AreaId | None = None) -> bool:
    now = Circumstances(datetime.fromisoformat(at), order_type, area)
    return bool(in_force([level], now, BERLIN))


LATE = replace(HAPPY, days=(Weekday.FRIDAY,), from_time=time(22), until_time=time(2))
NIGHT = replace(HAPPY, from_time=time(2), until_time=time(3))
DAWN = replace(HAPPY, days=(Weekday.FRIDAY,), from_time=time(3), until_time=time(5))


@pytest.mark.parametrize(
    ("level", "at", "is_in_force"),
    [
        (LATE, "2026-05-15T21:59:59+02:00", False),
        (LATE, "2026-05-15T22:00:00+02:00", True),
        (LATE, "2026-05-16T00:00:00+02:00", True),  # past midnight it is Friday's business date
        (LATE, "2026-05-16T01:59:59+02:00", True),
        (LATE, "2026-05-16T02:00:00+02:00", False),
        (LATE, "2026-05-15T01:00:00+02:00", False),  # Thursday's night
        (LATE, "2026-05-16T23:00:00+02:00", False),  # Saturday
        (NIGHT, "2026-03-29T01:59:59+01:00", False),  # spring: the wall clock goes from 2 to 3
        (NIGHT, "2026-03-29T03:00:00+02:00", False),
        (NIGHT, "2026-10-25T02:30:00+02:00", True),  # autumn: the hour from 2 to 3 comes twice
        (NIGHT, "2026-10-25T02:30:00+01:00", True),
        (NIGHT, "2026-10-25T03:00:00+01:00", False),
        (DAWN, "2026-05-16T03:59:59+02:00", True),  # before the cutoff it is Friday
        (DAWN, "2026-05-16T04:00:00+02:00", False),  # from the cutoff on it is Saturday
        (DAWN, "2026-05-15T04:00:00+02:00", True),
        (DAWN, "2026-05-15T03:59:59+02:00", False),
    ],
)
def test_a_level_holds_by_the_wall_clock_on_the_business_dates_it_names(
    level: PriceLevel, at: str, is_in_force: bool
) -> None:
    assert holds(level, at) is is_in_force


def test_a_level_may_be_for_kinds_of_orders_and_for_rooms() -> None:
    noon = "2026-05-15T12:00:00+02:00"
    outside = replace(HAPPY, areas=(TERRACE,))
    takeout = replace(HAPPY, order_types=(OrderType.TAKEOUT,))
    assert holds(outside, noon, area=TERRACE)
    assert not holds(outside, noon, area=AreaId("hall"))
    assert not holds(outside, noon)
    assert holds(takeout, noon, OrderType.TAKEOUT)
    assert not holds(takeout, noon)
    assert not holds(replace(HAPPY, active=False), noon)
    assert not holds(replace(HAPPY, application=Application.BY_HAND), noon)


def test_of_two_levels_the_one_further_in_front_counts_and_only_for_what_it_changes() -> None:
    dearer = PriceLevel(PriceLevelId("outside"), "Terrace", 2, amount=euro(100))
    beer_only = replace(HAPPY, items=(BEER,))
    now = Circumstances(datetime.fromisoformat("2026-05-15T12:00:00+02:00"), OrderType.DINE_IN)
    both = in_force([dearer, beer_only], now, BERLIN)
    assert [one.name for one in both] == ["Happy hour", "Terrace"]
    beer, spritz = priced(drink(), {}, both), priced(drink(SPRITZ, 800), {}, both)
    assert (beer.item.price, beer.level) == (euro(225), "Happy hour")
    assert (spritz.item.price, spritz.level) == (euro(900), "Terrace")
    turned = in_force([replace(dearer, position=0), beer_only], now, BERLIN)
    assert (priced(drink(), {}, turned).item.price, priced(drink(), {}, turned).level) == (euro(550), "Terrace")


def test_prices_written_out_come_before_the_change_and_modifiers_cost_what_they_do_unless_named() -> None:
    small, large = VariantId("small"), VariantId("large")
    beer = replace(drink(), variants=(Variant(small, "0.3 l", euro(390)), Variant(large, "0.5 l", euro(520))))
    level = replace(HAPPY, prices=(LevelPrice(euro(300), BEER, large),))
    assert [one.price.minor for one in priced(beer, GROUPS, [level]).item.variants] == [195, 300]
    assert priced(beer, GROUPS, [level]).groups[EXTRAS.id].modifiers[0].price == euro(50)
    free_lemon = replace(level, prices=(*level.prices, LevelPrice(euro(0), modifier_id=LEMON.id)))
    assert priced(beer, GROUPS, [free_lemon]).groups[EXTRAS.id].modifiers[0].price == euro(0)
    assert priced(beer, GROUPS, []).item is beer


def test_a_percentage_is_rounded_once_to_what_menus_have_written_and_no_price_falls_below_nothing() -> None:
    third = replace(HAPPY, percent=Decimal("-33.3"), step=10)
    assert tile_price(BEER, DRINKS, euro(455), [third]) == euro(300)
    assert tile_price(BEER, DRINKS, euro(455), [replace(HAPPY, amount=euro(-500))]) == euro(0)
    assert tile_price(BEER, CategoryId("food"), euro(455), [replace(third, categories=(DRINKS,))]) == euro(455)
    assert tile_price(BEER, DRINKS, euro(455), [replace(third, prices=(LevelPrice(euro(1), BEER),))]) is None


def test_somebody_may_choose_one_level_or_the_menus_own_prices() -> None:
    staff = replace(HAPPY, id=PriceLevelId("staff"), application=Application.BY_HAND)
    assert chosen([HAPPY, staff], staff.id) == (staff,)
    assert chosen([HAPPY, staff], MENU_PRICES) == ()
    with pytest.raises(RuleBroken, match=Rule.PRICE_LEVEL_GONE.value):
        chosen([HAPPY, replace(staff, active=False)], staff.id)


@pytest.mark.parametrize(
    ("level", "rule"),
    [
        (replace(HAPPY, name=" "), Rule.NAME_NEEDED),
        (replace(HAPPY, percent=Decimal(0)), Rule.PRICE_LEVEL_EMPTY),
        (replace(HAPPY, percent=Decimal(-101)), Rule.QUANTITY_OUT_OF_RANGE),
        (replace(HAPPY, prices=(LevelPrice(euro(-1), BEER),)), Rule.AMOUNT_OUT_OF_RANGE),
    ],
)
def test_a_level_that_makes_no_sense_is_refused(level: PriceLevel, rule: Rule) -> None:
    with pytest.raises(RuleBroken, match=rule.value):
        check_level(level)
