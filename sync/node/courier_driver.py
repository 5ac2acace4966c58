"""Drives a courier: answers in from the HTTP thread, the courier on the store's thread alone, requests out.

One call to the store at a time: a few events, then one step of work. Between two calls everybody else's calls get
their turn, and after one that wrote the store rests; while a finger is down on a screen of this terminal nothing is
worked on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from sync.mesh.contract import Moment
from sync.node.pace import PRESS
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.reconcile.contract import Answer
from sync.reconcile.courier import Courier
from sync.reconcile.effects import Kept, Send, Standing, Ticket
from sync.reconcile.gateway import Gateway

LOOK_APART = 5.0  # seconds; whoever calls often costs no more than one page each
EVENTS_FOR = 0.008  # seconds of events before the next step of work
LOOK_EVERY = 0.5  # seconds between two looks at the figures while something moves

_log = logging.getLogger(__name__)

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class Carrier(Protocol):
    """Makes requests; answers come back by `CourierDriver.answered`, from any thread."""

    def start(self) -> None:
        """Be ready; to be called once."""

    def send(self, send: Send) -> None:
        """Make a request; returns at once."""

    def probe(self, found: Callable[[bool], None]) -> None:
        """Find out whether anybody answers there; told on any thread."""

    def close(self) -> None:
        """Stop; no answer comes after it."""


@dataclass(frozen=True, slots=True)
class Begun:
    """One back office as this terminal speaks with it."""

    courier: Courier
    gateway: Gateway


class Duties(Protocol[S_contra]):
    """What else the node does for a back office, on the store's thread."""

    @property
    def connector(self) -> str:
        """The back office's name."""

    def begin(self, store: S_contra) -> Begun:
        """Make the courier on the open store."""

    def kept(self) -> None:
        """Facts were committed."""

    def look_round(self, store: S_contra, standing: Standing, now: Moment, *, rounds: int) -> None:
        """Look how things stand. `rounds` counts how often all that was asked for was told and mirrored."""


Event: TypeAlias = Callable[[Begun, Moment], None]


