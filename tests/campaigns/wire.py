"""Real conversations, altered at random, told to a real terminal: refused, nothing changed, no crash, no memory.

python -m tests.campaigns.wire --count 1000000 --seed 1
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import zstandard

from aura_terminal.domain.ids import OrderId, Origin
from aura_terminal.ports.journal import JournalRow, Received
from aura_terminal.store.open_store import Store
from sync.mesh.columns import run_of
from sync.mesh.contract import HangUp, LinkId, Me, Moment, PeerIdentity, Presence, Refused
from sync.mesh.machine import Mesh
from sync.mesh.wire import COMPRESSED, HELLO, Wire
from sync.protocol import MESSAGES, DayPart, Doing, Facts, Hello, SnapshotPart
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.mesh_cable import WALL_MS, seated
from tests.support.store_service import serve
from tests.support.store_shop import StoredShop, founded, opened

Plain = Any  # decoded msgpack: list, str, bytes, int, bool, None, float

HELD = 260
"""How many of the other terminal's facts the target holds: what it is told beyond may tempt it."""
LARGE = 10_000  # bytes; the alterations themselves must not fill the memory
TEMPTING = 0.3
"""How many of the messages hand over facts."""
WORK_AT_ONCE = 50
ODD: tuple[Plain, ...] = (
    None, True, -1, 0, 1, 2**31, 2**53, 2**63 - 1, 2**64 - 1, -(2**63), 1.5, float("nan"), "", "x", "\x00", "ÿ" * 300,
    "R1", b"", b"\x00" * 32, b"\xff" * 33, [], [[]], [None] * 40, {}, {"a": 1},
)  # fmt: skip


class Broken(AssertionError):
    """The target did something it must not; the text says after which message."""


def corpus(folder: Path) -> tuple[StoredShop, list[bytes], Hello]:
    """A terminal with a service behind it, what it says to another one, and its hello."""
    one = founded(folder / "one")
    serve(one, signed_in(one.shop), 60)
    store_id = one.store.identity.store_id
    two = founded(folder / "two", label="R2", store_id=store_id, seed=7, documents=())
    three = founded(folder / "three", label="R3", store_id=store_id, seed=8, documents=())
    room, said = seated(one, two, three), list[bytes]()

    def listen(message: bytes) -> list[bytes]:
        said.append(message)
        return [message]

    room.mangle = listen
    room.join("R1", "R2")
    room.join("R2", "R3")
    room.pass_time(2)
    order = OrderId("019e2cb0-1dc0-7ccc-a922-fbd8dca5b353")
    room.stations["R1"].mesh.say(Presence(order, "R1", "Marta", Doing.PAYING), room.now("R1"))
    room.stations["R3"].mesh.ask_token(order, "R1", room.now("R3"))
    room.stations["R2"].mesh.ask_days("terminal-R1", "", room.now("R2"))
    room.join("R1", "R3")
    room.pass_time(12)
    for shop in (two, three):
        shop.store.close()
    wire = Wire()
    said += [wire.encode(SnapshotPart(0, b"piece" * 50)), wire.encode(DayPart(b"day" * 50))]
    numbers = {message[0] & 0x7F for message in said}
    said += [bytes((number, 0x90)) for number in MESSAGES if number not in numbers]
    origin = one.store.identity.origin
    hello = Hello(1, 0, store_id, "terminal-R1", "R1", origin, "0.1.0", WALL_MS, [], 5)
    return one, said, hello


