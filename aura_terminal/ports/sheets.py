"""An order as a frozen sheet; a pure function, so that every reader shows the same order alike."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import total
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.tax import PricesAre
from aura_terminal.ports.reads import FireRow, LineRow, OrderSheet


def order_sheet(order: Order) -> OrderSheet:
    """What the order's screen shows."""
    if order.terms is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    bill = order.bill
    lines = tuple(_line(line) for line in order.lines.values() if line.state is not LineState.REMOVED)
    return OrderSheet(
        order_id=order.id,
        number=order.number,
        order_type=order.order_type,
        status=order.status,
        opened_at=order.opened_at,
        server_name=order.server_name,
        table_id=order.table_id,
        table_name=order.table_name,
        guests=order.guests,
        guest_name=order.guest_name,
        lines=lines,
        fires=_fires(order),
        unsent=sum(line.quantity for line in order.unsent),
        subtotal=bill.subtotal,
        tax=bill.tax.tax,
        taxes=bill.tax.lines,
        prices_include_tax=order.terms.prices is PricesAre.INCLUSIVE,
        total=bill.total,
        paid=bill.paid,
        due=bill.due,
        cash_due=bill.due.rounded_to(order.terms.cash_step),
        payments=tuple(order.payments),
    )


def _line(line: Line) -> LineRow:
    return LineRow(
        line_id=line.id,
        item_id=line.sold.item_id,
        name=line.sold.name,
        quantity=line.quantity,
        voided=line.voided,
        price=line.price,
        state=line.state,
        modifiers=line.modifiers,
        note=line.note,
        seat=line.seat,
        course=line.course,
        fire_id=line.fire_id,
        has_choices=line.sold.has_choices,
    )


def _fires(order: Order) -> tuple[FireRow, ...]:
    rows = []
    for fire_id, fired_at in order.fires.items():
        lines = [line for line in order.lines.values() if line.fire_id == fire_id]
        items = sum(line.charged_quantity for line in lines)
        rows.append(FireRow(fire_id, fired_at, items, total((line.price for line in lines), order.currency)))
    return tuple(rows)
