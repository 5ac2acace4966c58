"""Facts of other terminals, however they arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.exc import IntegrityError

from aura_terminal.domain.central import CentralConfirmed, CentralRefused, record_id
from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.ids import OrderId, ReservationId, StaffId, TableId
from aura_terminal.domain.order_facts import GuestNamed
from aura_terminal.domain.reservations import ReservationChanged, ReservationMade
from aura_terminal.domain.staff import SignedIn
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import journal
from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.open_store import Store
from aura_terminal.store.receiving import ForeignHistory, Received
from tests.support.memory_shop import signed_in
from tests.support.store_service import order_of, pay, serve
from tests.support.store_shop import StoredShop, founded


@pytest.fixture
def other(stored: StoredShop, tmp_path: Path) -> Iterator[StoredShop]:
    """A second terminal of the same store that knows nothing yet."""
    second = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    yield second
    second.store.close()


def facts_of(store: Store) -> tuple[JournalRow, ...]:
    """Everything a terminal did itself."""
    return store.facts_after(store.identity.origin, 0, 100_000)


def chained(store_id: str, origin: str, rows: Sequence[JournalRow]) -> list[JournalRow]:
    """Rows linked into one origin's chain."""
    before, made = genesis(store_id, origin), []
    for seq, row in enumerate(rows, 1):
        linked = replace(row, origin=origin, seq=seq, prev_hash=before)
        linked = replace(linked, hash=hash_of(linked))
        made.append(linked)
        before = linked.hash
    return made


def a_fact(stamp: int, aggregate: str, id_: str, type_: str, payload: bytes, version: int = 1) -> JournalRow:
    """A row still to be chained."""
    return JournalRow(
        "", 0, f"f{stamp}", stamp, aggregate, id_, type_, version, payload, "marta", "2026-05-15", b"", b""
    )


def test_a_terminal_that_is_handed_everything_has_the_same_folds(stored: StoredShop, other: StoredShop) -> None:
    serve(stored, signed_in(stored.shop))
    rows = facts_of(stored.store)
    assert other.store.receive(rows) == Received(len(rows), 0, ())
    assert other.store.fold_digest() == stored.store.fold_digest()
    assert other.store.verify() == ()


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_and_doubled_deliveries_give_the_same_folds_to_the_byte(
    stored: StoredShop, other: StoredShop, seed: int
) -> None:
    serve(stored, signed_in(stored.shop))
    chance, rows = Random(seed), facts_of(stored.store)
    while other.store.reads.store.status(stored.clock.now()).facts < len(rows):
        start = other.store.reads.store.status(stored.clock.now()).facts
        batch = [*rows[max(0, start - 20) : start + chance.randrange(1, 60)]] * 2
        chance.shuffle(batch)
        other.store.receive(batch)
    assert other.store.fold_digest() == stored.store.fold_digest()
    other.store.rebuild()
    assert other.store.fold_digest() == stored.store.fold_digest()


def test_two_terminals_that_worked_apart_come_to_the_same_folds(stored: StoredShop, other: StoredShop) -> None:
    marta = signed_in(stored.shop)
    order_id = order_of(stored, marta)
    other.store.receive(facts_of(stored.store))
    signed_in(other.shop)
    with other.store.begin(StaffId("marta-rossi")) as work:
        work.keep(work.order(order_id).name_guest("Ada"))
    stored.clock.advance(seconds=1)
    pay(stored, marta, order_id)
    serve(other, marta)
    stored.store.receive(facts_of(other.store))
    other.store.receive(facts_of(stored.store))
    assert stored.store.fold_digest() == other.store.fold_digest()
    assert stored.shop.reads.orders.sheet(order_id).guest_name == "Ada"
    for shop in (stored, other):
        assert shop.store.verify() == ()


def test_what_is_known_is_passed_over_and_changes_nothing(stored: StoredShop, other: StoredShop) -> None:
    rows = facts_of(stored.store)
    other.store.receive(rows)
    before = other.store.fold_digest()
    assert other.store.receive(rows) == Received(0, len(rows), ())
    assert other.store.fold_digest() == before


def test_a_gap_is_asked_for_and_nothing_behind_it_is_taken(stored: StoredShop, other: StoredShop) -> None:
    rows = facts_of(stored.store)
    origin = stored.store.identity.origin
    assert other.store.receive([*rows[:5], *rows[7:]]) == Received(5, 0, ((origin, 6),))
    assert other.store.receive(rows[5:]).taken == len(rows) - 5


@pytest.mark.parametrize(
    "altered",
    [
        {"payload": b'{"x":1}'},
        {"actor": "somebody else"},
        {"business_date": "2020-01-01"},
        {"prev_hash": b"\x00" * 32},
        {"stamp": 5},
    ],
)
def test_an_altered_fact_is_refused_with_its_whole_batch(
    stored: StoredShop, other: StoredShop, altered: dict[str, object]
) -> None:
    rows = list(facts_of(stored.store))
    rows[9] = replace(rows[9], **altered)  # type: ignore[arg-type]  # each is of its column's type
    with pytest.raises(ForeignHistory) as refused:
        other.store.receive(rows)
    assert (refused.value.origin, refused.value.seq) == (stored.store.identity.origin, 10)
    assert facts_of_origin(other, stored) == ()


