"""An order goes on at another terminal from a printed code; what meets later is one order, whatever came first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from aura_terminal.domain.bridge_rules import BridgeRules, Printed
from aura_terminal.domain.carried import PaperScanned
from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import ConflictKind
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked
from tests.integration.store.test_three_stores import NUMBERS, STEPS, Step, hand_over, settle
from tests.support.memory_shop import EVERYTHING
from tests.support.paper_shops import (
    codes_on,
    found_three_with_keys,
    last_paper,
    papers_of,
    sealed_in,
    tell,
    three_with_keys,
)
from tests.support.store_acts import Staff
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import StoredShop

Stores = tuple[StoredShop, ...]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three terminals of one store that know each other's certificates."""
    return found_three_with_keys(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def stores(templates: tuple[Path, ...]) -> Iterator[Stores]:
    """Three terminals that cannot hear each other."""
    with three_with_keys(templates) as made:
        yield made


def order_at(stored: StoredShop, order_id: OrderId) -> Order:
    """The order as one terminal has it."""
    with stored.store.begin(SYSTEM) as work:
        return work.order(order_id)


def cooked(stored: StoredShop) -> Counter[str]:
    """How many of each line the kitchen is asked for, over all tickets, what is struck through left out."""
    found: Counter[str] = Counter()
    for ticket in stored.shop.reads.kitchen.live(None):
        for line in ticket.lines:
            found[line.item.line_id] += line.item.quantity - line.voided - line.repeated
    return found


def codes_about(stored: StoredShop, order_id: OrderId) -> list[str]:
    """Every code on a paper about an order that waits to be printed."""
    return codes_on([job.job for job in stored.shop.paper.waiting() if job.job.order_id == order_id])


def by_paper(giver: StoredShop, order_id: OrderId) -> bytes:
    """The sealed paper of an order: what its last check, receipt or slip bears."""
    return sealed_in(last_paper(giver.shop, order_id))


def meet(*stores: StoredShop) -> None:
    """Everybody hears everything, and holds what everybody else does, to the byte."""
    settle(stores, Random(1))
    digests = {stored.store.fold_digest() for stored in stores}
    assert len(digests) == 1
    for stored in stores:
        assert stored.store.verify() == ()
    stores[0].store.rebuild()
    assert {stores[0].store.fold_digest()} == digests


def test_an_order_whose_terminal_died_is_finished_from_its_check_and_the_dead_one_may_come_back(stores: Stores) -> None:
    r1, r2, r3 = stores
    order_id = order_of(r1, EVERYTHING, 3)
    r1.shop.guest_checks.print_check(EVERYTHING, order_id)
    came = r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    assert (came.printed_by, came.took_over, came.is_news, came.is_heard) == ("R1", True, True, False)
    before = order_at(r1, order_id)
    after = order_at(r2, order_id)
    assert (after.number, after.bill.due, after.fired_lines) == (before.number, before.bill.due, before.fired_lines)
    assert cooked(r2) == cooked(r1)

    r2.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(r2)[5]))
    r2.shop.ordering.send(EVERYTHING, order_id)
    pay(r2, EVERYTHING, order_id)
    paid = order_at(r2, order_id)
    assert paid.status is OrderStatus.CLOSED

    r1.clock.advance(minutes=20)
    pay(r1, EVERYTHING, order_id)
    meet(r1, r2, r3)
    for stored in stores:
        order = order_at(stored, order_id)
        assert (order.status, len(order.payments), len(order.own)) == (OrderStatus.CLOSED, 2, 4)
        conflicts = stored.shop.reads.mesh.conflicts(limit=9)
        assert [row.kind for row in conflicts] == [ConflictKind.OVERPAID.value]
        assert set(cooked(stored).values()) == {1}
        fires = [line for lines in order.fired_lines.values() for line, _ in lines]
        assert len(fires) == len(set(fires)) == 4