class Guarded:
    """The target's journal, which reports whatever it takes that the author never wrote."""

    def __init__(self, store: Store, author: Store) -> None:
        self._store = store
        self._author = author
        self.genuine = 0

    def known(self) -> tuple[tuple[Origin, int], ...]:
        return self._store.known()

    def facts_after(self, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
        return self._store.facts_after(origin, seq, limit)

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        return self._store.hash_at(origin, seq)

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        rows = tuple(rows)
        received = self._store.receive(rows)
        for row in rows[: received.taken]:
            if self._author.facts_after(row.origin, row.seq - 1, 1) != (row,):
                raise Broken(f"a fact was taken that nobody wrote: {row}")
        self.genuine += received.taken
        return received

    def settle(self, most: int) -> bool:
        return self._store.settle(most)


@dataclass
class Host:
    """The terminal around the target."""

    journal: Guarded
    released: int = 0
    keeping: None = None

    def release_token(self, order_id: OrderId, to: str) -> None:
        self.released += 1


@dataclass
class Tally:
    """What became of what was told."""

    told: int = 0
    hung_up: Counter[str] = field(default_factory=Counter)
    genuine: int = 0
    refused_histories: int = 0
    memory_mib: list[int] = field(default_factory=list)


class Target:
    """A real terminal that is lied to, on one link after another."""

    def __init__(self, one: StoredShop, folder: Path, hello: Hello, chance: Random) -> None:
        self._one = one
        self._folder = folder
        self._hello = hello
        self._chance = chance
        self._wire = Wire()
        self._link = 0
        self._is_open = False
        self._passed = 0.0
        self.tally = Tally()
        self._rows = one.store.facts_after(one.store.identity.origin, 0, 10_000)
        self._found()
        self._begin()

    def _found(self) -> None:
        identity = self._one.store.identity
        shop = founded(self._folder / "template", label="R2", store_id=identity.store_id, seed=9, documents=())
        shop.store.receive(self._rows[:HELD])
        shop.clock.advance(minutes=30)
        signed_in(shop.shop)
        shop.store.close()

    def _begin(self) -> None:
        """A target that holds a part of what the author did, and a machine that has met nobody."""
        place = self._folder / "target"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._folder / "template", place)
        clock = FixedClock()
        self._shop = opened(place, clock, SeededIds(clock, 9))
        own = self._shop.store.identity
        self._journal = Guarded(self._shop.store, self._one.store)
        me = Me("terminal-R2", "R2", own.origin, own.store_id, "0.1.0")
        self._mesh = Mesh(me, Host(self._journal), Random(self._chance.getrandbits(32)))
        self._is_open = False
        self._held = HELD

    def tell(self, message: bytes, *, as_hello: bool) -> None:
        """One message on a link that has greeted, or as its first word."""
        self._passed += 0.02
        if not self._is_open:
            self._connect(None if as_hello else self._wire.encode(self._hello))
        now = self._now()
        self._mesh.received(LinkId(self._link), message, now)
        for _ in range(WORK_AT_ONCE):
            if not self._mesh.work(now):
                break
        if self._chance.random() < 0.05:
            self._passed += self._chance.choice((0.3, 1.1, 5.0))
            self._mesh.tick(self._now())
        self.tally.told += 1
        self._look()

    def _connect(self, hello: bytes | None) -> None:
        self._link += 1
        self._is_open = True
        self._mesh.connected(LinkId(self._link), PeerIdentity("terminal-R1", "R1"), self._now())
        if hello is not None:
            self._mesh.received(LinkId(self._link), hello, self._now())

    def _look(self) -> None:
        for effect in self._mesh.drain():
            if isinstance(effect, HangUp):
                self._is_open = self._is_open and effect.link != self._link
                self.tally.hung_up[re.sub(r"\d+", "#", effect.why.split(":")[0])] += 1
            elif isinstance(effect, Refused) and effect.origin:
                self.tally.refused_histories += 1
                self._mesh.believe(effect.origin, self._now())
        if self._journal.genuine:  # an alteration that changed nothing: the facts are as they were written
            self.tally.genuine += self._journal.genuine
            self._held += self._journal.genuine
            self._journal.genuine = 0
            if self._held >= len(self._rows):
                self._shop.store.close()
                self._begin()

    def tempting(self) -> bytes:
        """Facts that come next for the target, before they are altered."""
        count = self._chance.choice((1, 1, 2, 5, 40))
        return self._wire.encode(Facts([run_of(self._rows[self._held : self._held + count])]))

    def close(self) -> None:
        """The store must be whole."""
        findings = self._shop.store.verify()
        self._shop.store.close()
        if findings:
            raise Broken(f"the store is damaged: {findings}")

    def _now(self) -> Moment:
        return Moment(self._passed, WALL_MS + round(self._passed * 1000))


