"""What may go to another order, in parts or whole, what is refused and why; and how a decision is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from aura_terminal.domain.conflicts import Conflict
from aura_terminal.domain.deciding import carried_over, given_back, money_facts
from aura_terminal.domain.dishes import InCombo
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ComboId, ItemId, LineId, OrderId, PaymentId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_facts import TipEntered
from aura_terminal.domain.settling import Act, ChoiceCode, ConflictKind, OverpaymentKept, PaymentReversed
from aura_terminal.domain.transfers import merge, move_lines, split_combo, split_line, splits_of
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TERMS, TODAY, add, opened, pay, sold, taking

OLDER, YOUNGER = OrderId("019e2cb0-0000"), OrderId("019e2cb0-2222")
A, B, NEW = LineId("a"), LineId("b"), LineId("new")
ACT = Act(NOW, TODAY, "R1", MANAGER)


def table(order_id: OrderId = OLDER, *, step: int = 1, currency: str = "EUR") -> Order:
    """A party that has ordered nothing."""
    order = Order(order_id)
    order.apply(replace(opened(replace(TERMS, cash_step=step), order_id), currency=currency))
    return order


def dinner(order_id: OrderId = OLDER, step: int = 1) -> Order:
    """Two burgers for 12.99 each and a soup for 6.00."""
    order = table(order_id, step=step)
    add(order, "a", sold(), 2)
    add(order, "b", sold("Soup", 600))
    return order


def menu(quantity: int) -> Order:
    """So many menus of a burger and a cola."""
    order = table()
    for line, slot in (("a", "Burger"), ("b", "Cola")):
        mark = InCombo(ComboId("combo"), ItemId("menu"), "Menu", slot)
        add(order, line, replace(sold(slot, 500), combo=mark), quantity)
    return order


def ended(order: Order) -> Order:
    order.apply(order.cancel(NOW, TODAY, "left", MANAGER, "R1"))
    return order


def names() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def refused(act: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        act()
    return broken.value


def test_lines_move_by_one_fact_for_each_order_they_were_first_on() -> None:
    order, other, third = dinner(), dinner(YOUNGER), table(ORDER)
    order.host([other.own[B]])
    assert move_lines(order, [A, B], third, NOW) == (
        LinesMoved(OLDER, (A,), ORDER, NOW), LinesMoved(YOUNGER, (B,), ORDER, NOW),
    )  # fmt: skip


def test_what_is_left_has_to_be_worth_what_was_paid() -> None:
    order, other = dinner(), table(YOUNGER)
    pay(order, 2598)
    assert move_lines(order, [B], other, NOW)
    broken = refused(lambda: move_lines(order, [A], other, NOW))
    assert (broken.rule, broken.details["line"]) == (Rule.WOULD_OVERPAY, "Burger")
    pay(order, 1, "p2")
    assert refused(lambda: move_lines(order, [B], other, NOW)).rule is Rule.WOULD_OVERPAY


@pytest.mark.parametrize("act", [lambda one, two: move_lines(one, [A], two, NOW), lambda o, t: merge(o, t, NOW, TODAY)])
def test_orders_take_each_others_lines_while_both_are_open_and_reckon_alike(act: Callable[..., object]) -> None:
    order = dinner()
    assert refused(lambda: act(order, order)).rule is Rule.SAME_ORDER
    assert refused(lambda: act(order, ended(dinner(YOUNGER)))).rule is Rule.ORDER_NOT_OPEN
    assert refused(lambda: act(ended(dinner(YOUNGER)), order)).rule is Rule.ORDER_NOT_OPEN
    for other in (table(YOUNGER, currency="USD"), table(YOUNGER, step=5)):
        assert refused(lambda other=other: act(order, other)).rule is Rule.ORDERS_DIFFER  # type: ignore[misc]  # a test


def test_a_line_that_was_taken_off_or_paid_goes_nowhere() -> None:
    order = dinner()
    order.apply(order.remove_line(B))
    order.apply(LinesSettled(OLDER, ((A, 2),), OLDER))
    for line, rule in ((B, Rule.LINE_GONE), (A, Rule.LINE_SETTLED)):
        assert refused(lambda line=line: move_lines(order, [line], table(YOUNGER), NOW)).rule is rule  # type: ignore[misc]
        assert refused(lambda line=line: split_line(order, line, NEW, 1)).rule is rule  # type: ignore[misc]


def test_a_part_is_at_least_one_and_leaves_at_least_one() -> None:
    order = dinner()
    assert split_line(order, A, NEW, 1) == LineSplit(OLDER, A, NEW, 1)
    for quantity in (0, 2):
        assert refused(lambda many=quantity: split_line(order, A, NEW, many)).rule is Rule.QUANTITY_OUT_OF_RANGE  # type: ignore[misc]
    assert refused(lambda: split_line(ended(order), A, NEW, 1)).rule is Rule.ORDER_NOT_OPEN


def test_a_menu_is_split_as_a_whole_and_any_other_line_alone() -> None:
    assert splits_of(dinner(), A, 1, names()) == (LineSplit(OLDER, A, LineId("n1"), 1),)
    order = menu(3)
    assert refused(lambda: split_line(order, A, NEW, 1)).rule is Rule.COMBO_WHOLE
    combo = ComboId("n1")
    assert splits_of(order, B, 2, names()) == (
        LineSplit(OLDER, A, LineId("n2"), 2, combo), LineSplit(OLDER, B, LineId("n3"), 2, combo),
    )  # fmt: skip
    assert len(split_combo(order, A, 1, names())) == 2
    for quantity in (0, 3):
        assert refused(lambda many=quantity: split_combo(order, A, many, names())).rule is Rule.QUANTITY_OUT_OF_RANGE  # type: ignore[misc]
    assert refused(lambda: split_combo(ended(order), A, 1, names())).rule is Rule.ORDER_NOT_OPEN


def test_the_younger_order_goes_into_the_older_unless_money_was_taken_on_it() -> None:
    older, younger = dinner(), dinner(YOUNGER)
    pay(older, 100)
    for pair in ((older, younger), (younger, older)):
        merged = merge(*pair, NOW, TODAY)
        assert (merged.order_id, merged.into) == (YOUNGER, OLDER)
    pay(younger, 100)
    assert refused(lambda: merge(older, younger, NOW, TODAY)).rule is Rule.ORDER_HAS_PAYMENTS


@pytest.mark.parametrize(
    ("choice", "kept"),
    [(ChoiceCode.SALE_STANDS, True), (ChoiceCode.KEEP_AS_TIP, True), (ChoiceCode.WRITE_OFF, False)],
)
def test_money_for_a_sale_that_was_cancelled_is_kept_where_the_sale_stands(choice: ChoiceCode, kept: bool) -> None:
    conflict = Conflict("one", ConflictKind.CANCELLED_BUT_PAID, NOW, Money(500, "EUR"), ())
    facts = money_facts(ended(dinner()), conflict, choice, ACT, names())
    assert [type(fact) for fact in facts] == ([OverpaymentKept] if kept else [])


def test_money_goes_back_in_coins_there_are() -> None:
    orders = (dinner(step=5), dinner(), Order(OLDER))
    backs = [given_back(order, Money(1003, "EUR"), ACT, PaymentId("back")).refund for order in orders]
    assert [(back.amount.minor, back.rounding.minor) for back in backs] == [(1003, 2), (1003, 0), (1003, 0)]


def test_payments_go_over_to_another_order_with_all_of_their_tip_and_those_that_never_were_stay() -> None:
    order = dinner()
    order.apply(order.take_cash(taking("p1"), Money(1100, "EUR"), Money(100, "EUR")))
    pay(order, 200, "p2")
    tip = Money(350, "EUR")
    order.apply(TipEntered(OLDER, PaymentId("p1"), tip, Money(100, "EUR"), NOW, StaffId("marta"), TODAY, "R1"))
    order.apply(PaymentReversed(OLDER, PaymentId("p2"), ACT))
    gone, taken = carried_over(order, YOUNGER, ACT, names())
    assert gone == PaymentReversed(OLDER, PaymentId("p1"), ACT)
    assert isinstance(taken, PaymentTaken)
    payment = taken.payment
    assert (taken.order_id, payment.amount.minor, payment.tendered.minor, payment.tip) == (YOUNGER, 1000, 1350, tip)
