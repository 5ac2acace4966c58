"""An order: the fold of its facts. Verbs check and return a fact; `apply` is the only code that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import singledispatchmethod

from aura_terminal.domain.checks import Bill, bill_of
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import FireId, LineId, OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus as OrderStatus
from aura_terminal.domain.limits import MOST_OF_ONE_LINE, check_count, check_quantity, reason_given, tidy
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import TokenFact
from aura_terminal.domain.moving import MovingFact
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
    Sold,
    TableAssigned,
)
from aura_terminal.domain.payments import Payment, Taking, pay_in_cash
from aura_terminal.domain.settling import SettlingFact
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tax import OrderType, Taxable, TaxRate, TaxTerms

LAST_COURSE = 9


@dataclass(slots=True)
class Order:
    """All one party asked for in one visit."""

    id: OrderId
    number: str = ""
    order_type: OrderType = OrderType.DINE_IN
    status: OrderStatus = OrderStatus.OPEN
    business_date: date = date.min
    opened_at: datetime = datetime.min
    opened_by: StaffId = StaffId("")
    server_name: str = ""
    terminal: str = ""
    currency: str = ""
    terms: TaxTerms | None = None
    table_id: TableId | None = None
    table_name: str = ""
    guests: int = 0
    guest_name: str = ""
    closed_at: datetime | None = None
    receipt_copies: int = 0
    lines: dict[LineId, Line] = field(default_factory=dict)
    fires: dict[FireId, datetime] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    later: list[MovingFact | TokenFact | SettlingFact] = field(default_factory=list)
    _reckoned: Bill | None = field(default=None, compare=False, repr=False)

    # What follows from the facts

    @property
    def unsent(self) -> tuple[Line, ...]:
        """Lines the kitchen does not know of yet, in the order they were asked for."""
        return tuple(line for line in self.lines.values() if line.state is LineState.NEW)

    @property
    def bill(self) -> Bill:
        """The money side: subtotal, tax, total, paid and due; reckoned once after each fact."""
        if self._reckoned is None:
            self._reckoned = self._bill(self.lines.values())
        return self._reckoned

    def line(self, line_id: LineId) -> Line:
        """The line, or RuleBroken(LINE_GONE)."""
        try:
            return self.lines[line_id]
        except KeyError:
            raise RuleBroken(Rule.LINE_GONE, line=line_id) from None

    # Verbs: decide, change nothing

    def assign_table(self, table_id: TableId | None, table_name: str, guests: int) -> TableAssigned:
        """Seat the party at a table, or at none."""
        self._must_be_open()
        check_count(guests, MOST_OF_ONE_LINE)
        return TableAssigned(self.id, table_id, table_name, guests)

    def name_guest(self, guest_name: str) -> GuestNamed:
        """Keep a name to call the guest by."""
        self._must_be_open()
        return GuestNamed(self.id, tidy(guest_name))

    def change_type(self, order_type: OrderType, rates: Mapping[LineId, tuple[TaxRate, ...]]) -> OrderTypeChanged:
        """Make it dine in, takeout or delivery; `rates` are those of the lines under the new type."""
        self._must_be_open()
        self._must_be_unpaid()
        changed = tuple((line.id, rates[line.id]) for line in self.lines.values() if line.id in rates)
        return OrderTypeChanged(self.id, order_type, changed)

    def add_line(
        self, line_id: LineId, sold: Sold, *, quantity: int, course: int,
        modifiers: tuple[ChosenModifier, ...] = (), note: str = "", seat: int = 0,
    ) -> LineAdded | LineQuantityChanged:  # fmt: skip
        """Add a thing; one more of a plain unsent line is counted on that line."""
        self._must_be_open()
        check_quantity(quantity)
        check_count(course, LAST_COURSE)
        check_count(seat, MOST_OF_ONE_LINE)
        twin = None if note else self._twin(sold, course, modifiers, seat)
        if twin is not None and twin.quantity + quantity <= MOST_OF_ONE_LINE:
            return LineQuantityChanged(self.id, twin.id, twin.quantity + quantity, ())
        return LineAdded(self.id, line_id, sold, quantity, course, modifiers, tidy(note), seat)

    def change_quantity(
        self, line_id: LineId, quantity: int, modifiers: tuple[ChosenModifier, ...]
    ) -> LineQuantityChanged:
        """Make it so many, on a line the kitchen does not have yet; `modifiers` count on the whole line."""
        line = self._unsent_line(line_id)
        check_quantity(quantity)
        self._must_cover_payments(replace(line, quantity=quantity, modifiers=modifiers))
        return LineQuantityChanged(self.id, line_id, quantity, modifiers)

    def modify_line(self, line_id: LineId, modifiers: tuple[ChosenModifier, ...]) -> LineModified:
        """Replace the choices of an unsent line."""
        self._must_cover_payments(replace(self._unsent_line(line_id), modifiers=modifiers))
        return LineModified(self.id, line_id, modifiers)

    def note_line(self, line_id: LineId, note: str) -> LineNoted:
        """Tell the kitchen something about an unsent line; an empty note takes the old one away."""
        self._unsent_line(line_id)
        return LineNoted(self.id, line_id, tidy(note))

    def seat_line(self, line_id: LineId, seat: int) -> LineSeated:
        """Say whose it is; 0 is the whole table."""
        self._must_be_open()
        check_count(seat, MOST_OF_ONE_LINE)
        return LineSeated(self.id, self.line(line_id).id, seat)

    def course_line(self, line_id: LineId, course: int) -> LineCoursed:
        """Move an unsent line to another course."""
        self._unsent_line(line_id)
        check_count(course, LAST_COURSE)
        return LineCoursed(self.id, line_id, course)

    def remove_line(self, line_id: LineId) -> LineRemoved:
        """Take an unsent line off; a sent one is voided instead."""
        self._must_cover_payments(replace(self._unsent_line(line_id), state=LineState.REMOVED))
        return LineRemoved(self.id, line_id)

    def restore_line(self, line_id: LineId) -> LineRestored:
        """Put a removed line back."""
        self._must_be_open()
        if self.line(line_id).state is not LineState.REMOVED:
            raise RuleBroken(Rule.LINE_NOT_REMOVED, line=self.line(line_id).sold.name)
        return LineRestored(self.id, line_id)

    def send(self, fire_id: FireId, now: datetime) -> LinesFired:
        """Hand every unsent line to the kitchen. Raises RuleBroken(NOTHING_TO_SEND) when there is none."""
        self._must_be_open()
        if not self.unsent:
            raise RuleBroken(Rule.NOTHING_TO_SEND)
        return LinesFired(self.id, fire_id, now, tuple((line.id, line.quantity) for line in self.unsent))

    def void_line(self, line_id: LineId, quantity: int, reason: str, approval: Approval) -> LineVoided:
        """Take back what the kitchen already has; a line not yet sent is removed instead."""
        self._must_be_open()
        line = self.line(line_id)
        if line.state is not LineState.SENT:
            raise RuleBroken(Rule.LINE_NOT_SENT, line=line.sold.name)
        if not 1 <= quantity <= line.charged_quantity:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=quantity)
        self._must_cover_payments(replace(line, voided=line.voided + quantity))
        return LineVoided(self.id, line_id, quantity, reason_given(reason), approval)

    def take_cash(self, taking: Taking, tendered: Money) -> PaymentTaken:
        """Take cash on what is due; change and coin rounding are worked out here."""
        self._must_be_open()
        if self.terms is None or not any(line.charged_quantity for line in self.lines.values()):
            raise RuleBroken(Rule.ORDER_EMPTY)
        return PaymentTaken(self.id, pay_in_cash(taking, self.bill.due, tendered, self.terms.cash_step))

    def close(self, now: datetime, business_date: date) -> OrderClosed:
        """End an order on which nothing is due any more."""
        self._must_be_open()
        if not any(line.charged_quantity for line in self.lines.values()):
            raise RuleBroken(Rule.ORDER_EMPTY)
        if self.bill.due:
            raise RuleBroken(Rule.ORDER_NOT_PAID, due=self.bill.due.plain())
        return OrderClosed(self.id, now, business_date)

    def cancel(self, now: datetime, business_date: date, reason: str, approval: Approval | None) -> OrderCancelled:
        """Take the whole order back; with an approval once the kitchen has something, and never after a payment."""
        self._must_be_open()
        self._must_be_unpaid()
        if approval is None and any(line.state is LineState.SENT for line in self.lines.values()):
            raise RuleBroken(Rule.APPROVAL_NEEDED, order=self.number)
        return OrderCancelled(self.id, now, business_date, reason_given(reason), approval)

    def reprint_receipt(self, now: datetime) -> ReceiptReprinted:
        """Print the receipt of a paid order once more."""
        if self.status is not OrderStatus.CLOSED:
            raise RuleBroken(Rule.ORDER_NOT_PAID, due=self.bill.due.plain())
        return ReceiptReprinted(self.id, self.receipt_copies + 1, now)

    # What the verbs ask

    def _must_be_open(self) -> None:
        if self.status is not OrderStatus.OPEN:
            raise RuleBroken(Rule.ORDER_NOT_OPEN, order=self.number, status=self.status.value)

    def _must_be_unpaid(self) -> None:
        if self.payments:
            raise RuleBroken(Rule.ORDER_HAS_PAYMENTS, order=self.number)

    def _unsent_line(self, line_id: LineId) -> Line:
        self._must_be_open()
        line = self.line(line_id)
        if line.state is LineState.NEW:
            return line
        rule = Rule.LINE_ALREADY_SENT if line.state is LineState.SENT else Rule.LINE_GONE
        raise RuleBroken(rule, line=line.sold.name)

    def _twin(self, sold: Sold, course: int, modifiers: Sequence[ChosenModifier], seat: int) -> Line | None:
        unsent = reversed(self.unsent)
        return next((line for line in unsent if line.same_as(sold, course, modifiers, seat)), None)

    def _bill(self, lines: Iterable[Line]) -> Bill:
        if self.terms is None:
            raise RuleBroken(Rule.ORDER_EMPTY)
        parts = (Taxable(line.price, line.rates) for line in lines if line.charged_quantity)
        return bill_of(parts, self.payments, self.terms, self.currency)

    def _must_cover_payments(self, changed: Line) -> None:
        """Refuse a change of a line after which more would be paid than the order comes to."""
        lines = (changed if line.id == changed.id else line for line in self.lines.values())
        if self.payments and self._bill(lines).total < self.bill.paid:
            raise RuleBroken(Rule.WOULD_OVERPAY, line=changed.sold.name)

    # The one place where an order changes

    def apply(self, fact: OrderFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        self._reckoned = None
        self._evolve(fact)

    @singledispatchmethod
    def _evolve(self, fact: OrderFact) -> None:
        raise TypeError(f"not a fact about an order: {fact!r}")

    @_evolve.register
    def _(self, fact: OrderOpened) -> None:
        self.number, self.order_type, self.business_date = fact.number, fact.order_type, fact.business_date
        self.opened_at, self.opened_by, self.server_name = fact.opened_at, fact.opened_by, fact.server_name
        self.terminal, self.currency, self.terms = fact.terminal, fact.currency, fact.terms
        self.table_id, self.table_name = fact.table_id, fact.table_name
        self.guests, self.guest_name = fact.guests, fact.guest_name

    @_evolve.register
    def _(self, fact: TableAssigned) -> None:
        self.table_id, self.table_name, self.guests = fact.table_id, fact.table_name, fact.guests

    @_evolve.register
    def _(self, fact: GuestNamed) -> None:
        self.guest_name = fact.guest_name

    @_evolve.register
    def _(self, fact: OrderTypeChanged) -> None:
        self.order_type = fact.order_type
        for line_id, rates in fact.rates:
            self.lines[line_id].rates = rates

    @_evolve.register
    def _(self, fact: LineAdded) -> None:
        self.lines[fact.line_id] = Line(
            fact.line_id, fact.sold, fact.quantity, fact.course, fact.modifiers, fact.note, fact.seat, fact.sold.rates
        )

    @_evolve.register
    def _(self, fact: LineQuantityChanged) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.NEW:
            line.quantity, line.modifiers = fact.quantity, fact.modifiers

    @_evolve.register
    def _(self, fact: LineModified) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.NEW:
            line.modifiers = fact.modifiers

    @_evolve.register
    def _(self, fact: LineNoted) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.NEW:
            line.note = fact.note

    @_evolve.register
    def _(self, fact: LineSeated) -> None:
        self.lines[fact.line_id].seat = fact.seat

    @_evolve.register
    def _(self, fact: LineCoursed) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.NEW:
            line.course = fact.course

    @_evolve.register
    def _(self, fact: LineRemoved) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.NEW:
            line.state = LineState.REMOVED

    @_evolve.register
    def _(self, fact: LineRestored) -> None:
        line = self.lines[fact.line_id]
        if line.state is LineState.REMOVED:
            line.state = LineState.NEW

    @_evolve.register
    def _(self, fact: LinesFired) -> None:
        self.fires[fact.fire_id] = fact.fired_at
        for line_id, _quantity in fact.lines:
            line = self.lines[line_id]
            if line.state in (LineState.NEW, LineState.REMOVED):
                line.state, line.fire_id = LineState.SENT, fact.fire_id

    @_evolve.register
    def _(self, fact: LineVoided) -> None:
        line = self.lines[fact.line_id]
        line.voided = min(line.quantity, line.voided + fact.quantity)
        if line.voided == line.quantity:
            line.state = LineState.VOIDED

    @_evolve.register
    def _(self, fact: PaymentTaken) -> None:
        if all(payment.id != fact.payment.id for payment in self.payments):
            self.payments.append(fact.payment)

    @_evolve.register
    def _(self, fact: OrderClosed) -> None:
        self.status, self.closed_at, self.business_date = OrderStatus.CLOSED, fact.closed_at, fact.business_date

    @_evolve.register
    def _(self, fact: MovingFact | TokenFact | SettlingFact) -> None:
        self.later.append(fact)

    @_evolve.register
    def _(self, fact: ReceiptReprinted) -> None:
        self.receipt_copies = max(self.receipt_copies, fact.copy_no)

    @_evolve.register
    def _(self, fact: OrderCancelled) -> None:
        if self.status is OrderStatus.OPEN:
            self.status, self.closed_at = OrderStatus.CANCELLED, fact.cancelled_at
            self.business_date = fact.business_date


def opened_with(opened: OrderOpened) -> OrderOpened:
    """The opening of an order, its guests and their name held to the rules of `assign_table` and `name_guest`."""
    draft = Order(opened.order_id)
    draft.apply(opened)
    seated = draft.assign_table(opened.table_id, opened.table_name, opened.guests)
    return replace(opened, guests=seated.guests, guest_name=draft.name_guest(opened.guest_name).guest_name)


def order_of(order_id: OrderId, facts: Iterable[OrderFact]) -> Order:
    """The order that these facts, in stamp order, make. Raises NotFound when there is none."""
    order, found = Order(order_id), False
    for fact in facts:
        order.apply(fact)
        found = True
    if not found:
        raise NotFound("order", order_id)
    return order
