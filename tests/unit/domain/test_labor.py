"""Hours out of punches: whatever the clocks of the terminals say, none is counted twice, none is less than nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, PunchKind, PunchRecorded, TimeSheet

TEN = datetime(2026, 5, 15, 10, tzinfo=UTC)
ANA = StaffId("ana")


def punch(kind: PunchKind, minutes: int, name: str = "", rest: BreakKind = BreakKind.UNPAID) -> PunchRecorded:
    """A punch so long after ten."""
    at = TEN + timedelta(minutes=minutes)
    return PunchRecorded(PunchId(name or f"{kind}-{minutes}"), ANA, kind, at, "R1", at.date(), break_kind=rest)


def sheet_of(*punches: PunchRecorded) -> TimeSheet:
    sheet = TimeSheet(ANA)
    for each in punches:
        sheet.apply(each)
    return sheet


def test_a_break_by_a_clock_that_is_ahead_adds_no_time() -> None:
    begun = (punch(PunchKind.CLOCK_IN, 0), punch(PunchKind.BREAK_BEGIN, 30))
    now = TEN + timedelta(minutes=20)
    assert sheet_of(*begun).shifts[0].worked(now) == timedelta(minutes=20)
    assert sheet_of(*begun, punch(PunchKind.BREAK_END, 40)).shifts[0].worked(now) == timedelta(minutes=20)
    halfway = TEN + timedelta(minutes=35)
    assert sheet_of(*begun, punch(PunchKind.BREAK_END, 40)).shifts[0].worked(halfway) == timedelta(minutes=30)


PUNCHES = st.lists(
    st.builds(punch, st.sampled_from(PunchKind), st.integers(0, 400), st.uuids().map(str), st.sampled_from(BreakKind)),
    max_size=14,
)


@given(punches=PUNCHES, now=st.integers(0, 500))
def test_whatever_was_punched_no_minute_is_worked_twice(punches: list[PunchRecorded], now: int) -> None:
    sheet, at = sheet_of(*punches), TEN + timedelta(minutes=now)
    for before, after in pairwise(sheet.shifts):
        assert before.ended_at is not None
        assert before.ended_at <= after.began_at
    for shift in sheet.shifts:
        assert timedelta() <= shift.worked(at) <= max(timedelta(), (shift.ended_at or at) - shift.began_at)


@given(punches=PUNCHES, seed=st.integers(0, 99))
def test_punches_that_come_late_or_twice_change_nothing(punches: list[PunchRecorded], seed: int) -> None:
    arrived, read_between = [*punches, *punches], TimeSheet(ANA)
    Random(seed).shuffle(arrived)
    for each in arrived:
        read_between.apply(each)
        assert read_between.is_clocked_in is (read_between.running is not None)
    sheet = sheet_of(*punches)
    assert (read_between.shifts, read_between.contradictions) == (sheet.shifts, sheet.contradictions)
