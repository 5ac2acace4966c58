"""The book on disk keeps what every book for reconciling promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.facts import Fact
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from tests.contract.central_book_contract import BookBench, CentralBookContract
from tests.support.chance import FixedClock, SeededIds


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[BookBench]:
    clock = FixedClock()
    ids = SeededIds(clock)
    found_store(tmp_path / "store", clock, ids, label="R1", documents=())
    store = open_store(tmp_path / "store", clock, ids, ballast_bytes=0)

    def keep(fact: Fact) -> None:
        with store.begin(SYSTEM) as work:
            work.keep(fact)

    yield BookBench(store.central_book, keep)
    store.close()


class TestStoreCentralBook(CentralBookContract):
    """Over the store's file."""
