"""What REST writes as facts: chained, gapless, folded to what REST reads, and never missed by who reads by place."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, text

from aura_terminal.domain.chain import genesis, link
from aura_terminal.domain.documents import DocumentPut
from aura_terminal.domain.facts import BY_TYPE
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.order_facts import OrderClosed, OrderOpened, PaymentTaken
from aura_terminal.domain.ordering import order_of
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.codec import Codec
from sync.central import resources
from sync.central.resources import Kind
from sync.central.store import journal
from tests.support.own_central import OwnCentral

SECONDS = 60
NOTE = Kind("note", "Note", searched=())


def sell(central: OwnCentral) -> int:
    """One order sold, cooked, paid and completed over REST."""
    asked = {"order_type": "dine_in", "table_number": "3", "notes": "N", "items": [
        {"menu_item_id": 10, "quantity": 2, "modifiers": [{"modifier_id": 5}]}, {"menu_item_id": 16, "quantity": 1},
    ]}  # fmt: skip
    made = central.post("/api/v1/orders", asked)
    path = f"/api/v1/orders/{made['id']}"
    central.post(f"{path}/send-to-kitchen", status=200)
    central.post(f"/api/v1/kds/orders/{made['id']}/bump", status=200)
    paid = {"order_id": made["id"], "payment_method": "cash", "amount": made["amount_due"], "tip_amount": "1.00"}
    central.post("/api/v1/payments/process", paid)
    central.post(f"{path}/complete", status=200)
    return int(made["id"])


def test_the_chain_holds_and_places_have_no_gaps(documented: OwnCentral) -> None:
    sell(documented)
    with documented.database.reading() as connection:
        tenant = journal.tenant(connection, 1)
        placed = journal.placed_after(connection, 1, 0, 100_000)
    assert tenant is not None
    before = genesis(tenant.store_id, tenant.origin)
    for number, (place, row) in enumerate(placed, 1):
        assert (place, row.seq, row.origin, row.prev_hash) == (number, number, tenant.origin, before)
        before = link(
            row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
            row.payload, row.actor, row.business_date, row.prev_hash,
        )  # fmt: skip
        assert row.hash == before
    assert [row.stamp for _, row in placed] == sorted({row.stamp for _, row in placed})


def test_terminals_can_read_what_the_central_wrote(documented: OwnCentral) -> None:
    number = sell(documented)
    codec = Codec()
    rows = [row for row in documented.facts() if row.aggregate != resources.AGGREGATE]
    facts = [codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload) for row in rows]
    assert all(type(fact) in BY_TYPE for fact in facts)
    assert isinstance(facts[0], DocumentPut)
    mine = [fact for row, fact in zip(rows, facts, strict=True) if row.aggregate == "order"]
    assert [type(fact) for fact in mine if isinstance(fact, OrderOpened | PaymentTaken | OrderClosed)] == [
        OrderOpened, PaymentTaken, OrderClosed,
    ]  # fmt: skip
    order = order_of(OrderId(next(row.aggregate_id for row in rows if row.aggregate == "order")), mine)  # type: ignore[arg-type]  # facts of the aggregate order
    answer = documented.get(f"/api/v1/orders/{number}")
    assert (order.bill.total.plain(), order.bill.due.plain()) == ("36.71", "0.00")
    assert (answer["total_amount"], answer["tip_amount"], answer["status"]) == ("37.71", "1.00", "completed")


def test_every_change_says_who_made_it(documented: OwnCentral) -> None:
    before = len(documented.facts())
    headers = documented.headers
    documented.headers = documented.person("manager")
    documented.put("/api/v1/tables/3/status", {"status": "reserved"})
    documented.put("/api/v1/menu/items/10", {"price": "13.49"})
    documented.headers = headers
    assert [(row.type, row.actor) for row in documented.facts()[before:]] == [
        ("resource_put", "account-2"), ("document_put", "account-2"),
    ]  # fmt: skip


def read_on(central: OwnCentral, seen: list[JournalRow], place: int) -> int:
    """Take what came in after a place; answers how far that is."""
    with central.database.reading() as connection:
        for at, row in journal.placed_after(connection, 1, place, 1000):
            seen.append(row)
            place = at
    return place


def test_who_reads_by_place_misses_no_transaction_that_commits_late(documented: OwnCentral) -> None:
    """The first writer has taken its places and commits last; the second must wait for them to be visible."""
    start = len(documented.facts())
    filed, let_go, begun = threading.Event(), threading.Event(), threading.Event()
    if not documented.database.is_postgresql:
        let_go.set()  # on SQLite the second writer waits for the file instead, ten seconds at most

    def late() -> None:
        with documented.database.writing() as connection:
            _write(documented, connection, "late")
            filed.set()
            assert let_go.wait(SECONDS)

    def soon() -> None:
        assert filed.wait(SECONDS)
        with documented.database.writing() as connection:
            begun.set()
            _write(documented, connection, "soon")

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(late), pool.submit(soon)]
        assert filed.wait(SECONDS)
        seen: list[JournalRow] = []
        place = read_on(documented, seen, start) if documented.database.is_postgresql else start
        if documented.database.is_postgresql:
            assert begun.wait(SECONDS)
            assert seen == []
            place = read_on(documented, seen, place)
        let_go.set()
        for writer in writers:
            writer.result(SECONDS)
    read_on(documented, seen, place)
    assert [row.payload for row in seen] == [b'"late"', b'"soon"']


def test_many_writers_at_once_are_read_whole_and_in_order(documented: OwnCentral) -> None:
    start = len(documented.facts())
    done = threading.Event()
    seen: list[JournalRow] = []

    def write(worker: int) -> None:
        for number in range(15):
            with documented.database.writing() as connection:
                _write(documented, connection, f"{worker}-{number}")

    def read() -> None:
        place = start
        while not done.is_set():
            place = read_on(documented, seen, place)
        read_on(documented, seen, place)

    with ThreadPoolExecutor(5) as pool:
        reader = pool.submit(read)
        for writer in [pool.submit(write, worker) for worker in range(4)]:
            writer.result(SECONDS)
        done.set()
        reader.result(SECONDS)
    assert len(seen) == 60
    assert [row.seq for row in seen] == list(range(start + 1, start + 61))


def test_a_sequence_would_have_been_missed(documented: OwnCentral) -> None:
    """The counter-proof: the same reader by a sequence's numbers never sees the row of the late transaction."""
    if not documented.database.is_postgresql:
        pytest.skip("SQLite has one writer at a time")
    with documented.database.writing() as connection:
        connection.execute(text("CREATE TABLE naive (place bigserial PRIMARY KEY, said text)"))
    filed, let_go = threading.Event(), threading.Event()

    def late() -> None:
        with documented.database.writing() as connection:
            connection.execute(text("INSERT INTO naive (said) VALUES ('late')"))
            filed.set()
            assert let_go.wait(SECONDS)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(late)
        assert filed.wait(SECONDS)
        with documented.database.writing() as connection:
            connection.execute(text("INSERT INTO naive (said) VALUES ('soon')"))
        seen, place = [], 0
        for _ in range(2):
            with documented.database.reading() as connection:
                for row in connection.execute(text(f"SELECT place, said FROM naive WHERE place > {place}")):
                    seen.append(row.said)
                    place = row.place
            let_go.set()
            writer.result(SECONDS)
    assert seen == ["soon"]


def _write(central: OwnCentral, connection: Connection, said: str) -> None:
    """One fact of the central's own, filed within a transaction."""
    from aura_terminal.ports.store import SYSTEM
    from sync.central.store.desk import Desk

    held = journal.locked(connection, 1)
    assert held is not None
    desk = Desk(central.press, connection, held, SYSTEM)
    desk.note(NOTE.name, "note/1", "note_made", 1, f'"{said}"'.encode())
    desk.file()
