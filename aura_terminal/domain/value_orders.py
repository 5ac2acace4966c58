"""Where orders and value accounts meet: lines that load, payments that draw, money that goes back. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.age_checks import must_be_ready
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import (
    CategoryId,
    ItemId,
    LineId,
    PaymentId,
    StaffId,
    StationId,
    ValueAccountId,
    ValueMoveId,
)
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import PaymentTaken, Sold
from aura_terminal.domain.order_money import sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment, Taking
from aura_terminal.domain.saying import said
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import (
    AccountKind,
    Liability,
    Move,
    ValueLoaded,
    ValueReturned,
    ValueWithdrawn,
    Withdrawal,
)


def sold_as_value(account_id: ValueAccountId, kind: AccountKind, name: str, group: str, amount: Money) -> Sold:
    """What stands on the line that loads an account, or pays it out where the amount is below zero."""
    return Sold(
        ItemId(f"value/{kind.value}"), None, CategoryId(f"value/{kind.value}"), group, name, name, amount, "", (),
        StationId(""), 0, (), liability=Liability(account_id, kind),
    )  # fmt: skip


def must_take_payment(order: Order) -> None:
    """Refuse to take money. Raises RuleBroken: ORDER_NOT_OPEN, ORDER_HELD, ORDER_EMPTY, NOTHING_DUE."""
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    must_be_ready(order)
    if order.terms is None or not any(line.charged_quantity for line in order.lines.values()):
        raise RuleBroken(Rule.ORDER_EMPTY)
    if order.bill.due.minor <= 0:
        raise RuleBroken(Rule.NOTHING_DUE)


def must_not_pay_itself(order: Order) -> None:
    """Refuse to pay from an account for what is put on one. Raises RuleBroken(ACCOUNT_PAYS_ITSELF)."""
    if any(line.is_liability and line.charged_quantity for line in order.lines.values()):
        raise RuleBroken(Rule.ACCOUNT_PAYS_ITSELF)


def paid_without_cash(
    order: Order, due: Money, taking: Taking, tender: str, amount: Money, *, reference: str = "",
    account: ValueAccountId | None = None,
) -> PaymentTaken:  # fmt: skip
    """A payment of an amount, no more than is due, from which nothing goes back as change.

    Raises RuleBroken: AMOUNT_NOT_POSITIVE, CARD_OVER_DUE.
    """
    none = zero(order.currency)
    if amount.minor <= 0:
        raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
    if amount > due:
        raise RuleBroken(Rule.CARD_OVER_DUE, due=due.plain())
    payment = Payment(
        taking.payment_id, taking.attempt_id, tender, amount, amount, none, none, none, taking.at,
        taking.business_date, taking.terminal, reference, account=account,
    )  # fmt: skip
    return PaymentTaken(order.id, payment)


def load_id(line_id: LineId) -> ValueMoveId:
    """The move a line makes: the same whichever terminals close its order."""
    return ValueMoveId(f"load/{line_id}")


def moved_by_lines(order: Order, by: StaffId) -> tuple[ValueLoaded | ValueWithdrawn, ...]:
    """What the lines of an order that was closed put on accounts, or paid out of them."""
    end, facts = order.end, list[ValueLoaded | ValueWithdrawn]()
    if end is None or order.status is not OrderStatus.CLOSED:
        return ()
    for line, quantity in sold(order):
        liability, price = line.sold.liability, line.price_of(quantity)
        if liability is None or not price:
            continue
        amount = price if price.minor > 0 else -price
        move = Move(load_id(line.id), amount, end.at, by, end.business_date, end.terminal, order.id)
        if price.minor > 0:
            facts.append(ValueLoaded(liability.account_id, move))
        else:
            facts.append(ValueWithdrawn(liability.account_id, move, Withdrawal.PAID_OUT))
    return tuple(facts)


def loads_undone(order: Order, act: Act) -> tuple[ValueWithdrawn, ...]:
    """What leaves the accounts again that the lines of an order had put on them: its sale came to nothing."""
    facts = []
    for line in order.lines.values():
        if line.sold.liability is not None and line.sold.unit_price.minor > 0:
            move = _move(act, ValueMoveId(f"undo/{line.id}"), line.sold.unit_price, order)
            facts.append(ValueWithdrawn(line.sold.liability.account_id, move, Withdrawal.LOAD_UNDONE))
    return tuple(facts)


def given_back_by(order: Order, amount: Money) -> Iterator[tuple[Payment | None, Money]]:
    """Which payments an amount goes back to: those drawn from accounts first, newest first, the rest in cash (None).

    The shares add up to the amount. What of a payment went back to its account before is not given back again.
    """
    left = amount
    for payment in reversed(order.payments):
        if payment.account is None or payment.id in order.reversals:
            continue
        share = min(left, payment.amount - _returned_to(order, payment.account, payment.id))
        if share.minor > 0:
            left = left - share
            yield payment, share
    if left:
        yield None, left


def returned(order: Order, payment: Payment, amount: Money, act: Act, refund_id: PaymentId) -> PaymentRefunded:
    """A refund to the account a payment was drawn from; no drawer opens for it."""
    return PaymentRefunded(
        order.id, Refund(refund_id, payment.tender, amount, zero(amount.currency), account=payment.account), act
    )


def value_returned(order: Order, payment: Payment, amount: Money, act: Act, move_id: str) -> ValueReturned:
    """The account's side of it, of a refund as of a payment that never was. Raises ValueError for other payments."""
    if payment.account is None:
        raise ValueError(f"payment {payment.id} was drawn from no account")
    return ValueReturned(payment.account, _move(act, ValueMoveId(move_id), amount, order), payment.id)


def left_of_card(account: ValueAccount, amount: Money) -> str:
    """What a receipt says of an account that was drawn on: the end of its number, and what is left."""
    shown = f"...{account.last_four}" if account.last_four else account.terms.name
    left = account.balance - amount
    if account.kind is AccountKind.HOUSE:
        return f"{shown}, owes {(-left).plain()}" if left.minor < 0 else f"{shown}, has {left.plain()}"
    return f"{shown}, left {left.plain()}"


def _returned_to(order: Order, account: ValueAccountId, payment_id: PaymentId) -> Money:
    """What went back to an account on this order; of several payments of one account the newest bore it first."""
    back = sum(
        one.refund.amount.minor
        for one in order.refunds.values()
        if one.refund.account == account and one.refund.id not in order.reversals
    )
    for payment in reversed(order.payments):
        if payment.account != account or payment.id in order.reversals:
            continue
        share = min(back, payment.amount.minor)
        if payment.id == payment_id:
            return Money(share, order.currency)
        back -= share
    return Money(0, order.currency)


def _move(act: Act, id_: ValueMoveId, amount: Money, order: Order) -> Move:
    approval = act.approval
    return Move(
        id_, amount, act.at, approval.by, act.business_date, act.terminal, order.id, approval=approval,
        reason=approval.purpose,
    )  # fmt: skip


def left_as_said(reference: str) -> str:
    """The words of `left_of_card` as a payment kept them, to be said in another language; others as they are."""
    account, _, rest = reference.rpartition(", ")
    word, _, amount = rest.partition(" ")
    match word if account and amount else "":
        case "left":
            return said("{account}, left {amount}", account=account, amount=amount)
        case "owes":
            return said("{account}, owes {amount}", account=account, amount=amount)
        case "has":
            return said("{account}, has {amount}", account=account, amount=amount)
        case _:
            return reference
