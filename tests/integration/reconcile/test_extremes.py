"""Words about a central from old journals, with values beyond every calendar and counter: nothing stops for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aura_terminal.domain.central import CentralConfirmed, CentralRefused
from aura_terminal.ports.central import Sweep
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from tests.support.chance import FRIDAY_EVENING, FixedClock, SeededIds
from tests.support.memory_shop import MemoryVault

ENDS = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("at", ENDS, ids=lambda at: str(at.year))
def test_figures_and_records_stand_whatever_the_words_say(tmp_path: Path, at: datetime) -> None:
    clock = FixedClock(FRIDAY_EVENING)
    ids = SeededIds(clock)
    found_store(tmp_path, clock, ids, label="R1", store_id="", documents=(), pins={}, vault=MemoryVault())
    store = open_store(tmp_path, clock, ids, ballast_bytes=0)
    try:
        book, order, table = store.central_book, record_of("order", "o"), record_of("table", "t")
        book.attach(CONNECTOR)
        said = (("total", "1E+999999"), ("tax", "NaN"), ("number", "9" * 500))
        book.keep((
            CentralConfirmed(table, "status", "d" * 5000, str(2**63), at, (("a", "b"),), said),
            CentralRefused(order, "create", "d", 2**63, "nonsense", "x" * 100_000, at, "f"),
        ), sweep=Sweep(CONNECTOR, "orders", 2**31, 2**62, 2**62, "9999-12-31T23:59:59Z"))  # fmt: skip
        (figures,) = store.reads.central.figures()
        assert figures.parked == 1
        (row,) = store.reads.central.centre(10)
        assert row.refused.refused_at == at
        assert book.picture.record(table).confirmed_at == at
        assert book.counts(CONNECTOR)["parked"] == 1
        assert store.reads.central.differing(date(2026, 5, 15)) == ()
        assert book.sweep(CONNECTOR, "orders").began_ms == 2**62
    finally:
        store.close()
