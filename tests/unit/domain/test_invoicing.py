"""Invoices of house accounts: a balance never better than both sides know together, payments for something."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from aura_terminal.domain.account_invoices import invoices_of, must_be_allocatable, oldest_first
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, PaymentId, StaffId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import Allocation, InvoiceStated, PaymentAllocated, invoice_key
from aura_terminal.domain.invoicing import due_after
from aura_terminal.domain.money import Money
from aura_terminal.domain.value import ValueAccount, account_of
from aura_terminal.domain.value_facts import (
    AccountKind,
    AccountOpened,
    LimitSet,
    Move,
    ValueDrawn,
    ValueFact,
    ValueLoaded,
    ValueReturned,
)

ACME, ANA = ValueAccountId("acme"), StaffId("ana")
NOW, TODAY = datetime(2026, 5, 15, 18, 0, tzinfo=UTC), date(2026, 5, 15)
OPENED = AccountOpened(ACME, AccountKind.HOUSE, "EUR", NOW, ANA, "R1", "Acme")
LIMIT = LimitSet(ACME, Money(50000, "EUR"), "Net 30", NOW, ANA)


def euros(whole: int) -> Money:
    return Money(whole * 100, "EUR")


def move(name: str, whole: int, days: int = 0) -> Move:
    return Move(
        ValueMoveId(name),
        euros(whole),
        NOW + timedelta(days=days),
        ANA,
        TODAY + timedelta(days=days),
        "R1",
        OrderId(name),
    )


def drawn(name: str, whole: int, days: int = 0) -> ValueDrawn:
    return ValueDrawn(ACME, move(name, whole, days))


def paid(name: str, whole: int, *meant: tuple[str, int]) -> tuple[ValueFact, ...]:
    each = tuple(Allocation(invoice, euros(amount)) for invoice, amount in meant)
    return ValueLoaded(ACME, move(name, whole)), PaymentAllocated(ACME, ValueMoveId(name), each, NOW, ANA)


def stated(
    id_: str, total: int, paid_: int, ours: str = "", includes: tuple[str, ...] = (), status: str = "unpaid"
) -> InvoiceStated:
    return InvoiceStated(
        ACME, id_, f"INV-{id_}", TODAY, None, euros(total), euros(paid_), status, NOW, "unified",
        ValueMoveId(ours) if ours else None, tuple(map(ValueMoveId, includes)),
    )  # fmt: skip


def account(*facts: ValueFact) -> ValueAccount:
    return account_of(ACME, (OPENED, LIMIT, *facts))


@pytest.mark.parametrize(("terms", "days"), [("Net 30", 30), ("net14", 14), ("Due on receipt", 0), ("", 0)])
def test_terms_say_when_it_is_due(terms: str, days: int) -> None:
    assert due_after(terms, TODAY) == TODAY + timedelta(days=days)


def test_every_charge_is_an_invoice_less_what_came_back() -> None:
    back = ValueReturned(ACME, move("back", 30), PaymentId("a"))
    whole = ValueReturned(ACME, move("gone", 10), PaymentId("b"))
    (one,) = invoices_of(account(drawn("a", 100), drawn("b", 10), back, whole))
    assert (one.key, one.amount, one.open, one.due_on) == ("a", euros(70), euros(70), TODAY + timedelta(days=30))


def test_a_payment_pays_what_it_is_for_else_the_oldest_debt_and_the_rest_is_paid_in_advance() -> None:
    debts = (drawn("a", 100), drawn("b", 50, days=1))
    assert oldest_first(account(*debts), euros(120)) == (Allocation("a", euros(100)), Allocation("b", euros(20)))
    found = {one.key: one.open for one in invoices_of(account(*debts, *paid("p", 60, ("b", 50))))}
    assert found == {"a": euros(100), "b": euros(0)}
    assert account(*debts, *paid("p", 60, ("b", 50))).balance == euros(-90)


def test_what_the_back_office_was_told_of_is_not_counted_twice() -> None:
    facts = (drawn("a", 100), *paid("p", 40, ("a", 40)))
    assert account(*facts, stated("1", 100, 0, "a")).balance == euros(-60)  # it has not heard of the payment
    assert account(*facts, stated("1", 100, 40, "a", ("p",))).balance == euros(-60)
    (one,) = invoices_of(account(*facts, stated("1", 100, 40, "a", ("p",))))
    assert (one.open, one.number, one.status) == (euros(60), "INV-1", "unpaid")


def test_invoices_and_payments_made_there_count_here() -> None:
    more = account(drawn("a", 100), stated("1", 100, 0, "a"), stated("2", 80, 0))
    assert (more.balance, more.room) == (euros(-180), euros(320))
    assert account(drawn("a", 100), stated("1", 100, 70, "a"), stated("2", 80, 80)).balance == euros(-30)
    assert account(drawn("a", 100), stated("2", 80, 0, status="cancelled")).balance == euros(-100)
    keys = [one.key for one in invoices_of(more)]
    assert sorted(keys) == ["a", invoice_key("2")]


def test_an_advance_that_is_given_to_an_invoice_there_is_no_second_payment() -> None:
    facts = (drawn("a", 100), *paid("p", 150, ("a", 100)))
    before = account(*facts, stated("1", 100, 100, "a", ("p",)), stated("2", 80, 0))
    after = account(*facts, stated("1", 100, 100, "a", ("p",)), stated("2", 80, 50, includes=("p",)))
    assert before.balance == after.balance == euros(-30)


@pytest.mark.parametrize(
    ("meant", "rule"),
    [
        ((("nowhere", 10),), Rule.INVOICE_GONE),
        ((("a", 101),), Rule.ALLOCATED_TOO_MUCH),
        ((("a", 80), ("b", 41)), Rule.ALLOCATED_TOO_MUCH),
        ((("a", 10), ("a", 10)), Rule.INVOICE_GONE),
        ((("a", 0),), Rule.AMOUNT_NOT_POSITIVE),
    ],
)
def test_what_a_payment_cannot_be_for_is_refused(meant: tuple[tuple[str, int], ...], rule: Rule) -> None:
    each = tuple(Allocation(invoice, euros(amount)) for invoice, amount in meant)
    with pytest.raises(RuleBroken, match=rule.value):
        must_be_allocatable(account(drawn("a", 100), drawn("b", 50)), euros(120), each)
