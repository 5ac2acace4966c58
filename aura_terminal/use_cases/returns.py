"""Goods of a paid order that come back, exchanges, and orders that are made anew because they were wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from aura_terminal.domain.combos import generation
from aura_terminal.domain.deciding import given_back, paid_from
from aura_terminal.domain.discounts import Coverage, Discount
from aura_terminal.domain.drawer import OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import (
    AttemptId,
    ComboId,
    DiscountId,
    FireId,
    LineId,
    MovementId,
    OrderId,
    PaymentId,
    ReturnId,
    derived,
)
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.lines import Line
from aura_terminal.domain.loyalty import PointsMoved, PointsReason
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.order_facts import LineAdded, OrderOpened, PaymentTaken
from aura_terminal.domain.order_money import bill_sold, counting, liabilities, tenders_of
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.payments import EXCHANGE, Payment
from aura_terminal.domain.returns import Credit, Lines, credited, credits_of, left_with_guest, take_back, worth
from aura_terminal.domain.service_facts import LinesMarkedSent
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.waiving import must_leave_gratuity
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.drawers import drawer_used, open_drawer, refund_title
from aura_terminal.use_cases.order_end import end_if_paid
from aura_terminal.use_cases.ordering import fire_unsent, opening_of
from aura_terminal.use_cases.return_paper import credit_note
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.unsent import must_be_sent
from aura_terminal.use_cases.value_moves import value_given_back

_Combo = tuple[ComboId, int]
"""A combo on an order, and which of its rests."""


class Way(StrEnum):
    """How the guest gets the money: in cash now, or to the card it came from, asked next."""

    CASH = "cash"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Towards:
    """A third way: it pays for an open order."""

    order_id: OrderId


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of it: what the guest got in all, and how much of it in cash (what coins can pay)."""

    order_id: OrderId
    amount: Money
    cash: Money
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class LeftLine:
    """So many of a line that are still with the guest."""

    line_id: LineId
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Left:
    """What of a paid order can come back, and how it was paid."""

    order_id: OrderId
    number: str
    lines: tuple[LeftLine, ...]
    tenders: frozenset[str]


