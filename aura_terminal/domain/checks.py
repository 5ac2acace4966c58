"""The bill: the money side of an order's lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.discounts import Discount, Part, Taken, take_off
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.service_rules import Charge, Turnover
from aura_terminal.domain.tax import Taxable, TaxBreakdown, TaxTerms, tax_of


@dataclass(frozen=True, slots=True)
class Bill:
    """`subtotal` is at menu prices, `discount` what comes off it; `total` = net + tax + what is passed on; `due` =
    total - paid.

    Tax is reckoned on what is left of each line (`left`) and on charges that are turnover. All of one currency.
    """

    subtotal: Money
    tax: TaxBreakdown
    total: Money
    paid: Money
    due: Money
    discount: Money
    taken: tuple[Taken, ...] = ()
    charges: tuple[Charge, ...] = ()
    left: tuple[Taxable, ...] = ()

    @property
    def passed_on(self) -> Money:
        """What guests pay with the bill that is no turnover of the house."""
        charged = (one.amount for one in self.charges if one.turnover is Turnover.PASSED_ON)
        return total(charged, self.total.currency)


def bill_of(parts: Iterable[Taxable], payments: Iterable[Payment], terms: TaxTerms, currency: str) -> Bill:
    """The bill for what is charged and what these payments came to."""
    return bill_with(parts, total((payment.amount for payment in payments), currency), terms, currency)


def bill_with(parts: Iterable[Taxable], paid: Money, terms: TaxTerms, currency: str) -> Bill:
    """The bill for what is charged when so much has been paid."""
    charged = tuple(parts)
    subtotal = total([part.amount for part in charged], currency)
    tax = tax_of(charged, terms, currency)
    return Bill(subtotal, tax, tax.gross, paid, tax.gross - paid, zero(currency), left=charged)


def bill_less(
    parts: Sequence[Part], taxables: Sequence[Taxable], discounts: Iterable[Discount], paid: Money, terms: TaxTerms,
    currency: str,
) -> Bill:  # fmt: skip
    """The bill when discounts come off; `taxables` are the same lines as `parts`, in their order."""
    taken = take_off(discounts, parts, currency, terms.mode)
    left = [part.price for part in parts]
    for one in taken:
        left = [price - share for price, share in zip(left, one.shares, strict=True)]
    charged = tuple([Taxable(price, one.rates) for price, one in zip(left, taxables, strict=True)])
    tax = tax_of(charged, terms, currency)
    subtotal = total([part.price for part in parts], currency)
    discount = total([one.amount for one in taken], currency)
    return Bill(subtotal, tax, tax.gross, paid, tax.gross - paid, discount, taken, left=charged)


def bill_charged(bill: Bill, charges: tuple[Charge, ...], taxed: Iterable[Taxable], terms: TaxTerms) -> Bill:
    """The same bill with charges for service; `taxed` are those that are turnover, as they bear tax."""
    tax = tax_of([*bill.left, *taxed], terms, bill.total.currency)
    more = replace(bill, tax=tax, charges=charges)
    whole = tax.gross + more.passed_on
    return replace(more, total=whole, due=whole - bill.paid)
