"""The demo shop's menu, taxes and modifiers hold together."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import Any

import pytest

Shop = Mapping[str, Any]  # Any: what a TOML file may hold

ALLERGENS = {
    *("gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk"),
    *("nuts", "celery", "mustard", "sesame", "sulphites", "lupin", "molluscs"),
}
DIETARY = {"vegetarian", "vegan", "gluten_free", "spicy", "alcohol_free"}
SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
EXACT_CENTS = re.compile(r"\d+\.\d\d")


def ids(rows: list[Any]) -> set[str]:
    return {row["id"] for row in rows}


def modifiers(shop: Shop) -> Iterator[Any]:
    for group in shop["modifiers"]["group"]:
        yield from group["modifier"]


def sold_things(shop: Shop) -> Iterator[Any]:
    """Every item and every variant: what may carry a price, a SKU and a bar code of its own."""
    for item in shop["menu"]["item"]:
        yield item
        yield from item.get("variants", [])


def item_named(shop: Shop, name: str) -> Any:
    return next(item for item in shop["menu"]["item"] if item["name"] == name)


def check_digit(digits: str) -> str:
    """The last digit of an EAN-13, from its first twelve (GS1 General Specifications, 7.9)."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-weighted % 10)


def test_the_menu_has_149_items_in_13_categories(shop: Shop) -> None:
    categories = ids(shop["menu"]["category"])
    assert len(shop["menu"]["item"]) == 149
    assert len(categories) == len(shop["menu"]["category"]) == 13
    assert {item["category"] for item in shop["menu"]["item"]} == categories


def test_ids_are_slugs_and_unique_within_their_kind(shop: Shop) -> None:
    kinds = [
        shop["menu"]["category"],
        shop["menu"]["item"],
        shop["modifiers"]["group"],
        list(modifiers(shop)),
        shop["taxes"]["category"],
        shop["taxes"]["rate"],
        *(item["variants"] for item in shop["menu"]["item"] if "variants" in item),
    ]
    for rows in kinds:
        assert len(ids(rows)) == len(rows)
        assert [row["id"] for row in rows if not SLUG.fullmatch(row["id"])] == []


def test_item_names_are_unique(shop: Shop) -> None:
    counts = Counter(item["name"] for item in shop["menu"]["item"])
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_price_is_a_string_of_exact_cents(shop: Shop) -> None:
    priced = [*sold_things(shop), *modifiers(shop)]
    assert [row["id"] for row in priced if not EXACT_CENTS.fullmatch(row["price"])] == []


def test_only_modifiers_may_be_free(shop: Shop) -> None:
    assert [row["id"] for row in sold_things(shop) if Decimal(row["price"]) <= 0] == []


def test_an_items_price_is_that_of_its_first_variant(shop: Shop) -> None:
    with_variants = [item for item in shop["menu"]["item"] if "variants" in item]
    assert with_variants
    assert [item["id"] for item in with_variants if item["variants"][0]["price"] != item["price"]] == []


def test_skus_and_bar_codes_are_unique(shop: Shop) -> None:
    for key in ("sku", "barcode"):
        counts = Counter(row[key] for row in sold_things(shop) if key in row)
        assert counts
        assert [code for code, count in counts.items() if count > 1] == []


def test_every_item_has_a_sku(shop: Shop) -> None:
    assert [row["id"] for row in sold_things(shop) if not row.get("sku")] == []


def test_bar_codes_are_in_store_ean13_with_a_right_check_digit(shop: Shop) -> None:
    codes = [row["barcode"] for row in sold_things(shop) if "barcode" in row]
    assert len(codes) > 20
    assert [code for code in codes if not re.fullmatch(r"2\d{12}", code) or check_digit(code[:12]) != code[12]] == []


def test_allergens_and_dietary_flags_come_from_the_known_words(shop: Shop) -> None:
    for item in shop["menu"]["item"]:
        assert set(item["allergens"]) <= ALLERGENS, item["id"]
        assert set(item["dietary"]) <= DIETARY, item["id"]


def test_dietary_flags_do_not_contradict_the_allergens(shop: Shop) -> None:
    animal = {"crustaceans", "eggs", "fish", "milk", "molluscs"}
    for item in shop["menu"]["item"]:
        flags, allergens = set(item["dietary"]), set(item["allergens"])
        assert not ("gluten_free" in flags and "gluten" in allergens), item["id"]
        assert not ("vegan" in flags and allergens & animal), item["id"]
        assert not ("vegan" in flags and "vegetarian" not in flags), item["id"]
        assert not ("vegetarian" in flags and allergens & {"fish", "crustaceans", "molluscs"}), item["id"]


def test_categories_and_items_name_what_exists(shop: Shop, icons: Mapping[str, str]) -> None:
    stations, taxes = ids(shop["stations"]["station"]), ids(shop["taxes"]["category"])
    groups = ids(shop["modifiers"]["group"])
    for category in shop["menu"]["category"]:
        assert category["icon"] in icons, category["id"]
        assert {category["station"]} <= stations, category["id"]
        assert {category["tax_category"]} <= taxes, category["id"]
        assert 0 <= category["colour"] <= 9, category["id"]
        assert 0 <= category["course"] <= 3, category["id"]
    for item in shop["menu"]["item"]:
        assert {item["station"]} <= stations if "station" in item else True, item["id"]
        assert {item["tax_category"]} <= taxes if "tax_category" in item else True, item["id"]
        assert set(item.get("modifier_groups", [])) <= groups, item["id"]


def test_every_modifier_group_is_reached_from_some_item(shop: Shop) -> None:
    nested = {group for modifier in modifiers(shop) for group in modifier.get("groups", [])}
    asked = {group for item in shop["menu"]["item"] for group in item.get("modifier_groups", [])}
    assert asked | nested == ids(shop["modifiers"]["group"])


