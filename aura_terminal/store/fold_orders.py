"""Orders as rows."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.store.folds import Family, FoldTable, KeptFact, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.statements import Row
from aura_terminal.store.tables import ORDER_LABELS, ORDER_LINES, ORDERS, PAYMENTS

_ORDERS, _LINES, _PAYMENTS = FoldTable(ORDERS), FoldTable(ORDER_LINES), FoldTable(PAYMENTS)
_LABELS = FoldTable(ORDER_LABELS)


def _rows(order: Order, stamp: int) -> tuple[Rows, ...]:
    if order.terms is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    lines = {(order.id, line.id): _line(order.id, place, line) for place, line in enumerate(order.lines.values())}
    payments = {(payment.id,): _payment(order.id, payment) for payment in order.payments}
    return {(order.id,): _order(order)}, lines, payments


def _order(order: Order) -> Row:
    bill = order.bill
    return (
        order.id, order.number, order.order_type.value, order.status.value, order.business_date.isoformat(),
        microseconds(order.opened_at), None if order.closed_at is None else microseconds(order.closed_at),
        order.opened_by, order.server_name, order.terminal, order.currency, order.table_id, order.table_name,
        order.guests, order.guest_name, sum(line.charged_quantity for line in order.lines.values()),
        sum(line.quantity for line in order.unsent), bill.subtotal.minor, bill.tax.tax.minor, bill.total.minor,
        bill.paid.minor, bill.due.minor,
    )  # fmt: skip


def _line(order_id: OrderId, place: int, line: Line) -> Row:
    sold = line.sold
    return (
        order_id, line.id, place, sold.item_id, sold.category_name, sold.name, line.quantity, line.voided,
        line.price.minor, line.state.value, line.course, line.seat, line.fire_id,
    )  # fmt: skip


def _payment(order_id: OrderId, payment: Payment) -> Row:
    return (
        payment.id, order_id, payment.attempt_id, payment.tender, payment.amount.currency, payment.amount.minor,
        payment.tendered.minor, payment.change.minor, payment.rounding.minor, payment.tip.minor,
        microseconds(payment.taken_at), payment.business_date.isoformat(), payment.terminal, payment.reference,
    )  # fmt: skip


def _label(kept: KeptFact) -> Row | None:
    fact = kept.fact
    if not isinstance(fact, OrderOpened):
        return None
    return (kept.fact_id, fact.order_id, fact.terminal, fact.business_date.isoformat(), fact.number)


def _day(order: Order) -> date:
    return order.business_date


ORDER_FAMILY = Family(
    Aggregate.ORDER, (_ORDERS, _LINES, _PAYMENTS), Order, _rows, entry_table=_LABELS, entry=_label, day_of=_day
)