def test_a_third_terminal_that_heard_of_the_scan_alone_knows_the_order_and_its_tickets(stores: Stores) -> None:
    r1, r2, r3 = stores
    order_id = order_of(r1, EVERYTHING, 3)
    r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    tell(r2, r3)
    assert order_at(r3, order_id).bill == order_at(r1, order_id).bill
    assert order_at(r3, order_id).token.holder == "R2"
    assert cooked(r3) == cooked(r1)
    assert r3.store.verify() == ()


def test_an_older_paper_and_the_same_one_again_change_nothing(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    older = by_paper(r1, order_id)
    r1.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(r1)[4]))
    r1.shop.guest_checks.print_check(EVERYTHING, order_id)
    newer = by_paper(r1, order_id)
    r2.shop.bridge.scan(EVERYTHING, newer)
    r2.shop.ordering.send(EVERYTHING, order_id)
    known, digest = r2.store.known(), r2.store.fold_digest()
    for paper in (older, newer):
        again = r2.shop.bridge.scan(EVERYTHING, paper)
        assert (again.is_news, again.took_over, again.facts) == (False, False, ())
    assert (r2.store.known(), r2.store.fold_digest()) == (known, digest)
    meet(*stores)


def test_two_papers_of_one_order_read_newest_first_are_the_order_with_everything(stores: Stores) -> None:
    r1, r2, r3 = stores
    order_id = order_of(r1, EVERYTHING, 2)
    first = by_paper(r1, order_id)
    r1.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(r1)[4]))
    r1.shop.ordering.send(EVERYTHING, order_id)
    second = by_paper(r1, order_id)
    r2.shop.bridge.scan(EVERYTHING, first)
    r3.shop.bridge.scan(EVERYTHING, second)
    tell(r2, r3)
    tell(r3, r2)
    assert r2.store.fold_digest() == r3.store.fold_digest()
    assert order_at(r2, order_id).bill == order_at(r1, order_id).bill
    meet(*stores)


def test_an_order_that_was_taken_over_by_paper_goes_on_by_paper_once_more(stores: Stores) -> None:
    r1, r2, r3 = stores
    order_id = order_of(r1, EVERYTHING, 2)
    r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    r2.shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(r2)[4]))
    r2.shop.guest_checks.print_check(EVERYTHING, order_id)
    came = r3.shop.bridge.scan(EVERYTHING, by_paper(r2, order_id))
    assert (came.printed_by, came.holder) == ("R2", "R3")
    assert order_at(r3, order_id).bill == order_at(r2, order_id).bill
    meet(*stores)
    assert order_at(r1, order_id).token.holder == "R3"


