"""What a guest's points come to act by act, and when a promotion was used more often than it may be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import (
    DiscountId,
    GuestId,
    MovementId,
    OrderId,
    ProgrammeId,
    PromotionId,
    RewardId,
    StaffId,
    TierId,
)
from aura_terminal.domain.loyalty import (
    Company,
    LoyaltyAccount,
    LoyaltyProgramme,
    LoyaltyTier,
    PointsMoved,
    PointsReason,
    PointsStated,
    Purse,
    Reward,
    must_afford,
    points_for,
)
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import (
    Overuse,
    Promotion,
    PromotionKind,
    PromotionReturned,
    PromotionUsed,
    PromotionUses,
    overuse_of,
)
from tests.unit.domain.orders import NOW

ADA, BO = GuestId("ada"), GuestId("bo")
CLUB = LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1), most_alone=100)
COFFEE = Reward(RewardId("coffee"), CLUB.id, "Coffee", 50)
TWICE = Promotion(PromotionId("twice"), "Twice", next(iter(PromotionKind)), per_guest=2, in_all=3)


def moved(name: str, points: int) -> PointsMoved:
    reason = next(iter(PointsReason))
    return PointsMoved(MovementId(name), ADA, points, reason, NOW, StaffId("marta"))


def account(*facts: PointsMoved | PointsStated) -> LoyaltyAccount:
    made = LoyaltyAccount(ADA)
    for fact in facts:
        made.apply(fact)
    return made


def test_a_step_is_reached_by_all_points_that_ever_came_and_loses_none_by_those_that_went() -> None:
    assert account(moved("a", 1), moved("b", -30), moved("c", 50)).earned == 51
    word = PointsStated(ADA, 20, NOW, ("a",), earned=400)
    assert account(moved("a", 1), word, moved("c", 50)).earned == 450
    assert account(PointsStated(ADA, 20, NOW)).earned == 0


def test_the_central_says_something_new_with_other_points_or_of_movements_it_did_not_know() -> None:
    guest = account()
    first = guest.states(20, NOW, ["a"])
    assert first == PointsStated(ADA, 20, NOW, ("a",), earned=0)
    guest.apply(first)
    assert guest.states(20, NOW, ["a"]) is None
    assert guest.states(21, NOW, ["a"]) == PointsStated(ADA, 21, NOW)
    assert guest.states(20, NOW, ["a", "b"]) == PointsStated(ADA, 20, NOW, ("b",))


@pytest.mark.parametrize(("minor", "points"), [(-100, 0), (0, 0), (1, 1), (100, 100)])
def test_money_that_goes_back_earns_nothing_and_a_cent_what_it_is_worth(minor: int, points: int) -> None:
    generous = replace(CLUB, points_per_unit=Decimal(100))
    assert points_for(Money(minor, "EUR"), generous, None) == points


def test_a_step_that_says_nothing_of_it_earns_as_much_as_none() -> None:
    step = LoyaltyTier(TierId("blue"), CLUB.id, "Blue", 0)
    assert points_for(Money(1000, "EUR"), CLUB, step) == points_for(Money(1000, "EUR"), CLUB, None) == 10


def test_a_programme_that_says_nothing_of_it_lets_nothing_go_alone_and_points_are_no_money() -> None:
    plain = LoyaltyProgramme(ProgrammeId("plain"), "Plain", Decimal(1))
    assert (plain.most_alone, plain.minor_per_point) == (0, 0)


@pytest.mark.parametrize(
    ("purse", "company", "refused"),
    [
        (Purse(50, 0, 0), Company.TOGETHER, None),
        (Purse(49, 0, 0), Company.TOGETHER, (Rule.POINTS_SHORT, {"needed": 50, "points": 49})),
        (Purse(-5, 0, 0), Company.TOGETHER, (Rule.POINTS_SHORT, {"needed": 50, "points": 0})),
        (Purse(500, 0, 200), Company.TOGETHER, None),
        (Purse(500, 0, 50), Company.ALONE, None),
        (Purse(500, 0, 51), Company.ALONE, (Rule.POINTS_CAPPED, {"allowed": 49})),
        (Purse(500, 0, 200), Company.ALONE, (Rule.POINTS_CAPPED, {"allowed": 0})),
    ],
)
def test_a_reward_is_had_for_its_points_and_alone_as_far_as_the_house_lets_go(
    purse: Purse, company: Company, refused: tuple[Rule, dict[str, int]] | None
) -> None:
    if refused is None:
        must_afford(purse, COFFEE, CLUB, company)
        return
    with pytest.raises(RuleBroken) as broken:
        must_afford(purse, COFFEE, CLUB, company)
    assert (broken.value.rule, broken.value.details) == refused


def used(*guests: GuestId | None, returned: int = 0) -> PromotionUses:
    """A promotion used by these guests in turn, the first so many of which came to nothing."""
    uses = PromotionUses(TWICE.id)
    for place, guest in enumerate(guests):
        use_id = DiscountId(f"use-{place}")
        uses.apply(PromotionUsed(TWICE.id, use_id, OrderId("o"), NOW, guest))
        if place < returned:
            uses.apply(PromotionReturned(TWICE.id, use_id, NOW))
    return uses


@pytest.mark.parametrize(
    ("uses", "over"),
    [
        (used(), None),
        (used(ADA, ADA, BO), None),
        (used(ADA, ADA, ADA), (3, 2)),
        (used(ADA, ADA, ADA, returned=1), None),
        (used(None, None, None), None),
        (used(None, None, ADA, BO), (4, 3)),
        (used(BO, ADA, ADA, ADA, returned=1), (3, 2)),
    ],
)
def test_a_promotion_was_used_too_often_in_all_or_by_one_guest(
    uses: PromotionUses, over: tuple[int, int] | None
) -> None:
    assert overuse_of(TWICE, uses) == (None if over is None else Overuse(TWICE.id, "Twice", *over))


def test_of_several_guests_the_one_who_used_it_most_counts() -> None:
    assert overuse_of(replace(TWICE, in_all=0), used(BO, ADA, ADA, ADA)) == Overuse(TWICE.id, "Twice", 3, 2)


def test_what_nothing_limits_is_not_counted_and_never_used_too_often() -> None:
    free = Promotion(PromotionId("free"), "Free", TWICE.kind)
    assert [one.is_counted for one in (free, replace(free, per_guest=1), replace(free, in_all=1))] == [
        False,
        True,
        True,
    ]
    assert (free.percent, free.needs_code) == (Decimal(0), False)
    assert overuse_of(free, used(ADA, ADA, ADA, ADA)) is None
    assert overuse_of(replace(free, per_guest=1), used()) is None
    assert used(ADA, BO, ADA).by_guest(ADA) == 2


@pytest.mark.parametrize("fold", [LoyaltyAccount(ADA), PromotionUses(TWICE.id)])
def test_what_is_no_fact_about_them_is_a_mistake_of_the_program(fold: LoyaltyAccount | PromotionUses) -> None:
    with pytest.raises(TypeError, match="not a fact about"):
        fold.apply("a point")
