"""Orders as their receipts said, kept for 400 days after their business day has left the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.ids import GuestId, OrderId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.tax import TaxLine


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line that was asked for; `voided` of it are not charged and `price` is what is."""

    name: str
    category_name: str
    quantity: int
    voided: int
    price: Money
    modifiers: tuple[str, ...] = ()
    note: str = ""
    seat: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """An order as it ended. `paid` is less what was given back; `discounts` are what came off, by name, if any did."""

    order_id: OrderId
    number: str
    order_type: OrderType
    status: OrderStatus
    business_date: date
    opened_at: datetime
    closed_at: datetime | None
    server_name: str
    terminal: str
    table_name: str
    guests: int
    guest_name: str
    lines: tuple[ReceiptLine, ...]
    subtotal: Money
    tax: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    paid: Money
    payments: tuple[Payment, ...]
    discounts: tuple[tuple[str, Money], ...] | None = None
    guest_id: GuestId | None = None


def receipt_of(order: Order) -> Receipt:
    """What an order came to. Raises RuleBroken(ORDER_EMPTY) for one that was never opened."""
    bill = order.bill
    discounts = tuple((one.discount.name, one.amount) for one in bill.taken if one.amount)
    return Receipt(
        order.id, order.number, order.order_type, order.status, order.business_date, order.opened_at, order.closed_at,
        order.server_name, order.terminal, order.table_name, order.guests, order.guest_name,
        tuple(_line(line) for line in order.lines.values()), bill.subtotal, bill.tax.tax, bill.tax.lines, bill.total,
        bill.paid, tuple(order.payments), discounts or None, order.guest_id,
    )  # fmt: skip


def _line(line: Line) -> ReceiptLine:
    names = tuple(f"{modifier.quantity} {modifier.said}" for modifier in line.modifiers)
    return ReceiptLine(
        line.sold.name, line.sold.category_name, line.quantity, line.voided, line.price, names, line.note, line.seat
    )
