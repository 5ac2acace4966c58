"""What every store promises of time clocks; a test class supplies `bench`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ScheduleId, StaffId
from aura_terminal.domain.labor import BreakKind, PunchKind
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep
from aura_terminal.domain.labor_watch import Per
from aura_terminal.domain.money import Money
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.hours_rows import Look
from aura_terminal.ports.labor_rows import Standing
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING, signed_in


class LaborContract(StoreFixtures):
    """Clocks say what was punched, whose hours they are, and who is in."""

    def test_nobody_is_in_before_anybody_came(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        clock = shop.reads.labor.clock(marta.id, bench.clock.now())
        assert (clock.standing, clock.since, clock.today, clock.odd) == (Standing.OUT, None, timedelta(), 0)
        assert shop.reads.labor.on_duty(bench.clock.now()) == ()

    def test_a_clock_of_nobody_is_not_found(self, bench: Bench, shop: Shop) -> None:
        with pytest.raises(NotFound):
            shop.reads.labor.clock(StaffId("nobody"), bench.clock.now())

    def test_unpaid_breaks_are_taken_out_and_paid_ones_are_work(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        shop.labor.clock_in(marta)
        for kind in BreakKind:
            bench.clock.advance(hours=1)
            shop.labor.begin_break(marta, kind)
            resting = shop.reads.labor.clock(marta.id, bench.clock.now())
            assert (resting.standing, resting.since, resting.break_kind) == (Standing.ON_BREAK, bench.clock.now(), kind)
            bench.clock.advance(minutes=30)
            shop.labor.end_break(marta)
        shop.labor.clock_out(marta)
        clock = shop.reads.labor.clock(marta.id, bench.clock.now())
        worked = timedelta(hours=2, minutes=30)
        assert (clock.standing, clock.today, clock.week) == (Standing.OUT, worked, worked)

    def test_hours_of_the_week_are_those_since_its_monday(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        worked = []
        for _ in range(8):
            shop.labor.clock_in(marta)
            bench.clock.advance(hours=2)
            shop.labor.clock_out(marta)
            worked.append(shop.reads.labor.clock(marta.id, bench.clock.now()).week.total_seconds() / 3600)
            bench.clock.advance(hours=22)
        monday = worked.index(2, 1)
        assert worked[:monday] == [2 * day for day in range(1, monday + 1)]
        assert worked[monday:] == [2 * day for day in range(1, len(worked) - monday + 1)]

    def test_who_has_several_jobs_says_which_and_it_is_kept_with_its_rate(self, bench: Bench, shop: Shop) -> None:
        tom = signed_in(shop, "tom-richter")
        for job, rule in (("", Rule.JOB_NEEDED), ("Cook", Rule.JOB_NOT_THEIRS)):
            with pytest.raises(RuleBroken) as refused:
                shop.labor.clock_in(tom, job)
            assert refused.value.rule is rule
        fact = shop.labor.clock_in(tom, "Server")
        assert (fact.job, fact.rate) == ("Server", Money(1390, "EUR"))
        clock = shop.reads.labor.clock(tom.id, bench.clock.now())
        assert (clock.job, clock.jobs) == ("Server", ("Cashier", "Server"))
        assert shop.labor.time_sheet(tom.id).shifts[-1].rate == Money(1390, "EUR")

    def test_the_only_job_needs_no_word(self, shop: Shop) -> None:
        assert shop.labor.clock_in(signed_in(shop, "paolo-ferrara")).job == "Cook"

    def test_who_is_in_is_named_in_order_and_leaves_with_clocking_out(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        ana = signed_in(shop, "ana-kovac")
        shop.labor.clock_in(marta)
        shop.labor.clock_in(ana)
        bench.clock.advance(hours=1)
        shop.labor.begin_break(ana)
        there = shop.reads.labor.on_duty(bench.clock.now())
        assert [(row.name, row.standing) for row in there] == [
            ("Ana Kova\u010d", Standing.ON_BREAK), ("Marta Rossi", Standing.IN),
        ]  # fmt: skip
        shop.labor.clock_out(ana)
        assert [row.name for row in shop.reads.labor.on_duty(bench.clock.now())] == ["Marta Rossi"]

    def test_todays_shifts_of_the_plan_stand_on_the_clock(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        now = bench.clock.now()
        today = shop.reads.store.profile().calendar.date_of(now)
        plans = [
            Schedule(ScheduleId(f"plan-{who}"), StaffId(who), today, now.time(), (now + timedelta(hours=6)).time())
            for who in ("marta-rossi", "ana-kovac")
        ]
        shop.administration.put_documents(EVERYTHING, plans)
        planned = shop.reads.labor.clock(marta.id, now).planned
        assert [(one.staff_id, one.name) for one in planned] == [("marta-rossi", "Marta Rossi")]

    def test_a_week_is_read_by_person_with_what_it_costs(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        paolo = signed_in(shop, "paolo-ferrara")
        shop.labor.clock_in(paolo)
        shop.labor.clock_in(marta)
        bench.clock.advance(hours=2)
        shop.labor.begin_break(paolo)
        bench.clock.advance(minutes=30)
        shop.labor.end_break(paolo)
        bench.clock.advance(hours=1, minutes=30)
        shop.labor.clock_out(paolo, Money(700, "EUR"))
        now = bench.clock.now()
        week = shop.reads.labor.week(shop.reads.store.profile().calendar.date_of(now), now)
        told = [(one.name, one.worked, one.unpaid_breaks, one.cost) for one in week.people]
        half, hour = timedelta(minutes=30), timedelta(hours=1)
        assert told == [
            ("Marta Rossi", 4 * hour, timedelta(), Money(0, "EUR")),
            ("Paolo Ferrara", 3 * hour + half, half, Money(5670, "EUR")),
        ]
        assert (week.people[0].unrated, week.people[1].shifts[0].tips) == (4 * hour, Money(700, "EUR"))
        assert (week.cost, week.missing) == (Money(5670, "EUR"), ())

    def test_the_hours_of_a_day_add_up_to_what_it_costs(self, bench: Bench, shop: Shop) -> None:
        shop.labor.clock_in(signed_in(shop, "paolo-ferrara"))
        bench.clock.advance(hours=2, minutes=45)
        now = bench.clock.now()
        day = shop.reads.store.profile().calendar.date_of(now)
        hours = shop.reads.labor.cost_by_hour(day, now)
        assert sum((one.worked for one in hours), timedelta()) == timedelta(hours=2, minutes=45)
        assert sum(one.cost.minor for one in hours) == 4455
        assert [one.begins_at for one in hours] == sorted({one.begins_at for one in hours})
        assert shop.reads.labor.cost_by_hour(day - timedelta(days=1), now) == ()

    def test_hours_of_many_days_are_those_of_each_of_them(self, bench: Bench, shop: Shop) -> None:
        shop.hours.set_rules(EVERYTHING, LaborRules(weekly=(OvertimeStep(900, Decimal("1.5")),)))
        paolo = signed_in(shop, "paolo-ferrara")
        calendar = shop.reads.store.profile().calendar
        first = calendar.date_of(bench.clock.now())
        for _ in range(9):
            shop.labor.clock_in(paolo)
            bench.clock.advance(hours=6)
            shop.labor.clock_out(paolo)
            bench.clock.advance(hours=18)
        now = bench.clock.now()
        days = [first + timedelta(days=ahead) for ahead in range(9)]
        apart = [one for day in days for one in shop.reads.labor.cost_by_hour(day, now)]
        assert shop.reads.labor.cost_by_hour(first, now, days[-1]) == tuple(apart)
        assert sum(one.cost.minor for one in apart) > 9 * 6 * 1620

    def test_hours_of_weeks_in_which_clocks_change_are_those_of_each_day(self, bench: Bench, shop: Shop) -> None:
        steps = (OvertimeStep(420, Decimal("1.25")),)
        shop.hours.set_rules(EVERYTHING, LaborRules(daily=steps, weekly=(OvertimeStep(900, Decimal("1.5")),)))
        paolo = signed_in(shop, "paolo-ferrara")
        calendar = shop.reads.store.profile().calendar
        for change in (date(2026, 10, 22), date(2027, 3, 25)):
            bench.clock.set(calendar.begins(change) + timedelta(hours=18, minutes=7))
            for _ in range(5):
                shop.labor.clock_in(paolo)
                bench.clock.advance(hours=4, seconds=1)
                shop.labor.begin_break(paolo)
                bench.clock.advance(minutes=25)
                shop.labor.end_break(paolo)
                bench.clock.advance(hours=4, minutes=13)
                shop.labor.clock_out(paolo)
                bench.clock.advance(hours=15, minutes=21, seconds=59)
            shop.labor.clock_in(paolo)
            bench.clock.advance(minutes=50)
            now = bench.clock.now()
            days = [change + timedelta(days=ahead) for ahead in range(-1, 7)]
            apart = [one for day in days for one in shop.reads.labor.cost_by_hour(day, now)]
            assert shop.reads.labor.cost_by_hour(days[0], now, days[-1]) == tuple(apart)
            worked = 5 * timedelta(hours=8, minutes=13, seconds=1) + timedelta(minutes=50)
            assert sum((one.worked for one in apart), timedelta()) == worked
            assert all(one.hour == calendar.local(one.begins_at).hour for one in apart)
            shop.labor.clock_out(paolo)

    def test_a_shift_nobody_ended_is_looked_at_until_its_end_is_entered(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        carla = signed_in(shop, "carla-lombardi")
        came = shop.labor.clock_in(marta)
        assert shop.reads.labor.to_look_at(bench.clock.now()) == ()
        bench.clock.advance(hours=20)
        (look,) = shop.reads.labor.to_look_at(bench.clock.now())
        assert (look.look, look.name, look.punch_id) == (Look.FORGOTTEN, "Marta Rossi", came.punch_id)
        (row,) = shop.reads.labor.week(came.business_date, bench.clock.now()).people
        assert (row.worked, row.forgotten) == (timedelta(), 1)
        end = PunchEdit(came.at + timedelta(hours=7))
        shop.punch_editing.add(carla, marta.id, PunchKind.CLOCK_OUT, end, "Luca saw her leave")
        assert shop.reads.labor.to_look_at(bench.clock.now()) == ()
        (mended,) = shop.reads.labor.week(came.business_date, bench.clock.now()).people
        assert (mended.worked, mended.forgotten) == (timedelta(hours=7), 0)

    def test_punches_are_read_as_they_count_and_as_they_were_made(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        carla = signed_in(shop, "carla-lombardi")
        came = shop.labor.clock_in(marta)
        bench.clock.advance(minutes=10)
        edit = PunchEdit(came.at - timedelta(minutes=15))
        shop.punch_editing.correct(carla, marta.id, came.punch_id, edit, "came with the delivery")
        (row,) = shop.reads.labor.punches(marta.id, came.business_date)
        assert (row.at, row.made_at, row.odd) == (edit.at, came.at, None)
        assert [(one.by_name, one.reason) for one in row.changes] == [("Carla Lombardi", "came with the delivery")]
        shop.punch_editing.withdraw(carla, marta.id, came.punch_id, "was not her")
        (row,) = shop.reads.labor.punches(marta.id, came.business_date)
        assert (row.at, row.made_at, len(row.changes)) == (None, came.at, 2)
        assert shop.reads.labor.on_duty(bench.clock.now()) == ()

    def test_who_is_in_is_warned_of_a_break_that_is_due_and_of_overtime(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        steps = (OvertimeStep(240, Decimal("1.5")),)
        shop.hours.set_rules(EVERYTHING, LaborRules(meals=(MealRule(180, 30),), daily=steps))
        shop.labor.clock_in(marta)
        bench.clock.advance(hours=3, minutes=30)
        (row,) = shop.reads.labor.on_duty(bench.clock.now())
        assert row.meal is not None
        assert row.overtime is not None
        assert (row.meal.is_late, row.overtime.per, row.overtime.left) == (True, Per.DAY, timedelta(minutes=30))
