"""Goods of a paid order come back for cash, towards another order or to a card; an order begun anew is cooked once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId, OrderId, TableId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Columns, Text
from aura_terminal.domain.payments import EXCHANGE
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.returns import Towards, Way
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU, WATER = ItemId("tiramisu"), ItemId("sparkling-water-0-25-l")
PRICE = 690


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def dinner(store: MemoryStore, marta: Actor) -> OrderId:
    """Three tiramisù at table 7, sent and paid in cash."""
    new = NewOrder(table_id=TableId("table-7"), guests=2)
    order_id = store.shop.ordering.add_item(marta, new, Asked(TIRAMISU, quantity=3)).order_id
    store.shop.ordering.send(marta, order_id)
    pay(store, marta, order_id)
    return order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId) -> bool:
    due = store.shop.reads.orders.sheet(order_id).due
    return store.shop.paying.take_cash(by, order_id, due, store.shop.paying.new_attempt()).closed


def order_of(store: MemoryStore, order_id: OrderId) -> Order:
    return store.journal.order(order_id)


def only_line(store: MemoryStore, order_id: OrderId) -> LineId:
    (line_id,) = order_of(store, order_id).lines
    return line_id


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def tickets_of(store: MemoryStore) -> list[str]:
    return sorted(row.ticket_id for row in store.shop.reads.kitchen.live(None))


def last_paper(store: MemoryStore) -> list[str]:
    papers = [one.job.document for one in store.journal.jobs if one.job.document is not None]
    words: list[str] = []
    for block in papers[-1].blocks:
        if isinstance(block, Text):
            words.append("".join(run.text for run in block.runs))
        elif isinstance(block, Columns):
            words.append(" | ".join(cell.text for cell in block.cells))
    return words


def test_one_of_three_comes_back_for_cash_with_a_credit_note(store: MemoryStore, dinner: OrderId) -> None:
    back = store.shop.returns.take_back(EVERYTHING, dinner, [(only_line(store, dinner), 1)], "cold", Way.CASH)
    assert (back.amount.minor, back.cash.minor) == (PRICE, PRICE)
    opened = [fact for fact in back.facts if isinstance(fact, DrawerOpened)]
    assert [one.reason for one in opened] == [OpeningReason.REFUND]
    order = order_of(store, dinner)
    assert (order.status, order.bill.total.minor, order.bill.due.minor) == (OrderStatus.CLOSED, 3 * PRICE, 0)
    paper = last_paper(store)
    assert "CREDIT NOTE" in paper
    assert any(row.startswith("1 x Tiramis") and "-6.90" in row for row in paper)
    assert "Why: cold" in paper
    day = store.shop.closing.read()
    assert (day.gross.minor, day.refunds[0].amount.minor) == (2 * PRICE, -PRICE)


def test_who_has_no_right_is_refused_and_a_reason_is_needed(store: MemoryStore, dinner: OrderId, marta: Actor) -> None:
    lines = [(only_line(store, dinner), 1)]
    assert refusal(lambda: store.shop.returns.take_back(marta, dinner, lines, "cold", Way.CASH)) is Rule.APPROVAL_NEEDED
    assert refusal(lambda: store.shop.returns.take_back(EVERYTHING, dinner, lines, " ", Way.CASH)) is Rule.REASON_NEEDED
    assert order_of(store, dinner).returns == {}


def test_an_exchange_pays_for_the_other_order_and_gives_the_rest_in_cash(
    store: MemoryStore, dinner: OrderId, marta: Actor
) -> None:
    other = store.shop.ordering.add_item(marta, NewOrder(), Asked(WATER)).order_id
    water = order_of(store, other).bill.due
    lines = [(only_line(store, dinner), 1)]
    back = store.shop.returns.take_back(EVERYTHING, dinner, lines, "wrong", Towards(other))
    assert back.cash.minor == PRICE - water.minor
    order = order_of(store, other)
    assert (order.status, [one.tender for one in order.payments]) == (OrderStatus.CLOSED, [EXCHANGE])
    assert all(line.state is LineState.SENT for line in order.lines.values())
    assert order_of(store, dinner).bill.due.minor == 0
    day = store.shop.closing.read()
    assert day.gross.minor == 2 * PRICE + water.minor


def test_goods_for_a_card_are_owed_until_the_card_has_the_money(store: MemoryStore, dinner: OrderId) -> None:
    store.shop.returns.take_back(EVERYTHING, dinner, [(only_line(store, dinner), 2)], "cold", Way.CARD)
    assert order_of(store, dinner).bill.due.minor == -2 * PRICE


def test_an_order_begun_anew_is_paid_by_the_old_one_and_cooked_once(
    store: MemoryStore, dinner: OrderId, marta: Actor
) -> None:
    tickets = tickets_of(store)
    anew = store.shop.returns.reopen(EVERYTHING, dinner, "forgot the water").order_id
    order = order_of(store, anew)
    assert (order.status, order.bill.total.minor, order.bill.due.minor) == (OrderStatus.OPEN, 3 * PRICE, 0)
    assert (order.unsent, tickets_of(store)) == ((), tickets)
    assert order_of(store, dinner).status is OrderStatus.CLOSED
    store.shop.ordering.add_item(marta, anew, Asked(WATER))
    assert pay(store, marta, anew)
    day = store.shop.closing.read()
    water = order_of(store, anew).bill.total.minor - 3 * PRICE
    assert (day.gross.minor, day.orders) == (3 * PRICE + water, 2)
    assert refusal(lambda: store.shop.returns.reopen(EVERYTHING, dinner, "again")) is Rule.ORDER_EMPTY
