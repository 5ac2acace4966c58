"""What an order comes to where terminals did not hear each other, and what counts as paid on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.cash import Takings
from aura_terminal.domain.cash_taken import cash_entries, takings_of
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, DiscountId, LineId, PaymentId, SessionId, StaffId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LineSplit
from aura_terminal.domain.order_facts import DiscountApplied, OrderCancelled, OrderClosed, PaymentTaken, Sold
from aura_terminal.domain.order_money import (
    charged,
    counting,
    has_turnover,
    late,
    liabilities,
    paid,
    tenders_of,
    turnover,
)
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.payments import CARD, Taking, may_take_cash, pay_in_cash
from aura_terminal.domain.settling import (
    Act,
    ChoiceCode,
    ConflictDecided,
    ConflictKind,
    OverpaymentKept,
    PaymentRefunded,
    PaymentReversed,
    Refund,
    ShortfallBorne,
)
from aura_terminal.domain.value_facts import AccountKind, Liability
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TODAY, add, dinner, new_order, pay, send, sold

A, B = LineId("a"), LineId("b")
ACT = Act(NOW, TODAY, "R1", MANAGER)


def closed(*covers: tuple[LineId, int]) -> OrderClosed:
    return OrderClosed(ORDER, NOW, TODAY, "R1", covers)


def cancelled(*covers: tuple[LineId, int]) -> OrderCancelled:
    return OrderCancelled(ORDER, NOW, TODAY, "left", MANAGER, "R2", covers)


def of(minor: int) -> Money:
    return Money(minor, "EUR")


def test_what_one_terminal_cancelled_is_not_charged_where_another_took_money_for_the_rest() -> None:
    order = dinner()
    add(order, "b", sold("Soup", 600))
    order.apply(closed((A, 1)))
    order.apply(cancelled((B, 1)))
    assert order.status is OrderStatus.CLOSED
    assert [(line.id, quantity) for line, quantity in charged(order)] == [(A, 1)]
    assert order.bill.total == of(1299)


def test_what_was_cancelled_as_a_whole_is_still_counted_line_by_line() -> None:
    order = dinner(2)
    order.apply(cancelled((A, 2)))
    assert [(line.id, quantity) for line, quantity in charged(order)] == [(A, 2)]


def test_of_three_that_are_there_when_one_was_paid_two_came_too_late() -> None:
    order = dinner(3)
    order.apply(closed((A, 1)))
    assert [(line.id, quantity) for line, quantity in late(order)] == [(A, 2)]


def test_a_part_nobody_knew_of_when_the_order_was_cancelled_came_too_late() -> None:
    order = dinner(2)
    order.apply(LineSplit(ORDER, A, B, 1))
    order.apply(cancelled((A, 1)))
    assert [(line.id, quantity) for line, quantity in late(order)] == [(B, 1)]


def test_a_part_nobody_knew_of_when_the_order_was_paid_is_late_after_the_money_was_given_back_too() -> None:
    order = dinner(2)
    order.apply(LineSplit(ORDER, A, B, 1))
    order.apply(closed((A, 1)))
    order.apply(cancelled())
    kind, choice = ConflictKind.CANCELLED_BUT_PAID, ChoiceCode.GIVE_BACK
    order.apply(ConflictDecided(ORDER, "one", kind, choice, None, NOW, NOW, MANAGER))
    assert order.status is OrderStatus.CANCELLED
    assert [(line.id, quantity) for line, quantity in late(order)] == [(B, 1)]


def test_an_order_that_nobody_opened_has_no_bill() -> None:
    with pytest.raises(RuleBroken, match=Rule.ORDER_EMPTY.value):
        _ = Order(ORDER).bill


def test_of_two_discounts_two_terminals_granted_in_one_slot_the_last_counts_in_its_own_turn() -> None:
    order = dinner(2)
    house = Discount(DiscountId("house"), "House", Reduction(amount=of(100)))
    coupon = Discount(DiscountId("coupon"), "Coupon", Reduction(amount=of(200)), slot="promotion")
    for granted in (house, coupon, replace(house, id=DiscountId("regular"), name="Regular")):
        order.apply(DiscountApplied(ORDER, granted, NOW, StaffId("carla")))
    assert [one.id for one in counting(order)] == ["coupon", "regular"]


def test_a_tip_that_was_kept_is_no_payment_and_a_loss_the_house_bears_is_one() -> None:
    order = dinner()
    pay(order, 1299)
    order.apply(OverpaymentKept(ORDER, PaymentId("kept"), of(300), ACT))
    assert paid(order) == of(999)
    order.apply(ShortfallBorne(ORDER, PaymentId("borne"), of(50), ACT))
    assert paid(order) == of(1049)


def test_a_payment_that_never_was_is_no_way_the_order_was_paid() -> None:
    order = dinner()
    pay(order, 500)
    by_card = replace(order.payments[0], id=PaymentId("card"), attempt_id=AttemptId("card"), tender=CARD)
    order.apply(PaymentTaken(ORDER, by_card))
    assert tenders_of(order) == {"cash", CARD}
    order.apply(PaymentReversed(ORDER, by_card.id, ACT))
    assert tenders_of(order) == {"cash"}


@pytest.mark.parametrize(("minor", "is_refused"), [(1298, False), (1299, False), (1300, True)])
def test_a_line_comes_off_as_long_as_no_more_was_paid_than_is_left(minor: int, is_refused: bool) -> None:
    order = dinner(2)
    pay(order, minor)
    if is_refused:
        with pytest.raises(RuleBroken, match=Rule.WOULD_OVERPAY.value):
            order.change_quantity(A, 1, ())
    else:
        assert order.change_quantity(A, 1, ()).quantity == 1


@pytest.mark.parametrize(
    ("due", "tendered", "step", "may"),
    [(0, 500, 1, False), (100, 0, 1, False), (100, 1, 1, True), (2, 0, 5, True), (3, 0, 5, False)],
)
def test_cash_is_taken_for_what_is_due_and_nothing_only_where_no_coin_can_pay_it(
    due: int, tendered: int, step: int, may: bool
) -> None:
    assert may_take_cash(of(due), of(tendered), step) is may


def test_cash_for_the_whole_bill_settles_nobodys_share() -> None:
    taking = Taking(PaymentId("p"), AttemptId("a"), NOW, TODAY, "R1")
    assert not pay_in_cash(taking, of(500), of(500), 1).settles


def test_cash_that_went_through_the_drawer_is_what_was_given_less_change_less_what_went_back() -> None:
    order = dinner(2)
    taking = Taking(PaymentId("p1"), AttemptId("p1"), NOW, TODAY, "R1", SessionId("s1"))
    cash = pay_in_cash(taking, of(1299), of(2000), 1)
    by_card = replace(cash, id=PaymentId("card"), attempt_id=AttemptId("card"), tender=CARD)
    never = replace(cash, id=PaymentId("never"), attempt_id=AttemptId("never"))
    for payment in (cash, by_card, never):
        order.apply(PaymentTaken(ORDER, payment))
    order.apply(PaymentReversed(ORDER, never.id, ACT))
    for name, tender in (("back", "cash"), ("undone", "cash"), ("to card", CARD)):
        refund = Refund(PaymentId(name), tender, of(502), of(-2), SessionId("s2"))
        order.apply(PaymentRefunded(ORDER, refund, replace(ACT, terminal="R2")))
    order.apply(PaymentReversed(ORDER, PaymentId("undone"), ACT))
    entries = list(cash_entries(order))
    assert [(one.id, one.session_id, one.terminal) for one in entries] == [("p1", "s1", "R1"), ("back", "s2", "R2")]
    assert takings_of(entries, "EUR") == Takings(of(2000), of(701), of(500))
    assert takings_of([*entries, *entries], "EUR") == Takings(of(4000), of(1402), of(1000))
    assert takings_of(entries, "USD") == Takings(Money(0, "USD"), Money(0, "USD"), Money(0, "USD"))


def test_a_tip_of_all_that_is_tendered_is_refused_with_the_most_there_is() -> None:
    taking = Taking(PaymentId("p"), AttemptId("a"), NOW, TODAY, "R1")
    with pytest.raises(RuleBroken) as refused:
        pay_in_cash(taking, of(500), of(500), 1, of(500))
    assert refused.value.details == {"tip": "5.00", "most": 100}


def gift(minor: int) -> Sold:
    """So much put on a new gift card."""
    return replace(
        sold("Gift card", minor), rates=(), liability=Liability(ValueAccountId("card"), AccountKind.GIFT_CARD)
    )


def test_value_put_on_a_card_is_paid_and_is_no_turnover() -> None:
    meal_and_card, card = dinner(), new_order()
    for order in (meal_and_card, card):
        add(order, "b", gift(2000))
    assert (meal_and_card.bill.total, turnover(meal_and_card), liabilities(meal_and_card)) == (
        of(3299),
        of(1299),
        of(2000),
    )
    assert (card.bill.total, turnover(card)) == (of(2000), of(0))
    assert (has_turnover(meal_and_card), has_turnover(card), has_turnover(new_order())) == (True, False, False)


def test_a_meal_that_was_voided_beside_a_gift_card_leaves_no_turnover() -> None:
    order = dinner()
    add(order, "b", gift(2000))
    send(order)
    order.apply(order.void_line(A, 1, "burnt", MANAGER))
    assert (has_turnover(order), turnover(order)) == (False, of(0))