def test_a_paid_order_is_shown_as_paid_and_nobody_takes_its_money_over(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    pay(r1, EVERYTHING, order_id)
    came = r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    assert (came.status, came.took_over) == (OrderStatus.CLOSED, False)
    row = next(row for row in r2.shop.reads.orders.recent(5) if row.order_id == order_id)
    assert row.status is OrderStatus.CLOSED
    r2.shop.paying.reprint_receipt(EVERYTHING, order_id)
    meet(*stores)


def test_what_was_split_off_and_moved_comes_along_with_its_order(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 3)
    line_id = r1.shop.reads.orders.sheet(order_id).lines[0].line_id
    other = r1.shop.floor.split_order(EVERYTHING, order_id, [Part(line_id, 1)]).order_id
    r1.shop.guest_checks.print_check(EVERYTHING, order_id)
    r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    for part in (order_id, other):
        assert order_at(r2, part).bill == order_at(r1, part).bill
    meet(*stores)


def test_a_kitchen_screen_bumps_a_ticket_it_has_from_a_slip_alone(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    came = r2.shop.bridge.scan_in_the_kitchen(SYSTEM, by_paper(r1, order_id))
    assert set(came.tickets) == {row.ticket_id for row in r1.shop.reads.kitchen.live(None)}
    assert order_at(r2, order_id).token.holder == "R1"
    fired = len(order_at(r2, order_id).fires)
    for ticket_id in came.tickets:
        r2.shop.kitchen.bump(EVERYTHING, ticket_id)
    assert r2.shop.reads.kitchen.live(None) == ()
    meet(*stores)
    assert r1.shop.reads.kitchen.live(None) == ()
    assert len(order_at(r1, order_id).fires) == fired


def test_the_holder_that_is_heard_keeps_the_money(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    paper = by_paper(r1, order_id)
    r2.store.peers.note([heard("R1", r2)])
    came = r2.shop.bridge.scan(EVERYTHING, paper)
    assert (came.took_over, came.holder, came.is_heard) == (False, "R1", True)


def test_who_may_not_take_money_reads_the_order_and_does_not_take_it_over(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    paper = by_paper(r1, order_id)
    with pytest.raises(RuleBroken) as refused:
        r2.shop.bridge.scan(Actor(EVERYTHING.id, "Nobody", frozenset()), paper)
    assert refused.value.rule is Rule.NOT_ALLOWED
    came = r2.shop.bridge.scan(Actor(EVERYTHING.id, "Seller", frozenset({Permission.SELL})), paper)
    assert (came.is_news, came.took_over, came.holder) == (True, False, "R1")


def test_codes_are_printed_by_the_rules_of_the_house_and_only_for_others_to_read(stores: Stores) -> None:
    r1, r2, _ = stores
    r1.shop.bridge.set_rules(EVERYTHING, BridgeRules(checks=Printed.NEVER, slips=Printed.NEVER))
    order_id = order_of(r1, EVERYTHING, 2)
    assert codes_about(r1, order_id) == []
    r1.shop.bridge.print_code(EVERYTHING, order_id)
    assert r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id)).number == order_at(r1, order_id).number

    r1.shop.bridge.set_rules(EVERYTHING, BridgeRules(checks=Printed.ALWAYS))
    r1.store.peers.note([heard("R2", r1)])
    order_id = order_of(r1, EVERYTHING, 2)
    assert codes_about(r1, order_id) == []  # somebody is heard, and slips bear a code while nobody is
    r1.shop.guest_checks.print_check(EVERYTHING, order_id)
    assert codes_about(r1, order_id)

    r1.shop.bridge.set_rules(EVERYTHING, BridgeRules())
    for label in ("R2", "R3"):
        r1.shop.terminals.revoke(EVERYTHING, papers_of(label).terminal_id, "sold")
    assert codes_about(r1, order_of(r1, EVERYTHING, 2)) == []


def test_a_paper_of_another_store_of_an_unknown_or_revoked_terminal_or_altered_is_refused_and_changes_nothing(
    stores: Stores, caplog: pytest.LogCaptureFixture
) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    sealed = by_paper(r1, order_id)
    known = r2.store.known()

    def refusal(paper: bytes) -> Rule:
        with pytest.raises(RuleBroken) as refused:
            r2.shop.bridge.scan(EVERYTHING, paper)
        return refused.value.rule

    altered = bytearray(sealed)
    altered[-9] ^= 1
    assert refusal(bytes(altered)) is Rule.PAPER_FORGED
    assert refusal(b"other" + sealed[5:]) is Rule.PAPER_OF_ANOTHER_STORE
    assert refusal(sealed[:4] + bytes(16) + sealed[20:]) is Rule.PAPER_TERMINAL_UNKNOWN
    assert refusal(sealed[:40]) is Rule.PAPER_UNREADABLE
    assert r2.store.known() == known
    r2.shop.terminals.revoke(EVERYTHING, papers_of("R1").terminal_id, "stolen")
    assert refusal(sealed) is Rule.PAPER_TERMINAL_REVOKED
    said = [record.getMessage() for record in caplog.records]
    assert len([line for line in said if line.startswith("paper_refused")]) == 5
    caplog.clear()


def test_the_restored_terminal_and_a_rebuilt_one_still_know_what_came_on_paper(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 3)
    r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    bill, digest = order_at(r2, order_id).bill, r2.store.fold_digest()
    r2.reopen()
    assert order_at(r2, order_id).bill == bill
    r2.store.rebuild()
    assert r2.store.fold_digest() == digest
    assert r2.store.verify() == ()


def test_an_order_of_which_only_later_facts_were_heard_is_whole_with_its_paper(stores: Stores) -> None:
    r1, r2, r3 = stores
    order_id = order_of(r1, EVERYTHING, 2)
    paper = by_paper(r1, order_id)
    tell(r1, r2)
    r2.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
    r3.store.receive(r2.store.facts_after(r2.store.identity.origin, 0, 10_000))
    with pytest.raises(Unavailable):
        order_at(r3, order_id)
    r3.shop.bridge.scan(EVERYTHING, paper)
    assert order_at(r3, order_id).guest_name == "Ada"
    assert r3.store.verify() == ()
    meet(*stores)


def test_what_a_paper_brought_is_kept_in_a_fact_of_ones_own_and_not_in_the_chain_of_another(stores: Stores) -> None:
    r1, r2, _ = stores
    order_id = order_of(r1, EVERYTHING, 2)
    heard_before = dict(r2.store.known())[r1.store.identity.origin]
    came = r2.shop.bridge.scan(EVERYTHING, by_paper(r1, order_id))
    assert dict(r2.store.known())[r1.store.identity.origin] == heard_before
    scanned = next(fact for fact in came.facts if isinstance(fact, PaperScanned))
    assert {one.origin for one in scanned.carried} == {r1.store.identity.origin}
    real = r1.store.facts_after(r1.store.identity.origin, heard_before, 10_000)
    own = {row.fact_id: (row.seq, row.stamp, row.payload.decode()) for row in real if row.aggregate == Aggregate.ORDER}
    assert {one.fact_id: (one.seq, one.stamp, one.payload) for one in scanned.carried} == own


PAPER_ACTS = 3


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS, seed=NUMBERS)
def test_papers_scanned_at_random_between_all_other_acts_leave_one_truth(
    templates: tuple[Path, ...], steps: list[Step], seed: int
) -> None:
    play(templates, steps, seed)


@pytest.mark.campaign
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS, seed=NUMBERS)
def test_many_histories_with_papers_leave_one_truth(templates: tuple[Path, ...], steps: list[Step], seed: int) -> None:
    play(templates, steps, seed)


