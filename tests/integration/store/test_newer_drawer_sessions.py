"""A session another terminal's newer program told something of stops nobody here from selling or looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import DrawerId
from aura_terminal.store.chain import JournalRow
from aura_terminal.use_cases.shop import Shop
from tests.support.extreme_facts import BrokenPeer
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    made = founded(tmp_path / "data")
    yield made
    made.store.close()


def hears_of(stored: StoredShop, session_id: str) -> None:
    """A fact of a type no terminal of today knows."""
    payload = f'{{"session_id":"{session_id}","colour":"green"}}'.encode()
    fact = JournalRow(
        "", 0, "newer", 0, "session", session_id, "session_painted", 1, payload, "x", "2026-05-15", b"", b""
    )
    assert stored.store.receive(BrokenPeer(stored.store).tells([fact])).taken == 1


def test_cash_is_taken_beside_a_session_this_program_does_not_understand(stored: StoredShop) -> None:
    shop: Shop = stored.shop
    begun = shop.cash.begin(EVERYTHING, DrawerId("R1"), {100: 3})
    hears_of(stored, begun.session_id)
    order_id = order_of(stored, EVERYTHING, 1)
    pay(stored, EVERYTHING, order_id)
    (payment,) = shop.reads.orders.sheet(order_id).payments
    assert payment.session is None
    (row,) = shop.reads.cash.running()
    assert (row.id, row.float.minor) == (begun.session_id, 300)
    assert shop.cash_desks.desk(EVERYTHING).loose
    with stored.store.begin(EVERYTHING.id) as work:
        assert [one.id for one in work.cash.sessions_on(begun.business_date)] == [begun.session_id]
    with pytest.raises(Unavailable):
        shop.cash.end(EVERYTHING, begun.session_id, {})
