"""The workers' spool keeps the promises of the spool port, and tells of every change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.store.thread import StoreThread
from sync.node.spool_proxy import SpoolProxy
from sync.node.store_queue import StoreQueue
from tests.contract.spool_contract import NOON, SpoolContract, job, job_id
from tests.support.printer_bench import MemorySpool


class ProxiedSpool(SpoolProxy[MemorySpool]):
    """A proxy whose other side can be reached as well."""

    def __init__(self) -> None:
        self.changes = 0
        self.queue = StoreQueue(StoreThread(MemorySpool), rest=0.0)
        self.queue.start()
        super().__init__(self.queue, lambda store: store, self._count)

    def add(self, job: PrintJob, at: datetime) -> None:
        self.queue.write(lambda store: store.add(job, at)).result()

    def find(self, job_id: PrintJobId) -> SpooledJob:
        return self.queue.read(lambda store: store.find(job_id)).result()

    def _count(self) -> None:
        self.changes += 1


@pytest.fixture
def spool() -> Iterator[ProxiedSpool]:
    spool = ProxiedSpool()
    yield spool
    spool.queue.close()


class TestSpoolProxy(SpoolContract):
    """The contract, through the store thread."""

    @pytest.fixture
    def spool(self) -> Iterator[ProxiedSpool]:
        spool = ProxiedSpool()
        yield spool
        spool.queue.close()


def test_what_writes_is_told_and_what_reads_is_not(spool: ProxiedSpool) -> None:
    spool.add(job("a"), NOON)
    spool.next_job("receipt", NOON)
    spool.interrupted("receipt")
    spool.unconfirmed("receipt")
    assert spool.changes == 0
    spool.begin_attempt(job_id("a"), NOON)
    spool.settle(job_id("a"), SpoolState.UNCONFIRMED, "cut", NOON)
    spool.supersede(job_id("a"), job("a2"), SpoolState.REPRINTED, NOON)
    assert spool.changes == 3


def test_a_worker_of_an_ending_node_is_told_that_there_is_no_spool(spool: ProxiedSpool) -> None:
    spool.queue.close()
    with pytest.raises(Unavailable, match="the node is ending"):
        spool.next_job("receipt", NOON)
