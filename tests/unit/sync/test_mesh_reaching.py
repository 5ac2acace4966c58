"""Who speaks to a back office for the store is told in beats."""

from __future__ import annotations

from msgspec.msgpack import Encoder

from sync.mesh.wire import Wire
from sync.protocol import Beat
from tests.support.mesh_cable import Room, seated
from tests.support.store_shop import StoredShop


def told_of(room: Room, label: str) -> dict[str, tuple[str, ...]]:
    """By label what the neighbours of a terminal say they reach."""
    return {neighbour.label: neighbour.reaches for neighbour in room.stations[label].mesh.neighbours()}


def test_a_terminal_that_reaches_a_back_office_is_heard_of_within_a_second(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join_all()
    room.pass_time(6)
    assert told_of(room, "R2") == {"R1": ()}
    room.stations["R1"].mesh.reach(["auraconnect"], room.now("R1"))
    room.pass_time(1)
    assert told_of(room, "R2") == {"R1": ("auraconnect",)}
    room.stations["R1"].mesh.reach([], room.now("R1"))
    room.pass_time(1)
    assert told_of(room, "R2") == {"R1": ()}


def test_whoever_is_not_heard_is_no_neighbour(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join_all()
    room.pass_time(6)
    room.cut(room.cables[0])
    assert told_of(room, "R1") == {}


def test_a_beat_of_a_terminal_that_knows_no_back_offices_is_heard() -> None:
    fields = [1, 2, 3, [], [], b""]
    beat = Wire().decode(bytes((7,)) + Encoder().encode(fields))
    assert isinstance(beat, Beat)
    assert beat.reaches == []
