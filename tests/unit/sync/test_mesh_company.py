"""Many terminals: relays, storms, silence, clocks, presences, tokens."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId
from sync.mesh.contract import MeshLimits, Presence
from sync.mesh.wire import FACTS
from sync.protocol import Doing
from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import Room, alike, seat, seated
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop
from tests.unit.sync.conftest import Make

ORDER = OrderId("019e2cb0-1dc0-7ccc-a922-fbd8dca5b353")


def company(one: StoredShop, fresh: Make, size: int) -> tuple[Room, list[StoredShop]]:
    """So many terminals that all hear each other and hold the same."""
    shops = [one, *(fresh(f"R{number}") for number in range(2, size + 1))]
    room = seated(*shops)
    room.join_all()
    room.pass_time(6)
    assert alike(*shops)
    return room, shops


def test_a_fact_crosses_every_link_of_its_origin_once(one: StoredShop, fresh: Make) -> None:
    room, shops = company(one, fresh, 6)
    marta = signed_in(one.shop)
    room.committed("R1")
    room.pass_time(6)
    room.counted.clear()
    order_of(one, marta)
    room.committed("R1")
    room.settle()
    assert room.counted == {FACTS: 5}
    assert alike(*shops)


def test_twenty_terminals_make_no_storm(one: StoredShop, fresh: Make) -> None:
    room, shops = company(one, fresh, 20)
    marta = signed_in(one.shop)
    room.committed("R1")
    room.pass_time(6)
    room.counted.clear()
    room.sizes.clear()
    for _ in range(5):
        order_of(one, marta)
        room.committed("R1")
        room.settle()
    assert room.counted == {FACTS: 5 * 19}
    assert room.sizes[FACTS] < 5 * 19 * 2048
    room.pass_time(1)
    assert room.counted.get(3, 0) <= 19
    assert alike(*shops)
    print(f"one order of 5 facts to 19 peers: {room.sizes[FACTS] / 95:.0f} bytes a message, {room.counted}")


def test_after_a_night_apart_nothing_is_handed_over_twice(one: StoredShop, fresh: Make) -> None:
    shops = [one, *(fresh(f"R{number}") for number in range(2, 6))]
    room = seated(*shops[:4])
    room.join_all()
    room.pass_time(2)
    seat(room, shops[4])
    room.counted.clear()
    room.sizes.clear()
    for label in ("R2", "R3", "R4"):
        room.join("R5", label)  # R1, whose facts they are, is away
    room.pass_time(3)
    assert alike(*shops)
    assert room.counted[FACTS] == 1


def test_a_relay_is_told_when_its_help_is_no_longer_needed(one: StoredShop, fresh: Make) -> None:
    two, three = fresh("R2"), fresh("R3")
    room = seated(one, two, three)
    room.join("R1", "R2")
    room.join("R2", "R3")
    room.pass_time(6)
    room.join("R1", "R3")
    room.pass_time(6)
    room.counted.clear()
    signed_in(one.shop)
    room.committed("R1")
    room.settle()
    assert room.counted == {FACTS: 2}
    assert alike(one, two, three)


def test_a_relay_that_goes_away_is_replaced(one: StoredShop, fresh: Make) -> None:
    two, three, four = fresh("R2"), fresh("R3"), fresh("R4")
    room = seated(one, two, three, four)
    for pair in (("R1", "R2"), ("R1", "R3"), ("R2", "R4"), ("R3", "R4")):
        room.join(*pair)
    room.pass_time(6)
    assert alike(one, two, three, four)
    for gone in ("R2", "R3"):
        cable = room.between(gone, "R4")
        assert cable is not None
        room.cut(cable)
        signed_in(one.shop)
        room.committed("R1")
        room.pass_time(2)
        assert alike(one, four)
        room.join(gone, "R4")
        room.pass_time(2)


def test_facts_of_a_terminal_that_is_heard_but_hands_nothing_over_come_from_another(
    one: StoredShop, fresh: Make
) -> None:
    room, shops = company(one, fresh, 3)
    dead = room.between("R1", "R3")
    assert dead is not None
    held: list[bytes] = []
    signed_in(one.shop)
    room.committed("R1")
    end = dead.ends.index("R3")
    held.extend(dead.queues[end])
    dead.queues[end].clear()  # the facts are lost, the heartbeats are not
    room.settle()
    assert not alike(*shops)
    room.pass_time(12)
    assert held
    assert alike(*shops)


def test_five_in_a_row_pass_facts_along(one: StoredShop, fresh: Make) -> None:
    shops = [one, *(fresh(f"R{number}") for number in range(2, 6))]
    room = seated(*shops)
    for place in range(4):
        room.join(shops[place].store.identity.label, shops[place + 1].store.identity.label)
    room.pass_time(30)
    assert alike(*shops)
    signed_in(one.shop)
    room.committed("R1")
    room.settle()
    assert alike(*shops)


def test_a_peer_that_falls_silent_is_hung_up_on(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(20)
    assert not room.stations["R1"].hang_ups()
    room.mangle = lambda message: []
    room.pass_time(16)
    assert room.stations["R1"].hang_ups() == ["nothing was heard for 15 seconds"]
    assert not room.cables


def test_a_clock_ahead_is_measured_and_pointed_out_and_facts_are_taken(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.stations["R1"].ahead_ms = 300_000
    room.join("R1", "R2")
    room.pass_time(12)
    (state,) = room.stations["R2"].mesh.states(room.now("R2"))
    assert state.skew_ms == 300_000
    assert state.trouble == "its clock is 5 minutes ahead; set it right"
    (state,) = room.stations["R1"].mesh.states(room.now("R1"))
    assert (state.skew_ms, state.trouble) == (-300_000, "")
    assert alike(one, two)
    room.stations["R1"].ahead_ms = 0
    room.pass_time(40)
    (state,) = room.stations["R2"].mesh.states(room.now("R2"))
    assert (state.skew_ms, state.trouble) == (0, "")


def test_after_this_terminals_own_clock_was_set_old_measures_do_not_count(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(40)
    room.stations["R1"].ahead_ms = -60_000
    room.pass_time(11)
    (state,) = room.stations["R1"].mesh.states(room.now("R1"))
    assert state.skew_ms == 60_000


def test_facts_stamped_ahead_that_a_third_hands_over_are_taken_and_said(
    one: StoredShop, two: StoredShop, fresh: Make
) -> None:
    one.clock.advance(hours=1)
    signed_in(one.shop)
    two.store.receive(one.store.facts_after(one.store.identity.origin, 0, 10_000))
    three = fresh("R3")
    room = seated(two, three)
    room.join("R2", "R3")
    room.pass_time(6)
    assert alike(two, three)
    assert "minutes ahead" in room.stations["R3"].mesh.states(room.now("R3"))[0].trouble


def test_the_author_learns_within_a_second_that_a_fact_is_held_elsewhere(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(6)
    signed_in(one.shop)
    room.committed("R1")
    room.settle()
    room.pass_time(0.5)
    (state,) = room.stations["R1"].mesh.states(room.now("R1"))
    assert state.holds == one.store.known()


def test_who_is_at_an_order_is_shown_elsewhere_until_it_is_not(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(1)
    paying = Presence(ORDER, "R1", "Marta", Doing.PAYING)
    room.stations["R1"].mesh.say(paying, room.now("R1"))
    room.collect("R1")
    room.settle()
    assert shown(room, "R2") == (paying,)
    room.pass_time(60)
    assert shown(room, "R2") == (paying,)
    room.stations["R1"].mesh.hush(ORDER, room.now("R1"))
    room.collect("R1")
    room.settle()
    assert shown(room, "R2") == ()


def test_a_presence_ends_with_the_link_and_begins_again_with_it(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    cable = room.join("R1", "R2")
    room.pass_time(1)
    room.stations["R1"].mesh.say(Presence(ORDER, "R1", "Marta", Doing.EDITING), room.now("R1"))
    room.pass_time(1)
    room.cut(cable)
    assert shown(room, "R2") == ()
    room.join("R1", "R2")
    room.pass_time(6)
    assert len(shown(room, "R2")) == 1


def test_a_presence_that_is_not_repeated_ends(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two, limits=MeshLimits(silence=100.0))
    room.join("R1", "R2")
    room.pass_time(1)
    room.stations["R1"].mesh.say(Presence(ORDER, "R1", "Marta", Doing.EDITING), room.now("R1"))
    room.pass_time(1)
    assert len(shown(room, "R2")) == 1
    room.mangle = lambda message: []
    room.pass_time(16)
    assert shown(room, "R2") == ()


def shown(room: Room, label: str) -> tuple[Presence, ...]:
    """Who is said to be at work elsewhere."""
    present = room.stations[label].present()
    return present.presences if present else ()


def test_a_token_is_asked_of_its_holder(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(1)
    ask(room, "R1", "R2")
    assert room.stations["R2"].host.released == [(ORDER, "R1")]
    assert room.stations["R1"].host.released == []


def test_a_token_is_asked_through_a_third_that_hears_its_holder(one: StoredShop, fresh: Make) -> None:
    two, three = fresh("R2"), fresh("R3")
    room = seated(one, two, three)
    room.join("R1", "R2")
    room.join("R2", "R3")
    room.pass_time(6)
    ask(room, "R1", "R3")
    assert room.stations["R3"].host.released == [(ORDER, "R1")]


def test_an_ask_for_a_holder_nobody_hears_goes_round_in_no_circle(one: StoredShop, fresh: Make) -> None:
    room, _ = company(one, fresh, 6)
    before = room.counted.get(10, 0)
    ask(room, "R1", "R77")
    assert room.counted[10] - before <= 14
    assert all(not station.host.released for station in room.stations.values())


def ask(room: Room, label: str, holder: str) -> None:
    """Ask for the order's token and let the asking arrive."""
    room.stations[label].mesh.ask_token(ORDER, holder, room.now(label))
    room.collect(label)
    room.settle()
