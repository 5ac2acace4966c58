"""Saying hello: who is talked to, and that a refusal ends the link and nothing else."""

from __future__ import annotations

import msgspec
import pytest

from sync.mesh.contract import HangUp, LinkId, MeshLimits, PeerIdentity, Send
from sync.mesh.wire import HELLO, Wire, number_of
from sync.protocol import MESSAGE_LIMIT, MINOR, Beat, Hello, Message, Reach
from tests.support.mesh_cable import Room, alike, seat, seated
from tests.support.store_shop import StoredShop

LINK = LinkId(7)
STRANGER = PeerIdentity("t9", "R9")


def hello(one: StoredShop, **changed: object) -> Hello:
    """What a well-behaved terminal R9 would say."""
    right = Hello(1, 0, one.store.identity.store_id, "t9", "R9", "o9", "0.1.0", 0, [], 1)
    return msgspec.structs.replace(right, **changed)


def told(room: Room, *messages: Message | bytes) -> list[str]:
    """A stranger connects and says this; why it was hung up on."""
    mesh, wire = room.stations["R1"].mesh, Wire()
    mesh.connected(LINK, STRANGER, room.now("R1"))
    for message in messages:
        raw = message if isinstance(message, bytes) else wire.encode(message)
        mesh.received(LINK, raw, room.now("R1"))
    while mesh.work(room.now("R1")):
        pass
    room.collect("R1")
    return room.stations["R1"].hang_ups()


def test_a_terminal_of_the_store_is_talked_to(one: StoredShop) -> None:
    room = seated(one)
    assert told(room, hello(one)) == []
    assert [state.label for state in room.stations["R1"].mesh.states(room.now("R1"))] == ["R9"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"store_id": "another"}, "another store"),
        ({"major": 2}, "version 2"),
        ({"terminal_id": "t8"}, "certificate"),
        ({"known": [Reach("o", 1), Reach("o", 2)]}, "two things"),
    ],
)
def test_a_hello_that_does_not_fit_ends_the_link(one: StoredShop, changed: dict[str, object], why: str) -> None:
    room, before = seated(one), one.store.known()
    (said,) = told(room, hello(one, **changed))
    assert why in said
    assert room.stations["R1"].refusals() == [said]
    (state,) = room.stations["R1"].mesh.states(room.now("R1"))
    assert why in state.trouble
    assert one.store.known() == before


def test_a_copy_of_this_terminal_is_refused(one: StoredShop) -> None:
    room = seated(one)
    (why,) = told(room, hello(one, origin=one.store.identity.origin))
    assert "copied" in why


def test_a_second_hello_ends_the_link(one: StoredShop) -> None:
    assert told(seated(one), hello(one), hello(one)) == ["it said hello twice"]


def test_whoever_speaks_before_hello_is_hung_up_on(one: StoredShop) -> None:
    assert told(seated(one), Beat(1, 0, 0, [], [], b"")) == ["it spoke before it said hello"]


@pytest.mark.parametrize("raw", [b"", b"\x03", b"\x02garbage", b"\x82garbage", bytes((2,)) + bytes(MESSAGE_LIMIT)])
def test_what_does_not_read_ends_the_link(one: StoredShop, raw: bytes) -> None:
    assert len(told(seated(one), hello(one), raw)) == 1


def test_an_unknown_message_of_a_newer_minor_version_is_passed_over(one: StoredShop) -> None:
    assert told(seated(one), hello(one, minor=MINOR + 1), bytes((99,)) + msgspec.msgpack.encode(["new"])) == []


def test_an_unknown_message_of_the_same_version_ends_the_link(one: StoredShop) -> None:
    assert told(seated(one), hello(one), bytes((99,)) + msgspec.msgpack.encode(["new"])) == ["message 99 is not known"]


def test_one_minor_version_apart_works_both_ways(one: StoredShop, two: StoredShop) -> None:
    room = seated(one)
    room.add(
        "R2",
        two.store,
        two.store.identity.origin,
        store_id=two.store.identity.store_id,
        limits=MeshLimits(minor=MINOR + 1),
    )
    cable = room.join("R1", "R2")
    room.settle()
    newer = bytes((99,)) + msgspec.msgpack.encode(["of tomorrow"])
    cable.queues[0].append(newer)
    room.pass_time(6)
    assert room.cables == [cable]
    assert alike(one, two)


def test_of_two_links_dialled_at_once_both_ends_keep_the_same_one(one: StoredShop, two: StoredShop) -> None:
    for seed in range(8):
        room = seated(one, two, seed=seed)
        room.join("R1", "R2")
        room.join("R2", "R1")
        room.pass_time(1)
        assert len(room.cables) == 2
        room.pass_time(2)
        assert len(room.cables) == 1
        assert not room.stations["R1"].refusals()
        room.pass_time(20)
        assert len(room.cables) == 1


def test_both_ends_choose_the_same_link_before_they_hear_of_each_other(one: StoredShop, two: StoredShop) -> None:
    for seed in range(6):
        room = seated(one, two, seed=seed)
        for pair in (("R1", "R2"), ("R2", "R1")):
            room.join(*pair)
        room.pass_time(1)
        room.passed += 2
        ended: set[int] = set()
        for label, station in room.stations.items():
            station.mesh.tick(room.now(label))
            (link,) = [effect.link for effect in station.mesh.drain() if isinstance(effect, HangUp)]
            ended |= {place for place, cable in enumerate(room.cables) if link in cable.links}
        assert len(ended) == 1


def test_a_new_link_ends_the_old_one_that_only_this_end_believes_in(one: StoredShop, two: StoredShop) -> None:
    for seed in range(6):
        room = seated(one, two, seed=seed)
        old = room.join("R1", "R2")
        room.settle()
        room.cables.remove(old)  # R2 has been started again, R1 has not noticed
        seat(room, two)
        new = room.join("R2", "R1")
        room.settle()
        assert room.stations["R1"].hang_ups() == ["the same terminal has called anew"]
        room.pass_time(4)
        assert room.cables == [new]


def test_more_links_than_a_store_can_need_are_not_taken(one: StoredShop) -> None:
    room = Room()
    station = room.add("R1", one.store, one.store.identity.origin, limits=MeshLimits(links=2))
    for link in range(3):
        station.mesh.connected(LinkId(link), PeerIdentity(f"t{link}", f"R{link}"), room.now("R1"))
    room.collect("R1")
    assert station.hang_ups() == ["too many links at once"]


def test_a_newcomer_without_a_store_is_told_no_facts(one: StoredShop) -> None:
    room = seated(one)
    told(room, hello(one, origin=""))
    room.pass_time(2)
    said = [number_of(effect.message) for effect in room.stations["R1"].effects if isinstance(effect, Send)]
    assert set(said) == {HELLO, 7}