class CourierDriver(Generic[S]):
    """The way of everything to the courier and back. `broken` is told of a bug; the node then ends."""

    def __init__(
        self,
        queue: StoreQueue[S],
        duties: Duties[S],
        carrier: Callable[[Callable[[Ticket, Answer], None]], Carrier],
        speakers: Speakers,
        clock: Clock,
        broken: Callable[[BaseException], None],
    ) -> None:
        self._queue = queue
        self._duties = duties
        self._speakers = speakers
        self._clock = clock
        self._broken = broken
        self._carrier = carrier(self.answered)
        self._lock = threading.Lock()
        self._events: deque[Event] = deque()
        self._is_asked = self._is_closed = False
        self._felt = self._looked = float("-inf")
        self._begun: Begun | None = None
        self._is_round_asked = self._is_round_under_way = False
        self._has_worked = False
        self._rounds = 0
        self._to_look: set[str] = set()
        self._is_look_due = False
        self._look: Event | None = None
        self._pulled = float("-inf")

    def open(self) -> None:
        """Begin; the first tick takes up what an earlier run left."""
        self._carrier.start()
        self.tick()

    def close(self) -> None:
        """Take no more events and end what is under way; may be called twice."""
        with self._lock:
            self._is_closed = True
            self._events.clear()
        self._carrier.close()

    def tick(self) -> None:
        """A quarter of a second has passed."""
        self._post(lambda begun, now: begun.courier.tick(now))
        if self._is_look_due and self._look is not None:
            self._post(self._look)

    def committed(self) -> None:
        """Facts were committed, here or by another process of this terminal, or came from a peer."""
        self._post(lambda begun, now: begun.courier.committed(now))

    def feel(self) -> None:
        """A finger went down at a screen of this terminal: what it means comes first."""
        self._felt = self._clock.monotonic()

    def begin_round(self) -> None:
        """Tell everything that is due and mirror everything anew, at once; `rounds` counts when that is done."""

        def want(begun: Begun, now: Moment) -> None:
            self._is_round_asked = True
            begun.courier.try_now(now)

        self._post(want)

    def look_again(self, resources: Collection[str]) -> None:
        """Somebody says that there is something new among these; asked for again at most every `LOOK_APART` seconds."""
        if not resources:
            return
        with self._lock:
            self._to_look.update(resources)
            if self._is_look_due:
                return
            self._is_look_due = True

        def look(begun: Begun, now: Moment) -> None:
            if now.monotonic - self._pulled < LOOK_APART:
                return
            with self._lock:
                wanted, self._to_look, self._is_look_due = frozenset(self._to_look), set(), False
            self._pulled = now.monotonic
            begun.courier.pull_again(now, wanted)

        self._look = look
        self._post(look)

    def sign_in_again(self) -> None:
        """Somebody put the account right."""
        self._post(lambda begun, now: begun.courier.sign_in_again(now))

    def answered(self, ticket: Ticket, answer: Answer) -> None:
        """What came of a request; from the carrier's thread."""
        self._post(lambda begun, now: begun.courier.answered(ticket, answer, now))

    def tell_again(self) -> None:
        """A screen arrived: the next look tells it everything."""
        self._looked = float("-inf")

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
            with self._lock:
                self._is_closed = True
            return
        future.add_done_callback(self._served)

    def _served(self, future: Future[bool]) -> None:
        try:
            failure = future.exception()
        except CancelledError:
            return
        if isinstance(failure, Unavailable):
            _log.warning("central_waits_for_store: %s", failure)
            with self._lock:
                self._is_asked = False  # the next tick tries again
        elif failure is not None:
            self._broken(failure)

    def _serve(self, store: S) -> bool:
        """Some events and one step of work; whether something was written."""
        begun = self._begun = self._begun or self._duties.begin(store)
        until = time.monotonic() + EVENTS_FOR
        while self._events and time.monotonic() < until:
            self._events.popleft()(begun, self._moment())
        now = self._moment()
        self._choose(begun, now)
        has_more = self._work(begun, now)
        self._drain(begun)
        self._count_round(begun, now)
        self._look_round(store, begun, now)
        self._go_on(has_more=has_more)
        return has_more

    def _work(self, begun: Begun, now: Moment) -> bool:
        """One step, unless a finger is down; whether another one can follow at once."""
        if now.monotonic - self._felt < PRESS:
            return False
        has_more = begun.courier.work(now)
        if self._is_round_asked and self._has_worked:
            self._is_round_asked, self._is_round_under_way = False, True
            begun.courier.pull_again(now)
            begun.courier.committed(now)
            return True
        self._has_worked = True
        return has_more or self._is_round_asked

    def _choose(self, begun: Begun, now: Moment) -> None:
        """Whether this terminal speaks for the store."""
        gateway, courier = begun.gateway, begun.courier
        others = self._speakers.others(self._duties.connector)
        if gateway.look(others, now.monotonic):
            self._carrier.probe(self._probed)
        if courier.is_well:
            gateway.goes_well()
        else:
            gateway.goes_ill(now.monotonic)
        if gateway.speaks and not courier.is_gateway:
            courier.become_gateway(gateway.turn, now)
            _log.info("central_gateway", extra={"connector": self._duties.connector, "turn": gateway.turn.value})
        elif courier.is_gateway and not gateway.speaks:
            courier.step_down(now)
            _log.info("central_standby", extra={"connector": self._duties.connector})
        courier.heard(others, now)
        self._speakers.note(self._duties.connector, speaks=gateway.speaks, is_well=courier.is_well)

    def _probed(self, is_there: bool) -> None:
        def tell(begun: Begun, now: Moment) -> None:
            if is_there:
                begun.gateway.reached(now.monotonic)
            else:
                begun.gateway.missed(now.monotonic)
                self._speakers.missed(self._duties.connector)

        self._post(tell)

    def _drain(self, begun: Begun) -> None:
        for effect in begun.courier.drain():
            if isinstance(effect, Send):
                self._carrier.send(effect)
            elif isinstance(effect, Kept):
                self._duties.kept()

    def _count_round(self, begun: Begun, now: Moment) -> None:
        if self._is_round_under_way and (begun.courier.is_idle(now) or self._is_told_by_another(begun, now)):
            self._is_round_under_way = False
            self._rounds += 1
            self._looked = float("-inf")

    def _is_told_by_another(self, begun: Begun, now: Moment) -> bool:
        """Whether somebody else speaks for the store and nothing is left to be told, as far as is known here."""
        is_spoken_for = bool(self._speakers.speaker(self._duties.connector)) and not begun.courier.is_gateway
        return is_spoken_for and not begun.courier.standing(now).waiting

    def _look_round(self, store: S, begun: Begun, now: Moment) -> None:
        if now.monotonic - self._looked >= LOOK_EVERY:
            self._looked = now.monotonic
            standing = begun.courier.standing(now)
            self._duties.look_round(store, standing, now, rounds=self._rounds)

    def _go_on(self, *, has_more: bool) -> None:
        """Ask for the next turn from a fresh call, so that whatever else is queued comes first."""
        with self._lock:
            self._is_asked = bool(self._events) or has_more
            is_asked = self._is_asked and not self._is_closed
        if is_asked:
            self._ask()

    def _moment(self) -> Moment:
        return Moment(self._clock.monotonic(), int(self._clock.now().timestamp() * 1000))
