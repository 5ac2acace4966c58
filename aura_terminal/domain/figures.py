"""What one order puts into the figures of business dates: plain sums by what a report groups them by.

The figures of any days are these added up, in whatever order and however often an order was folded; they come to the
same as `closing.day_totals` of those days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from aura_terminal.domain.ids import DiscountId, PaymentId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_end import End
from aura_terminal.domain.order_money import bill_sold, liabilities, sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.returns import Credit, credits_of
from aura_terminal.domain.service_rules import Charge, Turnover
from aura_terminal.domain.settling import Act
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tip_entries import tip_of, tips_entered

SLOT = timedelta(minutes=15)
"""Every zone's hours begin on a quarter of an hour, so that quarters make hours wherever the store is."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WHOLE = 100


class FigureKind(StrEnum):
    """What is added up. In brackets what `units`, `amount` and `other` are, and what tells figures of it apart.

    HOUR (guests, gross, net; the quarter of an hour), SERVER (guests, gross, net; name, kind of order, id), ITEM
    (quantity, at menu prices; name, category), TAX (-, tax, net; name, rate), TENDER and TIP (payments, amount;
    tender), CASH (-, change, rounding), DISCOUNT and COMP (one each, what came off; name, who, why), VOID and REMOVED
    (quantity, taken back; name, category, who, why), CANCELLED (one each, subtotal; who, why), REFUND and REVERSAL (one
    each; tender, who), KEPT, BORNE and WRITTEN_OFF (who), LIABILITY (quantity, put on accounts or passed on; their
    kind), CHARGE (one each, what it came to; name), RETURN (quantity, what guests got for goods that came back, below
    zero; who, why): these are less of HOUR, SERVER, ITEM, TAX, CHARGE, LIABILITY and discounts too.
    """

    HOUR = "hour"
    SERVER = "server"
    ITEM = "item"
    TAX = "tax"
    TENDER = "tender"
    TIP = "tip"
    CASH = "cash"
    DISCOUNT = "discount"
    COMP = "comp"
    VOID = "void"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    REFUND = "refund"
    REVERSAL = "reversal"
    KEPT = "kept"
    BORNE = "borne"
    WRITTEN_OFF = "written_off"
    RETURN = "return"
    LIABILITY = "liability"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure is of. `slot` counts quarters of an hour since 1970 where hours matter, else it is 0."""

    business_date: date
    kind: FigureKind
    slot: int = 0
    name: str = ""
    part: str = ""
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """So many, so much, and so much of something else; amounts in minor units of the order's currency."""

    units: int
    minor: int
    other: int = 0

    def __add__(self, more: Sum) -> Sum:
        return Sum(self.units + more.units, self.minor + more.minor, self.other + more.other)


Figures = dict[FigureKey, Sum]


def slot_of(at: datetime) -> int:
    """The quarter of an hour an aware instant lies in."""
    return (at - _EPOCH) // SLOT


def figures_of(order: Order) -> Figures:
    """All that an order adds to the figures; nothing while it is open and nobody paid."""
    end = order.end
    moved = (order.payments, order.refunds, order.returns, order.kept, order.borne, order.written_off)
    if end is None and not any(moved):
        return {}
    found: Figures = {}
    for key, one in _of(order, end):
        before = found.get(key)
        found[key] = one if before is None else before + one
    return found


def _of(order: Order, end: End | None) -> Iterator[tuple[FigureKey, Sum]]:
    yield from _payments(order)
    yield from _corrections(order)
    if end is None or order.status is OrderStatus.MERGED:
        return
    yield from _taken_back(order, end.business_date)
    if order.status is OrderStatus.CLOSED:
        yield from _sale(order, end)


