"""How an order evolves by one fact: the only code that changes one, for facts made here and for a peer's.

Facts are folded in stamp order. Whatever is missing and whatever was done at the same time elsewhere, nothing here
fails: a fact about a line nobody added is noted (`unknown`), and one that came too late changes nothing that is final.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from aura_terminal.domain.covering import covered, family_of
from aura_terminal.domain.ids import FireId, LineId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import rescaled
from aura_terminal.domain.money_token import Token, TokenOverridden, TokenReleased
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import (
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
    OrderTypeChanged,
    PaymentTaken,
    ReceiptReprinted,
    TableAssigned,
)
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


@evolve.register(TableAssigned)
def _(fact: TableAssigned, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.table_id, order.table_name, order.guests = fact.table_id, fact.table_name, fact.guests


@evolve.register(GuestNamed)
def _(fact: GuestNamed, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.guest_name = fact.guest_name


@evolve.register(OrderTypeChanged)
def _(fact: OrderTypeChanged, order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        return
    order.order_type = fact.order_type
    for line_id, rates in fact.rates:
        line = _line(order, line_id)
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
        _settle(order)


@evolve.register(LineQuantityChanged)
def _(fact: LineQuantityChanged, order: Order) -> None:
    line = _line(order, fact.line_id)
    if line is None or line.state is LineState.REMOVED:
        return
    wanted = line.quantity + fact.added if fact.added else fact.quantity
    if line.state is LineState.NEW:
        line.quantity = wanted
        line.modifiers = line.modifiers if fact.added else fact.modifiers
    elif wanted > line.quantity:
        _add_to_rest(order, line, wanted - line.quantity)


@evolve.register(LineModified)
def _(fact: LineModified, order: Order) -> None:
    line = _unsent(order, fact.line_id)
    if line is not None:
        line.modifiers = fact.modifiers


@evolve.register(LineNoted)
def _(fact: LineNoted, order: Order) -> None:
    line = _unsent(order, fact.line_id)
    if line is not None:
        line.note = fact.note


@evolve.register(LineSeated)
def _(fact: LineSeated, order: Order) -> None:
    line = _line(order, fact.line_id)
    if line is not None:
        line.seat = fact.seat


@evolve.register(LineCoursed)
def _(fact: LineCoursed, order: Order) -> None:
    line = _unsent(order, fact.line_id)
    if line is not None:
        line.course = fact.course


@evolve.register(LineRemoved)
def _(fact: LineRemoved, order: Order) -> None:
    line = _unsent(order, fact.line_id)
    if line is not None:
        line.state = LineState.REMOVED


@evolve.register(LineRestored)
def _(fact: LineRestored, order: Order) -> None:
    line = _line(order, fact.line_id)
    if line is not None and line.state is LineState.REMOVED:
        line.state = LineState.NEW


@evolve.register(LineSplit)
def _(fact: LineSplit, order: Order) -> None:
    line = _line(order, fact.line_id)
    if line is None or fact.new_line_id in order.own:
        return
    order.unknown.discard(fact.new_line_id)
    if not _split_off(order, line, fact.new_line_id, fact.quantity):
        order.never.add(fact.new_line_id)
    _settle(order)


@evolve.register(LinesMoved)
def _(fact: LinesMoved, order: Order) -> None:
    for line_id in fact.line_ids:
        line = _line(order, line_id)
        if line is not None:
            line.moved_to = fact.to


@evolve.register(LinesSettled)
def _(fact: LinesSettled, order: Order) -> None:
    settled = order.settled.setdefault(fact.at, {})
    for line_id, quantity in fact.lines:
        _line(order, line_id)
        settled[line_id] = max(quantity, settled.get(line_id, 0))
    _settle(order)


# The kitchen


@evolve.register(LinesFired)
def _(fact: LinesFired, order: Order) -> None:
    if fact.fire_id in order.fired_lines:
        return
    order.fires[fact.fire_id] = fact.fired_at
    order.fired_lines[fact.fire_id] = fact.lines
    for line_id, quantity in fact.lines:
        line = _line(order, line_id)
        if line is not None:
            _fire(order, line, fact.fire_id, max(1, quantity), line.id)


def _fire(order: Order, line: Line, fire_id: FireId, quantity: int, named: LineId) -> None:
    """A line is cooked as often as it was fired, once, whoever fired it and whatever was changed meanwhile."""
    if line.state not in (LineState.NEW, LineState.REMOVED):
        _fire_again(order, line, fire_id, quantity)
        return
    if quantity < line.quantity and line.state is LineState.NEW:
        _split_off(order, line, _rest_id(order, line), line.quantity - quantity)
    elif quantity < line.quantity:
        line.modifiers = rescaled(line.modifiers, line.quantity, quantity)
        line.quantity = quantity
    elif quantity > line.quantity:
        more = _fire_parts(order, line, fire_id, quantity - line.quantity, named)
        line.modifiers = rescaled(line.modifiers, line.quantity, line.quantity + more)
        line.quantity += more
    line.state, line.fire_id, line.fired_as = LineState.SENT, fire_id, named


def _fire_again(order: Order, line: Line, fire_id: FireId, quantity: int) -> None:
    """Two terminals fired one line: what the first did not fire is cooked of the second, the rest is a repeat."""
    before = sum(part.quantity for part in family_of(order.own, line.id) if part.fire_id not in (None, fire_id))
    repeated = min(quantity, before)
    order.repeats.setdefault(fire_id, {})[line.id] = repeated
    more = _fire_parts(order, line, fire_id, quantity - repeated, line.id)
    if more:
        rest = _add_to_rest(order, line, more)
        rest.state, rest.fire_id, rest.fired_as = LineState.SENT, fire_id, line.id


def _fire_parts(order: Order, line: Line, fire_id: FireId, quantity: int, named: LineId) -> int:
    """Fire unsent lines that were split from this one, so many units of them; says how many are left over."""
    for part in list(family_of(order.own, line.id)):
        if quantity and part is not line and part.state is LineState.NEW:
            fired = min(quantity, part.quantity)
            _fire(order, part, fire_id, fired, named)
            quantity -= fired
    return quantity


@evolve.register(LineVoided)
def _(fact: LineVoided, order: Order) -> None:
    line = _line(order, fact.line_id)
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
        line = _line(order, line_id)
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
    covers = fact.covers or _charged_now(order)
    order.closings.append(replace(fact, covers=covers))
    _cover(order, order.paid_for, covers)


@evolve.register(OrderCancelled)
def _(fact: OrderCancelled, order: Order) -> None:
    covers = fact.covers if fact.covers or fact.terminal else _charged_now(order)
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
    _settle(order)


def _settle(order: Order) -> None:
    """What was paid or cancelled somewhere stays there, wherever it is moved; the first that heard of it counts."""
    for at, covers in order.settled.items():
        for line_id, quantity in covered(order.own, covers).items():
            line = order.own[line_id]
            if quantity:
                line.settled_at = line.settled_at or at


def _charged_now(order: Order) -> tuple[tuple[LineId, int], ...]:
    return tuple((line.id, line.charged_quantity) for line in order.lines.values() if line.charged_quantity)


# Lines by id, and lines that were split


def _line(order: Order, line_id: LineId) -> Line | None:
    line = order.own.get(line_id)
    if line is None and line_id not in order.never:
        order.unknown.add(line_id)
    return line


def _unsent(order: Order, line_id: LineId) -> Line | None:
    line = _line(order, line_id)
    return line if line is not None and line.state is LineState.NEW else None


def _split_off(order: Order, line: Line, new_id: LineId, quantity: int) -> bool:
    """Take so many units out as a line of their own, as far as that leaves one; says whether there is one now.

    Whether what was paid covers the new line as well is reckoned anew.
    """
    possible = min(quantity, line.kept_quantity - 1)
    if possible > 0:
        order.own[new_id] = line.part(new_id, possible)
        order.own[new_id].settled_at = None
        _settle(order)
    return possible > 0


def _rest_id(order: Order, line: Line) -> LineId:
    """The id every terminal gives to what stays unsent when less than a line was fired."""
    rest = LineId(f"{line.id}+")
    return _rest_id(order, order.own[rest]) if rest in order.own else rest


def _add_to_rest(order: Order, line: Line, quantity: int) -> Line:
    """So many more of a line that is sent already: unsent, on a line of their own."""
    rest = order.own.get(LineId(f"{line.id}+"))
    if rest is not None and rest.state is LineState.NEW:
        rest.quantity += quantity
        return rest
    if rest is not None:
        return _add_to_rest(order, rest, quantity)
    rest = replace(
        line, id=LineId(f"{line.id}+"), quantity=quantity, modifiers=(), state=LineState.NEW, voided=0, fire_id=None,
        fired_as=None, written_off=0, overvoided=0, settled_at=None, part_of=line.id,
    )  # fmt: skip
    order.own[rest.id] = rest
    return rest
