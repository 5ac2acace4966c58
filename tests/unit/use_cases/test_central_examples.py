"""The central's documented examples fit into ours, field by field; what has no place yet is named.

The examples are those of the AuraConnect API reference: GET /staff, GET /menu/items, POST and GET /orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from aura_terminal.app.empty_shop import empty_shop
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import (
    AreaId,
    CategoryId,
    GroupId,
    ItemId,
    ModifierId,
    RoleId,
    StaffId,
    StationId,
    TableId,
    VariantId,
)
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind, Pick, Variant
from aura_terminal.domain.money import Money, RoundingMode, parse_money
from aura_terminal.domain.shop import Area, Station, Table
from aura_terminal.domain.staff import Permission, Role, StaffMember
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, load, memory_store

Example = Mapping[str, Any]  # Any: a JSON object of the reference

STAFF: Example = {
    "id": 1, "employee_id": "EMP001", "first_name": "John", "last_name": "Doe", "email": "john.doe@restaurant.com",
    "phone": "+1-555-0123", "role": "server", "department": "front_of_house", "status": "active",
    "hourly_rate": "15.50", "employment_type": "full_time", "start_date": "2023-01-15",
    "created_at": "2023-01-10T10:00:00Z",
}  # fmt: skip
MENU_ITEM: Example = {
    "id": 10, "name": "Classic Burger",
    "description": "Juicy beef patty with lettuce, tomato, and our special sauce", "category": "Burgers",
    "price": "12.99", "is_active": True, "is_featured": False, "dietary_flags": [], "allergens": ["gluten", "dairy"],
    "calories": 650, "preparation_time_minutes": 12,
    "image_url": "https://cdn.auraconnect.ai/menu/classic-burger.jpg",
    "modifiers": [{"id": 5, "name": "Extra Cheese", "price": "1.50"}, {"id": 6, "name": "Bacon", "price": "2.00"}],
    "variants": [
        {"id": 1, "name": "Single Patty", "price": "12.99"}, {"id": 2, "name": "Double Patty", "price": "15.99"},
    ],
}  # fmt: skip
NEW_ORDER: Example = {
    "order_type": "dine_in", "table_number": "12", "customer_id": 123,
    "items": [
        {"menu_item_id": 10, "quantity": 2, "modifiers": [{"modifier_id": 5, "quantity": 1}],
         "special_instructions": "No onions please"},
        {"menu_item_id": 15, "quantity": 1, "variant_id": 3},
    ],
    "notes": "Birthday celebration - bring dessert with candle", "promotional_code": "BIRTHDAY10",
}  # fmt: skip
ORDER: Example = {
    "id": 1001, "order_number": "ORD-2025-1001", "status": "preparing", "order_type": "dine_in", "table_number": "12",
    "customer": {"id": 123, "name": "John Doe", "email": "john@example.com", "phone": "+1-555-0123"},
    "items": [{
        "id": 2001, "menu_item_id": 10, "name": "Classic Burger", "quantity": 2, "unit_price": "12.99",
        "total_price": "27.48", "status": "preparing",
        "modifiers": [{"id": 5, "name": "Extra Cheese", "price": "1.50"}],
        "special_instructions": "No onions please",
        "kitchen_status": {"station": "grill", "assigned_to": "Chef Mike", "started_at": "2025-01-08T12:32:00Z"},
    }],
    "payment_status": "pending", "subtotal": "42.31", "tax_amount": "3.68", "tip_amount": "0.00",
    "discount_amount": "4.23", "total_amount": "41.76",
    "applied_promotions": [{"code": "BIRTHDAY10", "discount": "4.23", "type": "percentage"}],
    "created_at": "2025-01-08T12:30:00Z", "updated_at": "2025-01-08T12:32:00Z",
    "estimated_ready_time": "2025-01-08T12:45:00Z",
}  # fmt: skip

# No place yet: employment belongs to labour, discounts and customers to guests, featuring to the central's web site.
NO_PLACE_STAFF = {"employee_id", "email", "phone", "department", "hourly_rate", "employment_type", "start_date"}
NO_PLACE_MENU = {"is_featured"}
NO_PLACE_NEW_ORDER = {"customer_id", "notes", "promotional_code"}
NO_PLACE_ORDER = {"customer", "discount_amount", "applied_promotions", "total_amount", "estimated_ready_time"}
MADE_BY_THE_CENTRAL = {"created_at", "updated_at"}


def usd(text: str) -> Money:
    return parse_money(text, "USD")


def item_of(example: Example) -> tuple[Item, ModifierGroup]:
    """A menu item of the central with the one group that its free list of modifiers makes."""
    group = GroupId(f"central-{example['id']}")
    modifiers = tuple(
        Modifier(ModifierId(str(one["id"])), one["name"], usd(one["price"]), ModifierKind.ADD)
        for one in example["modifiers"]
    )
    item = Item(
        id=ItemId(str(example["id"])),
        category=CategoryId(example["category"].lower()),
        name=example["name"],
        price=usd(example["price"]),
        position=1,
        description=example["description"],
        image=example["image_url"],
        prep_minutes=example["preparation_time_minutes"],
        calories=example["calories"],
        allergens=tuple(example["allergens"]),
        dietary=tuple(example["dietary_flags"]),
        variants=tuple(
            Variant(VariantId(str(one["id"])), one["name"], usd(one["price"])) for one in example["variants"]
        ),
        modifier_groups=(group,),
        active=example["is_active"],
    )
    return item, ModifierGroup(group, "Extras", 0, 0, modifiers)


@pytest.fixture
def store() -> MemoryStore:
    """A store with what the central's order names: table 12, items 10 and 15, and a tax of 8.7 % on top."""
    bare = empty_shop("Central's example", "USD", "America/New_York")
    burger, extras = item_of(MENU_ITEM)
    other = Item(
        ItemId("15"), burger.category, "Salad", usd("13.00"), 2,
        variants=(Variant(VariantId("3"), "Large", usd("14.83")),),
    )  # fmt: skip
    terms = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    rate = TaxRate("sales", "Sales tax", "T", Decimal("8.7"))
    regime = TaxRegime("taxes", terms, (rate,), (("food", "Food"),), (TaxRule("food", None, ("sales",)),))
    kept: list[Document] = [one for one in bare.documents if not isinstance(one, TaxRegime)]
    more: tuple[Document, ...] = (
        regime,
        Station(StationId("grill"), "Grill", "flame", "grill", 12),
        Category(burger.category, "Burgers", "hamburger", 1, StationId("grill"), 0, "food", 1),
        extras,
        burger,
        other,
        Area(AreaId("room"), "Room", 1),
        Table(TableId("table-12"), "12", AreaId("room"), 4, "square", 0, 0, 100, 100),
    )
    store = memory_store()
    load(store.shop, ShopFiles((*kept, *more), {}))
    return store


