"""Punches and what is changed about them: whatever arrives when, no hour is counted twice or is less than nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import DeclarationId, PunchChangeId, PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, Odd, PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.labor_hours import cost_by_hour
from aura_terminal.domain.labor_pay import week_pay
from aura_terminal.domain.labor_rules import LaborRules, OvertimeStep
from aura_terminal.domain.money import Money
from aura_terminal.domain.punches import LaborFact, PunchAdded, PunchCorrected, PunchWithdrawn, TipsDeclared
from aura_terminal.domain.staff import Approval

ANA, CARLA = StaffId("ana"), StaffId("carla")
ZONES = ("Pacific/Honolulu", "America/New_York", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe")
# Weeks with both changes of the clocks, north and south, and one without.
WEEKS = (date(2026, 3, 23), date(2026, 10, 19), date(2026, 4, 1), date(2026, 10, 1), date(2026, 5, 11))
RATE = Money(1450, "EUR")


def at(day: date, minutes: int) -> datetime:
    """So long after noon UTC of a date."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=minutes)


def word(minute: int, day: date = WEEKS[0]) -> Approval:
    """Carla's word."""
    return Approval(CARLA, at(day, minute), "told so")


@st.composite
def histories(draw: st.DrawFn) -> tuple[BusinessCalendar, date, list[LaborFact]]:
    """A week of three terminals, one of whose clocks is three hours wrong, with a manager who changes things."""
    calendar = BusinessCalendar(draw(st.sampled_from(ZONES)))
    day = draw(st.sampled_from(WEEKS))
    wrong = {"R1": 0, "R2": draw(st.sampled_from((-180, 0, 180))), "K1": 0}
    facts: list[LaborFact] = []
    punches: list[PunchRecorded] = []
    for place in range(draw(st.integers(1, 9))):
        terminal = draw(st.sampled_from(tuple(wrong)))
        when = at(day, draw(st.integers(0, 7 * 24 * 60)) + wrong[terminal])
        punches.append(PunchRecorded(
            PunchId(f"p{place}"), ANA, draw(st.sampled_from(PunchKind)), when, terminal, calendar.date_of(when), "Cook",
            RATE, draw(st.sampled_from(BreakKind)),
        ))  # fmt: skip
    facts.extend(punches)
    for place in range(draw(st.integers(0, 5))):
        about = draw(st.sampled_from(punches))
        minute = draw(st.integers(0, 7 * 24 * 60))
        when, by, id_ = at(day, minute), word(draw(st.integers(0, 9)), day), PunchChangeId(f"c{place}")
        match draw(st.integers(0, 2)):
            case 0:
                added = PunchRecorded(
                    PunchId(f"a{place}"), ANA, draw(st.sampled_from(PunchKind)), when, "R1", calendar.date_of(when)
                )
                facts.append(PunchAdded(id_, ANA, added, by))
            case 1:
                facts.append(PunchCorrected(
                    id_, ANA, about.punch_id, draw(st.integers(1, 3)), when, calendar.date_of(when), by, "Cook", RATE
                ))  # fmt: skip
            case _:
                facts.append(PunchWithdrawn(id_, ANA, about.punch_id, draw(st.integers(1, 3)), by))
    if draw(st.booleans()):
        declared = TipsDeclared(DeclarationId("t"), ANA, PunchId("p0"), RATE, at(day, 600), day, "K1")
        facts.append(declared)
    return calendar, day, facts


def sheet_of(facts: list[LaborFact]) -> TimeSheet:
    sheet = TimeSheet(ANA)
    for fact in facts:
        sheet.apply(fact)
    return sheet


@settings(max_examples=150, deadline=None)
@given(history=histories(), seed=st.integers(0, 999))
def test_the_same_facts_in_any_order_and_twice_are_the_same_hours(
    history: tuple[BusinessCalendar, date, list[LaborFact]], seed: int
) -> None:
    _, _, facts = history
    shuffled = [*facts, *facts]
    Random(seed).shuffle(shuffled)
    one, other = sheet_of(facts), sheet_of(shuffled)
    assert (one.shifts, one.contradictions, one.counted) == (other.shifts, other.contradictions, other.counted)
    assert (one.tips, one.unseen) == (other.tips, other.unseen)


