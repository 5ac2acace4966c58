"""The spool on disk keeps every promise of the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.ports.store import SYSTEM
from tests.contract.spool_contract import NOON, SpoolContract, job, job_id
from tests.support.store_shop import StoredShop


class SpoolOfStore:
    """The store's spool with a use case's side and a screen's side."""

    def __init__(self, stored: StoredShop) -> None:
        self.stored = stored

    def add(self, queued: PrintJob, at: datetime) -> None:
        self.stored.clock.set(at)
        with self.stored.store.begin(SYSTEM) as work:
            work.spool(queued)

    def find(self, wanted: PrintJobId) -> SpooledJob:
        return self.stored.store.spool.find(wanted)

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        return self.stored.store.spool.next_job(route, now)

    def begin_attempt(self, wanted: PrintJobId, now: datetime) -> int:
        return self.stored.store.spool.begin_attempt(wanted, now)

    def settle(self, wanted: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        self.stored.store.spool.settle(wanted, state, note, now)

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self.stored.store.spool.interrupted(route)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self.stored.store.spool.unconfirmed(route)

    def supersede(self, wanted: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self.stored.store.spool.supersede(wanted, copy, state, now)


class TestStoredSpool(SpoolContract):
    @pytest.fixture
    def spool(self, stored: StoredShop) -> SpoolOfStore:
        return SpoolOfStore(stored)

    @pytest.fixture
    def reopen(self) -> Callable[[SpoolOfStore], SpoolOfStore]:
        return lambda spool: SpoolOfStore(spool.stored.reopen())

    def test_a_job_comes_with_its_facts_or_not_at_all(self, spool: SpoolOfStore) -> None:
        with suppress(RuntimeError), spool.stored.store.begin(SYSTEM) as work:
            work.spool(job("a"))
            raise RuntimeError
        assert spool.next_job("receipt", NOON) is None

    def test_an_unknown_job_is_not_found(self, spool: SpoolOfStore) -> None:
        for ask in (
            lambda: spool.begin_attempt(job_id("x"), NOON),
            lambda: spool.settle(job_id("x"), SpoolState.PRINTED, "", NOON),
            lambda: spool.supersede(job_id("x"), job("y"), SpoolState.REPRINTED, NOON),
        ):
            with pytest.raises(NotFound):
                ask()
        assert spool.next_job("receipt", NOON) is None

    def test_a_job_under_way_is_not_begun_twice(self, spool: SpoolOfStore) -> None:
        spool.add(job("a"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        with pytest.raises(NotFound):
            spool.begin_attempt(job_id("a"), NOON)
        assert spool.find(job_id("a")).attempts == 1

    def test_the_status_tells_what_waits_and_what_somebody_must_look_at(self, spool: SpoolOfStore) -> None:
        for name in ("a", "b", "c", "d"):
            spool.add(job(name), NOON)
        spool.settle(job_id("a"), SpoolState.HELD, "Out of paper", NOON)
        spool.settle(job_id("b"), SpoolState.UNCONFIRMED, "cut", NOON)
        spool.settle(job_id("c"), SpoolState.PRINTED, "", NOON)
        status = spool.stored.store.spool_status()
        assert status.waiting == 2
        assert [found.job.job_id for found in status.in_trouble] == [job_id("a"), job_id("b")]
