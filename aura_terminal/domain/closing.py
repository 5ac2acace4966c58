"""Readings of the day: an X report is a reading now and changes nothing, a Z report is numbered and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.ids import ClosingId, Origin, PaymentId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_money import bill_for, late, sold
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.settling import Act


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a report: so many, and so much money."""

    name: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxFigure:
    """What one rate came to."""

    rate_id: str
    name: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class DayTotals:
    """The figures of one business date. gross = net + tax = what tenders took (cash rounding is its own row).

    Sales are of closed orders at menu prices by category; what discounts took off them is by name and negative, so that
    both together are `gross` where prices include the tax, else `net`. Tenders are all that were taken on the date, so
    an order that is paid in part shows in `tenders` before it shows in `gross`. Refunds and reversals are by tender
    and negative: with the tenders and the rounding they are what the drawers did. What reached a closed order too late
    is no sale; it counts as open until it is decided. An order merged into another is no order of its own. `tips` are
    by tender and part of no other row; `card_risk` is what terminals approved alone and nobody saw settled, and
    `card_undecided` what nobody knows of, both by card terminal and as they are now, not of the date.
    """

    business_date: date
    currency: str
    orders: int
    guests: int
    gross: Money
    net: Money
    tax: Money
    tenders: tuple[Figure, ...]
    taxes: tuple[TaxFigure, ...]
    categories: tuple[Figure, ...]
    items: tuple[Figure, ...]
    order_types: tuple[Figure, ...]
    voids: Figure
    removed: Figure
    cancelled: Figure
    change_given: Money
    rounding: Money
    open_orders: int
    open_amount: Money
    refunds: tuple[Figure, ...] = ()
    reversals: tuple[Figure, ...] = ()
    kept: tuple[Figure, ...] = ()
    borne: tuple[Figure, ...] = ()
    written_off: tuple[Figure, ...] = ()
    discounts: tuple[Figure, ...] = ()
    tips: tuple[Figure, ...] = ()
    card_risk: tuple[Figure, ...] = ()
    card_undecided: tuple[Figure, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was sold, taken or put right."""
        money = (self.tenders, self.refunds, self.reversals, self.kept, self.borne, self.written_off)
        return not (self.orders or self.gross or any(money))


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that is carried over, wherever it was opened."""

    number: str
    table_name: str
    due: Money


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The Z report: numbered per terminal, covering exactly the facts up to the vector it names, never changed.

    It holds the sales that were closed at its terminal and the money taken there, so that the reports of all terminals
    together are the day. `addendum` counts the reports of one date after its first; `missing` are terminals that could
    not be heard, with since when.
    """

    closing_id: ClosingId
    number: int
    terminal: str
    closed_at: datetime
    covers: tuple[tuple[Origin, int], ...]
    totals: DayTotals
    open: tuple[OpenOrder, ...] = ()
    addendum: int = 0
    missing: tuple[tuple[str, datetime], ...] = ()


@dataclass(slots=True)
class _Rows:
    """Counts and amounts by name while a report is added up."""

    currency: str
    rows: dict[str, tuple[int, int]]

    def add(self, name: str, count: int, amount: Money) -> None:
        before = self.rows.get(name, (0, 0))
        self.rows[name] = (before[0] + count, before[1] + amount.minor)

    def figures(self) -> tuple[Figure, ...]:
        return tuple(
            Figure(name, count, Money(minor, self.currency)) for name, (count, minor) in sorted(self.rows.items())
        )

    def one(self, name: str) -> Figure:
        count, minor = self.rows.get(name, (0, 0))
        return Figure(name, count, Money(minor, self.currency))


def _anywhere(terminal: str) -> bool:
    return True


def day_totals(
    business_date: date, currency: str, orders: Iterable[Order], is_ours: Callable[[str], bool] = _anywhere,
    cards: Iterable[CardAttempt] = (),
) -> DayTotals:  # fmt: skip
    """Add up the orders whose turnover belongs to a business date, and what is still open on it.

    An order's turnover belongs to the date it was closed on, a payment to the date it was taken on. `is_ours` tells of
    a terminal's label whether what happened there is counted; every terminal's is unless it says otherwise. `cards` are
    attempts that are at risk or undecided now. What is of another currency, which no terminal of the store takes, is
    no part of the figures.
    """
    sums = _DaySums(business_date, currency, is_ours)
    for order in (one for one in orders if one.currency == currency):
        sums.take(order)
    for attempt in (one for one in cards if one.asked.amount.currency == currency):
        sums.take_card(attempt)
    return sums.totals()


def remaining(reading: DayTotals, earlier: Iterable[DayTotals]) -> DayTotals:
    """What a reading holds beyond earlier closings of its date: together they always add up to the reading.

    It is a difference, not a choice by time, so that a clock set back and a sale that arrived late lose nothing.
    """
    return reduce(_less, (one for one in earlier if one.currency == reading.currency), reading)


def _less(reading: DayTotals, closed: DayTotals) -> DayTotals:
    return replace(
        reading,
        orders=reading.orders - closed.orders,
        guests=reading.guests - closed.guests,
        gross=reading.gross - closed.gross,
        net=reading.net - closed.net,
        tax=reading.tax - closed.tax,
        tenders=_figures_less(reading.tenders, closed.tenders),
        taxes=_taxes_less(reading.taxes, closed.taxes),
        categories=_figures_less(reading.categories, closed.categories),
        items=_figures_less(reading.items, closed.items),
        order_types=_figures_less(reading.order_types, closed.order_types),
        voids=_figure_less(reading.voids, closed.voids),
        removed=_figure_less(reading.removed, closed.removed),
        cancelled=_figure_less(reading.cancelled, closed.cancelled),
        change_given=reading.change_given - closed.change_given,
        rounding=reading.rounding - closed.rounding,
        refunds=_figures_less(reading.refunds, closed.refunds),
        reversals=_figures_less(reading.reversals, closed.reversals),
        kept=_figures_less(reading.kept, closed.kept),
        borne=_figures_less(reading.borne, closed.borne),
        written_off=_figures_less(reading.written_off, closed.written_off),
        discounts=_figures_less(reading.discounts, closed.discounts),
        tips=_figures_less(reading.tips, closed.tips),
    )


def _figure_less(figure: Figure, closed: Figure) -> Figure:
    return Figure(figure.name, figure.count - closed.count, figure.amount - closed.amount)


def _figures_less(figures: Iterable[Figure], closed: Iterable[Figure]) -> tuple[Figure, ...]:
    before = {figure.name: figure for figure in closed}
    now = {figure.name: figure for figure in figures}
    none = {name: Figure(name, 0, zero(figure.amount.currency)) for name, figure in (before | now).items()}
    rest = (_figure_less(now.get(name, none[name]), before.get(name, none[name])) for name in sorted(none))
    return tuple(figure for figure in rest if figure.count or figure.amount)


def _taxes_less(taxes: Iterable[TaxFigure], closed: Iterable[TaxFigure]) -> tuple[TaxFigure, ...]:
    before = {tax.rate_id: tax for tax in closed}
    now = {tax.rate_id: tax for tax in taxes}
    nets = {key: zero(tax.net.currency) for key, tax in (before | now).items()}
    none = {key: replace(tax, net=nets[key], tax=nets[key]) for key, tax in (before | now).items()}
    pairs = ((now.get(key, none[key]), before.get(key, none[key])) for key in sorted(none))
    rest = (replace(one, net=one.net - two.net, tax=one.tax - two.tax) for one, two in pairs)
    return tuple(tax for tax in rest if tax.net or tax.tax)


class _DaySums:
    """The running sums of one day."""

    def __init__(self, business_date: date, currency: str, is_ours: Callable[[str], bool]) -> None:
        self._date, self._currency, self._is_ours = business_date, currency, is_ours
        self._tenders, self._categories, self._items, self._types, self._taken_back = (
            _Rows(currency, {}) for _ in range(5)
        )
        self._refunds, self._reversals, self._kept, self._borne, self._written_off, self._discounts = (
            _Rows(currency, {}) for _ in range(6)
        )
        self._tips, self._card_risk, self._card_undecided = (_Rows(currency, {}) for _ in range(3))
        self._taxes: dict[str, tuple[str, int, int]] = {}
        self._orders = self._guests = self._open = 0
        self._gross = self._net = self._tax = self._change = self._rounding = self._open_amount = zero(currency)

    def take(self, order: Order) -> None:
        self._take_payments(order)
        self._take_corrections(order)
        end = order.end
        if end is None:
            self._take_open(order, order.terminal)
        elif order.status is not OrderStatus.MERGED and end.business_date == self._date and self._is_ours(end.terminal):
            self._take_back(order)
            if order.status is OrderStatus.CLOSED:
                self._take_sale(order)
                if late(order):
                    self._take_open(order, end.terminal)

    def take_card(self, attempt: CardAttempt) -> None:
        asked = attempt.asked
        if not self._is_ours(asked.terminal):
            return
        if attempt.is_at_risk and attempt.charged is not None:
            self._card_risk.add(asked.reader, 1, attempt.charged)
        if attempt.holds_up:
            self._card_undecided.add(asked.reader, 1, asked.amount + asked.tip)

    def _take_open(self, order: Order, terminal: str) -> None:
        if self._is_ours(terminal):
            self._open += 1
            self._open_amount = self._open_amount + order.bill.due

    def _take_back(self, order: Order) -> None:
        if order.status is OrderStatus.CANCELLED:
            self._taken_back.add("cancelled", 1, order.bill.subtotal)
        for line in order.lines.values():
            if line.state is LineState.REMOVED:
                self._taken_back.add("removed", line.quantity, line.taken_back)
            elif line.voided:
                self._taken_back.add("voids", line.voided, line.taken_back)

    def _take_payments(self, order: Order) -> None:
        for payment in order.payments:
            if payment.business_date != self._date or not self._is_ours(payment.terminal):
                continue
            self._tenders.add(payment.tender, 1, payment.amount)
            if payment.tip:
                self._tips.add(payment.tender, 1, payment.tip)
            self._change = self._change + payment.change
            self._rounding = self._rounding + payment.rounding

    def _take_corrections(self, order: Order) -> None:
        for refund in (one.refund for one in order.refunds.values() if self._counts(one.act)):
            self._refunds.add(refund.tender, 1, -refund.amount)
            self._rounding = self._rounding - refund.rounding
        for reversal in (one for one in order.reversals.values() if self._counts(one.act)):
            self._take_reversal(order, reversal.payment_id)
        for kept in (one for one in order.kept.values() if self._counts(one.act)):
            self._kept.add("kept", 1, kept.amount)
        for borne in (one for one in order.borne.values() if self._counts(one.act)):
            self._borne.add("borne", 1, borne.amount)
        for line_id, fact in order.written_off.items():
            line = order.own.get(line_id)
            if line is not None and line.written_off and self._counts(fact.act):
                self._written_off.add("written off", line.written_off, line.written_off_price)

    def _take_reversal(self, order: Order, payment_id: PaymentId) -> None:
        """A payment that never was, or a refund that never was given."""
        for payment in (one for one in order.payments if one.id == payment_id):
            self._reversals.add(payment.tender, 1, -payment.amount)
            if payment.tip:
                self._tips.add(payment.tender, -1, -payment.tip)
            self._change, self._rounding = self._change - payment.change, self._rounding - payment.rounding
        if payment_id in order.refunds:
            refund = order.refunds[payment_id].refund
            self._reversals.add(refund.tender, 1, refund.amount)
            self._rounding = self._rounding + refund.rounding

    def _counts(self, act: Act) -> bool:
        return act.business_date == self._date and self._is_ours(act.terminal)

    def _take_sale(self, order: Order) -> None:
        lines = sold(order)
        bill = bill_for(order, lines)
        self._orders += 1
        self._guests += order.guests
        self._gross, self._net = self._gross + bill.tax.gross, self._net + bill.tax.net
        self._tax = self._tax + bill.tax.tax
        self._types.add(order.order_type.value, 1, bill.total)
        for line, quantity in ((line, quantity) for line, quantity in lines if quantity):
            self._categories.add(line.sold.category_name, quantity, line.price_of(quantity))
            self._items.add(line.sold.name, quantity, line.price_of(quantity))
        for taken in (one for one in bill.taken if one.amount):
            self._discounts.add(taken.discount.name, 1, -taken.amount)
        for part in bill.tax.lines:
            _, net, tax = self._taxes.get(part.rate.id, ("", 0, 0))
            self._taxes[part.rate.id] = (part.rate.name, net + part.net.minor, tax + part.tax.minor)

    def totals(self) -> DayTotals:
        taxes = tuple(
            TaxFigure(rate_id, name, Money(net, self._currency), Money(tax, self._currency))
            for rate_id, (name, net, tax) in sorted(self._taxes.items())
        )
        return DayTotals(
            self._date, self._currency, self._orders, self._guests, self._gross, self._net, self._tax,
            self._tenders.figures(), taxes, self._categories.figures(), self._items.figures(), self._types.figures(),
            self._taken_back.one("voids"), self._taken_back.one("removed"), self._taken_back.one("cancelled"),
            self._change, self._rounding, self._open, self._open_amount,
            self._refunds.figures(), self._reversals.figures(), self._kept.figures(), self._borne.figures(),
            self._written_off.figures(), self._discounts.figures(), self._tips.figures(), self._card_risk.figures(),
            self._card_undecided.figures(),
        )  # fmt: skip


def perpetual(closings: Iterable[DayClosed], currency: str) -> Money:
    """The grand total over all closings: it only grows, and a missing closing shows in it."""
    counted = (closing.totals.gross for closing in closings if closing.totals.gross.currency == currency)
    return reduce(lambda sum_, gross: sum_ + gross, counted, zero(currency))
