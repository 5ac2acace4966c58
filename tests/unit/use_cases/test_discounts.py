"""A discount where people read it: on the receipt, on the report of the day, in the document of an old day."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import Columns, SpoolKind
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.receipts import receipt_of
from aura_terminal.store.codec import canonical
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "marta-rossi")


def paid(store: MemoryStore, by: Actor, *, percent: int = 0) -> OrderId:
    order_id = store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId("margherita"), quantity=2)).order_id
    if percent:
        store.shop.discounts.take_percent(EVERYTHING, order_id, Decimal(percent), "regular")
    due = store.shop.reads.orders.sheet(order_id).due
    store.shop.paying.take_cash(by, order_id, due, store.shop.paying.new_attempt())
    return order_id


def rows(store: MemoryStore, kind: SpoolKind) -> list[str]:
    document = next(job.job.document for job in reversed(store.journal.jobs) if job.job.kind is kind)
    assert document is not None
    return [
        " ".join(cell.text for cell in block.cells).strip() for block in document.blocks if isinstance(block, Columns)
    ]


def test_the_receipt_says_what_came_off_and_its_total_is_what_was_paid(store: MemoryStore, marta: Actor) -> None:
    order_id = paid(store, marta, percent=10)
    said = rows(store, SpoolKind.RECEIPT)
    assert said[said.index("Subtotal 19.00") + 1] == "Discount 10 % -1.90"
    assert "TOTAL EUR 17.10" in said
    assert store.journal.order(order_id).bill.paid == Money(1710, "EUR")


def test_a_receipt_without_a_discount_is_as_it_always_was(store: MemoryStore, marta: Actor) -> None:
    paid(store, marta)
    assert not any(row.startswith(("Subtotal", "Discount")) for row in rows(store, SpoolKind.RECEIPT))


def test_the_report_of_the_day_lists_what_discounts_took_off(store: MemoryStore, marta: Actor) -> None:
    paid(store, marta, percent=10)
    paid(store, marta, percent=10)
    store.shop.closing.close_day(EVERYTHING)
    said = rows(store, SpoolKind.REPORT)
    assert "2 x Discount 10 % -3.80" in said
    assert "Orders 34.20" in said


def test_the_document_of_an_old_day_keeps_what_came_off_and_says_nothing_where_nothing_did(
    store: MemoryStore, marta: Actor
) -> None:
    lowered, plain = paid(store, marta, percent=10), paid(store, marta)
    assert receipt_of(store.journal.order(lowered)).discounts == (("Discount 10 %", Money(190, "EUR")),)
    body = canonical(receipt_of(store.journal.order(plain)))
    assert b"discounts" not in body
    assert b"guest_id" not in body


def test_only_the_terminal_that_may_take_the_money_lowers_the_bill(store: MemoryStore, marta: Actor) -> None:
    order_id = store.shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("margherita"))).order_id
    second = store.opened_by("R2")
    with pytest.raises(RuleBroken, match=Rule.TOKEN_ELSEWHERE.value):
        second.shop.discounts.take_percent(EVERYTHING, order_id, Decimal(10), "regular")
    store.shop.paying.release_token(order_id, "R2")
    second.shop.discounts.take_percent(EVERYTHING, order_id, Decimal(10), "regular")
    with pytest.raises(RuleBroken, match=Rule.TOKEN_ELSEWHERE.value):
        store.shop.discounts.take_amount(EVERYTHING, order_id, Money(100, "EUR"), "regular")
