"""Closed days and snapshots: bytes of the host, after all facts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from aura_terminal.domain.errors import Unavailable
from sync.mesh.contract import DaysCame, LinkId, MeshLimits, PeerIdentity, Send
from sync.mesh.wire import FACTS, Wire, number_of
from sync.protocol import DayPart, DaysAsk, Have, Hello, Message, SnapshotAsk, SnapshotEnd, SnapshotPart
from tests.support.mesh_cable import Room, Station
from tests.support.store_shop import StoredShop

PIECES = (b"one", b"two", b"three")
DAYS = {"2026-05-13": b"wednesday", "2026-05-14": b"thursday"}


class Keeper:
    """Keeps two closed days and a snapshot of three pieces."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.taken: list[bytes] = []
        self.made = 0
        self._breaks = breaks

    def base_of(self, origin: str) -> int:
        return 0

    def snapshot_pieces(self) -> Iterator[bytes]:
        for piece in PIECES:
            self.made += 1
            yield piece
            if self._breaks:
                raise Unavailable("disk", "it is full")

    def days_after(self, date: str) -> Iterator[bytes]:
        yield from (document for day, document in DAYS.items() if day > date)

    def take_day(self, document: bytes) -> None:
        if document not in DAYS.values():
            raise Unavailable("day", "it does not prove itself")
        self.taken.append(document)


def two_keepers(one: StoredShop, two: StoredShop) -> tuple[Room, Keeper, Keeper]:
    """Both terminals keep days; they are joined and hold the same facts."""
    room, keepers = Room(), (Keeper(), Keeper())
    for shop, keeper in zip((one, two), keepers, strict=True):
        identity = shop.store.identity
        room.add(identity.label, shop.store, identity.origin, store_id=identity.store_id, keeping=keeper)
    room.join("R1", "R2")
    room.pass_time(1)
    return room, *keepers


def newcomer(room: Room, one: StoredShop, *messages: Message) -> list[Message]:
    """What a machine without a store is told when it says hello and then this."""
    station, wire, link = room.stations["R1"], Wire(), LinkId(9)
    station.mesh.connected(link, PeerIdentity("t9", "R9"), room.now("R1"))
    hello = Hello(1, 0, one.store.identity.store_id, "t9", "R9", "", "0.1.0", 0, [], 1)
    for message in (hello, *messages):
        station.mesh.received(link, wire.encode(message), room.now("R1"))
    while station.mesh.work(room.now("R1")):
        pass
    return said_by(station, link)


def said_by(station: Station, link: LinkId) -> list[Message]:
    wire, sent = Wire(), station.mesh.drain()
    return [wire.decode(e.message) for e in sent if isinstance(e, Send) and e.link == link]


def keeping(one: StoredShop, keeper: Keeper | None, limits: MeshLimits | None = None) -> Room:
    room, identity = Room(), one.store.identity
    room.add("R1", one.store, identity.origin, store_id=identity.store_id, keeping=keeper, limits=limits)
    return room


def test_a_newcomer_is_sent_the_snapshot_piece_by_piece(one: StoredShop) -> None:
    told = newcomer(keeping(one, Keeper()), one, SnapshotAsk())
    assert [message.piece for message in told if isinstance(message, SnapshotPart)] == list(PIECES)
    assert told[-1] == SnapshotEnd(3, hashlib.sha256(b"".join(PIECES)).digest())


def test_pieces_are_made_only_as_they_are_taken(one: StoredShop) -> None:
    keeper, wire = Keeper(), Wire()
    room = keeping(one, keeper, MeshLimits(window=2))
    told = newcomer(room, one, SnapshotAsk())
    assert keeper.made == 2
    assert not any(isinstance(message, SnapshotEnd) for message in told)
    station = room.stations["R1"]
    station.mesh.received(LinkId(9), wire.encode(Have(2, [])), room.now("R1"))
    while station.mesh.work(room.now("R1")):
        pass
    assert isinstance(said_by(station, LinkId(9))[-1], SnapshotEnd)


def test_acknowledging_what_was_never_sent_opens_no_window(one: StoredShop) -> None:
    keeper = Keeper()
    newcomer(keeping(one, keeper, MeshLimits(window=2)), one, Have(1000, []), SnapshotAsk())
    assert keeper.made == 2


def test_a_terminal_that_gives_no_snapshot_says_so(one: StoredShop) -> None:
    told = newcomer(keeping(one, None), one, SnapshotAsk())
    assert told[-1] == SnapshotEnd(0, hashlib.sha256().digest())


def test_a_snapshot_that_breaks_off_never_looks_whole(one: StoredShop) -> None:
    told = newcomer(keeping(one, Keeper(breaks=True)), one, SnapshotAsk())
    assert told[-1] == SnapshotEnd(0, hashlib.sha256(b"one").digest())


def test_closed_days_that_were_asked_for_are_taken_over(one: StoredShop, two: StoredShop) -> None:
    room, _, keeper = two_keepers(one, two)
    assert room.stations["R2"].mesh.ask_days("terminal-R1", "2026-05-13", room.now("R2"))
    room.pass_time(1)
    assert keeper.taken == [b"thursday"]
    assert DaysCame("terminal-R1") in room.stations["R2"].effects


def test_days_of_a_terminal_that_is_not_there_cannot_be_asked(one: StoredShop, two: StoredShop) -> None:
    room, _, _ = two_keepers(one, two)
    assert not room.stations["R2"].mesh.ask_days("terminal-R5", "", room.now("R2"))


def test_a_day_nobody_asked_for_is_passed_over(one: StoredShop, two: StoredShop) -> None:
    room, _, keeper = two_keepers(one, two)
    room.cables[0].queues[1].append(Wire().encode(DayPart(b"thursday")))
    room.pass_time(1)
    assert keeper.taken == []
    assert not room.stations["R2"].hang_ups()


def test_a_day_that_does_not_prove_itself_is_refused_and_said(one: StoredShop, two: StoredShop) -> None:
    room, _, keeper = two_keepers(one, two)
    room.stations["R2"].mesh.ask_days("terminal-R1", "2026-05-14", room.now("R2"))
    room.cables[0].queues[1].append(Wire().encode(DayPart(b"forged")))
    room.pass_time(1)
    assert keeper.taken == []
    assert room.stations["R2"].refusals() == ["day: it does not prove itself"]


def test_facts_go_before_days(one: StoredShop, two: StoredShop) -> None:
    room = keeping(one, Keeper())
    identity = two.store.identity
    room.add("R2", two.store, identity.origin, store_id=identity.store_id, keeping=Keeper())
    cable = room.join("R1", "R2")
    for end in (1, 0):
        room.deliver_one(cable, end)
    cable.queues[0].append(Wire().encode(DaysAsk("")))
    room.deliver_one(cable, 0)
    room.deliver_one(cable, 0)
    while room.work("R1"):
        pass
    numbers = [number_of(message) for message in cable.queues[1]]
    assert numbers.index(FACTS) < numbers.index(15)
