"""A menu that is written on three terminals that work apart comes to one menu, and every register shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId
from aura_terminal.domain.menu import Item, Modifier, ModifierGroup, ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.menu_editing import Edit, MenuChange
from tests.integration.store.test_three_stores import hand_over, settle, templates
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop
from tests.support.three_stores import three

__all__ = ["templates"]

PIZZA = CategoryId("pizza")
ACTS = 7


def act(stored: StoredShop, kind: int, number: int, kept: list[MenuChange]) -> None:
    """One thing a manager may do to the menu at one terminal; what the rules refuse did not happen."""
    menu, catalogue = stored.shop.menu_editing, stored.shop.reads.catalogue
    shelf = catalogue.items(PIZZA)
    item = shelf[number % 4]
    try:
        if kind == 0:
            kept.append(menu.keep(EVERYTHING, [Edit(item, replace(item, price=Money(100 + number, "EUR")))]))
        elif kind == 1:
            verb = menu.withdraw_item if item.active else menu.offer_item
            kept.append(verb(EVERYTHING, item.id))
        elif kind == 2:
            kept.append(menu.move_item(EVERYTHING, item.id, number % len(shelf)))
        elif kind == 3:
            kept.append(menu.duplicate_item(EVERYTHING, item.id, f"Like it {stored.store.identity.label} {number}"))
        elif kind == 4:
            modifier = Modifier(ModifierId(""), "Yes", Money(number, "EUR"), ModifierKind.CHOICE)
            change = menu.keep(EVERYTHING, [Edit(None, ModifierGroup(GroupId(""), f"Q {number}", 0, 1, (modifier,)))])
            menu.attach_group(EVERYTHING, GroupId(change.facts[0].document_id), [item.id])
        elif kind == 5 and item.modifier_groups:
            kept.append(menu.withdraw_group(EVERYTHING, item.modifier_groups[-1]))
        elif kind == 6 and kept:
            menu.undo(EVERYTHING, kept.pop())
    except RuleBroken:
        return


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, ACTS - 1), st.integers(0, 40)), max_size=25),
    seed=st.integers(0, 10**6),
)
def test_a_menu_written_apart_is_one_menu_and_all_of_it_can_be_sold(
    templates: tuple[Path, ...], steps: list[tuple[int, int, int]], seed: int
) -> None:
    chance = Random(seed)
    with three(templates) as stores:
        kept: tuple[list[MenuChange], ...] = ([], [], [])
        for where, kind, number in steps:
            if where < 3:
                act(stores[where], kind, number, kept[where])
            else:
                hand_over(stores[where - 3], stores[(where - 2 + number % 2) % 3], chance)
        settle(stores, chance)
        assert len({stored.store.fold_digest() for stored in stores}) == 1
        menus = [[stored.shop.reads.menu.tiles(PIZZA), stored.shop.reads.catalogue.items(PIZZA)] for stored in stores]
        assert menus[0] == menus[1] == menus[2]
        for tile in stores[0].shop.reads.menu.tiles(PIZZA):
            sheet = stores[0].shop.reads.menu.sheet(tile.item_id)
            assert all(group.minimum <= sum(one.maximum for one in group.modifiers) for group in sheet.groups)


def test_a_peer_shows_the_new_price_and_its_open_order_keeps_the_old_one(templates: tuple[Path, ...]) -> None:
    tiramisu = ItemId("tiramisu")
    with three(templates) as stores:
        here, there, _ = stores
        order = there.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(tiramisu)).order_id
        was = here.shop.reads.catalogue.documents.get(Item, tiramisu)
        here.shop.menu_editing.keep(EVERYTHING, [Edit(was, replace(was, price=Money(990, "EUR")))])
        settle(stores, Random(1))
        shelf = {one.item_id: one.price for one in there.shop.reads.menu.tiles(was.category)}
        assert shelf[tiramisu] == Money(990, "EUR")
        there.shop.ordering.add_item(EVERYTHING, order, Asked(tiramisu))
        prices = [line.price for line in there.shop.reads.orders.sheet(order).lines]
        assert prices == [was.price, Money(990, "EUR")]
