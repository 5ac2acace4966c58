"""Menu, taxes, people and tables as they come from AuraConnect."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ModifierId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.tax import OrderType, PricesAre, TaxRegime
from aura_terminal.ports.central import PULLED, Sweep
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.reconcile.contract import Unreadable
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, bench, reply

# Reference, "GET /api/v1/menu/items"
MENU_ITEMS: dict[str, Any] = {
    "data": [
        {
            "id": 10,
            "name": "Classic Burger",
            "description": "Juicy beef patty with lettuce, tomato, and our special sauce",
            "category": "Burgers",
            "price": "12.99",
            "is_active": True,
            "is_featured": False,
            "dietary_flags": [],
            "allergens": ["gluten", "dairy"],
            "calories": 650,
            "preparation_time_minutes": 12,
            "image_url": "https://cdn.auraconnect.ai/menu/classic-burger.jpg",
            "modifiers": [
                {"id": 5, "name": "Extra Cheese", "price": "1.50"},
                {"id": 6, "name": "Bacon", "price": "2.00"},
            ],
            "variants": [
                {"id": 1, "name": "Single Patty", "price": "12.99"},
                {"id": 2, "name": "Double Patty", "price": "15.99"},
            ],
        }
    ],
    "meta": {"total_count": 145},
}

# Reference, "GET /api/v1/staff"
STAFF: dict[str, Any] = {
    "data": [
        {
            "id": 1,
            "employee_id": "EMP001",
            "first_name": "John",
            "last_name": "Doe",
            "email": "john.doe@restaurant.com",
            "phone": "+1-555-0123",
            "role": "server",
            "department": "front_of_house",
            "status": "active",
            "hourly_rate": "15.50",
            "employment_type": "full_time",
            "start_date": "2023-01-15",
            "created_at": "2023-01-10T10:00:00Z",
        }
    ],
    "meta": {
        "page": 1, "page_size": 20, "total_pages": 5, "total_count": 98, "has_next": True, "has_previous": False,
    },
}  # fmt: skip


@pytest.fixture
def shop() -> Bench:
    return bench()


def item(shop: Bench, central_id: str = "10") -> Item:
    return shop.picture.document(Item, shop.picture.local_of(CONNECTOR, "item", central_id))


def test_a_documented_item_becomes_an_item_with_its_variants_and_modifiers(shop: Bench) -> None:
    (page,) = shop.pull("items", MENU_ITEMS)

    burger = item(shop)
    assert (burger.name, burger.price, burger.prep_minutes) == ("Classic Burger", Money(1299, "EUR"), 12)
    assert [(one.name, one.price.minor) for one in burger.variants] == [("Single Patty", 1299), ("Double Patty", 1599)]
    groups = (shop.picture.document(ModifierGroup, one) for one in burger.modifier_groups)
    offered = {one.id: (one.name, one.price.minor) for group in groups for one in group.modifiers}
    known = [shop.picture.local_of(CONNECTOR, "modifier", one) for one in ("5", "6")]
    assert [offered[ModifierId(one)] for one in known] == [("Extra Cheese", 150), ("Bacon", 200)]
    assert shop.picture.document(Category, burger.category).name == "Burgers"
    assert (page.ids, page.has_next, page.total) == (("10",), True, 145)


def test_modifiers_of_an_item_that_is_new_here_become_a_group_of_its_own(shop: Bench) -> None:
    shop.pull("items", [{**MENU_ITEMS["data"][0], "id": 99, "name": "Burger of the month", "category": "Monthly"}])

    burger = item(shop, "99")
    (group,) = (shop.picture.document(ModifierGroup, one) for one in burger.modifier_groups)
    assert (group.name, group.minimum) == ("Extras", 0)
    assert [(one.name, one.price.minor) for one in group.modifiers] == [("Extra Cheese", 150), ("Bacon", 200)]
    assert shop.picture.document(Category, burger.category).name == "Monthly"


def test_an_unchanged_page_makes_no_facts(shop: Bench) -> None:
    shop.pull("items", MENU_ITEMS)

    (page,) = shop.pull("items", MENU_ITEMS)

    assert page.facts == ()


def test_an_item_is_taxed_as_the_central_says_where_the_taxes_know_the_word(shop: Bench) -> None:
    words = [key for regime in shop.picture.documents(TaxRegime) for key, _ in regime.categories]
    rows = [{**MENU_ITEMS["data"][0], "id": 10 + at, "name": word, "tax_category": word}
            for at, word in enumerate((words[-1], "nonsense"))]  # fmt: skip
    shop.pull("items", {**MENU_ITEMS, "data": rows})

    taxed = {item.name: item.tax_category for item in shop.picture.documents(Item)}
    assert (taxed[words[-1]], taxed["nonsense"]) == (words[-1], Item.__dataclass_fields__["tax_category"].default)


def test_two_terminals_make_the_same_of_a_page() -> None:
    one, other = (shop.pull("items", MENU_ITEMS)[0].facts for shop in (bench(), bench()))

    assert one == other


def test_what_was_changed_here_stays_until_the_central_says_something_new(shop: Bench) -> None:
    shop.pull("items", MENU_ITEMS)
    burger = item(shop)
    shop.keep(put(replace(burger, kitchen_name="BURGER", name="Our Burger")))
    shop.pull("items", MENU_ITEMS)
    assert item(shop).name == "Our Burger"

    dearer = deepcopy(MENU_ITEMS)
    dearer["data"][0]["price"] = "13.49"
    shop.pull("items", dearer)

    assert (item(shop).price.minor, item(shop).name, item(shop).kitchen_name) == (1349, "Classic Burger", "BURGER")


def test_a_shop_that_was_set_up_before_finds_its_items_by_name(shop: Bench) -> None:
    (page,) = shop.pull("items", [{"id": 77, "name": "tiramisù", "price": "6.90", "category": "Dolci"}])

    assert shop.picture.local_of(CONNECTOR, "item", "77") == "tiramisu"
    assert [fact.record for fact in page.facts if isinstance(fact, CentralConfirmed)] == ["auraconnect/item/tiramisu"]


def test_a_wrong_type_is_named_by_its_path(shop: Bench) -> None:
    wrong = deepcopy(MENU_ITEMS)
    wrong["data"][0]["price"] = {"amount": 12}

    with pytest.raises(Unreadable, match=r"the central sent an object at data\[0\]\.price"):
        shop.pull("items", wrong)


@pytest.mark.parametrize("where", ["price", "variants"])
def test_an_item_that_would_pay_the_guest_is_not_taken(shop: Bench, where: str) -> None:
    body = deepcopy(MENU_ITEMS)
    row = body["data"][0] if where == "price" else body["data"][0]["variants"][1]
    row["price"] = "-12.99"
    with pytest.raises(Unreadable, match=r"-12\.99"):
        shop.pull("items", body)


def test_a_renamed_field_is_named_by_its_path(shop: Bench) -> None:
    renamed = deepcopy(MENU_ITEMS)
    renamed["data"][0]["unit_price"] = renamed["data"][0].pop("price")

    with pytest.raises(Unreadable, match=r"the central sent nothing at data\[0\]\.price"):
        shop.pull("items", renamed)


def test_a_renamed_field_that_a_deployment_names_is_read() -> None:
    shop = bench('[fields.menu]\nprice = "unit_price"\n')
    renamed = deepcopy(MENU_ITEMS)
    renamed["data"][0]["unit_price"] = renamed["data"][0].pop("price")
    shop.pull("items", renamed)

    assert item(shop).price.minor == 1299


def test_a_member_of_staff_gets_the_mapped_role_and_no_pin(shop: Bench) -> None:
    (page,) = shop.pull("staff", STAFF)

    john = shop.picture.document(StaffMember, shop.picture.local_of(CONNECTOR, "staff", "1"))
    assert (john.name, john.initials, john.roles, john.active) == ("John Doe", "JD", ("server",), True)
    assert page.has_next
    assert shop.journal.access(john.id).verifier == ""


@pytest.mark.parametrize(("word", "role"), [("chef", "kitchen"), ("Manager", "manager"), ("juggler", "kitchen")])
def test_a_role_word_gives_a_role_of_the_store_and_an_unknown_one_the_least(shop: Bench, word: str, role: str) -> None:
    shop.pull("staff", {"data": [{**STAFF["data"][0], "role": word}]})

    john = shop.picture.document(StaffMember, shop.picture.local_of(CONNECTOR, "staff", "1"))
    assert john.roles == (role,)


def test_rates_become_the_stores_taxes(shop: Bench) -> None:
    shop.pull("tax_rates", {"data": [
        {"id": 1, "name": "Food 7 %", "rate": "7.00", "category": "food", "inclusive": True},
        {"id": 2, "name": "VAT 19 %", "rate": 19, "inclusive": True},
        {"id": 3, "name": "Food at the table", "rate": 19.5, "category": "food", "order_type": "dine_in"},
    ]})  # fmt: skip

    regime = shop.picture.document(TaxRegime, "de-vat")
    assert [str(one.percent) for one in regime.rates_for("food", OrderType.TAKEOUT)] == ["7"]
    assert [str(one.percent) for one in regime.rates_for("food", OrderType.DINE_IN)] == ["19.5"]
    assert [one.name for one in regime.rates_for("drinks", OrderType.DINE_IN)] == ["VAT 19 %"]
    assert regime.terms.prices is PricesAre.INCLUSIVE


def test_rates_of_both_kinds_are_refused_as_a_whole(shop: Bench) -> None:
    rows = [{"id": 1, "name": "a", "rate": 1, "inclusive": True}, {"id": 2, "name": "b", "rate": 1, "inclusive": False}]

    with pytest.raises(Unreadable, match="inclusive"):
        shop.pull("tax_rates", rows)


def test_tables_get_their_places_from_the_plan(shop: Bench) -> None:
    place = {"x": 100, "y": 50, "width": 90, "height": 80}
    row = {"id": 12, "table_number": "12A", "capacity": 4, "section": "Garden", **place}
    shop.pull("layout", {"data": {"tables": [row]}})

    table = shop.picture.document(Table, shop.picture.local_of(CONNECTOR, "table", "12"))
    assert (table.number, table.seats, table.x, table.y, table.w, table.h) == ("12A", 4, 100, 50, 90, 80)


@pytest.mark.parametrize(("meta", "goes_on"), [
    ({"has_next": True}, True), ({"has_next": False}, False), ({"total_pages": 2}, True), ({"total_pages": 1}, False),
    ({"total_count": 101}, True), ({"total_count": 1}, False), ({}, False),
])  # fmt: skip
def test_whichever_way_the_end_of_a_list_is_told(shop: Bench, meta: dict[str, object], goes_on: bool) -> None:
    (page,) = shop.pull("categories", {"data": [{"id": 3, "name": "Burgers"}], "meta": meta})

    assert page.has_next is goes_on


def test_an_endpoint_that_a_deployment_does_not_have_is_no_trouble(shop: Bench) -> None:
    body = {"error": {"code": "NOT_FOUND", "message": "Resource not found"}}

    page = shop.connector.page(Sweep(CONNECTOR, "layout"), reply(body, 404), shop.picture, NOW_MS)

    assert (page.facts, page.has_next, page.is_enough) == ((), False, True)


def test_what_vanished_there_is_not_offered_here_and_comes_back(shop: Bench) -> None:
    two = {"data": [MENU_ITEMS["data"][0], {"id": 11, "name": "Water", "price": "1.00"}]}
    shop.pull("items", two)

    shop.keep(*shop.connector.vanished(Sweep(CONNECTOR, "items", began_ms=NOW_MS), ["10"], shop.picture))
    assert not item(shop).active

    shop.pull("items", two)
    assert item(shop).active


def test_a_menu_that_vanished_as_a_whole_is_not_believed(shop: Bench) -> None:
    shop.pull("items", {"data": [MENU_ITEMS["data"][0], {"id": 11, "name": "Water", "price": "1.00"}]})

    assert shop.connector.vanished(Sweep(CONNECTOR, "items", began_ms=NOW_MS), ["10", "11"], shop.picture) == ()


def test_an_item_eighty_sixed_here_is_not_switched_off_by_its_echo(shop: Bench) -> None:
    shop.pull("items", MENU_ITEMS)
    burger = item(shop)
    nina = signed_in(shop.store.shop, "nina-vogel")
    shop.store.shop.stock.eighty_six(nina, burger.id)
    off = deepcopy(MENU_ITEMS)
    off["data"][0]["is_active"] = False
    shop.pull("items", off)

    assert item(shop).active
    assert shop.picture.record(record_of("item", burger.id)).done[PULLED]
