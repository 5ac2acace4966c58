"""Two and three machines over links in memory, each with a real store."""

from __future__ import annotations

from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import alike, seated
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop
from tests.unit.sync.conftest import Make


def test_two_terminals_that_meet_hold_the_same(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.settle()
    assert alike(one, two)
    assert two.store.verify() == ()


def test_terminals_that_hold_the_same_only_say_hello_and_beat(one: StoredShop, two: StoredShop) -> None:
    two.store.receive(one.store.facts_after(one.store.identity.origin, 0, 1000))
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(30)
    assert set(room.counted) == {1, 7}
    assert room.counted[7] <= 2 * 8


def test_a_new_fact_reaches_the_other_in_one_message(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(1)
    marta = signed_in(one.shop)
    room.committed("R1")
    room.settle()
    order_of(one, marta)
    before = room.messages
    room.committed("R1")
    room.settle()
    assert room.messages == before + 1
    assert alike(one, two)


def test_facts_travel_through_a_third(one: StoredShop, two: StoredShop, fresh: Make) -> None:
    three = fresh("R3")
    room = seated(one, two, three)
    room.join("R1", "R2")
    room.join("R2", "R3")
    room.pass_time(2)
    assert alike(one, two, three)
    signed_in(one.shop)
    room.committed("R1")
    room.settle()
    assert alike(one, two, three)
