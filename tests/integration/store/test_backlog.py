"""A backlog is in the journal at once, in the tables a little later, and nobody is told what is no longer true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.cash_rules import CashRules
from aura_terminal.domain.ids import DrawerId, OrderId
from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.ports.journal import JournalRow
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import receiving, snapshots, unfolded
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING
from tests.support.store_acts import Staff
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import StoredShop, founded, opened

EVER = 100_000


@pytest.fixture
def other(stored: StoredShop, tmp_path: Path) -> Iterator[StoredShop]:
    """A second terminal that knows the shop and none of its orders yet."""
    second = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    second.store.receive(news_of(stored, second))
    while second.store.settle(100):
        pass
    yield second
    second.store.close()


@pytest.fixture(autouse=True)
def everything_is_a_backlog(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few facts are handed over here, they are too many to be folded as they come."""
    monkeypatch.setattr(receiving, "AT_ONCE", 0)


def news_of(giver: StoredShop, taker: StoredShop) -> Sequence[JournalRow]:
    """What one has done and the other does not know."""
    origin = giver.store.identity.origin
    return giver.store.facts_after(origin, dict(taker.store.known()).get(origin, 0), EVER)


def waiting(store: Store) -> set[tuple[str, str]]:
    """What is in the journal and not in the tables."""
    return unfolded.keys(store._connections.read)


def an_evening(stored: StoredShop) -> tuple[OrderId, OrderId]:
    """An order that was paid, with its ticket bumped, and one that is still open."""
    paid = order_of(stored, EVERYTHING)
    for ticket in stored.shop.reads.kitchen.live(None):
        stored.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    pay(stored, EVERYTHING, paid)
    return paid, order_of(stored, EVERYTHING, 2)


def alike(one: StoredShop, other: StoredShop) -> bool:
    """Whether both hold the same facts and, once all is folded, the same folds, which a rebuild makes again."""
    digest = other.store.fold_digest()
    other.store.rebuild()
    return (one.store.known(), one.store.fold_digest()) == (other.store.known(), digest) == (
        other.store.known(), other.store.fold_digest(),
    )  # fmt: skip


def test_facts_are_held_at_once_and_folded_when_there_is_time(stored: StoredShop, other: StoredShop) -> None:
    paid, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert other.store.known() == stored.store.known()
    assert {("order", paid), ("order", still_open)} <= waiting(other.store)
    assert other.shop.reads.orders.open_orders() == ()
    while other.store.settle(1):
        pass
    assert not waiting(other.store)
    assert [row.order_id for row in other.shop.reads.orders.open_orders()] == [still_open]
    assert alike(stored, other)


def test_what_somebody_may_still_work_on_is_folded_first(stored: StoredShop, other: StoredShop) -> None:
    _, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert other.store.settle(3)
    assert [row.order_id for row in other.shop.reads.orders.open_orders()] == [still_open]
    assert len(other.shop.reads.kitchen.live(None)) == len(stored.shop.reads.kitchen.live(None)) > 0


def test_an_order_that_waits_is_shown_as_its_facts_say(stored: StoredShop, other: StoredShop) -> None:
    both = an_evening(stored)
    other.store.receive(news_of(stored, other))
    for order_id in both:
        assert other.shop.reads.orders.sheet(order_id) == stored.shop.reads.orders.sheet(order_id)
        since = stored.shop.reads.orders.sheet(order_id).opened_at
        told = other.shop.reads.mesh.deliveries(order_id, since)
        assert told == stored.shop.reads.mesh.deliveries(order_id, since) != ()


def test_an_order_that_waits_is_folded_before_anybody_works_on_it(stored: StoredShop, other: StoredShop) -> None:
    _, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert other.shop.reads.orders.sheet(still_open).order_id == still_open  # a look leaves nothing behind
    other.shop.ordering.add_item(EVERYTHING, still_open, Asked(plain_items(other)[3]))
    assert ("order", still_open) not in waiting(other.store)
    assert other.store.verify() == ()
    stored.store.receive(news_of(other, stored))
    assert alike(stored, other)


