"""Failure 16 over real stores: three drawers at three terminals that lose each other twice, merged in any order."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.cash import ContradictionKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace
from aura_terminal.domain.ids import DrawerId, ItemId
from aura_terminal.domain.money import Money
from tests.support.cash_day import LOOSE, Cashier, Ledger
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop
from tests.support.three_stores import found_three, three

NUMBERS = st.integers(0, 2**16)
STEPS = st.lists(st.tuples(st.integers(0, 2), NUMBERS, NUMBERS, NUMBERS), min_size=10, max_size=30)
ITEMS = (ItemId("sparkling-water-0-25-l"), ItemId("margherita"))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three terminals of one store that know its reference data and nothing else."""
    return found_three(tmp_path_factory.mktemp("drawers"))


def hear(stores: tuple[StoredShop, ...], chance: Random) -> None:
    """Everybody hears everything, in pieces, shuffled, from whoever comes first."""
    pairs = [(giver, taker) for giver in stores for taker in stores if giver is not taker] * 2
    chance.shuffle(pairs)
    for giver, taker in [*pairs, *pairs]:
        known = dict(taker.store.known())
        rows = [
            row for origin, _ in giver.store.known()
            for row in giver.store.facts_after(origin, known.get(origin, 0), 10_000)
        ]  # fmt: skip
        chance.shuffle(rows)
        size = max(1, len(rows) // 3)
        for start in range(0, len(rows), size):
            taker.store.receive(rows[start : start + size])
        taker.store.receive(sorted(rows, key=lambda row: (row.origin, row.seq)))


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(outages=st.tuples(STEPS, STEPS, STEPS), seed=NUMBERS)
def test_failure_16_expected_equals_the_model_per_drawer_after_two_outages_merged_in_any_order(
    templates: tuple[Path, ...], outages: tuple[list[tuple[int, int, int, int]], ...], seed: int
) -> None:
    chance, ledger = Random(seed), Ledger()
    with three(templates) as stores:
        cashiers = [Cashier(one.shop, one.store.begin, one.clock, one.ids, ITEMS, ledger) for one in stores]
        for steps in outages:  # nobody hears anybody until all three have done their part of it
            for place, act, one, other in steps:
                cashiers[place].do(act, one, other)
            hear(stores, chance)
        assert len({stored.store.known() for stored in stores}) == 1
        assert len({stored.store.fold_digest() for stored in stores}) == 1
        for stored in stores:
            agree(stored, ledger)
        stores[0].store.rebuild()
        agree(stores[0], ledger)


def agree(stored: StoredShop, ledger: Ledger) -> None:
    """Every session holds what the model says, and what was counted stays whatever came late."""
    reads = stored.shop.reads
    rows = {row.id: row for row in (*reads.cash.running(), *reads.cash.ended(1000))}
    held = {id_: minor for id_, minor in ledger.held.items() if id_ != LOOSE}
    assert {id_: row.expected.minor for id_, row in rows.items() if row.expected is not None} == held
    for id_, minor in ledger.counted.items():
        row = rows[id_]
        assert row.counted == Money(minor, "EUR")
        assert row.over_short == Money(minor - held[id_], "EUR")
        assert row.came_late == Money(held[id_] - row.counts[-1].expected.minor, "EUR")
    day = reads.store.profile().calendar.date_of(stored.clock.now())
    assert sum(one.net.minor for one in reads.cash.loose_on(day)) == ledger.held.get(LOOSE, 0)


def test_what_an_absent_terminal_did_changes_what_was_expected_and_not_the_count(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        first, second, _ = stores
        ledger = Ledger()
        begun = first.shop.cash.begin(EVERYTHING, DrawerId("R1"), {1000: 10})
        hear(stores, Random(1))
        seller = Cashier(first.shop, first.store.begin, first.clock, first.ids, ITEMS, ledger)
        seller.sell(0, 0)
        sold = ledger.held[LOOSE]
        counted_away = second.shop.cash.end(EVERYTHING, begun.session_id, {1000: 10})
        assert (counted_away.over_short, counted_away.came_late) == (Money(0, "EUR"), Money(0, "EUR"))
        hear(stores, Random(2))
        for stored in stores:
            row = stored.shop.reads.cash.row(begun.session_id)
            assert (row.counted, row.came_late) == (Money(10_000, "EUR"), Money(sold, "EUR"))
            assert row.over_short == Money(-sold, "EUR")
            assert row.counts[0].over_short == Money(0, "EUR")


def test_a_session_ended_at_two_terminals_apart_keeps_both_and_says_so(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        first, second, third = stores
        begun = first.shop.cash.begin(EVERYTHING, DrawerId("R1"), {1000: 10})
        hear(stores, Random(1))
        first.shop.cash.end(EVERYTHING, begun.session_id, {1000: 9})
        second.clock.advance(minutes=2)
        second.shop.cash.end(EVERYTHING, begun.session_id, {1000: 10})
        hear(stores, Random(3))
        row = third.shop.reads.cash.row(begun.session_id)
        assert [one.count.total.minor for one in row.counts] == [9000, 10_000]
        assert [one.kind for one in row.contradictions] == [ContradictionKind.ENDED_TWICE]


def test_a_drawer_begun_at_two_terminals_apart_keeps_both_and_says_so(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        first, second, third = stores
        first.shop.cash.put_rules(EVERYTHING, CashRules(drawers=(DrawerPlace(DrawerId("R1"), "Bar", "R1"),)))
        hear(stores, Random(1))
        begun = [each.shop.cash.begin(EVERYTHING, DrawerId("R1"), {}) for each in (first, second)]
        hear(stores, Random(4))
        rows = third.shop.reads.cash.running()
        assert {row.id for row in rows} == {one.session_id for one in begun}
        assert {row.drawer_name for row in rows} == {"Bar"}
        named = [(one.kind, one.other) for row in rows for one in row.contradictions]
        assert sorted(named) == sorted((ContradictionKind.TWO_RUNNING, one.session_id) for one in begun)
