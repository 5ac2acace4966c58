"""A subscriber over a store on disk: what happened before it subscribed is not told, a shift adds up, and failures are
listed by what people call them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from decimal import Decimal
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from aura_terminal.app.node_centrals import NodeCentrals
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding
from aura_terminal.domain.closing_checks import CheckKind
from aura_terminal.domain.documents import put
from aura_terminal.domain.events import Event
from aura_terminal.domain.ids import DrawerId, ItemId, SessionId
from aura_terminal.domain.money import Money
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.mesh.contract import Moment
from sync.node.speakers import Speakers
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Reply
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Send, Turn
from sync.subscribers.connector import Subscriber, Subscription
from tests.support.memory_shop import signed_in
from tests.support.store_shop import StoredShop, founded

NAME = "subscriber.books"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[StoredShop]:
    shop = founded(tmp_path / "store")
    yield shop
    shop.store.close()


def sell(shop: StoredShop, number: int) -> None:
    """So many tiramisù, each paid in cash by Sofia."""
    sofia = signed_in(shop.shop, "sofia-conti")
    for _ in range(number):
        order_id = shop.shop.ordering.add_item(sofia, NewOrder(), Asked(ItemId("tiramisu"))).order_id
        shop.shop.paying.take_cash(sofia, order_id, Money(690, "EUR"), shop.shop.paying.new_attempt())
    shop.clock.advance(minutes=1)


def subscribed(shop: StoredShop) -> Courier:
    """A courier that tells everything from now on."""
    since, book = shop.clock.now(), shop.store.central_book
    book.attach_since(NAME, since)
    subscription = Subscription("books", "https://books.example/hooks", frozenset(Event), since)
    told = Subscriber(subscription, shop.shop.shift_reports.closed)
    courier = Courier(told, book, Budget(3600, 120), Random(1), CourierLimits())
    courier.become_gateway(Turn.OWN, now(shop))
    return courier


def now(shop: StoredShop) -> Moment:
    return Moment(shop.clock.monotonic(), int(shop.clock.now().timestamp() * 1000))


def tell(shop: StoredShop, courier: Courier, status: int, minutes: int) -> list[dict[str, Any]]:
    """Let so many minutes pass; what was delivered, each of them answered with this status."""
    heard = []
    for _ in range(minutes):
        courier.committed(now(shop))
        courier.tick(now(shop))
        for _ in range(500):
            has_more = courier.work(now(shop))
            sends = [effect for effect in courier.drain() if isinstance(effect, Send)]
            for send in sends:
                heard.append(json.loads(send.body, parse_float=Decimal))
                courier.answered(send.ticket, Reply(status, {}, b""), now(shop))
            if not has_more and not sends:
                break
        shop.clock.advance(minutes=1)
    return heard


def a_shift(shop: StoredShop, sales: int) -> SessionId:
    """Sofia answers for the drawer, sells, and counts it out."""
    sofia = signed_in(shop.shop, "sofia-conti")
    session = shop.shop.cash.begin(sofia, DrawerId("R1"), {5000: 2}).session_id
    shop.clock.advance(minutes=1)
    sell(shop, sales)
    shop.shop.cash.end(sofia, session, {5000: 2, 100: 7})
    return session


def test_only_what_happens_after_the_subscription_is_told_and_the_shift_adds_up(shop: StoredShop) -> None:
    sell(shop, 2)
    courier = subscribed(shop)
    session = a_shift(shop, 3)
    heard = tell(shop, courier, 200, minutes=2)
    assert sorted(one["event"] for one in heard) == ["shift.closed", *["transaction.completed"] * 3]
    (shift,) = [one["data"] for one in heard if one["event"] == "shift.closed"]
    total = sum(one["data"]["total"] for one in heard if one["event"] == "transaction.completed")
    assert shift["total_sales"] == shift["cash_collected"] == total == Decimal("20.70")
    assert (shift["shift_id"], shift["transaction_count"], shift["terminal"]) == (session, 3, "R1")
    assert shift["user"] == {"id": "sofia-conti", "name": "Sofia Conti"}
    counts = shop.store.central_book.counts(NAME)
    assert (counts["sent"], counts["pending"], counts["unknown"], counts["parked"]) == (4, 0, 0, 0)


def test_what_failed_is_listed_by_the_name_people_use_for_it(shop: StoredShop) -> None:
    front = DrawerPlace(DrawerId("R1"), "Front", "R1", Holding.ASSIGNED)
    with shop.store.begin(SYSTEM) as work:
        work.keep(put(CashRules(drawers=(front,))))
    courier = subscribed(shop)
    a_shift(shop, 1)
    heard = tell(shop, courier, 500, minutes=30)
    assert len(heard) == 2 * 4
    rows = shop.shop.reads.central.centre(10)
    assert sorted((row.step, row.title, row.refused.status) for row in rows) == [
        ("shift.closed", "Sofia Conti", 500), ("transaction.completed", "R1-001", 500),
    ]  # fmt: skip
    assert all(json.loads(row.body)["event"] == row.step for row in rows)


def test_a_terminal_that_was_told_to_begin_earlier_looks_at_what_came_since(shop: StoredShop) -> None:
    sell(shop, 1)
    since = shop.clock.now()
    sell(shop, 2)
    book = shop.store.central_book
    book.attach_since(NAME, since)
    told = Subscriber(
        Subscription("books", "https://b.example", frozenset(Event), since), shop.shop.shift_reports.closed
    )
    courier = Courier(told, book, Budget(3600, 120), Random(1), CourierLimits())
    courier.become_gateway(Turn.OWN, now(shop))
    assert len(tell(shop, courier, 200, minutes=1)) == 2


class OpenStore:
    """The node's way to its store, without a thread between them."""

    def __init__(self, shop: StoredShop) -> None:
        self._opened = SimpleNamespace(store=shop.store, reads=shop.shop.reads)

    def read(self, call: Callable[[Any], Any]) -> Future[Any]:  # any question of the node's
        answer: Future[Any] = Future()
        answer.set_result(call(self._opened))
        return answer

    write = read


def test_a_subscriber_keeps_no_day_open_and_one_whose_table_was_taken_out_by_hand_is_not_waited_for(
    shop: StoredShop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    subscribed(shop)
    sell(shop, 1)
    assert shop.store.central_book.counts(NAME)["pending"] > 0
    assert CheckKind.NOT_TOLD not in {check.kind for check in shop.shop.closing.outlook().checks}
    queue: Any = OpenStore(shop)  # stands where the node's queue does
    node = NodeCentrals(tmp_path, (), queue, shop.clock, Speakers)
    node.open(lambda topic, payload: None, lambda: None, lambda bug: None)
    assert shop.shop.reads.central.figures() == ()
    assert "subscriber_gone" in caplog.text
    caplog.clear()
