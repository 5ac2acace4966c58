"""Old business days leave the journal for day documents, and nothing is lost on the way."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from aura_terminal.domain.ids import OrderId, TicketId
from aura_terminal.domain.kitchen import TicketRecalled
from aura_terminal.domain.moving import LinesMoved
from aura_terminal.domain.order_facts import ReceiptReprinted
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.journal import JournalRow, PeerState
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import archive, day_documents, retention
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role
from aura_terminal.store.packs import compressed, expanded, pack, unpack
from aura_terminal.store.verify import Kind
from tests.integration.store.conftest import Make
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.store_days import day, days, tidy
from tests.support.store_service import order_of, pay, tampering
from tests.support.store_shop import StoredShop, founded, opened

FIRST = date(2026, 5, 15)

Aged = tuple[StoredShop, list[list[OrderId]]]


def everything(stored: StoredShop) -> list[JournalRow]:
    """Every fact of every origin, as a peer would be handed them."""
    return [row for origin, _ in stored.store.known() for row in stored.store.facts_after(origin, 0, 1_000_000)]


def asked(stored: StoredShop, question: str, *values: object) -> list[tuple[object, ...]]:
    raw: RawConnection = open_file(store_file(stored.folder))
    try:
        return [tuple(row) for row in raw.execute(question, values)]
    finally:
        raw.close()


def documents(stored: StoredShop) -> list[tuple[object, ...]]:
    return asked(stored, "SELECT day, hex(sha256) FROM day_documents ORDER BY day")


@pytest.fixture(scope="session")
def aged_once(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime, list[list[OrderId]]]:
    """Ten days of service, made once; nobody has the store open."""
    folder = tmp_path_factory.mktemp("aged") / "store"
    shutil.copytree(template, folder)
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock, 3))
    orders = days(stored, signed_in(stored.shop), 10)
    stored.store.close()
    return folder, clock.now(), orders


@pytest.fixture
def aged(make: Make, tmp_path: Path, aged_once: tuple[Path, datetime, list[list[OrderId]]]) -> Aged:
    """Ten days of service, the first three of which are more than a week past."""
    folder, now, orders = aged_once
    shutil.copytree(folder, tmp_path / "store")
    stored = make()
    stored.clock.set(now)
    return stored, orders


def test_days_older_than_a_week_leave_journal_and_folds(aged: Aged) -> None:
    stored, orders = aged
    tidy(stored)
    assert [row[0] for row in documents(stored)] == ["2026-05-15", "2026-05-16", "2026-05-17"]
    held = {row[0] for row in asked(stored, "SELECT order_id FROM orders")}
    assert held == {order_id for each in orders[3:] for order_id in each}
    for table in ("order_lines", "payments", "order_days"):
        assert {row[0] for row in asked(stored, f"SELECT order_id FROM {table}")} == held
    spoken = {row[0] for row in asked(stored, "SELECT DISTINCT aggregate_id FROM journal WHERE aggregate = 'order'")}
    assert spoken == held
    assert {row[0] for row in asked(stored, "SELECT DISTINCT order_id FROM tickets")} == held
    assert stored.store.verify() == ()


def test_not_one_fact_is_lost_and_every_link_still_holds(aged: Aged) -> None:
    stored, _ = aged
    before = everything(stored)
    tidy(stored)
    assert len(asked(stored, "SELECT seq FROM journal")) < len(before)
    assert everything(stored) == before
    origin = stored.store.identity.origin
    for row in before[::17]:
        assert stored.store.hash_at(origin, row.seq) == row.hash
    assert stored.store.base_of(origin) == 0


def test_what_stays_is_kept_singly_below_the_base(aged: Aged) -> None:
    stored, _ = aged
    tidy(stored)
    below = asked(
        stored,
        "SELECT DISTINCT aggregate FROM journal JOIN bases USING (origin) WHERE journal.seq <= bases.seq ORDER BY 1",
    )
    assert [row[0] for row in below] == ["access", "document"]
    assert stored.shop.reads.menu.search("marg", 3)


def test_a_rebuild_gives_the_same_rows_and_drawers_go_on_counting(aged: Aged) -> None:
    stored, _ = aged
    drawers = asked(stored, "SELECT * FROM drawers ORDER BY drawer_id")
    tidy(stored)
    assert asked(stored, "SELECT * FROM drawers ORDER BY drawer_id") == drawers
    digest = stored.store.fold_digest()
    stored.store.rebuild()
    assert stored.store.fold_digest() == digest
    assert asked(stored, "SELECT * FROM drawers ORDER BY drawer_id") == drawers


def test_an_idle_store_with_nothing_old_does_nothing(stored: StoredShop, marta: Actor) -> None:
    days(stored, marta, 7)
    before = stored.store.fold_digest()
    tidy(stored)
    assert documents(stored) == []
    assert stored.store.fold_digest() == before


def test_tidying_again_changes_nothing(aged: Aged) -> None:
    stored, _ = aged
    tidy(stored)
    before = (documents(stored), stored.store.fold_digest(), everything(stored))
    tidy(stored)
    assert (documents(stored), stored.store.fold_digest(), everything(stored)) == before


def test_terminals_with_the_same_facts_make_the_same_documents(aged: Aged, tmp_path: Path) -> None:
    stored, _ = aged
    other = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    other.clock.set(stored.clock.now())
    facts = everything(stored)
    other.store.receive(facts)
    tidy(stored)
    tidy(other)
    assert documents(other) == documents(stored) != []
    assert other.store.fold_digest() == stored.store.fold_digest()
    assert other.store.verify() == ()
    other.store.close()


def test_an_order_that_is_still_open_stays_until_it_has_ended(stored: StoredShop, marta: Actor) -> None:
    tab = order_of(stored, marta)
    days(stored, marta, 40)
    tidy(stored)
    assert [row.order_id for row in stored.shop.reads.orders.open_orders()] == [tab]
    assert stored.store.verify() == ()
    pay(stored, marta, tab)
    days(stored, marta, 9)
    tidy(stored)
    assert asked(stored, "SELECT 1 FROM orders WHERE order_id = ?", tab) == []
    (receipt,) = stored.store.find_receipts(order_id=tab)
    assert receipt.order_id == tab
    assert stored.store.verify() == ()


def test_a_day_with_something_open_waits_a_month_unless_it_was_closed(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    days(stored, marta, 20)
    tidy(stored)
    assert documents(stored) == []
    stored.clock.advance(hours=24 * 12)
    day(stored, marta)
    tidy(stored)
    assert documents(stored)[0][0] == "2026-05-15"


def heard(stored: StoredShop, seq: int) -> PeerState:
    now = int(stored.clock.now().timestamp() * 1000)
    return PeerState("t-r2", "R2", "o-r2", "1", "", now, 0, ((stored.store.identity.origin, seq),))


def test_nothing_goes_that_a_peer_does_not_hold_yet(aged: Aged) -> None:
    stored, _ = aged
    ((_, last),) = stored.store.known()
    stored.store.peers.note((heard(stored, 5),))
    tidy(stored)
    assert documents(stored) == []
    stored.store.peers.note((heard(stored, last),))
    tidy(stored)
    assert len(documents(stored)) == 3


def test_a_day_waits_for_a_peer_that_has_not_been_heard_since(aged: Aged) -> None:
    stored, _ = aged
    ((_, last),) = stored.store.known()
    silent = replace(heard(stored, last), last_heard_ms=int(stored.clock.now().timestamp() * 1000) - 12 * 86_400_000)
    stored.store.peers.note((silent,))
    tidy(stored)
    assert documents(stored) == []
    stored.store.peers.forget(silent.terminal_id)
    tidy(stored)
    assert len(documents(stored)) == 3


def test_a_day_waits_for_the_central(aged: Aged) -> None:
    stored, _ = aged

    def only_the_first(on: date) -> bool:
        return on == FIRST

    while retention.step(stored.store, stored.clock.now(), only_the_first):
        pass
    assert [row[0] for row in documents(stored)] == ["2026-05-15"]


def test_a_receipt_is_found_by_number_date_amount_and_order(aged: Aged) -> None:
    stored, orders = aged
    sheets = [stored.shop.reads.orders.sheet(order_id) for order_id in orders[0]]
    tidy(stored)
    find = stored.store.find_receipts
    for sheet in sheets:
        (receipt,) = find(order_id=sheet.order_id)
        assert (receipt.number, receipt.total, receipt.paid) == (sheet.number, sheet.total, sheet.paid)
        assert receipt.payments == sheet.payments
        assert [(line.name, line.quantity, line.price) for line in receipt.lines] == [
            (line.name, line.quantity, line.price) for line in sheet.lines
        ]
        assert find(number=sheet.number, day=FIRST) == (receipt,)
        assert receipt in find(number=sheet.number)
        assert receipt in find(total_minor=sheet.total.minor)
    assert {receipt.order_id for receipt in find(day=FIRST)} == set(orders[0])
    assert [receipt.business_date.day for receipt in find(number=sheets[0].number)] == [17, 16, 15]
    assert find() == find(number="R9-999") == find(order_id="nobodys") == find(day=FIRST, total_minor=1) == ()


def test_reports_of_old_days_say_what_they_said(aged: Aged) -> None:
    stored, _ = aged
    old, dates = (stored.shop.closing.read(FIRST), stored.shop.closing.business_dates())
    assert old.orders == 3
    tidy(stored)
    assert stored.shop.closing.read(FIRST) == old
    assert stored.shop.closing.business_dates() == dates


def test_more_that_happens_to_an_old_order_brings_it_back_and_it_goes_again(aged: Aged) -> None:
    stored, orders = aged
    tidy(stored)
    order_id = orders[0][1]
    stored.shop.paying.reprint_receipt(signed_in(stored.shop), order_id)
    assert stored.shop.reads.orders.sheet(order_id).order_id == order_id
    assert stored.store.verify() == ()
    before = everything(stored)
    stored.reopen()
    days(stored, signed_in(stored.shop), 9)
    tidy(stored)
    assert asked(stored, "SELECT 1 FROM orders WHERE order_id = ?", order_id) == []
    assert everything(stored)[: len(before)] == before
    assert stored.store.verify() == ()


def test_a_fact_of_a_peer_about_an_old_order_brings_it_back(aged: Aged, tmp_path: Path) -> None:
    stored, orders = aged
    other = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    other.clock.set(stored.clock.now())
    other.store.receive(everything(stored))
    tidy(stored)
    order_id = orders[0][0]
    with other.store.begin(SYSTEM) as work:
        work.keep(ReceiptReprinted(order_id, 1, work.now))
    stored.store.receive(other.store.facts_after(other.store.identity.origin, 0, 100))
    assert stored.shop.reads.orders.sheet(order_id) == other.shop.reads.orders.sheet(order_id)
    assert stored.store.verify() == ()
    other.store.close()


def test_facts_in_a_document_are_known_and_change_nothing(aged: Aged) -> None:
    stored, _ = aged
    facts = everything(stored)
    tidy(stored)
    digest = stored.store.fold_digest()
    assert stored.store.receive(facts) == replace(stored.store.receive(()), known=len(facts))
    assert stored.store.fold_digest() == digest


def test_the_other_process_forgets_what_has_left(aged: Aged, make: Make) -> None:
    stored, orders = aged
    node = make(stored.folder, Role.NODE, seed=5)
    node.clock.set(stored.clock.now())
    marta = signed_in(stored.shop)
    stored.shop.paying.reprint_receipt(marta, orders[0][0])  # the screen has it in memory
    stored.clock.advance(hours=24 * 9)
    day(stored, marta)
    node.clock.set(stored.clock.now())
    tidy(node)
    stored.shop.paying.reprint_receipt(marta, orders[0][0])
    assert stored.store.verify() == ()
    assert stored.shop.reads.orders.sheet(orders[0][0]).payments


def test_without_a_document_nothing_can_be_deleted(aged: Aged) -> None:
    stored, _ = aged
    tidy(stored)
    raw: RawConnection = open_file(store_file(stored.folder))
    for condition in ("aggregate = 'order'", "aggregate = 'document' AND seq = 1", "aggregate = 'access'"):
        with pytest.raises(sqlite.IntegrityError, match="never changed or deleted"):
            raw.execute(f"DELETE FROM journal WHERE {condition}")
    raw.close()


def test_jobs_settled_on_paper_go_after_three_days_and_the_unsettled_stay(aged: Aged) -> None:
    stored, _ = aged
    raw = tampering(stored)
    raw.execute("UPDATE spool_jobs SET state = 'printed' WHERE place % 2 = 0")
    raw.close()
    unsettled = asked(stored, "SELECT count(*) FROM spool_jobs WHERE state <> 'printed'")
    tidy(stored)
    three_days_ago = int((stored.clock.now() - timedelta(days=3)).timestamp() * 1_000_000)
    assert asked(stored, "SELECT count(*) FROM spool_jobs WHERE state <> 'printed'") == unsettled
    left = asked(stored, "SELECT count(*) FROM spool_jobs WHERE state = 'printed' AND changed_us < ?", three_days_ago)
    assert left == [(0,)]


def test_documents_go_after_four_hundred_days_and_the_base_stays(aged: Aged) -> None:
    stored, orders = aged
    tidy(stored)
    stored.clock.advance(hours=24 * 395)
    day(stored, signed_in(stored.shop))
    tidy(stored)
    assert documents(stored)[0][0] == "2026-05-21"
    assert stored.store.find_receipts(order_id=orders[0][0]) == ()
    assert stored.store.find_receipts(order_id=orders[-1][0])
    assert asked(stored, "SELECT count(*) FROM day_packs WHERE day < '2026-05-21'") == [(0,)]
    origin = stored.store.identity.origin
    floor = stored.store.base_of(origin)
    assert stored.store.facts_after(origin, 0, 10) == ()
    assert [row.seq for row in stored.store.facts_after(origin, floor, 3)] == [floor + 1, floor + 2, floor + 3]
    assert stored.store.verify() == ()


Tamper = Callable[[RawConnection], object]


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda raw: raw.execute("UPDATE day_packs SET body = zeroblob(90) WHERE rowid = 1"), id="facts"),
        pytest.param(lambda raw: raw.execute("UPDATE day_sheets SET body = zeroblob(9) WHERE rowid = 1"), id="orders"),
        pytest.param(lambda raw: raw.execute("DELETE FROM day_sheets WHERE rowid = 1"), id="orders missing"),
        pytest.param(lambda raw: raw.execute("DELETE FROM day_packs WHERE rowid = 1"), id="facts missing"),
        pytest.param(lambda raw: raw.execute("UPDATE bases SET hash = zeroblob(32)"), id="base"),
        pytest.param(lambda raw: raw.execute("UPDATE day_documents SET sha256 = zeroblob(32)"), id="digest"),
        pytest.param(lambda raw: raw.execute("UPDATE day_documents SET manifest = zeroblob(40)"), id="manifest"),
    ],
)
def test_verify_names_a_document_that_was_altered(aged: Aged, tamper: Tamper) -> None:
    stored, _ = aged
    tidy(stored)
    raw: RawConnection = open_file(store_file(stored.folder))
    tamper(raw)
    raw.close()
    assert Kind.DOCUMENT in {finding.kind for finding in stored.store.verify()}


def test_a_fact_swapped_in_a_document_is_named_even_with_its_checksum_mended(aged: Aged) -> None:
    stored, _ = aged
    tidy(stored)
    raw: RawConnection = open_file(store_file(stored.folder))
    (body,) = raw.execute("SELECT body FROM day_packs WHERE rowid = 1").fetchone()
    facts = unpack(expanded(body))
    facts[3] = replace(facts[3], actor="somebody else")
    forged = pack(facts)
    values = (compressed(forged), hashlib.sha256(forged).digest())
    raw.execute("UPDATE day_packs SET body = ?, sha256 = ? WHERE rowid = 1", values)
    raw.close()
    assert Kind.DOCUMENT in {finding.kind for finding in stored.store.verify()}


def reader(stored: StoredShop) -> StoreConnection:
    return StoreConnection(store_file(stored.folder), Access.READ)


def test_documents_are_handed_over_in_order(aged: Aged) -> None:
    stored, _ = aged
    tidy(stored)
    connection = reader(stored)
    first = day_documents.after(connection)
    assert first is not None
    second = day_documents.after(connection, first.day)
    assert second is not None
    assert [first.day, second.day] == [on for on, _ in day_documents.days(connection)][:2]
    assert day_documents.after(connection, "2026-05-17") is None
    assert day_documents.before(connection, second.day) == first
    assert archive.floor_of(connection, stored.store.identity.origin) == 0
    connection.close()


def test_a_damaged_document_is_said_where_its_order_is_asked_for(aged: Aged) -> None:
    stored, orders = aged
    tidy(stored)
    raw: RawConnection = open_file(store_file(stored.folder))
    raw.execute("UPDATE day_packs SET body = zeroblob(90)")
    raw.close()
    with pytest.raises(StoreUnavailable, match="day document"):
        stored.shop.paying.reprint_receipt(signed_in(stored.shop), orders[0][0])
    with pytest.raises(StoreUnavailable, match="day document"):
        stored.store.facts_after(stored.store.identity.origin, 0, 10)
    assert stored.store.find_receipts(order_id=orders[0][0])


def test_a_late_fact_about_an_old_ticket_is_kept_and_goes_with_its_day(aged: Aged, tmp_path: Path) -> None:
    stored, orders = aged
    other = founded(tmp_path / "second", label="K1", store_id=stored.store.identity.store_id, seed=7, documents=())
    other.clock.set(stored.clock.now())
    other.store.receive(everything(stored))
    ((ticket_id,), *_) = asked(stored, "SELECT ticket_id FROM tickets WHERE order_id = ?", orders[0][0])
    tidy(stored)
    with other.store.begin(SYSTEM) as work:
        work.keep(TicketRecalled(TicketId(str(ticket_id)), work.now, 1))
    stored.store.receive(other.store.facts_after(other.store.identity.origin, 0, 100))
    assert asked(stored, "SELECT reason FROM marks") == [("incomplete",)]
    assert stored.store.verify() == ()
    days(stored, signed_in(stored.shop), 9)
    tidy(stored)
    assert asked(stored, "SELECT reason FROM marks") == []
    assert "ticket_recalled" in {row.type for row in everything(stored)}
    assert stored.store.verify() == ()
    other.store.close()


def test_lines_moved_late_to_an_old_order_bring_it_back(aged: Aged, tmp_path: Path) -> None:
    stored, orders = aged
    other = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    other.clock.set(stored.clock.now())
    other.store.receive(everything(stored))
    tidy(stored)
    target = orders[0][0]
    fresh = order_of(other, signed_in(other.shop))
    with other.store.begin(SYSTEM) as work:
        lines = tuple(work.order(fresh).lines)
        work.keep(LinesMoved(fresh, lines[:1], target, work.now))
    stored.store.receive(other.store.facts_after(other.store.identity.origin, 0, 1000))
    for order_id in (target, fresh):
        assert stored.shop.reads.orders.sheet(order_id) == other.shop.reads.orders.sheet(order_id)
    assert stored.store.verify() == ()
    days(stored, signed_in(stored.shop), 9)
    tidy(stored)
    held = {row[0] for row in asked(stored, "SELECT order_id FROM orders")}
    assert {target, fresh} <= held  # the one is open, the other hangs together with it
    assert stored.store.verify() == ()
    other.store.close()
