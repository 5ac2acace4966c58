"""Mesh machines over links in memory, each with a real store: time passes and messages arrive as a test says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import SharedJournal
from sync.mesh.contract import (
    Effect,
    HangUp,
    Keeping,
    LinkId,
    Me,
    MeshLimits,
    Moment,
    PeerIdentity,
    Present,
    Refused,
    Send,
    Stalled,
)
from sync.mesh.machine import DEFAULT_LIMITS, Mesh
from tests.support.store_shop import StoredShop

WALL_MS = 1_778_866_200_000  # when the fixed clock of the demo shop stands


@dataclass
class Host:
    """The terminal around a machine; remembers what it was asked."""

    journal: SharedJournal
    keeping: Keeping | None = None
    released: list[tuple[OrderId, str]] = field(default_factory=list)

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Only remembered."""
        self.released.append((order_id, to))


@dataclass
class Station:
    """One terminal of the room."""

    me: Me
    host: Host
    mesh: Mesh
    ahead_ms: int = 0
    effects: list[Effect] = field(default_factory=list)

    def refusals(self) -> list[str]:
        """Why something was refused here, in order."""
        return [effect.why for effect in self.effects if isinstance(effect, Refused)]

    def hang_ups(self) -> list[str]:
        """Why links were ended here, in order."""
        return [effect.why for effect in self.effects if isinstance(effect, HangUp)]

    def stalls(self) -> list[str]:
        """What the store could not do, in order."""
        return [effect.why for effect in self.effects if isinstance(effect, Stalled)]

    def present(self) -> Present | None:
        """Who was last said to be at work elsewhere."""
        return next((effect for effect in reversed(self.effects) if isinstance(effect, Present)), None)


@dataclass
class Cable:
    """A link between two stations: ordered and whole until it is cut."""

    ends: tuple[str, str]
    links: tuple[LinkId, LinkId]
    queues: tuple[deque[bytes], deque[bytes]] = field(default_factory=lambda: (deque(), deque()))
    """What is on its way to the first end and to the second."""
    mangle: Callable[[bytes], list[bytes]] | None = None
    """What becomes of messages on this cable alone."""


class Room:
    """Stations, cables and one clock."""

    def __init__(self, seed: int = 0, limits: MeshLimits = DEFAULT_LIMITS) -> None:
        self.chance = Random(seed)
        self.limits = limits
        self.stations: dict[str, Station] = {}
        self.cables: list[Cable] = []
        self.passed = 0.0
        self.messages = 0
        self.bytes = 0
        self.counted: dict[int, int] = {}
        self.sizes: dict[int, int] = {}
        self.mangle: Callable[[bytes], list[bytes]] = lambda message: [message]
        self._next_link = 0

    def now(self, label: str) -> Moment:
        """The time at a station."""
        return Moment(self.passed, WALL_MS + self.stations[label].ahead_ms + round(self.passed * 1000))

    def add(
        self, label: str, journal: SharedJournal, origin: str, *, store_id: str = "store",
        keeping: Keeping | None = None,
        limits: MeshLimits | None = None, terminal_id: str = "",
    ) -> Station:  # fmt: skip
        """A terminal, or the next start of one."""
        me = Me(terminal_id or f"terminal-{label}", label, origin, store_id, "0.1.0")
        host = Host(journal, keeping)
        mesh = Mesh(me, host, Random(self.chance.getrandbits(32)), limits or self.limits)
        self.stations[label] = Station(me, host, mesh)
        return self.stations[label]

    def join(self, one: str, two: str) -> Cable:
        """A link between two stations, each proved to the other."""
        links = LinkId(self._next_link), LinkId(self._next_link + 1)
        self._next_link += 2
        cable = Cable((one, two), links)
        self.cables.append(cable)
        for end, (label, link) in enumerate(zip(cable.ends, links, strict=True)):
            other = self.stations[cable.ends[1 - end]].me
            self.stations[label].mesh.connected(link, PeerIdentity(other.terminal_id, other.label), self.now(label))
            self.collect(label)
        return cable

    def join_all(self) -> None:
        """A link between every two stations."""
        labels = list(self.stations)
        for place, one in enumerate(labels):
            for two in labels[place + 1 :]:
                self.join(one, two)

    def cut(self, cable: Cable) -> None:
        """End a link at both ends; what was on its way is lost."""
        if cable in self.cables:
            self.cables.remove(cable)
            for label, link in zip(cable.ends, cable.links, strict=True):
                self.stations[label].mesh.lost(link, self.now(label))
                self.collect(label)

    def between(self, one: str, two: str) -> Cable | None:
        """The link between two stations."""
        return next((cable for cable in self.cables if set(cable.ends) == {one, two}), None)

    def collect(self, label: str) -> None:
        """Carry out what a station's machine wants done."""
        station = self.stations[label]
        for effect in station.mesh.drain():
            station.effects.append(effect)
            if isinstance(effect, Send):
                self._send(label, effect)
            elif isinstance(effect, HangUp):
                for cable in [cable for cable in self.cables if effect.link in cable.links]:
                    self.cut(cable)

    def _send(self, label: str, effect: Send) -> None:
        for cable in self.cables:
            if effect.link in cable.links:
                self.messages += 1
                self.bytes += len(effect.message)
                number = effect.message[0] & 0x7F
                self.counted[number] = self.counted.get(number, 0) + 1
                self.sizes[number] = self.sizes.get(number, 0) + len(effect.message)
                cable.queues[1 - cable.links.index(effect.link)].append(effect.message)

    def deliver_one(self, cable: Cable, end: int) -> None:
        """Let the oldest message to one end of a cable arrive."""
        if cable.queues[end]:
            label = cable.ends[end]
            for message in (cable.mangle or self.mangle)(cable.queues[end].popleft()):
                self.stations[label].mesh.received(cable.links[end], message, self.now(label))
            self.collect(label)

    def work(self, label: str) -> bool:
        """One turn of a station's machine."""
        more = self.stations[label].mesh.work(self.now(label))
        self.collect(label)
        return more

    def settle(self) -> None:
        """Deliver and work until nothing moves, without letting time pass."""
        moving = True
        while moving:
            moving = False
            for cable in list(self.cables):
                for end in (0, 1):
                    while cable.queues[end] and cable in self.cables:
                        moving = True
                        self.deliver_one(cable, end)
            for label in self.stations:
                while self.work(label):
                    moving = True

    def tick(self) -> None:
        """Every machine is told the time."""
        for label, station in self.stations.items():
            station.mesh.tick(self.now(label))
            self.collect(label)

    def pass_time(self, seconds: float) -> None:
        """Let time pass in quarters of a second, everything arriving at once."""
        for _ in range(round(seconds * 4)):
            self.passed += 0.25
            self.tick()
            self.settle()

    def committed(self, label: str) -> None:
        """A station has new facts of its own."""
        self.stations[label].mesh.committed(self.now(label))
        self.collect(label)


def seated(*shops: StoredShop, seed: int = 0, limits: MeshLimits = DEFAULT_LIMITS) -> Room:
    """A room with these terminals, not joined yet."""
    room = Room(seed, limits)
    for shop in shops:
        seat(room, shop)
    return room


def seat(room: Room, shop: StoredShop, limits: MeshLimits | None = None) -> Station:
    """Give a shop's terminal its place, or begin it again."""
    identity = shop.store.identity
    return room.add(identity.label, shop.store, identity.origin, store_id=identity.store_id, limits=limits)


def alike(*shops: StoredShop) -> bool:
    """Whether all hold the same facts and folds."""
    return len({(shop.store.known(), shop.store.fold_digest()) for shop in shops}) == 1
