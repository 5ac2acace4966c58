"""Lines on their way: to another order, in parts, and whole orders merged. Nothing is fired again by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from aura_terminal.domain.combos import whole_combos
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ComboId, LineId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.moving import LinesMoved, LineSplit, OrderMerged, older_of
from aura_terminal.domain.order_money import bill_for
from aura_terminal.domain.ordering import Order


def move_lines(order: Order, line_ids: Sequence[LineId], to: Order, now: datetime) -> tuple[LinesMoved, ...]:
    """Charge lines at another open order, combos as a whole: one fact for each home.

    Raises RuleBroken: ORDER_NOT_OPEN for either order, SAME_ORDER, ORDERS_DIFFER (another currency or other tax terms),
    LINE_GONE, LINE_SETTLED, and WOULD_OVERPAY where more was paid than would be left.
    """
    must_share(order, to)
    moved = [_movable(order, line_id) for line_id in whole_combos(order, line_ids)]
    gone = {line.id for line in moved}
    left = [line for line in order.lines.values() if line.id not in gone]
    bill = bill_for(order, ((line, line.charged_quantity) for line in left))
    if order.payments and bill.total < bill.paid:
        raise RuleBroken(Rule.WOULD_OVERPAY, line=moved[0].sold.name)
    homes: dict[OrderId, list[LineId]] = {}
    for line in moved:
        homes.setdefault(line.home, []).append(line.id)
    return tuple(LinesMoved(home, tuple(ids), to.id, now) for home, ids in homes.items())


def split_line(order: Order, line_id: LineId, new_line_id: LineId, quantity: int) -> LineSplit:
    """Make so many of a line a line of its own; both together cost what the line cost.

    Raises RuleBroken: ORDER_NOT_OPEN, LINE_GONE, LINE_SETTLED, QUANTITY_OUT_OF_RANGE unless at least one stays, and
    COMBO_WHOLE for what is part of a combo, which `split_combo` splits as a whole.
    """
    _must_be_open(order)
    line = _movable(order, line_id)
    if line.sold.combo is not None:
        raise RuleBroken(Rule.COMBO_WHOLE, line=line.sold.name, combo=line.sold.combo.name)
    if not 1 <= quantity < line.charged_quantity:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=quantity)
    return LineSplit(line.home, line_id, new_line_id, quantity)


def splits_of(order: Order, line_id: LineId, quantity: int, new_id: Callable[[], str]) -> tuple[LineSplit, ...]:
    """What makes so many of a line a line of its own, and with a component of a combo all the others alike."""
    if order.line(line_id).sold.combo is None:
        return (split_line(order, line_id, LineId(new_id()), quantity),)
    return split_combo(order, line_id, quantity, new_id)


def split_combo(order: Order, line_id: LineId, quantity: int, new_id: Callable[[], str]) -> tuple[LineSplit, ...]:
    """Make so many of a combo one of its own, each of its lines alike. Raises as `split_line` does."""
    _must_be_open(order)
    combo_id, splits = ComboId(new_id()), []
    for id_ in whole_combos(order, (line_id,)):
        line = _movable(order, id_)
        if not 1 <= quantity < line.charged_quantity:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=quantity)
        splits.append(LineSplit(line.home, id_, LineId(new_id()), quantity, combo_id))
    return tuple(splits)


def merge(one: Order, other: Order, now: datetime, business_date: date) -> OrderMerged:
    """Charge two open orders as one: the younger goes into the older, whichever is named first.

    Raises RuleBroken: ORDER_NOT_OPEN, SAME_ORDER, ORDERS_DIFFER, and ORDER_HAS_PAYMENTS when money was taken on the one
    that goes, because its payments would stay behind.
    """
    must_share(one, other)
    stays = one if older_of(one.id, other.id) == one.id else other
    goes = other if stays is one else one
    if goes.payments:
        raise RuleBroken(Rule.ORDER_HAS_PAYMENTS, order=goes.number)
    return OrderMerged(goes.id, stays.id, now, business_date)


def must_share(order: Order, other: Order) -> None:
    """Refuse two orders that cannot charge each other's lines."""
    if order.id == other.id:
        raise RuleBroken(Rule.SAME_ORDER)
    _must_be_open(order)
    _must_be_open(other)
    if (order.currency, order.terms) != (other.currency, other.terms):
        raise RuleBroken(Rule.ORDERS_DIFFER, order=order.number, other=other.number)


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)


def _movable(order: Order, line_id: LineId) -> Line:
    line = order.line(line_id)
    if line.state is LineState.REMOVED:
        raise RuleBroken(Rule.LINE_GONE, line=line.sold.name)
    if line.settled_at is not None:
        raise RuleBroken(Rule.LINE_SETTLED, line=line.sold.name)
    return line