def test_reports_and_the_list_of_orders_leave_out_nothing_that_waits(stored: StoredShop, other: StoredShop) -> None:
    an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert other.shop.closing.business_dates() == stored.shop.closing.business_dates() != ()
    assert other.shop.closing.read() == stored.shop.closing.read()
    assert waiting(other.store)
    assert other.shop.reads.orders.recent(20) == stored.shop.reads.orders.recent(20) != ()
    assert not waiting(other.store)


def test_a_z_report_carries_over_what_waits(stored: StoredShop, other: StoredShop) -> None:
    pay(other, EVERYTHING, order_of(other, EVERYTHING, 2))
    _, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    held = other.store.known()
    closed = other.shop.closing.close_day(EVERYTHING)
    assert closed.covers == held
    assert [one.number for one in closed.open] == [stored.shop.reads.orders.sheet(still_open).number]


def test_what_the_tables_speak_of_is_never_left_behind_its_facts(stored: StoredShop, other: StoredShop) -> None:
    order_id = order_of(stored, EVERYTHING)
    other.store.receive(news_of(stored, other))
    while other.store.settle(100):
        pass
    assert [row.order_id for row in other.shop.reads.orders.open_orders()] == [order_id]
    pay(stored, EVERYTHING, order_id)
    other.store.receive(news_of(stored, other))
    assert other.shop.reads.orders.open_orders() == ()
    assert waiting(other.store) == set()


def test_what_one_person_did_leaves_out_no_cash_that_waits(stored: StoredShop, other: StoredShop) -> None:
    shop = stored.shop
    session = shop.cash.begin(EVERYTHING, DrawerId("R1"), {}, SYSTEM)
    paid, _ = an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert ("order", paid) in waiting(other.store)
    other.shop.shift_reports.of_person(EVERYTHING, session.business_date, SYSTEM)
    by_session = other.shop.shift_reports.of_session(EVERYTHING, session.session_id)
    told = shop.shift_reports.of_session(EVERYTHING, session.session_id)
    assert (by_session.tenders, by_session.drawers) == (told.tenders, told.drawers)
    assert by_session.tenders


def test_the_reminder_of_the_safe_has_nothing_folded_for_it(stored: StoredShop, other: StoredShop) -> None:
    an_evening(stored)
    other.shop.cash.put_rules(EVERYTHING, CashRules(drop_above_minor=100))
    other.shop.cash.begin(EVERYTHING, DrawerId("R2"), {}, SYSTEM)
    other.store.receive(news_of(stored, other))
    before = waiting(other.store)
    assert other.shop.cash_desks.drop_due(EVERYTHING) is None
    assert waiting(other.store) == before != set()


def test_a_back_office_hears_of_a_table_whose_order_waits(stored: StoredShop, other: StoredShop) -> None:
    table = stored.shop.reads.orders.tables()[0].id
    order_id = stored.shop.ordering.open_order(EVERYTHING, NewOrder(table_id=table)).order_id
    stored.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(stored)[0]))
    other.store.receive(news_of(stored, other))
    assert ("order", order_id) in waiting(other.store)
    assert [order.id for order in other.store.central_book.picture.orders_at(table)] == [order_id]
    while other.store.settle(100):
        pass
    assert [order.id for order in other.store.central_book.picture.orders_at(table)] == [order_id]


def test_no_token_is_looked_for_while_its_order_may_wait(stored: StoredShop, other: StoredShop) -> None:
    """Whoever takes up the tokens of a terminal that was restored asks whose they are, of tables, and only abreast."""
    _, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    with other.store.begin(SYSTEM) as work:
        assert (work.ledger.held_by(("R1",)), work.ledger.is_abreast()) == ((), False)
    while other.store.settle(100):
        pass
    with other.store.begin(SYSTEM) as work:
        assert work.ledger.held_by(("R1",)) == (still_open,)


