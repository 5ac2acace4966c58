"""The check a table is brought before it pays: no receipt, no drawer, and the same paper again is a copy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ChargeId, ItemId, OrderId, StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import Columns, PrintJob, SpoolKind, Text
from aura_terminal.domain.service_rules import ChargeRule, GratuityRule, ServiceRules, TipBasis
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

BY = Actor(StaffId("marta-rossi"), "Marta Rossi", EVERYTHING.permissions)


def _opened(store: MemoryStore) -> OrderId:
    return store.shop.ordering.add_item(BY, NewOrder(guests=2), Asked(ItemId("napoli"))).order_id


def _papers(store: MemoryStore) -> list[PrintJob]:
    return [spooled.job for spooled in store.journal.jobs if spooled.job.kind is SpoolKind.RECEIPT]


def _words(job: PrintJob) -> list[str]:
    blocks = job.document.blocks if job.document else ()
    return [run.text for block in blocks if isinstance(block, Text) for run in block.runs]


def test_a_check_says_what_is_due_and_that_it_is_no_receipt() -> None:
    store = demo_store()
    order_id = _opened(store)
    printed = store.shop.guest_checks.print_check(BY, order_id)
    sheet = store.shop.reads.orders.sheet(order_id)
    assert (printed.total, printed.due, printed.copy_no) == (sheet.total, sheet.due, 0)
    assert "CHECK - NOT A RECEIPT" in _words(_papers(store)[0])
    assert sheet.check is not None
    assert (sheet.check.printed_at, sheet.check.papers, sheet.check.is_current) == (printed.printed_at, 1, True)


def test_no_drawer_opens_for_a_check() -> None:
    store = demo_store()
    store.shop.guest_checks.print_check(BY, _opened(store))
    assert [spooled.job.kind for spooled in store.journal.jobs] == [SpoolKind.RECEIPT]


def test_the_same_paper_again_is_a_copy_and_one_that_says_something_new_is_not() -> None:
    store = demo_store()
    order_id = _opened(store)
    copies = [store.shop.guest_checks.print_check(BY, order_id).copy_no for _ in range(3)]
    store.shop.ordering.add_item(BY, order_id, Asked(ItemId("napoli")))
    stale = store.shop.reads.orders.sheet(order_id).check
    copies.append(store.shop.guest_checks.print_check(BY, order_id).copy_no)
    assert copies == [0, 1, 2, 0]
    assert ["COPY" in _words(job) for job in _papers(store)] == [False, True, True, False]
    assert stale is not None
    assert not stale.is_current
    check = store.shop.reads.orders.sheet(order_id).check
    assert check is not None
    assert (check.papers, check.is_current) == (4, True)


def test_a_copy_needs_the_right_to_print_again() -> None:
    store = demo_store()
    order_id = _opened(store)
    server = Actor(BY.id, BY.name, BY.permissions - {Permission.REPRINT})
    store.shop.guest_checks.print_check(server, order_id)
    with pytest.raises(RuleBroken) as refused:
        store.shop.guest_checks.print_check(server, order_id)
    assert refused.value.rule is Rule.NOT_ALLOWED
    assert len(_papers(store)) == 1


def test_what_is_paid_or_empty_gets_no_check() -> None:
    store = demo_store()
    shop = store.shop
    order_id = _opened(store)
    shop.paying.take_cash(BY, order_id, shop.reads.orders.sheet(order_id).cash_due, shop.paying.new_attempt())
    empty = shop.ordering.open_order(BY, NewOrder()).order_id
    rules = []
    for one in (order_id, empty):
        with pytest.raises(RuleBroken) as refused:
            shop.guest_checks.print_check(BY, one)
        rules.append(refused.value.rule)
    assert rules == [Rule.ORDER_NOT_OPEN, Rule.ORDER_EMPTY]


def test_a_check_suggests_tips_before_or_with_tax_as_the_house_says() -> None:
    for basis, base in ((TipBasis.AFTER_TAX, "total"), (TipBasis.BEFORE_TAX, "net")):
        store = demo_store()
        rules = ServiceRules(tip_percents=(10,), tip_basis=basis)
        store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), rules)
        order_id = _opened(store)
        store.shop.guest_checks.print_check(BY, order_id)
        sheet = store.shop.reads.orders.sheet(order_id)
        of = sheet.total.minor if base == "total" else sheet.total.minor - sheet.tax.minor
        document = _papers(store)[0].document
        assert document is not None
        cells = [cell.text for block in document.blocks if isinstance(block, Columns) for cell in block.cells]
        assert f"10 %  {Money((of + 5) // 10, 'EUR').plain()}" in cells


def test_a_check_of_a_large_party_says_what_to_pay_with_the_tip_that_is_asked() -> None:
    store = demo_store()
    rules = ServiceRules(
        gratuity=GratuityRule(2, Decimal(20)), charges=(ChargeRule(ChargeId("s"), "Service", percent=Decimal(10)),)
    )
    store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), rules)
    order_id = _opened(store)
    store.shop.guest_checks.print_check(BY, order_id)
    sheet = store.shop.reads.orders.sheet(order_id)
    assert sheet.gratuity is not None
    document = _papers(store)[0].document
    assert document is not None
    cells = [cell.text.strip() for block in document.blocks if isinstance(block, Columns) for cell in block.cells]
    assert "Service" in cells
    assert (sheet.due + sheet.gratuity.left).plain() in cells
