"""What a guest asks for, up to the kitchen door."""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import FireId, GroupId, ItemId, LineId, OrderId, TableId, VariantId
from aura_terminal.domain.kitchen import TicketItemVoided
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import (
    Category,
    Item,
    ModifierGroup,
    Pick,
    choose,
    default_picks,
    rescaled,
)
from aura_terminal.domain.opening import opened_with
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, OrderFact, OrderOpened, Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.price_levels import priced
from aura_terminal.domain.sale_rules import AtNothing
from aura_terminal.domain.shop import STORE_PROFILE, Delivery, Station, StoreProfile, Table
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.tax import OrderType, TaxRegime
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Asked as Asked
from aura_terminal.use_cases.asking import Done as Done
from aura_terminal.use_cases.asking import NewOrder as NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.given_back import discounts_undone
from aura_terminal.use_cases.kitchen_tickets import tickets_of_line
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.pricing import levels_for, priced_again, sale_rules_of
from aura_terminal.use_cases.sending import hand_over
from aura_terminal.use_cases.slips import spool_slip, void_slip


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
            order = work.order(target)
            added = self._add(work, order, asked)
            facts.extend(keep_with_claims(work, target, added.line_id, added))
        return Done(target, tuple(facts))

    def change_quantity(self, by: Actor, order_id: OrderId, line_id: LineId, quantity: int) -> Done:
        """Make it so many; choices made on every unit follow, and the menu's bounds still hold."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            if quantity > line.quantity:
                must_be_on_the_clock(work, by)
                must_be_sold(work, line.sold.item_id, line.sold.name, quantity - line.quantity)
            modifiers = rescaled(line.modifiers, line.quantity, quantity) if quantity > 0 else line.modifiers
            fact = order.change_quantity(line_id, quantity, modifiers)
            if modifiers:
                item = work.documents.get(Item, line.sold.item_id)
                picks = tuple(Pick(modifier.modifier_id, modifier.quantity) for modifier in modifiers)
                choose(groups_of(work), item.modifier_groups, picks, quantity)
            facts = keep_with_claims(work, order_id, line_id, fact)
        return Done(order_id, facts)

    def choose(self, by: Actor, order_id: OrderId, line_id: LineId, picks: tuple[Pick, ...]) -> Done:
        """Choose again on an unsent line."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            item = work.documents.get(Item, line.sold.item_id)
            groups = priced_again(work, item, groups_of(work), line.sold.level).groups
            chosen = choose(groups, item.modifier_groups, picks, line.quantity)
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
        by.must(Permission.VOID_UNSENT)
        with self._begin(by.id) as work:
            facts = keep_with_claims(work, order_id, line_id, work.order(order_id).remove_line(line_id))
        return Done(order_id, facts)

    def restore_line(self, by: Actor, order_id: OrderId, line_id: LineId) -> Done:
        """Put a removed line back."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            line = work.order(order_id).line(line_id)
            must_be_sold(work, line.sold.item_id, line.sold.name, line.quantity)
            facts = keep_with_claims(work, order_id, line_id, work.order(order_id).restore_line(line_id))
        return Done(order_id, facts)

    def send(self, by: Actor, order_id: OrderId) -> Done:
        """Hand every unsent line to its station, on screen and on paper."""
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts = fire_unsent(work, work.order(order_id), self._ids, self._terminal.label)
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
            costs = order.line(line_id).price_of(quantity)
            allowed = approved(by, approval, work, Permission.VOID_SENT, reason, amount=costs)
            voided = order.void_line(line_id, quantity, reason, allowed)
            told = self._tell_station(work, order, order.line(line_id), quantity, voided.reason)
            facts: list[Fact] = [voided, *told]
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
            taxed = [line for line in order.lines.values() if not line.is_liability]
            rates = {line.id: regime.rates_for(line.sold.tax_category, order_type) for line in taxed}
            fact = order.change_type(order_type, rates)
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

    def _add(self, work: Work, order: Order, asked: Asked) -> LineAdded | LineQuantityChanged:
        item = work.documents.get(Item, asked.item_id)
        if not item.active:
            raise RuleBroken(Rule.ITEM_NOT_SOLD, item=item.name)
        if item.by_weight is not None:
            raise RuleBroken(Rule.WEIGHT_NEEDED, item=item.name)
        must_be_sold(work, item.id, item.name, asked.quantity)
        category = work.documents.get(Category, item.category)
        now = priced(item, groups_of(work) if item.modifier_groups else {}, levels_for(work, order, asked.level))
        item, groups = now.item, now.groups
        picks = asked.picks
        if picks is None:
            picks = default_picks(groups, item.modifier_groups, asked.quantity)
        chosen = choose(groups, item.modifier_groups, picks, asked.quantity)
        category_course = category.course if item.course is None else item.course
        return order.add_line(
            LineId(self._ids.new()),
            sold_as(work, order, item, category, asked.variant_id, now.level),
            quantity=asked.quantity,
            course=category_course if asked.course is None else asked.course,
            modifiers=chosen,
            note=asked.note,
            seat=asked.seat,
        )


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
        table_name=_table_name(work, new.table_id),
        guests=new.guests,
        guest_name=new.guest_name,
        split_from=split_from,
    )
    return opened_with(opened)


def fire_unsent(work: Work, order: Order, ids: Ids, terminal: str) -> tuple[Fact, ...]:
    """Keep the facts and spool the slips that hand an order's unsent lines to the kitchen.

    A station that is told by its screen alone gets no slip: the delivery ledger watches that the screen received it.
    """
    return hand_over(work, order, order.send(FireId(ids.new()), work.now), ids, terminal)


def must_be_sold(work: Work, item_id: ItemId, name: str, more: int = 1) -> None:
    """Refuse an item that ran out, and where the house says so more of it than are left by the last count.

    Elsewhere a count that reached zero refuses nothing: the sale is flagged instead.
    """
    stock = work.stock(item_id)
    if stock.is_eighty_sixed:
        raise RuleBroken(Rule.ITEM_NOT_SOLD, item=name)
    if stock.left is not None and stock.left < more and sale_rules_of(work.documents).at_nothing is AtNothing.LOCK:
        raise RuleBroken(Rule.COUNT_AT_NOTHING, item=name, left=stock.left)


def keep_with_claims(work: Work, order_id: OrderId, line_id: LineId, fact: OrderFact) -> tuple[Fact, ...]:
    """Keep a fact about a line, and what the line takes of the stock now, where somebody counts."""
    line = work.order(order_id).lines.get(line_id)
    before = 0 if line is None else line.kept_quantity
    work.keep(fact)
    line = work.order(order_id).line(line_id)
    claims = work.stock(line.sold.item_id).claim(line_id, line.kept_quantity, before)
    work.keep(*claims)
    return (fact, *claims)


def calendar_of(work: Work) -> BusinessCalendar:
    """The store's zone and cutoff."""
    return work.documents.get(StoreProfile, STORE_PROFILE).calendar


def regime_of(work: Work) -> TaxRegime:
    """The tax document in force."""
    return work.documents.get(TaxRegime, work.documents.get(StoreProfile, STORE_PROFILE).tax_regime)


def groups_of(work: Work) -> dict[GroupId, ModifierGroup]:
    """The modifier groups of the menu."""
    return {group.id: group for group in work.documents.all(ModifierGroup)}


def _table_name(work: Work, table_id: TableId | None) -> str:
    return "" if table_id is None else work.documents.get(Table, table_id).number


def sold_as(
    work: Work, order: Order, item: Item, category: Category, variant_id: VariantId | None, level: str = ""
) -> Sold:
    """The item as it is frozen on a line of this order; its prices are those of `level`."""
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
        level=level,
        age=category.age if item.age is None else item.age,
    )
