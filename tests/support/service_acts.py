"""Acts of full service on whatever a terminal knows at the moment, picked by numbers; what is refused is no act."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, ChargeId, ItemId, OrderId, PromotionId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.menu import Category
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.sale_rules import AtNothing, SaleRules
from aura_terminal.domain.service_facts import GRATUITY
from aura_terminal.domain.service_rules import Applied, ChargeBy, ChargeRule, GratuityRule, ServiceRules, UnsentPolicy
from aura_terminal.domain.sharing_facts import LinePart
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, ComboPick, NewOrder
from aura_terminal.use_cases.errands import Plan
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.returns import Towards, Way
from aura_terminal.use_cases.waitlist import Arrival
from tests.support.memory_shop import EVERYTHING
from tests.support.store_acts import Staff, one_of
from tests.support.store_shop import StoredShop

LUNCH = ItemId("lunch-menu")
FILLINGS = tuple(
    ComboPick(slot, ItemId(item))
    for slot, item in (("Pasta", "pomodoro-e-basilico"), ("Salad", "side-salad"), ("Drink", "iced-tea-peach"))
)
WATER, TIRAMISU = ItemId("sparkling-water-0-25-l"), ItemId("tiramisu")
TABLES = tuple(TableId(f"table-{number}") for number in range(1, 7))
STAFF = tuple(StaffId(one) for one in ("sofia-conti", "jonas-weber", "marta-rossi"))
TENTH = Promotion(PromotionId("evening"), "Evening", PromotionKind.PERCENTAGE, Decimal(10))
SERVICE = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
COVER = ChargeRule(ChargeId("cover"), "Cover", ChargeBy.GUEST, amount_minor=150, applied=Applied.BY_HAND)
RULES = ServiceRules(
    unsent=UnsentPolicy.MANAGER_MARKS, charges=(SERVICE, COVER), gratuity=GratuityRule(2, Decimal(18))
)  # fmt: skip


def furnish(at: StoredShop) -> None:
    """The house's rules with something of everything in them, a gift card and an account to draw on."""
    shop = at.shop
    drinks = shop.reads.catalogue.documents.get(Category, "drinks")
    shop.administration.put_documents(EVERYTHING, [TENTH, replace(drinks, age=18)])
    shop.service.keep_rules(EVERYTHING, shop.service.rules(), RULES)
    shop.house_of_sale.put_rules(EVERYTHING, SaleRules(at_nothing=AtNothing.LOCK, ages=((CategoryId("drinks"), 18),)))
    order = shop.value_selling.sell_card(EVERYTHING, NewOrder(), Money(3000, "EUR"), "Ada").order_id
    shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    shop.value_accounts.open_house(EVERYTHING, "Lovelace Ltd", Money(10_000, "EUR"))


