"""What a person decides about a step that a central refused."""

from __future__ import annotations

import pytest

from aura_terminal.domain.central import CentralRefused, record_id
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from tests.support.memory_shop import MemoryStore, demo_store, signed_in
from tests.unit.domain.orders import NOW

ORDER = record_id("auraconnect", "order", "0192")


@pytest.fixture
def store() -> MemoryStore:
    store = demo_store()
    with store.begin(SYSTEM) as work:
        work.keep(CentralRefused(ORDER, "create", "d1", 422, "refused", "no such item", NOW))
    return store


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def test_anybody_may_have_it_sent_once_more(store: MemoryStore, marta: Actor) -> None:
    store.shop.centrals.retry(marta, ORDER, "create")
    assert store.shop.reads.central.centre(10) == ()
    with store.begin(SYSTEM) as work:
        assert work.central(ORDER).again == {"create": 1}


def test_fields_are_put_right_by_hand_by_who_may(store: MemoryStore, carla: Actor, marta: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.edit(marta, ORDER, "create", {"items[0].menu_item_id": "31"})
    assert refused.value.rule is Rule.APPROVAL_NEEDED
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.edit(carla, ORDER, "create", {})
    assert refused.value.rule is Rule.CHOICE_NOT_OFFERED
    store.shop.centrals.edit(carla, ORDER, "create", {"items[0].menu_item_id": "31"})
    with store.begin(SYSTEM) as work:
        record = work.central(ORDER)
    assert (record.amended, record.again) == ({"create": {"items[0].menu_item_id": "31"}}, {"create": 1})


@pytest.mark.parametrize("path", ["card_details.number", "splits[0].card_details.cvv", "cardNumber", "pan"])
def test_nobody_types_a_card_into_what_is_sent(store: MemoryStore, carla: Actor, path: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.edit(carla, ORDER, "create", {path: "4242424242424242"})
    assert refused.value.rule is Rule.CHOICE_NOT_OFFERED
    with store.begin(SYSTEM) as work:
        assert work.central(ORDER).amended == {}


def test_who_links_it_says_under_which_id_it_is_there(store: MemoryStore, carla: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.link(carla, ORDER, "create", " ")
    assert refused.value.rule is Rule.CHOICE_NOT_OFFERED
    store.shop.centrals.link(carla, ORDER, "create", " 7 ")
    with store.begin(SYSTEM) as work:
        record = work.central(ORDER)
    assert (record.central_id, record.is_done("create", "d1")) == ("7", True)


def test_who_sets_it_aside_says_why_and_may_do_so(store: MemoryStore, carla: Actor, marta: Actor) -> None:
    for who, reason, rule in ((marta, "a test", Rule.APPROVAL_NEEDED), (carla, " ", Rule.REASON_NEEDED)):
        with pytest.raises(RuleBroken) as refused:
            store.shop.centrals.set_aside(who, ORDER, "create", reason)
        assert refused.value.rule is rule
    fact = store.shop.centrals.set_aside(carla, ORDER, "create", "training order")
    assert fact.approval is not None
    with store.begin(SYSTEM) as work:
        assert work.central(ORDER).is_done("create", "d1")


def test_what_nobody_waits_for_any_more_is_said_so(store: MemoryStore, marta: Actor) -> None:
    store.shop.centrals.retry(marta, ORDER, "create")
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.retry(marta, ORDER, "create")
    assert refused.value.rule is Rule.CONFLICT_GONE


def test_a_thing_of_ours_is_matched_with_one_of_the_centrals(store: MemoryStore, carla: Actor, marta: Actor) -> None:
    soup = record_id("auraconnect", "item", "soup")
    with pytest.raises(RuleBroken) as refused:
        store.shop.centrals.match(marta, soup, "31")
    assert refused.value.rule is Rule.APPROVAL_NEEDED
    store.shop.centrals.match(carla, soup, "31")
    with store.begin(SYSTEM) as work:
        assert work.central(soup).central_id == "31"
