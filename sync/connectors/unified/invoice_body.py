"""An invoice for a charge to a house account: the order's lines with their tax, adding up to what was charged.

The documents show `tax_rate` as a fraction beside a price without tax. Each line is therefore its net amount as one
piece; what is lost to the cent by every line's own rounding is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.invoicing import due_after
from aura_terminal.domain.money import Money, RoundingMode, round_ratio, total
from aura_terminal.domain.order_money import bill_sold, sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.tax import PricesAre, Taxable, TaxRate
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import ValueDrawn
from sync.connectors.unified.naming import invoice_mark
from sync.reconcile.written import number

_HUNDRED = Decimal(100)


def invoice_body(
    account: ValueAccount, drawn: ValueDrawn, order: Order, customer_id: str, store_id: str
) -> dict[str, Plain]:
    """What is left of a charge as an invoice ("POST /invoices")."""
    move, left = drawn.move, account.left_of(PaymentId(drawn.move.id))
    terms = "" if account.limited is None else account.limited.terms
    mark = invoice_mark(order.number, move.id, store_id)
    body: dict[str, Plain] = {
        "customer_id": customer_id,
        "invoice_date": move.business_date.isoformat(),
        "due_date": due_after(terms, move.business_date).isoformat(),
        "payment_terms": terms,
        "line_items": _items(order, move.amount, left, mark),
        "notes": f"{order.number} · {move.id}",
    }
    return {name: value for name, value in body.items() if value != ""}


def mark_of(description: str) -> str:
    """The reference a line of ours begins with; empty for a line of somebody else's."""
    first = description.partition(" ")[0]
    return first if "/" in first else ""


def _items(order: Order, charged: Money, left: Money, mark: str) -> list[Plain]:
    bill = bill_sold(order)
    has_more = bool(bill.charges) or any(line.is_liability for line, _ in sold(order))
    is_whole = charged == left == bill.total and not has_more
    parts = list(_by_line(order)) if is_whole else list(_by_rate(order, left))
    items = [_item(f"{mark} {name}", net, rates) for name, net, rates in parts]
    come_to = total((_with_tax(net, rates) for _, net, rates in parts), left.currency)
    if come_to != left:
        items.append(_item(f"{mark} Rounding", left - come_to, ()))
    return items


_Part = tuple[str, Money, tuple[TaxRate, ...]]


def _by_line(order: Order) -> Iterator[_Part]:
    """Every line as it was charged, at net prices."""
    bill, counted = bill_sold(order), [(line, many) for line, many in sold(order) if many]
    for (line, many), part in zip(counted, bill.left, strict=True):
        name = line.sold.name if many == 1 else f"{many} x {line.sold.name}"
        yield name, _net(part, order), part.rates


def _by_rate(order: Order, left: Money) -> Iterator[_Part]:
    """A share of the bill, rate by rate."""
    lines = [line for line in bill_sold(order).tax.lines if line.net.minor > 0]
    if not lines or left.minor <= 0:
        yield "Share of the check", left, ()
        return
    shares = left.split([(line.net + line.tax).minor for line in lines])
    for line, share in zip(lines, shares, strict=True):
        yield "Share of the check", _without_tax(share, (line.rate,)), (line.rate,)


def _net(part: Taxable, order: Order) -> Money:
    is_gross = order.terms is not None and order.terms.prices is PricesAre.INCLUSIVE
    return _without_tax(part.amount, part.rates) if is_gross else part.amount


def _without_tax(gross: Money, rates: Iterable[TaxRate]) -> Money:
    top, bottom = (1 + _fraction(rates)).as_integer_ratio()
    return Money(round_ratio(gross.minor * bottom, top, RoundingMode.HALF_UP), gross.currency)


def _with_tax(net: Money, rates: Iterable[TaxRate]) -> Money:
    top, bottom = (1 + _fraction(rates)).as_integer_ratio()
    return Money(round_ratio(net.minor * top, bottom, RoundingMode.HALF_UP), net.currency)


def _fraction(rates: Iterable[TaxRate]) -> Decimal:
    return sum((rate.percent for rate in rates), Decimal(0)) / _HUNDRED


def _item(description: str, net: Money, rates: Iterable[TaxRate]) -> Plain:
    item: dict[str, Plain] = {"description": description, "quantity": 1, "unit_price": number(net)}
    return {**item, "tax_rate": _fraction(rates)}
