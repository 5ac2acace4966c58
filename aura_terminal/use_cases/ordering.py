"""What a guest asks for, up to the kitchen door."""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import FireId, GroupId, LineId, OrderId, TableId, VariantId
from aura_terminal.domain.kitchen import TicketFact, ticket_id_of, tickets_for
from aura_terminal.domain.menu import (
    Category,
    Item,
    ModifierGroup,
    Pick,
    choose,
    default_picks,
    rescaled,
)
from aura_terminal.domain.order_facts import OrderFact, OrderOpened, Sold
from aura_terminal.domain.ordering import Order, opened_with
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile, Table
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.tax import OrderType, TaxRegime
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Asked as Asked
from aura_terminal.use_cases.asking import Done as Done
from aura_terminal.use_cases.asking import NewOrder as NewOrder
from aura_terminal.use_cases.slips import kitchen_slip, spool_slip, void_slip


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
            opened = self._open(work, by, new)
            work.keep(opened)
        return Done(opened.order_id, (opened,))

    def add_item(self, by: Actor, target: OrderId | NewOrder, asked: Asked) -> Done:
        """Put an item on an order, opening it if it is new: one tap, one transaction."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened = self._open(work, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            order = work.order(target)
            added = self._add(work, order, asked)
            work.keep(added)
            facts.append(added)
        return Done(target, tuple(facts))

    def change_quantity(self, by: Actor, order_id: OrderId, line_id: LineId, quantity: int) -> Done:
        """Make it so many; choices made on every unit follow, and the menu's bounds still hold."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            modifiers = rescaled(line.modifiers, line.quantity, quantity) if quantity > 0 else line.modifiers
            fact = order.change_quantity(line_id, quantity, modifiers)
            if modifiers:
                item = work.documents.get(Item, line.sold.item_id)
                picks = tuple(Pick(modifier.modifier_id, modifier.quantity) for modifier in modifiers)
                choose(_groups(work), item.modifier_groups, picks, quantity)
            work.keep(fact)
        return Done(order_id, (fact,))

    def choose(self, by: Actor, order_id: OrderId, line_id: LineId, picks: tuple[Pick, ...]) -> Done:
        """Choose again on an unsent line."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            item = work.documents.get(Item, line.sold.item_id)
            chosen = choose(_groups(work), item.modifier_groups, picks, line.quantity)
            fact = order.modify_line(line_id, chosen)
            work.keep(fact)
        return Done(order_id, (fact,))

    def note_line(self, by: Actor, order_id: OrderId, line_id: LineId, note: str) -> Done:
        """Say something to the kitchen about a line."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.note_line(line_id, note))

    def seat_line(self, by: Actor, order_id: OrderId, line_id: LineId, seat: int) -> Done:
        """Say whose a line is."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.seat_line(line_id, seat))

    def course_line(self, by: Actor, order_id: OrderId, line_id: LineId, course: int) -> Done:
        """Move a line to another course."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.course_line(line_id, course))

    def remove_line(self, by: Actor, order_id: OrderId, line_id: LineId) -> Done:
        """Take an unsent line off."""
        return self._keep_one(by, Permission.VOID_UNSENT, order_id, lambda order: order.remove_line(line_id))

    def restore_line(self, by: Actor, order_id: OrderId, line_id: LineId) -> Done:
        """Put a removed line back."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.restore_line(line_id))

    def send(self, by: Actor, order_id: OrderId) -> Done:
        """Hand every unsent line to its station, on screen and on paper."""
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            facts = fire_unsent(work, work.order(order_id), self._ids)
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
        """Take back so many of a sent line; the station is told on screen and on paper.

        Who may not void by right brings an approval, or is refused with APPROVAL_NEEDED.
        """
        with self._begin(by.id) as work:
            order = work.order(order_id)
            voided = order.void_line(
                line_id, quantity, reason, _approval(by, approval, work, Permission.VOID_SENT, reason)
            )
            line = order.line(line_id)
            facts: list[Fact] = [voided]
            if line.fire_id is not None:
                ticket = work.ticket(ticket_id_of(line.fire_id, line.sold.station_id))
                facts.append(ticket.void_item(line_id, quantity, voided.reason))
                station = work.documents.get(Station, line.sold.station_id)
                slip = void_slip(order, line, quantity, voided.reason, station, calendar_of(work), work.now)
                spool_slip(work, self._ids, slip)
            work.keep(*facts)
        return Done(order_id, tuple(facts))

    def assign_table(self, by: Actor, order_id: OrderId, table_id: TableId | None, guests: int) -> Done:
        """Seat the party of an order."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = work.order(order_id).assign_table(table_id, _table_name(work, table_id), guests)
            work.keep(fact)
        return Done(order_id, (fact,))

    def name_guest(self, by: Actor, order_id: OrderId, guest_name: str) -> Done:
        """Keep a name to call the guest by."""
        return self._keep_one(by, Permission.SELL, order_id, lambda order: order.name_guest(guest_name))

    def change_type(self, by: Actor, order_id: OrderId, order_type: OrderType) -> Done:
        """Dine in, takeout or delivery; the tax follows."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            regime = regime_of(work)
            rates = {line.id: regime.rates_for(line.sold.tax_category, order_type) for line in order.lines.values()}
            fact = order.change_type(order_type, rates)
            work.keep(fact)
        return Done(order_id, (fact,))

    def cancel_order(self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None) -> Done:
        """Take the whole order back; stations that have something of it are told."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            allowed = approval
            if any(order.fires) and approval is None:
                allowed = _approval(by, None, work, Permission.CANCEL_ORDER, reason)
            today = calendar_of(work).date_of(work.now)
            cancelled = order.cancel(work.now, today, reason, allowed)
            facts: list[Fact] = [cancelled, *self._void_tickets(work, order, cancelled.reason)]
            work.keep(*facts)
        return Done(order_id, tuple(facts))

    def _keep_one(self, by: Actor, needed: Permission, order_id: OrderId, decide: Callable[[Order], OrderFact]) -> Done:
        """One verb of an order that needs nothing but the order: one fact, one transaction."""
        by.must(needed)
        with self._begin(by.id) as work:
            fact = decide(work.order(order_id))
            work.keep(fact)
        return Done(order_id, (fact,))

    def _void_tickets(self, work: Work, order: Order, reason: str) -> list[TicketFact]:
        facts: list[TicketFact] = []
        for line in order.lines.values():
            if line.fire_id is not None and line.charged_quantity:
                ticket = work.ticket(ticket_id_of(line.fire_id, line.sold.station_id))
                facts.append(ticket.void_item(line.id, line.charged_quantity, reason))
                station = work.documents.get(Station, line.sold.station_id)
                slip = void_slip(order, line, line.charged_quantity, reason, station, calendar_of(work), work.now)
                spool_slip(work, self._ids, slip)
        return facts

    def _open(self, work: Work, by: Actor, new: NewOrder) -> OrderOpened:
        profile = work.documents.get(StoreProfile, STORE_PROFILE)
        today = profile.calendar.date_of(work.now)
        number = f"{self._terminal.label}-{work.ledger.next_order_number(today):03d}"
        opened = OrderOpened(
            order_id=OrderId(self._ids.new()),
            number=number,
            order_type=new.order_type,
            business_date=today,
            opened_at=work.now,
            opened_by=by.id,
            server_name=by.name,
            terminal=self._terminal.label,
            currency=profile.currency,
            terms=regime_of(work).terms,
            table_id=new.table_id,
            table_name=_table_name(work, new.table_id),
            guests=new.guests,
            guest_name=new.guest_name,
        )
        return opened_with(opened)

    def _add(self, work: Work, order: Order, asked: Asked) -> Fact:
        item = work.documents.get(Item, asked.item_id)
        if not item.active:
            raise RuleBroken(Rule.ITEM_NOT_SOLD, item=item.name)
        category = work.documents.get(Category, item.category)
        groups = _groups(work) if item.modifier_groups else {}
        picks = asked.picks
        if picks is None:
            picks = default_picks(groups, item.modifier_groups, asked.quantity)
        chosen = choose(groups, item.modifier_groups, picks, asked.quantity)
        category_course = category.course if item.course is None else item.course
        return order.add_line(
            LineId(self._ids.new()),
            _sold(work, order, item, category, asked.variant_id),
            quantity=asked.quantity,
            course=category_course if asked.course is None else asked.course,
            modifiers=chosen,
            note=asked.note,
            seat=asked.seat,
        )


