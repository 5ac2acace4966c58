"""What came from another terminal is kept once, whatever the disk says of it, and folded as soon as it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import DrawerId, OrderId
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import receiving, unfolded
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.driver import sqlite
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked
from aura_terminal.use_cases.shop import open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING, MemoryVault
from tests.support.store_days import day, tidy
from tests.support.store_faults import Faults
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import SMALL_BALLAST, StoredShop, founded, opened

FEW = 3


@pytest.fixture
def faults() -> Faults:
    """Nothing fails yet."""
    return Faults()


@pytest.fixture
def other(stored: StoredShop, tmp_path: Path, faults: Faults) -> Iterator[StoredShop]:
    """A second terminal that knows the shop, on a disk that fails when it is told to."""
    folder, store_id = tmp_path / "second", stored.store.identity.store_id
    founded(folder, label="R2", store_id=store_id, seed=7, documents=()).store.close()
    clock = FixedClock()
    ids = SeededIds(clock, 8)
    store = open_store(folder, clock, ids, ballast_bytes=SMALL_BALLAST, open_raw=faults.connect)
    shop = open_shop(store.begin, store.reads, MemoryVault(), clock, ids, store.identity, store.spool, store.paper)
    second = StoredShop(folder, clock, ids, store, shop)
    second.store.receive(news_of(stored, second))
    while second.store.settle(1000):
        pass
    yield second
    second.store.close()


@pytest.fixture
def everything_is_a_backlog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE", 0)


def news_of(giver: StoredShop, taker: StoredShop, most: int = 100_000) -> Sequence[JournalRow]:
    origin = giver.store.identity.origin
    return giver.store.facts_after(origin, dict(taker.store.known()).get(origin, 0), most)


def is_waiting(stored: StoredShop, order_id: OrderId) -> bool:
    return ("order", order_id) in unfolded.keys(stored.store._connections.read)


@pytest.mark.parametrize("word", ["fail_before", "fail_after"])
def test_facts_whose_commit_the_disk_reported_failed_are_there_once(
    stored: StoredShop, other: StoredShop, faults: Faults, word: str
) -> None:
    order_of(stored, EVERYTHING)
    (row,) = news_of(stored, other, 1)
    getattr(faults, word)("COMMIT", sqlite.SQLITE_IOERR)
    assert other.store.receive([row]).taken == 1
    assert other.store.receive([row]).known == 1
    assert other.store.receive(news_of(stored, other)).taken > 0
    assert other.store.known() == stored.store.known()
    assert other.store.fold_digest() == stored.store.fold_digest()


@pytest.mark.usefixtures("everything_is_a_backlog")
@pytest.mark.parametrize("word", ["fail_before", "fail_after"])
def test_a_fold_whose_commit_the_disk_reported_failed_is_there(
    stored: StoredShop, other: StoredShop, faults: Faults, word: str
) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    assert is_waiting(other, order_id)
    getattr(faults, word)("COMMIT", sqlite.SQLITE_IOERR)
    while other.store.settle(1000):
        pass
    assert not is_waiting(other, order_id)
    assert other.store.fold_digest() == stored.store.fold_digest()
    assert other.store.verify() == ()


def test_what_could_not_be_taken_leaves_no_trace_and_is_taken_the_next_time(
    stored: StoredShop, other: StoredShop, faults: Faults
) -> None:
    order_id = order_of(stored, EVERYTHING)
    held = other.store.known()
    faults.fail_before("COMMIT", sqlite.SQLITE_FULL)
    with pytest.raises(StoreUnavailable):
        other.store.receive(news_of(stored, other))
    assert other.store.known() == held
    other.store.receive(news_of(stored, other))
    assert other.shop.reads.orders.sheet(order_id).order_id == order_id
    assert other.store.verify() == ()


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_what_could_not_be_folded_waits_on(stored: StoredShop, other: StoredShop, faults: Faults) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    faults.fail_before("COMMIT", sqlite.SQLITE_FULL)
    with pytest.raises(StoreUnavailable):
        other.store.settle(1000)
    assert is_waiting(other, order_id)
    while other.store.settle(1000):
        pass
    assert not is_waiting(other, order_id)
    assert other.store.verify() == ()


@pytest.mark.parametrize(("facts", "waits"), [(FEW, False), (FEW + 1, True)])
def test_a_few_facts_are_folded_as_they_come_and_more_of_them_are_a_backlog(
    stored: StoredShop, other: StoredShop, monkeypatch: pytest.MonkeyPatch, facts: int, waits: bool
) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE", FEW)
    order_id = order_of(stored, EVERYTHING)
    rows = news_of(stored, other, facts)
    assert len(rows) == facts
    assert order_id in {row.aggregate_id for row in rows}
    other.store.receive(rows)
    assert is_waiting(other, order_id) is waits
    assert [row.order_id for row in other.shop.reads.orders.open_orders()] == ([] if waits else [order_id])


def test_what_came_while_somebody_worked_on_the_same_order_is_seen_at_once(
    stored: StoredShop, other: StoredShop
) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    other.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
    stored.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(stored)[3]))
    other.store.receive(news_of(stored, other))
    with other.store.begin(SYSTEM) as work:
        order = work.order(order_id)
        assert (len(order.lines), order.guest_name) == (4, "Ada")


def test_orders_that_share_lines_are_worked_on_as_they_became_elsewhere(stored: StoredShop, other: StoredShop) -> None:
    first, second = order_of(stored, EVERYTHING), order_of(stored, EVERYTHING, 2)
    for place in (0, 1):
        line = stored.shop.reads.orders.sheet(first).lines[0]
        stored.shop.floor.move_lines(EVERYTHING, first, (Part(line.line_id, 1),), second)
        other.store.receive(news_of(stored, other))
        with other.store.begin(SYSTEM) as work:
            assert (len(work.order(first).lines), len(work.order(second).lines)) == (2 - place, 3 + place)
        assert other.store.fold_digest() == stored.store.fold_digest()
    for order_id in (first, second):
        stored.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
        other.store.receive(news_of(stored, other))
        assert other.store.fold_digest() == stored.store.fold_digest()


def test_orders_known_apart_are_worked_on_together_once_they_share_lines(stored: StoredShop, other: StoredShop) -> None:
    first, second = order_of(stored, EVERYTHING), order_of(stored, EVERYTHING, 2)
    other.store.receive(news_of(stored, other))
    with other.store.begin(SYSTEM) as work:
        assert (len(work.order(first).lines), len(work.order(second).lines)) == (3, 2)
    line_id = stored.shop.reads.orders.sheet(first).lines[0].line_id
    stored.shop.floor.move_lines(EVERYTHING, first, (Part(line_id, 1),), second)
    other.store.receive(news_of(stored, other))
    assert other.shop.reads.kitchen.live(None) == stored.shop.reads.kitchen.live(None) != ()
    with other.store.begin(SYSTEM) as work:
        (moved,) = work.order(second).lines.keys() - work.order(second).own.keys()
    other.shop.ordering.void_line(EVERYTHING, second, moved, 1, "dropped")
    assert other.store.verify() == ()
    stored.store.receive(news_of(other, stored))
    assert other.store.fold_digest() == stored.store.fold_digest()


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_what_one_process_of_a_terminal_took_is_folded_by_the_other(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, EVERYTHING)
    node = opened(other.folder, other.clock, other.ids, Role.NODE)
    node.store.receive(news_of(stored, other))
    while other.store.settle(1000):
        pass
    assert not is_waiting(other, order_id)
    assert [row.order_id for row in other.shop.reads.orders.open_orders()] == [order_id]
    node.store.close()


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_an_order_somebody_looked_for_too_early_is_there_once_it_has_come(
    stored: StoredShop, other: StoredShop
) -> None:
    order_id = order_of(stored, EVERYTHING)
    with pytest.raises(NotFound):
        other.shop.reads.orders.sheet(order_id)
    other.store.receive(news_of(stored, other))
    assert other.shop.reads.orders.sheet(order_id) == stored.shop.reads.orders.sheet(order_id)


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_an_order_that_is_worked_on_waits_no_longer(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    other.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
    assert not is_waiting(other, order_id)
    assert other.store.verify() == ()


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_where_the_tickets_of_an_order_went_is_told_while_they_wait(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    since = stored.shop.reads.orders.sheet(order_id).opened_at
    told = other.shop.reads.mesh.deliveries(order_id, since)
    assert told == stored.shop.reads.mesh.deliveries(order_id, since) != ()


@pytest.mark.usefixtures("everything_is_a_backlog")
def test_what_a_drawer_took_leaves_out_no_order_that_waits(stored: StoredShop, other: StoredShop) -> None:
    session_id = stored.shop.cash.begin(EVERYTHING, DrawerId("R1"), {}, SYSTEM).session_id
    pay(stored, EVERYTHING, order_of(stored, EVERYTHING))
    other.store.receive(news_of(stored, other))
    taken = []
    for terminal in (stored, other):
        with terminal.store.begin(SYSTEM) as work:
            taken.append(work.cash.takings(work.cash.session(session_id)))
    assert taken[0] == taken[1]
    assert taken[0].given.minor > 0


def test_an_order_that_has_left_with_its_day_is_back_once_another_terminal_works_on_it(
    stored: StoredShop, other: StoredShop
) -> None:
    order_id, *_ = day(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    stored.clock.advance(hours=24 * 9)
    day(stored, EVERYTHING, 1)
    tidy(stored)
    is_row = f"SELECT 1 FROM orders WHERE order_id = '{order_id}'"
    assert stored.store._connections.read.raw.execute(is_row).fetchone() is None
    other.shop.paying.reprint_receipt(EVERYTHING, order_id)
    stored.store.receive(news_of(other, stored))
    assert stored.store._connections.read.raw.execute(is_row).fetchone() is not None
    assert stored.shop.reads.orders.sheet(order_id) == other.shop.reads.orders.sheet(order_id)
    assert stored.store.verify() == ()
