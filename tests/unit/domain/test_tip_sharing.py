"""Tips are shared as the house wrote down, and what is shared is what there was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId, TipPayoutId, TipShareId
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.money import Money
from aura_terminal.domain.tip_rules import TipBase, TipOut, TipPool, TipRules, TipSpan, TipWeight, must_work
from aura_terminal.domain.tip_sharing import (
    Earned,
    SharedTips,
    TipShare,
    TipSharing,
    TipsPaid,
    TipsShared,
    Worked,
    in_force,
    in_order,
    owed,
    share_out,
    worked_on,
)

NOON = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
ANA, BEN, COOK, RUNNER = (StaffId(name) for name in ("ana", "ben", "cook", "runner"))
NAMES = {one: one.title() for one in (ANA, BEN, COOK, RUNNER)}


def shift(who: StaffId, job: str, hours: int, begins: int = 0) -> Worked:
    since = NOON + timedelta(hours=begins)
    return Worked(who, job, since, since + timedelta(hours=hours), hours * 60)


def tips(who: StaffId, minor: int, hour: int = 1, **more: int) -> Earned:
    return Earned(who, NOON + timedelta(hours=hour), tips=minor, **more)


def shared(worked: list[Worked], earned: list[Earned], rules: TipRules) -> dict[str, int]:
    found = share_out(worked, earned, rules, NAMES, "EUR")
    return {one.staff_id: one.share.minor for one in found}


def test_without_rules_everybody_keeps_their_own() -> None:
    team = [shift(ANA, "waiter", 5), shift(BEN, "waiter", 5), shift(COOK, "cook", 8)]
    assert shared(team, [tips(ANA, 1001), tips(BEN, 500)], TipRules()) == {ANA: 1001, BEN: 500, COOK: 0}


def test_a_pool_is_shared_by_hours_and_by_points() -> None:
    team = [shift(ANA, "waiter", 6), shift(BEN, "waiter", 3), shift(RUNNER, "runner", 3)]
    earned = [tips(ANA, 900), tips(BEN, 300)]
    pool = ("waiter", "runner")
    by_hours = TipRules(pools=(TipPool("floor", pool),))
    assert shared(team, earned, by_hours) == {ANA: 600, BEN: 300, RUNNER: 300}
    by_points = TipRules(points=(("waiter", 2),), pools=(TipPool("floor", pool, TipWeight.POINTS),))
    assert shared(team, earned, by_points) == {ANA: 480, BEN: 480, RUNNER: 240}
    both = TipRules(points=(("waiter", 2),), pools=(TipPool("floor", pool, TipWeight.HOURS_AND_POINTS),))
    assert shared(team, earned, both) == {ANA: 686, BEN: 343, RUNNER: 171}


def test_a_tip_out_takes_a_percentage_of_tips_or_of_sales_and_never_more_than_there_is() -> None:
    team = [shift(ANA, "waiter", 6), shift(BEN, "waiter", 6), shift(COOK, "cook", 8)]
    of_tips = TipRules(tip_outs=(TipOut(("waiter",), ("cook",), Decimal(15)),))
    assert shared(team, [tips(ANA, 1000), tips(BEN, 200)], of_tips) == {ANA: 850, BEN: 170, COOK: 180}
    of_sales = TipRules(tip_outs=(TipOut(("waiter",), ("cook",), Decimal("2.5"), TipBase.SALES),))
    earned = [tips(ANA, 1000, sales=20000), tips(BEN, 200, sales=40000)]
    assert shared(team, earned, of_sales) == {ANA: 500, BEN: 0, COOK: 700}


def test_a_tip_out_to_a_job_nobody_worked_in_stays_where_it_is() -> None:
    rules = TipRules(tip_outs=(TipOut(("waiter",), ("sommelier",), Decimal(10)),))
    assert shared([shift(ANA, "waiter", 6)], [tips(ANA, 1000)], rules) == {ANA: 1000}


def test_by_shift_one_shares_with_those_who_were_there() -> None:
    team = [shift(ANA, "waiter", 4), shift(BEN, "waiter", 4, begins=6), shift(RUNNER, "waiter", 10)]
    rules = TipRules(span=TipSpan.SHIFT, pools=(TipPool("floor", ("waiter",)),))
    earned = [tips(ANA, 800), tips(BEN, 400, hour=7)]
    assert shared(team, earned, rules) == {ANA: 400, BEN: 200, RUNNER: 600}


def test_what_somebody_declared_they_have_already() -> None:
    team = [shift(ANA, "waiter", 5), shift(BEN, "waiter", 5)]
    rules = TipRules(pools=(TipPool("floor", ("waiter",)),))
    earned = [tips(ANA, 300, held=500), tips(BEN, 100)]
    ana, ben = share_out(team, earned, rules, NAMES, "EUR")
    assert (ana.share.minor, ana.declared.minor, ana.passed.minor, ana.to_pay.minor) == (450, 500, -350, -50)
    assert (ben.share.minor, ben.to_pay.minor) == (450, 450)
    assert ana.to_pay + ben.to_pay == Money(400, "EUR")


def test_somebody_who_earned_without_a_shift_keeps_it() -> None:
    rules = TipRules(pools=(TipPool("floor", ("waiter",)),))
    assert shared([shift(BEN, "waiter", 5)], [tips(ANA, 300), tips(BEN, 100)], rules) == {ANA: 300, BEN: 100}


PEOPLE = st.sampled_from((ANA, BEN, COOK, RUNNER))
JOBS = ("waiter", "runner", "cook", "")
SHIFTS = st.builds(shift, PEOPLE, st.sampled_from(JOBS), st.integers(0, 9), st.integers(0, 9))
TEAMS = st.lists(SHIFTS, max_size=6, unique_by=lambda one: (one.staff_id, one.began_at))
EARNED = st.builds(
    Earned, PEOPLE, st.integers(0, 15).map(lambda hour: NOON + timedelta(hours=hour)), st.integers(-500, 9999),
    st.integers(0, 3000), st.integers(0, 90000),
)  # fmt: skip
PERCENT = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(100), places=2)
SOME = st.lists(st.sampled_from(("waiter", "runner", "cook")), min_size=1, max_size=2, unique=True).map(tuple)
RULES = st.builds(
    TipRules, st.just("tips"), st.sampled_from(TipSpan),
    st.lists(st.tuples(st.sampled_from(JOBS), st.integers(0, 9)), max_size=3, unique_by=lambda one: one[0]).map(tuple),
    st.lists(st.builds(TipOut, SOME, SOME, PERCENT, st.sampled_from(TipBase), st.sampled_from(TipWeight)), max_size=3)
    .map(tuple),
    st.lists(st.builds(TipPool, st.just("floor"), SOME, st.sampled_from(TipWeight)), max_size=1).map(tuple),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(TEAMS, st.lists(EARNED, max_size=8), RULES)
def test_shares_add_up_to_what_there_was_whatever_the_rules(
    worked: list[Worked], earned: list[Earned], rules: TipRules
) -> None:
    shares = share_out(worked, earned, rules, NAMES, "EUR")
    assert sum(one.share.minor for one in shares) == sum(one.tips + one.held for one in earned)
    assert sum(one.passed.minor for one in shares) == 0
    assert {one.staff_id for one in shares} == {one.staff_id for one in worked} | {one.staff_id for one in earned}
    if all(one.tips >= 0 for one in earned):
        assert all(one.share.minor >= 0 for one in shares)
    again = share_out(worked[::-1], earned[::-1], rules, NAMES, "EUR")
    assert [one.share for one in again] == [one.share for one in shares]


@pytest.mark.parametrize("rules", [
    TipRules(pools=(TipPool("a", ("waiter",)), TipPool("b", ("waiter", "cook")))),
    TipRules(pools=(TipPool("a", ()),)),
    TipRules(tip_outs=(TipOut(("waiter",), ("cook",), Decimal(101)),)),
    TipRules(tip_outs=(TipOut(("waiter",), ("cook",), Decimal(0)),)),
    TipRules(tip_outs=(TipOut(("waiter",), ("waiter",), Decimal(5)),)),
    TipRules(points=(("waiter", -1),)),
])  # fmt: skip
def test_rules_nobody_can_reckon_with_are_refused(rules: TipRules) -> None:
    with pytest.raises(RuleBroken) as refused:
        must_work(rules)
    assert refused.value.rule is Rule.TIP_RULES_WRONG


def test_a_decision_that_replaces_another_counts_also_where_its_clock_was_set_back() -> None:
    first = decided()
    later = replace(first, share_id=TipShareId("s0"), decided_at=NOON - timedelta(hours=3), replaces=(first.share_id,))
    apart = replace(first, share_id=TipShareId("s2"), decided_at=NOON + timedelta(hours=1), replaces=(first.share_id,))
    assert in_force([SharedTips(later), SharedTips(first)]) == later
    assert in_force([SharedTips(later), SharedTips(apart), SharedTips(first)]) == apart
    assert in_force([]) is None


def decided(*shares: TipShare) -> TipsShared:
    whole = Money(sum(one.share.minor for one in shares), "EUR")
    return TipsShared(TipShareId("s1"), NOON.date(), whole, shares, TipRules(), NOON, BEN, "Ben", "R1")


def paid(id_: str, who: StaffId, minor: int) -> TipsPaid:
    return TipsPaid(TipShareId("s1"), TipPayoutId(id_), who, Money(minor, "EUR"), NOON, BEN, "R1")


def test_a_decision_and_its_payments_fold_alike_in_every_order_and_when_told_twice() -> None:
    none, some = Money(0, "EUR"), Money(700, "EUR")
    facts = (decided(TipShare(ANA, "Ana", "", 0, some, none, none, some)), paid("p1", ANA, 300), paid("p2", ANA, 100))
    seen = set()
    for told in permutations((*facts, facts[0], facts[1])):
        state = TipSharing(TipShareId("s1"))
        for fact in told:
            state.apply(fact)
        assert state.shared is not None
        seen.add((state.shared, in_order(state.paid.values())))
    assert len(seen) == 1
    assert owed(facts[0], facts[1:]) == {ANA: Money(300, "EUR")}


def test_somebody_who_was_paid_and_is_to_have_nothing_any_more_hands_it_back() -> None:
    none, some = Money(0, "EUR"), Money(700, "EUR")
    current = decided(TipShare(ANA, "Ana", "", 0, some, none, none, some))
    abroad = replace(paid("p3", ANA, 100), amount=Money(100, "USD"))
    still = owed(current, [paid("p1", ANA, 300), paid("p2", BEN, 50), abroad])
    assert still == {ANA: Money(400, "EUR"), BEN: Money(-50, "EUR")}


def test_a_shift_that_runs_counts_until_now_and_one_that_was_forgotten_not_at_all() -> None:
    began, ended = NOON, NOON + timedelta(hours=3)
    day = NOON.date()
    shifts = [
        Shift(day, began, None, job="waiter"),
        Shift(day, began, ended),
        Shift(day, began, None, is_forgotten=True),
    ]
    now = NOON + timedelta(hours=5)
    assert worked_on(ANA, shifts, now) == [Worked(ANA, "waiter", began, now, 300), Worked(ANA, "", began, ended, 180)]
    assert worked_on(ANA, shifts[:1], NOON - timedelta(hours=1)) == [Worked(ANA, "waiter", began, began, 0)]


def test_a_share_tells_the_jobs_somebody_had_each_once_and_how_long_they_worked() -> None:
    team = [
        shift(ANA, "waiter", 2),
        shift(ANA, "runner", 1, begins=3),
        shift(ANA, "waiter", 4, begins=5),
        shift(BEN, "", 6),
    ]
    ana, ben = share_out(team, [tips(ANA, 300)], TipRules(), NAMES, "EUR")
    assert (ana.name, ana.jobs, ana.minutes) == ("Ana", "waiter, runner", 420)
    assert (ben.name, ben.jobs, ben.minutes) == ("Ben", "", 360)


def test_the_hours_of_two_shifts_in_one_job_count_together() -> None:
    team = [shift(ANA, "waiter", 2), shift(ANA, "waiter", 4, begins=5), shift(BEN, "waiter", 6)]
    assert shared(team, [tips(ANA, 1000)], TipRules(pools=(TipPool("floor", ("waiter",)),))) == {ANA: 500, BEN: 500}


def test_evenly_is_the_same_for_everybody_however_long_they_worked() -> None:
    team = [shift(ANA, "waiter", 2), shift(BEN, "waiter", 9), shift(COOK, "waiter", 1)]
    rules = TipRules(pools=(TipPool("floor", ("waiter",), TipWeight.EVENLY),))
    assert shared(team, [tips(ANA, 900)], rules) == {ANA: 300, BEN: 300, COOK: 300}


def test_a_percentage_of_sales_takes_nothing_from_who_sold_nothing() -> None:
    rules = TipRules(tip_outs=(TipOut(("waiter",), ("cook",), Decimal(100), TipBase.SALES),))
    assert Earned(ANA, NOON) == Earned(ANA, NOON, tips=0, held=0, sales=0)
    assert shared([shift(ANA, "waiter", 5), shift(COOK, "cook", 5)], [tips(ANA, 1000)], rules) == {ANA: 1000, COOK: 0}


@pytest.mark.parametrize(("hour", "mate"), [(2, BEN), (5, BEN), (7, RUNNER), (9, RUNNER), (14, RUNNER)])
def test_a_tip_between_two_shifts_is_shared_with_those_of_the_nearer_one(hour: int, mate: StaffId) -> None:
    team = [shift(ANA, "waiter", 4), shift(BEN, "waiter", 4)]
    team += [shift(ANA, "waiter", 4, begins=8), shift(RUNNER, "waiter", 4, begins=8)]
    rules = TipRules(span=TipSpan.SHIFT, pools=(TipPool("floor", ("waiter",)),))
    assert shared(team, [tips(ANA, 1000, hour)], rules) == {ANA: 500, BEN: 0, RUNNER: 0} | {mate: 500}


def test_what_is_no_fact_about_shared_tips_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="not a fact about shared tips"):
        TipSharing(TipShareId("s1")).apply("a coin")
