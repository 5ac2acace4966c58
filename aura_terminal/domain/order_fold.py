"""How an order evolves by one fact: the only code that changes one, for facts made here and for a peer's.

Facts are folded in stamp order. Whatever is missing and whatever was done at the same time elsewhere, nothing here
fails: a fact about a line nobody added is noted (`unknown`), and one that came too late changes nothing that is final.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from aura_terminal.domain.combos import bring_back, combo_of, in_combo, is_begun, stand_beside
from aura_terminal.domain.covering import family_of
from aura_terminal.domain.firing import Fire
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.line_parts import (
    change_rest,
    cooked_line,
    line_of,
    rests,
    settle,
    split_off,
    unsent_line,
)
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money_token import Token, TokenOverridden, TokenReleased
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import (
    DiscountApplied,
    DiscountRemoved,
    GuestAttached,
    GuestNamed,
    LineAdded,
    LineCoursed,
    LineModified,
    LineNoted,
    LineQuantityChanged,
    LineRemoved,
    LineRestored,
    LineSeated,
    LinesFired,
    LineVoided,
    OrderCancelled,
    OrderClosed,
    OrderFact,
    OrderOpened,
    OrderReleased,
    OrderTypeChanged,
    PaymentTaken,
    ReceiptReprinted,
    TableAssigned,
)
from aura_terminal.domain.order_money import covers_now
from aura_terminal.domain.settling import (
    ConflictDecided,
    LateItemsWrittenOff,
    OverpaymentKept,
    PaymentRefunded,
    PaymentReversed,
    ShortfallBorne,
)

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@singledispatch
def evolve(fact: OrderFact, order: Order) -> None:
    """Change the order by one fact."""
    raise TypeError(f"not a fact about an order: {fact!r}")


# The order itself


@evolve.register(OrderOpened)
def _(fact: OrderOpened, order: Order) -> None:
    if order.terms is not None:
        return
    order.number, order.order_type, order.opened_on = fact.number, fact.order_type, fact.business_date
    order.opened_at, order.opened_by, order.server_name = fact.opened_at, fact.opened_by, fact.server_name
    order.terminal, order.currency, order.terms = fact.terminal, fact.currency, fact.terms
    order.table_id, order.table_name = fact.table_id, fact.table_name
    order.guests, order.guest_name, order.split_from = fact.guests, fact.guest_name, fact.split_from
    order.guest_id, order.source, order.source_number = fact.guest_id, fact.source, fact.source_number
    order.service.terms = fact.service


@evolve.register(TableAssigned)
def _(fact: TableAssigned, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.guests = fact.guests
        if not (order.party.linked and fact.table_id == order.table_id):
            order.table_id, order.table_name, order.party.linked = fact.table_id, fact.table_name, ()


@evolve.register(GuestNamed)
def _(fact: GuestNamed, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.guest_name = fact.guest_name


@evolve.register(GuestAttached)
def _(fact: GuestAttached, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.guest_id, order.guest_name = fact.guest_id, fact.guest_name or order.guest_name


@evolve.register(OrderReleased)
def _(fact: OrderReleased, order: Order) -> None:
    order.released = order.released or fact


@evolve.register(OrderTypeChanged)
def _(fact: OrderTypeChanged, order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        return
    order.order_type = fact.order_type
    for line_id, rates in fact.rates:
        line = line_of(order, line_id)
        if line is not None:
            line.rates = rates


# Lines


@evolve.register(LineAdded)
def _(fact: LineAdded, order: Order) -> None:
    order.unknown.discard(fact.line_id)
    if fact.line_id not in order.own:
        order.own[fact.line_id] = Line(
            fact.line_id, fact.sold, fact.quantity, fact.course, fact.modifiers, fact.note, fact.seat, fact.sold.rates,
            home=order.id,
        )  # fmt: skip
        stand_beside(order, order.own[fact.line_id])
        settle(order)


@evolve.register(LineQuantityChanged)
def _(fact: LineQuantityChanged, order: Order) -> None:
    line = line_of(order, fact.line_id)
    if line is None or line.state is LineState.REMOVED:
        return
    more = fact.added or fact.quantity - sum(one.quantity for one in rests(order, line))
    if line.state is not LineState.NEW:
        change_rest(order, line, more)
    elif fact.added:
        line.quantity += fact.added
    else:
        line.quantity, line.modifiers = fact.quantity, fact.modifiers


@evolve.register(LineModified)
def _(fact: LineModified, order: Order) -> None:
    line = unsent_line(order, fact.line_id)
    if line is not None:
        line.modifiers = fact.modifiers


@evolve.register(LineNoted)
def _(fact: LineNoted, order: Order) -> None:
    line = unsent_line(order, fact.line_id)
    if line is not None:
        line.note = fact.note


@evolve.register(LineSeated)
def _(fact: LineSeated, order: Order) -> None:
    line = line_of(order, fact.line_id)
    if line is not None:
        line.seat = fact.seat


@evolve.register(LineCoursed)
def _(fact: LineCoursed, order: Order) -> None:
    line = unsent_line(order, fact.line_id)
    if line is not None:
        line.course = fact.course


@evolve.register(LineRemoved)
def _(fact: LineRemoved, order: Order) -> None:
    line = unsent_line(order, fact.line_id)
    if line is not None and not is_begun(order, line):
        line.state = LineState.REMOVED


@evolve.register(LineRestored)
def _(fact: LineRestored, order: Order) -> None:
    line = line_of(order, fact.line_id)
    if line is not None and line.state is LineState.REMOVED:
        line.state = LineState.NEW


@evolve.register(LineSplit)
def _(fact: LineSplit, order: Order) -> None:
    line = line_of(order, fact.line_id)
    if line is None or fact.new_line_id in order.own:
        return
    order.unknown.discard(fact.new_line_id)
    source = next((one for one in rests(order, line) if 0 < fact.quantity < one.quantity - one.voided), None)
    if source is None:
        order.never[fact.new_line_id] = fact.line_id
    else:
        split_off(order, source, fact.new_line_id, fact.quantity)
        in_combo(order, order.own[fact.new_line_id], fact.combo_id)


@evolve.register(LinesMoved)
def _(fact: LinesMoved, order: Order) -> None:
    for line_id in fact.line_ids:
        line = line_of(order, line_id)
        for one in () if line is None else combo_of(order.own.values(), line):
            one.moved_to = fact.to


@evolve.register(LinesSettled)
def _(fact: LinesSettled, order: Order) -> None:
    settled = order.settled.setdefault(fact.at, {})
    for line_id, quantity in fact.lines:
        line_of(order, line_id)
        settled[line_id] = max(quantity, settled.get(line_id, 0))
    settle(order)


# The kitchen


@evolve.register(LinesFired)
def _(fact: LinesFired, order: Order) -> None:
    if fact.fire_id in order.fired_lines:
        return
    order.fires[fact.fire_id] = fact.fired_at
    order.fired_lines[fact.fire_id] = fact.lines
    fire = Fire(order, fact.fire_id, frozenset(line_id for line_id, _ in fact.lines))
    for line_id, quantity in fact.lines:
        line = cooked_line(order, line_id)
        if line is not None:
            fire.take(line_id, line, max(1, quantity))
    bring_back(order, fact.fire_id)


@evolve.register(LineVoided)
def _(fact: LineVoided, order: Order) -> None:
    line = cooked_line(order, fact.line_id)
    if line is None:
        return
    order.voids.append(fact)
    left = fact.quantity
    for part in family_of(order.own, line.id):
        taken = min(left, part.quantity - part.voided) if part is line or part.state is LineState.SENT else 0
        part.voided += taken
        left -= taken
        if part.voided == part.quantity:
            part.state = LineState.VOIDED
    line.overvoided += left


# Money


@evolve.register(PaymentTaken)
def _(fact: PaymentTaken, order: Order) -> None:
    if all(payment.id != fact.payment.id for payment in order.payments):
        order.payments.append(fact.payment)


@evolve.register(DiscountApplied)
def _(fact: DiscountApplied, order: Order) -> None:
    order.discounts.setdefault(fact.discount.id, fact)


@evolve.register(DiscountRemoved)
def _(fact: DiscountRemoved, order: Order) -> None:
    order.discounts_off.setdefault(fact.discount_id, fact.removed_by)


@evolve.register(PaymentRefunded)
def _(fact: PaymentRefunded, order: Order) -> None:
    order.refunds.setdefault(fact.refund.id, fact)


@evolve.register(PaymentReversed)
def _(fact: PaymentReversed, order: Order) -> None:
    order.reversals.setdefault(fact.payment_id, fact)


@evolve.register(OverpaymentKept)
def _(fact: OverpaymentKept, order: Order) -> None:
    order.kept.setdefault(fact.kept_id, fact)


@evolve.register(ShortfallBorne)
def _(fact: ShortfallBorne, order: Order) -> None:
    order.borne.setdefault(fact.borne_id, fact)


@evolve.register(LateItemsWrittenOff)
def _(fact: LateItemsWrittenOff, order: Order) -> None:
    for line_id, quantity in fact.lines:
        line = line_of(order, line_id)
        if line is not None:
            line.written_off = max(line.written_off, quantity)
            order.written_off[line_id] = fact


@evolve.register(ConflictDecided)
def _(fact: ConflictDecided, order: Order) -> None:
    order.decided.setdefault(fact.conflict_id, fact)


@evolve.register(TokenReleased)
def _(fact: TokenReleased, order: Order) -> None:
    if fact.epoch > order.token.epoch:
        order.handed = Token(fact.to, fact.epoch, fact.seen)


@evolve.register(TokenOverridden)
def _(fact: TokenOverridden, order: Order) -> None:
    if fact.epoch > order.token.epoch:
        order.handed = Token(fact.to, fact.epoch)


# Ends


@evolve.register(OrderClosed)
def _(fact: OrderClosed, order: Order) -> None:
    covers = fact.covers or covers_now(order)
    order.closings.append(fact if fact.covers else replace(fact, covers=covers))
    _cover(order, order.paid_for, covers)


@evolve.register(OrderCancelled)
def _(fact: OrderCancelled, order: Order) -> None:
    covers = fact.covers if fact.covers or fact.terminal else covers_now(order)
    order.cancellations.append(replace(fact, covers=covers))
    _cover(order, order.taken_back, covers)


@evolve.register(OrderMerged)
def _(fact: OrderMerged, order: Order) -> None:
    if fact.into < order.id:
        order.merges.append(fact)


@evolve.register(ReceiptReprinted)
def _(fact: ReceiptReprinted, order: Order) -> None:
    order.receipt_copies = max(order.receipt_copies, fact.copy_no)


def _cover(order: Order, covered: dict[LineId, int], covers: Iterable[tuple[LineId, int]]) -> None:
    for line_id, quantity in covers:
        covered[line_id] = max(quantity, covered.get(line_id, 0))
    settled = order.settled.setdefault(order.id, {})
    for line_id, quantity in covers:
        settled[line_id] = max(quantity, settled.get(line_id, 0))
    settle(order)
