"""Orders that leave the house: planned in one go, promised by the kitchen's own estimate, sent out, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aura_terminal.domain.errand_facts import ContactGiven, DriverNamed, OrderPromised, PromiseKind
from aura_terminal.domain.errands import (
    begins_for,
    contact,
    hand_over_to_guest,
    name_driver,
    promise,
    send_out,
    soonest,
    take_back,
)
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import checked_phone
from aura_terminal.domain.ids import OrderId, StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.kitchen import KitchenTicket, TicketPromised
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.routing import stations_of
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.kitchen_estimate import kitchen_minutes
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.errand_paper import promise_slip
from aura_terminal.use_cases.kitchen_tickets import tickets_of_fires
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import calendar_of, opening_of, retyped
from aura_terminal.use_cases.sending import menu_now
from aura_terminal.use_cases.slips import spool_slip


@dataclass(frozen=True, slots=True)
class Plan:
    """How an order leaves the house. `due_at` None means as soon as the kitchen can; an aware time is the guest's."""

    order_type: OrderType
    call_name: str = ""
    phone: str = ""
    street: str = ""
    floor: str = ""
    note: str = ""
    due_at: datetime | None = None


class Errands:
    """The verbs on takeout and delivery. Each is one transaction and needs the right SELL."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def estimate(self, order_id: OrderId | None, order_type: OrderType) -> int:
        """Minutes that would be promised now: by what the kitchen has before it and what this order asks of it."""
        with self._begin(SYSTEM) as work:
            return self._minutes(work, None if order_id is None else work.order(order_id), order_type)

    def plan(self, by: Actor, target: OrderId | NewOrder, plan: Plan) -> Done:
        """Make it takeout or delivery, with a name to call, where the guest is reached, and when it is promised.

        The order is opened where there is none yet. Stations that have something of it hear of another promise.
        Raises RuleBroken: NOT_TO_GO, ORDER_NOT_OPEN, TIME_OUT_OF_RANGE, PHONE_UNREADABLE, ADDRESS_NEEDED.
        """
        by.must(Permission.SELL)
        if plan.order_type is OrderType.DINE_IN:
            raise RuleBroken(Rule.NOT_TO_GO, order="")
        if plan.order_type is OrderType.DELIVERY and not tidy(plan.street):
            raise RuleBroken(Rule.ADDRESS_NEEDED)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened = opening_of(work, self._ids, self._terminal, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            facts += self._planned(work, target, plan, by)
        return Done(target, tuple(facts))

    def promise_again(self, by: Actor, order_id: OrderId, due_at: datetime) -> Done:
        """Tell the guest another time, and the kitchen with it. Raises as `plan` does."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            said = promise(work.order(order_id), due_at, PromiseKind.CHOSEN, work.now, by.id)
            facts = self._promised(work, order_id, said)
        return Done(order_id, facts)

    def name_driver(self, by: Actor, order_id: OrderId, driver: str) -> DriverNamed:
        """Say who brings it. Raises RuleBroken: NOT_TO_GO, HANDED_OVER_ALREADY."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = name_driver(work.order(order_id), driver, work.now, by.id)
            work.keep(fact)
        return fact

    def send_out(self, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        """It is on its way. Raises RuleBroken: NOT_TO_GO, HANDED_OVER_ALREADY."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = send_out(work.order(order_id), work.now, by.id)
            work.keep(fact)
        return (fact,)

    def hand_over(self, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        """The guest has it, paid or not; an unpaid one stays open. Raises NOT_TO_GO, HANDED_OVER_ALREADY."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = hand_over_to_guest(work.order(order_id), work.now, by.id)
            work.keep(fact)
        return (fact,)

    def take_back(self, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        """It is still here after all. Raises RuleBroken(NOT_HANDED_OVER)."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = take_back(work.order(order_id), work.now, by.id)
            work.keep(fact)
        return (fact,)

    def _planned(self, work: Work, order_id: OrderId, plan: Plan, by: Actor) -> tuple[Fact, ...]:
        order, facts = work.order(order_id), list[Fact]()
        if order.order_type is not plan.order_type:
            facts += [retyped(work, order, plan.order_type)]
        if tidy(plan.call_name) != order.guest_name:
            facts += [order.name_guest(plan.call_name)]
        work.keep(*facts)
        given = ContactGiven(
            order_id, work.now, by.id, checked_phone(plan.phone), tidy(plan.street), tidy(plan.floor), tidy(plan.note)
        )
        told = contact(work.order(order_id), given)
        if told is not None:
            work.keep(told)
            facts.append(told)
        order = work.order(order_id)
        before = order.errand.promise
        if plan.due_at is not None:
            said = promise(order, plan.due_at, PromiseKind.CHOSEN, work.now, by.id)
        elif before is not None and before.kind is PromiseKind.SOONEST:
            said = None
        else:
            minutes = self._minutes(work, order, order.order_type)
            said = promise(order, work.now + timedelta(minutes=minutes), PromiseKind.SOONEST, work.now, by.id)
        return (*facts, *self._promised(work, order_id, said))

    def _promised(self, work: Work, order_id: OrderId, said: OrderPromised | None) -> tuple[Fact, ...]:
        """Keep a promise and tell every station that has something of the order and is not done with it."""
        if said is None:
            return ()
        order = work.order(order_id)
        work.keep(said)
        live = [one for one in tickets_of_fires(work, order.fires) if not one.is_bumped and not one.is_void]
        facts: list[Fact] = [TicketPromised(one.id, work.now, said.due_at) for one in live]
        waiting = [one for one in live if one.starts_at is not None and one.starts_at > work.now]
        begins = begins_for(waiting, said.due_at, work.now)
        facts += [one.hold(begins, work.now) for one in waiting]
        work.keep(*facts)
        self._tell_paper(work, work.order(order_id), live, said.due_at)
        return (said, *facts)

    def _tell_paper(self, work: Work, order: Order, live: Sequence[KitchenTicket], due_at: datetime) -> None:
        for ticket in live:
            station = work.documents.get(Station, ticket.fired.station_id) if ticket.fired else None
            if station is not None and station.delivery is not Delivery.SCREEN and not ticket.is_held:
                spool_slip(work, self._ids, promise_slip(order, station, due_at, calendar_of(work), work.now))

    def _minutes(self, work: Work, order: Order | None, order_type: OrderType) -> int:
        stations = {station.id: station for station in work.documents.all(Station)}
        wanted: dict[StationId, int] = {}
        lines = [] if order is None else list(order.unsent)
        menu = menu_now(work, lines)
        for line in lines:
            for place in stations_of(line.sold, order_type, stations, menu)[:1]:
                wanted[place] = max(wanted.get(place, 0), line.sold.prep_minutes)
        live = self._reads.kitchen.live(None)
        return soonest(kitchen_minutes(live, stations.values(), wanted, order_type), order_type)