@settings(max_examples=150, deadline=None)
@given(history=histories(), now=st.integers(0, 8 * 24 * 60), step=st.sampled_from((0, 5, 10, 15)))
def test_no_hour_is_negative_or_counted_twice_and_the_hours_of_a_day_add_up_to_its_cost(
    history: tuple[BusinessCalendar, date, list[LaborFact]], now: int, step: int
) -> None:
    calendar, day, facts = history
    sheet, moment = sheet_of(facts), at(day, now)
    for before, after in pairwise(sheet.shifts):
        assert before.began_at <= after.began_at
        assert before.is_forgotten or (before.ended_at is not None and before.ended_at <= after.began_at)
    for shift in sheet.shifts:
        spans = shift.at_work(moment)
        assert all(since < until for since, until in spans)
        assert all(first[1] <= then[0] for first, then in pairwise(spans))
        assert timedelta() <= shift.worked(moment, timedelta(minutes=10)) <= shift.worked(moment)
    rules = LaborRules(
        daily=(OvertimeStep(300, 2 * ONE_HALF),), weekly=(OvertimeStep(900, ONE_HALF),), rounding_minutes=step
    )
    days = week_pay(sheet.shifts, rules, moment, "EUR")
    hours = cost_by_hour([sheet.shifts], date.min, date.max, rules, moment, "EUR", calendar)
    assert sum(one.cost.minor for one in hours) == sum(one.cost.minor for one in days)
    assert sum((one.worked for one in hours), timedelta()) == sum((one.worked for one in days), timedelta())
    assert all(one.worked <= timedelta(hours=1) for one in hours)
    for one in days:
        assert abs(one.paid - one.worked) <= timedelta(minutes=step) / 2
        assert sum((piece.paid for piece in one.pieces), timedelta()) == one.paid


ONE_HALF = Decimal("1.5")


def punch(
    id_: str, kind: PunchKind, minute: int, day: date = WEEKS[4], clock_said: datetime | None = None
) -> PunchRecorded:
    return PunchRecorded(PunchId(id_), ANA, kind, at(day, minute), "R1", day, clock_said=clock_said)


def test_a_correction_counts_and_the_punch_as_it_was_made_is_kept() -> None:
    made = punch("in", PunchKind.CLOCK_IN, 12)
    fixed = PunchCorrected(PunchChangeId("c"), ANA, made.punch_id, 1, at(WEEKS[4], 0), WEEKS[4], word(60))
    sheet = sheet_of([made, fixed])
    assert [one.at for one in sheet.counted] == [at(WEEKS[4], 0)]
    assert sheet.punches[made.punch_id] == made
    assert sheet.changes_of(made.punch_id) == (fixed,)
    assert sheet.unseen == (fixed,)


def test_of_two_changes_the_one_that_knew_the_other_counts_whatever_the_clocks_say() -> None:
    made = punch("in", PunchKind.CLOCK_IN, 12)
    by_a_fast_clock = PunchWithdrawn(PunchChangeId("a"), ANA, made.punch_id, 1, word(300))
    later = PunchCorrected(PunchChangeId("b"), ANA, made.punch_id, 2, at(WEEKS[4], 5), WEEKS[4], word(60))
    told: list[LaborFact] = [made, by_a_fast_clock, later]
    for facts in permutations(told):
        assert [one.at for one in sheet_of(list(facts)).counted] == [at(WEEKS[4], 5)]


def test_a_shift_nobody_ended_keeps_nobody_from_the_next_and_counts_no_hour() -> None:
    first, second = punch("in", PunchKind.CLOCK_IN, 0), punch("in2", PunchKind.CLOCK_IN, 1440, date(2026, 5, 12))
    second = PunchRecorded(second.punch_id, ANA, second.kind, at(WEEKS[4], 1440), "R1", date(2026, 5, 12))
    sheet = sheet_of([second, first])
    sheet.must_allow(PunchKind.CLOCK_OUT, "Ana")
    assert [one.is_forgotten for one in sheet.shifts] == [True, False]
    assert sheet.shifts[0].worked(at(WEEKS[4], 3000)) == timedelta()
    end = PunchAdded(PunchChangeId("e"), ANA, punch("out", PunchKind.CLOCK_OUT, 480), word(2000))
    mended = sheet_of([end, second, first])
    assert [one.worked(at(WEEKS[4], 1500)) for one in mended.shifts] == [timedelta(hours=8), timedelta(hours=1)]


def test_a_punch_by_a_clock_that_was_behind_is_named_until_it_is_corrected() -> None:
    begun = punch("in", PunchKind.CLOCK_IN, 0)
    ended = punch("out", PunchKind.CLOCK_OUT, 0, clock_said=at(WEEKS[4], -170))
    sheet = sheet_of([begun, ended])
    assert [(one.punch.punch_id, one.why) for one in sheet.contradictions] == [("out", Odd.CLOCK_BEHIND)]
    sheet.apply(PunchCorrected(PunchChangeId("c"), ANA, ended.punch_id, 1, at(WEEKS[4], 60), WEEKS[4], word(90)))
    assert sheet.contradictions == ()
    assert sheet.shifts[0].worked(at(WEEKS[4], 90)) == timedelta(hours=1)
