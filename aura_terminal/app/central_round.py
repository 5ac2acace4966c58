"""One full round with every back office: all that is due is told, all that is mirrored is asked for anew.

Where a node runs it does the round, and is asked how it goes; where none does, the round is made in this process, which
is the node meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue

from aura_terminal.app.central_link import CentralBoard, CentralLink, Told
from aura_terminal.app.central_settings import CentralName, CentralSettings, shared_out
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.node_shop import NodeShop, node_thread
from aura_terminal.domain.capabilities import Capability
from aura_terminal.store.locks import Role, is_taken
from sync.node.caller import BusCaller
from sync.node.central_words import CentralState, decode_centrals
from sync.node.frames import Topic
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.reconcile.effects import Link
from sync.reconcile.gateway import GatewayLimits

TICK = 0.1
UNSPOKEN, UNSPOKEN_HERE = 15.0, 6.0
"""Seconds without anybody who speaks to it after which a back office counts as not reached: a node listens first."""
LONGEST_PAUSE = 600.0  # seconds somebody waits for a back office that asked to be left alone
AT_ONCE = GatewayLimits(head_start=0.0, longest_start=0.0, settle=0.0, try_again=2.0, grace=0.0)
"""A command hears no other terminal, so it waits for none; to speak beside one is harmless."""

States = Mapping[str, CentralState]
Uses = Mapping[CentralName, frozenset[Capability]]
Watched = Callable[[States], None]


class Ending(StrEnum):
    """How a round ended for one back office."""

    DONE = "done"
    UNREACHED = "unreached"
    SLOWED = "slowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Round:
    """What came of it: how things stood before and after."""

    ending: Ending
    before: CentralState
    after: CentralState

    @property
    def sent(self) -> int:
        """Steps the back office took in this round."""
        return self.after.sent - self.before.sent

    @property
    def received(self) -> int:
        """Things that came from it."""
        return self.after.received - self.before.received

    @property
    def failed(self) -> int:
        """Steps it refused."""
        return self.after.failed - self.before.failed


def _nobody(states: States) -> None:
    """Nobody wants to know how it goes."""


def make_round(
    folder: Path, centrals: tuple[CentralSettings, ...], within: float, watched: Watched = _nobody,
    beside: tuple[CentralSettings, ...] = (),
) -> tuple[Round, ...]:  # fmt: skip
    """A round with each; `Unavailable` when the store cannot be opened, or the node ends meanwhile.

    `watched` is told how things stand, again and again while it lasts; those `beside` are not spoken with now and keep
    what they are used for.
    """
    if is_taken(folder, Role.NODE):
        return _asked_of_node(folder, centrals, within, watched)
    return _made_here(folder, centrals, within, watched, shared_out((*centrals, *beside)))


def _asked_of_node(
    folder: Path, centrals: tuple[CentralSettings, ...], within: float, watched: Watched
) -> tuple[Round, ...]:
    with BusCaller(folder) as caller:

        def next_states(seconds: float) -> States:
            frame = caller.hear(Topic.CENTRAL, within=seconds)
            return {} if frame is None else {one.connector: one for one in decode_centrals(frame.payload)}

        watch = _Watch(centrals, within, UNSPOKEN)
        watch.see(next_states(UNSPOKEN))
        caller.ask(Topic.SYNC)
        while not watch.is_over:
            watch.see(next_states(1.0))
            watched(watch.states)
        return watch.rounds()


def _made_here(
    folder: Path, centrals: tuple[CentralSettings, ...], within: float, watched: Watched, uses: Uses
) -> tuple[Round, ...]:
    said: SimpleQueue[str] = SimpleQueue()
    bugs: list[BaseException] = []

    def publish(topic: Topic, payload: str) -> None:
        if topic is Topic.CENTRAL:
            said.put(payload)

    pause = threading.Event()
    with _links(folder, centrals, Told(publish, lambda: None, bugs.append), uses) as links:
        watch = _Watch(centrals, within, UNSPOKEN_HERE)
        for link in links:
            link.driver.begin_round()
        while not watch.is_over and not bugs:
            for link in links:
                link.driver.tick()
            pause.wait(TICK)
            for states in (*_told(said), {}):
                watch.see(states)
            watched(watch.states)
        if bugs:
            raise bugs[0]
        return watch.rounds()


@contextmanager
def _links(folder: Path, centrals: tuple[CentralSettings, ...], told: Told, uses: Uses) -> Iterator[list[CentralLink]]:
    """Every back office, spoken with from this process."""
    clock, ids = SystemClock(), SystemIds()
    queue: StoreQueue[NodeShop] = StoreQueue(node_thread(folder, clock, ids))
    speakers, board = Speakers(), CentralBoard(told.publish)
    links = [
        CentralLink(folder, central, queue, clock, speakers, board, told, uses[central.connector], AT_ONCE)
        for central in centrals
    ]
    try:
        queue.start()
        for link in links:
            link.open()
        yield links
    finally:
        for link in links:
            link.close()
        queue.close()


def _told(said: SimpleQueue[str]) -> Iterator[States]:
    """Everything that was said since, in order: the first of it says where a round began."""
    while True:
        try:
            yield {one.connector: one for one in decode_centrals(said.get_nowait())}
        except Empty:
            return


class _Watch:
    """Follows how things stand until every back office's round has ended."""

    def __init__(
        self, centrals: tuple[CentralSettings, ...], within: float, unspoken: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._names = [central.connector.value for central in centrals]
        self._unspoken = unspoken
        self._now = now
        self._until = now() + within
        self._before: dict[str, CentralState] = {}
        self._after: dict[str, CentralState] = {}
        self._spoken = dict.fromkeys(self._names, now())
        self._endings: dict[str, Ending] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to wait for."""
        return len(self._endings) == len(self._names)

    @property
    def states(self) -> States:
        """How things stand, as far as was told."""
        return self._after

    def see(self, states: States) -> None:
        """How things stand now; those that were not told of are as they were."""
        for name in self._names:
            state = states.get(name)
            if state is not None:
                self._before.setdefault(name, state)
                self._after[name] = state
            ending = self._ending(name)
            if ending is not None:
                self._endings.setdefault(name, ending)

    def rounds(self) -> tuple[Round, ...]:
        """What came of each."""
        empty = {name: CentralState(name, Link.OFFLINE) for name in self._names}
        before, after = {**empty, **self._before}, {**empty, **self._after}
        return tuple(Round(self._endings[name], before[name], after[name]) for name in self._names)

    def _ending(self, name: str) -> Ending | None:
        state, now = self._after.get(name), self._now()
        if state is not None and state.rounds > self._before[name].rounds:
            return Ending.DONE
        if state is not None and state.link is Link.REFUSED:
            return Ending.REFUSED
        if state is not None and state.link is not Link.OFFLINE and (state.gateway or state.link is not Link.STANDBY):
            self._spoken[name] = now
        if now - self._spoken[name] >= self._unspoken or (state is not None and state.link is Link.OFFLINE):
            return Ending.UNREACHED
        pause = 0.0 if state is None or state.resumes is None else state.resumes.timestamp() - time.time()
        return Ending.SLOWED if now >= self._until or pause > LONGEST_PAUSE else None