def _sale(order: Order, end: End) -> Iterator[tuple[FigureKey, Sum]]:
    day, bill = end.business_date, bill_sold(order)
    owed = liabilities(order)
    whole = Sum(order.guests, (bill.tax.gross - owed).minor, (bill.tax.net - owed).minor)
    yield FigureKey(day, FigureKind.HOUR, slot_of(end.at)), whole
    yield (
        FigureKey(day, FigureKind.SERVER, 0, order.server_name, order.order_type.value, order.opened_by),
        whole,
    )
    for line, quantity in sold(order):
        if quantity and line.sold.liability is not None:
            key = FigureKey(day, FigureKind.LIABILITY, 0, line.sold.liability.kind.value)
            yield key, Sum(quantity, line.price_of(quantity).minor)
        elif quantity:
            key = FigureKey(day, FigureKind.ITEM, 0, line.sold.name, line.sold.category_name)
            yield key, Sum(quantity, line.price_of(quantity).minor)
    for taken in bill.taken:
        if taken.amount:
            yield _discount(order, day, taken.discount.id, taken.amount)
    for charge in bill.charges:
        yield _charge(day, charge), Sum(1, charge.amount.minor)
    for part in bill.tax.lines:
        key = FigureKey(day, FigureKind.TAX, 0, part.rate.name, part.rate.id)
        yield key, Sum(0, part.tax.minor, part.net.minor)


def _charge(day: date, charge: Charge) -> FigureKey:
    kind = FigureKind.CHARGE if charge.turnover is Turnover.HOUSE else FigureKind.LIABILITY
    return FigureKey(day, kind, 0, charge.name)


def _discount(order: Order, day: date, discount_id: DiscountId, amount: Money) -> tuple[FigureKey, Sum]:
    """What one discount came to; one that takes all off is a comp."""
    applied = order.discounts[discount_id]
    kind = FigureKind.COMP if applied.discount.reduction.percent == _WHOLE else FigureKind.DISCOUNT
    who = applied.applied_by if applied.approval is None else applied.approval.by
    return FigureKey(day, kind, 0, applied.discount.name, "", who, applied.reason), Sum(1, -amount.minor)


def _taken_back(order: Order, day: date) -> Iterator[tuple[FigureKey, Sum]]:
    if order.status is OrderStatus.CANCELLED:
        cancelled = order.cancellations[0]
        key = FigureKey(day, FigureKind.CANCELLED, who=_by(cancelled.approval), why=cancelled.reason)
        yield key, Sum(1, order.bill.subtotal.minor)
    for line in order.lines.values():
        if line.state is LineState.REMOVED:
            key = FigureKey(day, FigureKind.REMOVED, 0, line.sold.name, line.sold.category_name)
            yield key, Sum(line.quantity, line.taken_back.minor)
        elif line.voided:
            yield from _voids(order, line, day)


def _voids(order: Order, line: Line, day: date) -> Iterator[tuple[FigureKey, Sum]]:
    """A line's voids by who allowed them and why; as one, and nobody's, where its home alone knows that."""
    known = [one for one in order.voids if one.line_id == line.id]
    if sum(one.quantity for one in known) != line.voided:
        yield (
            FigureKey(day, FigureKind.VOID, 0, line.sold.name, line.sold.category_name),
            Sum(line.voided, line.taken_back.minor),
        )
        return
    shares = line.taken_back.split([one.quantity for one in known])
    for one, share in zip(known, shares, strict=True):
        key = FigureKey(day, FigureKind.VOID, 0, line.sold.name, line.sold.category_name, one.approval.by, one.reason)
        yield key, Sum(one.quantity, share.minor)


def _payments(order: Order) -> Iterator[tuple[FigureKey, Sum]]:
    for payment in order.payments:
        day = payment.business_date
        yield FigureKey(day, FigureKind.TENDER, 0, payment.tender), Sum(1, payment.amount.minor)
        if payment.tip:
            yield FigureKey(day, FigureKind.TIP, 0, payment.tender), Sum(1, payment.tip.minor)
        yield from _cash(day, payment.change.minor, payment.rounding.minor)
    for tip in tips_entered(order):
        yield FigureKey(tip.business_date, FigureKind.TIP, 0, tip.tender), Sum(0, tip.more.minor)


