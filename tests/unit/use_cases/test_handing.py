"""Orders from one server to another, with the tips left where they were earned; orders put aside for any terminal."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.handing import server_at
from aura_terminal.domain.ids import ItemId, OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU = ItemId("tiramisu")
SOFIA = StaffId("sofia-conti")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def dessert(store: MemoryStore, by: Actor) -> OrderId:
    return store.shop.ordering.add_item(by, NewOrder(), Asked(TIRAMISU)).order_id


def test_who_goes_home_gives_all_their_orders_to_another(store: MemoryStore, marta: Actor) -> None:
    orders = {dessert(store, marta), dessert(store, marta)}
    facts = store.shop.handing.hand_over_all(marta, marta.id, SOFIA)
    assert {fact.order_id for fact in facts} == orders
    assert {(row.opened_by, row.server_name) for row in store.shop.reads.orders.open_orders()} == {
        (SOFIA, facts[0].to_name)
    }
    assert refusal(lambda: store.shop.handing.hand_over_all(marta, marta.id, SOFIA)) is Rule.NOTHING_TO_HAND


def test_orders_of_others_are_given_by_right_or_with_an_approval(store: MemoryStore, marta: Actor) -> None:
    order_id = dessert(store, EVERYTHING)
    assert refusal(lambda: store.shop.handing.hand_over(marta, [order_id], SOFIA)) is Rule.APPROVAL_NEEDED
    allowed = Approval(StaffId("carla-lombardi"), store.clock.now(), "goes home")
    (fact,) = store.shop.handing.hand_over(marta, [order_id], SOFIA, allowed)
    assert (fact.approval, fact.handed_from) == (allowed, EVERYTHING.id)
    assert refusal(lambda: store.shop.handing.hand_over(EVERYTHING, [order_id], SOFIA)) is Rule.SAME_SERVER


def test_a_tip_is_of_who_served_when_it_was_left(store: MemoryStore, marta: Actor) -> None:
    order_id = dessert(store, marta)
    paying = store.shop.paying
    first = paying.take_cash(marta, order_id, Money(100, "EUR"), paying.new_attempt())
    store.shop.handing.hand_over(marta, [order_id], SOFIA)
    second = paying.take_cash(marta, order_id, Money(100, "EUR"), paying.new_attempt())
    order = store.journal.order(order_id)
    assert [server_at(order, one.payment.id) for one in (first, second)] == [marta.id, SOFIA]


def test_an_order_put_aside_is_seen_with_its_label_until_somebody_goes_on(store: MemoryStore, marta: Actor) -> None:
    order_id = dessert(store, marta)
    store.shop.handing.park(marta, order_id, "  Red   jacket ")
    (row,) = store.shop.reads.orders.open_orders()
    assert (row.parked_as, row.parked_at) == ("Red jacket", store.clock.now())
    store.shop.handing.resume(marta, order_id)
    (row,) = store.shop.reads.orders.open_orders()
    assert (row.parked_as, row.parked_at) == ("", None)
    assert store.shop.handing.resume(marta, order_id).facts == ()


def test_an_order_without_a_label_is_put_aside_by_its_number(store: MemoryStore, marta: Actor) -> None:
    order_id = dessert(store, marta)
    store.shop.handing.park(marta, order_id)
    (row,) = store.shop.reads.orders.open_orders()
    assert row.parked_as == row.number
