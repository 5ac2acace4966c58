"""The driver of a courier tells it who else is heard, so that what they may have told is looked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from random import Random
from typing import TypeVar

from sync.mesh.contract import Moment, Neighbour
from sync.node.courier_driver import Begun, CourierDriver
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.reconcile.contract import Answer
from sync.reconcile.effects import WITHOUT_KEYS, Send, Standing, Ticket
from sync.reconcile.gateway import Gateway
from tests.support.chance import FixedClock
from tests.support.courier_bench import CourierBench
from tests.support.scripted_central import NAME, ScriptedCentral

T = TypeVar("T")


class OneThread:
    """The store's thread: calls wait until `run`."""

    def __init__(self, store: CourierBench) -> None:
        self._store = store
        self._calls: deque[Callable[[], None]] = deque()

    def submit(self, call: Callable[[CourierBench], T]) -> Future[T]:
        future: Future[T] = Future()
        self._calls.append(lambda: future.set_result(call(self._store)))
        return future

    def stop(self) -> None:
        self.run()

    def run(self) -> None:
        """Everything that waits, and what follows from it."""
        while self._calls:
            self._calls.popleft()()


class OverNothing:
    """A carrier to a scripted back office."""

    def __init__(self, central: ScriptedCentral, clock: FixedClock, answered: Callable[[Ticket, Answer], None]) -> None:
        self._central, self._clock, self._answered = central, clock, answered

    def start(self) -> None:
        """Nothing is needed."""

    def send(self, send: Send) -> None:
        now = Moment(self._clock.monotonic(), int(self._clock.now().timestamp() * 1000))
        self._answered(send.ticket, self._central.answer(send, now))

    def probe(self, found: Callable[[bool], None]) -> None:
        found(True)

    def close(self) -> None:
        """Nothing is held."""


class Duty:
    """The rest of the node, which does nothing."""

    connector = NAME

    def begin(self, store: CourierBench) -> Begun:
        return Begun(store.courier, Gateway("o2", Random(1), last="o2"))

    def kept(self) -> None:
        """Nobody looks."""

    def look_round(self, store: CourierBench, standing: Standing, now: Moment, *, rounds: int) -> None:
        """Nobody looks."""


def raised(failure: BaseException) -> None:
    raise failure


def test_what_a_terminal_told_before_it_is_heard_again_is_looked_for() -> None:
    central, clock, speakers = ScriptedCentral(keeps_keys=False), FixedClock(), Speakers()
    bench = CourierBench(central, limits=replace(WITHOUT_KEYS, linger={}), origin="o2")
    thread = OneThread(bench)
    driver = CourierDriver(
        StoreQueue(thread, rest=0), Duty(), lambda answered: OverNothing(central, clock, answered), speakers, clock,
        raised,
    )  # fmt: skip

    def run(seconds: int) -> None:
        for _ in range(seconds):
            clock.advance(seconds=1)
            driver.tick()
            thread.run()

    driver.open()
    run(5)
    central.objects["1"] = {"id": "1", "ref": "thing-1", "n": 5, "paid": 0}
    speakers.heard = (Neighbour("t1", "R1", "o1", ()),)
    bench.count("thing-1", 5, origin="o1")
    run(60)
    assert bench.numbers() == {"thing-1": [5]}
    assert "GET /things?ref=thing-1" in [f"{one.method} {one.path}" for one in central.heard]
    driver.close()
