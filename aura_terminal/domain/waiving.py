"""The tip the house asks of a large party, and a person's word about it and about charges: put on, waived, restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.charges import addable, share_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ChargeId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.order_money import charged, served
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_facts import GRATUITY, ChargeAdded, ChargeRestored, ChargeWaived
from aura_terminal.domain.service_rules import GratuityRule, TipBasis
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tax import tax_of
from aura_terminal.domain.tip_entries import tip_of


@dataclass(frozen=True, slots=True)
class Gratuity:
    """The tip the house asks of a party: what it comes to on the whole bill, and who waived it, if anybody did."""

    rule: GratuityRule
    amount: Money
    waived: ChargeWaived | None = None


def gratuity_of(order: Order) -> Gratuity | None:
    """The tip the house asks on what is left of the lines; None where it asks none, and once the order has ended."""
    rule = None if order.service.terms is None else order.service.terms.gratuity
    if rule is None or order.terms is None or order.status is not OrderStatus.OPEN:
        return None
    if not rule.least_guests or order.guests < rule.least_guests or order.order_type not in rule.order_types:
        return None
    tax = tax_of(served(charged(order), order.bill), order.terms, order.currency)
    base = tax.net if rule.basis is TipBasis.BEFORE_TAX else tax.gross
    minor = share_of(base.minor, rule.percent, order.terms)
    if minor <= 0:
        return None
    return Gratuity(rule, Money(minor, order.currency), order.service.waived.get(GRATUITY))


# Verbs: decide, change nothing


def add_charge(order: Order, charge_id: ChargeId, now: datetime, by: StaffId) -> ChargeAdded:
    """Put a charge of the house on the order. Raises RuleBroken: ORDER_NOT_OPEN, CHARGE_GONE."""
    _must_be_open(order)
    found = next((one for one in addable(order) if one.rule.id == charge_id), None)
    if found is None:
        raise RuleBroken(Rule.CHARGE_GONE)
    return ChargeAdded(order.id, found, now, by)


def waive(
    order: Order, charge_id: ChargeId, now: datetime, by: StaffId, reason: str, approval: Approval
) -> ChargeWaived:
    """Do not ask a charge, or the house's tip, of this order.

    Raises RuleBroken: ORDER_NOT_OPEN, CHARGE_GONE where it is not asked, and WOULD_OVERPAY where more was paid than
    would be left.
    """
    _must_be_open(order)
    charge = next((one for one in order.bill.charges if one.id == charge_id), None)
    gratuity = gratuity_of(order) if charge_id == GRATUITY else None
    if charge is None and (gratuity is None or gratuity.waived is not None):
        raise RuleBroken(Rule.CHARGE_GONE)
    waived = ChargeWaived(order.id, charge_id, now, by, reason_given(reason), approval)
    if charge is not None and order.payments and order.bill.due < charge.amount:
        raise RuleBroken(Rule.WOULD_OVERPAY, line=charge.name)
    return waived


def restore(order: Order, charge_id: ChargeId, now: datetime, by: StaffId) -> ChargeRestored:
    """Ask what was waived after all. Raises RuleBroken: ORDER_NOT_OPEN, CHARGE_GONE where it was not waived."""
    _must_be_open(order)
    if charge_id not in order.service.waived:
        raise RuleBroken(Rule.CHARGE_GONE)
    return ChargeRestored(order.id, charge_id, now, by)


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)


# What payments have to leave of it


def gratuity_left(order: Order) -> Money:
    """What is still asked as a tip beyond those that were given; nothing where it was waived."""
    gratuity = gratuity_of(order)
    none = zero(order.currency)
    if gratuity is None or gratuity.waived is not None:
        return none
    given = total((tip_of(order, one) for one in order.payments if one.id not in order.reversals), order.currency)
    return max(none, gratuity.amount - given)


def gratuity_share(order: Order, amount: Money) -> Money:
    """How much of it goes with a payment of so much of the bill; the last one takes the rest."""
    left, due = gratuity_left(order), order.bill.due
    if not left or amount >= due or due.minor <= 0:
        return left
    return left.split((max(0, amount.minor), due.minor - max(0, amount.minor)))[0]


def cash_tip(order: Order, tendered: Money, due: Money) -> Money | None:
    """The tip that goes with so much cash for what is due where nobody named one: what is asked, in coins there are.

    Of less than all it is rounded up, so that what a part leaves is never too little. None where nothing is asked, and
    where it would be the only coin.
    """
    left = gratuity_share(order, due)
    if not left or order.terms is None or due.minor <= 0:
        return None
    step = order.terms.cash_step
    asked = (due + left).rounded_to(step) - due.rounded_to(step)
    if tendered >= due.rounded_to(step) + asked:
        return asked or None
    share = -(-tendered.minor * left.minor // (left.minor + due.minor))
    coins = -(-share // step) * step
    return Money(coins, due.currency) if coins < tendered.minor else None


def must_leave_gratuity(order: Order, amount: Money, tip: Money) -> None:
    """Refuse a payment with less of a tip than is asked of the party. Raises RuleBroken(GRATUITY_COUNTS)."""
    share = gratuity_share(order, amount)
    if order.terms is not None and share.minor - tip.minor >= order.terms.cash_step:
        raise RuleBroken(Rule.GRATUITY_COUNTS, guests=order.guests, tip=share.plain())
