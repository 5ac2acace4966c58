"""Which plans for a bill are taken, which are refused and why, and what a payment for a share does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from aura_terminal.domain.bill_sharing import (
    due_on,
    for_share,
    one_bill,
    paid_shares,
    print_share,
    share_bill,
    take_cash_for,
)
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LineId, OrderId, PaymentId, PlanId, ShareId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LinesMoved
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shares import shares_of
from aura_terminal.domain.sharing_facts import LinePart, Share, SharedBy, SharePaper
from tests.unit.domain.orders import MANAGER, NOW, ORDER, TODAY, add, dinner, new_order, opened, pay, sold, taking

MARTA, PLAN = StaffId("marta"), PlanId("plan")
ANN, BOB = ShareId("ann"), ShareId("bob")
A, B = LineId("a"), LineId("b")


def euros(minor: int, currency: str = "EUR") -> Money:
    return Money(minor, currency)


def share(order: Order, *shares: Share, by: SharedBy = SharedBy.EVEN) -> Order:
    order.apply(share_bill(order, PLAN, by, shares, NOW, MARTA))
    return order


def halves(order: Order | None = None) -> Order:
    """A bill of 12.99 and 5.99 in two even shares of 9.49."""
    if order is None:
        order = dinner()
        add(order, "b", sold("Soup", 599))
    return share(order, Share(ANN), Share(BOB))


def pays(order: Order, who: ShareId, minor: int | None = None) -> PaymentTaken:
    due = due_on(order, who).due
    fact = take_cash_for(order, who, taking(f"{who}-{minor}"), due if minor is None else euros(minor))
    order.apply(fact)
    return fact


def refused(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as broken:
        act()
    return broken.value.rule


def ways(number: int) -> list[Share]:
    return [Share(ShareId(f"{place}")) for place in range(number)]


def amounts(*minors: int, currency: str = "EUR") -> list[Share]:
    return [*(Share(ShareId(f"{place}"), amount=euros(one, currency)) for place, one in enumerate(minors)), Share(BOB)]


def dishes(*parts: LinePart, more: tuple[LinePart, ...] = ()) -> list[Share]:
    return [Share(ANN, lines=parts), Share(BOB, lines=more)]


@pytest.mark.parametrize(
    ("by", "shares"),
    [
        (SharedBy.EVEN, ways(2)),
        (SharedBy.EVEN, ways(20)),
        (SharedBy.SEAT, [Share(ANN, seats=(1,)), Share(BOB, seats=(2,))]),
        (SharedBy.AMOUNT, amounts(1)),
        (SharedBy.AMOUNT, amounts(898, 1000)),
        (SharedBy.ITEM, dishes(LinePart(A, 1, 100))),
        (SharedBy.ITEM, dishes(LinePart(A, 1, 3), more=(LinePart(A, 2, 3), LinePart(B)))),
    ],
)
def test_these_are_plans(by: SharedBy, shares: list[Share]) -> None:
    order = dinner()
    add(order, "b", sold("Soup", 599))
    assert share_bill(order, PLAN, by, shares, NOW, MARTA).shares == tuple(shares)


@pytest.mark.parametrize(
    ("by", "shares"),
    [
        (SharedBy.EVEN, ways(1)),
        (SharedBy.EVEN, ways(21)),
        (SharedBy.EVEN, [Share(ANN), Share(ANN)]),
        (SharedBy.SEAT, [Share(ANN, seats=(0,)), Share(BOB, seats=(1,))]),
        (SharedBy.SEAT, [Share(ANN, seats=(1,)), Share(BOB, seats=(1,))]),
        (SharedBy.AMOUNT, amounts(0)),
        (SharedBy.AMOUNT, amounts(100, currency="USD")),
        (SharedBy.AMOUNT, amounts(899, 1000)),
        (SharedBy.AMOUNT, [*amounts(100), Share(ANN, amount=euros(100))]),
        (SharedBy.AMOUNT, [Share(BOB), Share(ANN, amount=euros(100))]),
        (SharedBy.ITEM, dishes(LinePart(A, 0, 3))),
        (SharedBy.ITEM, dishes(LinePart(A, 3, 2))),
        (SharedBy.ITEM, dishes(LinePart(A, 1, 101))),
        (SharedBy.ITEM, dishes(LinePart(A, 1, 2), more=(LinePart(A, 2, 3),))),
        (SharedBy.ITEM, dishes(LinePart(LineId("off")))),
    ],
)
def test_these_are_none(by: SharedBy, shares: list[Share]) -> None:
    order = dinner()
    add(order, "b", sold("Soup", 599))
    add(order, "off", sold("Fish", 1500))
    order.apply(order.remove_line(LineId("off")))
    assert refused(lambda: share_bill(order, PLAN, by, shares, NOW, MARTA)) is Rule.SHARES_WRONG


def test_what_is_due_can_be_asked_in_amounts_and_no_cent_more() -> None:
    order = dinner()
    pay(order, 299)
    assert len(shares_of(share(order, *amounts(400, 600), by=SharedBy.AMOUNT))) == 3
    wanted = amounts(400, 601)
    assert refused(lambda: share_bill(order, PLAN, SharedBy.AMOUNT, wanted, NOW, MARTA)) is Rule.SHARES_WRONG


def test_nothing_is_shared_before_there_is_anything_or_after_it_is_paid() -> None:
    assert refused(lambda: halves(new_order())) is Rule.ORDER_EMPTY
    order = halves()
    order.apply(order.cancel(NOW, TODAY, "left", MANAGER, "R1"))
    assert refused(lambda: halves(order)) is Rule.ORDER_NOT_OPEN
    assert refused(lambda: one_bill(order, PLAN, NOW, MARTA)) is Rule.ORDER_NOT_OPEN
    assert refused(lambda: due_on(order, ANN)) is Rule.ORDER_NOT_OPEN


def test_a_share_that_has_paid_is_in_the_next_plan_or_there_is_none() -> None:
    order = halves()
    pays(order, BOB, 100)
    wanted = [Share(ShareId("cid")), Share(ShareId("dan"))]
    assert refused(lambda: share(order, *wanted)) is Rule.SHARE_PAID
    assert refused(lambda: one_bill(order, PLAN, NOW, MARTA)) is Rule.SHARE_PAID
    share(order, Share(BOB), *wanted)
    assert [one.name for one in shares_of(order)] == ["2 of 2", "2 of 3", "3 of 3"]
    assert [one.label for one in paid_shares(order)] == ["2 of 2"]


def test_an_amount_that_has_paid_counts_no_more_among_those_that_are_asked() -> None:
    order = share(dinner(), *amounts(1000), by=SharedBy.AMOUNT)
    pays(order, ShareId("0"))
    kept = Share(ShareId("0"), amount=euros(1000))
    share(order, kept, Share(ANN, amount=euros(299)), Share(BOB), by=SharedBy.AMOUNT)
    assert [one.due.minor for one in shares_of(order)] == [0, 299, 0]


def test_a_dish_that_went_to_another_order_is_no_part_of_the_share_that_paid_for_it() -> None:
    order = dinner()
    add(order, "b", sold("Soup", 599))
    share(order, *dishes(LinePart(A)), by=SharedBy.ITEM)
    pays(order, ANN)
    order.apply(LinesMoved(ORDER, (A,), OrderId("other"), NOW))
    assert list(order.lines) == [B]
    halves(order)
    assert [one.paid.minor for one in shares_of(order)] == [1299, 0]


def test_a_dish_that_has_been_paid_for_is_given_to_nobody_else() -> None:
    order = dinner()
    add(order, "b", sold("Soup", 599))
    share(order, *dishes(LinePart(A)), by=SharedBy.ITEM)
    pays(order, ANN)
    twice = [Share(ANN), Share(BOB, lines=(LinePart(A, 1, 2),))]
    assert refused(lambda: share(order, *twice, by=SharedBy.ITEM)) is Rule.SHARES_WRONG


def test_a_bill_that_nobody_paid_anything_of_is_one_again() -> None:
    order = halves()
    order.apply(one_bill(order, PLAN, NOW, MARTA))
    assert shares_of(order) == ()


def test_money_is_taken_for_a_share_that_owes_some_of_an_order_that_was_released() -> None:
    order = halves()
    pays(order, ANN)
    assert refused(lambda: due_on(order, ANN)) is Rule.NOTHING_DUE
    assert refused(lambda: due_on(order, ShareId("gone"))) is Rule.SHARE_UNKNOWN
    held = Order(ORDER)
    held.apply(replace(opened(), source="online"))
    add(held, "a")
    halves(held)
    assert refused(lambda: due_on(held, ANN)) is Rule.ORDER_HELD


@pytest.mark.parametrize(("minor", "settles"), [(948, False), (949, True), (2000, True)])
def test_a_share_is_settled_by_all_that_is_due_of_it(minor: int, settles: bool) -> None:
    taken = pays(halves(), ANN, minor).payment
    assert (taken.share, taken.settles, taken.amount.minor) == (ANN, settles, min(minor, 949))


@pytest.mark.parametrize(("minor", "settles"), [(948, False), (949, True), (950, True)])
def test_a_card_settles_the_share_it_pays_for(minor: int, settles: bool) -> None:
    order = halves()
    paid = replace(pays(halves(), ANN).payment, id=PaymentId("card"), amount=euros(minor), share=ShareId(""))
    assert for_share(order, paid, BOB) == replace(paid, share=BOB, settles=settles)


def test_a_card_for_a_share_that_is_gone_pays_for_everybody() -> None:
    order = halves()
    paid = replace(pays(halves(), ANN).payment, share=ShareId(""), settles=False)
    assert for_share(order, paid, ShareId("gone")) is paid


def test_a_guest_is_brought_a_check_and_then_a_receipt() -> None:
    order = halves()
    before = print_share(order, ANN, NOW, MARTA)
    pays(order, ANN)
    after = print_share(order, ANN, NOW, MARTA)
    assert [(one.what, one.due.minor) for one in (before, after)] == [(SharePaper.CHECK, 949), (SharePaper.RECEIPT, 0)]
