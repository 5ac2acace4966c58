"""What subscribers are told: which fact makes which event, in the payloads of the document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from aura_terminal.domain.central import CentralConfirmed, RecordId
from aura_terminal.domain.documents import put
from aura_terminal.domain.events import Event, connector_of, is_subscriber, subscriber_of
from aura_terminal.domain.facts import Fact, aggregate_of
from aura_terminal.domain.guests import GuestChanged, GuestRegistered
from aura_terminal.domain.ids import AdjustmentId, DrawerId, GuestId, ItemId, OrderId, Origin, StaffId, SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import OrderClosed
from aura_terminal.domain.subscribing import SaleCompleted
from aura_terminal.domain.supplies import AdjustmentKind, Supply, SupplyAdjusted
from aura_terminal.ports.central import Touched, WireRow, WireState
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.reconcile.contract import Again, Answer, Done, Lane, Lost, Problem, Refusal, Reply, Step, Unknown, canonical
from sync.subscribers.connector import Subscriber, Subscription, where
from sync.subscribers.payloads import delivery_id, sale_body
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.unit.sync.connectors.auraconnect.pictures import JournalPicture

URL = "https://books.example/hooks/?shop=7"
ADA = GuestId("ada")
FLOUR = SupplyId("flour")
NOW_MS = int(FRIDAY_EVENING.timestamp() * 1000)


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def subscriber(store: MemoryStore, *events: Event, since: datetime = FRIDAY_EVENING) -> Subscriber:
    return Subscriber(Subscription("books", URL, frozenset(events or Event), since), store.shop.shift_reports.closed)


def happen(store: MemoryStore, *facts: Fact) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(*facts)


def records(store: MemoryStore, told: Subscriber, fact: Fact) -> list[RecordId]:
    """What one fact makes worth planning."""
    touched = Touched(Origin("o"), 1, *aggregate_of(fact), type(fact).__name__, fact)
    return list(told.records_of(touched, JournalPicture(store.journal)))


def steps(store: MemoryStore, told: Subscriber, local: str) -> tuple[Step, ...]:
    picture = JournalPicture(store.journal)
    return told.plan(picture.record(RecordId(f"subscriber.books/{local}")), picture).steps


def payload(store: MemoryStore, told: Subscriber, local: str) -> dict[str, Any]:
    """The body of the one request that is due."""
    (step,) = steps(store, told, local)
    body: dict[str, Any] = json.loads(canonical(step.call.body), parse_float=Decimal)
    return body


def sold(store: MemoryStore) -> OrderId:
    """A tiramisù, paid in cash."""
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    store.shop.paying.take_cash(EVERYTHING, order_id, Money(690, "EUR"), store.shop.paying.new_attempt())
    return order_id


def registered(source: str = "") -> GuestRegistered:
    return GuestRegistered(ADA, FRIDAY_EVENING, StaffId("marta-rossi"), "Ada", "Byron", "", "ada@example.com", source)


def used(kind: AdjustmentKind, quantity: str, number: int, hours: int = 0) -> SupplyAdjusted:
    """Flour comes or goes, so many hours after the evening began."""
    at = FRIDAY_EVENING + timedelta(hours=hours)
    return SupplyAdjusted(AdjustmentId(f"a{number}"), FLOUR, kind, Decimal(quantity), at, SYSTEM)


def closing(store: MemoryStore) -> OrderClosed:
    """The end of the one order there is."""
    (closed,) = [one.fact for one in store.journal.entries if isinstance(one.fact, OrderClosed)]
    return closed


def test_a_paid_order_is_told_as_the_document_shows_a_completed_sale(store: MemoryStore) -> None:
    order_id, told = sold(store), subscriber(store)
    closed = closing(store)
    assert records(store, told, closed) == [f"subscriber.books/sale/{order_id}"]
    assert payload(store, told, f"sale/{order_id}") == {
        "event": "transaction.completed",
        "timestamp": closed.closed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"transaction_id": order_id, "type": "sale", "total": Decimal("6.90"), "payment_method": "cash"},
    }
    (step,) = steps(store, told, f"sale/{order_id}")
    assert b'"total":6.90' in canonical(step.call.body)  # a JSON number
    assert (step.call.method, step.call.path, step.lane) == ("POST", "/hooks/?shop=7", Lane.MONEY)


def test_a_sale_to_a_guest_names_the_guest(store: MemoryStore) -> None:
    happen(store, registered())
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    store.shop.guests.attach(EVERYTHING, order_id, ADA)
    store.shop.paying.take_cash(EVERYTHING, order_id, Money(690, "EUR"), store.shop.paying.new_attempt())
    assert payload(store, subscriber(store), f"sale/{order_id}")["data"]["customer"] == {
        "id": "ada",
        "name": "Ada Byron",
    }


@pytest.mark.parametrize(("tenders", "method"), [(("card",), "card"), (("card", "cash"), "split"), ((), "none")])
def test_a_sale_says_how_it_was_paid(tenders: tuple[str, ...], method: str) -> None:
    sale = SaleCompleted(OrderId("o"), FRIDAY_EVENING, Money(-150, "EUR"), frozenset(tenders), None)
    body = json.loads(canonical(sale_body(sale, "")), parse_float=Decimal)
    assert (body["data"]["payment_method"], body["data"]["total"]) == (method, Decimal("-1.50"))


def test_an_open_or_cancelled_order_and_what_happened_before_the_subscription_is_not_told(store: MemoryStore) -> None:
    order_id = sold(store)
    late = subscriber(store, since=closing(store).closed_at + timedelta(seconds=1))
    assert steps(store, late, f"sale/{order_id}") == ()
    assert steps(store, subscriber(store, since=closing(store).closed_at), f"sale/{order_id}") != ()
    open_order = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    assert steps(store, subscriber(store), f"sale/{open_order}") == ()


def test_only_events_that_were_subscribed_to_are_told(store: MemoryStore) -> None:
    order_id = sold(store)
    shifts = subscriber(store, Event.SHIFT_CLOSED)
    assert records(store, shifts, closing(store)) == []
    assert steps(store, shifts, f"sale/{order_id}") == ()


def test_a_guest_the_house_registers_is_new_and_one_a_back_office_knows_is_not(store: MemoryStore) -> None:
    told = subscriber(store)
    happen(store, registered())
    assert records(store, told, registered()) == ["subscriber.books/guest/ada"]
    assert payload(store, told, "guest/ada") == {
        "event": "customer.created", "timestamp": FRIDAY_EVENING.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"customer_id": "ada", "name": "Ada Byron", "email": "ada@example.com"},
    }  # fmt: skip
    theirs = demo_store()
    happen(theirs, registered(source="auraflow"))
    assert steps(theirs, subscriber(theirs), "guest/ada") == ()


def test_a_change_of_a_guest_is_told_each_time_but_not_when_a_back_office_made_it(store: MemoryStore) -> None:
    told, at = subscriber(store), FRIDAY_EVENING + timedelta(minutes=5)
    happen(store, registered())
    assert steps(store, told, "guest_changed/ada") == ()
    happen(store, GuestChanged(ADA, at, SYSTEM, phone="+1"))
    assert steps(store, told, "guest_changed/ada") == ()
    change = GuestChanged(ADA, at, StaffId("marta-rossi"), email="countess@example.com")
    happen(store, change)
    assert records(store, told, change) == ["subscriber.books/guest_changed/ada"]
    assert payload(store, told, "guest_changed/ada")["data"]["email"] == "countess@example.com"
    (first,) = steps(store, told, "guest_changed/ada")
    happen(store, replace(change, changed_at=at + timedelta(minutes=1), email="ada@example.org"))
    (second,) = steps(store, told, "guest_changed/ada")
    assert (first.step, second.step) == ("customer.updated", "customer.updated")
    assert first.digest != second.digest


def test_nothing_is_told_of_a_guest_who_asked_to_be_forgotten(store: MemoryStore) -> None:
    happen(store, registered())
    store.shop.guests.erase(EVERYTHING, ADA, "asked")
    assert steps(store, subscriber(store), "guest/ada") == ()


def test_a_supply_below_its_minimum_is_told_once_a_business_day(store: MemoryStore) -> None:
    told = subscriber(store)
    happen(store, put(Supply(FLOUR, "Flour", "kg", minimum=Decimal(20))))
    came, went = used(AdjustmentKind.PURCHASE, "25", 1), used(AdjustmentKind.USAGE, "4.5", 2)
    for fact in (came, went):
        happen(store, fact)
        assert records(store, told, fact) == []  # 20.5 are enough
    low = used(AdjustmentKind.WASTE, "0.75", 3)
    happen(store, low)
    (record,) = records(store, told, low)
    assert record == "subscriber.books/supply_low/flour/2026-05-15"
    local = record.removeprefix("subscriber.books/")
    assert payload(store, told, local)["data"] == {
        "product_id": "flour", "product_name": "Flour", "current_stock": Decimal("19.75"), "threshold": 20,
    }  # fmt: skip
    (step,) = steps(store, told, local)
    happen(store, CentralConfirmed(record, step.step, step.digest, "", FRIDAY_EVENING))
    happen(store, used(AdjustmentKind.USAGE, "1", 4))
    assert steps(store, told, local) == ()
    next_day = used(AdjustmentKind.USAGE, "1", 5, hours=24)
    happen(store, next_day)
    assert records(store, told, next_day) == ["subscriber.books/supply_low/flour/2026-05-16"]


def test_a_supply_that_recovered_before_it_was_told_is_not_told(store: MemoryStore) -> None:
    happen(store, put(Supply(FLOUR, "Flour", "kg", minimum=Decimal(20))), used(AdjustmentKind.PURCHASE, "19", 1))
    assert steps(store, subscriber(store), "supply_low/flour/2026-05-15") != ()
    happen(store, used(AdjustmentKind.PURCHASE, "1", 2))
    assert steps(store, subscriber(store), "supply_low/flour/2026-05-15") == ()


def test_a_supply_without_a_minimum_is_never_low(store: MemoryStore) -> None:
    gone = used(AdjustmentKind.USAGE, "3", 1)
    happen(store, put(Supply(FLOUR, "Flour", "kg")), gone)
    assert records(store, subscriber(store), gone) == []


def test_a_cashiers_shift_is_told_when_its_drawer_is_counted_out(store: MemoryStore) -> None:
    sofia = signed_in(store.shop, "sofia-conti")
    session = store.shop.cash.begin(sofia, DrawerId("R1"), {5000: 2}).session_id
    store.clock.advance(minutes=5)
    told = subscriber(store)
    assert steps(store, told, f"shift/{session}") == ()  # it runs
    for _ in range(2):
        order_id = store.shop.ordering.add_item(sofia, NewOrder(), Asked(ItemId("tiramisu"))).order_id
        store.shop.paying.take_cash(sofia, order_id, Money(1000, "EUR"), store.shop.paying.new_attempt())
    store.clock.advance(minutes=5)
    store.shop.cash.end(sofia, session, {5000: 2, 500: 2})
    assert payload(store, told, f"shift/{session}") == {
        "event": "shift.closed", "timestamp": store.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {
            "shift_id": session, "user": {"id": "sofia-conti", "name": "Sofia Conti"}, "terminal": "R1",
            "total_sales": Decimal("13.80"), "transaction_count": 2, "cash_collected": Decimal("13.80"),
            "card_collected": Decimal("0.00"),
        },
    }  # fmt: skip


def test_what_comes_once_is_the_same_event_whatever_is_known_later(store: MemoryStore) -> None:
    told = subscriber(store)
    happen(store, registered())
    (before,) = steps(store, told, "guest/ada")
    happen(store, GuestChanged(ADA, FRIDAY_EVENING, StaffId("marta-rossi"), email="new@example.com"))
    (after,) = steps(store, told, "guest/ada")
    assert before.digest == after.digest
    assert delivery_id(canonical(before.call.body)) == delivery_id(canonical(after.call.body))


def row(attempts: int) -> WireRow:
    body = canonical({"event": "shift.closed", "timestamp": "2026-05-15T17:00:00Z", "data": {"shift_id": "s"}})
    return WireRow(
        "k", "subscriber.books", RecordId("subscriber.books/shift/s"), "shift.closed", "d", 1, "POST", "/", body,
        WireState.SENT, NOW_MS, NOW_MS, attempts,
    )  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        Reply(500, {}, b"oh"),
        Reply(301, {"location": "https://elsewhere.example"}, b""),
        Reply(401, {}, b""),
        Reply(429, {"retry-after": "3"}, b""),
        Lost("no answer in time", maybe_done=True),
        Lost("no connection", maybe_done=False, is_turned_away=True),
    ],
)
def test_whatever_is_not_a_good_answer_is_told_again_after_1_5_and_15_minutes_and_has_failed_then(
    store: MemoryStore, answer: Answer
) -> None:
    told, picture = subscriber(store), JournalPicture(store.journal)
    outcomes = [told.read(row(attempts), answer, picture, NOW_MS) for attempts in (1, 2, 3, 4)]
    assert [one.seconds for one in outcomes if isinstance(one, Again)] == [60, 300, 900]
    assert isinstance(outcomes[-1], Refusal)
    assert outcomes[-1].problem is Problem.UNDELIVERED


def test_any_good_answer_will_do_and_no_way_there_is_no_try_for_three_days(store: MemoryStore) -> None:
    told, picture = subscriber(store), JournalPicture(store.journal)
    for status in (200, 201, 202, 204):
        assert isinstance(told.read(row(1), Reply(status, {}, b"<html>"), picture, NOW_MS), Done)
    nowhere = Lost("no connection", maybe_done=False)
    assert isinstance(told.read(row(9), nowhere, picture, NOW_MS), Unknown)
    assert isinstance(told.read(row(1), nowhere, picture, NOW_MS + 3 * 86_400_000), Refusal)


@pytest.mark.parametrize(
    ("url", "machine", "path"),
    [
        ("https://books.example", "https://books.example:443", "/"),
        ("https://books.example:8443/a/b/?c=d%20e", "https://books.example:8443", "/a/b/?c=d%20e"),
        ("http://[::1]:9/x", "http://[::1]:9", "/x"),
    ],
)
def test_an_address_keeps_its_path_as_its_owner_wrote_it(url: str, machine: str, path: str) -> None:
    assert where(url) == (machine, path)


def test_a_subscriber_has_a_name_of_its_own_among_back_offices() -> None:
    assert subscriber_of(connector_of("books")) == "books"
    assert is_subscriber(connector_of("books"))
    assert not is_subscriber("auraflow")