def facts_of_origin(reader: StoredShop, writer: StoredShop) -> tuple[JournalRow, ...]:
    return reader.store.facts_after(writer.store.identity.origin, 0, 10)


def test_another_history_at_a_known_place_is_refused(stored: StoredShop, other: StoredShop) -> None:
    rows = list(facts_of(stored.store))
    other.store.receive(rows)
    forked = chained(stored.store.identity.store_id, stored.store.identity.origin, rows[:1])
    forked[0] = replace(forked[0], actor="x")
    forked[0] = replace(forked[0], hash=hash_of(forked[0]))
    with pytest.raises(ForeignHistory, match="another history"):
        other.store.receive(forked)


def test_a_machine_that_goes_on_under_this_terminals_name_is_refused(stored: StoredShop) -> None:
    own = facts_of(stored.store)
    last = own[-1]
    ahead = replace(last, seq=last.seq + 1, prev_hash=last.hash, stamp=last.stamp + 1)
    with pytest.raises(ForeignHistory, match="under this terminal's name"):
        stored.store.receive([replace(ahead, hash=hash_of(ahead))])


def test_own_facts_that_come_back_are_simply_known(stored: StoredShop) -> None:
    own = facts_of(stored.store)
    assert stored.store.receive(own) == Received(0, len(own), ())


def test_a_fact_of_a_newer_program_is_kept_passed_on_and_marks_its_order(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, signed_in(stored.shop))
    rows = facts_of(stored.store)
    other.store.receive(rows)
    newer = chained(
        stored.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000f",
        [a_fact(rows[-1].stamp + 1, "order", order_id, "points_earned", b'{"points":7}'),
         a_fact(rows[-1].stamp + 2, "voucher", "v1", "voucher_sold", b"{}"),
         a_fact(rows[-1].stamp + 3, "access", "marta-rossi", "badge_blessed", b"{}")],
    )  # fmt: skip
    assert other.store.receive(newer).taken == 3
    assert other.store.facts_after(newer[0].origin, 0, 10) == tuple(newer)
    assert other.shop.reads.orders.sheet(order_id).order_id == order_id
    with pytest.raises(Unavailable, match="update this terminal"), other.store.begin(SYSTEM) as work:
        work.order(order_id)
    assert other.store.verify() == ()
    digest = other.store.fold_digest()
    other.store.rebuild()
    assert other.store.fold_digest() == digest
    assert other.store.verify() == ()


def test_facts_that_arrive_before_what_they_build_on_wait_for_it(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, signed_in(stored.shop))
    rows = facts_of(stored.store)
    store_id, origin = stored.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000e"
    early = chained(
        store_id, origin,
        [a_fact(rows[-1].stamp + 5, "order", order_id, "guest_named",
                b'{"guest_name":"Ada","order_id":"' + order_id.encode() + b'"}')],
    )  # fmt: skip
    other.store.receive(early)
    with pytest.raises(NotFound):
        other.shop.reads.orders.sheet(order_id)
    with pytest.raises(Unavailable, match="not arrived here yet"), other.store.begin(SYSTEM) as work:
        work.order(order_id)
    other.store.receive(rows)
    assert other.shop.reads.orders.sheet(order_id).guest_name == "Ada"
    stored.store.receive(early)
    assert other.store.fold_digest() == stored.store.fold_digest()


def test_a_late_fact_is_folded_where_its_stamp_belongs(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, signed_in(stored.shop))
    rows = facts_of(stored.store)
    named = rows[-1].stamp + 100
    with stored.store.begin(SYSTEM) as work:
        stored.clock.advance(minutes=5)
    stored.clock.advance(minutes=5)
    with stored.store.begin(SYSTEM) as work:
        work.keep(GuestNamed(OrderId(order_id), "newest"))
    late = chained(
        stored.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000d",
        [a_fact(named, "order", order_id, "guest_named",
                b'{"guest_name":"older","order_id":"' + order_id.encode() + b'"}'),
         a_fact(named + 1, "access", "marta-rossi", "pin_set", b'{"staff_id":"marta-rossi","verifier":"late"}')],
    )  # fmt: skip
    with stored.store.begin(SYSTEM) as work:
        work.keep(SignedIn(StaffId("marta-rossi"), "R1"))
    stored.store.receive(late)
    assert stored.shop.reads.orders.sheet(order_id).guest_name == "newest"
    assert stored.store.verify() == ()
    other.store.receive([*facts_of(stored.store), *late])
    assert other.store.fold_digest() == stored.store.fold_digest()


