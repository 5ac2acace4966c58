"""A long journal is only worth measuring when the program itself could have written it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.store.folders import store_file
from tests.benchmarks.long_journal import ORDERS, long_journal
from tests.benchmarks.stored import opened


def test_a_service_copied_many_times_verifies_clean_and_is_made_once(tmp_path: Path) -> None:
    folder = long_journal(tmp_path / "long", facts=3000)
    with closing(opened(folder)) as stored:
        status = stored.store.reads.store.status(stored.shop.clock.now())
        assert status.facts >= 3000
        assert (status.jobs_waiting, status.open_orders, status.live_tickets) == (0, 0, 0)
        settled = [row for row in stored.shop.reads.orders.recent(1000) if row.status is OrderStatus.CLOSED]
        assert settled
        assert len(settled) % ORDERS == 0
        assert stored.store.verify() == ()
    made = store_file(folder).stat().st_ino
    assert store_file(long_journal(folder, facts=3000)).stat().st_ino == made