class Service(Staff):
    """Everybody who works at one terminal on a busy evening."""

    def __init__(self, stored: StoredShop, items: Sequence[ItemId]) -> None:
        super().__init__(stored, items)
        self.acts = (
            *self.acts, self.seat_party, self.seat_party, self.combo, self.combo, self.choose_again, self.split_combo,
            self.count_up, self.drink, self.age, self.refuse_age, self.share_evenly, self.share_amount,
            self.share_items, self.share_seats, self.pay_share, self.pay_share, self.print_share, self.one_bill,
            self.separate, self.link, self.unlink, self.hand, self.park, self.resume, self.check, self.add_charge,
            self.waive, self.restore_charge, self.tip, self.pay_tipped, self.hold, self.let_go, self.fire, self.put_off,
            self.move_course, self.mark_sent, self.again, self.give_back, self.exchange, self.reopen, self.draw,
            self.draw, self.charge_house, self.load, self.deposit, self.tab, self.join, self.seat_waiting, self.leave,
            self.plan, self.send_out, self.hand_over, self.take_back, self.promise_again, self.book, self.arrive,
            self.seat_booked, self.clear, self.take, self.leave_table, self.reckon, self.percent, self.comp, self.lock,
            self.change_type, self.assign, self.pay_all, self.pay_all, self.pay_all, self.pay_share, self.pay_share,
            self.draw, self.charge_house, self.give_back, self.give_back, self.exchange, self.reopen, self.reopen,
            self.combo, self.seat_party, self.pay_tipped, self.waive, self.restore_charge, self.decide, self.decide,
        )  # fmt: skip

    def _order(self, number: int) -> OrderId:
        """One of few orders, so that terminals meet at them."""
        rows = self._stored.shop.reads.orders.open_orders()
        return super()._order(number) if number % 5 == 0 else one_of([row.order_id for row in rows[:7]], number // 5)

    def _due(self, number: int) -> OrderId:
        """An order whose money is taken here next: what has to be done before is done, as far as it goes."""
        order, shop = self._order(number), self._stored.shop
        for act in (
            lambda: shop.ages.look_old_enough(EVERYTHING, order),
            lambda: shop.ordering.send(EVERYTHING, order),
            lambda: shop.paying.override_token(EVERYTHING, order, "R9 is out", self._approval()),
        ):
            with suppress(RuleBroken):
                act()
        return order

    def _ended(self, number: int) -> OrderId:
        """A paid order, whose money is decided here."""
        rows = self._stored.shop.reads.orders.recent(20)
        order = one_of([row.order_id for row in rows if row.status is OrderStatus.CLOSED], number)
        with suppress(RuleBroken):
            self._stored.shop.paying.override_token(EVERYTHING, order, "R9 is out", self._approval())
        return order

    # Dishes

    def seat_party(self, one: int, other: int) -> object:
        new = NewOrder(table_id=one_of(TABLES, one), guests=1 + other % 4)
        order = self._stored.shop.ordering.open_order(EVERYTHING, new).order_id
        for seat in range(1, 4):
            asked = Asked(TIRAMISU, seat=seat, course=seat % 3, quantity=1 + one % 2)
            self._stored.shop.ordering.add_item(EVERYTHING, order, asked)
        return order

    def combo(self, one: int, other: int) -> object:
        asked = Asked(LUNCH, quantity=1 + other % 3, seat=other % 3)
        return self._stored.shop.ordering.add_item(EVERYTHING, self._order(one), asked)

    def choose_again(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.combos.choose_again(EVERYTHING, order, self._line(order, other), FILLINGS)

    def split_combo(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.floor.split_order(EVERYTHING, order, [Part(self._line(order, other), 1)])

    def drink(self, one: int, other: int) -> object:
        return self._stored.shop.ordering.add_item(EVERYTHING, self._order(one), Asked(WATER, seat=other % 3))

    def age(self, one: int, other: int) -> object:
        return self._stored.shop.ages.look_old_enough(EVERYTHING, self._order(one))

    def refuse_age(self, one: int, other: int) -> object:
        return self._stored.shop.ages.refuse(EVERYTHING, self._order(one))

    def again(self, one: int, other: int) -> object:
        order = self._order(one)
        done = self._stored.shop.rounds.repeat(EVERYTHING, order)
        return self._stored.shop.rounds.take_back(EVERYTHING, order, done.done.facts) if other % 3 == 0 else done

    def lock(self, one: int, other: int) -> object:
        return self._stored.shop.stock.set_count(EVERYTHING, TIRAMISU, (None, 0, 2, 9)[other % 4])

    # Shares

    def share_evenly(self, one: int, other: int) -> object:
        return self._stored.shop.sharing.share_evenly(EVERYTHING, self._order(one), 2 + other % 4)

    def share_amount(self, one: int, other: int) -> object:
        amounts = [Money(100 + other % 400, "EUR"), Money(250, "EUR")]
        return self._stored.shop.sharing.share_by_amounts(EVERYTHING, self._order(one), amounts)

    def share_items(self, one: int, other: int) -> object:
        order = self._order(one)
        line = self._line(order, other)
        checks = [(LinePart(line, 1, 3),), (LinePart(line, 2, 3),)]
        return self._stored.shop.sharing.share_by_items(EVERYTHING, order, checks)

    def share_seats(self, one: int, other: int) -> object:
        return self._stored.shop.sharing.share_by_seats(EVERYTHING, self._order(one), [(1,), (2, 3)])

    def pay_share(self, one: int, other: int) -> object:
        order = self._due(one)
        plan = self._stored.shop.reads.orders.sheet(order).plan
        share = one_of(plan.shares if plan is not None else (), other)
        paying = self._stored.shop.paying
        return paying.take_cash(EVERYTHING, order, share.cash_due, paying.new_attempt(), share.share_id)

    def print_share(self, one: int, other: int) -> object:
        order = self._order(one)
        plan = self._stored.shop.reads.orders.sheet(order).plan
        share = one_of(plan.shares if plan is not None else (), other)
        return self._stored.shop.sharing.print_share(EVERYTHING, order, share.share_id)

    def one_bill(self, one: int, other: int) -> object:
        return self._stored.shop.sharing.one_bill(EVERYTHING, self._order(one))

    def separate(self, one: int, other: int) -> object:
        return self._stored.shop.sharing.separate(EVERYTHING, self._order(one))

    # The room

    def link(self, one: int, other: int) -> object:
        tables = [one_of(TABLES, other), one_of(TABLES, other + 1)]
        return self._stored.shop.linking.link_tables(EVERYTHING, self._order(one), tables)

    def unlink(self, one: int, other: int) -> object:
        return self._stored.shop.linking.unlink_tables(EVERYTHING, self._order(one))

    def hand(self, one: int, other: int) -> object:
        return self._stored.shop.handing.hand_over(EVERYTHING, [self._order(one)], one_of(STAFF, other))

    def park(self, one: int, other: int) -> object:
        return self._stored.shop.handing.park(EVERYTHING, self._order(one), f"Jacket {other % 9}")

    def resume(self, one: int, other: int) -> object:
        return self._stored.shop.handing.resume(EVERYTHING, self._order(one))

    def clear(self, one: int, other: int) -> object:
        return self._stored.shop.tables.clear(EVERYTHING, one_of(TABLES, one))

    def take(self, one: int, other: int) -> object:
        return self._stored.shop.tables.take(EVERYTHING, self._order(one), self._approval())

    def leave_table(self, one: int, other: int) -> object:
        return self._stored.shop.tables.leave(EVERYTHING, self._order(one))

    def assign(self, one: int, other: int) -> object:
        order, table = self._order(one), one_of(TABLES, other)
        return self._stored.shop.ordering.assign_table(EVERYTHING, order, table, 1 + other % 6)

    # The bill

    def check(self, one: int, other: int) -> object:
        return self._stored.shop.guest_checks.print_check(EVERYTHING, self._order(one))

    def add_charge(self, one: int, other: int) -> object:
        return self._stored.shop.service.add_charge(EVERYTHING, self._due(one), COVER.id)

    def waive(self, one: int, other: int) -> object:
        charge = (SERVICE.id, COVER.id, GRATUITY)[other % 3]
        return self._stored.shop.service.waive(EVERYTHING, self._due(one), charge, "slow", self._approval())

    def restore_charge(self, one: int, other: int) -> object:
        charge = (SERVICE.id, COVER.id, GRATUITY)[other % 3]
        return self._stored.shop.service.restore(EVERYTHING, self._due(one), charge)

    def tip(self, one: int, other: int) -> object:
        row = one_of(self._stored.shop.slip_tips.to_enter(EVERYTHING), one)
        tip = Money(other % 200, "EUR")
        return self._stored.shop.slip_tips.enter(EVERYTHING, row.order_id, row.payment_id, tip, row.tip)

    def pay_all(self, one: int, other: int) -> object:
        order = self._due(one)
        paying, due = self._stored.shop.paying, self._stored.shop.reads.orders.sheet(order).due
        return paying.take_cash(EVERYTHING, order, due, paying.new_attempt())

    def pay_tipped(self, one: int, other: int) -> object:
        order = self._due(one)
        paying, due = self._stored.shop.paying, self._stored.shop.reads.orders.sheet(order).due
        tip = Money(100 + other % 100, "EUR")
        return paying.take_cash(EVERYTHING, order, due + tip, paying.new_attempt(), tip=tip)

    def reckon(self, one: int, other: int) -> object:
        return self._stored.shop.automatic.reckon(EVERYTHING, self._order(one))

    def percent(self, one: int, other: int) -> object:
        order = self._due(one)
        lines = [self._line(order, other)]
        return self._stored.shop.line_discounts.take_percent(EVERYTHING, order, lines, Decimal(1 + other % 50), "late")

    def comp(self, one: int, other: int) -> object:
        order = self._due(one)
        lines = [self._line(order, other)]
        return self._stored.shop.line_discounts.comp_lines(EVERYTHING, order, lines, "cold", self._approval())

    def change_type(self, one: int, other: int) -> object:
        kind = list(OrderType)[other % len(OrderType)]
        return self._stored.shop.ordering.change_type(EVERYTHING, self._order(one), kind)

    # Courses

    def hold(self, one: int, other: int) -> object:
        order = self._order(one)
        lines = [self._line(order, other)] if other % 2 else None
        return self._stored.shop.service.hold(EVERYTHING, order, lines)

    def let_go(self, one: int, other: int) -> object:
        return self._stored.shop.service.let_go(EVERYTHING, self._order(one))

    def fire(self, one: int, other: int) -> object:
        order = self._order(one)
        if other % 2:
            return self._stored.shop.service.fire_lines(EVERYTHING, order, [self._line(order, other // 2)])
        return self._stored.shop.service.fire_course(EVERYTHING, order, other % 4)

    def put_off(self, one: int, other: int) -> object:
        return self._stored.shop.service.fire_course(EVERYTHING, self._order(one), other % 4, 5)

    def move_course(self, one: int, other: int) -> object:
        return self._stored.shop.service.move_course(EVERYTHING, self._order(one), other % 3, 1 + other % 4)

    def mark_sent(self, one: int, other: int) -> object:
        return self._stored.shop.service.take_unsent(EVERYTHING, self._order(one), "made already", self._approval())

    # Goods that come back

    def give_back(self, one: int, other: int) -> object:
        order = self._ended(one)
        lines = [(self._line(order, other), 1)]
        return self._stored.shop.returns.take_back(
            EVERYTHING, order, lines, "cold", Way.CASH, approval=self._approval()
        )

    def exchange(self, one: int, other: int) -> object:
        order = self._ended(one)
        lines = [(self._line(order, other), 1)]
        return self._stored.shop.returns.take_back(
            EVERYTHING, order, lines, "cold", Towards(self._order(other)), approval=self._approval()
        )

    def reopen(self, one: int, other: int) -> object:
        return self._stored.shop.returns.reopen(EVERYTHING, self._ended(one), "wrong table", self._approval())

    # Stored value

    def draw(self, one: int, other: int) -> object:
        return self._draw(AccountKind.GIFT_CARD, one, other)

    def charge_house(self, one: int, other: int) -> object:
        return self._draw(AccountKind.HOUSE, one, other)

    def _draw(self, kind: AccountKind, one: int, other: int) -> object:
        shop, order = self._stored.shop, self._due(one)
        account = one_of(shop.reads.value.accounts(kind, 9), other)
        hearing = (Hearing.ALL, Hearing.SOME, Hearing.NONE)[other % 3]
        attempt = shop.paying.new_attempt()
        return shop.value_paying.draw(
            EVERYTHING, order, account.account_id, attempt, hearing, approval=self._approval()
        )

    def load(self, one: int, other: int) -> object:
        account = one_of(self._stored.shop.reads.value.accounts(AccountKind.GIFT_CARD, 9), one)
        target = self._order(one) if other % 2 else NewOrder()
        amount = Money(500 + other % 500, "EUR")
        return self._stored.shop.value_selling.load(EVERYTHING, target, account.account_id, amount)

    def deposit(self, one: int, other: int) -> object:
        return self._stored.shop.value_selling.take_deposit(EVERYTHING, Money(1000, "EUR"), f"Guest {other % 9}")

    def tab(self, one: int, other: int) -> object:
        cap = Money(1000 + other % 4000, "EUR")
        target = self._order(one) if other % 2 else NewOrder()
        return self._stored.shop.tabs.open(EVERYTHING, target, "Sven", Hearing.ALL, cap, self._approval())

    # Guests to come, and those who leave

    def join(self, one: int, other: int) -> object:
        return self._stored.shop.waitlist.join(EVERYTHING, Arrival(1 + other % 5, f"Guest {one % 9}", minutes=10))

    def _today(self) -> date:
        with self._stored.store.begin(SYSTEM) as work:
            return work.today

    def seat_waiting(self, one: int, other: int) -> object:
        party = one_of(self._stored.shop.reads.waitlist.parties(self._today()), one).party_id
        if other % 2:
            self._stored.shop.waitlist.call(EVERYTHING, party)
        return self._stored.shop.waitlist.seat(EVERYTHING, party, [one_of(TABLES, other)])

    def leave(self, one: int, other: int) -> object:
        party = one_of(self._stored.shop.reads.waitlist.parties(self._today()), one).party_id
        if other % 2:
            return self._stored.shop.waitlist.come_back(EVERYTHING, party)
        return self._stored.shop.waitlist.leave(EVERYTHING, party)

    def plan(self, one: int, other: int) -> object:
        due = self._stored.clock.now() + timedelta(minutes=30 + other % 60)
        plan = Plan(
            OrderType.TAKEOUT if other % 2 else OrderType.DELIVERY, "Ada", "030 1234567", "Main St 1", due_at=due
        )
        return self._stored.shop.errands.plan(EVERYTHING, self._order(one) if other % 3 else NewOrder(), plan)

    def send_out(self, one: int, other: int) -> object:
        order = self._order(one)
        if other % 2:
            self._stored.shop.errands.name_driver(EVERYTHING, order, f"Driver {other % 5}")
        return self._stored.shop.errands.send_out(EVERYTHING, order)

    def hand_over(self, one: int, other: int) -> object:
        return self._stored.shop.errands.hand_over(EVERYTHING, self._order(one))

    def take_back(self, one: int, other: int) -> object:
        return self._stored.shop.errands.take_back(EVERYTHING, self._order(one))

    def promise_again(self, one: int, other: int) -> object:
        due = self._stored.clock.now() + timedelta(minutes=20 + other % 60)
        return self._stored.shop.errands.promise_again(EVERYTHING, self._order(one), due)

    def book(self, one: int, other: int) -> object:
        starts = self._stored.clock.now() + timedelta(minutes=15 + other % 60)
        booking = Booking(starts, 2 + other % 3, name="Ada", tables=(one_of(TABLES, one),))
        return self._stored.shop.reservations.book(EVERYTHING, booking)

    def arrive(self, one: int, other: int) -> object:
        booked = one_of(self._stored.shop.reads.tables.reservations(self._today()), one)
        return self._stored.shop.reservations.arrive(EVERYTHING, booked.reservation_id)

    def seat_booked(self, one: int, other: int) -> object:
        booked = one_of(self._stored.shop.reads.tables.reservations(self._today()), one)
        return self._stored.shop.reservations.seat(EVERYTHING, booked.reservation_id, [one_of(TABLES, other)])