def test_positions_count_up_from_one(shop: Shop) -> None:
    places: dict[str, list[int]] = {"": [category["position"] for category in shop["menu"]["category"]]}
    for item in shop["menu"]["item"]:
        places.setdefault(item["category"], []).append(item["position"])
    for category, positions in places.items():
        assert positions == list(range(1, len(positions) + 1)), category


def test_a_groups_minimum_can_be_satisfied(shop: Shop) -> None:
    for group in shop["modifiers"]["group"]:
        reachable = sum(modifier.get("maximum", 1) for modifier in group["modifier"])
        assert 0 <= group["minimum"] <= reachable, group["id"]
        assert group["maximum"] == 0 or group["minimum"] <= group["maximum"] <= reachable, group["id"]


def test_defaults_are_a_valid_choice_or_none_at_all(shop: Shop) -> None:
    for group in shop["modifiers"]["group"]:
        chosen = sum(modifier.get("default", 0) for modifier in group["modifier"])
        assert chosen == 0 or group["minimum"] <= chosen, group["id"]
        assert group["maximum"] == 0 or chosen <= group["maximum"], group["id"]
        for modifier in group["modifier"]:
            assert modifier.get("default", 0) <= modifier.get("maximum", 1), modifier["id"]


def test_modifier_groups_nest_without_a_cycle(shop: Shop) -> None:
    below = {
        group["id"]: {nested for modifier in group["modifier"] for nested in modifier.get("groups", [])}
        for group in shop["modifiers"]["group"]
    }
    assert set().union(*below.values()) <= below.keys()
    order = list(TopologicalSorter(below).static_order())  # raises CycleError on a cycle
    assert order.index("menu-drink-size") < order.index("menu-drink") < order.index("make-it-a-menu")


def test_a_no_modifier_costs_nothing(shop: Shop) -> None:
    kinds = Counter(modifier["kind"] for modifier in modifiers(shop))
    assert kinds.keys() == {"add", "no", "choice"}
    assert {modifier["price"] for modifier in modifiers(shop) if modifier["kind"] == "no"} == {"0.00"}


def test_two_classic_burgers_one_with_extra_cheese_cost_27_48(shop: Shop) -> None:
    burger = item_named(shop, "Classic Burger")
    assert [(variant["name"], variant["price"]) for variant in burger["variants"]] == [
        ("Single Patty", "12.99"),
        ("Double Patty", "15.99"),
    ]
    offered = {
        modifier["name"]: modifier["price"]
        for group in shop["modifiers"]["group"]
        if group["id"] in burger["modifier_groups"]
        for modifier in group["modifier"]
    }
    assert offered["Bacon"] == "2.00"
    assert 2 * Decimal(burger["price"]) + Decimal(offered["Extra Cheese"]) == Decimal("27.48")


def test_a_steak_asks_for_its_doneness_and_a_margherita_asks_for_nothing(shop: Shop) -> None:
    groups = {group["id"]: group for group in shop["modifiers"]["group"]}

    def forced(name: str) -> list[str]:
        asked = [groups[group] for group in item_named(shop, name)["modifier_groups"]]
        return [
            group["id"] for group in asked if group["minimum"] > sum(row.get("default", 0) for row in group["modifier"])
        ]

    assert forced("Tagliata di Manzo") == ["steak-doneness"]
    assert forced("Build your own") == ["pizza-size"]
    assert forced("Margherita") == []


def test_every_tax_category_has_a_rate_for_every_order_type(shop: Shop) -> None:
    taxes = shop["taxes"]
    assert len(taxes["category"]) == 4
    rules = {(rule["tax_category"], rule["order_type"]): rule["rates"] for rule in taxes["rule"]}
    assert len(rules) == len(taxes["rule"])
    assert {category for category, _ in rules} == ids(taxes["category"])
    assert {order_type for _, order_type in rules} <= {"any", "dine_in", "takeout", "delivery"}
    assert all(rates and set(rates) <= ids(taxes["rate"]) for rates in rules.values())
    assert {category for category, order_type in rules if order_type == "any"} == ids(taxes["category"])


@pytest.mark.parametrize(
    ("tax_category", "order_type", "percent"),
    [
        ("food", "dine_in", "7"),
        ("food", "delivery", "7"),
        ("milk_drinks", "dine_in", "19"),
        ("milk_drinks", "takeout", "7"),
        ("milk_drinks", "delivery", "7"),
        ("drinks", "takeout", "19"),
        ("alcohol", "dine_in", "19"),
    ],
)
def test_german_rates_apply(shop: Shop, tax_category: str, order_type: str, percent: str) -> None:
    rules = {(rule["tax_category"], rule["order_type"]): rule["rates"] for rule in shop["taxes"]["rule"]}
    rates = rules.get((tax_category, order_type), rules[tax_category, "any"])
    percents = {rate["id"]: rate["percent"] for rate in shop["taxes"]["rate"]}
    assert [percents[rate] for rate in rates] == [percent]


def test_rate_labels_are_single_different_letters(shop: Shop) -> None:
    labels = [rate["label"] for rate in shop["taxes"]["rate"]]
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch("[A-Z]", label) for label in labels)


def test_the_tax_regime_is_inclusive_and_known(shop: Shop) -> None:
    regime = shop["taxes"]["regime"]
    assert regime["prices"] == "inclusive"
    assert regime["rounding_scope"] in {"order", "line"}
    assert regime["rounding_mode"] in {"half_up", "half_even"}
    assert Decimal(regime["cash_step"]) == Decimal("0.01")
