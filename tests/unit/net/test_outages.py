"""When a terminal was cut off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aura_terminal.domain.outages import Tier
from sync.net.outages import Central, Outage, OutageWatch, Surroundings

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
WELL, ALONE = Surroundings(2, 1), Surroundings(2, 0)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_terminal_that_was_never_paired_has_no_outage() -> None:
    watch = OutageWatch()
    assert all(watch.look(Surroundings(0, 0), at(second)) is None for second in range(100))
    assert watch.current is None


def test_a_flicker_is_no_outage() -> None:
    watch = OutageWatch()
    assert watch.look(ALONE, at(0)) is None
    assert watch.look(ALONE, at(4.9)) is None
    assert watch.look(WELL, at(5)) is None
    assert watch.look(WELL, at(20)) is None
    assert watch.current is None


def test_an_outage_reaches_from_the_first_moment_alone_to_the_first_moment_well() -> None:
    watch = OutageWatch()
    watch.look(ALONE, at(0))
    watch.look(ALONE, at(5))
    assert watch.current == (at(0), Tier.ALONE)
    assert watch.look(WELL, at(60)) is None
    assert watch.look(WELL, at(65)) == Outage(Tier.ALONE, at(0), at(60))
    assert watch.look(WELL, at(100)) is None


def test_an_outage_that_goes_on_after_a_moment_of_contact_is_one() -> None:
    watch = OutageWatch()
    for second in (0, 5):
        watch.look(ALONE, at(second))
    watch.look(WELL, at(30))
    watch.look(ALONE, at(32))
    watch.look(WELL, at(50))
    assert watch.look(WELL, at(55)) == Outage(Tier.ALONE, at(0), at(50))


def test_an_outage_is_remembered_across_a_restart() -> None:
    watch = OutageWatch(at(-600), Tier.ALONE)
    watch.look(WELL, at(0))
    assert watch.look(WELL, at(5)) == Outage(Tier.ALONE, at(-600), at(0))


def test_without_its_central_a_terminal_that_has_one_is_in_an_outage_of_the_store_tier() -> None:
    watch = OutageWatch()
    cut = Surroundings(2, 2, Central.UNREACHED)
    for second in (0, 5):
        watch.look(cut, at(second))
    assert watch.current == (at(0), Tier.STORE)
    watch.look(Surroundings(2, 0, Central.UNREACHED), at(6))
    assert watch.current == (at(0), Tier.ALONE)
    watch.look(Surroundings(2, 2, Central.REACHED), at(10))
    assert watch.look(Surroundings(2, 2, Central.REACHED), at(15)) == Outage(Tier.ALONE, at(0), at(10))


def test_a_clock_that_is_set_back_ends_no_outage_before_it_began() -> None:
    watch = OutageWatch()
    for second in (0, 5):
        watch.look(ALONE, at(second))
    watch.look(WELL, at(-3600))
    ended = watch.look(WELL, at(-3595))
    assert ended is not None
    assert ended.ended_at >= ended.began_at


def test_tiers_by_what_can_be_reached() -> None:
    assert Surroundings(2, 1).tier is Tier.STORE
    assert Surroundings(2, 0).tier is Tier.ALONE
    assert Surroundings(0, 0).tier is Tier.ALONE
    assert Surroundings(2, 1, Central.REACHED).tier is Tier.INTERNET
    assert Surroundings(0, 0, Central.REACHED).tier is Tier.INTERNET
