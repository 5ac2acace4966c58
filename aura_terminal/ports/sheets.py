"""An order as a frozen sheet; a pure function, so that every reader shows the same order alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aura_terminal.domain.age_checks import age_wanted
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.discounts import Taken
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guest_checks import check_state
from aura_terminal.domain.ids import OrderId, TicketId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import total
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.returns import Credit, credits_of
from aura_terminal.domain.tax import PricesAre
from aura_terminal.ports.errands import errand_sheet
from aura_terminal.ports.mesh_reads import ConflictRow
from aura_terminal.ports.reads import DiscountRow, FireRow, LineRow, OrderSheet, ReturnRow
from aura_terminal.ports.service_rows import charge_rows, gratuity_row
from aura_terminal.ports.share_rows import plan_row
from aura_terminal.ports.tickets import delivery_of_line, least

Tickets = Mapping[TicketId, KitchenTicket]
Orders = Mapping[OrderId, Order]

_NO_TICKETS: Tickets = MappingProxyType({})
_ALONE: Orders = MappingProxyType({})


def order_sheet(order: Order, orders: Orders = _ALONE, tickets: Tickets = _NO_TICKETS) -> OrderSheet:
    """What the order's screen shows. `orders` are those it hangs together with, `tickets` those of their fires."""
    if order.terms is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    bill = order.bill
    shown = [line for line in order.lines.values() if line.state is not LineState.REMOVED]
    merged = order.merged_into
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
        lines=tuple(_line(line, order, orders, tickets) for line in shown),
        fires=_fires(order, orders, tickets),
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
        holder=order.token.holder,
        merged_into=merged,
        merged_number=orders[merged].number if merged is not None and merged in orders else "",
        split_from=order.split_from,
        away=sum(1 for line in order.away if line.state is not LineState.REMOVED),
        conflicts=conflict_rows(order),
        discount=bill.discount or None,
        discounts=tuple(_discount(order, taken) for taken in bill.taken),
        guest_id=order.guest_id,
        source=order.source,
        source_number=order.source_number,
        is_held=is_held(order),
        returned=tuple(_returned(one) for one in credits_of(order)),
        age_wanted=age_wanted(order),
        check=check_state(order),
        charges=charge_rows(order) if order.service.has_charges else (),
        gratuity=gratuity_row(order),
        linked=order.party.linked,
        parked_as="" if order.party.parked is None else order.party.parked.label,
        plan=plan_row(order),
        cash_step=order.terms.cash_step,
        errand=errand_sheet(order),
    )


def _discount(order: Order, taken: Taken) -> DiscountRow:
    granted = order.discounts[taken.discount.id]
    by = granted.applied_by if granted.approval is None else granted.approval.by
    lines = (order.lines[one].sold.name for one in taken.discount.coverage.lines if one in order.lines)
    return DiscountRow(
        taken.discount.id, taken.discount.name, taken.amount, taken.discount.code, granted.reason, by, tuple(lines)
    )


def conflict_rows(order: Order) -> tuple[ConflictRow, ...]:
    """What is to be decided about the order, then what was decided."""
    number, table = order.number, order.table_name
    return (
        *(
            ConflictRow(one.id, one.kind, order.id, number, table, one.opened_at, one.amount, one.details, None, "")
            for one in conflicts_of(order)
        ),
        *(
            ConflictRow(
                one.conflict_id, one.kind, order.id, number, table, one.opened_at, one.amount,
                (("decided_by", one.approval.by),), one.decided_at, one.choice,
            )
            for one in order.decided.values()
        ),
    )  # fmt: skip


def _line(line: Line, order: Order, orders: Orders, tickets: Tickets) -> LineRow:
    home = None if line.home == order.id else orders.get(line.home)
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
        home=line.home,
        home_number="" if home is None else home.number,
        written_off=line.written_off,
        delivery=delivery_of_line(line, tickets),
        weighed=line.sold.weighed,
        held=line.held and line.state is LineState.NEW,
        level=line.sold.level,
        combo=line.sold.combo,
        parts=line.sold.parts,
        variant_id=line.sold.variant_id,
        allergens=line.sold.allergens,
    )


def _fires(order: Order, orders: Orders, tickets: Tickets) -> tuple[FireRow, ...]:
    """Every fire of which something is charged here, its own first."""
    fired_at = dict(order.fires)
    for line in order.lines.values():
        home = orders.get(line.home)
        if (
            line.fire_id is not None
            and line.fire_id not in fired_at
            and home is not None
            and line.fire_id in home.fires
        ):
            fired_at[line.fire_id] = home.fires[line.fire_id]
    rows = []
    for fire_id, at in fired_at.items():
        lines = [line for line in order.lines.values() if line.fire_id == fire_id]
        items = sum(line.charged_quantity for line in lines)
        amount = total((line.price for line in lines), order.currency)
        rows.append(FireRow(fire_id, at, items, amount, least(delivery_of_line(line, tickets) for line in lines)))
    return tuple(rows)


def _returned(credit: Credit) -> ReturnRow:
    units = sum(back.quantity for back in credit.taken.parts)
    return ReturnRow(credit.fact.return_id, credit.fact.act.at, units, credit.amount)
