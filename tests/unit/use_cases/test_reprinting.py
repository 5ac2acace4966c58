"""A receipt printed again leaves a trace of who asked for it, and says that it is a copy."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, StaffId
from aura_terminal.domain.order_facts import ReceiptReprinted
from aura_terminal.domain.paper import PrintJob, SpoolKind, SpoolState
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.memory_spool import MemorySpool

BY = Actor(StaffId("marta-rossi"), "Marta Rossi", EVERYTHING.permissions)


def _paid_order(store: MemoryStore) -> OrderId:
    shop = store.shop
    order_id = shop.ordering.add_item(BY, NewOrder(), Asked(ItemId("napoli"))).order_id
    due = shop.reads.orders.sheet(order_id).cash_due
    shop.paying.take_cash(BY, order_id, due, shop.paying.new_attempt())
    return order_id


def _receipts(store: MemoryStore) -> list[PrintJob]:
    return [spooled.job for spooled in store.journal.jobs if spooled.job.kind is SpoolKind.RECEIPT]


def test_each_copy_is_a_fact_with_its_number() -> None:
    store = demo_store()
    order_id = _paid_order(store)
    facts = [store.shop.paying.reprint_receipt(BY, order_id) for _ in range(2)]
    assert [type(fact) for fact in facts] == [ReceiptReprinted, ReceiptReprinted]
    assert [fact.copy_no for fact in facts] == [1, 2]
    assert [job.copy_no for job in _receipts(store)] == [0, 1, 2]


def test_an_order_that_is_not_paid_has_no_receipt_to_reprint() -> None:
    store = demo_store()
    order_id = store.shop.ordering.add_item(BY, NewOrder(), Asked(ItemId("napoli"))).order_id
    with pytest.raises(RuleBroken) as refused:
        store.shop.paying.reprint_receipt(BY, order_id)
    assert refused.value.rule is Rule.ORDER_NOT_PAID
    assert not _receipts(store)


def test_the_last_slips_of_an_order_come_again_as_duplicates() -> None:
    store = demo_store()
    order_id = store.shop.ordering.add_item(BY, NewOrder(), Asked(ItemId("napoli"))).order_id
    with pytest.raises(NotFound):
        store.shop.paper.slips_again(BY, order_id)
    store.shop.ordering.send(BY, order_id)
    slips = [one for one in store.journal.jobs if one.job.kind is SpoolKind.KITCHEN_SLIP]
    spool = MemorySpool(store.journal.jobs)
    for spooled in slips:
        spool.settle(spooled.job.job_id, SpoolState.PRINTED, "", store.clock.now())
    copies = store.shop.paper.slips_again(BY, order_id)
    assert [copy.duplicate_of for copy in copies] == [one.job.job_id for one in slips]
    assert all(copy.copy_no == 1 for copy in copies)
