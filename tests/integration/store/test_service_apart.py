"""An evening of full service at three terminals that cannot hear each other: one truth once they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.ids import ItemId, LineId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.codec import Codec
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.floor import Part
from tests.integration.store.test_paper_bridge import print_one, scan_one
from tests.integration.store.test_three_stores import hand_over, settle
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.paper_shops import found_three_with_keys, tell, three_with_keys
from tests.support.service_acts import LUNCH, TIRAMISU, Service, furnish
from tests.support.store_service import order_of, plain_items
from tests.support.store_shop import StoredShop, opened

Stores = tuple[StoredShop, ...]
ENDED = (OrderStatus.CLOSED, OrderStatus.CANCELLED)
MOST = 1_000_000
"""Facts of one terminal: more than there are."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three terminals of one furnished house that know each other's certificates."""
    templates = found_three_with_keys(tmp_path_factory.mktemp("service"))
    clock = FixedClock()
    stores = [opened(template, clock, SeededIds(clock, 70 + n)) for n, template in enumerate(templates)]
    furnish(stores[0])
    for other in stores[1:]:
        tell(stores[0], other)
    for stored in stores:
        stored.store.close()
    return templates


def orders_at(stored: StoredShop) -> dict[str, Order]:
    """Every order a terminal knows, each with the lines of others that are charged there."""
    reads = stored.shop.reads.orders
    with stored.store.begin(SYSTEM) as work:
        return {row.order_id: work.order(row.order_id) for row in (*reads.open_orders(), *reads.recent(MOST))}


def taken_at(stored: StoredShop) -> dict[str, int]:
    """What a terminal itself took, by payment, as its own journal has it."""
    codec, found = Codec(), dict[str, int]()
    for row in stored.store.facts_after(stored.store.identity.origin, 0, MOST):
        fact = codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        if isinstance(fact, PaymentTaken):
            found[fact.payment.id] = fact.payment.amount.minor
    return found


def must_be_cooked_once(stored: StoredShop, orders: dict[str, Order]) -> None:
    """No station is asked for more of a line than there is of it."""
    asked: Counter[tuple[str, str]] = Counter()
    kitchen = stored.shop.reads.kitchen
    for ticket in (*kitchen.live(None), *kitchen.bumped(None, MOST)):
        for line in ticket.lines:
            asked[str(ticket.station_id), line.item.line_id] += line.item.quantity - line.voided - line.repeated
    lines = {one.id: one for order in orders.values() for one in order.own.values()}
    there, wanted = Counter[str](), Counter[tuple[str, str]]()
    for one in lines.values():
        there[whole_of(one.id, lines)] += one.quantity
    for (station, line_id), quantity in asked.items():
        wanted[station, whole_of(LineId(line_id), lines)] += quantity
    assert [key for key, many in wanted.items() if many > there.get(key[1], many)] == []


def whole_of(line_id: LineId, lines: Mapping[LineId, Line]) -> str:
    """The line that a part, or a rest that was not sent with the others, comes from."""
    line = lines.get(line_id)
    while line is not None and line.part_of is not None:
        line_id = line.part_of
        line = lines.get(line_id)
    return line_id.rstrip("+")


def must_be_one_truth(stores: Stores, ended: set[str], taken: dict[str, int]) -> None:
    """What holds once everybody heard everything."""
    assert len({stored.store.known() for stored in stores}) == 1
    digests = [stored.store.fold_digest() for stored in stores]
    assert len(set(digests)) == 1
    for stored in stores:
        assert stored.store.verify() == ()
    conflicts = [stored.shop.reads.mesh.conflicts(limit=500) for stored in stores]
    assert conflicts[0] == conflicts[1] == conflicts[2]
    orders = orders_at(stores[0])
    assert [one for one in ended if orders[one].status is OrderStatus.OPEN] == []
    assert {one.id: one.amount.minor for order in orders.values() for one in order.payments} == taken
    must_be_cooked_once(stores[0], orders)
    stores[-1].store.rebuild()
    assert stores[-1].store.fold_digest() == digests[0]


def evening(templates: tuple[Path, ...], steps: int, seed: int) -> None:
    """Acts, papers, exchanges and restarts in any order; then everybody hears everything, and a month goes by."""
    chance, papers, ended = Random(seed), list[bytes](), set[str]()
    with three_with_keys(templates) as stores:
        items = [ItemId(item) for item in plain_items(stores[0])[:3]]
        staff = [Service(stored, items) for stored in stores]
        for _ in range(steps):
            who, one, other = chance.randrange(3), chance.randrange(2**16), chance.randrange(2**16)
            lot = chance.random()
            if lot < 0.86:
                staff[who].do(chance.randrange(len(staff[who].acts)), one, other)
            elif lot < 0.94:
                hand_over(stores[who], stores[(who + 1 + one % 2) % 3], chance)
            elif lot < 0.96:
                papers += print_one(stores[who], one)
            elif lot < 0.98 and papers:
                scan_one(stores[who], papers[one % len(papers)])
            elif lot > 0.995:
                stores[who].store.write_back()
            ended |= {row.order_id for row in stores[who].shop.reads.orders.recent(50) if row.status in ENDED}
        taken = {id_: amount for stored in stores for id_, amount in taken_at(stored).items()}
        settle(stores, chance)
        must_be_one_truth(stores, ended, taken)


def test_an_evening_of_full_service_apart_is_one_truth(templates: tuple[Path, ...]) -> None:
    evening(templates, 150, 1)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(200))
def test_many_evenings_of_full_service_apart_are_one_truth(templates: tuple[Path, ...], seed: int) -> None:
    evening(templates, 400, seed)


def test_the_facts_of_one_act_are_not_parted_by_what_others_did_at_the_same_time(templates: tuple[Path, ...]) -> None:
    with three_with_keys(templates) as (here, there, ahead):
        order_id = order_of(here, EVERYTHING, 1)
        tell(here, ahead)
        ahead.clock.advance(minutes=2)
        ahead.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
        for stored in (here, there):
            tell(ahead, stored)
        for _ in range(20):
            for stored in (here, there):
                stored.shop.ordering.add_item(EVERYTHING, order_id, Asked(LUNCH))
        rows = [row for one in (here, there) for row in one.store.facts_after(one.store.identity.origin, 0, MOST)]
        rows.sort(key=lambda row: (row.stamp, row.fact_id))
        added = [row.origin for row in rows if row.type == "line_added" and row.aggregate_id == order_id]
        runs = [len(list(run)) for _, run in groupby(added[1:])]
        assert [length for length in runs if length % 3] == []
        assert sum(runs) == 120


def test_a_line_that_was_moved_before_both_sent_it_is_cooked_once(templates: tuple[Path, ...]) -> None:
    with three_with_keys(templates) as stores:
        here, there, _ = stores
        asked = Asked(TIRAMISU, quantity=2)
        home, to = (here.shop.ordering.add_item(EVERYTHING, NewOrder(), asked).order_id for _ in range(2))
        (line,) = here.shop.reads.orders.sheet(home).lines
        here.shop.floor.move_lines(EVERYTHING, home, [Part(line.line_id)], to)
        tell(here, there)
        for stored in (here, there):
            stored.shop.ordering.send(EVERYTHING, to)
        settle(stores, Random(1))
        for stored in stores:
            must_be_cooked_once(stored, orders_at(stored))
            tickets = stored.shop.reads.kitchen.live(None)
            wanted = [[one.item.quantity - one.repeated for one in ticket.lines] for ticket in tickets]
            assert sorted(wanted) == [[0, 0], [2, 2]]
