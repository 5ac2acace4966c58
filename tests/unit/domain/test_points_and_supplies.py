"""Sums that only grow: the same whichever fact is heard first, and nothing counted twice beside a central's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import (
    AdjustmentId,
    CountId,
    GuestId,
    MovementId,
    ProgrammeId,
    RedemptionId,
    RewardId,
    StaffId,
    SupplyId,
    TierId,
)
from aura_terminal.domain.loyalty import (
    Company,
    LoyaltyAccount,
    LoyaltyFact,
    LoyaltyProgramme,
    LoyaltyTier,
    PointsMoved,
    PointsReason,
    PointsStated,
    Reward,
    RewardRedeemed,
    RewardReturned,
    must_afford,
    points_for,
    purse_of,
    return_id,
    tier_of,
)
from aura_terminal.domain.money import Money
from aura_terminal.domain.supplies import AdjustmentKind, SupplyAdjusted, SupplyCounted, SupplyLevel, SupplyStated
from tests.unit.domain.orders import NOW

GUEST, BY = GuestId("g1"), StaffId("marta")
CLUB = LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal("0.5"), most_alone=30)
CAKE = Reward(RewardId("cake"), CLUB.id, "Cake", 20)
BEEF = SupplyId("beef")


def moved(number: int, points: int) -> PointsMoved:
    return PointsMoved(MovementId(f"m{number}"), GUEST, points, PointsReason.GIVEN, NOW, BY)


def redeemed(number: int, points: int) -> RewardRedeemed:
    return RewardRedeemed(RedemptionId(f"r{number}"), GUEST, CAKE.id, points, CAKE.name, NOW, BY)


def account(*facts: LoyaltyFact) -> LoyaltyAccount:
    made = LoyaltyAccount(GUEST)
    for fact in facts:
        made.apply(fact)
    return made


@given(
    st.lists(st.integers(-50, 50).filter(bool), max_size=8), st.lists(st.integers(1, 30), max_size=5),
    st.sets(st.integers(0, 4)), st.randoms(use_true_random=False),
)  # fmt: skip
def test_points_add_up_whichever_movement_is_heard_of_first_and_however_often(
    points: list[int], spent: list[int], back: set[int], chance: Random
) -> None:
    facts: list[LoyaltyFact] = [moved(n, p) for n, p in enumerate(points)]
    facts += [redeemed(n, p) for n, p in enumerate(spent)]
    facts += [RewardReturned(RedemptionId(f"r{n}"), GUEST, NOW, BY) for n in back]
    heard = facts * 2
    chance.shuffle(heard)
    kept = account(*heard)
    spent_for_good = sum(p for n, p in enumerate(spent) if n not in back)
    assert kept.balance == sum(points) - spent_for_good
    assert kept.let_go == spent_for_good


def test_the_centrals_word_holds_what_it_was_told_and_nothing_is_counted_twice() -> None:
    kept = account(moved(1, 100), redeemed(1, 20))
    first = kept.states(480, NOW, ["m1"], earned=500, tier="Gold")
    assert first == PointsStated(GUEST, 480, NOW, ("m1",), 500, "Gold")
    assert first is not None
    kept.apply(first)
    assert (kept.balance, kept.let_go, kept.earned) == (460, 20, 500)
    kept.apply(moved(2, 7))
    assert kept.balance == 467
    assert kept.states(480, NOW, ["m1"], earned=500, tier="Gold") is None
    second = kept.states(460, NOW, ["m1", "r1"], earned=500, tier="Gold")
    assert second is not None
    assert second.includes == ("r1",)
    kept.apply(second)
    assert (kept.balance, kept.let_go) == (467, 0)


def test_a_return_the_central_was_not_told_of_counts_beside_a_redemption_it_knows() -> None:
    kept = account(
        redeemed(1, 20), PointsStated(GUEST, 80, NOW, ("r1",)), RewardReturned(RedemptionId("r1"), GUEST, NOW, BY)
    )
    assert kept.balance == 100
    kept.apply(PointsStated(GUEST, 100, NOW, (return_id(RedemptionId("r1")),)))
    assert kept.balance == 100


def test_terminals_that_let_go_of_too_much_apart_show_it() -> None:
    assert account(moved(1, 30), redeemed(1, 20), redeemed(2, 20)).balance == -10


@pytest.mark.parametrize(
    ("purse", "reward", "company", "rule"),
    [
        (account(moved(1, 19)), CAKE, Company.TOGETHER, Rule.POINTS_SHORT),
        (account(moved(1, 90), redeemed(1, 20)), CAKE, Company.ALONE, Rule.POINTS_CAPPED),
        (account(moved(1, 90)), replace(CAKE, active=False), Company.TOGETHER, Rule.REWARD_NOT_OFFERED),
    ],
)  # fmt: skip
def test_a_reward_that_cannot_be_had_says_why(
    purse: LoyaltyAccount, reward: Reward, company: Company, rule: Rule
) -> None:
    with pytest.raises(RuleBroken, match=rule.value):
        must_afford(purse_of([purse]), reward, CLUB, company)


@pytest.mark.parametrize(("minor", "points"), [(0, 0), (-500, 0), (199, 0), (200, 1), (1399, 6), (1400, 7)])
def test_points_are_whole_and_never_rounded_up(minor: int, points: int) -> None:
    assert points_for(Money(minor, "EUR"), CLUB, None) == points


def test_the_highest_step_that_was_reached_counts() -> None:
    steps = [LoyaltyTier(TierId(f"t{n}"), CLUB.id, f"{n}", n, Decimal(2)) for n in (0, 100, 500)]
    reached = [tier_of(points, steps, CLUB.id) for points in (0, 99, 100, 9999)]
    assert [step.name if step else "" for step in reached] == ["0", "0", "100", "500"]
    assert tier_of(100, steps, ProgrammeId("other")) is None
    assert points_for(Money(1400, "EUR"), CLUB, steps[1]) == 14


def adjusted(number: int, kind: AdjustmentKind, quantity: str) -> SupplyAdjusted:
    return SupplyAdjusted(AdjustmentId(f"a{number}"), BEEF, kind, Decimal(quantity), NOW, BY)


def level(*facts: SupplyAdjusted | SupplyCounted | SupplyStated) -> SupplyLevel:
    made = SupplyLevel(BEEF)
    for fact in facts:
        made.apply(fact)
    return made


QUANTITIES = st.decimals("0.0001", "9999", places=4)


@given(st.lists(st.tuples(st.sampled_from(AdjustmentKind), QUANTITIES), max_size=10), st.randoms(use_true_random=False))
def test_adjustments_add_up_exactly_in_any_order(given_: list[tuple[AdjustmentKind, Decimal]], chance: Random) -> None:
    facts = [adjusted(n, kind, str(quantity)) for n, (kind, quantity) in enumerate(given_)] * 2
    chance.shuffle(facts)
    minus = (AdjustmentKind.USAGE, AdjustmentKind.WASTE)
    assert level(*facts).quantity == sum((-q if kind in minus else q for kind, q in given_), Decimal(0))


def test_a_count_holds_what_was_adjusted_before_it_and_beats_a_word_that_does_not_know_it() -> None:
    purchase, waste = adjusted(1, AdjustmentKind.PURCHASE, "20"), adjusted(2, AdjustmentKind.WASTE, "1.5")
    count = SupplyCounted(BEEF, CountId("c1"), Decimal(18), NOW)
    assert level(purchase, count, waste).quantity == Decimal("16.5")
    unaware = SupplyStated(BEEF, Decimal(40), NOW + timedelta(hours=1), ("a1",))
    assert level(purchase, count, waste, unaware).quantity == Decimal("16.5")
    aware = SupplyStated(BEEF, Decimal(18), NOW + timedelta(hours=1), ("a1", "c1"))
    assert level(purchase, count, waste, aware).quantity == Decimal("16.5")
    told = SupplyStated(BEEF, Decimal("16.2"), NOW + timedelta(hours=2), ("a2",))
    assert level(purchase, count, waste, aware, told).quantity == Decimal("16.2")


def test_the_central_says_nothing_new_twice() -> None:
    kept = level(adjusted(1, AdjustmentKind.PURCHASE, "20"))
    word = kept.states(Decimal("20.0"), NOW, ["a1"])
    assert word is not None
    kept.apply(word)
    assert (kept.quantity, kept.states(Decimal(20), NOW, ["a1"])) == (Decimal(20), None)
