"""The invoices of a house account: its charges and those a back office made, what is open of them, what pays them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, PaymentId
from aura_terminal.domain.invoice_facts import Allocation, InvoiceStated
from aura_terminal.domain.invoicing import allocated_to, due_after, paid_there
from aura_terminal.domain.money import Money
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, ValueDrawn


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice. `number` and `status` are the back office's, empty where it does not know of it yet.

    `order_id` is the order it bills, None for one made in the back office; `invoice_id` is what it is called there.
    """

    key: str
    number: str
    status: str
    day: date
    due_on: date
    amount: Money
    paid: Money
    order_id: OrderId | None
    invoice_id: str
    is_send_asked: bool

    @property
    def open(self) -> Money:
        """What is still to be paid, never below nothing."""
        return max(self.amount - self.paid, Money(0, self.amount.currency))


def invoices_of(account: ValueAccount) -> tuple[Invoice, ...]:
    """Every invoice of a house account, the one due first before the others; none of other accounts."""
    if account.kind is not AccountKind.HOUSE:
        return ()
    by_key = {one.key: one for one in account.invoices.values()}
    draws = (one for one in account.in_order if isinstance(one, ValueDrawn))
    ours = [_of_draw(account, one, by_key.get(one.move.id)) for one in draws]
    theirs = [_made_there(account, one) for one in by_key.values() if one.move_id is None and not one.is_void]
    found = [one for one in (*ours, *theirs) if one.amount.minor > 0]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.day, one.key)))


def oldest_first(account: ValueAccount, amount: Money) -> tuple[Allocation, ...]:
    """What a payment is for where nobody said: the invoice due first, then the next; the rest is paid in advance."""
    left, found = amount, list[Allocation]()
    for invoice in invoices_of(account):
        share = min(left, invoice.open)
        if share.minor > 0:
            found.append(Allocation(invoice.key, share))
            left = left - share
    return tuple(found)


def must_be_allocatable(account: ValueAccount, amount: Money, allocations: Collection[Allocation]) -> None:
    """Refuse what a payment cannot be for.

    Raises RuleBroken: INVOICE_GONE for an unknown invoice, ALLOCATED_TOO_MUCH for more than is open of one or than was
    paid, AMOUNT_NOT_POSITIVE, CURRENCY_MIXED.
    """
    known = {one.key: one for one in invoices_of(account)}
    left = amount
    for one in allocations:
        invoice = known.pop(one.invoice, None)  # an invoice that is named twice is gone the second time
        if invoice is None:
            raise RuleBroken(Rule.INVOICE_GONE)
        if one.amount.minor <= 0:
            raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
        left = left - one.amount
        if one.amount > invoice.open or left.minor < 0:
            raise RuleBroken(Rule.ALLOCATED_TOO_MUCH, most=min(invoice.open, amount).plain())


def _of_draw(account: ValueAccount, drawn: ValueDrawn, stated: InvoiceStated | None) -> Invoice:
    move, amount = drawn.move, account.left_of(PaymentId(drawn.move.id))
    terms = "" if account.limited is None else account.limited.terms
    due_on = stated.due_on if stated is not None and stated.due_on is not None else due_after(terms, move.business_date)
    return Invoice(
        move.id, "" if stated is None else stated.number, "" if stated is None else stated.status, move.business_date,
        due_on, amount, _paid(account, move.id, stated), move.order_id, "" if stated is None else stated.invoice_id,
        move.id in account.sends,
    )  # fmt: skip


def _made_there(account: ValueAccount, stated: InvoiceStated) -> Invoice:
    return Invoice(
        stated.key, stated.number, stated.status, stated.day, stated.due_on or stated.day, stated.total,
        _paid(account, stated.key, stated), None, stated.invoice_id, stated.key in account.sends,
    )  # fmt: skip


def _paid(account: ValueAccount, key: str, stated: InvoiceStated | None) -> Money:
    loads, allocated = account.loads, tuple(account.allocated.values())
    there = 0 if stated is None else paid_there(stated, allocated, loads)
    return Money(allocated_to(key, allocated, loads.keys()) + there, account.terms.currency)
