"""The bill: the money side of an order's lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aura_terminal.domain.money import Money, total
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.tax import Taxable, TaxBreakdown, TaxTerms, tax_of


@dataclass(frozen=True, slots=True)
class Bill:
    """`subtotal` is at menu prices; `total` = net + tax; `due` = total - paid. All of one currency."""

    subtotal: Money
    tax: TaxBreakdown
    total: Money
    paid: Money
    due: Money


def bill_of(parts: Iterable[Taxable], payments: Iterable[Payment], terms: TaxTerms, currency: str) -> Bill:
    """The bill for what is charged and what these payments came to."""
    return bill_with(parts, total((payment.amount for payment in payments), currency), terms, currency)


def bill_with(parts: Iterable[Taxable], paid: Money, terms: TaxTerms, currency: str) -> Bill:
    """The bill for what is charged when so much has been paid."""
    charged = tuple(parts)
    subtotal = total([part.amount for part in charged], currency)
    tax = tax_of(charged, terms, currency)
    return Bill(subtotal, tax, tax.gross, paid, tax.gross - paid)
