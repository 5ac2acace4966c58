"""What a day of punches comes to, punch by punch: hours, breaks, what is refused and what a manager has to look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DeclarationId, PunchChangeId, PunchId, StaffId
from aura_terminal.domain.labor import Break, BreakKind, Odd, PunchKind, PunchRecorded, Shift, TimeSheet
from aura_terminal.domain.money import Money
from aura_terminal.domain.punches import PunchAdded, PunchChangeSeen, PunchWithdrawn, TipsDeclared
from aura_terminal.domain.staff import Approval

NINE = datetime(2026, 5, 15, 9, tzinfo=UTC)
ANA, CARLA = StaffId("ana"), StaffId("carla")
IN, OUT, REST, ON = PunchKind.CLOCK_IN, PunchKind.CLOCK_OUT, PunchKind.BREAK_BEGIN, PunchKind.BREAK_END
WORD = Approval(CARLA, NINE, "forgot")


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def of(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def punch(kind: PunchKind, minutes: int, rest: BreakKind = BreakKind.UNPAID, who: StaffId = ANA) -> PunchRecorded:
    when = at(minutes)
    return PunchRecorded(PunchId(f"{kind}-{minutes}"), who, kind, when, "R1", when.date(), break_kind=rest)


def sheet_of(*punches: tuple[PunchKind, int]) -> TimeSheet:
    sheet = TimeSheet(ANA)
    for kind, minutes in punches:
        sheet.apply(punch(kind, minutes))
    return sheet


def refused(sheet: TimeSheet, kind: PunchKind, day: int | None = None) -> Rule | None:
    """Why she may not punch so now; None where she may. `day` is how many days later it is."""
    try:
        sheet.must_allow(kind, "Ana", None if day is None else (NINE + timedelta(days=day)).date())
    except RuleBroken as broken:
        return broken.rule
    return None


def test_who_is_not_here_can_only_come() -> None:
    rules = [refused(sheet_of(), kind) for kind in (IN, OUT, REST, ON)]
    assert rules == [None, Rule.NOT_CLOCKED_IN, Rule.NOT_CLOCKED_IN, Rule.NOT_CLOCKED_IN]


def test_who_is_here_can_go_or_rest_and_come_a_second_time_only_on_a_later_day() -> None:
    sheet = sheet_of((IN, 0))
    assert [refused(sheet, kind) for kind in (IN, OUT, REST, ON)] == [
        Rule.CLOCKED_IN_ALREADY, None, None, Rule.BREAK_NOT_BEGUN,
    ]  # fmt: skip
    assert [refused(sheet, IN, day) for day in (0, 1)] == [Rule.CLOCKED_IN_ALREADY, None]


def test_who_rests_can_go_on_or_go_home_and_rests_once() -> None:
    sheet = sheet_of((IN, 0), (REST, 60))
    assert [refused(sheet, kind) for kind in (IN, OUT, REST, ON)] == [
        Rule.CLOCKED_IN_ALREADY, None, Rule.ON_BREAK_ALREADY, None,
    ]  # fmt: skip
    assert (sheet.is_clocked_in, sheet.is_on_break) == (True, True)


def test_after_two_breaks_the_second_is_the_one_that_counts_for_what_comes_next() -> None:
    sheet = sheet_of((IN, 0), (REST, 60), (ON, 75), (REST, 120))
    assert [shift.resting for shift in sheet.shifts] == [Break(at(120), None)]
    before = sheet.is_on_break
    sheet.apply(punch(ON, 150))
    assert (before, sheet.is_on_break) == (True, False)
    assert [shift.resting for shift in sheet.shifts] == [None]
    assert sheet.shifts[0].breaks == (Break(at(60), at(75)), Break(at(120), at(150)))
    assert sheet.contradictions == ()


def test_nobody_rests_who_is_not_here() -> None:
    for sheet in (sheet_of(), sheet_of((IN, 0), (REST, 5), (OUT, 10))):
        assert (sheet.is_on_break, sheet.is_clocked_in) == (False, False)
    assert sheet_of().running is None


def test_the_last_shift_is_the_one_that_runs() -> None:
    sheet = sheet_of((IN, 0), (OUT, 60), (IN, 120))
    assert sheet.running is not None
    assert sheet.running.began_at == at(120)
    sheet.apply(punch(OUT, 180))
    assert sheet.running is None


def test_going_home_from_a_break_ends_both_and_pays_neither() -> None:
    (shift,) = sheet_of((IN, 0), (REST, 60), (OUT, 90)).shifts
    assert shift == Shift(NINE.date(), NINE, at(90), (Break(at(60), at(90)),), id=PunchId("clock_in-0"))
    assert (shift.worked(at(500)), shift.rested(at(500), BreakKind.UNPAID)) == (of(60), of(30))


@pytest.mark.parametrize(
    ("punches", "odd"),
    [
        ([(IN, 0), (IN, 5), (OUT, 60)], "clock_in-5"),
        ([(OUT, 0), (IN, 5), (OUT, 60)], "clock_out-0"),
        ([(REST, 0), (IN, 5), (OUT, 60)], "break_begin-0"),
        ([(ON, 0), (IN, 5), (OUT, 60)], "break_end-0"),
        ([(IN, 5), (ON, 20), (OUT, 60)], "break_end-20"),
        ([(IN, 0), (REST, 10), (REST, 20), (ON, 30), (OUT, 60)], "break_begin-20"),
        ([(IN, 0), (OUT, 60), (REST, 70)], "break_begin-70"),
        ([(IN, 0), (OUT, 60), (OUT, 70)], "clock_out-70"),
    ],
)
def test_a_punch_that_fits_nothing_changes_no_hour_and_is_shown(punches: list[tuple[PunchKind, int]], odd: str) -> None:
    sheet, without = sheet_of(*punches), sheet_of(*(one for one in punches if f"{one[0]}-{one[1]}" != odd))
    assert [(one.punch.punch_id, one.why) for one in sheet.contradictions] == [(odd, Odd.FITS_NOTHING)]
    assert sheet.shifts == without.shifts
    assert without.contradictions == ()


def shift_with(*breaks: Break) -> Shift:
    """Nine to eleven."""
    return Shift(NINE.date(), NINE, at(120), breaks)


def test_unpaid_breaks_are_no_work_and_every_span_around_them_is() -> None:
    shift = shift_with(Break(at(30), at(45)), Break(at(60), at(90)))
    assert shift.at_work(at(500)) == ((NINE, at(30)), (at(45), at(60)), (at(90), at(120)))
    assert shift.worked(at(500)) == of(75)


def test_paid_breaks_are_work_up_to_what_the_house_pays_in_a_shift() -> None:
    shift = shift_with(Break(at(30), at(45), BreakKind.PAID), Break(at(60), at(90), BreakKind.PAID))
    assert [shift.worked(at(500), paid) for paid in (None, of(0), of(10), of(20), of(45), of(60))] == [
        of(120), of(75), of(85), of(95), of(120), of(120),
    ]  # fmt: skip
    assert shift.at_work(at(500), of(20)) == ((NINE, at(45)), (at(45), at(65)), (at(90), at(120)))


def test_time_in_breaks_is_told_apart_by_whether_it_is_paid() -> None:
    shift = shift_with(Break(at(30), at(45), BreakKind.PAID), Break(at(60), at(90)), Break(at(100), None))
    assert [shift.rested(at(500), kind) for kind in (BreakKind.PAID, BreakKind.UNPAID)] == [of(15), of(50)]
    running = Shift(NINE.date(), NINE, None, (Break(at(30), None),))
    assert (running.rested(at(40), BreakKind.UNPAID), running.worked(at(40))) == (of(10), of(30))


def test_a_break_that_outlasts_its_shift_counts_up_to_the_end_of_the_shift() -> None:
    shift = shift_with(Break(at(90), at(200)))
    assert (shift.worked(at(500)), shift.rested(at(500), BreakKind.UNPAID)) == (of(90), of(30))


def test_before_a_break_began_none_of_it_has_lasted() -> None:
    assert Break(at(30), at(40)).lasted(at(10)) == of(0)
    assert [Break(at(30), at(40)).lasted(at(now)) for now in (35, 60)] == [of(5), of(10)]


def test_what_a_manager_changes_is_kept_and_counts_even_after_hours_were_read() -> None:
    sheet = sheet_of((IN, 0))
    assert sheet.shifts[0].ended_at is None
    added = PunchAdded(PunchChangeId("c1"), ANA, punch(OUT, 60), WORD)
    sheet.apply(added)
    assert [shift.ended_at for shift in sheet.shifts] == [at(60)]
    withdrawn = PunchWithdrawn(PunchChangeId("c2"), ANA, PunchId("clock_out-60"), 1, WORD)
    sheet.apply(withdrawn)
    assert [shift.ended_at for shift in sheet.shifts] == [None]
    assert sheet.changes_of(PunchId("clock_out-60")) == (added, withdrawn)
    assert sheet.changes_of(PunchId("clock_in-0")) == ()


def test_an_owner_is_told_of_a_change_by_somebody_else_until_it_was_seen() -> None:
    sheet, added = sheet_of((IN, 0)), PunchAdded(PunchChangeId("c1"), ANA, punch(OUT, 60), WORD)
    sheet.apply(added)
    before = sheet.unseen
    sheet.apply(PunchChangeSeen(ANA, (added.change_id,), at(70), "R1"))
    assert (before, sheet.unseen) == ((added,), ())


def test_a_punch_is_never_added_to_somebody_elses_hours() -> None:
    with pytest.raises(ValueError, match="somebody else"):
        TimeSheet(ANA).apply(PunchAdded(PunchChangeId("c1"), ANA, punch(OUT, 60, who=CARLA), WORD))


def declared(name: str, minutes: int) -> TipsDeclared:
    return TipsDeclared(
        DeclarationId(name), ANA, PunchId("clock_out-60"), Money(500, "EUR"), at(minutes), NINE.date(), "R1"
    )


def test_tips_belong_to_the_shift_they_are_declared_in_or_after_and_the_last_word_counts() -> None:
    sheet = sheet_of((IN, 0), (OUT, 60), (IN, 120), (OUT, 180))
    early, first, again, second = (declared(name, when) for name, when in zip("abcd", (-5, 30, 100, 130), strict=True))
    for said in (second, again, first, early):
        sheet.apply(said)
    assert sheet.tips == {PunchId("clock_in-0"): again, PunchId("clock_in-120"): second}


def test_a_sheet_that_was_read_is_the_same_sheet() -> None:
    read, unread = (sheet_of((IN, 0), (OUT, 60)) for _ in range(2))
    assert read.shifts
    assert read == unread


def test_what_is_no_fact_about_hours_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="not a fact about working hours"):
        TimeSheet(ANA).apply("a nap")