def test_orders_that_share_lines_do_not_wait(stored: StoredShop, other: StoredShop) -> None:
    first, second = order_of(stored, EVERYTHING), order_of(stored, EVERYTHING, 2)
    other.store.receive(news_of(stored, other))
    assert {("order", first), ("order", second)} <= waiting(other.store)
    line = stored.shop.reads.orders.sheet(first).lines[0]
    stored.shop.floor.move_lines(EVERYTHING, first, (Part(line.line_id, 1),), second)
    other.store.receive(news_of(stored, other))
    assert not {("order", first), ("order", second)} & waiting(other.store)
    assert other.store.verify() == ()
    assert alike(stored, other)


def test_numbers_of_orders_go_on_behind_those_that_wait(stored: StoredShop, tmp_path: Path) -> None:
    order_of(stored, EVERYTHING)
    again = founded(tmp_path / "again", store_id=stored.store.identity.store_id, seed=9, documents=())
    again.store.receive(news_of(stored, again))
    assert waiting(again.store)
    number = again.shop.reads.orders.sheet(order_of(again, EVERYTHING)).number
    assert number not in [row.number for row in stored.shop.reads.orders.open_orders()]
    again.store.close()


def test_what_waits_waits_on_after_a_new_start(stored: StoredShop, other: StoredShop) -> None:
    an_evening(stored)
    other.store.receive(news_of(stored, other))
    other.store.settle(1)
    left = waiting(other.store)
    assert left
    assert waiting(other.reopen().store) == left
    assert alike(stored, other)


def test_the_other_process_of_a_terminal_sees_an_order_before_and_after_it_is_folded(
    stored: StoredShop, other: StoredShop
) -> None:
    node = opened(other.folder, other.clock, other.ids, Role.NODE)
    paid, still_open = an_evening(stored)
    node.store.receive(news_of(stored, other))
    assert other.shop.reads.orders.sheet(paid).status is OrderStatus.CLOSED
    while node.store.settle(3):
        pass
    assert other.shop.reads.orders.sheet(still_open) == stored.shop.reads.orders.sheet(still_open)
    other.shop.ordering.add_item(EVERYTHING, still_open, Asked(plain_items(other)[3]))
    assert node.store.verify() == ()
    node.store.close()


def test_verify_finds_nothing_wrong_while_something_waits_and_finds_a_row_too_many(
    stored: StoredShop, other: StoredShop
) -> None:
    paid, still_open = an_evening(stored)
    other.store.receive(news_of(stored, other))
    assert other.store.verify() == ()
    while other.store.settle(100):
        pass
    raw = other.store._connections.write.raw
    raw.execute("INSERT INTO unfolded VALUES ('order', ?, ?, 0)", (still_open, still_open))
    assert any(f"orders {still_open} has no facts" in finding.what for finding in other.store.verify())
    assert not any(paid in finding.what for finding in other.store.verify())


def test_a_snapshot_takes_along_what_waits(stored: StoredShop, other: StoredShop, tmp_path: Path) -> None:
    an_evening(stored)
    other.store.receive(news_of(stored, other))
    taken = snapshots.take(other.folder, tmp_path / "snapshot")
    with taken.open("rb") as file:
        snapshots.install(file, tmp_path / "third", other.ids, store_id=other.store.identity.store_id, label="R3")
    third = opened(tmp_path / "third", other.clock, other.ids)
    assert waiting(third.store) == waiting(other.store) != set()
    assert alike(stored, third)
    third.store.close()


@pytest.mark.parametrize("seed", range(12))
def test_two_terminals_that_work_and_hand_over_at_random_come_to_the_same(
    stored: StoredShop, other: StoredShop, seed: int
) -> None:
    chance, both = Random(seed), (stored, other)
    staff = {id(one): Staff(one, plain_items(one)) for one in both}
    for _ in range(90):
        giver, taker = chance.sample(both, 2)
        what = chance.random()
        if what < 0.7:
            staff[id(giver)].do(*(chance.randrange(1000) for _ in range(3)))
        elif what < 0.9:
            news = news_of(giver, taker)
            taker.store.receive(news[: chance.randrange(len(news) + 1)])
        else:
            taker.store.settle(chance.randrange(1, 4))
    assert stored.store.verify() == other.store.verify() == ()
    stored.store.receive(news_of(other, stored))
    other.store.receive(news_of(stored, other))
    assert alike(stored, other)
