"""What every spool promises to the workers of the devices.

An implementation's test class inherits `SpoolContract` and supplies two fixtures:

`spool` - an empty spool, which besides the `Spool` port can `add(job, at)`, the way a use case queues a job at that
          time, and `find(job_id)`, the way a screen reads one.
`reopen` - a function that takes the spool and answers the spool another process would see: the store opens its file
          anew, a spool that lives in memory answers itself (the default).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import PaperDocument, PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.ports.printing import Spool
from tests.support.printer_samples import RECEIPT

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(seconds=30)


class FilledSpool(Spool, Protocol):
    """A spool whose other side can be reached as well."""

    def add(self, job: PrintJob, at: datetime) -> None: ...

    def find(self, job_id: PrintJobId) -> SpooledJob: ...


Reopen = Callable[[FilledSpool], FilledSpool]


def job(
    name: str,
    *,
    kind: SpoolKind = SpoolKind.RECEIPT,
    route: str = "receipt",
    document: PaperDocument | None = RECEIPT,
) -> PrintJob:
    """A job whose id is its name made long enough for any store."""
    return PrintJob(job_id(name), kind, route, f"Receipt {name}", order_id=None, document=document)


def job_id(name: str) -> PrintJobId:
    """An id in the form of those the program makes."""
    return PrintJobId(f"01938f5e-0000-7000-8000-{name.encode().hex():0>12}")


def kick(name: str) -> PrintJob:
    """A drawer kick."""
    return job(name, kind=SpoolKind.DRAWER_KICK, document=None)


class SpoolContract:
    """The promises of the `Spool` port."""

    @pytest.fixture
    def reopen(self) -> Reopen:
        return lambda spool: spool

    def test_an_empty_spool_has_no_next_job(self, spool: FilledSpool) -> None:
        assert spool.next_job("receipt", NOON) is None

    def test_a_queued_job_comes_back_as_it_was_queued(self, spool: FilledSpool, reopen: Reopen) -> None:
        queued = replace(job("a"), copy_no=2, duplicate_of=job_id("z"), ticket_id=job_id("t"))
        spool.add(queued, NOON)
        found = reopen(spool).next_job("receipt", LATER)
        assert found == SpooledJob(queued, SpoolState.QUEUED, NOON, NOON, attempts=0, last_error="")

    def test_the_oldest_job_comes_first(self, spool: FilledSpool) -> None:
        for name in ("c", "a", "b"):
            spool.add(job(name), NOON)
        assert _next(spool) == job_id("c")

    def test_a_route_sees_its_own_jobs_only(self, spool: FilledSpool) -> None:
        spool.add(job("a", route="grill"), NOON)
        assert spool.next_job("receipt", NOON) is None
        assert spool.next_job("grill", NOON) is not None

    def test_a_drawer_kick_overtakes_paper(self, spool: FilledSpool) -> None:
        spool.add(job("a"), NOON)
        spool.add(kick("k"), NOON)
        assert _next(spool) == job_id("k")

    def test_a_job_under_way_is_nobodys_next_job(self, spool: FilledSpool) -> None:
        spool.add(job("a"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        assert spool.next_job("receipt", NOON) is None

    def test_an_attempt_is_counted_and_known_to_another_process(self, spool: FilledSpool, reopen: Reopen) -> None:
        spool.add(job("a"), NOON)
        assert spool.begin_attempt(job_id("a"), LATER) == 1
        found = reopen(spool).find(job_id("a"))
        assert (found.state, found.attempts, found.changed_at) == (SpoolState.SENDING, 1, LATER)

    def test_a_held_job_keeps_its_place_and_its_reason(self, spool: FilledSpool) -> None:
        spool.add(job("a"), NOON)
        spool.add(job("b"), NOON)
        spool.settle(job_id("a"), SpoolState.HELD, "Out of paper", LATER)
        found = spool.next_job("receipt", LATER)
        assert found is not None
        assert (found.job.job_id, found.state, found.last_error) == (job_id("a"), SpoolState.HELD, "Out of paper")

    def test_a_held_job_that_is_tried_again_counts_its_second_attempt(self, spool: FilledSpool) -> None:
        spool.add(job("a"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        spool.settle(job_id("a"), SpoolState.HELD, "Out of paper", NOON)
        assert spool.begin_attempt(job_id("a"), LATER) == 2

    @pytest.mark.parametrize(
        "state",
        [
            SpoolState.PRINTED,
            SpoolState.ACCEPTED,
            SpoolState.UNCONFIRMED,
            SpoolState.IN_PRINTER,
            SpoolState.CANCELLED,
            SpoolState.FAILED,
            SpoolState.LATE,
        ],
    )
    def test_a_settled_job_gives_way_to_the_next(self, spool: FilledSpool, reopen: Reopen, state: SpoolState) -> None:
        spool.add(job("a"), NOON)
        spool.add(job("b"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        spool.settle(job_id("a"), state, "so it went", LATER)
        spool = reopen(spool)
        assert _next(spool) == job_id("b")
        found = spool.find(job_id("a"))
        assert (found.state, found.last_error, found.changed_at) == (state, "so it went", LATER)

    def test_what_was_under_way_is_found_interrupted(self, spool: FilledSpool, reopen: Reopen) -> None:
        for name in ("a", "b", "c"):
            spool.add(job(name), NOON)
        spool.add(job("g", route="grill"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        spool.settle(job_id("a"), SpoolState.IN_PRINTER, "Out of paper", NOON)
        spool.begin_attempt(job_id("b"), NOON)
        spool.begin_attempt(job_id("g"), NOON)
        assert [found.job.job_id for found in reopen(spool).interrupted("receipt")] == [job_id("a"), job_id("b")]

    def test_what_nobody_can_vouch_for_is_listed_oldest_first(self, spool: FilledSpool) -> None:
        for name in ("b", "a", "c"):
            spool.add(job(name), NOON)
            spool.begin_attempt(job_id(name), NOON)
        spool.settle(job_id("a"), SpoolState.UNCONFIRMED, "cut", LATER)
        spool.settle(job_id("b"), SpoolState.UNCONFIRMED, "cut", LATER)
        assert [found.job.job_id for found in spool.unconfirmed("receipt")] == [job_id("b"), job_id("a")]

    def test_a_copy_takes_the_place_of_the_job_it_repeats(self, spool: FilledSpool, reopen: Reopen) -> None:
        spool.add(job("a"), NOON)
        spool.begin_attempt(job_id("a"), NOON)
        spool.settle(job_id("a"), SpoolState.UNCONFIRMED, "cut", NOON)
        copy = replace(job("a"), job_id=job_id("a2"), copy_no=1, duplicate_of=job_id("a"))
        spool.supersede(job_id("a"), copy, SpoolState.REPRINTED, LATER)
        spool = reopen(spool)
        assert spool.find(job_id("a")).state is SpoolState.REPRINTED
        assert spool.next_job("receipt", LATER) == SpooledJob(copy, SpoolState.QUEUED, LATER, LATER)
        assert list(spool.unconfirmed("receipt")) == []

    @pytest.mark.parametrize("decided", [SpoolState.CANCELLED, SpoolState.REDIRECTED])
    def test_what_a_person_decided_while_the_printer_was_asked_stands(
        self, spool: FilledSpool, reopen: Reopen, decided: SpoolState
    ) -> None:
        spool.add(job("a"), NOON)
        spool.settle(job_id("a"), decided, "Nina let it go.", NOON)
        for late in (SpoolState.HELD, SpoolState.IN_PRINTER, SpoolState.QUEUED):
            spool.settle(job_id("a"), late, "Out of paper", LATER)
        with pytest.raises(NotFound):
            spool.begin_attempt(job_id("a"), LATER)
        found = reopen(spool).find(job_id("a"))
        assert (found.state, found.last_error, found.attempts) == (decided, "Nina let it go.", 0)
        spool.settle(job_id("a"), SpoolState.PRINTED, "", LATER)
        assert spool.find(job_id("a")).state is SpoolState.PRINTED


def _next(spool: Spool) -> PrintJobId | None:
    found = spool.next_job("receipt", LATER)
    return None if found is None else found.job.job_id
