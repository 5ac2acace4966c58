"""Weighed goods and labels of the store's own, from the counter to the bill."""

from dataclasses import replace

import pytest

from aura_terminal.domain.barcodes import check_digit
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, StaffId
from aura_terminal.domain.menu import ByWeight, Category, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.weighing import PriceUnit, Weighed, Weight, WeightSource
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.receipts import receipt
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, demo_store

OLIVES, BREAD = ItemId("olives"), ItemId("bread")
SELLER = Actor(StaffId("sam"), "Sam", frozenset({Permission.SELL, Permission.SEND, Permission.VOID_UNSENT}))


@pytest.fixture
def store() -> MemoryStore:
    store = demo_store()
    category = next(one for one in demo_files().documents if isinstance(one, Category))
    olives = Item(
        OLIVES, category.id, "Olives", Money(1290, "EUR"), 900, sku="12345", by_weight=ByWeight(PriceUnit.KILOGRAM, 10)
    )
    bread = Item(BREAD, category.id, "Bread", Money(300, "EUR"), 901, sku="77")
    store.shop.administration.put_documents(EVERYTHING, (olives, bread))
    return store


def added(store: MemoryStore, weight: Weight, by: Actor = SELLER, approval: Approval | None = None) -> LineAdded:
    done = store.shop.weighing.add_weighed(by, NewOrder(), OLIVES, weight, approval)
    return next(fact for fact in done.facts if isinstance(fact, LineAdded))


def code(digits: str) -> str:
    return digits + check_digit(digits)


def test_a_line_carries_its_weight_and_costs_its_share_of_the_price(store: MemoryStore) -> None:
    line = added(store, Weight(755, 10))
    assert line.quantity == 1
    assert line.sold.unit_price == Money(961, "EUR")
    assert line.sold.weighed == Weighed(755, 10, PriceUnit.KILOGRAM, Money(1290, "EUR"), WeightSource.SCALE)
    row = store.shop.reads.orders.sheet(line.order_id).lines[0]
    assert (row.price, row.weighed) == (Money(961, "EUR"), line.sold.weighed)


def test_two_equal_weights_are_two_lines(store: MemoryStore) -> None:
    first = added(store, Weight(755, 10))
    store.shop.weighing.add_weighed(SELLER, first.order_id, OLIVES, Weight(755, 10))
    sheet = store.shop.reads.orders.sheet(first.order_id)
    assert [line.quantity for line in sheet.lines] == [1, 1]
    assert sheet.total == Money(1922, "EUR")


def test_a_weighed_line_can_be_removed_but_not_counted(store: MemoryStore) -> None:
    line = added(store, Weight(755))
    with pytest.raises(RuleBroken) as refused:
        store.shop.ordering.change_quantity(SELLER, line.order_id, line.line_id, 2)
    assert refused.value.rule is Rule.WEIGHED_ONCE
    store.shop.ordering.remove_line(SELLER, line.order_id, line.line_id)
    assert store.shop.reads.orders.sheet(line.order_id).lines == ()


