"""An order: the fold of its facts. Verbs check and return a fact; `apply` is the only code that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from aura_terminal.domain.age_checks import must_be_ready
from aura_terminal.domain.age_fold import AgeChecks
from aura_terminal.domain.checks import Bill
from aura_terminal.domain.errand_fold import Errand
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.floor_fold import TableHistory
from aura_terminal.domain.ids import DiscountId, FireId, GuestId, LineId, OrderId, PaymentId, ReturnId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus as OrderStatus
from aura_terminal.domain.limits import MOST_OF_ONE_LINE, check_count, reason_given, tidy
from aura_terminal.domain.lines import Line, LineState, check_units
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import Token
from aura_terminal.domain.moving import LinesSettled, OrderMerged
from aura_terminal.domain.order_end import End, end_of, status_of
from aura_terminal.domain.order_facts import (
    DiscountApplied,
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
    OrderReleased,
    OrderTypeChanged,
    PaymentTaken,
    ReceiptReprinted,
    Sold,
    TableAssigned,
)
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.order_money import Counted, bill_for, charged, counting, covers_now, late, must_cover_payments
from aura_terminal.domain.paper_fold import PaperTrail
from aura_terminal.domain.payments import Payment, Taking, pay_in_cash
from aura_terminal.domain.returns_fold import GoodsReturned
from aura_terminal.domain.service_fold import TableService
from aura_terminal.domain.settling import (
    ConflictDecided,
    LateItemsWrittenOff,
    OverpaymentKept,
    PaymentRefunded,
    PaymentReversed,
    ShortfallBorne,
)
from aura_terminal.domain.sharing_fold import Party
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tab_fold import Tab
from aura_terminal.domain.tax import OrderType, TaxRate, TaxTerms

LAST_COURSE = 9


@dataclass(slots=True)
class Order:
    """All one party asked for in one visit.

    `own` are the lines added here, for ever; `lines` are those charged here, which leaves out own lines that were moved
    away and takes in the `hosted` ones of other orders. Who loads an order tells it by `host` which those are.
    """

    id: OrderId
    number: str = ""
    order_type: OrderType = OrderType.DINE_IN
    opened_on: date = date.min
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
    guest_id: GuestId | None = None
    split_from: OrderId | None = None
    source: str = ""
    source_number: str = ""
    released: OrderReleased | None = None
    receipt_copies: int = 0
    age: AgeChecks = field(default_factory=AgeChecks)
    own: dict[LineId, Line] = field(default_factory=dict)
    fires: dict[FireId, datetime] = field(default_factory=dict)
    fired_lines: dict[FireId, tuple[tuple[LineId, int], ...]] = field(default_factory=dict)
    repeats: dict[FireId, dict[LineId, int]] = field(default_factory=dict)
    voids: list[LineVoided] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    refunds: dict[PaymentId, PaymentRefunded] = field(default_factory=dict)
    reversals: dict[PaymentId, PaymentReversed] = field(default_factory=dict)
    kept: dict[PaymentId, OverpaymentKept] = field(default_factory=dict)
    borne: dict[PaymentId, ShortfallBorne] = field(default_factory=dict)
    written_off: dict[LineId, LateItemsWrittenOff] = field(default_factory=dict)
    decided: dict[str, ConflictDecided] = field(default_factory=dict)
    discounts: dict[DiscountId, DiscountApplied] = field(default_factory=dict)
    discounts_off: dict[DiscountId, StaffId] = field(default_factory=dict)
    closings: list[OrderClosed] = field(default_factory=list)
    cancellations: list[OrderCancelled] = field(default_factory=list)
    merges: list[OrderMerged] = field(default_factory=list)
    paid_for: dict[LineId, int] = field(default_factory=dict)
    taken_back: dict[LineId, int] = field(default_factory=dict)
    settled: dict[OrderId, dict[LineId, int]] = field(default_factory=dict)
    handed: Token | None = None
    unknown: set[LineId] = field(default_factory=set)
    never: dict[LineId, LineId] = field(default_factory=dict)
    service: TableService = field(default_factory=TableService)
    paper: PaperTrail = field(default_factory=PaperTrail)
    floor: TableHistory = field(default_factory=TableHistory)
    party: Party = field(default_factory=Party)
    tab: Tab = field(default_factory=Tab)
    errand: Errand = field(default_factory=Errand)
    returns: dict[ReturnId, GoodsReturned] = field(default_factory=dict)
    hosted: dict[LineId, Line] = field(default_factory=dict, compare=False, repr=False)
    passing: dict[LineId, Line] = field(default_factory=dict, compare=False, repr=False)
    _here: dict[LineId, Line] | None = field(default=None, compare=False, repr=False)
    _reckoned: Bill | None = field(default=None, compare=False, repr=False)
    _late: tuple[Counted, ...] | None = field(default=None, compare=False, repr=False)

    # What follows from the facts

    @property
    def status(self) -> OrderStatus:
        """Paid beats cancelled, cancelled beats merged, and nothing comes back from any of them to open."""
        return status_of(self)

    @property
    def end(self) -> End | None:
        """When, on which date and at which terminal it ended."""
        return end_of(self)

    @property
    def closed_at(self) -> datetime | None:
        """When it ended."""
        return None if self.end is None else self.end.at

    @property
    def business_date(self) -> date:
        """The date it ended on; while it is open, the one it was opened on."""
        return self.opened_on if self.end is None else self.end.business_date

    @property
    def merged_into(self) -> OrderId | None:
        """Where it was merged to; what reaches it unpaid is charged there."""
        return self.merges[0].into if self.merges else None

    @property
    def token(self) -> Token:
        """Which terminal may take its money."""
        return self.handed or Token(self.terminal)

    @property
    def lines(self) -> Mapping[LineId, Line]:
        """Every line charged here, its own first; removed ones are among them."""
        if self._here is None:
            merged = self.merged_into is not None
            own = [line for line in self.own.values() if line.place == self.id and (line.settled_at or not merged)]
            self._here = {line.id: line for line in own} | self.hosted
        return self._here

    @property
    def away(self) -> tuple[Line, ...]:
        """Own lines that are charged at another order."""
        return tuple(line for line in self.own.values() if line.id not in self.lines)

    @property
    def unsent(self) -> tuple[Line, ...]:
        """Lines the kitchen does not know of yet, in the order they were asked for."""
        return tuple(line for line in self.lines.values() if line.is_for_kitchen and line.charged_quantity)

    @property
    def bill(self) -> Bill:
        """The money side: subtotal, tax, total, paid and due; reckoned once after each fact."""
        if self._reckoned is None:
            self._reckoned = bill_for(self, charged(self))
        return self._reckoned

    @property
    def late(self) -> tuple[Counted, ...]:
        """Lines, and how many of each, that reached it after it ended; reckoned once after each fact."""
        if self._late is None:
            self._late = late(self)
        return self._late

    def line(self, line_id: LineId) -> Line:
        """The line, or RuleBroken(LINE_GONE)."""
        try:
            return self.lines[line_id]
        except KeyError:
            raise RuleBroken(Rule.LINE_GONE, line=line_id) from None

    def host(self, lines: Iterable[Line], passing: Iterable[Line] = ()) -> None:
        """Take in the lines that other orders, or merges, charge here; they are shared, not copied.

        Said again after every change of one of them. Lines of its own that come back by a merge are among them.
        `passing` were moved here and paid or cancelled elsewhere meanwhile, and may have been fired from here.
        """
        self.hosted, self.passing = {line.id: line for line in lines}, {line.id: line for line in passing}
        self._here = self._reckoned = self._late = None

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
        changed = tuple((line.id, rates[line.id]) for line in self.own.values() if line.id in rates)
        return OrderTypeChanged(self.id, order_type, changed)

    def add_line(
        self, line_id: LineId, sold: Sold, *, quantity: int, course: int,
        modifiers: tuple[ChosenModifier, ...] = (), note: str = "", seat: int = 0,
    ) -> LineAdded | LineQuantityChanged:  # fmt: skip
        """Add a thing; one more of a plain unsent line is counted on that line."""
        self._must_be_open()
        check_units(sold, quantity)
        check_count(course, LAST_COURSE)
        check_count(seat, MOST_OF_ONE_LINE)
        twin = None if note else self._twin(sold, course, modifiers, seat)
        if twin is not None and twin.quantity + quantity <= MOST_OF_ONE_LINE:
            return LineQuantityChanged(twin.home, twin.id, twin.quantity + quantity, (), added=quantity)
        return LineAdded(self.id, line_id, sold, quantity, course, modifiers, tidy(note), seat)

    def change_quantity(
        self, line_id: LineId, quantity: int, modifiers: tuple[ChosenModifier, ...]
    ) -> LineQuantityChanged:
        """Make it so many, on a line the kitchen does not have yet; `modifiers` count on the whole line."""
        line = self._unsent_line(line_id)
        check_units(line.sold, quantity)
        must_cover_payments(self, replace(line, quantity=quantity, modifiers=modifiers))
        return LineQuantityChanged(line.home, line_id, quantity, modifiers)

    def modify_line(self, line_id: LineId, modifiers: tuple[ChosenModifier, ...]) -> LineModified:
        """Replace the choices of an unsent line."""
        line = self._unsent_line(line_id)
        must_cover_payments(self, replace(line, modifiers=modifiers))
        return LineModified(line.home, line_id, modifiers)

    def note_line(self, line_id: LineId, note: str) -> LineNoted:
        """Tell the kitchen something about an unsent line; an empty note takes the old one away."""
        return LineNoted(self._unsent_line(line_id).home, line_id, tidy(note))

    def seat_line(self, line_id: LineId, seat: int) -> LineSeated:
        """Say whose it is; 0 is the whole table."""
        self._must_be_open()
        check_count(seat, MOST_OF_ONE_LINE)
        return LineSeated(self.line(line_id).home, line_id, seat)

    def course_line(self, line_id: LineId, course: int) -> LineCoursed:
        """Move an unsent line to another course."""
        line = self._unsent_line(line_id)
        check_count(course, LAST_COURSE)
        return LineCoursed(line.home, line_id, course)

    def remove_line(self, line_id: LineId) -> LineRemoved:
        """Take an unsent line off; a sent one is voided instead."""
        line = self._unsent_line(line_id)
        must_cover_payments(self, replace(line, state=LineState.REMOVED))
        return LineRemoved(line.home, line_id)

    def restore_line(self, line_id: LineId) -> LineRestored:
        """Put a removed line back."""
        self._must_be_open()
        line = self.line(line_id)
        if line.state is not LineState.REMOVED:
            raise RuleBroken(Rule.LINE_NOT_REMOVED, line=line.sold.name)
        return LineRestored(line.home, line_id)

    def send(self, fire_id: FireId, now: datetime, only: Sequence[Line] | None = None) -> tuple[LinesFired, ...]:
        """Hand every unsent line, or `only` these, to the kitchen: one fact for each home, all under one fire id.

        Raises RuleBroken(NOTHING_TO_SEND) when there is none, and ORDER_HELD before the order is released.
        """
        self._must_be_open()
        must_be_ready(self)
        going = self.unsent if only is None else only
        if not going:
            raise RuleBroken(Rule.NOTHING_TO_SEND)
        homes: dict[OrderId, list[tuple[LineId, int]]] = {}
        for line in going:
            homes.setdefault(line.home, []).append((line.id, line.quantity))
        return tuple(LinesFired(home, fire_id, now, tuple(lines)) for home, lines in homes.items())

    def void_line(self, line_id: LineId, quantity: int, reason: str, approval: Approval) -> LineVoided:
        """Take back what the kitchen already has; a line not yet sent is removed instead."""
        self._must_be_open()
        line = self.line(line_id)
        if line.state is not LineState.SENT:
            raise RuleBroken(Rule.LINE_NOT_SENT, line=line.sold.name)
        if not 1 <= quantity <= line.charged_quantity:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=quantity)
        must_cover_payments(self, replace(line, voided=line.voided + quantity))
        return LineVoided(line.home, line_id, quantity, reason_given(reason), approval)

    def take_cash(self, taking: Taking, tendered: Money, tip: Money | None = None) -> PaymentTaken:
        """Take cash on what is due, with a tip out of it; change and coin rounding are worked out here."""
        self._must_be_open()
        must_be_ready(self)
        if self.terms is None or not any(line.charged_quantity for line in self.lines.values()):
            raise RuleBroken(Rule.ORDER_EMPTY)
        return PaymentTaken(self.id, pay_in_cash(taking, self.bill.due, tendered, self.terms.cash_step, tip))

    def close(self, now: datetime, business_date: date, terminal: str = "") -> OrderClosed:
        """End an order on which nothing is due any more; its turnover belongs to the terminal's Z report."""
        self._must_be_open()
        must_be_ready(self)
        if not any(line.charged_quantity for line in self.lines.values()):
            raise RuleBroken(Rule.ORDER_EMPTY)
        if self.bill.due:
            raise RuleBroken(Rule.ORDER_NOT_PAID, due=self.bill.due.plain())
        counted = tuple(discount.id for discount in counting(self))
        charges = self.bill.charges or None
        return OrderClosed(self.id, now, business_date, terminal, covers_now(self), counted or None, charges)

    def cancel(
        self, now: datetime, business_date: date, reason: str, approval: Approval | None, terminal: str = ""
    ) -> OrderCancelled:
        """Take the whole order back; with an approval once the kitchen has something, and never after a payment."""
        self._must_be_open()
        self._must_be_unpaid()
        if approval is None and any(line.state is LineState.SENT for line in self.lines.values()):
            raise RuleBroken(Rule.APPROVAL_NEEDED, order=self.number)
        said = reason_given(reason)
        return OrderCancelled(self.id, now, business_date, said, approval, terminal, covers_now(self))

    def settle_hosted(self) -> tuple[LinesSettled, ...]:
        """What the homes of hosted lines have to know when this order ends: that those lines stay here."""
        homes: dict[OrderId, list[tuple[LineId, int]]] = {}
        for line in self.hosted.values():
            if line.home != self.id and line.charged_quantity:
                homes.setdefault(line.home, []).append((line.id, line.charged_quantity))
        return tuple(LinesSettled(home, tuple(lines), self.id) for home, lines in homes.items())

    def reprint_receipt(self, now: datetime) -> ReceiptReprinted:
        """Print the receipt of a paid order once more."""
        if self.status is not OrderStatus.CLOSED:
            raise RuleBroken(Rule.ORDER_NOT_PAID, due=self.bill.due.plain())
        return ReceiptReprinted(self.id, self.receipt_copies + 1, now)

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

    def apply(self, fact: OrderFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        evolve(fact, self)
        self._here = self._reckoned = self._late = None


def order_of(order_id: OrderId, facts: Iterable[OrderFact]) -> Order:
    """The order that these facts, in stamp order, make. Raises NotFound when there is none."""
    order, found = Order(order_id), False
    for fact in facts:
        order.apply(fact)
        found = True
    if not found:
        raise NotFound("order", order_id)
    return order
