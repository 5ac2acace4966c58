"""The book in memory keeps what every book for reconciling promises."""

import pytest

from tests.contract.central_book_contract import BookBench, CentralBookContract
from tests.support.memory_book import MemoryBook, SharedFacts


@pytest.fixture
def bench() -> BookBench:
    shared = SharedFacts()
    return BookBench(MemoryBook(shared), lambda fact: shared.keep("o1", fact))


class TestMemoryBook(CentralBookContract):
    """Over a list in memory."""