def test_what_is_sold_by_weight_is_not_sold_by_the_piece(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.ordering.add_item(SELLER, NewOrder(), Asked(OLIVES))
    assert refused.value.rule is Rule.WEIGHT_NEEDED
    with pytest.raises(RuleBroken) as other:
        store.shop.weighing.add_weighed(SELLER, NewOrder(), BREAD, Weight(500))
    assert other.value.rule is Rule.ITEM_NOT_BY_WEIGHT


def test_a_typed_weight_needs_a_right_and_is_flagged(store: MemoryStore) -> None:
    typed = Weight(500, source=WeightSource.TYPED)
    with pytest.raises(RuleBroken) as refused:
        added(store, typed)
    assert (refused.value.rule, refused.value.details["permission"]) == (Rule.APPROVAL_NEEDED, "type_weight")
    approval = Approval(StaffId("greta"), store.clock.now(), "typed weight")
    weighed = added(store, typed, approval=approval).sold.weighed
    assert weighed is not None
    assert (weighed.source, weighed.approval) == (WeightSource.TYPED, approval)
    by_right = added(store, typed, by=EVERYTHING).sold.weighed
    assert by_right is not None
    assert by_right.approval is not None


def test_a_void_takes_the_whole_weight_back(store: MemoryStore) -> None:
    line = added(store, Weight(755, 10))
    store.shop.ordering.send(SELLER, line.order_id)
    store.shop.ordering.void_line(EVERYTHING, line.order_id, line.line_id, 1, "fell down")
    assert store.shop.reads.orders.sheet(line.order_id).total == Money(0, "EUR")


def test_a_weighed_line_moves_to_another_order_with_its_weight(store: MemoryStore) -> None:
    line = added(store, Weight(755, 10))
    store.shop.ordering.add_item(SELLER, line.order_id, Asked(BREAD))
    moved = store.shop.floor.split_order(EVERYTHING, line.order_id, [Part(line.line_id, 1)])
    sheet = store.shop.reads.orders.sheet(moved.order_id)
    assert [(row.name, row.price) for row in sheet.lines] == [("Olives", Money(961, "EUR"))]
    assert sheet.lines[0].weighed == line.sold.weighed
    assert sheet.tax.minor > 0


def test_a_label_with_a_weight_is_charged_by_it(store: MemoryStore) -> None:
    label = code("211234500745")
    done = store.shop.weighing.add_labelled(SELLER, NewOrder(), label)
    assert done is not None
    (line,) = (fact for fact in done.facts if isinstance(fact, LineAdded))
    assert (line.sold.unit_price, line.sold.label) == (Money(961, "EUR"), label)
    assert line.sold.weighed is not None
    assert (line.sold.weighed.net, line.sold.weighed.source) == (745, WeightSource.LABEL)


def test_a_label_with_a_price_costs_what_it_says(store: MemoryStore) -> None:
    done = store.shop.weighing.add_labelled(SELLER, NewOrder(), code("220007700450"))
    assert done is not None
    assert store.shop.reads.orders.sheet(done.order_id).total == Money(450, "EUR")
    again = store.shop.weighing.add_labelled(SELLER, done.order_id, code("220007700450"))
    assert again is not None
    assert [line.quantity for line in store.shop.reads.orders.sheet(done.order_id).lines] == [1, 1]


@pytest.mark.parametrize(
    ("digits", "rule"),
    [
        ("219999900745", Rule.UNKNOWN),
        ("211234500000", Rule.WEIGHT_NOT_POSITIVE),
        ("220007700000", Rule.BARCODE_MISREAD),
        ("210007700745", Rule.ITEM_NOT_BY_WEIGHT),
    ],
)
def test_a_label_nobody_can_sell_is_refused(store: MemoryStore, digits: str, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.weighing.add_labelled(SELLER, NewOrder(), code(digits))
    assert refused.value.rule is rule
    assert store.shop.reads.orders.open_orders() == ()


def test_any_other_code_is_left_to_others(store: MemoryStore) -> None:
    assert store.shop.weighing.add_labelled(SELLER, NewOrder(), "4006381333931") is None


def test_the_store_says_how_its_labels_are_laid_out(store: MemoryStore) -> None:
    profile = replace(store.shop.reads.store.profile(), barcode_layouts=("21IIIIIPPPPPC",))
    store.shop.administration.put_documents(EVERYTHING, (profile,))
    done = store.shop.weighing.add_labelled(SELLER, NewOrder(), code("211234500745"))
    assert done is not None
    assert store.shop.reads.orders.sheet(done.order_id).total == Money(745, "EUR")


def test_the_tile_says_that_it_must_be_weighed(store: MemoryStore) -> None:
    tiles = {code: store.shop.reads.menu.by_code(code) for code in ("12345", "77")}
    assert [tile.by_weight for tile in tiles.values() if tile is not None] == [True, False]


def test_an_order_id_that_is_not_there_is_refused(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken):
        store.shop.weighing.add_weighed(SELLER, OrderId("nobody"), OLIVES, Weight(500))


def test_the_receipt_says_weight_price_container_and_that_it_was_typed(store: MemoryStore) -> None:
    line = added(store, Weight(755, 10))
    store.shop.weighing.add_weighed(EVERYTHING, line.order_id, OLIVES, Weight(500, source=WeightSource.TYPED))
    order = store.journal.orders_with(line.order_id)[line.order_id]
    printed = plain_text(receipt(order, store.shop.reads.store.profile()).document)
    words = [" ".join(each.split()) for each in printed.splitlines()]
    at = words.index("0.745 kg x 12.90/kg")
    assert words[at - 1].startswith("1 x Olives 9.61")
    assert words[at + 1] == "gross 0.755 kg, tare 0.010 kg"
    assert words[words.index("0.500 kg x 12.90/kg") + 1] == "weight typed by hand"