def test_of_two_facts_of_one_moment_the_ids_say_which_came_first(stored: StoredShop, other: StoredShop) -> None:
    rows, store_id = facts_of(stored.store), stored.store.identity.store_id
    other.store.receive(rows)
    pins = [
        replace(
            a_fact(rows[-1].stamp + 9, "access", "marta-rossi", "pin_set",
                   b'{"staff_id":"marta-rossi","verifier":"' + name.encode() + b'"}'),
            fact_id=name,
        )
        for name in ("later", "earlier")
    ]  # fmt: skip
    (later,), (earlier,) = (
        chained(store_id, f"01938f5e-0000-7000-8000-00000000000{place}", [pin]) for place, pin in enumerate(pins)
    )
    stored.store.receive([later, earlier])
    for row in (later, earlier):
        other.store.receive([row])
    assert stored.store.verify() == other.store.verify() == ()
    assert stored.store.fold_digest() == other.store.fold_digest()


def test_what_is_made_here_after_a_peers_fact_sorts_after_it(stored: StoredShop) -> None:
    ahead = facts_of(stored.store)[-1].stamp + (60_000 << 16)
    peer = chained(
        stored.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000c",
        [a_fact(ahead, "access", "ana-kovac", "signed_in", b'{"staff_id":"ana-kovac","terminal":"R9"}')],
    )  # fmt: skip
    stored.store.receive(peer)
    signed_in(stored.shop)
    assert facts_of(stored.store)[-1].stamp > ahead
    assert facts_of(stored.reopen().store)[-1].stamp > ahead


def test_two_orders_that_claim_one_attempt_are_both_kept_alike_on_every_terminal(
    stored: StoredShop, other: StoredShop
) -> None:
    marta = signed_in(stored.shop)
    first, second = order_of(stored, marta), order_of(stored, marta)
    pay(stored, marta, first)
    rows = facts_of(stored.store)
    taken = next(row for row in rows if row.type == "payment_taken")
    payload = taken.payload.replace(first.encode(), second.encode())
    doubled = chained(
        stored.store.identity.store_id, "01938f5e-0000-7000-8000-00000000000b",
        [a_fact(rows[-1].stamp + 9, "order", second, "payment_taken", payload)],
    )  # fmt: skip
    other.store.receive(doubled)
    other.store.receive(rows)
    stored.store.receive(doubled)
    for shop in (stored, other):
        assert [len(shop.shop.reads.orders.sheet(order_id).payments) for order_id in (first, second)] == [1, 1]
        assert shop.store.verify() == ()
    assert stored.store.fold_digest() == other.store.fold_digest()


def test_what_is_true_no_more_leaves_no_row_behind(stored: StoredShop, other: StoredShop) -> None:
    record, now, party, staff = record_id("scripted", "thing", "a"), stored.clock.now(), ReservationId("p"), SYSTEM
    refused = CentralRefused(record, "create", "c", 422, "refused", "no", now)
    booked = ReservationMade(party, now, staff, now, 90, 4, "Ada", tables=(TableId("t1"), TableId("t2")))
    confirmed = CentralConfirmed(record, "create", "c", "7", now)
    moved = ReservationChanged(party, now, staff, tables=(TableId("t2"),))
    for fact, waits in ((refused, 1), (booked, 1), (confirmed, 0), (moved, 0)):
        stored.store.central_book.keep([fact])
        other.store.receive(facts_of(stored.store))
        assert len(other.shop.reads.central.centre(10)) == waits
        assert other.store.fold_digest() == stored.store.fold_digest()
    assert other.store.verify() == ()


def test_a_fact_under_the_id_of_another_one_is_refused_in_words(stored: StoredShop) -> None:
    store_id, stranger = stored.store.identity.store_id, "01938f5e-0000-7000-8000-0000000000ee"
    row = replace(facts_of(stored.store)[0], aggregate="order", aggregate_id="o1", type="guest_named", payload=b"{}")
    with pytest.raises(ForeignHistory, match="that of another fact"):
        stored.store.receive(chained(store_id, stranger, [row]))
    twins = [replace(row, fact_id="twin"), replace(row, fact_id="twin", stamp=row.stamp + 1)]
    with pytest.raises(ForeignHistory, match="that of another fact"):
        stored.store.receive(chained(store_id, stranger, twins))
    assert stranger not in dict(stored.store.known())


def test_what_the_files_own_rules_refuse_is_another_history(
    stored: StoredShop, other: StoredShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(connection: StoreConnection, rows: Sequence[JournalRow]) -> None:
        raise IntegrityError("INSERT", {}, ValueError("CHECK constraint failed"))

    monkeypatch.setattr(journal, "append", refuse)
    with pytest.raises(ForeignHistory, match="such as this journal can hold") as refused:
        other.store.receive(facts_of(stored.store))
    assert (refused.value.origin, refused.value.seq) == (stored.store.identity.origin, 1)