def alter(message: bytes, said: Sequence[bytes], chance: Random) -> bytes:
    """The message, changed somehow."""
    way = chance.randrange(14)
    if way < 10:
        return _field_changed(message, chance)
    raw = bytearray(message)
    at = chance.randrange(len(raw))
    if way == 10:
        for _ in range(chance.choice((1, 1, 2, 8))):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    elif way == 11:
        del raw[at : at + chance.randrange(1, 40)]
    elif way == 12:
        raw[at:at] = chance.randbytes(chance.randrange(1, 40))
    else:
        other = chance.choice(said)
        raw[at:] = other[chance.randrange(len(other)) :]
    return bytes(raw)


def _field_changed(message: bytes, chance: Random) -> bytes:
    """The message with some of its fields replaced, doubled, taken away or exchanged; packed as a sender would."""
    body = zstandard.ZstdDecompressor().decompress(message[1:]) if message[0] & COMPRESSED else message[1:]
    plain = msgspec.msgpack.decode(body)
    for _ in range(chance.choice((1, 1, 1, 2, 3)) if len(body) < LARGE else 1):
        plain = _changed(plain, chance)
    number = message[0] & 0x7F
    if chance.random() < 0.05:
        number = chance.randrange(1, 20)
    packed = msgspec.msgpack.encode(plain)
    if chance.random() < 0.5:
        return bytes((number | COMPRESSED,)) + zstandard.ZstdCompressor().compress(packed)
    return bytes((number,)) + packed


def _changed(plain: Plain, chance: Random) -> Plain:
    if isinstance(plain, list) and plain and chance.random() < 0.98:
        changed, at = list(plain), chance.randrange(len(plain))
        way = chance.random()
        if way < 0.85:
            changed[at] = _changed(changed[at], chance)
        elif way < 0.89:
            del changed[at]
        elif way < 0.93:
            changed[at:at] = [changed[at]] * chance.choice((1, 1, 2, 2, 2, 50 if len(plain) < 50 else 1))
        else:
            other = chance.randrange(len(plain))
            changed[at], changed[other] = changed[other], changed[at]
        return changed
    if isinstance(plain, int) and chance.random() < 0.9:
        return max(-(2**63), min(2**64 - 1, plain + chance.choice((-1, 1, 7, -100, 2**32))))
    if isinstance(plain, bytes) and plain and chance.random() < 0.9:
        at = chance.randrange(len(plain))
        return plain[:at] + bytes((plain[at] ^ (1 << chance.randrange(8)),)) + plain[at + 1 :]
    if isinstance(plain, str) and plain and chance.random() < 0.9:
        at = chance.randrange(len(plain))
        return plain[:at] + chance.choice("aZ0-é\x00") + plain[at + 1 :]
    return chance.choice(ODD)


def campaign(count: int, seed: int, folder: Path) -> Iterator[Tally]:
    """Tell so many altered messages; answers the tally now and then, and at the end. Raises Broken."""
    chance = Random(seed)
    one, said, hello = corpus(folder)
    by_number: dict[int, list[bytes]] = {}
    for message in said:
        by_number.setdefault(message[0] & 0x7F, []).append(message)
    target = Target(one, folder, hello, chance)
    for number in range(count):
        as_hello = chance.random() < 0.02
        if not as_hello and chance.random() < TEMPTING:
            message = target.tempting()
        else:
            message = chance.choice(by_number[HELLO if as_hello else chance.choice(list(by_number))])
        altered = alter(message, said, chance)
        try:
            target.tell(altered, as_hello=as_hello)
        except Exception as error:
            raise Broken(f"seed {seed}, message {number}: {altered[:200].hex()}") from error
        if number % max(1, count // 10) == 0:
            target.tally.memory_mib.append(memory_mib())
            yield target.tally
    target.close()
    one.store.close()
    yield target.tally


def memory_mib() -> int:
    """What this process holds now; its greatest ever where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * resource.getpagesize() // (1024 * 1024)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for tally in campaign(asked.count, asked.seed, Path(folder)):
            print(
                f"{tally.told} told, {sum(tally.hung_up.values())} links ended, {tally.memory_mib[-1]} MiB", flush=True
            )
    for why, times in tally.hung_up.most_common():
        print(f"{times:9} {why}")
    print(f"{tally.refused_histories} histories refused, {tally.genuine} facts taken, every one as its author wrote it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