def test_a_member_of_staff_is_held() -> None:
    member = StaffMember(
        StaffId(str(STAFF["id"])),
        f"{STAFF['first_name']} {STAFF['last_name']}",
        STAFF["first_name"][0] + STAFF["last_name"][0],
        (RoleId(STAFF["role"]),),
        active=STAFF["status"] == "active",
    )
    role = Role(RoleId(STAFF["role"]), "Server", (Permission.SELL,))
    assert (member.id, member.name, member.initials, member.roles, member.active) == (
        "1", "John Doe", "JD", (role.id,), True,
    )  # fmt: skip
    held = {"id", "first_name", "last_name", "role", "status"}
    assert set(STAFF) == held | NO_PLACE_STAFF | {"created_at"}


def test_a_menu_item_is_held_with_its_modifiers_and_variants(store: MemoryStore) -> None:
    shown = store.shop.reads.menu.sheet(ItemId("10"))
    item, (extras,) = shown.item, shown.groups
    back = {
        "id": int(item.id),
        "name": item.name,
        "description": item.description,
        "category": "Burgers",
        "price": item.price.plain(),
        "is_active": item.active,
        "dietary_flags": list(item.dietary),
        "allergens": list(item.allergens),
        "calories": item.calories,
        "preparation_time_minutes": item.prep_minutes,
        "image_url": item.image,
        "modifiers": [{"id": int(one.id), "name": one.name, "price": one.price.plain()} for one in extras.modifiers],
        "variants": [{"id": int(one.id), "name": one.name, "price": one.price.plain()} for one in item.variants],
    }
    assert back == {key: value for key, value in MENU_ITEM.items() if key not in NO_PLACE_MENU}


def test_the_documented_order_comes_to_the_documented_amounts(store: MemoryStore) -> None:
    table = next(row for row in store.shop.reads.orders.tables() if row.number == NEW_ORDER["table_number"])
    store.clock.set(datetime.fromisoformat(ORDER["created_at"]).astimezone(UTC))
    new = NewOrder(OrderType(NEW_ORDER["order_type"]), table.id)
    order = store.shop.ordering.open_order(EVERYTHING, new).order_id
    for wanted in NEW_ORDER["items"]:
        picks = tuple(Pick(ModifierId(str(one["modifier_id"])), one["quantity"]) for one in wanted.get("modifiers", ()))
        variant = VariantId(str(wanted.get("variant_id", 1)))
        note = wanted.get("special_instructions", "")
        asked = Asked(ItemId(str(wanted["menu_item_id"])), variant, picks, wanted["quantity"], note)
        store.shop.ordering.add_item(EVERYTHING, order, asked)
    store.clock.set(datetime.fromisoformat(ORDER["items"][0]["kitchen_status"]["started_at"]).astimezone(UTC))
    store.shop.ordering.send(EVERYTHING, order)
    shown = store.shop.reads.orders.sheet(order)
    (ticket,) = store.shop.reads.kitchen.live(None)
    first, example = shown.lines[0], ORDER["items"][0]
    assert first.name.startswith(example["name"])
    assert (first.item_id, first.quantity, first.price, first.note) == (
        str(example["menu_item_id"]), example["quantity"], usd(example["total_price"]), example["special_instructions"],
    )  # fmt: skip
    assert [(one.modifier_id, one.name, one.unit_price.plain()) for one in first.modifiers] == [
        (str(one["id"]), one["name"], one["price"]) for one in example["modifiers"]
    ]
    assert (ticket.station_id, ticket.fired_at.isoformat()) == ("grill", "2025-01-08T12:32:00+00:00")
    assert (shown.order_type, shown.table_name) == (ORDER["order_type"], ORDER["table_number"])
    assert (shown.subtotal, shown.tax) == (usd(ORDER["subtotal"]), usd(ORDER["tax_amount"]))
    assert shown.total == shown.due == usd(ORDER["subtotal"]) + usd(ORDER["tax_amount"])
    assert usd(ORDER["total_amount"]) == shown.total - usd(ORDER["discount_amount"])


def test_every_documented_field_of_an_order_has_a_place_or_is_named() -> None:
    held = {"order_type", "table_number", "items"}
    assert set(NEW_ORDER) == held | NO_PLACE_NEW_ORDER
    numbers = {"id", "order_number", "status", "payment_status", "subtotal", "tax_amount", "tip_amount"}
    assert set(ORDER) == held | numbers | NO_PLACE_ORDER | MADE_BY_THE_CENTRAL
