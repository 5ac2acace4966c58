"""What must be true of the money of orders and of their day, whatever was done to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aura_terminal.domain.closing import DayTotals, Figure, day_totals
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.figures import FigureKind, Figures, Sum, figures_of
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.returns import credits_of
from aura_terminal.domain.settling import ConflictKind
from aura_terminal.domain.shares import shares_of
from aura_terminal.domain.tax import PricesAre


def order_adds_up(order: Order) -> None:
    """The bill, its shares and what came back of one order; and nothing to decide unless somebody is owed."""
    bill = order.bill
    assert bill.total == bill.tax.net + bill.tax.tax + bill.passed_on, "net and tax"
    assert bill.due == bill.total - bill.paid, "due"
    assert bill.discount.minor >= 0
    assert all(one.amount.minor >= 0 for one in bill.left), "a line below nothing"
    assert all(one.amount.minor >= 0 for one in bill.charges), "a charge below nothing"
    assert all(one.net.minor >= 0 and one.tax.minor >= 0 for one in bill.tax.lines), "tax below nothing"
    for credit in credits_of(order):
        assert credit.amount.minor >= 0, "a credit below nothing"
        assert all(part.net.minor >= 0 and part.tax.minor >= 0 for part in credit.taken.tax.lines), "credit tax"
    shares = shares_of(order)
    if shares and order.status is OrderStatus.OPEN and bill.due.minor >= 0:
        beside = bill.paid.minor - sum(one.paid.minor for one in shares)
        assert sum(one.total.minor for one in shares) + beside == bill.total.minor, "shares"
        assert sum(one.due.minor for one in shares) == bill.due.minor, "shares due"
    found = {one.kind for one in conflicts_of(order)}
    owed = {ConflictKind.OVERPAID} if bill.due.minor < 0 and order.payments else set()
    assert found == owed, f"conflicts {found} where {bill.due} is due of {order.status}"


def day_adds_up(today: date, orders: Sequence[Order]) -> None:
    """What was sold is what tenders took, rows are their sums, and figures order by order are those of the day."""
    day = day_totals(today, "EUR", orders)
    assert day.gross == day.net + day.tax
    took = sum(one.amount.minor for one in (*day.tenders, *day.refunds, *day.reversals, *day.borne))
    took -= sum(one.amount.minor for one in day.kept)
    sold = day.gross.minor + sum(one.amount.minor for one in day.liabilities)
    before = sum(one.bill.paid.minor for one in orders if one.status is not OrderStatus.CLOSED)
    owed = sum(one.bill.due.minor for one in orders if one.status is OrderStatus.CLOSED)
    assert took == sold + before - owed, f"tenders {took} sold {sold} open {before} owed {owed}"
    base = day.gross if orders and orders[0].terms and orders[0].terms.prices is PricesAre.INCLUSIVE else day.net
    rows = (*day.categories, *day.discounts, *day.charges)
    assert sum(one.amount.minor for one in rows) == base.minor, "categories, discounts and charges"
    _figures_agree(day, orders)


def _figures_agree(day: DayTotals, orders: Sequence[Order]) -> None:
    figures: Figures = {}
    for order in orders:
        for key, one in figures_of(order).items():
            figures[key] = figures.get(key, Sum(0, 0)) + one

    def of(kind: FigureKind) -> int:
        return sum(one.minor for key, one in figures.items() if key.kind is kind)

    pairs: tuple[tuple[FigureKind, tuple[Figure, ...]], ...] = (
        (FigureKind.TENDER, day.tenders), (FigureKind.TIP, day.tips), (FigureKind.REFUND, day.refunds),
        (FigureKind.LIABILITY, day.liabilities), (FigureKind.CHARGE, day.charges), (FigureKind.ITEM, day.items),
        (FigureKind.RETURN, day.returns), (FigureKind.HOUR, day.order_types), (FigureKind.SERVER, day.order_types),
    )  # fmt: skip
    for kind, rows in pairs:
        assert of(kind) == sum(one.amount.minor for one in rows), kind
    assert of(FigureKind.DISCOUNT) + of(FigureKind.COMP) == sum(one.amount.minor for one in day.discounts)
    assert of(FigureKind.TAX) == day.tax.minor
    assert all(one.amount.minor >= 0 for one in day.tips), "tips below nothing"
