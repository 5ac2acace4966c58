"""Takeout and delivery: promised by the kitchen's own estimate, begun in time, told to the kitchen, handed over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aura_terminal.domain.errands import PACKING, RIDE, Progress
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, ItemId, OrderId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ports.errands import ErrandRow
from aura_terminal.use_cases.errands import Plan
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.contract.store_bench import WATER
from tests.support.memory_mesh_of_shops import at, founded, meet
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA = Asked(ItemId("margherita"))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def ordered(store: MemoryStore, plan: Plan, asked: Asked = PIZZA) -> OrderId:
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(plan.order_type), asked).order_id
    store.shop.errands.plan(EVERYTHING, order_id, plan)
    return order_id


def board(store: MemoryStore) -> tuple[ErrandRow, ...]:
    return store.shop.reads.errands.board(store.clock.now())


def slips(store: MemoryStore) -> list[str]:
    return [repr(job.job.document) for job in store.journal.jobs if job.job.kind is SpoolKind.KITCHEN_SLIP]


def test_a_promise_is_what_the_kitchen_needs_with_packing_and_the_way(store: MemoryStore) -> None:
    bare = store.shop.errands.estimate(None, OrderType.TAKEOUT)
    assert bare == 5 * -(-PACKING // 5)
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), PIZZA).order_id
    counter = store.shop.errands.estimate(order_id, OrderType.TAKEOUT)
    assert counter > bare
    assert store.shop.errands.estimate(order_id, OrderType.DELIVERY) >= counter + RIDE - 5
    store.shop.errands.plan(EVERYTHING, order_id, Plan(OrderType.TAKEOUT, "Ada"))
    sheet = store.shop.reads.orders.sheet(order_id)
    assert sheet.errand is not None
    assert (sheet.guest_name, sheet.errand.due_at) == ("Ada", store.clock.now() + timedelta(minutes=counter))
    store.clock.advance(minutes=3)
    assert store.shop.errands.plan(EVERYTHING, order_id, Plan(OrderType.TAKEOUT, "Ada")).facts == ()


def test_an_order_for_later_is_begun_in_time_and_the_kitchen_hears_of_another_promise(store: MemoryStore) -> None:
    now = store.clock.now()
    order_id = ordered(store, Plan(OrderType.TAKEOUT, "Ada", due_at=now + timedelta(hours=2)))
    store.shop.ordering.send(EVERYTHING, order_id)
    tickets = store.shop.reads.kitchen.live(None)
    assert {ticket.due_at for ticket in tickets} == {now + timedelta(hours=2)}
    assert all(ticket.starts_at is not None and ticket.starts_at > now + timedelta(hours=1) for ticket in tickets)
    assert [(row.progress, row.call_name) for row in board(store)] == [(Progress.NOT_BEGUN, "Ada")]
    assert slips(store)
    assert all("PROMISED 21:30" in slip for slip in slips(store))
    store.shop.errands.promise_again(EVERYTHING, order_id, now + timedelta(minutes=20))
    tickets = store.shop.reads.kitchen.live(None)
    assert {ticket.due_at for ticket in tickets} == {now + timedelta(minutes=20)}
    assert "NEW TIME" in slips(store)[-1]
    assert "PROMISED 19:50" in slips(store)[-1]
    assert all(ticket.starts_at is not None and ticket.starts_at < now + timedelta(minutes=20) for ticket in tickets)


def test_what_was_begun_is_not_put_back_by_another_promise(store: MemoryStore) -> None:
    order_id = ordered(store, Plan(OrderType.TAKEOUT, "Ada"))
    store.shop.ordering.send(EVERYTHING, order_id)
    before = [ticket.starts_at for ticket in store.shop.reads.kitchen.live(None)]
    store.clock.advance(minutes=1)
    store.shop.errands.promise_again(EVERYTHING, order_id, store.clock.now() + timedelta(hours=1))
    assert [ticket.starts_at for ticket in store.shop.reads.kitchen.live(None)] == before


def test_the_board_goes_from_the_kitchen_to_the_guest_and_back_again(store: MemoryStore) -> None:
    order_id = ordered(store, Plan(OrderType.DELIVERY, "Ada", "0171 2345678", "Allee 5", "3rd", "ring twice"))
    store.shop.ordering.send(EVERYTHING, order_id)
    assert board(store)[0].progress is Progress.MAKING
    for ticket in store.shop.reads.kitchen.live(None):
        store.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    (row,) = board(store)
    assert (row.progress, row.sheet.street, row.sheet.floor, row.due.minor > 0) == (
        Progress.READY, "Allee 5", "3rd", True,
    )  # fmt: skip
    store.shop.errands.name_driver(EVERYTHING, order_id, "Luca")
    store.shop.errands.send_out(EVERYTHING, order_id)
    assert (board(store)[0].progress, board(store)[0].sheet.driver) == (Progress.OUT, "Luca")
    with pytest.raises(RuleBroken, match=Rule.HANDED_OVER_ALREADY.value):
        store.shop.errands.send_out(EVERYTHING, order_id)
    store.shop.errands.hand_over(EVERYTHING, order_id)
    assert board(store) == ()
    assert store.shop.reads.orders.sheet(order_id).status is OrderStatus.OPEN  # nothing unpaid vanishes
    store.shop.errands.take_back(EVERYTHING, order_id)
    assert board(store)[0].progress is Progress.READY
    with pytest.raises(RuleBroken, match=Rule.NOT_HANDED_OVER.value):
        store.shop.errands.take_back(EVERYTHING, order_id)


def test_a_paid_order_stays_on_the_board_until_the_guest_has_it(store: MemoryStore) -> None:
    order_id = ordered(store, Plan(OrderType.TAKEOUT, "Ada"))
    due = store.shop.reads.orders.sheet(order_id).cash_due
    store.shop.paying.take_cash(EVERYTHING, order_id, due, AttemptId("a"))
    store.clock.advance(hours=3)
    (row,) = board(store)
    assert (row.due.minor, row.progress) == (0, Progress.MAKING)
    store.shop.errands.hand_over(EVERYTHING, order_id)
    assert board(store) == ()


def test_what_was_promised_for_no_time_leaves_the_board_by_itself_once_it_is_ready_and_paid(store: MemoryStore) -> None:
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), WATER).order_id
    due = store.shop.reads.orders.sheet(order_id).cash_due
    store.shop.paying.take_cash(EVERYTHING, order_id, due, AttemptId("a"))
    for ticket in store.shop.reads.kitchen.live(None):
        store.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    assert [row.order_id for row in board(store)] == [order_id]
    store.clock.advance(minutes=10)
    assert board(store) == ()


def test_what_is_eaten_here_is_not_handed_over_and_a_delivery_needs_an_address(store: MemoryStore) -> None:
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), PIZZA).order_id
    with pytest.raises(RuleBroken, match=Rule.NOT_TO_GO.value):
        store.shop.errands.hand_over(EVERYTHING, order_id)
    with pytest.raises(RuleBroken, match=Rule.ADDRESS_NEEDED.value):
        store.shop.errands.plan(EVERYTHING, order_id, Plan(OrderType.DELIVERY, "Ada"))
    late = store.clock.now() - timedelta(hours=1)
    with pytest.raises(RuleBroken, match=Rule.TIME_OUT_OF_RANGE.value):
        store.shop.errands.plan(EVERYTHING, order_id, Plan(OrderType.TAKEOUT, "Ada", due_at=late))


def test_two_terminals_apart_that_hand_over_and_promise_again_come_to_the_same() -> None:
    journal = founded((), ("R1", "R2"))
    one = at(journal, "R1", demo_store().clock.now(), 1)
    two = at(journal, "R2", demo_store().clock.now(), 2)
    order_id = ordered(one, Plan(OrderType.TAKEOUT, "Ada"))
    one.shop.ordering.send(EVERYTHING, order_id)
    meet((one, two))
    due = one.shop.reads.orders.sheet(order_id).cash_due
    one.shop.paying.take_cash(EVERYTHING, order_id, due, AttemptId("a"))
    one.shop.errands.hand_over(EVERYTHING, order_id)
    two.clock.advance(seconds=1)
    two.shop.errands.promise_again(EVERYTHING, order_id, two.clock.now() + timedelta(minutes=40))
    two.shop.errands.hand_over(EVERYTHING, order_id)
    meet((one, two))
    for store in (one, two):
        sheet = store.shop.reads.orders.sheet(order_id)
        assert sheet.errand is not None
        assert (sheet.status, sheet.paid) == (OrderStatus.CLOSED, sheet.total)
        assert sheet.errand.due_at == two.clock.now() + timedelta(minutes=40)
        assert sheet.errand.handed_at == one.clock.now()
        assert board(store) == ()
        assert len({ticket.ticket_id for ticket in store.shop.reads.kitchen.live(None)}) == len(
            store.shop.reads.kitchen.live(None)
        )


def test_what_is_brought_is_begun_earlier_by_the_way(store: MemoryStore) -> None:
    due_at = store.clock.now() + timedelta(hours=2)
    begun = {}
    for kind in (OrderType.TAKEOUT, OrderType.DELIVERY):
        order_id = ordered(store, Plan(kind, "Ada", street="Allee 5", due_at=due_at))
        store.shop.ordering.send(EVERYTHING, order_id)
        rows = [row for row in store.shop.reads.kitchen.live(None) if row.order_id == order_id]
        begun[kind] = min(row.starts_at for row in rows if row.starts_at is not None)
    assert begun[OrderType.TAKEOUT] - begun[OrderType.DELIVERY] == timedelta(minutes=RIDE)
