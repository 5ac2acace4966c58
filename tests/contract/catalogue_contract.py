"""What every store promises to those who write the menu; a test class supplies `bench`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import PriceKey
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.menu_import import MenuImport, export_menu
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING, signed_in

PIZZA, TIRAMISU = CategoryId("pizza"), ItemId("tiramisu")


class CatalogueContract(StoreFixtures):
    """Whole documents, also those off the menu, and what they were before."""

    def test_categories_and_items_stand_in_their_order(self, shop: Shop) -> None:
        catalogue = shop.reads.catalogue
        assert [one.id for one in catalogue.categories()] == [one.id for one in shop.reads.menu.categories()]
        assert [one.id for one in catalogue.items(PIZZA)] == [one.item_id for one in shop.reads.menu.tiles(PIZZA)]
        assert catalogue.documents.get(Category, PIZZA) in catalogue.categories()

    def test_what_is_off_the_menu_is_still_found_here(self, shop: Shop) -> None:
        item = shop.reads.catalogue.documents.get(Item, TIRAMISU)
        shop.menu_editing.withdraw_item(EVERYTHING, TIRAMISU)
        off = replace(item, active=False)
        assert shop.reads.menu.search("tirami", 5) == ()
        assert shop.reads.catalogue.search("tirami", 5) == (off,)
        assert off in shop.reads.catalogue.items(item.category)
        assert shop.reads.catalogue.search(" ", 5) == ()

    def test_codes_of_items_on_the_menu_are_known(self, shop: Shop) -> None:
        item = shop.reads.catalogue.documents.get(Item, TIRAMISU)
        shop.menu_editing.keep(EVERYTHING, [Edit(item, replace(item, barcode="4006381333931"))])
        assert [one.id for one in shop.reads.catalogue.with_code("4006381333931")] == [TIRAMISU]
        shop.menu_editing.withdraw_item(EVERYTHING, TIRAMISU)
        assert shop.reads.catalogue.with_code("4006381333931") == ()

    def test_who_asks_a_group_is_known_by_name(self, shop: Shop) -> None:
        group = shop.reads.catalogue.items(PIZZA)[0].modifier_groups[0]
        asking = shop.reads.catalogue.asking(group)
        assert asking == tuple(sorted(asking, key=lambda one: (one.name, one.id)))
        assert all(group in one.modifier_groups for one in asking)
        assert shop.reads.catalogue.asking(GroupId("none")) == ()

    def test_revisions_come_newest_first_with_who_and_when(self, bench: Bench, shop: Shop) -> None:
        carla = signed_in(shop, "carla-lombardi")
        item = shop.reads.catalogue.documents.get(Item, TIRAMISU)
        bench.clock.advance(hours=1)
        shop.menu_editing.set_prices(carla, {PriceKey(TIRAMISU): (item.price, Money(990, "EUR"))})
        found = shop.reads.revisions.of(DocumentKind.ITEM, TIRAMISU, 5)
        assert [one.body for one in found] == [replace(item, price=Money(990, "EUR")), item]
        assert (found[0].by, found[0].by_name, found[0].at) == (carla.id, carla.name, bench.clock.now())
        assert len(shop.reads.revisions.of(DocumentKind.ITEM, TIRAMISU, 1)) == 1
        assert shop.reads.revisions.of(DocumentKind.ITEM, "nothing", 5) == ()

    def test_a_change_is_taken_back_as_a_whole(self, shop: Shop) -> None:
        before = shop.reads.catalogue.items(PIZZA)
        prices = {PriceKey(one.id): (one.price, Money(100, "EUR")) for one in before if not one.variants}
        change = shop.menu_editing.set_prices(EVERYTHING, prices)
        assert len(change.edits) == len(prices)
        shop.menu_editing.undo(EVERYTHING, change)
        assert shop.reads.catalogue.items(PIZZA) == before

    def test_nothing_is_kept_of_an_edit_one_part_of_which_is_out_of_date(self, shop: Shop) -> None:
        one, other = shop.reads.catalogue.items(PIZZA)[:2]
        shop.menu_editing.keep(EVERYTHING, [Edit(other, replace(other, tag="New"))])
        edits = [Edit(one, replace(one, tag="Half")), Edit(other, replace(other, tag="Half"))]
        with pytest.raises(RuleBroken) as refused:
            shop.menu_editing.keep(EVERYTHING, edits)
        assert (refused.value.rule, refused.value.details["name"]) == (Rule.CHANGED_SINCE, other.name)
        assert shop.reads.catalogue.documents.get(Item, one.id) == one

    def test_an_open_order_keeps_its_price_and_the_next_tap_has_the_new_one(self, shop: Shop) -> None:
        item = shop.reads.catalogue.documents.get(Item, TIRAMISU)
        order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(TIRAMISU)).order_id
        shop.menu_editing.keep(EVERYTHING, [Edit(item, replace(item, price=Money(990, "EUR")))])
        tile = next(one for one in shop.reads.menu.tiles(item.category) if one.item_id == TIRAMISU)
        shop.ordering.add_item(EVERYTHING, order, Asked(TIRAMISU))
        prices = [line.price for line in shop.reads.orders.sheet(order).lines]
        assert (tile.price, prices) == (Money(990, "EUR"), [item.price, Money(990, "EUR")])

    def test_the_menu_goes_out_and_comes_in_again_unchanged(self, shop: Shop) -> None:
        reading = MenuImport(export_menu(shop.reads.catalogue).encode("utf-8-sig"), shop.reads.catalogue)
        while not reading.step(100):
            pass
        assert (reading.plan().edits, reading.plan().problems, reading.plan().missing) == ((), (), ())
