"""The courier over a store on disk: killed and opened again in the middle, everything is told once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.stock import ItemEightySixed, StockCounted
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import Store, open_store
from sync.mesh.contract import Moment
from sync.reconcile.contract import Answer, Lost
from sync.reconcile.effects import Send
from tests.support.chance import FixedClock, SeededIds
from tests.support.courier_bench import CourierBench
from tests.support.scripted_central import NAME, ScriptedCentral


class StoredBench(CourierBench):
    """A bench whose book and facts are in a store on disk."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.folder = folder
        self.clock = clock
        self.ids = SeededIds(clock)
        self.store: Store = open_store(folder, clock, self.ids, ballast_bytes=0)
        self.slowest = 0.0
        super().__init__(ScriptedCentral(limit=100_000))
        self.book = self.store.central_book
        self.start()

    def reopen(self) -> None:
        """The program ends, whatever was under way, and is started again."""
        self.store.close()
        self.store = open_store(self.folder, self.clock, self.ids, ballast_bytes=0)
        self.book = self.store.central_book
        self.start()
        self.gateway()

    def count(self, local_id: str, number: int, origin: str = "o1") -> None:
        """A thing has a number now."""
        self._keep(StockCounted(ItemId(local_id), number, self.clock.now()))

    def pay(self, local_id: str) -> None:
        """A thing is paid."""
        self._keep(ItemEightySixed(ItemId(local_id), self.clock.now()))

    def step(self) -> bool:
        """One turn, timed."""
        began = time.perf_counter()
        more = super().step()
        self.slowest = max(self.slowest, time.perf_counter() - began)
        return more

    def _keep(self, fact: Fact) -> None:
        with self.store.begin(SYSTEM) as work:
            work.keep(fact)
        self.courier.committed(self.now)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[StoredBench]:
    clock = FixedClock()
    found_store(tmp_path / "store", clock, SeededIds(clock, 9), label="R1", documents=())
    bench = StoredBench(tmp_path / "store", clock)
    bench.gateway()
    yield bench
    bench.store.close()


def test_a_store_is_told_once_through_cuts_and_restarts(bench: StoredBench) -> None:
    chance = Random(5)

    def line(send: Send, now: Moment) -> Answer:
        fate = chance.random()
        if fate < 0.1:
            return Lost("no connection", maybe_done=False)
        reply = bench.central.answer(send, now)
        return reply if fate < 0.8 else Lost("the line was cut", maybe_done=True)

    bench.line = line
    for number in range(1, 41):
        bench.count(f"thing-{number}", number)
        bench.count(f"child-{number}", 1)
        if number % 2:
            bench.pay(f"thing-{number}")
        for _ in range(chance.randrange(6)):
            bench.step()
        if chance.random() < 0.5:
            bench.deliver()
        if number % 7 == 0:
            bench.reopen()
        bench.passed += 3
    bench.run(1200, every=5)
    bench.line = None
    bench.run(1200, every=5)
    things = {ref: made for ref, made in bench.numbers().items() if ref.startswith("thing")}
    assert things == {f"thing-{number}": [number] for number in range(1, 41)}
    paid = {made["ref"]: made["paid"] for made in bench.central.objects.values() if made["paid"]}
    assert paid == {f"thing-{number}": 1 for number in range(1, 41, 2)}
    assert len(bench.central.objects) == 80
    assert bench.central.wrongs == []
    counts = bench.book.counts(NAME)
    assert (counts["pending"], counts["unknown"], counts["parked"]) == (0, 0, 0)
    print(f"slowest step of work: {bench.slowest * 1000:.1f} ms")


def test_a_second_run_over_the_same_store_sends_nothing(bench: StoredBench) -> None:
    for number in range(1, 6):
        bench.count(f"thing-{number}", number)
    bench.run(30)
    before = len(bench.central.writes())
    bench.reopen()
    bench.run(60)
    assert len(bench.central.writes()) == before
    assert bench.courier.is_idle(bench.now)