def play(templates: tuple[Path, ...], steps: list[Step], seed: int) -> None:
    """Acts, papers and exchanges in any order; then everybody hears everything."""
    chance = Random(seed)
    papers: list[bytes] = []
    with three_with_keys(templates) as made:
        items = [ItemId(item) for item in plain_items(made[0])[:3]]
        staff = [Staff(stored, items) for stored in made]
        for kind, act, one, other in steps:
            if kind < PAPER_ACTS:
                staff[kind].do(act, one, other)
            elif act % 2:
                hand_over(made[kind - PAPER_ACTS], made[(kind - PAPER_ACTS + 1 + one % 2) % 3], chance)
            elif other % 2 or not papers:
                papers += print_one(made[kind - PAPER_ACTS], one)
            else:
                scan_one(made[kind - PAPER_ACTS], papers[one % len(papers)])
        settle(made, chance)
        digests = [stored.store.fold_digest() for stored in made]
        assert len(set(digests)) == 1
        for stored in made:
            assert stored.store.verify() == ()
        made[-1].store.rebuild()
        assert made[-1].store.fold_digest() == digests[0]


def print_one(stored: StoredShop, number: int) -> list[bytes]:
    """The paper of some order this terminal knows."""
    rows = (*stored.shop.reads.orders.open_orders(), *stored.shop.reads.orders.recent(20))
    if not rows:
        return []
    order_id = rows[number % len(rows)].order_id
    stored.shop.bridge.print_code(EVERYTHING, order_id)
    stored.clock.advance(seconds=2)
    return [by_paper(stored, order_id)]


def scan_one(stored: StoredShop, paper: bytes) -> None:
    """Somebody scans a paper, wherever it was printed."""
    with suppress(RuleBroken, Unavailable):  # that of a terminal that was revoked, for one
        stored.shop.bridge.scan(EVERYTHING, paper)
    stored.clock.advance(seconds=2)


def heard(label: str, by: StoredShop) -> PeerState:
    """That a terminal was heard just now."""
    now_ms = round(by.clock.now().timestamp() * 1000)
    return PeerState(papers_of(label).terminal_id, label, "", "1", "", now_ms, 0, ())
