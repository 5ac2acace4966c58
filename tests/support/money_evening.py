"""Random evenings in which orders have everything at once: whatever is done, the money of all of it adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from random import Random

from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.ids import (
    AttemptId,
    DrawerId,
    GuestId,
    OrderId,
    PaymentId,
    SessionId,
    ValueAccountId,
)
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.loyalty import Company
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.open_items import OpenItem
from aura_terminal.domain.order_facts import OrderOpened, PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CARD, CASH, Payment
from aura_terminal.domain.returns import credits_of, left_with_guest
from aura_terminal.domain.service_facts import GRATUITY
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.domain.shares import shares_of
from aura_terminal.domain.sharing_facts import LinePart
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.tip_entries import enter_tip, tip_of
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.returns import Towards, Way
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.money_house import ASKED, BOTTLE, CAKE, COVER, SERVICE, VOUCHER, fit_out
from tests.support.money_sums import day_adds_up, order_adds_up

BY = EVERYTHING


class Evening:
    """A shop and its orders; `step` does something, `check` holds all of it to its sums."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = Random(seed)
        self.store: MemoryStore = demo_store(seed=seed)
        shop = self.shop = self.store.shop
        fit_out(self.store, chance)
        self.session: SessionId = shop.cash.begin(BY, DrawerId("R1"), {2000: 5, 100: 20}).session_id
        self.cash = 12000
        self.orders: list[OrderId] = []
        self.ended: dict[OrderId, OrderStatus] = {}
        self.guest: GuestId = shop.guests.register(BY, NewGuest("Ada")).guest_id
        shop.loyalty.move_points(BY, self.guest, 300, "welcome")
        self.accounts: list[ValueAccountId] = [
            ValueAccountId(shop.value_accounts.open_house(BY, "Acme", self.euros(9000), "14 days")[0].account_id)
        ]
        self.done: list[str] = []

    @staticmethod
    def euros(minor: int) -> Money:
        return Money(minor, "EUR")

    def order(self, order_id: OrderId) -> Order:
        return self.store.journal.order(order_id)

    def of(self, status: OrderStatus) -> Order | None:
        found = [one for one in map(self.order, self.orders) if one.status is status]
        return self.chance.choice(found) if found else None

    def lines(self, order: Order) -> list[Line]:
        return [line for line in order.lines.values() if line.charged_quantity]

    def some(self, order: Order) -> list[Line]:
        lines = self.lines(order)
        return self.chance.sample(lines, self.chance.randint(1, len(lines))) if lines else []

    # What people do

    def step(self) -> None:
        """Something that is or is not allowed just now."""
        names = [one for one, many in ACTS.items() for _ in range(many)]
        name = self.chance.choice(names)
        self.store.clock.advance(seconds=30)
        try:
            done = getattr(self, name)()
            self.done.append(name if done is None else f"{name} {done}")
        except RuleBroken as refused:
            self.done.append(f"{name}: {refused.rule}")

    def target(self) -> OrderId | NewOrder:
        order = self.of(OrderStatus.OPEN)
        if order is not None and self.chance.random() < 0.8:
            return order.id
        return NewOrder(self.chance.choice((OrderType.DINE_IN, OrderType.TAKEOUT)), guests=self.chance.randint(0, 6))

    def keep(self, order_id: OrderId) -> None:
        if order_id not in self.orders:
            self.orders.append(order_id)

    def add(self) -> None:
        asked = replace(self.chance.choice(ASKED), seat=self.chance.randint(0, 3))
        self.keep(self.shop.ordering.add_item(BY, self.target(), asked).order_id)

    def add_openly(self) -> None:
        asked = OpenItem(self.euros(self.chance.choice((0, 1, 333, 1999))), "Special", tax_category="food")
        self.keep(self.shop.open_items.add(BY, self.target(), asked).order_id)

    def sell_value(self) -> None:
        done = self.shop.value_selling.sell_card(BY, self.target(), self.euros(self.chance.choice((500, 2500))), "Ada")
        self.keep(done.order_id)
        order = self.order(done.order_id)
        self.accounts += [one.sold.liability.account_id for one in order.lines.values() if one.sold.liability
                          and one.sold.liability.account_id not in self.accounts]  # fmt: skip

    def deposit(self) -> None:
        done = self.shop.value_selling.take_deposit(BY, self.euros(1500), "Bo", target=self.target())
        self.keep(done.order_id)
        order = self.order(done.order_id)
        self.accounts += [one.sold.liability.account_id for one in order.lines.values() if one.sold.liability
                          and one.sold.liability.account_id not in self.accounts]  # fmt: skip

    def send(self) -> None:
        if order := self.of(OrderStatus.OPEN):
            self.shop.ordering.send(BY, order.id)

    def take_off(self) -> None:
        order = self.of(OrderStatus.OPEN)
        for line in self.some(order)[:1] if order else ():
            assert order
            if line.state is LineState.NEW:
                self.shop.ordering.remove_line(BY, order.id, line.id)
            else:
                many = self.chance.randint(1, line.charged_quantity)
                self.shop.ordering.void_line(BY, order.id, line.id, many, "cold")

    def lower(self) -> str:
        order = self.of(OrderStatus.OPEN)
        if order is None or not (lines := self.some(order)):
            return ""
        ids, percent = [line.id for line in lines], Decimal(self.chance.choice((5, 33, 50)))
        amount = self.euros(self.chance.choice((1, 250, 9999)))
        verbs: dict[str, Callable[[], object]] = {
            "lines %": lambda: self.shop.line_discounts.take_percent(BY, order.id, ids, percent, "slow"),
            "lines -": lambda: self.shop.line_discounts.take_amount(BY, order.id, ids, amount, "slow"),
            "comp lines": lambda: self.shop.line_discounts.comp_lines(BY, order.id, ids[:1], "slow"),
            "order %": lambda: self.shop.discounts.take_percent(BY, order.id, percent, "slow"),
            "order -": lambda: self.shop.discounts.take_amount(BY, order.id, amount, "slow"),
            "points": lambda: self.shop.loyalty.spend_points(BY, order.id, Company.TOGETHER),
            "comp order": lambda: self.shop.line_discounts.comp_order(BY, order.id, "late"),
        }
        name = self.chance.choice([*verbs, "lines %", "order -"])
        verbs[name]()
        return name

    def be_known(self) -> None:
        if order := self.of(OrderStatus.OPEN):
            self.shop.guests.attach(BY, order.id, self.guest)

    def charge(self) -> None:
        if order := self.of(OrderStatus.OPEN):
            charge = self.chance.choice((SERVICE, COVER, BOTTLE, CAKE, GRATUITY))
            verb = self.chance.choice(("add", "waive", "restore"))
            if verb == "add":
                self.shop.service.add_charge(BY, order.id, charge)
            elif verb == "waive":
                self.shop.service.waive(BY, order.id, charge, "sorry")
            else:
                self.shop.service.restore(BY, order.id, charge)

    def share(self) -> str:
        order = self.of(OrderStatus.OPEN)
        if order is None:
            return ""
        lines = self.lines(order)
        third = [[LinePart(line.id, 1, 3) for line in lines], [LinePart(line.id, 1, 2) for line in lines[:1]], []]
        verbs: dict[str, Callable[[], object]] = {
            "even": lambda: self.shop.sharing.share_evenly(BY, order.id, self.chance.randint(2, 4)),
            "seats": lambda: self.shop.sharing.share_by_seats(BY, order.id, [[1], [2, 3]]),
            "items": lambda: self.shop.sharing.share_by_items(BY, order.id, third),
            "amounts": lambda: self.shop.sharing.share_by_amounts(BY, order.id, [self.euros(700), self.euros(399)]),
            "one": lambda: self.shop.sharing.one_bill(BY, order.id),
            "separate": lambda: self._separate(order.id),
        }  # fmt: skip
        name = self.chance.choice(list(verbs))
        verbs[name]()
        return name

    def _separate(self, order_id: OrderId) -> None:
        for fact in self.shop.sharing.separate(BY, order_id).facts:
            if isinstance(fact, OrderOpened):
                self.keep(fact.order_id)

    def part(self) -> str:
        order, other = self.of(OrderStatus.OPEN), self.of(OrderStatus.OPEN)
        if order is None or other is None or not (lines := self.some(order)):
            return ""
        parts = [Part(line.id, self.chance.choice((None, 1))) for line in lines]
        way = self.chance.choice(("split", "move", "merge"))
        if way == "split":
            self.keep(self.shop.floor.split_order(BY, order.id, parts).order_id)
        elif way == "move" and order.id != other.id:
            self.shop.floor.move_lines(BY, order.id, parts, other.id)
        elif way == "merge" and order.id != other.id:
            self.shop.floor.merge_orders(BY, order.id, other.id)
        return way

    def pay(self) -> str:
        order = self.of(OrderStatus.OPEN)
        if order is None:
            return ""
        if not order.bill.due:
            self.shop.paying.close_free(BY, order.id)
            return "free"
        shares = [one for one in shares_of(order) if one.due]
        share = self.chance.choice(shares) if shares and self.chance.random() < 0.8 else None
        due = order.bill.due if share is None else share.due
        attempt, part = self.shop.paying.new_attempt(), self.chance.random() < 0.3
        amount = self.euros(self.chance.randint(1, max(1, due.minor))) if part else None
        way = self.chance.choice(("cash", "cash", "cash", "tip", "draw", "voucher", "card"))
        named = None if share is None else share.id
        if way in ("cash", "tip"):
            given = amount or self.euros(due.minor + self.chance.choice((0, 3, 500, 5000)))
            tip = self.euros(self.chance.choice((5, 100))) if way == "tip" else None
            paid = self.shop.paying.take_cash(BY, order.id, given, attempt, named, tip)
            self.cash += (paid.payment.tendered - paid.payment.change).minor
        elif way == "draw":
            account = self.chance.choice(self.accounts)
            self.shop.value_paying.draw(BY, order.id, account, attempt, Hearing.ALL, amount, None, named)
        elif way == "voucher":
            self.shop.value_paying.take_other(BY, order.id, VOUCHER, attempt, amount, "", named)
        else:
            self._card(order, amount or due)
        return way

    def _card(self, order: Order, amount: Money) -> None:
        """A card that was taken by hand, of the whole bill."""
        none, tip = zero("EUR"), self.euros(self.chance.choice((0, 200)))
        with self.store.begin(BY.id) as work:
            if amount.minor <= 0 or amount > order.bill.due:
                return
            taken = PaymentTaken(order.id, Payment(
                PaymentId(self.store.ids.new()), AttemptId(self.store.ids.new()), CARD, amount, amount + tip, none,
                none, tip, work.now, work.today, "R1",
            ))  # fmt: skip
            work.keep(taken)

    def enter_tip(self) -> None:
        with self.store.begin(BY.id) as work:
            order = self.chance.choice([self.of(OrderStatus.CLOSED), self.of(OrderStatus.OPEN)])
            cards = [] if order is None else [one for one in order.payments if one.tender == CARD]
            for payment in cards[:1]:
                assert order
                tip = self.euros(self.chance.choice((0, 150, 400)))
                work.keep(enter_tip(
                    order, payment.id, tip, tip_of(order, payment), work.now, BY.id, work.today, "R1"
                ))  # fmt: skip

    def take_back(self) -> str:
        order, other = self.of(OrderStatus.CLOSED), self.of(OrderStatus.OPEN)
        if order is None or not (left := left_with_guest(order)):
            return ""
        whole = self.chance.random() < 0.3
        named = (
            [id_ for id_ in left if not order.lines[id_].is_liability] if whole else self.chance.sample(list(left), 1)
        )
        lines = [(id_, left[id_] if whole else self.chance.randint(1, left[id_])) for id_ in named]
        ways: tuple[Way | Towards, ...] = (*Way, *(() if other is None else (Towards(other.id),)))
        way = self.chance.choice(ways)
        back = self.shop.returns.take_back(BY, order.id, lines, "cold", way)
        self.cash -= back.cash.minor
        return "exchange" if isinstance(way, Towards) else way.value

    def reopen(self) -> None:
        order = self.of(OrderStatus.CLOSED)
        if order is not None:
            before = set(order.refunds)
            new = self.shop.returns.reopen(BY, order.id, "forgot").order_id
            self.keep(new)
            self._refunded(order.id, before)
            credits = credits_of(self.order(order.id))
            if len(credits) == 1:
                assert self.order(new).bill.total == credits[0].amount, "an order begun anew costs something else"

    def cancel(self) -> None:
        if order := self.of(OrderStatus.OPEN):
            self.shop.ordering.cancel_order(BY, order.id, "left")

    def print(self) -> None:
        if order := self.of(OrderStatus.OPEN):
            self.shop.guest_checks.print_check(BY, order.id)
            for share in shares_of(order):
                self.shop.sharing.print_share(BY, order.id, share.id)
        if order := self.of(OrderStatus.CLOSED):
            self.shop.paying.reprint_receipt(BY, order.id)

    def finish(self) -> None:
        """Everybody pays and gets what is theirs; the drawer is counted, the day closed, all paper readable."""
        for order in map(self.order, list(self.orders)):
            if order.status is OrderStatus.OPEN and not self.lines(order) and not order.payments:
                self.shop.ordering.cancel_order(BY, order.id, "nothing")
            elif order.status is OrderStatus.OPEN and order.bill.due.minor > 0:
                given = self.euros(10 * order.bill.due.minor + 100)
                paid = self.shop.paying.take_cash(BY, order.id, given, self.shop.paying.new_attempt())
                self.cash += (paid.payment.tendered - paid.payment.change).minor
            for conflict in conflicts_of(self.order(order.id)):
                before = set(self.order(order.id).refunds)
                self.shop.conflicts.decide(BY, conflict.id, ChoiceCode.GIVE_BACK, "theirs")
                self._refunded(order.id, before)
            if self.order(order.id).status is OrderStatus.OPEN:
                self.shop.paying.close_free(BY, order.id)
            self.check()
            assert not conflicts_of(self.order(order.id)), "still to be decided"
        self.shop.cash.end(BY, self.session, {1: self.cash})
        closed = self.shop.closing.close_day(BY)
        assert (closed.totals.open_orders, closed.totals.open_amount.minor) == (0, 0)
        assert [(one.expected.minor, one.over_short) for one in closed.drawers] == [(self.cash, self.euros(0))]
        for order in (one for one in map(self.order, self.orders) if one.status is OrderStatus.CLOSED):
            assert order.bill.due.minor == 0
            self.shop.paying.reprint_receipt(BY, order.id)
        for job in (one.job for one in self.store.journal.jobs if one.job.document is not None):
            assert job.document is not None
            assert plain_text(job.document).strip()

    def _refunded(self, order_id: OrderId, before: Collection[PaymentId]) -> None:
        back = [one.refund for one in self.order(order_id).refunds.values() if one.refund.id not in before]
        self.cash -= sum((one.amount + one.rounding).minor for one in back if one.tender == CASH)

    # What must be true

    def check(self) -> None:
        """All of it adds up now."""
        orders = [self.order(one) for one in self.orders]
        for order in orders:
            order_adds_up(order)
            assert self.ended.get(order.id, order.status) is order.status, "an end that ended"
            if order.status is not OrderStatus.OPEN:
                self.ended[order.id] = order.status
        day_adds_up(self.shop.closing.today(), orders)
        row = self.shop.reads.cash.row(self.session)
        assert row.expected is not None
        assert row.expected.minor == self.cash, "the drawer"


ACTS = {
    "add": 8, "add_openly": 2, "sell_value": 1, "deposit": 1, "send": 3, "take_off": 2, "lower": 4, "be_known": 1,
    "charge": 3, "share": 3, "part": 3, "pay": 10, "enter_tip": 1, "take_back": 3, "reopen": 2, "cancel": 1, "print": 1,
}  # fmt: skip


def play(seed: int, steps: int = 30) -> Evening:
    """An evening of so many steps; AssertionError says what was done when something no longer adds up."""
    evening = Evening(seed)
    for place in range(steps + 1):
        try:
            if place < steps:
                evening.step()
                evening.check()
            else:
                evening.finish()
        except (RuleBroken, AssertionError, NotFound, ValueError, KeyError, IndexError) as broken:
            raise AssertionError(f"seed {seed}: {broken!r} after {', '.join(evening.done)}") from broken
    return evening
