"""The spool on disk keeps every promise of the port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState, Unwanted, headed
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.driver import sqlite
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.late_paper import LatePaper
from tests.contract.spool_contract import NOON, SpoolContract, job, job_id
from tests.support.memory_shop import EVERYTHING
from tests.support.store_faults import Faults
from tests.support.store_service import order_of
from tests.support.store_shop import SMALL_BALLAST, StoredShop


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


def slip_of(stored: StoredShop) -> PrintJobId:
    """The slip of the one ticket in the kitchen."""
    (ticket,) = stored.shop.reads.kitchen.live(None)
    return next(one.job.job_id for one in _slips(stored) if one.job.ticket_id == ticket.ticket_id)


def _slips(stored: StoredShop) -> Sequence[SpooledJob]:
    routes = {station.printer for station in stored.shop.reads.kitchen.stations()}
    found = (stored.store.spool.next_job(route, NOON) for route in routes)
    return [job for job in found if job is not None]


@pytest.fixture
def cooking(stored: StoredShop) -> StoredShop:
    """A shop with one ticket in the kitchen."""
    order_of(stored, EVERYTHING, items=1)
    return stored


def test_a_slip_is_wanted_until_its_ticket_is_done_and_again_when_it_is_recalled(cooking: StoredShop) -> None:
    slip, (ticket,) = slip_of(cooking), cooking.shop.reads.kitchen.live(None)
    assert cooking.store.spool.find(slip).unwanted is None
    cooking.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    assert cooking.store.spool.find(slip).unwanted is Unwanted.BUMPED
    cooking.shop.kitchen.recall(EVERYTHING, ticket.ticket_id)
    assert cooking.store.spool.find(slip).unwanted is None


def test_a_slip_of_which_all_was_voided_is_not_wanted_and_the_word_of_it_is(cooking: StoredShop) -> None:
    slip, (ticket,) = slip_of(cooking), cooking.shop.reads.kitchen.live(None)
    order_id, line_id = ticket.order_id, ticket.lines[0].item.line_id
    cooking.shop.ordering.void_line(EVERYTHING, order_id, line_id, 1, "dropped")
    assert cooking.store.spool.find(slip).unwanted is Unwanted.VOIDED
    cooking.store.spool.settle(slip, SpoolState.CANCELLED, "", NOON)
    (void,) = _slips(cooking)
    assert (void.job.ticket_id, void.unwanted) == (ticket.ticket_id, None)


def late_paper(stored: StoredShop) -> LatePaper:
    return LatePaper(stored.store.spool, stored.shop.reads.store, stored.clock, stored.ids)


def test_a_late_slip_is_printed_under_the_time_it_should_have_come_out(cooking: StoredShop) -> None:
    slip = slip_of(cooking)
    fired = cooking.store.spool.find(slip).created_at
    cooking.store.spool.settle(slip, SpoolState.LATE, "waited", NOON)
    cooking.clock.advance(hours=8)
    paper = late_paper(cooking)
    assert [one.job.job_id for one in paper.waiting()] == [slip]
    copy = paper.print_late(EVERYTHING, slip)
    local = cooking.shop.reads.store.profile().calendar.local(fired)
    assert copy.document is not None
    assert copy.document.blocks[0] == headed(copy.document, f"LATE {local:%H:%M}").blocks[0]
    assert paper.waiting() == ()
    assert cooking.store.spool.find(slip).state is SpoolState.REPRINTED
    assert cooking.store.spool.find(copy.job_id).created_at == cooking.clock.now()


def test_a_late_slip_that_is_let_go_is_never_printed(cooking: StoredShop) -> None:
    slip = slip_of(cooking)
    cooking.store.spool.settle(slip, SpoolState.LATE, "waited", NOON)
    paper = late_paper(cooking)
    paper.let_go(EVERYTHING, slip)
    assert (cooking.store.spool.find(slip).state, _slips(cooking)) == (SpoolState.CANCELLED, [])
    for choice in (paper.let_go, paper.print_late):
        with pytest.raises(NotFound):
            choice(EVERYTHING, slip)


@pytest.mark.parametrize("word", ["fail_before", "fail_after"])
def test_an_attempt_whose_commit_the_disk_reported_failed_is_begun_once(stored: StoredShop, word: str) -> None:
    stored.store.close()
    faults, spool = Faults(), SpoolOfStore(stored)
    stored.store = open_store(
        stored.folder, stored.clock, stored.ids, ballast_bytes=SMALL_BALLAST, open_raw=faults.connect
    )
    spool.add(job("a"), NOON)
    getattr(faults, word)("COMMIT", sqlite.SQLITE_IOERR)
    assert spool.begin_attempt(job_id("a"), NOON) == 1
    found = spool.find(job_id("a"))
    assert (found.state, found.attempts) == (SpoolState.SENDING, 1)
