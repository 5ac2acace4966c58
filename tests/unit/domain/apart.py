"""Two or three terminals that work on the same orders and hear of each other now and then, made of facts alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from aura_terminal.domain.bill_sharing import paid_shares, share_bill, take_cash_for
from aura_terminal.domain.conflicts import Conflict, choices_for, conflicts_of
from aura_terminal.domain.deciding import decided, late_quantities, money_facts, written_off
from aura_terminal.domain.discounting import apply_discount, remove_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.handing import hand_over, park
from aura_terminal.domain.ids import (
    AreaId,
    AttemptId,
    DiscountId,
    FireId,
    LineId,
    OrderId,
    PaymentId,
    PlanId,
    ShareId,
    StaffId,
    TableId,
)
from aura_terminal.domain.joining import join
from aura_terminal.domain.linking import link, unlink
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LinesMoved, LineSplit
from aura_terminal.domain.order_facts import OrderFact, Sold
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.payments import Taking
from aura_terminal.domain.settling import Act, ChoiceCode
from aura_terminal.domain.shares import shares_of
from aura_terminal.domain.sharing_facts import LinePart, Share, SharedBy
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.transfers import merge, move_lines, split_line
from tests.unit.domain.orders import MANAGER, NOW, TODAY, opened, sold

MARTA = StaffId("marta")
BURGER = sold("Burger", 1299)
SOUP = sold("Soup", 600)


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """What facts are sorted by everywhere: a hybrid time, then an id."""

    time: int
    origin: str
    seq: int


@dataclass(slots=True)
class Desk:
    """One terminal: the facts it holds, and what its staff do. A refused act changes nothing and answers nothing."""

    label: str
    names: count[int]
    held: dict[Stamp, OrderFact] = field(default_factory=dict)
    seq: int = 0

    def hear(self, other: Desk) -> None:
        """Take what another terminal holds."""
        self.held.update(other.held)

    @property
    def orders(self) -> dict[OrderId, Order]:
        """Every order as it is known here."""
        return folded(self.held.items())

    def order(self, order_id: OrderId) -> Order:
        return self.orders[order_id]

    def keep(self, *facts: OrderFact) -> None:
        """Keep facts under the next stamps."""
        for fact in facts:
            self.seq += 1
            last = max((stamp.time for stamp in self.held), default=0)
            self.held[Stamp(last + 1, self.label, self.seq)] = fact

    def ask(self, decide: Callable[[], Iterable[OrderFact]]) -> bool:
        """Keep what a verb decides, unless it refuses."""
        try:
            facts = tuple(decide())
        except RuleBroken:
            return False
        self.keep(*facts)
        return True

    def new_id(self) -> str:
        return f"{next(self.names):04d}"

    def open(self, order_id: OrderId | None = None) -> OrderId:
        """A party sits down."""
        made = order_id or OrderId(f"order-{self.new_id()}")
        self.keep(replace(opened(order_id=made), terminal=self.label, number=f"{self.label}-{made[-4:]}"))
        return made

    def add(self, order_id: OrderId, what: Sold = BURGER, quantity: int = 1) -> bool:
        """One more tap on a tile."""
        line_id = LineId(f"line-{self.new_id()}")
        return self.ask(lambda: [self.order(order_id).add_line(line_id, what, quantity=quantity, course=0)])

    def change(self, order_id: OrderId, line_id: LineId, quantity: int) -> bool:
        return self.ask(lambda: [self.order(order_id).change_quantity(line_id, quantity, ())])

    def remove(self, order_id: OrderId, line_id: LineId) -> bool:
        return self.ask(lambda: [self.order(order_id).remove_line(line_id)])

    def send(self, order_id: OrderId) -> bool:
        fire_id = FireId(f"00000000-0000-7000-8000-{next(self.names):012d}")
        return self.ask(lambda: self.order(order_id).send(fire_id, NOW))

    def void(self, order_id: OrderId, line_id: LineId, quantity: int = 1) -> bool:
        return self.ask(lambda: [self.order(order_id).void_line(line_id, quantity, "burnt", MANAGER)])

    def take(self, order_id: OrderId, minor: int | None = None) -> bool:
        """Take cash: all that is due, or so much."""
        name = self.new_id()
        taking = Taking(PaymentId(f"paid-{name}"), AttemptId(f"try-{name}"), NOW, TODAY, self.label)
        due = self.order(order_id).bill.due
        return self.ask(lambda: [self.order(order_id).take_cash(taking, due if minor is None else Money(minor, "EUR"))])

    def close(self, order_id: OrderId) -> bool:
        order = self.order(order_id)
        return self.ask(lambda: [order.close(NOW, TODAY, self.label), *order.settle_hosted()])

    def pay(self, order_id: OrderId) -> bool:
        """Send the rest, take the money, close: what a register does when the guest pays."""
        self.send(order_id)
        return self.take(order_id) and self.close(order_id)

    def cancel(self, order_id: OrderId) -> bool:
        order = self.order(order_id)
        return self.ask(lambda: [order.cancel(NOW, TODAY, "left", MANAGER, self.label), *order.settle_hosted()])

    def move(self, order_id: OrderId, line_id: LineId, to: OrderId) -> bool:
        return self.ask(lambda: move_lines(self.order(order_id), [line_id], self.order(to), NOW))

    def split(self, order_id: OrderId, line_id: LineId, quantity: int = 1) -> bool:
        new = LineId(f"part-{self.new_id()}")
        return self.ask(lambda: [split_line(self.order(order_id), line_id, new, quantity)])

    def discount(self, order_id: OrderId, percent: int) -> bool:
        """So many percent off the whole order."""
        granted = Discount(DiscountId(f"off-{self.new_id()}"), f"{percent} %", Reduction(Decimal(percent)))
        return self.ask(lambda: [apply_discount(self.order(order_id), granted, NOW, MANAGER.by, approval=MANAGER)])

    def full_price(self, order_id: OrderId) -> bool:
        """Every discount off again."""
        order = self.order(order_id)
        return self.ask(lambda: [remove_discount(order, one.id, NOW, MANAGER.by) for one in counting(order)])

    def share(self, order_id: OrderId, ways: int) -> bool:
        """The bill in so many even shares, and those that have paid."""
        order, plan = self.order(order_id), PlanId(f"plan-{self.new_id()}")
        new = [Share(ShareId(f"share-{self.new_id()}")) for _ in range(ways)]
        return self.ask(lambda: [share_bill(order, plan, SharedBy.EVEN, [*paid_shares(order), *new], NOW, MARTA)])

    def share_items(self, order_id: OrderId, parts: int) -> bool:
        """A part of every line for one, the rest for the other."""
        order, plan = self.order(order_id), PlanId(f"plan-{self.new_id()}")
        lines = tuple(LinePart(line.id, 1, parts) for line in order.lines.values() if line.charged_quantity)
        new = [Share(ShareId(f"share-{self.new_id()}"), lines=lines), Share(ShareId(f"share-{self.new_id()}"))]
        return self.ask(lambda: [share_bill(order, plan, SharedBy.ITEM, [*paid_shares(order), *new], NOW, MARTA)])

    def pay_share(self, order_id: OrderId, place: int) -> bool:
        """Take cash for a share that owes something, and close when that was the last."""
        order, name = self.order(order_id), self.new_id()
        owing = [one for one in shares_of(order) if one.due]
        if not owing:
            return False
        share = owing[place % len(owing)]
        taking = Taking(PaymentId(f"paid-{name}"), AttemptId(f"try-{name}"), NOW, TODAY, self.label)
        self.send(order_id)
        taken = self.ask(lambda: [take_cash_for(self.order(order_id), share.id, taking, share.due)])
        return taken and (bool(self.order(order_id).bill.due) or self.close(order_id))

    def hand(self, order_id: OrderId, to: str) -> bool:
        """Somebody else serves the order."""
        server = StaffMember(StaffId(to), to.title(), to[:2], ())
        return self.ask(lambda: [hand_over(self.order(order_id), server, NOW, MARTA, MANAGER)])

    def link(self, order_id: OrderId, *numbers: str) -> bool:
        """The party has these tables; with one it is that one alone."""
        tables = [Table(TableId(f"table-{one}"), one, AreaId("room"), 4, "square", 0, 0, 120, 120) for one in numbers]
        if len(tables) == 1:
            return self.ask(lambda: [unlink(self.order(order_id), tables[0], NOW, MARTA)])
        return self.ask(lambda: [link(self.order(order_id), tables, NOW, MARTA)])

    def park(self, order_id: OrderId, label: str) -> bool:
        """The order is put aside."""
        return self.ask(lambda: [park(self.order(order_id), label, NOW, MARTA)])

    def merge(self, one: OrderId, other: OrderId) -> bool:
        return self.ask(lambda: [merge(self.order(one), self.order(other), NOW, TODAY)])

    def decide(self, order_id: OrderId, choice: ChoiceCode | None = None) -> bool:
        """Settle the first conflict of an order, by a choice or by the usual one."""
        order = self.order(order_id)
        for conflict in conflicts_of(order):
            offered = [one.code for one in choices_for(conflict)]
            if choice is None or choice in offered:
                self.keep(*self._settled(order, conflict, choice or offered[0]))
                return True
        return False

    def _settled(self, order: Order, conflict: Conflict, choice: ChoiceCode) -> list[OrderFact]:
        act = Act(NOW, TODAY, self.label, MANAGER)
        facts: list[OrderFact] = [decided(order, conflict, choice, act)]
        if choice is ChoiceCode.WRITE_OFF:
            facts.extend(written_off(order, act))
        elif choice is ChoiceCode.NEW_CHECK:
            facts.extend(self._new_check(order))
        elif choice is not ChoiceCode.CARRY_OVER:
            facts.extend(money_facts(order, conflict, choice, act, self.new_id))
        return facts

    def _new_check(self, order: Order) -> list[OrderFact]:
        check = OrderId(f"order-{self.new_id()}")
        facts: list[OrderFact] = [replace(opened(order_id=check), terminal=self.label, split_from=order.id)]
        for line_id, quantity in late_quantities(order).items():
            line, moved = order.lines[line_id], line_id
            if quantity < line.charged_quantity:
                moved = LineId(f"part-{self.new_id()}")
                facts.append(LineSplit(line.home, line_id, moved, quantity))
            facts.append(LinesMoved(line.home, (moved,), check, NOW))
        return facts


def folded(facts: Iterable[tuple[Stamp, OrderFact]]) -> dict[OrderId, Order]:
    """Every order that these facts make, in whatever order and however often they came."""
    histories: dict[OrderId, list[OrderFact]] = {}
    for _, fact in sorted(dict(facts).items()):
        histories.setdefault(fact.order_id, []).append(fact)
    orders = {order_id: order_of(order_id, history) for order_id, history in histories.items()}
    join(orders)
    return orders


def desks(number: int = 2) -> list[Desk]:
    """Terminals R1, R2 … that make names nobody else makes."""
    names = count(1)
    return [Desk(f"R{place}", names) for place in range(1, number + 1)]


def meet(*all_desks: Desk) -> dict[OrderId, Order]:
    """Let all hear of all, and see that each of them says the same."""
    for _ in range(2):
        for one in all_desks:
            for other in all_desks:
                one.hear(other)
    first = all_desks[0].orders
    assert all(one.orders == first for one in all_desks)
    return first
