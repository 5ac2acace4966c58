"""What invoices do to a house account's balance, and when they are due. Pure functions over plain facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from aura_terminal.domain.ids import ValueMoveId
from aura_terminal.domain.invoice_facts import InvoiceStated, PaymentAllocated

LONGEST_TERM = 365
_NET = re.compile(r"\bnet\s*(\d{1,3})\b", re.IGNORECASE)


def due_after(terms: str, day: date) -> date:
    """When an invoice of a day is due: `Net 30` is thirty days later, all other words mean at once."""
    found = _NET.search(terms)
    return day + timedelta(days=min(int(found[1]), LONGEST_TERM)) if found else day


def allocated_to(invoice: str, allocated: Iterable[PaymentAllocated], of: Collection[ValueMoveId]) -> int:
    """What of these payments is for an invoice, in minor units."""
    mine = (one for payment in allocated if payment.move_id in of for one in payment.allocations)
    return sum(one.amount.minor for one in mine if one.invoice == invoice)


def paid_there(stated: InvoiceStated, allocated: Collection[PaymentAllocated], loads: Mapping[ValueMoveId, int]) -> int:
    """What was paid of an invoice in the back office beyond our own payments it was told of, in minor units."""
    told = {one for one in stated.includes if one in loads}
    return max(0, stated.paid.minor - allocated_to(stated.key, allocated, told))


def moved_elsewhere(
    stated: Collection[InvoiceStated], allocated: Collection[PaymentAllocated], loads: Mapping[ValueMoveId, int]
) -> int:
    """What a back office's own invoices and payments do to a balance, in minor units; `loads` are our payments.

    What was paid in advance here and given to an invoice there is no second payment, so it is taken off first: the
    balance is never better than what both sides know together.
    """
    debt = sum(one.total.minor for one in stated if one.move_id is None and not one.is_void)
    known = [one for one in stated if one.move_id is not None or not one.is_void]
    extra = sum(paid_there(one, allocated, loads) for one in known)
    told = {move_id for one in stated for move_id in one.includes if move_id in loads}
    used = sum(
        one.amount.minor for payment in allocated if payment.move_id in told for one in payment.allocations
    )  # fmt: skip
    advance = max(0, sum(loads[move_id] for move_id in told) - used)
    return max(0, extra - advance) - debt
