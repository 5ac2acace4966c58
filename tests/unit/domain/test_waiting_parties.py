"""Parties that wait: told a time, called, seated or gone, and the same wherever and in whatever order it is heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AreaId, OrderId, PartyId, StaffId, TableId
from aura_terminal.domain.quoting import ASSUMED, House, Sat, Sitting, fitting, quote, usual_stay
from aura_terminal.domain.reservations import Stay
from aura_terminal.domain.shop import Table
from aura_terminal.domain.waitlist import (
    PartyCalled,
    PartyJoined,
    PartyLeft,
    PartyQuoted,
    PartyReturned,
    PartySeated,
    PartyStatus,
    Quote,
    Sureness,
    WaitingParty,
    WaitlistFact,
    quotes_kept,
)

NOW = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)
ID, ADA, ORDER = PartyId("p"), StaffId("ada"), OrderId("o")
JOINED = PartyJoined(ID, NOW, ADA, "Klein", 2, quote=Quote(20, Sureness.MEASURED))
LEFT = PartyLeft(ID, NOW + timedelta(minutes=9), ADA)
STORY: tuple[WaitlistFact, ...] = (
    JOINED,
    PartyCalled(ID, NOW + timedelta(minutes=8), ADA),
    LEFT,
    PartyReturned(ID, NOW + timedelta(minutes=10), ADA, LEFT.left_at),
    PartySeated(ID, NOW + timedelta(minutes=12), ADA, ORDER, (TableId("t"),)),
)


def told(*facts: WaitlistFact) -> WaitingParty:
    party = WaitingParty(ID)
    for fact in facts:
        party.apply(fact)
    return party


def table(number: int, seats: int, area: str = "hall") -> Table:
    return Table(TableId(f"t{number}"), str(number), AreaId(area), seats, "square", 0, 0, 10, 10)


def test_a_party_stands_the_same_in_whatever_order_its_facts_arrive_and_twice_over() -> None:
    whole = told(*STORY)
    assert (whole.status, whole.waited(NOW + timedelta(hours=9))) == (PartyStatus.SEATED, 12)
    for order in permutations(STORY):
        heard = told(*order, *order)
        assert (heard.status, heard.ended_at, heard.quote) == (whole.status, whole.ended_at, whole.quote)
    for order in permutations(STORY[:4]):
        assert told(*order).status is PartyStatus.CALLED


def test_who_was_seated_at_one_terminal_and_given_up_at_another_was_there() -> None:
    assert told(JOINED, STORY[4], LEFT).status is PartyStatus.SEATED
    assert told(JOINED, LEFT, STORY[4]).seated == STORY[4]


def test_a_party_that_left_is_not_called_and_comes_back_to_its_place() -> None:
    gone = told(JOINED, LEFT)
    with pytest.raises(RuleBroken, match=Rule.PARTY_OVER.value):
        gone.call(NOW, ADA)
    back = told(JOINED, LEFT, *gone.come_back(NOW + timedelta(minutes=11), ADA))
    assert back.is_waiting
    assert back.joined == JOINED
    with pytest.raises(RuleBroken, match=Rule.PARTY_OVER.value):
        back.come_back(NOW, ADA)


def test_a_later_quote_counts_from_when_it_was_said_and_the_first_is_what_is_compared() -> None:
    again = PartyQuoted(ID, NOW + timedelta(minutes=15), ADA, Quote(10, Sureness.SAID))
    party = told(JOINED, again, PartySeated(ID, NOW + timedelta(minutes=26), ADA, ORDER, ()))
    assert party.promised_at == NOW + timedelta(minutes=25)
    kept = quotes_kept([party, told(JOINED, STORY[4]), told(JOINED, LEFT)])
    assert (kept.seated, kept.within, kept.left, kept.beyond) == (2, 1, 1, -1)


def test_a_table_of_the_size_is_taken_before_a_larger_and_two_where_none_is_large_enough() -> None:
    tables = [table(1, 2), table(2, 4), table(3, 6), table(4, 6, "bar")]
    assert [each[0].seats for each in fitting(tables, 2)] == [2, 4]
    assert [[one.number for one in each] for each in fitting(tables, 8)] == [["1", "3"], ["2", "3"]]
    assert fitting(tables, 99) == ()
    assert quote(House(NOW, tuple(tables)), [], 99) is None


def test_a_free_table_is_no_wait_and_a_taken_one_is_waited_for_as_long_as_such_parties_stay() -> None:
    free = House(NOW, (table(1, 2),))
    assert quote(free, [], 2) == Quote(0, Sureness.MEASURED)
    taken = House(NOW, (table(1, 2),), (Sitting(TableId("t1"), 2, NOW - timedelta(minutes=40)),))
    assert quote(taken, [], 2) == Quote(25, Sureness.ASSUMED)  # 60 assumed, 40 gone, 5 to clear
    known = House(NOW, taken.tables, taken.sittings, (), tuple(Sat(2, 50) for _ in range(20)))
    assert quote(known, [], 2) == Quote(15, Sureness.MEASURED)
    late = House(NOW, taken.tables, (Sitting(TableId("t1"), 2, NOW - timedelta(hours=4)),))
    assert quote(late, [], 2) == Quote(10, Sureness.ASSUMED)


def test_a_reservation_that_would_be_in_the_way_is_waited_out() -> None:
    soon = Stay((TableId("t1"),), NOW + timedelta(minutes=30), NOW + timedelta(minutes=120), "Okafor")
    assert quote(House(NOW, (table(1, 2),), (), (soon,)), [], 2) == Quote(120, Sureness.ASSUMED)
    unplaced = Stay((), soon.starts_at, soon.ends_at, "Okafor", party_size=2)
    assert quote(House(NOW, (table(1, 2),), (), (unplaced,)), [], 2) == Quote(120, Sureness.ASSUMED)
    assert quote(House(NOW, (table(1, 2), table(2, 2)), (), (unplaced,)), [], 2) == Quote(0, Sureness.MEASURED)


def test_few_stays_are_said_to_be_few_and_none_leave_what_is_assumed() -> None:
    assert usual_stay([Sat(2, 30)] * 4, 2).sureness is Sureness.ASSUMED
    assert usual_stay([Sat(2, 30)] * 5, 1) == usual_stay([Sat(1, 30)] * 19, 2)
    assert usual_stay([Sat(5, 30)] * 50, 2).minutes == ASSUMED[0][1]


SIZES = st.integers(1, 9)
SITTINGS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6), st.integers(-200, 0)), max_size=6)
PROMISED = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(-30, 180)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), SITTINGS, PROMISED, st.lists(SIZES, max_size=8), SIZES)
def test_a_quote_is_never_negative_and_never_less_for_a_longer_queue(
    seats: Sequence[int], sittings: Sequence[tuple[int, int, int]], promised: Sequence[tuple[int, int, int]],
    ahead: Sequence[int], size: int,
) -> None:  # fmt: skip
    house = House(
        NOW, tuple(table(place, one) for place, one in enumerate(seats, 1)),
        tuple(Sitting(TableId(f"t{at}"), guests, NOW + timedelta(minutes=since)) for at, guests, since in sittings),
        tuple(
            Stay((TableId(f"t{at}"),) if at else (), NOW + timedelta(minutes=begins),
                 NOW + timedelta(minutes=begins + 90), party_size=guests)
            for at, guests, begins in promised
        ),
    )  # fmt: skip
    quotes = [quote(house, ahead[:length], size) for length in range(len(ahead) + 1)]
    minutes = [one.minutes for one in quotes if one is not None]
    assert len(minutes) in (0, len(quotes))
    assert all(one >= 0 and one % 5 == 0 for one in minutes)
    assert minutes == sorted(minutes)
