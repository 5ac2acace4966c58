"""Drives the mesh: events in from any thread, the machine on the store's thread alone, effects out to who does them.

One call to the store at a time: a few events, then one slice of work. Between two calls everybody else's calls get
their turn, and after one that wrote the store rests, so that neither a tap nor a slip waits for a peer's backlog.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.journal import PeerState
from sync.mesh.contract import Effect, HangUp, LinkId, Moment, PeerIdentity, Presence, Send
from sync.mesh.machine import Mesh
from sync.net.roll import Member
from sync.node.pace import Pace
from sync.node.store_queue import StoreQueue

MOST_WAITING = 1000
MOST_FACTS, MOST_AGGREGATES = 4000, 500
EVENTS_FOR = 0.008  # seconds of events before the next slice of work

_log = logging.getLogger(__name__)

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)

Event: TypeAlias = Callable[[Mesh, Moment], None]


class Carrier(Protocol):
    """The network, as the mesh uses it. Any thread may call; nothing waits."""

    def send(self, messages: Sequence[tuple[int, bytes]]) -> None:
        """Send messages to links, in this order."""

    def hang_up(self, link: int, why: str) -> None:
        """End a connection."""

    def taken(self, link: int, size: int, count: int) -> None:
        """So much of what the link brought was taken in."""


class Duties(Protocol[S_contra]):
    """What else the node does with the mesh, on the store's thread."""

    def begin(self, store: S_contra) -> Mesh:
        """Make the machine on the open store."""

    def wrote(self) -> bool:
        """Whether something was written since this was asked last."""

    def done(self, effect: Effect) -> None:
        """Do what the mesh asks for beside sending."""

    def refused(self, who: str, why: str) -> None:
        """Somebody was not let in, or put out."""

    def look_round(
        self, store: S_contra, states: tuple[PeerState, ...], connected: tuple[Member, ...], now: Moment
    ) -> None:
        """Look how things stand; called often, several times a second at least."""


@dataclass(slots=True)
class _Taken:
    size: int = 0
    count: int = 0


