"""Three terminals that work apart and hand each other what they did, in any order, in parts, twice: one truth."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.ids import ItemId
from aura_terminal.store.chain import JournalRow
from tests.support.memory_shop import EVERYTHING
from tests.support.store_acts import Staff
from tests.support.store_service import order_of, plain_items
from tests.support.store_shop import StoredShop
from tests.support.three_stores import found_three, three

Step = tuple[int, int, int, int]
NUMBERS = st.integers(0, 2**16)
STEPS = st.lists(st.tuples(st.integers(0, 5), NUMBERS, NUMBERS, NUMBERS), min_size=10, max_size=90)
EXCHANGE = 3  # of six: half of the steps are acts at one of the terminals, the others exchanges


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three terminals of one store that know its reference data and nothing else."""
    return found_three(tmp_path_factory.mktemp("three"))


def lacking(giver: StoredShop, taker: StoredShop) -> list[JournalRow]:
    """What one of them has done or heard that the other does not know."""
    known = dict(taker.store.known())
    rows = [giver.store.facts_after(origin, known.get(origin, 0), 10_000) for origin, _ in giver.store.known()]
    return [row for part in rows for row in part]


def hand_over(giver: StoredShop, taker: StoredShop, chance: Random) -> None:
    """Some of what is lacking, shuffled, with some of it twice and some that is known already."""
    rows = lacking(giver, taker)
    part = rows[: chance.randrange(0, len(rows) + 1)] if chance.random() < 0.7 else rows
    again = giver.store.facts_after(giver.store.identity.origin, 0, 5)
    batch = [*part, *part[::3], *again]
    chance.shuffle(batch)
    taker.store.receive(batch)


def settle(stores: tuple[StoredShop, ...], chance: Random) -> None:
    """Everybody hears everything."""
    for _ in range(3):
        for giver in stores:
            for taker in stores:
                rows = lacking(giver, taker)
                while rows and giver is not taker:
                    size = chance.randrange(1, 40)
                    taker.store.receive(rows[:size])
                    rows = rows[size:]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS, seed=NUMBERS)
def test_what_was_done_apart_is_one_truth_once_everybody_heard_it(
    templates: tuple[Path, ...], steps: list[Step], seed: int
) -> None:
    chance = Random(seed)
    with three(templates) as stores:
        items = [ItemId(item) for item in plain_items(stores[0])[:3]]
        staff = [Staff(stored, items) for stored in stores]
        for kind, act, one, other in steps:
            if kind < EXCHANGE:
                staff[kind].do(act, one, other)
            else:
                hand_over(stores[kind - EXCHANGE], stores[(kind - EXCHANGE + 1 + one % 2) % 3], chance)
        settle(stores, chance)
        digests = [stored.store.fold_digest() for stored in stores]
        assert len({stored.store.known() for stored in stores}) == 1
        assert len(set(digests)) == 1
        for stored in stores:
            assert stored.store.verify() == ()
        stores[-1].store.rebuild()
        assert stores[-1].store.fold_digest() == digests[0]


def test_folds_are_made_again_where_no_order_has_its_beginning_yet(templates: tuple[Path, ...]) -> None:
    with three(templates) as (first, second, third):
        order_id = order_of(first, EVERYTHING, 1)
        second.store.receive(first.store.facts_after(first.store.identity.origin, 0, 100_000))
        second.shop.ordering.name_guest(EVERYTHING, order_id, "Ada")
        third.store.receive(second.store.facts_after(second.store.identity.origin, 0, 100_000))
        before = third.store.fold_digest()
        third.store.rebuild()
        assert third.store.fold_digest() == before
        third.store.receive(first.store.facts_after(first.store.identity.origin, 0, 100_000))
        assert third.shop.reads.orders.sheet(order_id).guest_name == "Ada"
