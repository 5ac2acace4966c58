"""What centrals are known to hold, in the store: folded alike everywhere, kept while days leave, restored and shown."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.domain.central import CentralConfirmed, CentralRefused, RecordId, record_id
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ChargeId, OrderId
from aura_terminal.domain.service_rules import ChargeRule, ServiceRules
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.central import PULLED, WireRow, WireState
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import backups, guard, restoring, retention, snapshots
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from tests.integration.store.conftest import Make
from tests.integration.store.test_retention import asked, documents
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.store_days import day, days, tidy
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop

AURA = "auraconnect"


def order_record(order_id: OrderId) -> RecordId:
    return record_id(AURA, "order", order_id)


def told(stored: StoredShop, order_id: OrderId, number: int) -> tuple[Fact, ...]:
    """All a central says of an order."""
    record, now = order_record(order_id), stored.clock.now()
    total = stored.store.central_book.picture.order(order_id).bill.total.plain()
    return (
        CentralConfirmed(record, "create", "c", f"{number}", now, (("line", "71"),)),
        CentralConfirmed(record, "kitchen", "k", "", now),
        CentralConfirmed(record, "payment/1", "p", "", now, (("1", f"pay-{number}"),), (("total", total),)),
        CentralConfirmed(record, "complete", "e", "", now),
    )


def tell_all(stored: StoredShop, order_ids: Iterable[OrderId], first: int = 1) -> None:
    """Everything was planned for and confirmed."""
    book = stored.store.central_book
    while touched := book.touched(AURA, 500):
        book.planned(AURA, touched, ())
    for number, order_id in enumerate(order_ids, first):
        book.keep(told(stored, order_id, number))


def test_records_told_one_by_one_or_folded_again_are_the_same_rows(stored: StoredShop, marta: Actor) -> None:
    orders = [order_of(stored, marta) for _ in range(3)]
    tell_all(stored, orders)
    stored.store.central_book.keep(
        (CentralRefused(order_record(orders[0]), "refund", "r", 422, "refused", "no", stored.clock.now(), "amount"),)
    )
    digest = stored.store.fold_digest()
    rows = asked(stored, "SELECT * FROM central_records ORDER BY record")
    stored.store.rebuild()
    assert stored.store.fold_digest() == digest
    assert asked(stored, "SELECT * FROM central_records ORDER BY record") == rows
    assert stored.store.verify() == ()


def test_another_terminal_goes_on_from_what_it_heard(make: Make, tmp_path: Path) -> None:
    clock = FixedClock()
    here = tmp_path / "here"
    identity = found_store(here, clock, SeededIds(clock, 5), label="R1", documents=())
    found_store(tmp_path / "there", clock, SeededIds(clock, 6), label="R2", documents=(), store_id=identity.store_id)
    one = open_store(here, clock, SeededIds(clock, 7), ballast_bytes=0)
    other = open_store(tmp_path / "there", clock, SeededIds(clock, 8), ballast_bytes=0)
    record = record_id(AURA, "order", "0192")
    one.central_book.keep((CentralConfirmed(record, "create", "d", "7", clock.now(), (("l", "9"),)),))
    one.central_book.keep((CentralRefused(record, "complete", "e", 409, "conflict", "open", clock.now()),))
    other.receive(one.facts_after(identity.origin, 0, 100))
    assert other.central_book.picture.record(record) == one.central_book.picture.record(record)
    assert other.central_book.picture.local_of(AURA, "order", "7") == "0192"
    assert len(other.reads.central.centre(10)) == 1
    assert one.central_book.touched(AURA, 100) == ()
    assert [touched.id for touched in other.central_book.touched(AURA, 100)] == [record, record]
    one.close()
    other.close()


def test_a_day_waits_for_the_central_and_at_most_a_month(stored: StoredShop, marta: Actor) -> None:
    orders = days(stored, marta, 10)
    book = stored.store.central_book
    book.attach(AURA)
    tidy(stored)
    assert documents(stored) == []
    tell_all(stored, (order_id for each in orders for order_id in each))
    book.planned(AURA, (), (order_record(orders[0][0]),))
    tidy(stored)
    assert documents(stored) == []
    stored.clock.advance(hours=24 * 31)
    tidy(stored)
    assert documents(stored) != []


def test_what_a_central_was_told_of_a_day_leaves_with_it_and_is_still_known(stored: StoredShop, marta: Actor) -> None:
    orders = days(stored, marta, 2)
    tell_all(stored, (order_id for each in orders for order_id in each))
    asked_for = orders[0][0]
    picture = stored.store.central_book.picture
    before = picture.record(order_record(asked_for)), picture.order(asked_for).bill
    stored.clock.advance(hours=24 * 9)
    order_of(stored, marta)
    tidy(stored)
    assert len(documents(stored)) == 3
    assert asked(stored, "SELECT count(*) FROM journal WHERE aggregate = 'central'") == [(0,)]
    assert asked(stored, "SELECT count(*) FROM central_records") == [(0,)]
    assert (picture.record(order_record(asked_for)), picture.order(asked_for).bill) == before
    assert picture.local_of(AURA, "order", "1") == asked_for
    assert stored.store.verify() == ()
    digest = stored.store.fold_digest()
    stored.store.rebuild()
    assert stored.store.fold_digest() == digest


def test_a_record_that_left_comes_back_with_the_next_word_about_it(stored: StoredShop, marta: Actor) -> None:
    orders = day(stored, marta)
    tell_all(stored, orders)
    stored.clock.advance(hours=24 * 9)
    order_of(stored, marta)
    tidy(stored)
    record, now = order_record(orders[1]), stored.clock.now()
    book = stored.store.central_book
    book.keep((CentralConfirmed(record, "refund", "r", "", now),))
    found = book.picture.record(record)
    assert (found.central_id, sorted(found.done)) == ("2", ["complete", "create", "kitchen", "payment/1", "refund"])
    assert asked(stored, "SELECT count(*) FROM central_past WHERE local_id = ?", orders[1]) == [(0,)]
    assert stored.store.verify() == ()


def test_what_a_person_has_to_decide_stays(stored: StoredShop, marta: Actor) -> None:
    orders = day(stored, marta)
    tell_all(stored, orders)
    refused = CentralRefused(order_record(orders[0]), "refund", "r", 422, "refused", "no", stored.clock.now())
    stored.store.central_book.keep((refused,))
    stored.clock.advance(hours=24 * 9)
    order_of(stored, marta)
    tidy(stored)
    assert len(documents(stored)) == 2
    (row,) = stored.shop.reads.central.centre(10)
    assert (row.kind, row.step, row.refused) == ("order", "refund", refused)


def test_reference_data_stays_linked_for_ever(stored: StoredShop, marta: Actor) -> None:
    book, soup = stored.store.central_book, record_id(AURA, "item", "soup")
    book.keep((CentralConfirmed(soup, PULLED, "d", "31", stored.clock.now()),))
    tell_all(stored, day(stored, marta))
    stored.clock.advance(hours=24 * 500)
    order_of(stored, marta)
    tidy(stored)
    assert book.picture.local_of(AURA, "item", "31") == "soup"


def test_notes_of_days_let_go_after_400_days_go_with_them(stored: StoredShop, marta: Actor) -> None:
    tell_all(stored, day(stored, marta))
    stored.clock.advance(hours=24 * 9)
    order_of(stored, marta)
    tidy(stored)
    assert asked(stored, "SELECT count(*) FROM central_past") == [(3,)]
    stored.clock.advance(hours=24 * 410)
    order_of(stored, marta)
    tidy(stored)
    assert asked(stored, "SELECT count(*) FROM central_past") == [(0,)]


def test_the_sync_centre_names_things_as_the_house_does(stored: StoredShop, marta: Actor) -> None:
    order_id = order_of(stored, marta)
    punched = stored.shop.labor.clock_in(marta)
    book, now = stored.store.central_book, stored.clock.now()
    record = order_record(order_id)
    book.put_wires((
        WireRow("k1", AURA, record, "create", "c", 2, "POST", "/orders", b'{"a":1}', WireState.SENT, 1),
        WireRow("k2", AURA, record, "kitchen", "k", 2, "POST", "/kitchen", b"", WireState.PREPARED, 1),
    ))  # fmt: skip
    book.keep((CentralRefused(record, "create", "c", 422, "refused", "no such item", now),), done=("k1",))
    stored.clock.advance(seconds=1)
    clock_in = record_id(AURA, "punch", f"{marta.id}/{punched.punch_id}")
    book.keep((CentralRefused(clock_in, "create", "c", 403, "not_allowed", "no", stored.clock.now()),))
    first, second = stored.shop.reads.central.centre(10)
    number = stored.shop.reads.orders.sheet(order_id).number
    assert (first.title, first.body, first.waits) == (number, b'{"a":1}', 1)
    assert second.title.startswith("Marta")


def test_orders_whose_figures_differ_are_shown_and_never_changed(stored: StoredShop, marta: Actor) -> None:
    orders = day(stored, marta, 2)
    on = stored.store.central_book.picture.order(orders[0]).business_date
    tell_all(stored, orders)
    central, book = stored.shop.reads.central, stored.store.central_book
    assert central.differing(on) == ()
    book.keep(
        (CentralConfirmed(order_record(orders[0]), "complete", "e", "", stored.clock.now(), (), (("total", "1.00"),)),)
    )
    total = book.picture.order(orders[0]).bill.total.plain()
    assert central.differing(on) == ((orders[0], "total", total, "1.00"),)
    (figures,) = central.figures()
    assert (figures.connector, figures.differing, figures.parked) == (AURA, 1, 0)


def test_an_order_told_without_its_charges_does_not_differ_for_them(stored: StoredShop, marta: Actor) -> None:
    ten = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
    stored.shop.service.keep_rules(EVERYTHING, stored.shop.service.rules(), ServiceRules(charges=(ten,)))
    (order_id,) = day(stored, marta, 1)
    order = stored.store.central_book.picture.order(order_id)
    (charge,) = order.bill.charges
    tell_all(stored, [order_id])
    central, book = stored.shop.reads.central, stored.store.central_book
    dishes = order.bill.total - charge.amount
    for said, found in ((dishes.plain(), ()), ("1.00", ((order_id, "total", dishes.plain(), "1.00"),))):
        told = (("subtotal", order.bill.subtotal.plain()), ("total", said))
        book.keep((CentralConfirmed(order_record(order_id), "complete", "e", "", stored.clock.now(), (), told),))
        assert central.differing(order.business_date) == found


def test_what_is_under_way_is_of_one_machine_alone(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    order_id = order_of(stored, marta)
    book = stored.store.central_book
    tell_all(stored, (order_id,))
    book.planned(AURA, (), (order_record(order_id),))
    book.put_wires((WireRow("k", AURA, order_record(order_id), "x", "d", 2, "PUT", "/o", b"", WireState.SENT, 1),))
    snapshots.take(stored.folder, tmp_path / "snapshot")
    ids = SeededIds(stored.clock, 9)
    with (tmp_path / "snapshot").open("rb") as file:
        snapshots.install(file, tmp_path / "new", ids, store_id=stored.store.identity.store_id, label="R2")
    new = open_store(tmp_path / "new", stored.clock, ids, ballast_bytes=0)
    assert (new.central_book.wires(AURA), new.central_book.waiting(AURA, 9)) == ((), ())
    assert new.central_book.picture.record(order_record(order_id)) == book.picture.record(order_record(order_id))
    new.close()


@pytest.mark.parametrize("closing", ["kept", "forgotten"])
def test_the_cursor_survives_a_restart(stored: StoredShop, marta: Actor, closing: str) -> None:
    order_id = order_of(stored, marta)
    pay(stored, marta, order_id)
    tell_all(stored, (order_id,))
    if closing == "forgotten":
        stored.store.central_book.detach(AURA)
    stored.reopen()
    touched = stored.store.central_book.touched(AURA, 10)
    assert bool(touched) is (closing == "forgotten")


def test_pending_counts_what_nobody_has_planned_for_yet(stored: StoredShop, marta: Actor) -> None:
    book = stored.store.central_book
    book.attach(AURA)
    while touched := book.touched(AURA, 500):
        book.planned(AURA, touched, ())
    assert book.counts(AURA)["pending"] == 0
    order_of(stored, marta)
    order_of(stored, marta)
    assert book.counts(AURA)["pending"] == 2
    with stored.store.begin(SYSTEM) as work:
        assert work.central(record_id(AURA, "order", "none")).central_id == ""
    assert retention.step(stored.store, stored.clock.now()) is False


def test_nothing_is_thrown_away_that_a_central_was_not_told(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    order_id = order_of(stored, marta)
    stored.store.central_book.attach(AURA)
    guard.seal_first(stored.folder, tmp_path / "first", stored.clock.now())
    pay(stored, marta, order_id)
    with closing(StoreConnection(store_file(stored.folder), Access.READ)) as connection:
        with pytest.raises(guard.Untold, match="1 things") as refused:
            guard.refuse_if_untold(connection, "Leaving the store")
        assert refused.value.connector == AURA
        tell_all(stored, (order_id,))
        guard.refuse_if_untold(connection, "Leaving the store")
        stored.store.central_book.planned(AURA, (), (order_record(order_id),))
        with pytest.raises(guard.Untold):
            guard.refuse_if_untold(connection, "Leaving the store")
    guard.seal_first(stored.folder, tmp_path / "second", stored.clock.now())
    guard.guarded(stored.folder, "Leaving the store")


def test_a_restored_terminal_plans_everything_anew_and_keeps_no_old_request(make: Make, tmp_path: Path) -> None:
    stored = make()
    marta = signed_in(stored.shop)
    order_id = order_of(stored, marta)
    book, record = stored.store.central_book, order_record(order_id)
    tell_all(stored, ())
    book.planned(AURA, (), (record,))
    book.put_wires((WireRow("k", AURA, record, "create", "d", 2, "POST", "/o", b"{}", WireState.SENT, 1),))
    copy = backups.copy_to(stored.folder, tmp_path / "copy.sqlite")
    book.keep(told(stored, order_id, 1), done=("k",))
    stored.store.close()
    restoring.restore(stored.folder, copy, stored.clock, stored.ids)
    back = make(stored.folder).store.central_book
    assert (back.wires(AURA), back.waiting(AURA, 9), back.last_speaker(AURA)) == ((), (), "")
    assert order_id in {touched.id for touched in back.touched(AURA, 5000)}
