"""House accounts as companies know them: invoices that are paid, sent, and addressed to whoever owes them."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.account_invoices import invoices_of, must_be_allocatable
from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guests import checked_email, checked_phone
from aura_terminal.domain.ids import LineId, ValueAccountId
from aura_terminal.domain.invoice_facts import Allocation, Company, InvoiceSendAsked, PaymentAllocated
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.domain.value_orders import load_id
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.value_selling import ValueSelling


class Invoicing:
    """The verbs on invoices. They work offline: a back office, where there is one, hears of them later."""

    def __init__(self, begin: Begin, selling: ValueSelling) -> None:
        self._begin = begin
        self._selling = selling

    def take_payment(
        self, by: Actor, account_id: ValueAccountId, amount: Money, allocations: tuple[Allocation, ...] | None = None
    ) -> Done:
        """Put a payment into a house account on an order of its own, which is then paid like any other.

        `allocations` are what it is for; None is the oldest debt first, once it is paid. Raises RuleBroken:
        INVOICE_GONE, ALLOCATED_TOO_MUCH, ACCOUNT_UNKNOWN for what is no house account, and as loading does.
        """
        by.must(Permission.SELL_VALUE)
        with self._begin(by.id) as work:
            account = work.value.account(account_id)
            if account.kind is not AccountKind.HOUSE:
                raise RuleBroken(Rule.ACCOUNT_UNKNOWN)
            must_be_allocatable(account, amount, allocations or ())
            name = account.terms.name
        done = self._selling.load(by, NewOrder(guest_name=name), account_id, amount)
        if allocations is None:
            return done
        line_id = next(fact.line_id for fact in done.facts if isinstance(fact, LineAdded))
        return self._meant_for(by, account_id, done, line_id, allocations)

    def send(self, by: Actor, account_id: ValueAccountId, invoice: str) -> InvoiceSendAsked:
        """Have the back office send an invoice. Needs MANAGE_ACCOUNTS. Raises RuleBroken(INVOICE_GONE)."""
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            if all(one.key != invoice for one in invoices_of(work.value.account(account_id))):
                raise RuleBroken(Rule.INVOICE_GONE)
            fact = InvoiceSendAsked(account_id, invoice, work.now, by.id)
            work.keep(fact)
        return fact

    def name_company(self, by: Actor, company: Company) -> DocumentPut:
        """Say who a house account is for. Needs MANAGE_ACCOUNTS.

        Raises RuleBroken: NAME_NEEDED, PHONE_UNREADABLE, EMAIL_UNREADABLE, TEXT_TOO_LONG; NotFound without the account.
        """
        by.must(Permission.MANAGE_ACCOUNTS)
        name = tidy(company.name)
        if not name:
            raise RuleBroken(Rule.NAME_NEEDED)
        with self._begin(by.id) as work:
            work.value.account(ValueAccountId(company.id))
            fact = put(replace(
                company, name=name, code=tidy(company.code), email=checked_email(company.email),
                phone=checked_phone(company.phone), address=tuple(filter(None, map(tidy, company.address))),
            ))  # fmt: skip
            work.keep(fact)
        return fact

    def _meant_for(
        self, by: Actor, account_id: ValueAccountId, done: Done, line_id: LineId, allocations: tuple[Allocation, ...]
    ) -> Done:
        with self._begin(by.id) as work:
            fact = PaymentAllocated(account_id, load_id(line_id), allocations, work.now, by.id)
            work.keep(fact)
        return Done(done.order_id, (*done.facts, fact))
