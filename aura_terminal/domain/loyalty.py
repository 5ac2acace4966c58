"""Loyalty: programmes, tiers and rewards as documents; points as movements that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.discounts import WHOLE_ORDER, Coverage, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import GuestId, MovementId, OrderId, ProgrammeId, RedemptionId, RewardId, StaffId, TierId
from aura_terminal.domain.money import Money, exponent_of


class PointsReason(StrEnum):
    """Why points moved; the words are the central's where it has one."""

    EARNED = "order_purchase"
    GIVEN = "manual"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class LoyaltyProgramme:
    """How points are earned: so many for each major unit of money spent. `most_alone` are the most points of one guest
    that a terminal that hears nobody lets go before the central or a peer was heard again. A point
    pays `minor_per_point` minor units; 0: points are not money."""

    id: ProgrammeId
    name: str
    points_per_unit: Decimal
    most_alone: int = 0
    active: bool = True
    minor_per_point: int = 0


@dataclass(frozen=True, slots=True)
class LoyaltyTier:
    """A step of a programme, reached by points earned in all; `multiplier` is what earning is multiplied by."""

    id: TierId
    programme: ProgrammeId
    name: str
    threshold: int
    multiplier: Decimal = Decimal(1)
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reward:
    """What points can be exchanged for; one with a `reduction` lowers the bill."""

    id: RewardId
    programme: ProgrammeId
    name: str
    points: int
    reduction: Reduction | None = None
    coverage: Coverage = WHOLE_ORDER
    description: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class PointsMoved:
    """So many points came (above zero) or went."""

    movement_id: MovementId
    guest_id: GuestId
    points: int
    reason: PointsReason
    moved_at: datetime
    moved_by: StaffId
    order_id: OrderId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RewardRedeemed:
    """A guest exchanged points for a reward, whose price and name are frozen."""

    redemption_id: RedemptionId
    guest_id: GuestId
    reward_id: RewardId
    points: int
    name: str
    redeemed_at: datetime
    redeemed_by: StaffId
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class RewardReturned:
    """A redemption came to nothing; its points count again."""

    redemption_id: RedemptionId
    guest_id: GuestId
    returned_at: datetime
    returned_by: StaffId


@dataclass(frozen=True, slots=True)
class PointsStated:
    """What the central says a guest has. `includes` are the movements, redemptions and returns (by redemption id with
    a trailing `-`) that it was told of since it was heard last, so that they are not counted twice."""

    guest_id: GuestId
    points: int
    stated_at: datetime
    includes: tuple[str, ...] = ()
    earned: int = 0
    tier: str = ""


LoyaltyFact = PointsMoved | RewardRedeemed | RewardReturned | PointsStated


