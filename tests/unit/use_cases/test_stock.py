"""What ran out is not sold; what is counted goes down with every line and never blocks a sale."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU = ItemId("tiramisu")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def refusal(act: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def add(store: MemoryStore, by: Actor, quantity: int = 1, to: OrderId | None = None) -> tuple[OrderId, LineId]:
    done = store.shop.ordering.add_item(by, to or NewOrder(), Asked(TIRAMISU, quantity=quantity))
    return done.order_id, next(iter(store.journal.order(done.order_id).lines))


def left(store: MemoryStore) -> int | None:
    return store.journal.stock(TIRAMISU).left


def test_what_ran_out_is_not_sold_until_it_is_restored(store: MemoryStore, marta: Actor) -> None:
    order_id, line_id = add(store, marta)
    store.shop.stock.eighty_six(EVERYTHING, TIRAMISU)
    broken = refusal(lambda: add(store, marta))
    assert (broken.rule, broken.details) == (Rule.ITEM_NOT_SOLD, {"item": "Tiramisù"})
    assert refusal(lambda: store.shop.ordering.change_quantity(marta, order_id, line_id, 2)).rule is Rule.ITEM_NOT_SOLD
    store.shop.ordering.remove_line(marta, order_id, line_id)
    assert refusal(lambda: store.shop.ordering.restore_line(marta, order_id, line_id)).rule is Rule.ITEM_NOT_SOLD
    store.shop.stock.restore(EVERYTHING, TIRAMISU)
    add(store, marta)
    assert refusal(lambda: store.shop.stock.restore(EVERYTHING, TIRAMISU)).rule is Rule.ITEM_NOT_EIGHTY_SIXED


def test_a_count_goes_down_and_up_with_the_lines(store: MemoryStore, marta: Actor) -> None:
    assert left(store) is None
    order_id, line_id = add(store, marta)
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 5)
    assert left(store) == 5
    for act, expected in (
        (lambda: add(store, marta, 2, order_id), 3),
        (lambda: store.shop.ordering.change_quantity(marta, order_id, line_id, 4), 2),
        (lambda: store.shop.ordering.remove_line(marta, order_id, line_id), 6),
        (lambda: store.shop.ordering.restore_line(marta, order_id, line_id), 2),
    ):
        act()
        assert left(store) == expected


def test_what_was_sold_before_a_count_is_in_it_and_what_changes_later_counts(store: MemoryStore, marta: Actor) -> None:
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 9)
    order_id, line_id = add(store, marta, 2)
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 5)
    store.shop.ordering.change_quantity(marta, order_id, line_id, 3)
    assert left(store) == 4


def test_a_void_gives_nothing_back_and_a_cancelled_unsent_line_does(store: MemoryStore, marta: Actor) -> None:
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 5)
    order_id, line_id = add(store, marta, 2)
    unsent, _ = add(store, marta, 1)
    store.shop.ordering.send(marta, order_id)
    store.shop.ordering.void_line(EVERYTHING, order_id, line_id, 1, "dropped")
    assert left(store) == 2
    store.shop.ordering.cancel_order(EVERYTHING, unsent, "left")
    assert left(store) == 3
    store.shop.ordering.cancel_order(EVERYTHING, order_id, "left")
    assert left(store) == 3


def test_below_nothing_is_sold_and_flagged(store: MemoryStore, marta: Actor) -> None:
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 1)
    add(store, marta, 3)
    assert (left(store), store.journal.stock(TIRAMISU).oversold) == (0, 2)


def test_a_split_line_shares_its_claim(store: MemoryStore, marta: Actor) -> None:
    store.shop.stock.set_count(EVERYTHING, TIRAMISU, 5)
    order_id, line_id = add(store, marta, 3)
    new = store.shop.floor.split_order(marta, order_id, [Part(line_id, 1)]).order_id
    assert left(store) == 2
    moved = next(iter(store.journal.order(new).lines))
    store.shop.ordering.remove_line(marta, new, moved)
    assert left(store) == 3


def test_counting_needs_a_right_and_an_item_and_can_end(store: MemoryStore, marta: Actor) -> None:
    stock = store.shop.stock
    for act in (
        lambda: stock.eighty_six(marta, TIRAMISU),
        lambda: stock.restore(marta, TIRAMISU),
        lambda: stock.set_count(marta, TIRAMISU, 1),
    ):
        assert refusal(act).rule is Rule.NOT_ALLOWED
    with pytest.raises(NotFound):
        stock.eighty_six(EVERYTHING, ItemId("nothing"))
    assert refusal(lambda: stock.set_count(EVERYTHING, TIRAMISU, 1000)).rule is Rule.QUANTITY_OUT_OF_RANGE
    stock.set_count(EVERYTHING, TIRAMISU, 3)
    stock.set_count(EVERYTHING, TIRAMISU, None)
    facts = len(store.journal.entries)
    store.shop.ordering.add_item(EVERYTHING, add(store, EVERYTHING)[0], Asked(ItemId("sparkling-water-0-25-l")))
    assert (left(store), len(store.journal.entries) - facts) == (None, 3)
