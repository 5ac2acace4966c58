"""Who may, what is refused, what comes together, and how a change is taken back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, StationId, VariantId
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import ByAmount, ByPercent, prices_of
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import TaxRate
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.menu_checking import regime_of
from aura_terminal.use_cases.menu_editing import Edit, MenuEditing
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

SOUPS = CategoryId("")
EUR = "EUR"


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def menu(store: MemoryStore) -> MenuEditing:
    return store.shop.menu_editing


def only(*rights: Permission) -> Actor:
    return Actor(EVERYTHING.id, "Only", frozenset(rights))


def item(store: MemoryStore, item_id: str = "tiramisu") -> Item:
    return store.shop.reads.catalogue.documents.get(Item, item_id)


def fresh(store: MemoryStore, **said: object) -> Item:
    wanted = Item(ItemId(""), CategoryId("pizza"), "Bufalina nera", Money(900, EUR), 0)
    return replace(wanted, **said)  # type: ignore[arg-type]  # fields by name


def refused(menu: MenuEditing, *edits: Edit, by: Actor = EVERYTHING) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        menu.keep(by, edits)
    return broken.value


def test_a_new_item_with_variants_gets_ids_and_the_last_place(store: MemoryStore, menu: MenuEditing) -> None:
    variants = tuple(Variant(VariantId(""), name, Money(price, EUR)) for name, price in (("S", 700), ("L", 1100)))
    change = menu.keep(only(Permission.EDIT_MENU), [Edit(None, fresh(store, variants=variants))])
    kept = store.shop.reads.catalogue.items(CategoryId("pizza"))[-1]
    assert kept.name == "Bufalina nera"
    assert all((kept.id, *(one.id for one in kept.variants)))
    assert kept.price == Money(700, EUR)
    assert store.shop.reads.menu.tiles(CategoryId("pizza"))[-1].item_id == kept.id
    assert len(change.facts) == 1


def test_a_category_an_item_and_its_group_are_kept_together_or_not_at_all(
    store: MemoryStore, menu: MenuEditing
) -> None:
    category = Category(CategoryId("soups"), "Soups", "soup", 3, StationId("pizza-oven"), 0, "no such class", 99)
    facts = len(store.journal.entries)
    broken = refused(menu, Edit(None, category), Edit(None, fresh(store, category=category.id)))
    assert (broken.rule, broken.details["field"], broken.details["flaw"]) == (
        Rule.MENU_FLAWED, "station" if "pizza-oven" not in stations(store) else "tax_category",
        "station_unknown" if "pizza-oven" not in stations(store) else "tax_class_unknown",
    )  # fmt: skip
    assert len(store.journal.entries) == facts
    like = store.shop.reads.catalogue.categories()[0]
    sound = replace(like, id=category.id, name="Soups", position=99)
    menu.keep(EVERYTHING, [Edit(None, sound), Edit(None, fresh(store, category=category.id))])
    assert [one.name for one in store.shop.reads.catalogue.items(category.id)] == ["Bufalina nera"]
    assert store.shop.reads.menu.categories()[-1].name == "Soups"


def stations(store: MemoryStore) -> set[str]:
    return {one.id for one in store.shop.reads.kitchen.stations()}


@pytest.mark.parametrize(
    ("said", "field", "flaw"),
    [
        ({"name": " "}, "name", "name_missing"),
        ({"name": "margherita "}, "name", "name_taken"),
        ({"name": "x" * 81}, "name", "too_long"),
        ({"price": Money(-1, EUR)}, "price", "price_out_of_range"),
        ({"category": CategoryId("nowhere")}, "category", "category_unknown"),
        ({"station": StationId("nowhere")}, "station", "station_unknown"),
        ({"tax_category": "nothing"}, "tax_category", "tax_class_unknown"),
        ({"modifier_groups": (GroupId("none"),)}, "modifier_groups", "group_unknown"),
        ({"course": 12}, "course", "number_out_of_range"),
        (
            {"variants": (Variant(VariantId("a"), "L", Money(1, EUR)), Variant(VariantId("b"), "l", Money(2, EUR)))},
            "variants.1.name", "name_taken",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_sold_is_refused_at_its_field(
    store: MemoryStore, menu: MenuEditing, said: dict[str, object], field: str, flaw: str
) -> None:
    broken = refused(menu, Edit(None, fresh(store, **said)))
    assert (broken.rule, broken.details["field"], broken.details["flaw"]) == (Rule.MENU_FLAWED, field, flaw)


def test_a_code_belongs_to_one_item_on_the_menu(store: MemoryStore, menu: MenuEditing) -> None:
    menu.keep(EVERYTHING, [Edit(item(store), replace(item(store), barcode="4006381333931"))])
    new = fresh(store, barcode="4006381333931")
    assert refused(menu, Edit(None, new)).details["flaw"] == "code_taken"
    menu.withdraw_item(EVERYTHING, ItemId("tiramisu"))
    menu.keep(EVERYTHING, [Edit(None, new)])
    with pytest.raises(RuleBroken, match=Rule.MENU_FLAWED.value):
        menu.offer_item(EVERYTHING, ItemId("tiramisu"))


def test_two_new_items_cannot_share_a_code(store: MemoryStore, menu: MenuEditing) -> None:
    twins = [fresh(store, name=name, sku="A1") for name in ("One", "Two")]
    assert refused(menu, *(Edit(None, one) for one in twins)).details["field"] == "sku"


def test_menu_prices_and_taxes_are_a_right_each(store: MemoryStore, menu: MenuEditing) -> None:
    was = item(store)
    dearer, renamed = replace(was, price=Money(990, EUR)), replace(was, name="Tirami su")
    broken = refused(menu, Edit(was, dearer), by=only(Permission.EDIT_MENU))
    assert broken.details["permission"] == "edit_prices"
    broken = refused(menu, Edit(was, renamed), by=only(Permission.EDIT_PRICES))
    assert broken.details["permission"] == "edit_menu"
    regime = regime_of(store.shop.reads.catalogue)
    taxed = replace(regime, rates=(*regime.rates, TaxRate("luxury", "Luxury", "Z", Decimal(33))))
    assert refused(menu, Edit(regime, taxed), by=only(Permission.EDIT_MENU)).details["permission"] == "edit_taxes"
    menu.keep(only(Permission.EDIT_PRICES), [Edit(was, dearer)])
    menu.keep(only(Permission.EDIT_TAXES), [Edit(regime, taxed)])


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store: MemoryStore, menu: MenuEditing) -> None:
    was = item(store)
    menu.keep(EVERYTHING, [Edit(was, replace(was, tag="New"))])
    assert refused(menu, Edit(was, replace(was, name="Other"))).rule is Rule.CHANGED_SINCE
    assert item(store).name == was.name


def test_undo_puts_the_former_documents_back_as_new_facts(store: MemoryStore, menu: MenuEditing) -> None:
    was = item(store)
    change = menu.keep(EVERYTHING, [Edit(was, replace(was, name="Other"))])
    facts = len(store.journal.entries)
    menu.undo(EVERYTHING, change)
    assert item(store) == was
    assert len(store.journal.entries) == facts + 1
    with pytest.raises(RuleBroken, match=Rule.CHANGED_SINCE.value):
        menu.undo(EVERYTHING, change)


def test_undoing_what_was_new_takes_it_off_the_menu_and_keeps_it(store: MemoryStore, menu: MenuEditing) -> None:
    change = menu.keep(EVERYTHING, [Edit(None, fresh(store))])
    new = change.edits[0].after
    assert isinstance(new, Item)
    menu.undo(EVERYTHING, change)
    assert not item(store, new.id).active


def test_a_withdrawn_item_is_gone_from_the_tiles_and_its_orders_go_on(store: MemoryStore, menu: MenuEditing) -> None:
    shop = store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    menu.withdraw_item(EVERYTHING, ItemId("tiramisu"))
    assert shop.reads.menu.search("tiramisu", 5) == ()
    shop.ordering.send(EVERYTHING, order)
    assert [line.name for line in shop.reads.orders.sheet(order).lines] == ["Tiramisù"]
    assert [one.id for one in shop.reads.catalogue.search("tirami", 5)] == ["tiramisu"]
    menu.offer_item(EVERYTHING, ItemId("tiramisu"))
    assert len(shop.reads.menu.search("tiramisu", 5)) == 1


def test_moving_changes_places_and_nothing_else(store: MemoryStore, menu: MenuEditing) -> None:
    reads = store.shop.reads
    before = [one.id for one in reads.catalogue.categories()]
    menu.move_category(EVERYTHING, before[-1], 0)
    assert [one.id for one in reads.menu.categories()] == [before[-1], *before[:-1]]
    shelf = [one.id for one in reads.catalogue.items(CategoryId("pizza"))]
    change = menu.move_item(EVERYTHING, shelf[0], 1)
    assert [one.item_id for one in reads.menu.tiles(CategoryId("pizza"))][:2] == [shelf[1], shelf[0]]
    assert len(change.edits) == 2


def test_moving_what_somebody_took_off_meanwhile_is_refused(menu: MenuEditing) -> None:
    with pytest.raises(NotFound):
        menu.move_category(EVERYTHING, CategoryId("gone"), 0)
    with pytest.raises(NotFound):
        menu.move_item(EVERYTHING, ItemId("gone"), 0)


def test_a_duplicate_stands_behind_the_one_it_is_like_without_its_codes(store: MemoryStore, menu: MenuEditing) -> None:
    shelf = store.shop.reads.catalogue.items(CategoryId("pizza"))
    menu.duplicate_item(EVERYTHING, shelf[0].id, "Twin")
    after = store.shop.reads.catalogue.items(CategoryId("pizza"))
    assert [one.name for one in after][:3] == [shelf[0].name, "Twin", shelf[1].name]
    assert (after[1].price, after[1].sku, after[1].modifier_groups) == (shelf[0].price, "", shelf[0].modifier_groups)


def test_a_group_is_attached_asked_and_withdrawn_everywhere_at_once(store: MemoryStore, menu: MenuEditing) -> None:
    reads = store.shop.reads
    modifier = Modifier(ModifierId(""), "Extra foam", Money(50, EUR), ModifierKind.ADD)
    change = menu.keep(EVERYTHING, [Edit(None, ModifierGroup(GroupId(""), "Foam", 0, 1, (modifier,)))])
    group = change.edits[0].after
    assert isinstance(group, ModifierGroup)
    menu.attach_group(EVERYTHING, group.id, [ItemId("tiramisu"), ItemId("margherita")])
    assert {one.id for one in reads.catalogue.asking(group.id)} == {"tiramisu", "margherita"}
    assert group in reads.menu.sheet(ItemId("tiramisu")).groups
    menu.attach_group(EVERYTHING, group.id, [ItemId("tiramisu")])
    assert [one.id for one in reads.catalogue.asking(group.id)] == ["tiramisu"]
    gone = menu.withdraw_group(EVERYTHING, group.id)
    assert reads.catalogue.asking(group.id) == ()
    menu.undo(EVERYTHING, gone)
    assert group in reads.menu.sheet(ItemId("tiramisu")).groups


def test_groups_may_not_ask_for_one_another_in_a_circle(store: MemoryStore, menu: MenuEditing) -> None:
    def group(name: str, *inner: str) -> ModifierGroup:
        inside = tuple(GroupId(one) for one in inner)
        modifier = Modifier(ModifierId(f"{name}-yes"), "Yes", Money(0, EUR), ModifierKind.CHOICE, groups=inside)
        return ModifierGroup(GroupId(name), name, 0, 1, (modifier,))

    menu.keep(EVERYTHING, [Edit(None, group("one")), Edit(None, group("two", "one"))])
    broken = refused(menu, Edit(group("one"), group("one", "two")))
    assert broken.details["flaw"] == "groups_in_circle"


def test_a_category_without_items_is_withdrawn_one_with_items_leaves_the_rail(
    store: MemoryStore, menu: MenuEditing
) -> None:
    reads = store.shop.reads
    like = reads.catalogue.categories()[0]
    change = menu.keep(EVERYTHING, [Edit(None, replace(like, id=CategoryId(""), name="Soups"))])
    new = change.edits[0].after
    assert isinstance(new, Category)
    menu.withdraw_category(EVERYTHING, new.id)
    assert new.id not in {one.id for one in reads.catalogue.categories()}
    menu.withdraw_category(EVERYTHING, CategoryId("pizza"))
    assert "pizza" not in {one.id for one in reads.menu.categories()}
    assert "pizza" in {one.id for one in reads.catalogue.categories()}


def test_prices_change_together_from_what_was_seen(store: MemoryStore, menu: MenuEditing) -> None:
    shelf = store.shop.reads.catalogue.items(CategoryId("pizza"))
    rule = ByPercent(Decimal("10"), 10)
    wanted = {key: (price, rule.of(price)) for one in shelf for key, _, price in prices_of(one)}
    menu.set_prices(only(Permission.EDIT_PRICES), wanted)
    after = store.shop.reads.catalogue.items(CategoryId("pizza"))
    assert {key: price for one in after for key, _, price in prices_of(one)} == {
        key: price for key, (_, price) in wanted.items()
    }
    with pytest.raises(RuleBroken, match=Rule.CHANGED_SINCE.value):
        menu.set_prices(EVERYTHING, dict(list(wanted.items())[:1]))


@pytest.mark.parametrize(
    ("percent", "step", "price", "after"),
    [("10", 1, 995, 1095), ("-12.5", 1, 1000, 875), ("3", 10, 995, 1020), ("0", 50, 974, 950), ("-100", 1, 995, 0)],
)
def test_a_percentage_is_rounded_once(percent: str, step: int, price: int, after: int) -> None:
    assert ByPercent(Decimal(percent), step).of(Money(price, EUR)) == Money(after, EUR)


def test_no_amount_brings_a_price_below_nothing() -> None:
    assert ByAmount(Money(-500, EUR)).of(Money(450, EUR)) == Money(0, EUR)
    assert ByAmount(Money(50, EUR)).of(Money(450, EUR)) == Money(500, EUR)


def test_a_tax_class_in_use_stays_and_every_class_is_taxed(store: MemoryStore, menu: MenuEditing) -> None:
    regime = regime_of(store.shop.reads.catalogue)
    used = store.shop.reads.catalogue.categories()[0].tax_category
    less = tuple(one for one in regime.categories if one[0] != used)
    rules = tuple(one for one in regime.rules if one.tax_category != used)
    assert refused(menu, Edit(regime, replace(regime, categories=less, rules=rules))).details["flaw"] == "class_used"
    assert refused(menu, Edit(regime, replace(regime, rules=rules))).details["flaw"] == "class_untaxed"
    dear = tuple(replace(one, percent=Decimal(101)) for one in regime.rates)
    assert refused(menu, Edit(regime, replace(regime, rates=dear))).details["flaw"] == "percent_out_of_range"


def test_an_order_keeps_its_price_and_its_tax_when_both_change(store: MemoryStore, menu: MenuEditing) -> None:
    shop = store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    before = shop.reads.orders.sheet(order)
    menu.keep(EVERYTHING, [Edit(item(store), replace(item(store), price=Money(2000, EUR)))])
    regime = regime_of(shop.reads.catalogue)
    rates = tuple(replace(one, percent=one.percent + 1) for one in regime.rates)
    menu.keep(EVERYTHING, [Edit(regime, replace(regime, rates=rates))])
    after = shop.reads.orders.sheet(order)
    assert (after.total, after.tax, after.taxes) == (before.total, before.tax, before.taxes)


def test_what_a_back_office_keeps_is_not_changed_here(store: MemoryStore, menu: MenuEditing) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id("auraconnect", "item", "tiramisu"), PULLED, "d", "7", work.now))
    category = store.shop.reads.catalogue.categories()[0]
    for edit in (
        Edit(item(store), replace(item(store), name="Other")),
        Edit(category, replace(category, name="Other")),
    ):
        broken = refused(menu, edit)
        assert (broken.rule, broken.details["owner"]) == (Rule.OWNED_ELSEWHERE, "AuraConnect")
    regime = regime_of(store.shop.reads.catalogue)
    menu.keep(EVERYTHING, [Edit(regime, replace(regime, rates=(*regime.rates, TaxRate("x", "X", "X", Decimal(1)))))])


def test_the_history_of_an_item_tells_who_made_what_of_it(store: MemoryStore, menu: MenuEditing) -> None:
    was = item(store)
    menu.keep(EVERYTHING, [Edit(was, replace(was, tag="New"))])
    revisions = store.shop.reads.revisions.of(DocumentKind.ITEM, "tiramisu", 10)
    assert [one.body for one in revisions] == [replace(was, tag="New"), was]
    assert revisions[0].at >= revisions[1].at