@dataclass(slots=True)
class LoyaltyAccount:
    """The fold of one guest's points: the central's last word, and what it was not told of when it spoke."""

    id: GuestId
    stated: PointsStated | None = None
    movements: dict[MovementId, PointsMoved] = field(default_factory=dict)
    redemptions: dict[RedemptionId, RewardRedeemed] = field(default_factory=dict)
    returned: dict[RedemptionId, RewardReturned] = field(default_factory=dict)
    included: set[str] = field(default_factory=set)

    @property
    def balance(self) -> int:
        """Points the guest has; below zero when terminals that did not hear each other let go of too many."""
        word = 0 if self.stated is None else self.stated.points
        return word + sum(points for id_, points in self._local() if id_ not in self.included)

    @property
    def earned(self) -> int:
        """All points ever earned, which is what tiers are reached by."""
        word = 0 if self.stated is None else self.stated.earned
        gained = (one for one in self.movements.values() if one.points > 0 and one.movement_id not in self.included)
        return word + sum(one.points for one in gained)

    @property
    def let_go(self) -> int:
        """Points redeemed here and not returned, of which the central has not said that it knows."""
        spent = (one for one in self.redemptions.values() if one.redemption_id not in self.included)
        return sum(one.points for one in spent if one.redemption_id not in self.returned)

    def states(
        self, points: int, now: datetime, told: Iterable[str], *, earned: int = 0, tier: str = ""
    ) -> PointsStated | None:
        """What the central says, as a fact; None when it says nothing new. `told` are all ids it was told of."""
        new = tuple(sorted(set(told) - self.included))
        last = self.stated
        same = last is not None and (last.points, last.earned, last.tier) == (points, earned, tier)
        return None if same and not new else PointsStated(self.id, points, now, new, earned, tier)

    def _local(self) -> Iterable[tuple[str, int]]:
        yield from ((one.movement_id, one.points) for one in self.movements.values())
        yield from ((one.redemption_id, -one.points) for one in self.redemptions.values())
        for redemption_id in self.returned:
            redeemed = self.redemptions.get(redemption_id)
            if redeemed is not None:
                yield return_id(redemption_id), redeemed.points

    @singledispatchmethod
    def apply(self, fact: LoyaltyFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about points: {fact!r}")

    @apply.register
    def _(self, fact: PointsMoved) -> None:
        self.movements.setdefault(fact.movement_id, fact)

    @apply.register
    def _(self, fact: RewardRedeemed) -> None:
        self.redemptions.setdefault(fact.redemption_id, fact)

    @apply.register
    def _(self, fact: RewardReturned) -> None:
        self.returned.setdefault(fact.redemption_id, fact)

    @apply.register
    def _(self, fact: PointsStated) -> None:
        self.stated = fact
        self.included.update(fact.includes)


def return_id(redemption_id: RedemptionId) -> str:
    """The name under which the central is told that a redemption came to nothing."""
    return f"{redemption_id}-"


def points_for(spent: Money, programme: LoyaltyProgramme, tier: LoyaltyTier | None) -> int:
    """Whole points for money spent: never rounded up, and none for money given back."""
    if spent.minor <= 0:
        return 0
    units = Decimal(spent.minor).scaleb(-exponent_of(spent.currency))
    multiplier = Decimal(1) if tier is None else tier.multiplier
    return int((units * programme.points_per_unit * multiplier).to_integral_value(ROUND_FLOOR))


def tier_of(earned: int, tiers: Iterable[LoyaltyTier], programme: ProgrammeId) -> LoyaltyTier | None:
    """The highest step reached by so many points earned in all."""
    reached = [one for one in tiers if one.programme == programme and one.threshold <= earned]
    return max(reached, key=lambda one: (one.threshold, one.id), default=None)


class Company(StrEnum):
    """Whether a terminal hears others who would know of points that were let go elsewhere."""

    TOGETHER = "together"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Purse:
    """What one person has, over all the entries that turned out to be them."""

    balance: int
    earned: int
    let_go: int


def purse_of(accounts: Iterable[LoyaltyAccount]) -> Purse:
    """All accounts of one person taken together."""
    counted = tuple(accounts)
    return Purse(
        sum(one.balance for one in counted), sum(one.earned for one in counted), sum(one.let_go for one in counted)
    )


def must_afford(purse: Purse, reward: Reward, programme: LoyaltyProgramme, company: Company) -> None:
    """Refuse what the points are not enough for, and alone what nobody could be asked about.

    Raises RuleBroken: REWARD_NOT_OFFERED, POINTS_SHORT, POINTS_CAPPED.
    """
    if not (reward.active and programme.active):
        raise RuleBroken(Rule.REWARD_NOT_OFFERED, reward=reward.name)
    if purse.balance < reward.points:
        raise RuleBroken(Rule.POINTS_SHORT, needed=reward.points, points=max(0, purse.balance))
    allowed = programme.most_alone - purse.let_go
    if company is Company.ALONE and reward.points > allowed:
        raise RuleBroken(Rule.POINTS_CAPPED, allowed=max(0, allowed))
