"""Sessions stay whole when their orders have left for day documents, come back, and are let go for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.ids import DrawerId, SessionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.cash_rows import SessionRow
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from tests.support.memory_shop import EVERYTHING
from tests.support.store_days import day, days, tidy
from tests.support.store_shop import StoredShop, founded


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    made = founded(tmp_path / "data")
    yield made
    made.store.close()


def test_an_old_session_holds_what_it_held(stored: StoredShop) -> None:
    shop = stored.shop
    begun = shop.cash.begin(EVERYTHING, DrawerId("R1"), {1000: 5})
    orders = day(stored, EVERYTHING)
    before = shop.cash.end(EVERYTHING, begun.session_id, {})
    assert before.sales is not None
    assert before.sales.minor > 0
    days(stored, EVERYTHING, 12)
    tidy(stored)
    assert row(stored, begun.session_id) == before
    stored.store.rebuild()
    assert row(stored, begun.session_id) == before
    first = orders[0]
    with stored.store.begin(SYSTEM) as work:
        (payment,) = work.order(first).payments
        act = Act(work.now, work.today, "R1", Approval(SYSTEM, work.now, "test"))
        work.keep(PaymentReversed(first, payment.id, act))
    after = row(stored, begun.session_id)
    assert after.sales == before.sales - payment.amount - payment.rounding
    assert after.came_late == Money(-payment.amount.minor - payment.rounding.minor, "EUR")
    days(stored, EVERYTHING, 12)
    tidy(stored)
    assert row(stored, begun.session_id) == after
    assert stored.store.verify() == ()
    assert past_rows(stored, begun.session_id) == len(orders) - 1  # nothing is left of the one that never was
    stored.clock.advance(hours=24 * 401)
    tidy(stored)
    assert row(stored, begun.session_id) == after
    assert past_rows(stored, begun.session_id) == 1  # the orders can never come back: one sum is enough


def past_rows(stored: StoredShop, session_id: SessionId) -> int:
    """How many rows are kept of what left the tables."""
    raw = connect(str(store_file(stored.folder)))
    try:
        (found,) = raw.execute("SELECT count(*) FROM cash_past WHERE session_id = ?", (session_id,)).fetchone()
    finally:
        raw.close()
    return int(found)


def row(stored: StoredShop, session_id: SessionId) -> SessionRow:
    return stored.shop.reads.cash.row(session_id)