class Returns:
    """The verbs. Each is one transaction; RuleBroken means that nothing has changed.

    All need the money token of the order, no card of it undecided, a reason, and the right REFUND as far as it reaches
    or an approval; reopening needs REOPEN.
    """

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def look(self, order_id: OrderId) -> Left:
        """What of an order can come back; nothing of one that is not paid."""
        with self._begin(SYSTEM) as work:
            order = work.order(order_id)
        left = [(order.lines[id_], many) for id_, many in left_with_guest(order).items()]
        lines = tuple(LeftLine(line.id, line.sold.name, many) for line, many in left if not line.is_liability)
        return Left(order_id, order.number, lines, tenders_of(order))

    def worth(self, order_id: OrderId, lines: Lines) -> Money:
        """What the guest would get for these now."""
        with self._begin(SYSTEM) as work:
            return worth(work.order(order_id), lines)

    def take_back(
        self, by: Actor, order_id: OrderId, lines: Lines, reason: str, way: Way | Towards, *,
        approval: Approval | None = None,
    ) -> TakenBack:  # fmt: skip
        """Take goods back and give the guest what they paid for them.

        The order it goes towards is closed when nothing is left to pay; what it does not need goes back in cash. CARD
        leaves the money with the house until a card refund of the order takes it: until then the order is listed as one
        whose guest is owed. Raises as `domain.returns.take_back`, and TOKEN_ELSEWHERE, TOKEN_ON_ITS_WAY,
        CARD_UNDECIDED, APPROVAL_NEEDED, REASON_NEEDED, ORDERS_DIFFER, ORDER_NOT_OPEN, and of the order it pays for
        LINES_UNSENT, LINE_NEEDS_CHOICE, GRATUITY_COUNTS.
        """
        with self._begin(by.id) as work:
            order, said = self._order(work, order_id), reason_given(reason)
            allowed = approved(by, approval, work, Permission.REFUND, said, amount=worth(order, lines))
            facts, credit = self._credited(work, by, order, lines, allowed)
            cash, ways = zero(order.currency), []
            if way is Way.CASH:
                cash = self._pay_out(work, by, order, credit, credit.amount, facts)
            elif isinstance(way, Towards):
                cash = self._exchange(work, by, order, credit, way.order_id, facts)
                facts.extend(self._sent_and_ended(work, by, way.order_id))
                ways.append((f"Towards order {work.order(way.order_id).number}", credit.amount - cash))
            self._print(work, order_id, credit, [*ways, *_cash_row(cash)])
        return TakenBack(order_id, credit.amount, cash, tuple(facts))

    def reopen(self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None) -> Done:
        """Begin a paid order anew because something about it was wrong; answers the new one, which is open.

        The paid order stays as it was. All of it comes back and pays for a new order with the same lines, which the
        kitchen does not hear of again; from there lines can be added, voided and paid as of any other. It is for the
        same guest and server, and under the same rules, discounts and waived charges. Tips stay where they were given,
        and none is asked again. Raises as `take_back` does, and ORDER_EMPTY where nothing of it is left.
        """
        with self._begin(by.id) as work:
            order, said = self._order(work, order_id), reason_given(reason)
            allowed = approved(by, approval, work, Permission.REOPEN, said)
            left = left_with_guest(order)
            lines = [(id_, many) for id_, many in left.items() if not order.lines[id_].is_liability]
            facts, credit = self._credited(work, by, order, lines, allowed)
            new = self._anew(work, by, order, lines, credit, facts)
            cash = self._exchange(work, by, order, credit, new, facts)
            ways = [(f"Towards order {work.order(new).number}", credit.amount - cash), *_cash_row(cash)]
            self._print(work, order_id, credit, ways)
        return Done(new, tuple(facts))

    def _order(self, work: Work, order_id: OrderId) -> Order:
        order = work.order(order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        must_be_decided(work, order_id)
        return order

    def _credited(
        self, work: Work, by: Actor, order: Order, lines: Lines, allowed: Approval
    ) -> tuple[list[Fact], Credit]:
        act = Act(work.now, work.today, self._terminal.label, allowed)
        back = take_back(order, ReturnId(self._ids.new()), lines, act)
        work.keep(back)
        credit = next(one for one in credits_of(work.order(order.id)) if one.fact.return_id == back.return_id)
        points = _points_back(work, by, work.order(order.id), credit)
        work.keep(*points)
        return [back, *points], credit

    def _pay_out(self, work: Work, by: Actor, order: Order, credit: Credit, amount: Money, facts: list[Fact]) -> Money:
        """Back to value accounts that had paid, the rest out of the drawer; answers what coins make of that rest."""
        amount, returned = value_given_back(work, self._ids, order, amount, credit.fact.act)
        facts.extend(returned)
        if not amount:
            return amount
        use = drawer_used(work, self._terminal, by.id)
        paid = paid_from(given_back(order, amount, credit.fact.act, PaymentId(self._ids.new())), use.session_id)
        work.keep(paid)
        opened = open_drawer(work, self._ids, use.place, OpeningReason.REFUND, refund_title(order.number), order.id)
        facts.extend((paid, opened))
        return paid.refund.amount + paid.refund.rounding

    def _exchange(self, work: Work, by: Actor, order: Order, credit: Credit, into: OrderId, facts: list[Fact]) -> Money:
        """Pay for another order with what the guest gets; answers what went back in cash because it was more."""
        target = self._order(work, into)
        if target.status is not OrderStatus.OPEN:
            raise RuleBroken(Rule.ORDER_NOT_OPEN, order=target.number, status=target.status.value)
        if target.currency != order.currency:
            raise RuleBroken(Rule.ORDERS_DIFFER, order=order.number, other=target.number)
        none = zero(order.currency)
        must_be_sent(work, target)
        amount = max(none, min(credit.amount, target.bill.due))
        if amount:
            must_leave_gratuity(target, amount, none)
            act = credit.fact.act
            gone = PaymentRefunded(order.id, Refund(PaymentId(self._ids.new()), EXCHANGE, amount, none), act)
            payment = Payment(
                PaymentId(self._ids.new()), AttemptId(self._ids.new()), EXCHANGE, amount, amount, none, none, none,
                work.now, work.today, self._terminal.label, order.number,
            )  # fmt: skip
            taken = PaymentTaken(into, payment)
            work.keep(gone, taken)
            facts.extend((gone, taken))
        return self._pay_out(work, by, order, credit, credit.amount - amount, facts)

    def _sent_and_ended(self, work: Work, by: Actor, order_id: OrderId) -> tuple[Fact, ...]:
        order = work.order(order_id)
        sent = fire_unsent(work, order, self._ids, self._terminal.label) if order.unsent else ()
        return (*sent, *end_if_paid(work, self._ids, self._terminal.label, order_id, by))

    def _anew(self, work: Work, by: Actor, order: Order, lines: Lines, credit: Credit, facts: list[Fact]) -> OrderId:
        """A new order with the same lines at the same prices, which the kitchen has made already."""
        allowed = credit.fact.act.approval
        new = NewOrder(order.order_type, order.table_id, order.guests, order.guest_name)
        opened = _as_before(opening_of(work, self._ids, self._terminal, by, new, split_from=order.split_from), order)
        named = {id_: LineId(self._ids.new()) for id_, _ in lines}
        combos = self._combos_anew([(order.lines[id_], many) for id_, many in lines])
        added = [self._line_anew(opened.order_id, order.lines[id_], many, named[id_], combos) for id_, many in lines]
        made = tuple((named[id_], many) for id_, many in lines)
        sent = LinesMarkedSent(
            opened.order_id, FireId(self._ids.new()), made, work.now, by.id, f"Made for order {order.number}", allowed
        )
        lowered = [
            replace(
                order.discounts[one.id], order_id=opened.order_id, applied_at=work.now, replaces=None,
                discount=replace(one, id=DiscountId(self._ids.new()), coverage=_renamed(one.coverage, named)),
            )
            for one in _still_off(order, credit)
        ]  # fmt: skip
        put_on = [replace(one, order_id=opened.order_id) for one in order.service.added.values()]
        waived = [replace(one, order_id=opened.order_id) for one in order.service.waived.values()]
        anew: tuple[Fact, ...] = (opened, *added, sent, *lowered, *put_on, *waived)
        work.keep(*anew)
        facts.extend(anew)
        return opened.order_id

    def _combos_anew(self, lines: Iterable[tuple[Line, int]]) -> dict[_Combo, ComboId]:
        """An id for each combo that is still whole: of one that a return has torn, each component stands alone."""
        left: dict[_Combo, set[int]] = {}
        for line, many in lines:
            if line.sold.combo is not None:
                left.setdefault((line.sold.combo.id, generation(line)), set()).add(many)
        return {combo: ComboId(self._ids.new()) for combo, numbers in left.items() if len(numbers) == 1}

    def _line_anew(
        self, order_id: OrderId, line: Line, quantity: int, line_id: LineId, combos: Mapping[_Combo, ComboId]
    ) -> LineAdded:
        sold = replace(line.sold, rates=line.rates)
        if sold.combo is not None:
            combo = combos.get((sold.combo.id, generation(line)))
            sold = replace(sold, combo=None if combo is None else replace(sold.combo, id=combo))
        modifiers = line.modifiers_of(quantity)
        return LineAdded(order_id, line_id, sold, quantity, line.course, modifiers, line.note, line.seat)

    def _print(self, work: Work, order_id: OrderId, credit: Credit, ways: Sequence[tuple[str, Money]]) -> None:
        profile = work.documents.get(StoreProfile, STORE_PROFILE)
        spool_slip(work, self._ids, credit_note(work.order(order_id), credit, ways, profile))


def _as_before(opened: OrderOpened, order: Order) -> OrderOpened:
    """Under the rules the order was paid under, for whom it was and served by whom it was; its tip is given."""
    assert order.terms is not None
    service = order.service.terms
    return replace(
        opened, terms=order.terms, service=None if service is None else replace(service, gratuity=None),
        guest_id=order.guest_id, opened_by=order.opened_by, server_name=order.server_name,
    )  # fmt: skip


def _still_off(order: Order, credit: Credit) -> Iterator[Discount]:
    """The discounts that count; of an amount only what of it was on goods that had not come back before."""
    before = any(one != credit.fact.return_id for one in order.returns)
    for one in counting(order):
        if before and one.reduction.amount is not None:
            off = (amount for part in credit.taken.parts for id_, amount in part.off if id_ == one.id)
            left = total(off, order.currency)
            if left:
                yield replace(one, reduction=replace(one.reduction, amount=left))
        else:
            yield one


def _renamed(coverage: Coverage, named: Mapping[LineId, LineId]) -> Coverage:
    return replace(coverage, lines=tuple(named.get(id_, id_) for id_ in coverage.lines))


def _cash_row(cash: Money) -> list[tuple[str, Money]]:
    return [("Given back in cash", cash)] if cash else []


def _points_back(work: Work, by: Actor, order: Order, credit: Credit) -> tuple[PointsMoved, ...]:
    """Of the points the order earned as much as came back of what it cost, cut off; the last return takes the rest."""
    if order.guest_id is None:
        return ()
    moves = work.guests.points(order.guest_id).movements
    earned = moves.get(MovementId(derived(order.id, "points")))
    spent = bill_sold(order).total - liabilities(order)
    if earned is None or spent.minor <= 0:
        return ()
    after = min(credited(order).minor, spent.minor)
    before = max(0, after - credit.amount.minor)
    points = earned.points * after // spent.minor - earned.points * before // spent.minor
    if not points:
        return ()
    movement_id = MovementId(derived(credit.fact.return_id, "points"))
    return (PointsMoved(movement_id, earned.guest_id, -points, PointsReason.TAKEN_BACK, work.now, by.id, order.id),)
