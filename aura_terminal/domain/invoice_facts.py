"""Invoices of house accounts: what payments were meant for, which were to be sent, and what a back office says of them.

Every charge to a house account that did not come back is an invoice of ours, named by the charge (`move id`); one that
was made in a back office is named by its id there (`there/…`, see `invoice_key`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.ids import StaffId, ValueAccountId, ValueMoveId
from aura_terminal.domain.money import Money

VOID = frozenset({"cancelled", "canceled", "void", "voided"})
"""Words of back offices for an invoice that asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who a house account is for, as their invoices need it. `id` is the account's; lines of the address as written."""

    id: str
    name: str
    code: str = ""
    email: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of a payment is for this invoice."""

    invoice: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentAllocated:
    """What a payment into a house account pays; what is left of it is paid in advance. `move_id` is its load."""

    account_id: ValueAccountId
    move_id: ValueMoveId
    allocations: tuple[Allocation, ...]
    allocated_at: datetime
    allocated_by: StaffId


@dataclass(frozen=True, slots=True)
class InvoiceSendAsked:
    """Somebody wants the back office to send the invoice to its company."""

    account_id: ValueAccountId
    invoice: str
    asked_at: datetime
    asked_by: StaffId


@dataclass(frozen=True, slots=True)
class InvoiceStated:
    """What a back office says of one invoice. `move_id` is the charge of ours it was made for, None for one made there.

    `includes` are our payments it was told of before it was asked: `paid` contains what of them is for this invoice.
    """

    account_id: ValueAccountId
    invoice_id: str
    number: str
    day: date
    due_on: date | None
    total: Money
    paid: Money
    status: str
    stated_at: datetime
    source: str
    move_id: ValueMoveId | None = None
    includes: tuple[ValueMoveId, ...] = ()

    @property
    def key(self) -> str:
        """What the invoice is called here."""
        return self.move_id or invoice_key(self.invoice_id)

    @property
    def is_void(self) -> bool:
        """Whether it asks for nothing any more."""
        return self.status.casefold() in VOID


InvoiceFact = PaymentAllocated | InvoiceSendAsked | InvoiceStated


def invoice_key(invoice_id: str) -> str:
    """What an invoice that was made in a back office is called here."""
    return f"there/{invoice_id}"
