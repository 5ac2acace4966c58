"""Whatever terminals did while cut off from each other, all come to the same, and no line and no cent is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.conflicts import conflicts_of, surplus_of
from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import total
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.order_money import late, paid, passed_over
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.settling import ConflictKind
from aura_terminal.domain.shares import shares_of
from tests.unit.domain.apart import BURGER, SOUP, Desk, desks, folded, meet

ACTS = (
    "open", "add", "add", "add soup", "change", "remove", "send", "send", "void", "part", "pay", "pay", "close",
    "cancel", "move", "move", "split", "split", "merge", "merge", "decide", "discount", "full price", "hear", "hear",
    "share", "share items", "pay share", "pay share", "hand", "link",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9), st.integers(1, 3)),
    max_size=45,
)


def act(everybody: list[Desk], who: int, what: str, one: int, other: int, quantity: int) -> None:
    """One act of somebody somewhere; what the rules refuse does not happen."""
    desk = everybody[who % len(everybody)]
    orders = sorted(desk.orders)
    if what == "hear":
        desk.hear(everybody[one % len(everybody)])
    elif what == "open" or not orders:
        desk.open()
    else:
        _act_on(desk, orders[one % len(orders)], orders[other % len(orders)], what, other, quantity)


def _act_on(desk: Desk, order_id: OrderId, second: OrderId, what: str, place: int, quantity: int) -> None:
    lines = sorted(desk.order(order_id).lines)
    line = lines[place % len(lines)] if lines else LineId("none")
    if what in ("add", "add soup"):
        desk.add(order_id, SOUP if what == "add soup" else BURGER, quantity)
    elif what in ("change", "void", "split"):
        {"change": desk.change, "void": desk.void, "split": desk.split}[what](order_id, line, quantity)
    elif what == "remove":
        desk.remove(order_id, line)
    elif what == "discount":
        desk.discount(order_id, 20 * quantity + place)
    elif what == "part":
        desk.take(order_id, 300 * quantity)
    elif what == "move":
        desk.move(order_id, line, second)
    elif what == "merge":
        desk.merge(order_id, second)
    elif what in ("share", "share items", "pay share"):
        ways = {"share": desk.share, "share items": desk.share_items, "pay share": desk.pay_share}
        ways[what](order_id, quantity + 1)
    elif what == "hand":
        desk.hand(order_id, ("nina", "sofia", "luca")[quantity - 1])
    elif what == "link":
        desk.link(order_id, *("7", "8", "9")[:quantity])
    else:
        {"send": desk.send, "pay": desk.pay, "close": desk.close, "cancel": desk.cancel, "decide": desk.decide,
         "full price": desk.full_price}[what](order_id)  # fmt: skip


def lived(steps: Iterable[tuple[int, str, int, int, int]]) -> list[Desk]:
    """Three terminals after all that, still apart."""
    everybody = desks(3)
    everybody[0].open()
    for other in everybody[1:]:
        other.hear(everybody[0])
    for step in steps:
        act(everybody, *step)
    return everybody


@settings(max_examples=100, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_in_whatever_order_and_however_often_facts_arrive_the_orders_are_the_same(
    steps: list[tuple[int, str, int, int, int]], chance: Random
) -> None:
    everybody = lived(steps)
    orders = meet(*everybody)
    facts = list(everybody[0].held.items()) * 2
    chance.shuffle(facts)
    assert folded(facts) == orders
    for order_id, order in folded(facts).items():
        assert order.lines == orders[order_id].lines
        assert conflicts_of(order) == conflicts_of(orders[order_id])


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_every_line_is_charged_at_exactly_one_order_and_no_cent_is_lost(
    steps: list[tuple[int, str, int, int, int]],
) -> None:
    orders = meet(*lived(steps))
    charged = Counter(line_id for order in orders.values() for line_id in order.lines)
    assert charged == Counter(line_id for order in orders.values() for line_id in order.own)
    taken = total((one.amount for order in orders.values() for one in order.payments), "EUR")
    put_right = total((paid(order) for order in orders.values()), "EUR") - taken
    assert put_right == total(_put_right(orders.values()), "EUR")
    for order in orders.values():
        _check_end(order)


def _put_right(orders: Iterable[Order]):  # type: ignore[no-untyped-def]  # amounts
    for order in orders:
        yield from (-one.amount for one in order.payments if one.id in order.reversals)
        yield from (-one.refund.amount for one in order.refunds.values() if one.refund.id not in order.reversals)
        yield from (-one.amount for one in order.kept.values())
        yield from (one.amount for one in order.borne.values())


def _check_end(order: Order) -> None:
    """Whatever does not add up on an order that has ended is before a person."""
    kinds = {conflict.kind for conflict in conflicts_of(order)}
    if order.closings:
        assert order.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED)
    if order.status is OrderStatus.CLOSED:
        assert (surplus_of(order).minor > 0) is (ConflictKind.OVERPAID in kinds)
        assert (surplus_of(order).minor < 0) is (ConflictKind.UNDERPAID in kinds)
    if order.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        assert bool(late(order)) is (ConflictKind.LATE_ITEM in kinds)
    twice = sum(conflict.kind is ConflictKind.DISCOUNTED_TWICE for conflict in conflicts_of(order))
    seen = sum(one.kind is ConflictKind.DISCOUNTED_TWICE for one in order.decided.values())
    assert twice + seen >= len(passed_over(order))
    assert order.bill.discount == total((one.amount for one in order.bill.taken), "EUR")
    assert 0 <= order.bill.discount.minor <= order.bill.subtotal.minor
    if order.status is OrderStatus.MERGED:
        assert not any(line.settled_at is None for line in order.lines.values())
        assert (paid(order).minor > 0) is (ConflictKind.OVERPAID in kinds)
    if order.status is OrderStatus.CANCELLED:
        assert (paid(order).minor > 0) is (ConflictKind.CANCELLED_BUT_PAID in kinds)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_what_was_sent_is_cooked_once_and_charged_as_often_as_it_was_cooked(
    steps: list[tuple[int, str, int, int, int]],
) -> None:
    for order in meet(*lived(steps)).values():
        cooked = 0
        for fire_id, lines in order.fired_lines.items():
            repeated = order.repeats.get(fire_id, {})
            cooked += sum(quantity - repeated.get(line_id, 0) for line_id, quantity in lines)
        sent = [line for line in order.own.values() if line.state in (LineState.SENT, LineState.VOIDED)]
        assert cooked == sum(line.quantity for line in sent)
        assert all(line.fire_id is not None and line.fired_as is not None for line in sent)


@settings(max_examples=100, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_no_fact_that_comes_too_early_too_late_or_alone_is_a_crash(
    steps: list[tuple[int, str, int, int, int]], chance: Random
) -> None:
    everybody = lived(steps)
    meet(*everybody)
    facts = [fact for fact in everybody[0].held.values() if chance.random() < 0.7]
    chance.shuffle(facts)
    orders: dict[OrderId, Order] = {}
    for fact in facts:
        evolve(fact, orders.setdefault(fact.order_id, Order(fact.order_id)))
    for order in orders.values():
        order.host(())
        assert conflicts_of(order) is not None
        assert order.status in OrderStatus
        if order.terms is not None:
            assert order.bill.total.minor >= 0
            assert all(share.due.minor >= 0 for share in shares_of(order))
            assert all(line.price.minor >= 0 for line in order.own.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.booleans())
def test_what_two_people_add_to_one_table_while_cut_off_stands_whole(counts: list[int], first_knows: bool) -> None:
    one, other = desks()
    order_id = one.open()
    if first_knows:
        one.add(order_id)
    other.hear(one)
    for place, quantity in enumerate(counts):
        (one if place % 2 else other).add(order_id, quantity=quantity)
    order = meet(one, other)[order_id]
    assert sum(line.charged_quantity for line in order.lines.values()) == sum(counts) + first_knows
