"""What is taken how fast is the driver's to say; what is live is never kept waiting for a finger."""

from __future__ import annotations

from aura_terminal.store import unfolded
from sync.mesh.contract import Look
from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import Room, alike, seated
from tests.support.store_shop import StoredShop

TURNS = 20


def deliver(room: Room) -> None:
    """Let everything on its way arrive, and let both have some turns."""
    for _ in range(TURNS):
        for cable in room.cables:
            for end in (0, 1):
                while cable.queues[end]:
                    room.deliver_one(cable, end)
        for label in room.stations:
            room.work(label)


def test_while_a_finger_is_down_a_backlog_waits(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.stations["R2"].mesh.pace(0, 0)
    room.join("R1", "R2")
    deliver(room)
    assert one.store.identity.origin not in dict(two.store.known())
    room.stations["R2"].mesh.pace(1000, 100)
    room.settle()
    assert alike(one, two)


def test_while_a_finger_is_down_live_facts_are_taken_all_the_same(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.settle()
    room.stations["R2"].mesh.pace(0, 0)
    signed_in(one.shop)
    room.committed("R1")
    deliver(room)
    assert alike(one, two)


def test_a_backlog_is_held_first_and_folded_when_nothing_more_comes(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.stations["R2"].mesh.pace(100, 0)
    room.join("R1", "R2")
    deliver(room)
    assert two.store.known() == one.store.known()
    assert unfolded.keys(two.store._connections.read)
    room.stations["R2"].effects.clear()
    room.stations["R2"].mesh.pace(100, 1)
    room.settle()
    assert not unfolded.keys(two.store._connections.read)
    assert any(isinstance(effect, Look) for effect in room.stations["R2"].effects)


def test_what_an_earlier_run_left_unfolded_is_folded_without_anybody(one: StoredShop, two: StoredShop) -> None:
    two.store.receive(one.store.facts_after(one.store.identity.origin, 0, 100_000))
    assert unfolded.keys(two.store._connections.read)
    room = seated(two)
    while room.work("R2"):
        pass
    assert not unfolded.keys(two.store._connections.read)
