"""One terminal takes an order's money: the one that opened it, or the one it handed the token to."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.holding import take_up
from aura_terminal.domain.ids import ItemId, OrderId, Origin
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import Token, TokenReleased
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.journal import PeerState
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


def test_only_the_holder_ends_an_order_on_which_nothing_is_due(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    store.shop.line_discounts.comp_order(EVERYTHING, order_id, "a birthday")
    second = store.opened_by("R2")
    assert refusal(lambda: second.shop.paying.close_free(marta, order_id)).rule is Rule.TOKEN_ELSEWHERE
    assert store.shop.paying.close_free(marta, order_id).order_id == order_id


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


def restored(store: MemoryStore) -> MemoryStore:
    """R1 after it went back to a backup: it is called R1B and its facts stand under a new origin."""
    return store.opened_by("R1B", "R1")


def heard(store: MemoryStore, *, beyond: int = 0) -> None:
    """K1 was heard: it holds what is here, and `beyond` facts more of what R1 did before it was restored."""
    known = store.journal.last
    first = next(iter(known))
    holds = tuple((str(origin), seq + beyond * (origin == first)) for origin, seq in known.items())
    store.journal.peers[:] = [PeerState("k1", "K1", "o-k1", "1", "", 0, 0, holds)]


def test_a_restored_terminal_holds_nothing_under_its_new_name_until_it_takes_it_up(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    again = restored(store)
    broken = refusal(lambda: pay(again, marta, order_id))
    assert (broken.rule, broken.details["holder"]) == (Rule.TOKEN_ELSEWHERE, "R1")
    (fact,) = again.shop.paying.take_up_tokens()
    assert (fact.order_id, fact.to, fact.epoch) == (order_id, "R1B", 1)
    assert fact.seen == ((store.shop.terminal.origin, store.journal.last[store.shop.terminal.origin]),)
    assert again.shop.paying.take_up_tokens() == ()
    assert pay(again, marta, order_id)


def test_a_restored_terminal_takes_up_nothing_before_every_other_one_was_heard(
    store: MemoryStore, marta: Actor, order_id: OrderId
) -> None:
    store.shop.terminals.pair("k1", "K1", "of K1", "R1")
    again = restored(store)
    assert again.shop.paying.take_up_tokens() == ()
    heard(store)
    assert again.shop.paying.take_up_tokens() == (), "what K1 held before the restore says nothing"
    signed_in(again.shop)
    heard(store, beyond=1)
    assert again.shop.paying.take_up_tokens() == (), "K1 holds something of R1 that did not come back yet"
    heard(store)
    assert len(again.shop.paying.take_up_tokens()) == 1
    assert pay(again, marta, order_id)


def test_a_terminal_that_was_sent_away_is_not_waited_for(store: MemoryStore, order_id: OrderId) -> None:
    store.shop.terminals.pair("k1", "K1", "of K1", "R1")
    again = restored(store)
    again.shop.terminals.revoke(EVERYTHING, "k1", "its disk broke")
    assert [fact.order_id for fact in again.shop.paying.take_up_tokens()] == [order_id]


def test_a_restored_terminal_takes_up_no_token_that_it_had_handed_on(store: MemoryStore, order_id: OrderId) -> None:
    store.shop.paying.release_token(order_id, "K1")
    assert restored(store).shop.paying.take_up_tokens() == ()


def test_a_token_that_was_on_its_way_when_the_terminal_was_restored_is_left_to_a_manager(
    store: MemoryStore, order_id: OrderId
) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(TokenReleased(order_id, "R1", 1, ((Origin("somebody"), 3),)))
    again = restored(store)
    assert again.shop.paying.take_up_tokens() == ()
    assert again.shop.paying.override_token(EVERYTHING, order_id, "R2 is dead").to == "R1B"


@pytest.mark.parametrize("holder", ["R1", "R1C", "R10", "R2", ""])
def test_a_name_that_looks_alike_is_another_terminals(holder: str) -> None:
    assert not Token(holder).is_held_by("R1B")
    with pytest.raises(RuleBroken):
        take_up(Order(OrderId("o"), terminal=holder), "R1B", ("R0", "R0B"), (), ())
