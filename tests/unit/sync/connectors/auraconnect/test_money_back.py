"""Money given back, and histories of all kinds: what AuraConnect is told adds up to the bill."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.central import CentralRefused
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import AttemptId, FireId, LineId, OrderId, PaymentId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_facts import OrderFact
from aura_terminal.domain.order_money import bill_sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Taking
from aura_terminal.domain.settling import Act, PaymentRefunded, PaymentReversed, Refund
from aura_terminal.domain.transfers import split_line
from sync.connectors.auraconnect.naming import record_of
from sync.connectors.auraconnect.payments import refund_local_id
from sync.reconcile.contract import Lane, Step
from tests.unit.domain.orders import MANAGER, NOW, TODAY, chosen, opened, sold
from tests.unit.sync.connectors.auraconnect.pictures import Bench, bench, body_of

CHECK = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c07cd")
ACT = Act(NOW, TODAY, "R1", MANAGER)


@pytest.fixture
def shop() -> Bench:
    return known()


def known() -> Bench:
    """A shop whose burger and cheese are known there."""
    made = bench()
    for number, (kind, local_id) in enumerate((("item", "burger"), ("item", "soup"), ("modifier", "Extra Cheese")), 1):
        made.link(kind, local_id, str(number))
    made.due()
    return made


def keep(shop: Bench, *facts: OrderFact) -> None:
    shop.keep(*facts)


def paid_order(shop: Bench, *parts: int) -> None:
    """An order of two burgers that was paid in parts."""
    keep(shop, opened(order_id=CHECK))
    order = shop.picture.order(CHECK)
    keep(shop, order.add_line(LineId("l1"), sold("Burger", 1299), quantity=2, course=0))
    keep(shop, *shop.picture.order(CHECK).send(FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f1"), NOW))
    for place, minor in enumerate(parts, 1):
        keep(shop, taken(shop.picture.order(CHECK), f"p{place}", minor))
    keep(shop, shop.picture.order(CHECK).close(NOW, TODAY, "R1"))


def taken(order: Order, name: str, minor: int) -> OrderFact:
    return order.take_cash(Taking(PaymentId(name), AttemptId(name), NOW, TODAY, "R1"), Money(minor, "EUR"))


def refunded(name: str, minor: int) -> PaymentRefunded:
    return PaymentRefunded(CHECK, Refund(PaymentId(name), "cash", Money(minor, "EUR"), Money(0, "EUR")), ACT)


def amounts(steps: Iterable[Step], word: str) -> list[str]:
    return [body_of(one)["amount"] for one in steps if one.call.path.endswith(word)]


def test_a_refund_names_the_payment_by_the_id_of_its_reply(shop: Bench) -> None:
    paid_order(shop, 2598)
    shop.tell()
    keep(shop, refunded("r1", 500))

    (step,) = [one for one in shop.tell() if one.step.startswith("refund")]

    assert step.needs == (record_of("order", CHECK),)
    assert body_of(step)["payment_id"] == shop.picture.record(record_of("order", CHECK)).parts["p1"]
    assert (body_of(step)["amount"], body_of(step)["reason"]) == ("5.00", "customer_request")


def test_more_than_one_payment_can_give_goes_back_on_several(shop: Bench) -> None:
    paid_order(shop, 1000, 1598)
    keep(shop, refunded("r1", 1500))

    told = shop.tell()

    assert amounts(told, "/refund") == ["10.00", "5.00"]


def test_a_refund_of_what_is_not_told_yet_waits_for_it(shop: Bench) -> None:
    paid_order(shop, 2598)
    keep(shop, refunded("r1", 500))

    assert shop.plan(record_of("refund", refund_local_id(CHECK, PaymentId("r1")))) == ()
    assert amounts(shop.tell(), "/refund") == ["5.00"]


def test_what_came_back_before_anything_was_told_goes_back_once_the_order_has_ended_there(shop: Bench) -> None:
    paid_order(shop, 2598)
    keep(shop, refunded("r1", 2598))

    told = shop.tell()

    words = [one.step.partition("/")[0] for one in told]
    assert [one for one in words if one != "kitchen"] == ["create", "payment", "complete", "refund"]
    assert next(one for one in told if one.step == "complete").lane is Lane.MONEY


def test_the_end_of_an_order_that_nothing_came_back_of_leaves_money_the_way(shop: Bench) -> None:
    paid_order(shop, 2598)

    assert next(one for one in shop.tell() if one.step == "complete").lane is Lane.PEOPLE


def test_money_goes_back_as_well_where_the_end_is_refused(shop: Bench) -> None:
    paid_order(shop, 2598)
    keep(shop, refunded("r1", 500))
    order, refund = record_of("order", CHECK), record_of("refund", refund_local_id(CHECK, PaymentId("r1")))
    while (step := shop.plan(order)[0]).step != "complete":
        shop.take(step)
    shop.due()
    assert shop.plan(refund) == ()

    shop.keep(CentralRefused(order, "complete", step.digest, 409, "conflict", "Not now", NOW))

    assert refund in shop.due()
    assert [one.step for one in shop.plan(refund)] == ["refund/p1"]


def test_what_was_told_to_have_gone_back_stays_so_whatever_is_put_right_later(shop: Bench) -> None:
    paid_order(shop, 1000, 1598)
    keep(shop, refunded("r1", 500))
    assert amounts(shop.tell(), "/refund") == ["5.00"]
    keep(shop, PaymentReversed(CHECK, PaymentId("p1"), ACT))

    assert amounts(shop.tell(), "/refund") == ["5.00"]
    assert money_there(shop) == 1598


def test_a_payment_entered_by_mistake_is_never_told(shop: Bench) -> None:
    paid_order(shop, 2598)
    keep(shop, PaymentReversed(CHECK, PaymentId("p1"), ACT))

    assert [one for one in shop.tell() if "payments" in one.call.path] == []


def test_a_payment_entered_by_mistake_goes_back_once_it_was_told(shop: Bench) -> None:
    paid_order(shop, 2598)
    shop.tell()
    keep(shop, PaymentReversed(CHECK, PaymentId("p1"), ACT))

    (step,) = shop.tell()

    assert (body_of(step)["amount"], body_of(step)["reason"]) == ("25.98", "entered_by_mistake")


def test_a_refund_that_never_was_is_money_again_once_it_was_told(shop: Bench) -> None:
    paid_order(shop, 2598)
    keep(shop, refunded("r1", 500))
    shop.tell()
    keep(shop, PaymentReversed(CHECK, PaymentId("r1"), ACT))

    assert amounts(shop.tell(), "/process") == ["5.00"]


# Histories of all kinds

Act_ = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "cheese", "more", "send", "void", "remove", "split", "pay", "refund", "mistake", "tell"]
        ),
        st.integers(0, 5),
        st.integers(1, 4),
    ),
    min_size=4,
    max_size=18,
)
BEGINNING = [("add", 1, 4), ("cheese", 1, 3), ("send", 0, 1)]
"""What every history begins with, so that there is something to void, split and pay."""


def play(shop: Bench, acts: list[Act_]) -> None:
    """Do what can be done of a list of acts; what the rules refuse is left out."""
    names = count(1)
    keep(shop, opened(order_id=CHECK))
    for act, which, many in (*BEGINNING, *acts):
        order = shop.picture.order(CHECK)
        try:
            keep(shop, *_facts(order, act, which, many, f"{next(names):04d}"))
        except RuleBroken:
            continue
        if act == "tell":
            shop.tell()
    order = shop.picture.order(CHECK)
    try:
        facts = [taken(order, "last", order.bill.due.minor)] if order.bill.due.minor > 0 else []
        keep(shop, *facts)
        keep(shop, shop.picture.order(CHECK).close(NOW, TODAY, "R1"))
    except RuleBroken:
        return


def _facts(order: Order, act: str, which: int, many: int, name: str) -> Iterable[OrderFact]:
    lines = list(order.lines)
    if act in ("add", "cheese"):
        modifiers = (chosen("Extra Cheese", many),) if act == "cheese" else ()
        what = sold("Burger", 1299) if which % 2 else sold("Soup", 333)
        yield order.add_line(LineId(f"l{name}"), what, quantity=many, course=0, modifiers=modifiers)
    elif act == "send":
        yield from order.send(FireId(f"019e2cb0-1dc0-7c21-a29f-6fbed82c{name}"), NOW)
    elif act == "pay":
        yield taken(order, f"p{name}", 700 * many)
    elif act == "refund" and order.payments:
        yield refunded(f"r{name}", min(100 * many, order.payments[-1].amount.minor))
    elif act == "mistake" and order.payments and not order.refunds:
        yield PaymentReversed(CHECK, order.payments[which % len(order.payments)].id, ACT)
    elif lines and act in ("more", "void", "remove", "split"):
        line = order.lines[lines[which % len(lines)]]
        if act == "more" and line.state is LineState.NEW:
            yield order.change_quantity(line.id, many, line.modifiers)
        elif act == "void":
            yield order.void_line(line.id, min(many, max(1, line.charged_quantity)), "burnt", MANAGER)
        elif act == "remove":
            yield order.remove_line(line.id)
        elif act == "split":
            yield split_line(order, line.id, LineId(f"s{name}"), 1)


def charged_there(shop: Bench) -> int | None:
    """What the items of the last word about the order come to, in minor units; None when nothing was told."""
    bodies = [call.body for call, _ in shop.central.taken if isinstance(call.body, dict) and "items" in call.body]
    if not bodies:
        return None
    items: Any = bodies[-1]["items"]
    return sum(_price(one) for one in items)


def _price(item: Any) -> int:
    choices = sum(_minor(one["price"]) * one["quantity"] for one in item.get("modifiers", ()))
    return int(_minor(item["unit_price"]) * int(item["quantity"]) + choices)


def _minor(text: str) -> int:
    whole, _, cents = text.partition(".")
    return int(whole) * 100 + int(cents)


def money_there(shop: Bench) -> int:
    """What was taken less what was given back, as it was told."""
    taken_, back = 0, 0
    for call, _ in shop.central.taken:
        body = call.body if isinstance(call.body, dict) else {}
        splits = body.get("splits", [body] if call.path.endswith("/process") else [])
        assert isinstance(splits, list)
        taken_ += sum(_minor(one["amount"]) for one in splits)
        back += _minor(str(body["amount"])) if call.path.endswith("/refund") else 0
    return taken_ - back


@settings(max_examples=120)
@given(ACTS)
def test_whatever_happened_the_central_is_told_of_the_same_money(acts: list[Act_]) -> None:
    shop = known()
    play(shop, acts)
    shop.tell()
    order = shop.picture.order(CHECK)
    told = charged_there(shop)

    if told is not None and told_lines_are_final(order):
        assert told == bill_sold(order).subtotal.minor
        real = total((one.amount for one in order.payments if one.id not in order.reversals), "EUR")
        back = total((one.refund.amount for one in order.refunds.values()), "EUR")
        assert money_there(shop) == max(0, (real - back).minor)
    assert shop.tell() == []


def told_lines_are_final(order: Order) -> bool:
    """An order whose lines were all taken back again is told of its last content with a line on it."""
    return bill_sold(order).subtotal.minor > 0 and order.status in (OrderStatus.OPEN, OrderStatus.CLOSED)


@settings(max_examples=40)
@given(ACTS)
def test_every_terminal_plans_the_same_under_the_same_keys(acts: list[Act_]) -> None:
    plans = []
    for _ in range(2):
        shop = known()
        play(shop, [act for act in acts if act[0] != "tell"])
        record = record_of("order", CHECK)
        plans.append([(one, shop.row(one).key) for one in shop.plan(record)])

    assert plans[0] == plans[1]
