"""What AuraFlow is told: exact numbers, sales after their products, and nothing with keys that do not fit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.central import CentralConfirmed, CentralRecord, RecordId
from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.connectors.auraflow.amounts import in_rows
from sync.connectors.auraflow.connector import connector_of
from sync.connectors.auraflow.hooks import resources_of
from sync.connectors.auraflow.naming import record_of
from sync.connectors.auraflow.sandbox import mixed_up
from sync.connectors.auraflow.words import documented_words
from sync.reconcile.contract import Plan, Reply, canonical
from sync.reconcile.http import joined
from sync.reconcile.office import BadWords
from sync.reconcile.replies import complaint_of
from sync.reconcile.translator import Translator
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.unit.sync.connectors.auraconnect.pictures import JournalPicture, MemoryTokens

LIVE, SANDBOX = "https://api.auraflowpos.com/v1", "https://api-sandbox.auraflowpos.com/v1"


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def flow() -> Translator:
    return connector_of(MemoryTokens(password="pk_live_a sk_live_b"), documented_words())


def sold(store: MemoryStore, name: str = "Tiramisù") -> OrderId:
    """One of these, paid in cash."""
    items = JournalPicture(store.journal).documents(Item)
    item = next(one for one in items if one.name == name)
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(item.id)).order_id
    sheet = store.shop.reads.orders.sheet(order_id)
    store.shop.paying.take_cash(EVERYTHING, order_id, sheet.cash_due, store.shop.paying.new_attempt())
    return order_id


def planned(flow: Translator, store: MemoryStore, record: RecordId) -> Plan:
    picture = JournalPicture(store.journal)
    return flow.plan(picture.record(record), picture)


def confirm(store: MemoryStore, record: RecordId, step: str, digest: str, central_id: str) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record, step, digest, central_id, FRIDAY_EVENING))


@pytest.mark.parametrize(("minor", "quantity"), [(1000, 3), (1001, 2), (0, 4), (1299, 1), (5, 7)])
def test_rows_multiply_to_their_totals_and_add_up_to_the_line(minor: int, quantity: int) -> None:
    rows = list(in_rows(Money(minor, "EUR"), quantity))
    assert sum(count for count, _ in rows) == quantity
    assert sum(count * unit.minor for count, unit in rows) == minor
    assert len(rows) <= 2


@pytest.mark.parametrize(
    ("url", "keys", "is_refused"),
    [
        (LIVE, "pk_live_a sk_live_b", False),
        (SANDBOX, "pk_test_a sk_test_b", False),
        (LIVE, "pk_test_a sk_test_b", True),
        (SANDBOX, "pk_live_a sk_live_b", True),
        (LIVE, "pk_live_a sk_test_b", True),
        ("http://127.0.0.1:8000", "pk_test_a sk_live_b", True),
        ("http://127.0.0.1:8000", "pk_test_a sk_test_b", False),
    ],
)
def test_keys_and_addresses_of_the_sandbox_belong_together(url: str, keys: str, is_refused: bool) -> None:
    why = mixed_up(url, keys)
    assert bool(why) == is_refused
    assert not any(key in why for key in keys.split())


def test_a_call_makes_only_what_it_speaks_of_worth_a_look() -> None:
    assert resources_of(b'{"event": "inventory.low_stock", "data": {}}') == ("levels",)
    assert resources_of(b'{"event": "nothing.known"}') == resources_of(b"[") == resources_of(b'"text"') == ()


def test_a_base_address_may_end_with_what_paths_begin_with() -> None:
    assert joined("https://x.org/v1", "/v1/products?limit=1") == "https://x.org/v1/products?limit=1"
    assert joined("https://x.org", "/v1/products") == "https://x.org/v1/products"
    assert joined("https://x.org/api/v1", "/api/v1/orders/7") == "https://x.org/api/v1/orders/7"
    assert joined("https://x.org/v11", "/v1/orders") == "https://x.org/v11/v1/orders"


def test_the_documented_answer_to_too_many_requests_says_how_long_to_wait() -> None:
    body = b'{"error":"rate_limit_exceeded","message":"Too many requests. Retry","retry_after":300}'
    said = complaint_of(Reply(429, {"content-type": "application/json"}, body))
    assert (said.code, said.retry_after) == ("rate_limit_exceeded", 300.0)
    field = b'{"error":{"code":"invalid_request","message":"no","field":"price","details":{"received":-5.00}}}'
    assert complaint_of(Reply(400, {}, field)).field == "price"


def test_words_that_mean_nothing_are_refused_with_their_place() -> None:
    assert documented_words('[tenders]\ncash = "bar"').method(frozenset({"cash"})) == "bar"
    assert documented_words().method(frozenset({"cash", "card"})) == "split"
    for text in ("[other]\na = 'b'", "[words]\nnothing = 'x'", "[tenders]\ncash = ''", "= 1"):
        with pytest.raises(BadWords):
            documented_words(text)


def test_a_sale_waits_for_the_product_of_a_dish_that_is_not_known_there_and_is_told_in_exact_numbers(
    store: MemoryStore, flow: Translator
) -> None:
    order_id = sold(store)
    picture = JournalPicture(store.journal)
    order = picture.order(order_id)
    line = next(iter(order.lines.values()))
    item, sale = record_of("item", line.sold.item_id), record_of("sale", order_id)
    waiting = planned(flow, store, sale).steps[0]
    assert waiting.needs == (item,)
    made = planned(flow, store, item).steps[0]
    assert (made.call.method, made.call.path, made.creates) == ("POST", "/v1/products", True)
    assert b'"price":6.90' in canonical(made.call.body)
    confirm(store, item, made.step, made.digest, "prod_7")
    told = planned(flow, store, sale).steps[0]
    assert told.needs == ()
    body = told.call.body
    assert isinstance(body, dict)
    assert body["subtotal"] + body["tax"] == body["total"] == Decimal("6.90")
    assert body["items"][0]["product_id"] == "prod_7"
    assert b'"total":6.90' in canonical(body)
    assert "id" not in body
    confirm(store, sale, told.step, told.digest, "txn_1")
    assert planned(flow, store, sale) == Plan()


def test_a_product_made_from_here_follows_its_dish_and_one_of_theirs_does_not(
    store: MemoryStore, flow: Translator
) -> None:
    items = JournalPicture(store.journal).documents(Item)
    ours, theirs = items[:2]
    ours = replace(ours, price=Money(500, ours.price.currency), variants=())
    with store.begin(SYSTEM) as work:
        work.keep(put(ours))
    record = record_of("item", ours.id)
    made = planned(flow, store, record).steps[0]
    confirm(store, record, "create", made.digest, "prod_1")
    assert planned(flow, store, record) == Plan()
    with store.begin(SYSTEM) as work:
        work.keep(put(replace(ours, name="Renamed")))
    changed = planned(flow, store, record).steps[0]
    assert (changed.call.method, changed.call.path) == ("PUT", "/v1/products/prod_1")
    confirm(store, record_of("item", theirs.id), "pulled", "d", "prod_2")
    assert planned(flow, store, record_of("item", theirs.id)) == Plan()


def test_what_is_not_on_the_menu_is_not_made_there(store: MemoryStore, flow: Translator) -> None:
    record = CentralRecord(record_of("item", "open-item"))
    assert flow.plan(record, JournalPicture(store.journal)) == Plan()
