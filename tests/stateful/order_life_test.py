"""An order's life, whatever staff do to it: after each act it is the fold of its facts and its parts make the whole."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import FireId, LineId, StationId
from aura_terminal.domain.kitchen import TicketFired, tickets_for
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged, LinesFired, OrderFact
from aura_terminal.domain.ordering import Order, OrderStatus, order_of
from aura_terminal.domain.shop import Station
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxTerms
from tests.unit.domain.orders import HIGH, LOW, MANAGER, NOW, ORDER, TODAY, chosen, opened, sold, taking

STATIONS = {name: Station(name, name, "flame", name, 10) for name in (StationId("kitchen"), StationId("bar"))}
DISHES = {
    "Soup": sold("Soup", 599, LOW),
    "Burger": sold("Burger", 1299, LOW, HIGH),
    "Water": sold("Water", 0, HIGH, station="bar"),
    "Latte": sold("Latte", 421, HIGH, station="bar"),
}
QUANTITIES = st.one_of(st.integers(1, 5), st.sampled_from([-1, 0, 999, 1000]))
TERMS = st.builds(
    TaxTerms,
    st.sampled_from(PricesAre),
    st.sampled_from(RoundingScope),
    st.sampled_from(RoundingMode),
    st.sampled_from([1, 5]),
)


@dataclass
class Remembered:
    """What a waiter would remember of a line."""

    dish: str
    quantity: int
    cheeses: int
    sent: bool = False
    removed: bool = False
    voided: int = 0

    @property
    def charged(self) -> int:
        return 0 if self.removed else self.quantity - self.voided

    @property
    def price(self) -> int:
        share = -(-self.cheeses * self.charged // self.quantity)
        return self.charged * DISHES[self.dish].unit_price.minor + share * 150


class OrderLife(RuleBasedStateMachine):
    """Every verb at any time; a refused one must change nothing."""

    lines = Bundle("lines")

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[OrderFact] = [opened()]
        self.order = order_of(ORDER, self.facts)
        self.tickets: list[TicketFired] = []
        self.model: dict[LineId, Remembered] = {}
        self.counter = 0

    @rule(terms=TERMS)
    def open_under_other_terms(self, terms: TaxTerms) -> None:
        if len(self.facts) == 1:
            self.facts = [opened(terms)]
            self.order = order_of(ORDER, self.facts)

    def attempt(self, verb: Callable[[Order], OrderFact]) -> OrderFact | None:
        before = copy.deepcopy(self.order)
        try:
            fact = verb(self.order)
        except RuleBroken:
            assert self.order == before, "a refused verb changed something"
            return None
        assert self.order == before, "a verb changed something before its fact was applied"
        self.order.apply(fact)
        self.facts.append(fact)
        return fact

    def new_id(self) -> str:
        self.counter += 1
        return f"019e2cb0-1dc0-7c21-a29f-{self.counter:012x}"

    @rule(
        target=lines, dish=st.sampled_from(sorted(DISHES)), quantity=QUANTITIES, cheeses=st.integers(0, 7),
        seat=st.integers(0, 1),
    )  # fmt: skip
    def add(self, dish: str, quantity: int, cheeses: int, seat: int) -> object:
        modifiers = (chosen(quantity=cheeses),) if cheeses else ()
        line_id = LineId(self.new_id())
        fact = self.attempt(
            lambda order: order.add_line(
                line_id, DISHES[dish], quantity=quantity, course=0, modifiers=modifiers, seat=seat
            )
        )
        if isinstance(fact, LineAdded):
            self.model[line_id] = Remembered(dish, quantity, cheeses)
            return line_id
        if isinstance(fact, LineQuantityChanged):
            self.model[fact.line_id].quantity += quantity
            assert not cheeses
        return multiple()

    @rule(line=lines, quantity=QUANTITIES, cheeses=st.integers(0, 7))
    def change_quantity(self, line: LineId, quantity: int, cheeses: int) -> None:
        modifiers = (chosen(quantity=cheeses),) if cheeses else ()
        if self.attempt(lambda order: order.change_quantity(line, quantity, modifiers)):
            self.model[line].quantity, self.model[line].cheeses = quantity, cheeses

    @rule(line=lines, cheeses=st.integers(0, 7))
    def choose_again(self, line: LineId, cheeses: int) -> None:
        modifiers = (chosen(quantity=cheeses),) if cheeses else ()
        if self.attempt(lambda order: order.modify_line(line, modifiers)):
            self.model[line].cheeses = cheeses

    @rule(line=lines, note=st.sampled_from(["", "hot", "x" * 201]))
    def note(self, line: LineId, note: str) -> None:
        self.attempt(lambda order: order.note_line(line, note))

    @rule(line=lines, seat=st.integers(-1, 3), course=st.integers(-1, 10))
    def seat_and_course(self, line: LineId, seat: int, course: int) -> None:
        self.attempt(lambda order: order.seat_line(line, seat))
        self.attempt(lambda order: order.course_line(line, course))

    @rule(line=lines)
    def remove(self, line: LineId) -> None:
        if self.attempt(lambda order: order.remove_line(line)):
            assert not self.model[line].sent
            self.model[line].removed = True

    @rule(line=lines)
    def restore(self, line: LineId) -> None:
        if self.attempt(lambda order: order.restore_line(line)):
            self.model[line].removed = False

    @rule()
    def send(self) -> None:
        fact = self.attempt(lambda order: order.send(FireId(self.new_id()), NOW)[0])
        if isinstance(fact, LinesFired):
            self.tickets.extend(tickets_for(self.order, [fact], STATIONS))
            for line in self.model.values():
                line.sent = line.sent or not line.removed

    @rule(line=lines, quantity=QUANTITIES)
    def void(self, line: LineId, quantity: int) -> None:
        if self.attempt(lambda order: order.void_line(line, quantity, "burnt", MANAGER)):
            assert self.model[line].sent
            self.model[line].voided += quantity

    @rule(order_type=st.sampled_from(OrderType), high=st.booleans())
    def change_type(self, order_type: OrderType, high: bool) -> None:
        rates = dict.fromkeys(self.order.lines, (HIGH,) if high else (LOW, HIGH))
        self.attempt(lambda order: order.change_type(order_type, rates))

    @rule(tendered=st.one_of(st.integers(-1, 4000), st.just(10**6)))
    def pay(self, tendered: int) -> None:
        name = self.new_id()
        self.attempt(lambda order: order.take_cash(taking(name), Money(tendered, "EUR")))

    @rule()
    def pay_what_coins_can(self) -> None:
        name, terms = self.new_id(), self.order.terms
        assert terms is not None
        tendered = self.order.bill.due.rounded_to(terms.cash_step)
        if self.attempt(lambda order: order.take_cash(taking(name), tendered)):
            assert not self.order.bill.due

    @rule()
    def close(self) -> None:
        if self.attempt(lambda order: order.close(NOW, TODAY)):
            assert not self.order.bill.due

    @rule()
    def cancel(self) -> None:
        if self.attempt(lambda order: order.cancel(NOW, TODAY, "left", None)):
            assert not self.order.payments
            assert not any(line.sent and line.charged for line in self.model.values())

    @rule(line=consumes(lines))
    def forget(self, line: LineId) -> None:
        """The waiter does not think of a line any more; it stays where it is."""
        assert line in self.order.lines

    @invariant()
    def the_order_is_the_fold_of_its_facts(self) -> None:
        assert order_of(ORDER, self.facts) == self.order

    @invariant()
    def the_parts_make_the_whole(self) -> None:
        bill = self.order.bill
        assert bill.subtotal.minor == sum(line.price for line in self.model.values())
        assert bill.tax.net + bill.tax.tax == bill.tax.gross == bill.total == bill.paid + bill.due
        assert sum(part.tax.minor for part in bill.tax.lines) == bill.tax.tax.minor

    @invariant()
    def no_more_is_paid_than_is_asked_and_the_drawer_holds_it(self) -> None:
        bill, payments = self.order.bill, self.order.payments
        assert bill.paid <= bill.total
        in_drawer = sum(one.tendered.minor - one.change.minor for one in payments)
        assert in_drawer == bill.paid.minor + sum(one.rounding.minor for one in payments)

    @invariant()
    def a_line_is_where_the_waiter_remembers_it(self) -> None:
        assert set(self.order.lines) == set(self.model)
        for line_id, remembered in self.model.items():
            line = self.order.lines[line_id]
            assert (line.quantity, line.charged_quantity) == (remembered.quantity, remembered.charged)
            if remembered.sent:
                whole = remembered.voided == remembered.quantity
                assert line.state is (LineState.VOIDED if whole else LineState.SENT)
            else:
                assert line.state is (LineState.REMOVED if remembered.removed else LineState.NEW)

    @invariant()
    def every_fired_line_is_on_exactly_one_ticket(self) -> None:
        on_tickets = Counter(item.line_id for ticket in self.tickets for item in ticket.items)
        assert on_tickets == Counter(line_id for line_id, line in self.model.items() if line.sent)
        for ticket in self.tickets:
            for item in ticket.items:
                assert item.quantity == self.order.lines[item.line_id].quantity

    @invariant()
    def an_order_that_has_ended_owes_what_its_end_says(self) -> None:
        if self.order.status is OrderStatus.CLOSED:
            assert not self.order.bill.due
        if self.order.status is OrderStatus.CANCELLED:
            assert not self.order.payments


TestOrderLife = OrderLife.TestCase
TestOrderLife.settings = settings(max_examples=100, stateful_step_count=40)
