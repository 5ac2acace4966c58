"""What is put before a manager: from the first cent, once, and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from aura_terminal.domain.conflicts import Conflict, conflicts_of
from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.ids import DiscountId, LineId, OrderId, PaymentId
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import OrderMerged
from aura_terminal.domain.order_facts import LineAdded, LineVoided, OrderCancelled, OrderClosed, PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import pay_in_cash
from aura_terminal.domain.settling import (
    Act,
    ChoiceCode,
    ConflictDecided,
    ConflictKind,
    PaymentRefunded,
    PaymentReversed,
    Refund,
)
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TODAY, dinner, send, sold, taking

A, B = LineId("a"), LineId("b")
LATER, LAST = NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)


def of(minor: int) -> Money:
    return Money(minor, "EUR")


def paid(minor: int, name: str, at: datetime = NOW) -> PaymentTaken:
    payment = pay_in_cash(taking(name), of(minor), of(minor), 1)
    return PaymentTaken(ORDER, replace(payment, taken_at=at))


def closed(at: datetime = NOW) -> OrderClosed:
    return OrderClosed(ORDER, at, TODAY, "R1", ((A, 1),))


def cancelled(at: datetime = NOW) -> OrderCancelled:
    return OrderCancelled(ORDER, at, TODAY, "left", MANAGER, "R2", ((A, 1),))


def decided(conflict: Conflict, choice: ChoiceCode) -> ConflictDecided:
    return ConflictDecided(ORDER, conflict.id, conflict.kind, choice, conflict.amount, conflict.opened_at, NOW, MANAGER)


def only(order: Order) -> Conflict:
    (found,) = conflicts_of(order)
    return found


def test_a_single_cent_too_much_is_to_be_decided_since_the_last_payment() -> None:
    order = dinner()
    assert conflicts_of(order) == ()
    order.apply(paid(1, "late", LATER))
    order.apply(paid(1299, "whole"))
    found = only(order)
    assert (found.kind, found.amount, found.opened_at) == (ConflictKind.OVERPAID, of(1), LATER)
    assert found.id == f"{ORDER}/overpaid/1"


def test_a_single_cent_too_little_is_to_be_decided_since_the_last_that_was_done() -> None:
    order = dinner()
    order.apply(paid(1299, "whole"))
    order.apply(closed(LATER))
    assert conflicts_of(order) == ()
    act = Act(LAST, TODAY, "R2", MANAGER)
    order.apply(PaymentRefunded(ORDER, Refund(PaymentId("back"), "cash", of(1), of(0)), act))
    found = only(order)
    assert (found.kind, found.amount, found.opened_at) == (ConflictKind.UNDERPAID, of(1), LAST)


def test_a_single_cent_on_a_cancelled_order_is_one_conflict_since_the_later_of_the_two() -> None:
    for paid_at, cancelled_at in ((NOW, LATER), (LATER, NOW)):
        order = dinner()
        order.apply(paid(1, "cent", paid_at))
        order.apply(cancelled(cancelled_at))
        found = only(order)
        assert (found.kind, found.amount, found.opened_at) == (ConflictKind.CANCELLED_BUT_PAID, of(1), LATER)


def test_of_several_payments_on_a_cancelled_order_the_last_says_since_when_and_reversed_ones_are_not_named() -> None:
    order = dinner()
    for place, name in enumerate(("p1", "p2", "p3")):
        order.apply(paid(100, name, NOW + timedelta(minutes=place)))
    order.apply(PaymentReversed(ORDER, PaymentId("p1"), Act(NOW, TODAY, "R1", MANAGER)))
    order.apply(cancelled())
    found = only(order)
    assert found.opened_at == NOW + timedelta(minutes=2)
    assert [value for name, value in found.details if name == "payment"] == ["R1 1.00 cash"] * 2


def test_too_much_on_a_cancelled_order_is_money_to_give_back_and_no_second_conflict() -> None:
    order = dinner()
    order.apply(paid(1300, "more"))
    order.apply(cancelled())
    assert only(order).kind is ConflictKind.CANCELLED_BUT_PAID


def test_once_the_sale_stands_nobody_is_asked_again() -> None:
    order = dinner()
    order.apply(paid(1299, "whole"))
    order.apply(closed())
    order.apply(cancelled())
    asked = only(order)
    assert asked.kind is ConflictKind.CANCELLED_BUT_PAID
    order.apply(decided(asked, ChoiceCode.SALE_STANDS))
    assert conflicts_of(order) == ()


def test_a_conflict_that_comes_up_again_after_it_was_decided_is_another_one() -> None:
    order = dinner()
    order.apply(paid(1299, "whole"))
    order.apply(paid(100, "more"))
    first = only(order)
    order.apply(decided(replace(first, kind=ConflictKind.LATE_ITEM, id="of another kind"), ChoiceCode.WRITE_OFF))
    assert only(order).id == first.id == f"{ORDER}/overpaid/1"
    order.apply(decided(first, ChoiceCode.GIVE_BACK))
    assert only(order).id == f"{ORDER}/overpaid/2"


def test_what_came_too_late_is_what_the_bill_would_be_dearer_where_it_was_paid_and_its_price_where_it_was_not() -> None:
    was_paid, was_left = dinner(), dinner()
    was_paid.apply(paid(1299, "whole"))
    was_paid.apply(closed())
    was_left.apply(cancelled())
    for order in (was_paid, was_left):
        order.apply(LineAdded(ORDER, B, sold("Soup", 600), 2, 0))
        found = only(order)
        assert (found.kind, found.amount) == (ConflictKind.LATE_ITEM, of(1200))
        assert found.details[0] == ("item", "2 x Soup")


def test_what_came_too_late_on_a_discounted_order_is_as_much_less_where_it_was_paid() -> None:
    tenth = Discount(DiscountId("tenth"), "Regular", Reduction(Decimal(10)))
    for end, amount in ((replace(closed(), discounts=(tenth.id,)), of(1080)), (cancelled(), of(1200))):
        order = dinner()
        order.apply(apply_discount(order, tenth, NOW, MANAGER.by))
        order.apply(end)
        order.apply(LineAdded(ORDER, B, sold("Soup", 600), 2, 0))
        assert [one.amount for one in conflicts_of(order) if one.kind is ConflictKind.LATE_ITEM] == [amount]


def test_an_order_merged_into_two_others_is_said_since_the_second_until_somebody_noted_it() -> None:
    order = dinner()
    for name, at in (("1", LATER), ("0", NOW)):
        order.apply(OrderMerged(ORDER, OrderId(f"019e2cb0-1dc0-7c21-a29f-6fbed82c000{name}"), at, TODAY))
    found = only(order)
    assert (found.kind, found.opened_at) == (ConflictKind.MERGED_TWICE, LATER)
    order.apply(decided(replace(found, kind=ConflictKind.VOIDED_TWICE, id="of another kind"), ChoiceCode.NOTED))
    assert only(order).id == found.id
    order.apply(decided(found, ChoiceCode.NOTED))
    assert conflicts_of(order) == ()


def test_more_voided_than_there_was_is_said_since_the_last_void() -> None:
    order = dinner()
    send(order)
    for at in (LATER, NOW):
        order.apply(LineVoided(ORDER, A, 1, "burnt", replace(MANAGER, at=at)))
    found = only(order)
    assert (found.kind, found.opened_at) == (ConflictKind.VOIDED_TWICE, LATER)
