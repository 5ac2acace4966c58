"""What stands on a guest's receipt beside lines and totals: the logo, how deep a choice lies, the code at the foot."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.ids import GroupId, ItemId, ModifierId, StaffId
from aura_terminal.domain.menu import Modifier, ModifierGroup, ModifierKind, Pick, choose
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import Picture, QrCode
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.receipts import receipt
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import EVERYTHING, demo_store

FREE = Money(0, "EUR")
BY = Actor(StaffId("marta-rossi"), "Marta Rossi", EVERYTHING.permissions)


def group(name: str, leads_to: str = "") -> ModifierGroup:
    groups = (GroupId(leads_to),) if leads_to else ()
    choice = Modifier(ModifierId(name), name, FREE, ModifierKind.CHOICE, groups=groups)
    return ModifierGroup(GroupId(name), name, 0, 1, (choice,))


GROUPS = {one.id: one for one in (group("side", "dressing"), group("dressing", "oil"), group("oil"))}
CHOSEN = choose(GROUPS, [GroupId("side")], [Pick(ModifierId(name)) for name in ("oil", "side", "dressing")], 1)


def test_a_choice_says_how_many_choices_led_to_it() -> None:
    assert [(one.name, one.level) for one in CHOSEN] == [("side", 0), ("dressing", 1), ("oil", 2)]


def test_a_receipt_shows_logo_and_code_of_the_shop_and_how_deep_its_choices_lie() -> None:
    store = demo_store()
    order_id = store.shop.ordering.add_item(BY, NewOrder(), Asked(ItemId("napoli"))).order_id
    with store.begin(BY.id) as work:
        order, profile = work.order(order_id), work.documents.get(StoreProfile, STORE_PROFILE)
    for line in order.lines.values():
        line.modifiers = CHOSEN
    document = receipt(order, profile).document
    logo, code = document.blocks[0], next(block for block in document.blocks if isinstance(block, QrCode))
    assert isinstance(logo, Picture)
    assert (logo.width, any(logo.rows())) == (384, True)
    assert code.content == f"https://aurora.example/r/{order.number}"
    assert [line for line in plain_text(document).splitlines() if line.strip().startswith("1 x ")][1:] == [
        "   1 x side",
        "     1 x dressing",
        "       1 x oil",
    ]


def test_a_shop_without_logo_and_link_prints_neither() -> None:
    store = demo_store()
    order_id = store.shop.ordering.add_item(BY, NewOrder(), Asked(ItemId("napoli"))).order_id
    with store.begin(BY.id) as work:
        order, profile = work.order(order_id), work.documents.get(StoreProfile, STORE_PROFILE)
    document = receipt(order, replace(profile, receipt_logo=None, receipt_link="")).document
    assert not [block for block in document.blocks if isinstance(block, Picture | QrCode)]
