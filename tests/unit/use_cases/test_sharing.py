"""Bills paid in shares: what each share comes to, who may change it, and what is on its paper."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId, OrderId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.sharing_facts import LinePart
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.share_rows import PlanRow, ShareRow
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.view_models.share_draft import draft_of
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU, WATER = ItemId("tiramisu"), ItemId("sparkling-water-0-25-l")
SEVEN = TableId("table-7")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def dinner(store: MemoryStore, by: Actor, *seats: int) -> OrderId:
    """A tiramisù for each seat, then a water in the middle of the table."""
    order_id = store.shop.ordering.open_order(by, NewOrder(table_id=SEVEN, guests=3)).order_id
    for seat in seats:
        store.shop.ordering.add_item(by, order_id, Asked(TIRAMISU, seat=seat))
    store.shop.ordering.add_item(by, order_id, Asked(WATER))
    return order_id


def plan(store: MemoryStore, order_id: OrderId) -> PlanRow:
    row = store.shop.reads.orders.sheet(order_id).plan
    assert row is not None
    return row


def minors(store: MemoryStore, order_id: OrderId) -> list[int]:
    return [share.total.minor for share in plan(store, order_id).shares]


def line_of(store: MemoryStore, order_id: OrderId, item: ItemId) -> LineId:
    return next(line.line_id for line in store.shop.reads.orders.sheet(order_id).lines if line.item_id == item)


def pay(store: MemoryStore, by: Actor, order_id: OrderId, place: int) -> ShareRow:
    share = plan(store, order_id).shares[place]
    paying = store.shop.paying
    paying.take_cash(by, order_id, share.cash_due, paying.new_attempt(), share.share_id)
    return share


def total(store: MemoryStore, order_id: OrderId) -> int:
    return store.shop.reads.orders.sheet(order_id).total.minor


def test_three_even_shares_make_the_whole(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 3)
    shares = minors(store, order_id)
    assert sum(shares) == total(store, order_id)
    assert max(shares) - min(shares) <= 1
    assert [share.name for share in plan(store, order_id).shares] == ["1 of 3", "2 of 3", "3 of 3"]


def test_each_seat_pays_its_own_and_its_part_of_the_middle(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    store.shop.sharing.share_by_seats(marta, order_id, [(1,), (2,)])
    one, other = plan(store, order_id).shares
    assert (one.lines[0].numerator, one.lines[0].denominator) == (1, 1)
    assert (one.lines[1].numerator, one.lines[1].denominator) == (1, 2)
    assert one.total.minor + other.total.minor == total(store, order_id)
    assert (one.name, other.name) == ("Seat 1", "Seat 2")


def test_a_third_of_a_dish_is_paid_by_one_and_the_rest_by_the_other(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0)
    tiramisu = line_of(store, order_id, TIRAMISU)
    store.shop.sharing.share_by_items(marta, order_id, [[LinePart(tiramisu, 1, 3)], []])
    price = next(line.price.minor for line in store.shop.reads.orders.sheet(order_id).lines if line.line_id == tiramisu)
    assert abs(minors(store, order_id)[0] * 3 - price) <= 2
    assert sum(minors(store, order_id)) == total(store, order_id)


def test_an_amount_is_paid_and_somebody_pays_the_rest(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_by_amounts(marta, order_id, [Money(500, "EUR")])
    assert minors(store, order_id) == [500, total(store, order_id) - 500]
    too_much = Money(total(store, order_id) + 1, "EUR")
    assert refusal(lambda: store.shop.sharing.share_by_amounts(marta, order_id, [too_much])) is Rule.SHARES_WRONG


def test_shares_paid_one_after_the_other_close_the_order(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 3)
    for place in (1, 0, 2):
        assert store.journal.order(order_id).status is OrderStatus.OPEN
        pay(store, marta, order_id, place)
    assert store.journal.order(order_id).status is OrderStatus.CLOSED
    assert store.shop.reads.orders.recent(1)[0].shares_paid == 3


def test_a_paid_share_stays_as_it_was_and_what_comes_later_is_the_rest(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 3)
    paid = pay(store, marta, order_id, 0)
    second = minors(store, order_id)[1]
    store.shop.ordering.add_item(marta, order_id, Asked(WATER))
    shares = plan(store, order_id).shares
    assert (shares[0].total, shares[0].is_paid, shares[1].total.minor) == (paid.total, True, second)
    assert sum(minors(store, order_id)) == total(store, order_id)


def test_what_comes_later_for_a_seat_is_that_seats(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    store.shop.sharing.share_by_seats(marta, order_id, [(1,), (2,)])
    first = minors(store, order_id)[0]
    store.shop.ordering.add_item(marta, order_id, Asked(TIRAMISU, seat=1))
    assert minors(store, order_id)[0] > first
    assert sum(minors(store, order_id)) == total(store, order_id)


def test_a_share_that_has_paid_is_in_every_later_plan(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 3)
    paid = pay(store, marta, order_id, 0)
    store.shop.sharing.share_evenly(marta, order_id, 4)
    shares = plan(store, order_id).shares
    assert (shares[0].share_id, shares[0].name, shares[0].total) == (paid.share_id, "1 of 3", paid.total)
    assert (len(shares), sum(minors(store, order_id))) == (5, total(store, order_id))
    assert refusal(lambda: store.shop.sharing.one_bill(marta, order_id)) is Rule.SHARE_PAID


def test_nobody_pays_a_share_twice_or_one_that_is_gone(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 2)
    gone = plan(store, order_id).shares[0]
    paying, ten = store.shop.paying, Money(1000, "EUR")
    store.shop.sharing.share_evenly(marta, order_id, 3)
    assert (
        refusal(lambda: paying.take_cash(marta, order_id, ten, paying.new_attempt(), gone.share_id))
        is Rule.SHARE_UNKNOWN
    )
    paid = pay(store, marta, order_id, 0)
    assert (
        refusal(lambda: paying.take_cash(marta, order_id, ten, paying.new_attempt(), paid.share_id)) is Rule.NOTHING_DUE
    )


def test_what_was_paid_before_is_everybodys(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.paying.take_cash(marta, order_id, Money(300, "EUR"), store.shop.paying.new_attempt())
    store.shop.sharing.share_evenly(marta, order_id, 2)
    assert sum(minors(store, order_id)) == total(store, order_id) - 300


def test_a_discount_after_a_share_was_paid_is_for_the_others(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0, 0)
    store.shop.sharing.share_evenly(marta, order_id, 2)
    paid = pay(store, marta, order_id, 0)
    store.shop.discounts.take_amount(EVERYTHING, order_id, Money(100, "EUR"), "waited")
    assert minors(store, order_id) == [paid.total.minor, total(store, order_id) - paid.total.minor]


def test_a_plan_for_one_or_of_anything_twice_is_none(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    line = line_of(store, order_id, TIRAMISU)
    sharing = store.shop.sharing
    asks = (
        lambda: sharing.share_evenly(marta, order_id, 1),
        lambda: sharing.share_evenly(marta, order_id, 21),
        lambda: sharing.share_by_seats(marta, order_id, [(1,), (1, 2)]),
        lambda: sharing.share_by_items(marta, order_id, [[LinePart(line, 2, 3)], [LinePart(line, 1, 2)]]),
        lambda: sharing.share_by_items(marta, order_id, [[LinePart(line, 0, 3)], []]),
    )
    assert [refusal(ask) for ask in asks] == [Rule.SHARES_WRONG] * len(asks)


def test_a_share_has_a_check_before_and_a_receipt_afterwards(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    store.shop.sharing.share_by_seats(marta, order_id, [(1,), (2,)])
    share = plan(store, order_id).shares[1]
    store.shop.sharing.print_share(marta, order_id, share.share_id)
    pay(store, marta, order_id, 1)
    store.shop.sharing.print_share(marta, order_id, share.share_id)
    check, receipt = [one.job for one in store.journal.jobs if "Seat 2" in one.job.title]
    number = store.journal.order(order_id).number
    for job in (check, receipt):
        assert f"Part 2 of 2 of order {number}" in str(job.document)
    assert ["NOT A RECEIPT" in str(job.document) for job in (check, receipt)] == [True, False]
    assert "1/2 x" in str(receipt.document)


def test_separate_checks_are_one_order_for_each_seat(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2, 3)
    store.shop.ordering.send(marta, order_id)
    whole, fires = total(store, order_id), len(store.journal.order(order_id).fires)
    tickets = len(store.journal.tickets())
    store.shop.sharing.separate(marta, order_id)
    rows = store.shop.reads.orders.open_orders()
    assert sum(row.total.minor for row in rows) == whole
    assert sorted(row.items for row in rows) == [1, 1, 2]
    assert (len(store.journal.order(order_id).fires), len(store.journal.tickets())) == (fires, tickets)
    assert {row.server_name for row in rows} == {marta.name}


def test_checks_with_a_discount_are_not_torn(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    store.shop.discounts.take_amount(EVERYTHING, order_id, Money(100, "EUR"), "waited")
    assert refusal(lambda: store.shop.sharing.separate(marta, order_id)) is Rule.SHARES_DISCOUNTED
    alone = dinner(store, marta, 1)
    assert refusal(lambda: store.shop.sharing.separate(marta, alone)) is Rule.NOTHING_TO_SEPARATE


def test_a_plan_is_taken_back_and_put_back(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 1, 2)
    store.shop.sharing.share_by_seats(marta, order_id, [(1,), (2,)])
    before = plan(store, order_id)
    store.shop.sharing.one_bill(marta, order_id)
    assert store.shop.reads.orders.sheet(order_id).plan is None
    store.shop.sharing.put_back(marta, order_id, before.by, before.asked)
    assert plan(store, order_id).shares == before.shares


def test_a_dish_whose_check_is_paid_is_offered_to_no_other_check(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, 0)
    tiramisu, water = (line_of(store, order_id, item) for item in (TIRAMISU, WATER))
    store.shop.sharing.share_by_items(marta, order_id, [[LinePart(tiramisu)], []])
    pay(store, marta, order_id, 1)
    items = draft_of(store.shop.reads.orders.sheet(order_id)).items
    assert (items.free(tiramisu), items.free(water)) == (1, 0)