class MeshDriver(Generic[S]):
    """The way of everything to the mesh and back. `broken` is told of a bug; the node then ends.

    `connected`, `received`, `lost` and `refused` are what the network tells; the node's own loop asks the rest.
    """

    def __init__(
        self, queue: StoreQueue[S], duties: Duties[S], clock: Clock, broken: Callable[[BaseException], None]
    ) -> None:
        self._queue = queue
        self._duties = duties
        self._clock = clock
        self._broken = broken
        self._carrier: Carrier | None = None
        self._lock = threading.Lock()
        self._events: deque[Event] = deque()
        self._taken: dict[int, _Taken] = {}
        self._connected: dict[int, Member] = {}
        self._is_asked = self._is_closed = False
        self._pace, self._settling = Pace(MOST_FACTS), Pace(MOST_AGGREGATES)
        self._mesh: Mesh | None = None

    def carry_by(self, carrier: Carrier) -> None:
        """The network to send by; to be told before the first event."""
        self._carrier = carrier

    def connected(self, link: int, member: Member, address: str) -> None:
        """A peer is there."""
        identity = PeerIdentity(member.terminal_id, member.label)
        with self._lock:
            self._connected[link] = member
        self._post(lambda mesh, now: mesh.connected(LinkId(link), identity, now, address))

    def beside(self, link: int, member: Member) -> None:
        """A peer is there that is no terminal of the local network, and is not counted as one."""
        identity = PeerIdentity(member.terminal_id, member.label)
        self._post(lambda mesh, now: mesh.connected(LinkId(link), identity, now))

    def received(self, link: int, message: bytes) -> None:
        """One whole message came."""

        def take(mesh: Mesh, now: Moment) -> None:
            taken = self._taken.setdefault(link, _Taken())
            taken.size += len(message)
            taken.count += 1
            mesh.received(LinkId(link), message, now)

        self._post(take)

    def lost(self, link: int) -> None:
        """A connection is gone."""
        with self._lock:
            self._connected.pop(link, None)
        self._post(lambda mesh, now: mesh.lost(LinkId(link), now))

    def refused(self, who: str, why: str) -> None:
        """Somebody was not let in; of a flood of strangers only so many are told."""
        if len(self._events) < MOST_WAITING:
            self._post(lambda mesh, now: self._duties.refused(who, why))

    def committed(self) -> None:
        """Another process of this terminal committed facts."""
        self._post(lambda mesh, now: mesh.committed(now))

    def tick(self) -> None:
        """A quarter of a second has passed."""
        self._post(lambda mesh, now: mesh.tick(now))

    def feel(self) -> None:
        """A finger went down at a screen of this terminal: what it means comes before any backlog."""
        now = self._clock.monotonic()
        self._pace.feel(now)
        self._settling.feel(now)

    def say(self, presence: Presence) -> None:
        """Somebody is at an order here."""
        self._post(lambda mesh, now: mesh.say(presence, now))

    def hush(self, order_id: OrderId | None) -> None:
        """Nobody is any more; at none at all for None."""
        self._post(lambda mesh, now: mesh.hush(order_id, now))

    def ask_token(self, order_id: OrderId, holder: str) -> None:
        """An order's money token is wanted here."""
        self._post(lambda mesh, now: mesh.ask_token(order_id, holder, now))

    def close(self) -> None:
        """Take no more events."""
        with self._lock:
            self._is_closed = True
            self._events.clear()

    def _post(self, event: Event) -> None:
        with self._lock:
            if self._is_closed:
                return
            self._events.append(event)
            if self._is_asked:
                return
            self._is_asked = True
        self._ask()

    def _ask(self) -> None:
        try:
            future = self._queue.serve(self._serve)
        except Unavailable:
            self.close()
            return
        future.add_done_callback(self._served)

    def _served(self, future: Future[bool]) -> None:
        try:
            failure = future.exception()
        except CancelledError:
            return
        if isinstance(failure, Unavailable):
            _log.warning("mesh_waits_for_store: %s", failure)
            with self._lock:
                self._is_asked = False  # the next tick tries again
        elif failure is not None:
            self._broken(failure)

    def _serve(self, store: S) -> bool:
        """Some events and one slice of work; whether to rest: something was written, or a finger is down."""
        mesh = self._mesh = self._mesh or self._duties.begin(store)
        self._take_events(mesh)
        self._carry(mesh.drain())
        has_more, is_held = self._work(mesh)
        self._carry(mesh.drain())
        now = self._moment()
        self._duties.look_round(store, mesh.states(now), self._members(), now)
        self._tell_taken()
        wrote = self._duties.wrote()
        self._go_on(has_more)
        return wrote or (is_held and has_more)

    def _work(self, mesh: Mesh) -> tuple[bool, bool]:
        """Whether more is waiting, and whether it waits for a finger: then the store rests before it asks again."""
        began, taken, settled = self._moment(), mesh.taken, mesh.settled
        rows = self._pace.rows(began.monotonic)
        mesh.pace(rows, self._settling.rows(began.monotonic))
        has_more = mesh.work(began)
        seconds = self._clock.monotonic() - began.monotonic
        self._pace.took(mesh.taken - taken, seconds)
        self._settling.took(mesh.settled - settled, seconds)
        return has_more, rows == 0

    def _take_events(self, mesh: Mesh) -> None:
        until = time.monotonic() + EVENTS_FOR
        while time.monotonic() < until:
            with self._lock:
                event = self._events.popleft() if self._events else None
            if event is None:
                return
            event(mesh, self._moment())

    def _carry(self, effects: Sequence[Effect]) -> None:
        assert self._carrier is not None
        messages = [(int(effect.link), effect.message) for effect in effects if isinstance(effect, Send)]
        if messages:
            self._carrier.send(messages)
        for effect in effects:
            if isinstance(effect, HangUp):
                self._carrier.hang_up(int(effect.link), effect.why)
            elif not isinstance(effect, Send):
                self._duties.done(effect)

    def _tell_taken(self) -> None:
        assert self._carrier is not None
        for link, taken in self._taken.items():
            self._carrier.taken(link, taken.size, taken.count)
        self._taken.clear()

    def _go_on(self, has_more: bool) -> None:
        """Ask for the next turn from a fresh call, so that whatever else is queued comes first."""
        with self._lock:
            self._is_asked = bool(self._events) or has_more
            is_asked = self._is_asked and not self._is_closed
        if is_asked:
            self._ask()

    def _members(self) -> tuple[Member, ...]:
        with self._lock:
            found = set(self._connected.values())
        return tuple(sorted(found, key=lambda member: (member.label, member.terminal_id)))

    def _moment(self) -> Moment:
        return Moment(self._clock.monotonic(), int(self._clock.now().timestamp() * 1000))
