"""Facts that do not fit, stores that cannot write, messages that never came: said, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import msgspec

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.journal import JournalRow, Received
from aura_terminal.store.chain import genesis, hash_of
from aura_terminal.store.open_store import Store
from sync.mesh.columns import run_of
from sync.mesh.contract import LinkId, MeshLimits, OutOfReach, PeerIdentity, Refused
from sync.mesh.wire import FACTS, Wire, number_of
from sync.protocol import Facts, Have, Hello, Reach
from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import Room, Station, alike, seat, seated
from tests.support.store_service import order_of, serve
from tests.support.store_shop import StoredShop
from tests.unit.sync.conftest import Make


class FullDisk:
    """A journal that cannot write until it is told so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_full = True
        self.tries = 0

    def known(self) -> tuple[tuple[Origin, int], ...]:
        return self._store.known()

    def facts_after(self, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
        return self._store.facts_after(origin, seq, limit)

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        return self._store.hash_at(origin, seq)

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        self.tries += 1
        if self.is_full:
            raise Unavailable("disk", "it is full")
        return self._store.receive(rows)

    def settle(self, most: int) -> bool:
        return self._store.settle(most)


def altering(origin: str) -> Callable[[bytes], list[bytes]]:
    """What a terminal on the way does that changes one byte of another's facts."""
    wire = Wire()

    def alter(message: bytes) -> list[bytes]:
        if number_of(message) != FACTS:
            return [message]
        said = wire.decode(message)
        assert isinstance(said, Facts)
        runs = [
            msgspec.structs.replace(run, actors=["somebody else", *run.actors[1:]]) if run.origin == origin else run
            for run in said.runs
        ]
        return [wire.encode(Facts(runs))]

    return alter


def test_an_altered_fact_is_refused_told_and_nothing_of_it_is_taken(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.mangle = altering(one.store.identity.origin)
    room.join("R1", "R2")
    room.pass_time(1)
    assert two.store.known() == ()
    (refused,) = [effect for effect in room.stations["R2"].effects if isinstance(effect, Refused)]
    assert (refused.label, refused.origin) == ("R1", one.store.identity.origin)
    (state,) = room.stations["R2"].mesh.states(room.now("R2"))
    assert "changed after it was made" in state.trouble
    room.mangle = lambda message: [message]
    room.pass_time(10)
    assert two.store.known() == ()
    room.stations["R2"].mesh.believe(one.store.identity.origin, room.now("R2"))
    room.pass_time(10)
    assert alike(one, two)
    assert room.stations["R2"].mesh.states(room.now("R2"))[0].trouble == ""


def test_a_relay_that_alters_facts_harms_only_its_own_word(one: StoredShop, two: StoredShop, fresh: Make) -> None:
    three, four = fresh("R3"), fresh("R4")
    room = seated(one, two, three, four)
    room.join("R1", "R2")
    room.join("R1", "R3")
    room.pass_time(2)
    room.join("R2", "R4").mangle = altering(one.store.identity.origin)
    room.pass_time(1)
    assert four.store.known() == ()
    room.pass_time(20)
    assert len(room.stations["R4"].refusals()) == 1
    room.join("R3", "R4")
    room.pass_time(10)
    assert alike(one, two, three, four)
    assert len(room.stations["R4"].refusals()) == 1
    assert [state.trouble != "" for state in room.stations["R4"].mesh.states(room.now("R4"))] == [True, False]


def test_facts_of_others_are_taken_beside_those_that_do_not_fit(one: StoredShop, two: StoredShop, fresh: Make) -> None:
    three = fresh("R3")
    room = seated(one, two, three)
    room.join("R1", "R2")
    room.pass_time(2)
    signed_in(two.shop)
    room.committed("R2")
    room.settle()
    room.mangle = altering(one.store.identity.origin)
    room.join("R2", "R3")
    room.pass_time(2)
    assert dict(three.store.known()) == {two.store.identity.origin: dict(two.store.known())[two.store.identity.origin]}


def test_a_full_disk_loses_nothing_and_is_said_once(one: StoredShop, two: StoredShop) -> None:
    room, disk = Room(), FullDisk(two.store)
    seat(room, one)
    identity = two.store.identity
    station = room.add("R2", disk, identity.origin, store_id=identity.store_id)
    room.join("R1", "R2")
    room.pass_time(60)
    assert station.stalls() == ["disk: it is full"]
    assert disk.tries < 15
    assert room.counted[FACTS] <= room.limits.window
    assert 4 not in room.counted  # nothing is asked again
    serve(one, signed_in(one.shop))
    room.committed("R1")
    disk.is_full = False
    room.pass_time(40)
    assert station.stalls() == ["disk: it is full", ""]
    assert alike(one, two)


def test_a_message_that_never_came_is_asked_for_again(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(1)
    room.mangle = lambda message: [] if number_of(message) == FACTS else [message]
    marta = signed_in(one.shop)
    room.committed("R1")
    room.settle()
    room.mangle = lambda message: [message]
    order_of(one, marta)
    room.committed("R1")
    room.pass_time(1)
    assert alike(one, two)


def test_the_last_message_that_never_came_is_missed_by_the_heartbeat(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.join("R1", "R2")
    room.pass_time(1)
    room.mangle = lambda message: [] if number_of(message) == FACTS else [message]
    signed_in(one.shop)
    room.committed("R1")
    room.settle()
    room.mangle = lambda message: [message]
    room.pass_time(12)
    assert alike(one, two)


def test_a_window_full_of_lost_messages_opens_again(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two, limits=MeshLimits(window=2, live_window=2, batch_facts=50, live_facts=1))
    room.mangle = lambda message: [] if number_of(message) == FACTS else [message]
    room.join("R1", "R2")
    room.settle()
    assert room.counted[FACTS] == 2
    room.mangle = lambda message: [message]
    room.pass_time(12)
    assert alike(one, two)


def test_doubled_messages_change_nothing(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.mangle = lambda message: [message, message] if number_of(message) != 1 else [message]
    room.join("R1", "R2")
    room.pass_time(12)
    assert alike(one, two)
    assert not room.stations["R2"].hang_ups()


def test_a_replay_is_passed_over_before_the_store_is_asked(one: StoredShop, two: StoredShop) -> None:
    room, disk = Room(), FullDisk(two.store)
    disk.is_full = False
    seat(room, one)
    identity = two.store.identity
    room.add("R2", disk, identity.origin, store_id=identity.store_id)
    kept: list[bytes] = []

    def keep(message: bytes) -> list[bytes]:
        if number_of(message) == FACTS:
            kept.append(message)
        return [message]

    room.mangle = keep
    cable = room.join("R1", "R2")
    room.settle()
    tries = disk.tries
    cable.queues[1].extend(kept)
    room.settle()
    assert disk.tries == tries
    assert alike(one, two)


def test_a_terminal_that_goes_on_from_an_old_copy_is_noticed(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    link, origin = LinkId(50), one.store.identity.origin
    station = room.stations["R1"]
    ahead = dict(one.store.known())[origin] + 5
    station.mesh.connected(link, PeerIdentity("t9", "R9"), room.now("R1"))
    said = Hello(1, 0, one.store.identity.store_id, "t9", "R9", "o9", "", 0, [Reach(origin, ahead)], 1)
    station.mesh.received(link, Wire().encode(said), room.now("R1"))
    room.collect("R1")
    (refused,) = [effect for effect in station.effects if isinstance(effect, Refused)]
    assert refused.origin == origin
    assert "old copy" in refused.why
    assert not station.hang_ups()


def test_two_histories_of_one_origin_are_found_by_the_heartbeat(one: StoredShop, two: StoredShop, fresh: Make) -> None:
    three = fresh("R3")
    forked = forks(one)
    two.store.receive(forked[0])
    three.store.receive(forked[1])
    room = seated(two, three)
    room.join("R2", "R3")
    room.pass_time(6)
    for label in ("R2", "R3"):
        station = room.stations[label]
        assert any("differs from ours at fact 1" in why for why in station.refusals())
        state = station.mesh.states(room.now(label))[0]
        assert "differs" in state.trouble
        assert forked[0][0].origin not in dict(state.holds)  # the same numbers are not the same facts
        assert not station.hang_ups()


def forks(shop: StoredShop) -> tuple[list[JournalRow], list[JournalRow]]:
    """The first fact of an origin in two forms, each with a proper chain."""
    store_id, origin = shop.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000f"
    sample = shop.store.facts_after(shop.store.identity.origin, 0, 1)[0]
    made = []
    for actor in ("marta", "ana"):
        row = replace(
            sample, origin=origin, seq=1, fact_id=f"f-{actor}", actor=actor, prev_hash=genesis(store_id, origin)
        )
        made.append([replace(row, hash=hash_of(row))])
    return made[0], made[1]


def test_what_has_left_the_journal_is_not_promised(one: StoredShop, two: StoredShop) -> None:
    origin = one.store.identity.origin
    room = seated(two)

    class Kept:
        """A keeper whose journal begins after fact 10."""

        def base_of(self, name: str) -> int:
            return 10 if name == origin else 0

        def snapshot_pieces(self) -> Iterator[bytes]:
            return iter(())

        def days_after(self, date: str) -> Iterator[bytes]:
            return iter(())

        def take_day(self, document: bytes) -> None:
            raise AssertionError("nobody sends a day")

    room.add("R1", one.store, origin, store_id=one.store.identity.store_id, keeping=Kept())
    room.join("R1", "R2")
    room.pass_time(6)
    reach = [effect for effect in room.stations["R2"].effects if isinstance(effect, OutOfReach)]
    assert reach == [OutOfReach("terminal-R1", origin, 10)]
    assert FACTS not in room.counted
    two.store.receive(one.store.facts_after(origin, 0, 10))
    room.pass_time(8)
    assert alike(one, two)


def test_a_sender_that_ignores_its_window_cannot_fill_the_memory(one: StoredShop) -> None:
    room = seated(one, limits=MeshLimits(inbox_messages=8, inbox_bytes=4096))
    station: Station = room.stations["R1"]
    link, wire = LinkId(3), Wire()
    station.mesh.connected(link, PeerIdentity("t9", "R9"), room.now("R1"))
    said = Hello(1, 0, one.store.identity.store_id, "t9", "R9", "o9", "", 0, [], 1)
    station.mesh.received(link, wire.encode(said), room.now("R1"))
    facts = wire.encode(Facts([run_of(one.store.facts_after(one.store.identity.origin, 0, 5))]))
    for _ in range(1000):
        station.mesh.received(link, facts, room.now("R1"))
    while station.mesh.work(room.now("R1")):
        pass
    room.passed = 1.0
    room.tick()
    haves = [wire.decode(e.message) for e in station.effects if hasattr(e, "message") and number_of(e.message) == 3]
    assert Have(1000, []) in haves
