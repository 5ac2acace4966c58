"""Terminals of one store in this process: real stores and real machines, and links that a test makes and cuts.

Messages are bytes and arrive in order; a cut loses what is on its way. Time is the test's own and passes only where it
says so, or tick by tick while the terminals talk.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, count
from pathlib import Path
from random import Random

from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.tax import OrderType
from aura_terminal.store.open_store import Store
from aura_terminal.use_cases.ordering import Asked, NewOrder
from sync.mesh.contract import Effect, HangUp, Keeping, LinkId, Me, Moment, PeerIdentity, Send
from sync.mesh.machine import Mesh
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import plain_items
from tests.support.store_shop import StoredShop, founded, opened

TICK_MILLISECONDS = 250
MOST_TURNS = 200_000


@dataclass
class Host:
    """What the machine asks of its terminal."""

    journal: Store
    keeping: Keeping | None = None
    release: Callable[[OrderId, str], None] = lambda order_id, to: None

    def release_token(self, order_id: OrderId, to: str) -> None:
        self.release(order_id, to)


@dataclass(eq=False)
class Peer:
    """A terminal with its machine."""

    stored: StoredShop
    host: Host
    mesh: Mesh
    inbox: deque[tuple[int, bytes]] = field(default_factory=deque)
    effects: list[Effect] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.stored.store.identity.label

    @property
    def now(self) -> Moment:
        clock = self.stored.clock
        return Moment(clock.monotonic(), int(clock.now().timestamp() * 1000))


@dataclass(eq=False)
class Link:
    """A connection between two terminals; `deaf` are the labels of those whom nothing reaches on it any more."""

    ends: dict[str, tuple[Peer, LinkId]]
    deaf: set[str] = field(default_factory=set)

    def other(self, label: str) -> tuple[Peer, LinkId]:
        """The far end."""
        return next(end for name, end in self.ends.items() if name != label)


class Terminals:
    """Every terminal of a store, each with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links: dict[int, Link] = {}
        self._numbers = count(1)
        self._peers: dict[str, Peer] = {}

    def __getitem__(self, label: str) -> StoredShop:
        return self._peers[label].stored

    def __iter__(self) -> Iterator[StoredShop]:
        return iter([peer.stored for peer in self._peers.values()])

    def found(self, *labels: str, documents: Iterable[Document] | None = None) -> Terminals:
        """Found the demo shop, or another one, at the first terminal; the others know nothing yet."""
        store_id = ""
        for seed, label in enumerate(labels, 1):
            stored = founded(
                self._folder / label, label=label, store_id=store_id, seed=seed, documents=() if store_id else documents
            )
            store_id = store_id or stored.store.identity.store_id
            self._take_in(stored)
        return self

    def copy(self, template: Path, *labels: str) -> Terminals:
        """Open copies of terminals that were founded and closed before, some minutes later and with other ids."""
        for seed, label in enumerate(labels, 101):
            shutil.copytree(template / label, self._folder / label)
            clock = FixedClock()
            clock.advance(minutes=10)
            self._take_in(opened(self._folder / label, clock, SeededIds(clock, seed)))
        return self

    def clone(self, label: str, folder: str) -> StoredShop:
        """A copy of a terminal's whole folder that goes on by itself, as a cloned disk does; nobody is linked to it."""
        source = self._peers[label].stored
        source.store.close()
        shutil.copytree(source.folder, self._folder / folder)
        self.restart(label)
        clock = FixedClock(source.clock.now())
        return opened(self._folder / folder, clock, SeededIds(clock, 77))

    def restart(self, label: str) -> StoredShop:
        """End a terminal's process and start it anew: its links are gone, its machine remembers nothing."""
        self.cut(label)
        stored = self._peers[label].stored.reopen()
        self._take_in(stored)
        return stored

    def close(self) -> None:
        """Close every store."""
        for stored in self:
            stored.store.close()

    def link(self, one: str, other: str) -> Link:
        """Connect two terminals."""
        ends = {label: (self._peers[label], LinkId(next(self._numbers))) for label in (one, other)}
        link = Link(ends)
        for label, (peer, number) in ends.items():
            self._links[number] = link
            far, _ = link.other(label)
            peer.mesh.connected(number, PeerIdentity(far.stored.store.identity.origin, far.label), peer.now)
        return link

    def link_all(self) -> None:
        """Connect everybody with everybody who is not connected yet."""
        linked = {frozenset(link.ends) for link in self._links.values()}
        for one, other in combinations(self._peers, 2):
            if frozenset((one, other)) not in linked:
                self.link(one, other)

    def cut(self, *labels: str) -> None:
        """End every link of these terminals; without a label every link there is. What is on its way is lost."""
        gone = [link for link in set(self._links.values()) if not labels or set(labels) & set(link.ends)]
        for link in gone:
            for peer, number in link.ends.values():
                self._links.pop(number, None)
                peer.inbox = deque(one for one in peer.inbox if one[0] != number)
                peer.mesh.lost(number, peer.now)

    def freeze(self, label: str) -> None:
        """A terminal hangs: its links stay open and carry nothing in either direction, until `heal`."""
        for link in self._links.values():
            if label in link.ends:
                link.deaf |= set(link.ends)

    def talk(self, *, seconds: float = 10.0) -> None:
        """Let the terminals talk until nobody has anything to say, or so much of their time has passed.

        Clocks advance by a quarter of a second whenever everybody is silent; two silent quarters are the end of it
        once all know the same.
        """
        spent = 0.0
        while True:
            self._exchange()
            if spent >= seconds or (spent >= 2 * TICK_MILLISECONDS / 1000 and self._all_know_the_same()):
                return
            self.pass_time(milliseconds=TICK_MILLISECONDS)
            spent += TICK_MILLISECONDS / 1000

    def pass_time(self, *, seconds: int = 0, milliseconds: int = 0) -> None:
        """Let time pass on every terminal and tell the machines."""
        for peer in self._peers.values():
            peer.stored.clock.advance(seconds=seconds, milliseconds=milliseconds)
            peer.mesh.committed(peer.now)
            peer.mesh.tick(peer.now)

    def heal(self) -> None:
        """Connect everybody anew, as whoever finds a link dead does, and let them talk to the end."""
        self.cut()
        self.link_all()
        self.talk(seconds=60.0)

    def note_peers(self) -> None:
        """Let every terminal remember what it knows of the others, as nodes do every half minute."""
        for peer in self._peers.values():
            peer.stored.store.peers.note(peer.mesh.states(peer.now))

    def digests(self) -> set[str]:
        """The fold digests there are: one, when all agree."""
        return {stored.store.fold_digest() for stored in self}

    def _take_in(self, stored: StoredShop) -> None:
        identity = stored.store.identity
        me = Me(identity.origin, identity.label, identity.origin, identity.store_id, "test")
        host = Host(stored.store)
        self._peers[identity.label] = Peer(stored, host, Mesh(me, host, Random(identity.label)))

    def _exchange(self) -> None:
        """Carry messages and work until everybody is quiet."""
        for _ in range(MOST_TURNS):
            is_busy = False
            for peer in self._peers.values():
                peer.mesh.committed(peer.now)
                is_busy |= self._carry(peer)
                if peer.inbox:
                    link, message = peer.inbox.popleft()
                    peer.mesh.received(LinkId(link), message, peer.now)
                    is_busy = True
                is_busy |= peer.mesh.work(peer.now)
                is_busy |= self._carry(peer)
            if not is_busy:
                return
        raise AssertionError("the terminals talk without end")

    def _carry(self, peer: Peer) -> bool:
        effects = peer.mesh.drain()
        for effect in effects:
            if isinstance(effect, Send):
                self._send(peer, effect)
            elif isinstance(effect, HangUp):
                self._hang_up(peer, effect.link)
        peer.effects += effects
        return any(isinstance(effect, Send) for effect in effects)

    def _send(self, peer: Peer, sent: Send) -> None:
        link = self._links.get(sent.link)
        if link is not None:
            far, number = link.other(peer.label)
            if far.label not in link.deaf:
                far.inbox.append((number, sent.message))

    def _hang_up(self, peer: Peer, number: int) -> None:
        link = self._links.pop(number, None)
        if link is not None:
            far, other = link.other(peer.label)
            self._links.pop(other, None)
            far.mesh.lost(other, far.now)

    def _all_know_the_same(self) -> bool:
        return len({stored.store.known() for stored in self}) == 1


def facts_everywhere(terminals: Iterable[StoredShop], type_: str) -> list[int]:
    """How many facts of a type each terminal holds."""
    counts = []
    for stored in terminals:
        known = stored.store.known()
        counts.append(sum(row.type == type_ for of, seq in known for row in stored.store.facts_after(of, 0, seq)))
    return counts


def a_table(stored: StoredShop) -> TableId:
    """A table nobody sits at."""
    return next(table.id for table in stored.shop.reads.orders.tables() if table.order_id is None)


def seated(stored: StoredShop, table_id: TableId) -> OrderId:
    """An order of one item at a table, not sent."""
    new = NewOrder(OrderType.DINE_IN, table_id, 2)
    return stored.shop.ordering.add_item(EVERYTHING, new, Asked(plain_items(stored)[0])).order_id