def fire_unsent(work: Work, order: Order, ids: Ids) -> tuple[Fact, ...]:
    """Keep the facts and spool the slips that hand an order's unsent lines to the kitchen."""
    fired = order.send(FireId(ids.new()), work.now)
    stations = {station.id: station for station in work.documents.all(Station)}
    tickets = tickets_for(order, fired, stations)
    work.keep(*fired, *tickets)
    calendar = calendar_of(work)
    for ticket in tickets:
        spool_slip(work, ids, kitchen_slip(ticket, stations[ticket.station_id], calendar))
    return (*fired, *tickets)


def calendar_of(work: Work) -> BusinessCalendar:
    """The store's zone and cutoff."""
    return work.documents.get(StoreProfile, STORE_PROFILE).calendar


def regime_of(work: Work) -> TaxRegime:
    """The tax document in force."""
    return work.documents.get(TaxRegime, work.documents.get(StoreProfile, STORE_PROFILE).tax_regime)


def _groups(work: Work) -> dict[GroupId, ModifierGroup]:
    return {group.id: group for group in work.documents.all(ModifierGroup)}


def _table_name(work: Work, table_id: TableId | None) -> str:
    return "" if table_id is None else work.documents.get(Table, table_id).number


def _sold(work: Work, order: Order, item: Item, category: Category, variant_id: VariantId | None) -> Sold:
    variant = item.variant(variant_id)
    tax_category = item.tax_category or category.tax_category
    suffix = "" if variant is None else f", {variant.name}"
    return Sold(
        item_id=item.id,
        variant_id=None if variant is None else variant.id,
        category_id=category.id,
        category_name=category.name,
        name=item.name + suffix,
        kitchen_name=(item.kitchen_name or item.name) + suffix,
        unit_price=item.price if variant is None else variant.price,
        tax_category=tax_category,
        rates=regime_of(work).rates_for(tax_category, order.order_type),
        station_id=item.station or category.station,
        prep_minutes=item.prep_minutes,
        allergens=item.allergens,
        has_choices=bool(item.modifier_groups),
    )


def _approval(by: Actor, approval: Approval | None, work: Work, needed: Permission, purpose: str) -> Approval:
    if approval is not None:
        return approval
    if needed in by.permissions:
        return Approval(by.id, work.now, purpose)
    raise RuleBroken(Rule.APPROVAL_NEEDED, permission=needed.value)
