"""One terminal takes an order's money: the one that opened it, or the one it handed the token to."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, Origin
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import Token, TokenReleased
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def order_id(store: MemoryStore, marta: Actor) -> OrderId:
    return store.shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("tiramisu"))).order_id


def refusal(act: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def pay(store: MemoryStore, by: Actor, order_id: OrderId, minor: int = 690) -> bool:
    attempt = store.shop.paying.new_attempt()
    return store.shop.paying.take_cash(by, order_id, Money(minor, "EUR"), attempt).closed


def test_only_the_holder_takes_money_and_the_others_are_told_who_it_is(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    second = store.opened_by("R2")
    broken = refusal(lambda: pay(second, marta, order_id))
    assert (broken.rule, broken.details["holder"]) == (Rule.TOKEN_ELSEWHERE, "R1")
    second.shop.ordering.add_item(marta, order_id, Asked(ItemId("tiramisu")))
    assert pay(store, marta, order_id, 1380)


def test_a_token_that_was_released_is_the_other_terminals(store: MemoryStore, marta: Actor, order_id: OrderId) -> None:
    second = store.opened_by("R2")
    fact = store.shop.paying.release_token(order_id, "R2")
    assert fact.epoch == 1
    assert dict(fact.seen)[store.shop.terminal.origin] == len(store.journal.entries) - 1
    assert refusal(lambda: pay(store, marta, order_id)).rule is Rule.TOKEN_ELSEWHERE
    assert refusal(lambda: store.shop.paying.release_token(order_id, "R3")).rule is Rule.TOKEN_ELSEWHERE
    assert pay(second, marta, order_id)


def test_a_token_is_used_only_when_all_its_holder_knew_has_arrived(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(TokenReleased(order_id, "R2", 1, ((Origin("somebody"), 3),)))
    second = store.opened_by("R2")
    broken = refusal(lambda: pay(second, marta, order_id))
    assert (broken.rule, broken.details["holder"]) == (Rule.TOKEN_ON_ITS_WAY, "R2")


def test_nobody_is_robbed_of_an_order_that_is_being_paid(store: MemoryStore, order_id: OrderId) -> None:
    assert refusal(lambda: store.shop.paying.release_token(order_id, "R2", [order_id])).rule is Rule.BEING_PAID


def test_a_token_is_taken_from_a_silent_holder_with_a_right_and_a_reason(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    second = store.opened_by("R2")
    paying = second.shop.paying
    assert refusal(lambda: paying.override_token(marta, order_id, "R1 is dead")).rule is Rule.APPROVAL_NEEDED
    assert refusal(lambda: paying.override_token(EVERYTHING, order_id, " ")).rule is Rule.REASON_NEEDED
    fact = paying.override_token(EVERYTHING, order_id, "R1 is dead")
    assert (fact.held_by, fact.to, fact.epoch) == ("R1", "R2", 1)
    assert pay(second, marta, order_id)


@pytest.mark.parametrize(
    ("holder", "here", "held"),
    [("R1", "R1", True), ("R1", "R1B", True), ("R1", "R1D", True), ("R1B", "R1C", True), ("R1B", "R1", False),
     ("R1", "R2", False), ("R1", "R2B", False), ("R1", "R10", False), ("Bar", "BarB", True), ("", "R1", False)],
)  # fmt: skip
def test_a_restored_terminal_holds_what_it_held_before(holder: str, here: str, held: bool) -> None:
    assert Token(holder).is_held_by(here) is held