def _corrections(order: Order) -> Iterator[tuple[FigureKey, Sum]]:
    for given in order.refunds.values():
        key = _act(FigureKind.REFUND, given.act, given.refund.tender)
        yield key, Sum(1, -given.refund.amount.minor)
        yield from _cash(given.act.business_date, 0, -given.refund.rounding.minor)
    for reversal in order.reversals.values():
        yield from _reversal(order, reversal.payment_id, reversal.act)
    for kept in order.kept.values():
        yield _act(FigureKind.KEPT, kept.act), Sum(1, kept.amount.minor)
    for borne in order.borne.values():
        yield _act(FigureKind.BORNE, borne.act), Sum(1, borne.amount.minor)
    yield from _written_off(order)
    for credit in credits_of(order):
        yield from _credit(order, credit)


def _credit(order: Order, credit: Credit) -> Iterator[tuple[FigureKey, Sum]]:
    """Goods that came back: less of all that their sale was."""
    act = credit.fact.act
    day, whole = act.business_date, Sum(0, -credit.taken.tax.gross.minor, -credit.taken.tax.net.minor)
    yield FigureKey(day, FigureKind.HOUR, slot_of(act.at)), whole
    yield FigureKey(day, FigureKind.SERVER, 0, order.server_name, order.order_type.value, order.opened_by), whole
    for back in credit.taken.parts:
        key = FigureKey(day, FigureKind.ITEM, 0, back.line.sold.name, back.line.sold.category_name)
        yield key, Sum(-back.quantity, -back.price.minor)
        for discount_id, off in back.off:
            of, _ = _discount(order, day, discount_id, off)
            yield of, Sum(0, off.minor)
    for part in credit.taken.tax.lines:
        yield FigureKey(day, FigureKind.TAX, 0, part.rate.name, part.rate.id), Sum(0, -part.tax.minor, -part.net.minor)
    for charge in credit.taken.charges:
        yield _charge(day, charge), Sum(-1, -charge.amount.minor)
    key = FigureKey(day, FigureKind.RETURN, who=act.approval.by, why=act.approval.purpose)
    yield key, Sum(sum(back.quantity for back in credit.taken.parts), -credit.amount.minor)


def _written_off(order: Order) -> Iterator[tuple[FigureKey, Sum]]:
    for line_id, fact in order.written_off.items():
        line = order.own.get(line_id)
        if line is not None and line.written_off:
            key = _act(FigureKind.WRITTEN_OFF, fact.act)
            yield key, Sum(line.written_off, line.written_off_price.minor)


def _reversal(order: Order, payment_id: PaymentId, act: Act) -> Iterator[tuple[FigureKey, Sum]]:
    """A payment that never was, or a refund that never was given."""
    day = act.business_date
    for payment in (one for one in order.payments if one.id == payment_id):
        yield _act(FigureKind.REVERSAL, act, payment.tender), Sum(1, -payment.amount.minor)
        tip = tip_of(order, payment)
        if payment.tip or tip:
            yield FigureKey(day, FigureKind.TIP, 0, payment.tender), Sum(-1 if payment.tip else 0, -tip.minor)
        yield from _cash(day, -payment.change.minor, -payment.rounding.minor)
    if payment_id in order.refunds:
        refund = order.refunds[payment_id].refund
        yield _act(FigureKind.REVERSAL, act, refund.tender), Sum(1, refund.amount.minor)
        yield from _cash(day, 0, refund.rounding.minor)


def _cash(day: date, change: int, rounding: int) -> Iterator[tuple[FigureKey, Sum]]:
    if change or rounding:
        yield FigureKey(day, FigureKind.CASH), Sum(0, change, rounding)


def _act(kind: FigureKind, act: Act, name: str = "") -> FigureKey:
    return FigureKey(act.business_date, kind, 0, name, "", act.approval.by)


def _by(approval: Approval | None) -> str:
    return "" if approval is None else approval.by
