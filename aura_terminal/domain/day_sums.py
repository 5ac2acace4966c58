"""Adding up the orders of a business day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import eq

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.day_figures import DayTotals, Figure, TaxFigure
from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_money import bill_for, late, liabilities, sold
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.returns import Credit, credits_of
from aura_terminal.domain.service_rules import Charge, Turnover
from aura_terminal.domain.settling import Act
from aura_terminal.domain.tip_entries import tip_of, tips_entered


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


def totals_by_terminal(
    business_date: date, currency: str, orders: Iterable[Order], cards: Iterable[CardAttempt] = ()
) -> dict[str, DayTotals]:
    """The same for each terminal that did anything, by its label: together they are the day (`together`).

    A sale belongs to the terminal that closed it, money to the one that took it or gave it back.
    """
    touching: dict[str, list[Order]] = {}
    for order in orders:
        for label in _terminals_of(order):
            touching.setdefault(label, []).append(order)
    attempts = list(cards)
    labels = {*touching, *(attempt.asked.terminal for attempt in attempts)}
    return {
        label: day_totals(business_date, currency, touching.get(label, ()), partial(eq, label), attempts)
        for label in sorted(labels)
    }


def _terminals_of(order: Order) -> set[str]:
    """Every terminal at which something about the order's money may have happened."""
    settled = (order.refunds, order.reversals, order.kept, order.borne, order.written_off, order.returns)
    acts = {fact.act.terminal for facts in settled for fact in facts.values()}
    ended = order.terminal if order.end is None else order.end.terminal
    tips = {tip.terminal for tip in tips_entered(order)}
    return acts | {ended} | tips | {payment.terminal for payment in order.payments}


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
        self._tips, self._card_risk, self._card_undecided, self._liabilities, self._returns = (
            _Rows(currency, {}) for _ in range(5)
        )
        self._charges = _Rows(currency, {})
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
        for tip in tips_entered(order):
            if tip.business_date == self._date and self._is_ours(tip.terminal):
                self._tips.add(tip.tender, 0, tip.more)
        for refund in (one.refund for one in order.refunds.values() if self._counts(one.act)):
            self._refunds.add(refund.tender, 1, -refund.amount)
            self._rounding = self._rounding - refund.rounding
        for reversal in (one for one in order.reversals.values() if self._counts(one.act)):
            self._take_reversal(order, reversal.payment_id)
        for kept in (one for one in order.kept.values() if self._counts(one.act)):
            self._kept.add("kept", 1, kept.amount)
        for borne in (one for one in order.borne.values() if self._counts(one.act)):
            self._borne.add("borne", 1, borne.amount)
        for credit in (one for one in credits_of(order) if self._counts(one.fact.act)):
            self._take_return(order, credit)
        for line_id, fact in order.written_off.items():
            line = order.own.get(line_id)
            if line is not None and line.written_off and self._counts(fact.act):
                self._written_off.add("written off", line.written_off, line.written_off_price)

    def _take_return(self, order: Order, credit: Credit) -> None:
        """Less of everything that the sale of what came back was."""
        back = credit.taken.tax
        self._gross, self._net, self._tax = self._gross - back.gross, self._net - back.net, self._tax - back.tax
        self._types.add(order.order_type.value, 0, -back.gross)
        for part in credit.taken.parts:
            self._categories.add(part.line.sold.category_name, -part.quantity, -part.price)
            self._items.add(part.line.sold.name, -part.quantity, -part.price)
            for discount_id, off in part.off:
                self._discounts.add(order.discounts[discount_id].discount.name, 0, off)
        for tax in back.lines:
            _, net, taxed = self._taxes.get(tax.rate.id, ("", 0, 0))
            self._taxes[tax.rate.id] = (tax.rate.name, net - tax.net.minor, taxed - tax.tax.minor)
        self._take_charges((replace(one, amount=-one.amount) for one in credit.taken.charges), -1)
        self._returns.add("returns", sum(part.quantity for part in credit.taken.parts), -credit.amount)

    def _take_reversal(self, order: Order, payment_id: PaymentId) -> None:
        """A payment that never was, or a refund that never was given."""
        for payment in (one for one in order.payments if one.id == payment_id):
            self._reversals.add(payment.tender, 1, -payment.amount)
            if payment.tip or tip_of(order, payment):
                self._tips.add(payment.tender, -1 if payment.tip else 0, -tip_of(order, payment))
            self._change, self._rounding = self._change - payment.change, self._rounding - payment.rounding
        if payment_id in order.refunds:
            refund = order.refunds[payment_id].refund
            self._reversals.add(refund.tender, 1, refund.amount)
            self._rounding = self._rounding + refund.rounding

    def _counts(self, act: Act) -> bool:
        return act.business_date == self._date and self._is_ours(act.terminal)

    def _take_sale(self, order: Order) -> None:
        lines = sold(order)
        bill, owed = bill_for(order, lines), liabilities(order)
        self._orders += 1
        self._guests += order.guests
        self._gross, self._net = self._gross + bill.tax.gross - owed, self._net + bill.tax.net - owed
        self._tax = self._tax + bill.tax.tax
        self._types.add(order.order_type.value, 1, bill.tax.gross - owed)
        for line, quantity in ((line, quantity) for line, quantity in lines if quantity):
            if line.sold.liability is not None:
                self._liabilities.add(line.sold.liability.kind.value, quantity, line.price_of(quantity))
                continue
            self._categories.add(line.sold.category_name, quantity, line.price_of(quantity))
            self._items.add(line.sold.name, quantity, line.price_of(quantity))
        for taken in (one for one in bill.taken if one.amount):
            self._discounts.add(taken.discount.name, 1, -taken.amount)
        self._take_charges(bill.charges, 1)
        for part in bill.tax.lines:
            _, net, tax = self._taxes.get(part.rate.id, ("", 0, 0))
            self._taxes[part.rate.id] = (part.rate.name, net + part.net.minor, tax + part.tax.minor)

    def _take_charges(self, charges: Iterable[Charge], count: int) -> None:
        for charge in charges:
            rows = self._charges if charge.turnover is Turnover.HOUSE else self._liabilities
            rows.add(charge.name, count, charge.amount)

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
            self._card_undecided.figures(), liabilities=self._liabilities.figures(), charges=self._charges.figures(),
            returns=self._returns.figures(),
        )  # fmt: skip
