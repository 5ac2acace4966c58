"""Orders as rows: each with the lines that are charged at it, whichever order they were added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from aura_terminal.domain.cash_taken import cash_entries
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.figures import figures_of
from aura_terminal.domain.guest_checks import check_state
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.joining import join, links_of
from aura_terminal.domain.lines import Line
from aura_terminal.domain.order_end import End
from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.shares import share_state
from aura_terminal.domain.tip_entries import tips_entered
from aura_terminal.store.codec import canonical
from aura_terminal.store.fold_tables import FoldTable, Rows
from aura_terminal.store.folds import Family, KeptFact
from aura_terminal.store.groups import Grouping, linked_by
from aura_terminal.store.moments import microseconds
from aura_terminal.store.statements import Row
from aura_terminal.store.tables import (
    ORDER_CASH,
    ORDER_CONFLICTS,
    ORDER_DAYS,
    ORDER_DISCOUNTS,
    ORDER_ERRANDS,
    ORDER_FIGURES,
    ORDER_LABELS,
    ORDER_LINES,
    ORDER_LINKS,
    ORDERS,
    PAYMENTS,
)

_FOLDED = (
    ORDERS, ORDER_LINES, PAYMENTS, ORDER_DAYS, ORDER_CONFLICTS, ORDER_LINKS, ORDER_DISCOUNTS, ORDER_FIGURES, ORDER_CASH,
    ORDER_ERRANDS,
)  # fmt: skip
_TABLES = tuple(map(FoldTable, _FOLDED))
_LABELS = FoldTable(ORDER_LABELS)


def _rows(order: Order, stamp: int) -> tuple[Rows, ...]:
    if order.terms is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    end = order.end
    lines = {(order.id, line.id): _line(order.id, place, line) for place, line in enumerate(order.lines.values())}
    payments = {(order.id, payment.id): _payment(order.id, payment) for payment in order.payments}
    days: Rows = {(order.id, day.isoformat()): (order.id, day.isoformat()) for day in _days(order, end)}
    return (
        {(order.id,): _order(order, end)}, lines, payments, days, _conflicts(order), _links(order), _discounts(order),
        _figures(order), _cash(order), _errand(order),
    )  # fmt: skip


def _bare(order: Order) -> tuple[Rows, ...]:
    """What others have to know of an order that cannot be shown: where its lines went."""
    return {}, {}, {}, {}, {}, _links(order), {}, {}, {}, {}


def _order(order: Order, end: End | None) -> Row:
    bill, token = order.bill, order.token
    ended, day = (None, order.opened_on) if end is None else (microseconds(end.at), end.business_date)
    return (
        order.id, order.number, order.order_type.value, order.status.value, day.isoformat(),
        microseconds(order.opened_at), ended, order.opened_by, order.server_name, order.terminal, order.currency,
        order.table_id, order.table_name, order.guests, order.guest_name,
        sum([line.charged_quantity for line in order.lines.values()]), sum([line.quantity for line in order.unsent]),
        bill.subtotal.minor, bill.tax.tax.minor, bill.total.minor,
        bill.paid.minor, bill.due.minor, token.holder, token.epoch, order.merged_into, order.split_from,
        bill.discount.minor, order.guest_id, order.source, order.source_number, int(is_held(order)),
        *_party(order), *_check(order), _tab_cap(order), _cleared(order),
    )  # fmt: skip


def _tab_cap(order: Order) -> int | None:
    """How far its tab may go, None for what is none."""
    return None if order.tab.opened is None else order.tab.opened.cap.minor


def _errand(order: Order) -> Rows:
    """When it was promised and handed over, of orders that were either."""
    promise, handed = order.errand.promise, order.errand.handed_over
    if promise is None and handed is None:
        return {}
    due_us = None if promise is None else microseconds(promise.due_at)
    return {(order.id,): (order.id, due_us, None if handed is None else microseconds(handed.handed_at))}


def _check(order: Order) -> Row:
    check = check_state(order)
    return (None, 0, 0) if check is None else (microseconds(check.printed_at), check.papers, int(check.is_current))


def _party(order: Order) -> Row:
    party = order.party
    parked = (None, "") if party.parked is None else (microseconds(party.parked.parked_at), party.parked.label)
    return (canonical(party.linked).decode(), *parked, *share_state(order))


def _cleared(order: Order) -> int | None:
    cleared = order.floor.cleared
    return None if cleared is None else microseconds(cleared.cleared_at)


def _line(order_id: OrderId, place: int, line: Line) -> Row:
    sold = line.sold
    return (
        order_id, line.id, place, sold.item_id, sold.category_name, sold.name, line.quantity, line.voided,
        line.price.minor, line.state.value, line.course, line.seat, line.fire_id, line.home, line.written_off,
    )  # fmt: skip


def _payment(order_id: OrderId, payment: Payment) -> Row:
    return (
        order_id, payment.id, payment.attempt_id, payment.tender, payment.amount.currency, payment.amount.minor,
        payment.tendered.minor, payment.change.minor, payment.rounding.minor, payment.tip.minor,
        microseconds(payment.taken_at), payment.business_date.isoformat(), payment.terminal, payment.reference,
    )  # fmt: skip


def _days(order: Order, end: End | None) -> set[date]:
    """Every business date on which something about its money happened."""
    days = {payment.business_date for payment in order.payments}
    days.update([tip.business_date for tip in tips_entered(order)])
    if end is not None:
        days.add(end.business_date)
    for settled in (order.refunds, order.reversals, order.kept, order.borne, order.written_off, order.returns):
        days.update([fact.act.business_date for fact in settled.values()])
    return days


def _conflicts(order: Order) -> Rows:
    rows: Rows = {}
    for one in conflicts_of(order):
        rows[order.id, one.id] = (
            order.id, one.id, one.kind.value, microseconds(one.opened_at), order.currency,
            None if one.amount is None else one.amount.minor, canonical(one.details).decode(), None, "",
        )  # fmt: skip
    for decided in order.decided.values():
        amount = decided.amount
        rows[order.id, decided.conflict_id] = (
            order.id, decided.conflict_id, decided.kind.value, microseconds(decided.opened_at), order.currency,
            None if amount is None else amount.minor, "[]", microseconds(decided.decided_at), decided.choice.value,
        )  # fmt: skip
    return rows


def _discounts(order: Order) -> Rows:
    if not order.discounts:
        return {}
    taken = {one.discount.id: one.amount.minor for one in order.bill.taken}
    return {
        (order.id, id_): (
            order.id, id_, place, applied.discount.name, applied.discount.slot, applied.discount.promotion_id,
            applied.discount.code, applied.discount.redemption_id, taken.get(id_, 0), int(id_ in taken),
            microseconds(applied.applied_at), applied.applied_by,
            None if applied.approval is None else applied.approval.by, applied.reason,
        )
        for place, (id_, applied) in enumerate(order.discounts.items())
    }  # fmt: skip


def _figures(order: Order) -> Rows:
    rows: Rows = {}
    for key, one in figures_of(order).items():
        named = (
            order.id, key.kind.value, key.business_date.isoformat(), order.currency, key.slot, key.name, key.part,
            key.who, key.why,
        )  # fmt: skip
        rows[named] = (*named, one.units, one.minor, one.other)
    return rows


def _cash(order: Order) -> Rows:
    return {
        (order.id, one.id): (
            order.id, one.id, one.session_id, one.terminal, one.business_date.isoformat(), microseconds(one.at),
            one.given.currency, one.given.minor, one.change.minor, one.refund.minor,
        )
        for one in cash_entries(order)
    }  # fmt: skip


def _links(order: Order) -> Rows:
    return {(order.id, other): (order.id, other) for other in links_of(order)}


def _label(kept: KeptFact) -> Row | None:
    fact = kept.fact
    if not isinstance(fact, OrderOpened):
        return None
    return (kept.fact_id, fact.order_id, fact.terminal, fact.business_date.isoformat(), fact.number)


def _day(order: Order) -> date:
    return order.business_date


def _named(order: Order) -> frozenset[str]:
    return frozenset(links_of(order))


def _join(members: Mapping[str, Order]) -> None:
    join({OrderId(id_): order for id_, order in members.items()})


ORDERS_TOGETHER = Grouping(_named, _join, linked_by(ORDER_LINKS.name, "order_id", "other_id"))
ORDER_FAMILY = Family(
    Aggregate.ORDER, _TABLES, Order, _rows, entry_table=_LABELS, entry=_label, entered=(OrderOpened,), day_of=_day,
    bare=_bare, grouping=ORDERS_TOGETHER,
)  # fmt: skip
