"""Orders that leave the house: the verbs, when the kitchen begins, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from aura_terminal.domain.errand_facts import (
    ContactGiven,
    DriverNamed,
    HandoverTakenBack,
    OrderHandedOver,
    OrderPromised,
    OrderSentOut,
    PromiseKind,
)
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.pacing import minutes_of
from aura_terminal.domain.routing import beginning
from aura_terminal.domain.shop import StationRole
from aura_terminal.domain.ticket_facts import TicketFired

PACKING = 5
"""Minutes between the last dish and the bag."""

RIDE = 20
"""Minutes from the counter to a guest's door, as promised before anybody chose a time."""

FURTHEST = timedelta(days=14)
"""How far ahead a time is promised."""

_ENDED = (OrderStatus.CANCELLED, OrderStatus.MERGED)


class Progress(StrEnum):
    """How far an order is on its way to the guest."""

    NOT_BEGUN = "not_begun"
    MAKING = "making"
    READY = "ready"
    OUT = "out"
    HANDED_OVER = "handed_over"


def promise(order: Order, due_at: datetime, kind: PromiseKind, now: datetime, by: StaffId) -> OrderPromised | None:
    """Tell the guest when; None where they were told just that.

    Raises RuleBroken: ORDER_NOT_OPEN for one that was cancelled or merged, HANDED_OVER_ALREADY, NOT_TO_GO for one that
    is eaten here, TIME_OUT_OF_RANGE for a time that is over or further ahead than two weeks.
    """
    _must_be_here(order)
    if not now - timedelta(minutes=1) <= due_at <= now + FURTHEST:
        raise RuleBroken(Rule.TIME_OUT_OF_RANGE, order=order.number)
    said = order.errand.promise
    if said is not None and (said.due_at, said.kind) == (due_at, kind):
        return None
    return OrderPromised(order.id, now, by, due_at, kind)


def contact(order: Order, given: ContactGiven) -> ContactGiven | None:
    """Keep where the guest is reached; None where that is known. Raises RuleBroken(NOT_TO_GO)."""
    must_leave(order)
    known = order.errand.contact
    said = (given.phone, given.street, given.floor, given.note)
    before = ("", "", "", "") if known is None else (known.phone, known.street, known.floor, known.note)
    return None if said == before else given


def name_driver(order: Order, driver: str, now: datetime, by: StaffId) -> DriverNamed:
    """Say who brings it. Raises RuleBroken: NOT_TO_GO, HANDED_OVER_ALREADY."""
    _must_be_here(order)
    return DriverNamed(order.id, now, by, tidy(driver))


def send_out(order: Order, now: datetime, by: StaffId) -> OrderSentOut:
    """It leaves with its driver. Raises RuleBroken: NOT_TO_GO, HANDED_OVER_ALREADY."""
    _must_be_here(order)
    if order.errand.sent_out is not None:
        raise RuleBroken(Rule.HANDED_OVER_ALREADY, order=order.number)
    return OrderSentOut(order.id, now, by, order.errand.driver)


def hand_over_to_guest(order: Order, now: datetime, by: StaffId) -> OrderHandedOver:
    """The guest has it, paid or not. Raises RuleBroken: NOT_TO_GO, HANDED_OVER_ALREADY."""
    _must_be_here(order)
    return OrderHandedOver(order.id, now, by)


def take_back(order: Order, now: datetime, by: StaffId) -> HandoverTakenBack:
    """It is still here. Raises RuleBroken(NOT_HANDED_OVER) where nobody said otherwise."""
    if order.errand.sent_out is None and order.errand.handed_over is None:
        raise RuleBroken(Rule.NOT_HANDED_OVER, order=order.number)
    return HandoverTakenBack(order.id, now, by)


def must_leave(order: Order) -> None:
    """Refuse what is only said of orders that leave the house (NOT_TO_GO)."""
    if order.order_type is OrderType.DINE_IN:
        raise RuleBroken(Rule.NOT_TO_GO, order=order.number)


def _must_be_here(order: Order) -> None:
    must_leave(order)
    if order.status in _ENDED:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    if order.errand.handed_over is not None:
        raise RuleBroken(Rule.HANDED_OVER_ALREADY, order=order.number)


def progress_of(order: Order, tickets: Iterable[KitchenTicket], now: datetime) -> Progress:
    """How far an order is: by what was noted of it, else by its tickets; what no kitchen makes is ready once sent."""
    if order.errand.handed_over is not None:
        return Progress.HANDED_OVER
    if order.errand.sent_out is not None:
        return Progress.OUT
    wanted = [ticket for ticket in tickets if not ticket.is_void]
    if order.unsent or not order.fires:
        return Progress.NOT_BEGUN
    live = [ticket for ticket in wanted if not ticket.is_bumped]
    if not live:
        return Progress.READY
    begun = len(live) < len(wanted) or any(one.starts_at is not None and one.starts_at <= now for one in live)
    return Progress.MAKING if begun else Progress.NOT_BEGUN


def under_promise(tickets: Sequence[TicketFired], promise: OrderPromised | None) -> tuple[TicketFired, ...]:
    """Tickets of one fire with what the guest was promised; for a chosen time each is begun so late that the slowest
    is packed, and brought where that is wanted, just in time.

    A ticket nobody knows the minutes of is taken to need its station's target.
    """
    if promise is None:
        return tuple(tickets)
    slowest = timedelta(minutes=max((_minutes(one) for one in tickets if one.role is StationRole.PREP), default=0))
    fired_at = min((one.fired_at for one in tickets), default=promise.due_at)
    later = promise.due_at - slowest - _after_cooking(tickets[0].order_type if tickets else None) - fired_at
    if promise.kind is PromiseKind.SOONEST or later <= timedelta():
        return tuple(replace(one, due_at=promise.due_at) for one in tickets)
    begun = (one if one.held else beginning(one, (one.start_at or one.fired_at) + later) for one in tickets)
    return tuple(replace(one, due_at=promise.due_at) for one in begun)


def _minutes(ticket: TicketFired) -> int:
    return minutes_of(ticket) or ticket.target_minutes


def begins_for(tickets: Sequence[KitchenTicket], due_at: datetime, now: datetime) -> datetime:
    """When these, not begun yet, are to be begun under another promise; never before now."""
    fired = [one.fired for one in tickets if one.fired is not None and one.fired.role is StationRole.PREP]
    slowest = timedelta(minutes=max(map(_minutes, fired), default=0))
    return max(now, due_at - slowest - _after_cooking(fired[0].order_type if fired else None))


def _after_cooking(order_type: OrderType | None) -> timedelta:
    """From the last dish to the guest: packing, and the way where it is brought."""
    return timedelta(minutes=PACKING + (RIDE if order_type is OrderType.DELIVERY else 0))


def soonest(kitchen_minutes: int, order_type: OrderType) -> int:
    """Minutes to promise for an order that is begun at once: what the kitchen needs, packing, and the way; in fives."""
    minutes = kitchen_minutes + PACKING + (RIDE if order_type is OrderType.DELIVERY else 0)
    return -(-minutes // 5) * 5
