"""What came on paper in later life: old days, new terminals, copies, and a back office that hears of it."""

from __future__ import annotations

import io
from pathlib import Path

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ports.central import Touched
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import snapshots
from sync.connectors.auraconnect.records import records_of
from tests.integration.store.test_paper_bridge import order_at, stores, templates
from tests.support.memory_shop import EVERYTHING
from tests.support.paper_shops import last_paper, papers_of, sealed_in, tell
from tests.support.store_days import tidy
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, opened

Stores = tuple[StoredShop, ...]


__all__ = ["stores", "templates"]


def test_an_order_known_from_paper_alone_leaves_with_its_day_and_comes_back_once(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 3)
    paper = sealed_in(last_paper(r1.shop, order_id))
    r2.shop.bridge.scan(EVERYTHING, paper)
    pay(r2, EVERYTHING, order_id)
    for ticket in r2.shop.reads.kitchen.live(None):
        r2.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    for label in ("R1", "R3"):  # burnt; nobody waits for them any more
        r2.shop.terminals.revoke(EVERYTHING, papers_of(label).terminal_id, "burnt")
    total, number = order_at(r2, order_id).bill.total, order_at(r2, order_id).number
    r2.clock.advance(hours=24 * 40)
    tidy(r2)
    assert all(row.order_id != order_id for row in r2.shop.reads.orders.recent(9))
    assert len(r2.store.find_receipts(number=number)) == 1
    assert r2.store.verify() == ()

    r2.store.receive(r1.store.facts_after(r1.store.identity.origin, 0, 10_000))
    back = order_at(r2, order_id)
    assert (back.status, back.bill.total, len(back.payments), len(back.own)) == (OrderStatus.CLOSED, total, 1, 3)
    assert r2.store.verify() == ()
    tidy(r2)
    assert r2.store.verify() == ()


def test_a_terminal_that_begins_with_a_snapshot_knows_what_came_on_paper(stores: Stores, tmp_path: Path) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 3)
    r2.shop.bridge.scan(EVERYTHING, sealed_in(last_paper(r1.shop, order_id)))
    whole = snapshots.take(r2.folder, tmp_path / "snapshot").read_bytes()
    store_id = r2.store.identity.store_id
    snapshots.install(io.BytesIO(whole), tmp_path / "R4", r2.ids, store_id=store_id, label="R4")
    r4 = opened(tmp_path / "R4", r2.clock, r2.ids)
    try:
        assert order_at(r4, order_id).bill == order_at(r1, order_id).bill
        tell(r1, r4)
        assert r4.store.verify() == ()
        assert len(order_at(r4, order_id).own) == 3
    finally:
        r4.store.close()


def test_a_back_office_is_told_of_an_order_that_came_on_paper(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    book = r2.store.central_book
    book.attach("auraconnect")
    while touched := book.touched("auraconnect", 500):
        book.planned("auraconnect", touched, ())
    r2.shop.bridge.scan(EVERYTHING, sealed_in(last_paper(r1.shop, order_id)))
    found: list[Touched] = list(book.touched("auraconnect", 500))
    records = {record for one in found for record in records_of(one, book.picture)}
    assert any(record.endswith(order_id) for record in records)
    with r2.store.begin(SYSTEM) as work:
        assert work.order(order_id).terms is not None
