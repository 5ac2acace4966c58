"""Stamps only grow, whatever a wall clock does; ids made later sort later and name their parts alike everywhere."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.ids import RANDOM_BITS, derived, uuid7
from aura_terminal.domain.stamps import HybridClock, Stamp, milliseconds_of, stamp_of

MS = st.integers(0, 2**47)
CHANCE = st.integers(0, 2**RANDOM_BITS - 1)


@given(st.lists(st.one_of(MS, MS.map(lambda ms: -ms)), max_size=50))
def test_own_stamps_grow_and_never_fall_behind_the_clock(steps: list[int]) -> None:
    clock, before = HybridClock(), Stamp(0)
    for step in steps:
        if step < 0:
            clock.witness(stamp_of(-step))
            assert clock.last >= stamp_of(-step)
        else:
            stamp = clock.tick(step)
            assert stamp > before
            assert milliseconds_of(stamp) >= step
        before = clock.last


@given(MS, MS, CHANCE)
def test_an_act_begins_after_all_that_was_seen_and_its_facts_follow_each_other(here: int, seen: int, lot: int) -> None:
    clock = HybridClock()
    clock.witness(stamp_of(seen, 2**16 - 1))
    first = clock.begin(here, lot)
    assert first > stamp_of(seen, 2**16 - 1)
    assert here <= milliseconds_of(first) <= max(here, seen + 1)
    assert clock.tick(here) == first + 1


@given(MS, MS)
def test_a_fact_that_follows_another_terminals_fact_sorts_after_it(here: int, there: int) -> None:
    seen = HybridClock().tick(there)
    clock = HybridClock()
    clock.witness(seen)
    assert clock.tick(here) > seen


@given(MS)
def test_a_stamp_names_its_milliseconds_until_its_counter_carries(ms: int) -> None:
    clock = HybridClock()
    first = clock.tick(ms)
    assert milliseconds_of(first) == ms or first == 1
    assert milliseconds_of(stamp_of(ms, 2**16)) == ms + 1


@given(MS, MS, CHANCE, CHANCE)
def test_ids_sort_by_their_time(one: int, other: int, chance: int, more: int) -> None:
    first, second = uuid7(one, chance), uuid7(other, more)
    if one != other:
        assert (first < second) == (one < other)
    assert (first == second) == ((one, chance) == (other, more))


@given(MS, CHANCE)
def test_an_id_is_a_version_7_uuid_of_its_time(ms: int, chance: int) -> None:
    parsed = UUID(uuid7(ms, chance))
    assert (parsed.version, parsed.variant) == (7, "specified in RFC 4122")
    assert parsed.int >> 80 == ms


def test_a_derived_id_is_the_same_everywhere_and_differs_by_parent_and_name() -> None:
    parent, other = uuid7(1, 2), uuid7(1, 3)
    assert derived(parent, "bar") == derived(parent, "bar")
    assert len({derived(parent, "bar"), derived(parent, "grill"), derived(other, "bar")}) == 3
