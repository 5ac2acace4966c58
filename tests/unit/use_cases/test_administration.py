"""Reference data is changed by those who may, and nobody grants what they do not hold."""

from dataclasses import replace

import pytest

from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, RoleId, StaffId, StationId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import Station
from aura_terminal.domain.staff import Actor, Permission, Role, StaffMember
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, demo_store, signed_in


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def of_kind(kind: type[Document]) -> Document:
    return next(one for one in demo_files().documents if isinstance(one, kind))


@pytest.mark.parametrize(
    ("kind", "needed"),
    [(Item, Permission.EDIT_MENU), (StaffMember, Permission.MANAGE_STAFF), (Station, Permission.EDIT_SETTINGS)],
)
def test_each_kind_of_document_needs_its_own_right(
    store: MemoryStore, kind: type[Document], needed: Permission
) -> None:
    all_but = Actor(EVERYTHING.id, "Almost", EVERYTHING.permissions - {needed})
    only = Actor(EVERYTHING.id, "Only", frozenset({needed}))
    facts = len(store.journal.entries)
    with pytest.raises(RuleBroken) as refused:
        store.shop.administration.put_documents(all_but, [of_kind(kind)])
    assert (refused.value.rule, refused.value.details["permission"]) == (Rule.NOT_ALLOWED, needed.value)
    assert len(store.journal.entries) == facts
    assert store.shop.administration.put_documents(only, [of_kind(kind)])


def test_a_manager_cannot_make_a_role_mightier_than_herself(store: MemoryStore) -> None:
    carla = Actor(StaffId("carla-lombardi"), "Carla", EVERYTHING.permissions - {Permission.EXPORT})
    mighty = Role(RoleId("manager"), "Manager", tuple(Permission))
    with pytest.raises(RuleBroken) as refused:
        store.shop.administration.put_documents(carla, [mighty])
    assert refused.value.details["permission"] == "export"
    store.shop.administration.put_documents(carla, [Role(RoleId("trainee"), "Trainee", (Permission.SELL,))])


def test_one_document_too_many_keeps_all_of_them_out(store: MemoryStore) -> None:
    cook = Actor(EVERYTHING.id, "Menu only", frozenset({Permission.EDIT_MENU}))
    grill = Station(StationId("grill"), "Grill", "flame", "grill", 9)
    facts = len(store.journal.entries)
    with pytest.raises(RuleBroken):
        store.shop.administration.put_documents(cook, [of_kind(Item), grill])
    assert len(store.journal.entries) == facts


def test_a_new_price_holds_from_the_next_tap_on(store: MemoryStore) -> None:
    marta = signed_in(store.shop)
    asked = Asked(ItemId("tiramisu"))
    order = store.shop.ordering.add_item(marta, NewOrder(), asked).order_id
    item = store.shop.reads.menu.sheet(asked.item_id).item
    store.shop.administration.put_documents(EVERYTHING, [replace(item, price=Money(990, "EUR"))])
    store.shop.ordering.add_item(marta, order, asked)
    assert [line.price.minor for line in store.shop.reads.orders.sheet(order).lines] == [690, 990]


def test_a_long_menu_goes_in_in_short_transactions(store: MemoryStore) -> None:
    item = of_kind(Item)
    assert isinstance(item, Item)
    commits = len(store.journal.commits)
    menu = [replace(item, id=ItemId(f"item-{number}"), sku="", barcode="") for number in range(450)]
    facts = store.shop.administration.put_documents(EVERYTHING, menu)
    assert len(facts) == 450
    assert len(store.journal.commits) - commits == 3


def test_nobody_is_given_a_role_that_is_mightier_than_who_gives_it(store: MemoryStore) -> None:
    carla = signed_in(store.shop, "carla-lombardi")
    marta = next(one for one in demo_files().documents if isinstance(one, StaffMember) and one.id == "marta-rossi")
    with pytest.raises(RuleBroken) as refused:
        store.shop.administration.put_documents(carla, [replace(marta, roles=(RoleId("owner"),))])
    assert refused.value.rule is Rule.NOT_ALLOWED
    assert store.shop.administration.put_documents(carla, [replace(marta, roles=(RoleId("shift_lead"),))])
