"""What a guest asks for, up to the kitchen door."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.combos import together, whole_combos
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import FireId, LineId, OrderId, TableId
from aura_terminal.domain.kitchen import TicketItemVoided
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import Item, Pick, choose
from aura_terminal.domain.money import total
from aura_terminal.domain.opening import opened_with
from aura_terminal.domain.order_facts import OrderFact, OrderOpened, OrderTypeChanged
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import STORE_PROFILE, Delivery, Station, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Asked as Asked
from aura_terminal.use_cases.asking import Done as Done
from aura_terminal.use_cases.asking import NewOrder as NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.combos import add_asked
from aura_terminal.use_cases.given_back import discounts_undone
from aura_terminal.use_cases.kitchen_tickets import tickets_of_line
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.pricing import priced_again
from aura_terminal.use_cases.seating import table_for
from aura_terminal.use_cases.selling import count_line, on_each, restore_line, served, take_off_unsent
from aura_terminal.use_cases.selling import groups_of as groups_of
from aura_terminal.use_cases.selling import keep_with_claims as keep_with_claims
from aura_terminal.use_cases.selling import must_be_sold as must_be_sold
from aura_terminal.use_cases.selling import regime_of as regime_of
from aura_terminal.use_cases.selling import sold_as as sold_as
from aura_terminal.use_cases.sending import hand_over
from aura_terminal.use_cases.service_terms import terms_of_opening
from aura_terminal.use_cases.slips import spool_slip, void_slip
from aura_terminal.use_cases.unsent import going_now, must_be_chosen


class Ordering:
    """The verbs on an open order. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def open_order(self, by: Actor, new: NewOrder) -> Done:
        """Open an empty order, for a party that sits down before it asks."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            opened = opening_of(work, self._ids, self._terminal, by, new)
            work.keep(opened)
        return Done(opened.order_id, (opened,))

    def add_item(self, by: Actor, target: OrderId | NewOrder, asked: Asked) -> Done:
        """Put an item on an order, opening it if it is new: one tap, one transaction."""
        by.must(Permission.SELL)
        if asked.level is not None:
            by.must(Permission.CHOOSE_PRICE)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened = opening_of(work, self._ids, self._terminal, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            facts.extend(add_asked(work, work.order(target), asked, self._ids))
        return Done(target, tuple(facts))

    def change_quantity(self, by: Actor, order_id: OrderId, line_id: LineId, quantity: int) -> Done:
        """Make it so many, of a combo as a whole; choices on every unit follow, and the menu's bounds still hold."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            if quantity > work.order(order_id).line(line_id).quantity:
                must_be_on_the_clock(work, by)
            facts = on_each(work, order_id, line_id, partial(count_line, work, quantity=quantity))
        return Done(order_id, facts)

    def choose(self, by: Actor, order_id: OrderId, line_id: LineId, picks: tuple[Pick, ...]) -> Done:
        """Choose again on an unsent line."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            item = work.documents.get(Item, line.sold.item_id)
            groups = priced_again(work, item, groups_of(work), line.sold.level).groups
            chosen = choose(groups, item.modifier_groups, picks, line.quantity, served(work, item, line.sold))
            fact = order.modify_line(line_id, chosen)
            work.keep(fact)
        return Done(order_id, (fact,))

    def note_line(self, by: Actor, order_id: OrderId, line_id: LineId, note: str) -> Done:
        """Say something to the kitchen about a line."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.note_line(line_id, note))

    def seat_line(self, by: Actor, order_id: OrderId, line_id: LineId, seat: int) -> Done:
        """Say whose a line is; a combo is one guest's."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            facts = tuple(order.seat_line(one, seat) for one in whole_combos(order, (line_id,)))
            work.keep(*facts)
        return Done(order_id, facts)

    def course_line(self, by: Actor, order_id: OrderId, line_id: LineId, course: int) -> Done:
        """Move a line to another course."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.course_line(line_id, course))

    def remove_line(self, by: Actor, order_id: OrderId, line_id: LineId) -> Done:
        """Take an unsent line off, a combo as a whole."""
        by.must(Permission.VOID_UNSENT)
        with self._begin(by.id) as work:
            facts = on_each(work, order_id, line_id, lambda order, one: order.remove_line(one.id))
        return Done(order_id, facts)

    def restore_line(self, by: Actor, order_id: OrderId, line_id: LineId) -> Done:
        """Put a removed line back, a combo as a whole."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            facts = on_each(work, order_id, line_id, partial(restore_line, work))
        return Done(order_id, facts)

    def send(self, by: Actor, order_id: OrderId) -> Done:
        """Hand every unsent line that is not held to its station, on screen and on paper.

        Raises RuleBroken: NOTHING_TO_SEND, and LINE_NEEDS_CHOICE for one that was added without a required choice.
        """
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            order = work.order(order_id)
            going = going_now(order)
            must_be_chosen(work, going)
            fired = order.send(FireId(self._ids.new()), work.now, going)
            facts = hand_over(work, order, fired, self._ids, self._terminal.label)
        return Done(order_id, facts)

    def void_line(
        self,
        by: Actor,
        order_id: OrderId,
        line_id: LineId,
        quantity: int,
        reason: str,
        approval: Approval | None = None,
    ) -> Done:
        """Take back so many of a sent line, of a combo as a whole; the station is told on screen and on paper.

        Who may not void by right brings an approval, or is refused with APPROVAL_NEEDED.
        """
        with self._begin(by.id) as work:
            order = work.order(order_id)
            lines = [order.line(one) for one in together(order, line_id)]
            costs = total((line.price_of(quantity) for line in lines), order.currency)
            allowed = approved(by, approval, work, Permission.VOID_SENT, reason, amount=costs)
            facts: list[Fact] = []
            for line in lines:
                voided = work.order(order_id).void_line(line.id, quantity, reason, allowed)
                told = self._tell_station(work, order, line, quantity, voided.reason)
                work.keep(voided, *told)
                facts.extend((voided, *told))
            facts.extend(take_off_unsent(work, order_id, line_id, quantity))
        return Done(order_id, tuple(facts))

    def assign_table(self, by: Actor, order_id: OrderId, table_id: TableId | None, guests: int) -> Done:
        """Seat the party of an order."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = work.order(order_id).assign_table(table_id, _table_name(work, table_id, order_id), guests)
            work.keep(fact)
        return Done(order_id, (fact,))

    def name_guest(self, by: Actor, order_id: OrderId, guest_name: str) -> Done:
        """Keep a name to call the guest by."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.name_guest(guest_name))

    def change_type(self, by: Actor, order_id: OrderId, order_type: OrderType) -> Done:
        """Dine in, takeout or delivery; the tax follows."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = retyped(work, work.order(order_id), order_type)
            work.keep(fact)
        return Done(order_id, (fact,))

    def cancel_order(self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None) -> Done:
        """Take the whole order back; stations that have something of it are told."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            order = work.order(order_id)
            allowed = approval
            if approval is None and any(line.state is LineState.SENT for line in order.lines.values()):
                allowed = approved(by, None, work, Permission.CANCEL_ORDER, reason)
            today = work.today
            cancelled = order.cancel(work.now, today, reason, allowed, self._terminal.label)
            facts: list[Fact] = [cancelled, *order.settle_hosted(), *discounts_undone(work, order, by)]
            for line in order.lines.values():
                if line.state is LineState.SENT and line.charged_quantity:
                    facts.extend(self._tell_station(work, order, line, line.charged_quantity, cancelled.reason))
                elif line.state is LineState.NEW:
                    facts.extend(work.stock(line.sold.item_id).claim(line.id, 0, line.quantity))
            work.keep(*facts)
        return Done(order_id, tuple(facts))

    def _keep_one(self, by: Actor, needed: Permission, order_id: OrderId, decide: Callable[[Order], OrderFact]) -> Done:
        """One verb of an order that needs nothing but the order: one fact, one transaction."""
        by.must(needed)
        with self._begin(by.id) as work:
            fact = decide(work.order(order_id))
            work.keep(fact)
        return Done(order_id, (fact,))

    def _tell_station(
        self, work: Work, order: Order, line: Line, quantity: int, reason: str
    ) -> tuple[TicketItemVoided, ...]:
        """Tell every station of a sent line, on its screen and on paper, that so many are not wanted."""
        tickets = tickets_of_line(work, line)
        for ticket in tickets:
            if ticket.fired is None:
                continue
            station = work.documents.get(Station, ticket.fired.station_id)
            if station.delivery is not Delivery.SCREEN or ticket.escalated is not None:
                slip = void_slip(order, line, quantity, reason, station, calendar_of(work), work.now)
                slip.route = slip.route if ticket.escalated is None else ticket.escalated.to
                spool_slip(work, self._ids, slip)
        return tuple(ticket.void_item(line.fired_as or line.id, quantity, reason) for ticket in tickets)


def opening_of(
    work: Work, ids: Ids, terminal: TerminalIdentity, by: Actor, new: NewOrder, *, split_from: OrderId | None = None
) -> OrderOpened:
    """The fact that opens an order here, under this terminal's next label."""
    profile = work.documents.get(StoreProfile, STORE_PROFILE)
    today = work.today
    opened = OrderOpened(
        order_id=OrderId(ids.new()),
        number=f"{terminal.label}-{work.ledger.next_order_number(today):03d}",
        order_type=new.order_type,
        business_date=today,
        opened_at=work.now,
        opened_by=by.id,
        server_name=by.name,
        terminal=terminal.label,
        currency=profile.currency,
        terms=regime_of(work).terms,
        table_id=new.table_id,
        table_name=_table_name(work, new.table_id, split_from),
        guests=new.guests,
        guest_name=new.guest_name,
        split_from=split_from,
        service=terms_of_opening(work, split_from),
    )
    return opened_with(opened)


def retyped(work: Work, order: Order, order_type: OrderType) -> OrderTypeChanged:
    """The fact that makes an order dine in, takeout or delivery, with the taxes of its lines under that."""
    regime = regime_of(work)
    taxed = [line for line in order.lines.values() if not line.is_liability]
    rates = {line.id: regime.rates_for(line.sold.tax_category, order_type) for line in taxed}
    return order.change_type(order_type, rates)


def fire_unsent(work: Work, order: Order, ids: Ids, terminal: str) -> tuple[Fact, ...]:
    """Keep the facts and spool the slips that hand an order's unsent lines to the kitchen.

    A station that is told by its screen alone gets no slip: the delivery ledger watches that the screen received it.
    """
    return hand_over(work, order, order.send(FireId(ids.new()), work.now), ids, terminal)


def calendar_of(work: Work) -> BusinessCalendar:
    """The store's zone and cutoff."""
    return work.documents.get(StoreProfile, STORE_PROFILE).calendar


def _table_name(work: Work, table_id: TableId | None, joining: OrderId | None) -> str:
    return "" if table_id is None else table_for(work, table_id, joining).number
