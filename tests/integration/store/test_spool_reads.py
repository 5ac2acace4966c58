"""What a person is shown of the spool on disk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.paper import SpoolState
from aura_terminal.ports.store import SYSTEM
from tests.contract.spool_contract import NOON, job, job_id
from tests.support.store_shop import StoredShop


def test_the_queue_shows_what_is_not_settled_and_the_other_list_what_came_out(stored: StoredShop) -> None:
    store = stored.store
    with store.begin(SYSTEM) as work:
        work.spool(*(job(name) for name in "abcd"))
    store.spool.settle(job_id("b"), SpoolState.PRINTED, "", NOON)
    store.spool.settle(job_id("c"), SpoolState.ACCEPTED, "", NOON)
    store.spool.settle(job_id("d"), SpoolState.UNCONFIRMED, "cut", NOON)
    assert [each.job.job_id for each in store.paper.queue()] == [job_id("a"), job_id("d")]
    assert [each.job.job_id for each in store.paper.recent(9)] == [job_id("c"), job_id("b")]
    assert [each.job.job_id for each in store.paper.recent(1)] == [job_id("c")]
    assert store.paper.find(job_id("d")).last_error == "cut"
    with pytest.raises(NotFound):
        store.paper.find(job_id("x"))


def test_a_job_that_is_settled_or_being_sent_is_not_superseded(stored: StoredShop) -> None:
    store = stored.store
    with store.begin(SYSTEM) as work:
        work.spool(job("a"), job("b"))
    store.spool.begin_attempt(job_id("a"), NOON)
    store.spool.settle(job_id("b"), SpoolState.PRINTED, "", NOON)
    for name in "ab":
        with pytest.raises(NotFound):
            store.spool.supersede(job_id(name), job(f"{name}2"), SpoolState.REDIRECTED, NOON)
    assert [each.job.job_id for each in store.paper.queue()] == [job_id("a")]


def test_to_whom_a_receipt_is_mailed_survives_the_disk(stored: StoredShop) -> None:
    with stored.store.begin(SYSTEM) as work:
        work.spool(replace(job("a"), recipient="guest@example.org"))
    assert stored.reopen().store.paper.find(job_id("a")).job.recipient == "guest@example.org"


def test_who_opened_a_drawer_last_and_why_is_known(stored: StoredShop) -> None:
    store = stored.store
    assert store.paper.last_opening(DrawerId("R1")) is None
    with store.begin(StaffId("nina")) as work:
        work.keep(DrawerOpened(DrawerId("R1"), work.now, OpeningReason.NO_SALE, note="change"))
    opening = store.paper.last_opening(DrawerId("R1"))
    assert opening is not None
    assert (opening.by, opening.reason) == ("nina", "change")
