"""Telling a subscriber, in virtual time: once for each event, 1, 5 and 15 minutes apart, then by hand."""

from __future__ import annotations

import pytest

from sync.reconcile.contract import Lost, Reply
from sync.reconcile.effects import Link, Turn
from tests.support.memory_shop import demo_store
from tests.support.subscriber_bench import NAME, NOBODY, Address, Delivery, SubscriberBench

DOWN = Reply(500, {}, b'{"error": {"code": "oops", "message": "no disk"}}')
CUT = Lost("no answer in time", maybe_done=True)


@pytest.fixture
def address() -> Address:
    return Address()


@pytest.fixture
def bench(address: Address) -> SubscriberBench:
    bench = SubscriberBench(address)
    bench.gateway()
    bench.settle()
    return bench


def test_a_sale_is_told_at_once_and_once(bench: SubscriberBench, address: Address) -> None:
    orders = [bench.sell() for _ in range(3)]
    bench.run(3 * 3600, every=60)
    assert [one.order for one in address.heard] == orders
    assert address.heard[-1].at < 5
    assert bench.told() == orders


def test_a_subscriber_that_is_down_is_told_again_after_1_5_and_15_minutes_then_by_hand(
    bench: SubscriberBench, address: Address
) -> None:
    address.answers = lambda _: DOWN
    order_id = bench.sell()
    bench.run(24 * 3600, every=20)
    first, *later = [one.at for one in address.heard]
    assert [round((at - first) / 60) for at in later] == [1, 6, 21]
    assert bench.failed() == ["no disk"]
    assert bench.book.counts(NAME)["parked"] == 1
    bench.send_again()
    bench.run(24 * 3600, every=20)
    assert len(address.heard) == 8
    assert bench.failed() == ["no disk"]
    address.answers = lambda _: Reply(204, {}, b"")
    bench.send_again()
    bench.run(60)
    assert (len(address.heard), bench.failed(), bench.told()) == (9, [], [order_id])
    assert len({(one.body, one.id) for one in address.heard}) == 1


def test_one_event_that_fails_holds_up_no_other(bench: SubscriberBench, address: Address) -> None:
    bad = bench.sell()
    address.answers = lambda one: DOWN if one.order == bad else Reply(200, {}, b"")
    good = [bench.sell() for _ in range(5)]
    bench.run(30)
    assert bench.told() == good


def test_a_restart_in_between_keeps_to_the_minutes_and_counts_the_tries_on(
    bench: SubscriberBench, address: Address
) -> None:
    address.answers = lambda _: DOWN
    bench.sell()
    bench.run(90)
    assert len(address.heard) == 2
    for _ in range(3):
        bench.start()
        bench.gateway()
        bench.run(60)
    assert len(address.heard) == 2
    bench.run(3600, every=10)
    first, *later = [one.at for one in address.heard]
    assert [round((at - first) / 60) for at in later] == [1, 6, 21]


def test_a_program_that_dies_between_the_request_and_its_answer_tells_it_again_under_the_same_id(
    bench: SubscriberBench, address: Address
) -> None:
    order_id = bench.sell()
    while bench.step():
        pass
    (send,) = bench.out
    address.take(send, bench.now)
    bench.start()
    bench.gateway()
    bench.run(60)
    first, second = address.heard
    assert (first.id, first.body) == (second.id, second.body)
    assert bench.told() == [order_id]


def test_a_store_without_a_line_uses_up_no_try(bench: SubscriberBench, address: Address) -> None:
    address.answers = lambda _: NOBODY
    orders = [bench.sell() for _ in range(3)]
    bench.run(6 * 3600, every=30)
    assert bench.failed() == []
    assert bench.said[-1].link is Link.OFFLINE
    address.answers = lambda _: Reply(200, {}, b"")
    bench.run(600, every=5)
    assert sorted(bench.told()) == sorted(orders)
    assert sorted(one.order for one in address.heard) == sorted(orders)


def test_a_line_that_comes_back_does_not_bring_forward_what_has_its_minutes(
    bench: SubscriberBench, address: Address
) -> None:
    address.answers = lambda _: DOWN
    bench.sell()
    bench.run(2)
    address.answers = lambda _: NOBODY
    other = bench.sell()
    bench.run(20)
    address.answers = lambda one: Reply(200, {}, b"") if one.order == other else DOWN
    bench.run(25)
    assert [one.order for one in address.heard].count(other) == 1
    assert len(address.heard) == 2


def test_what_another_terminal_told_is_not_told_by_the_next_one(address: Address) -> None:
    one = SubscriberBench(address)
    other = SubscriberBench(address, one.shared, one.house, origin="o2")
    one.gateway()
    orders = [one.sell() for _ in range(3)]
    one.run(10)
    one.courier.step_down(one.now)
    other.gateway(Turn.TAKEN_OVER)
    other.courier.committed(other.now)
    other.run(600, every=5)
    assert [seen.order for seen in address.heard] == orders


def test_a_terminal_that_takes_over_tells_all_that_is_left_and_repeats_only_under_the_same_id(address: Address) -> None:
    house = demo_store()
    one = SubscriberBench(address, house=house)
    other = SubscriberBench(address, one.shared, house, origin="o2")
    one.gateway()
    one.settle()
    answered = one.sell()
    one.run(2)
    address.answers = lambda _: CUT
    unheard = one.sell()
    one.run(2)
    address.answers = lambda _: Reply(200, {}, b"")
    left = one.sell()  # this terminal dies before it says so
    other.passed = one.passed + 30
    other.gateway(Turn.TAKEN_OVER)
    other.courier.committed(other.now)
    other.run(120)
    times = {order: [seen.id for seen in address.heard if seen.order == order] for order in (answered, unheard, left)}
    assert [len(ids) for ids in times.values()] == [1, 2, 1]
    assert len(set(times[unheard])) == 1
    assert sorted(other.told()) == sorted((answered, unheard, left))


def test_a_delivery_has_the_id_of_what_it_tells(bench: SubscriberBench, address: Address) -> None:
    for _ in range(4):
        bench.sell()
    bench.run(5)
    ids = [Delivery(0.0, one.body).id for one in address.heard]
    assert len(set(ids)) == len(ids) == 4
