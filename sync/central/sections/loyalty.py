"""Reference, "Loyalty & Rewards"."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.values import Amount, Answered, Asked, Count, Name, Number, Short, Whole, Yes
from sync.central.catalogue.kinds import PROGRAMME, REWARD, TIER
from sync.central.people import points
from sync.central.resources import Kind

Rate = Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$", examples=["1.5"])]
Percent = Annotated[str, Field(pattern=r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$", examples=["10"])]
Points = Annotated[int, Whole, Field(ge=1, le=1_000_000)]


class AskedRedemption(Asked):
    """Reference, "POST /api/v1/loyalty/rewards/redeem"."""

    customer_id: Number
    reward_id: Number
    order_id: Number | None = None


class AskedProgramme(Asked):
    """A program; `points_per_unit` are the points for each unit of money."""

    name: Name
    points_per_unit: Rate
    offline_redeem_limit: Count = 0
    is_active: Yes = True


class AskedTier(Asked):
    """A tier of a program."""

    name: Name
    program_id: Number
    points_required: Count
    points_multiplier: Rate = "1"
    benefits: Annotated[list[Short], Field(max_length=50)] = Field(default_factory=list)


class AskedReward(Asked):
    """A reward; with a percentage or an amount it lowers the bill of the order it is redeemed on."""

    name: Name
    program_id: Number
    points_required: Points
    description: Short | None = None
    discount_percentage: Percent | None = None
    discount_amount: Amount | None = None
    is_active: Yes = True

    @model_validator(mode="after")
    def _one_of_the_two(self) -> AskedReward:
        if self.discount_percentage is not None and self.discount_amount is not None:
            raise ValueError("name a percentage or an amount, not both")
        return self


class ProgrammeOut(Answered):
    """A program."""

    id: int
    name: str
    points_per_unit: str
    offline_redeem_limit: int
    is_active: bool
    created_at: str
    updated_at: str


class ProgrammePage(Answered):
    """A page of programs."""

    data: list[ProgrammeOut]
    meta: Meta


class TierOut(Answered):
    """A tier."""

    id: int
    name: str
    program_id: int | None = None
    points_required: int
    points_multiplier: str
    benefits: list[str]
    created_at: str
    updated_at: str


class TierPage(Answered):
    """A page of tiers."""

    data: list[TierOut]
    meta: Meta


class RewardOut(Answered):
    """A reward."""

    id: int
    name: str
    description: str | None = None
    program_id: int | None = None
    points_required: int
    discount_percentage: str | None = None
    discount_amount: str | None = None
    is_active: bool
    created_at: str
    updated_at: str


class RewardPage(Answered):
    """A page of rewards."""

    data: list[RewardOut]
    meta: Meta


class RedemptionOut(Answered):
    """What redeeming came to; `discount_amount` is what it took off the order."""

    redemption_id: int
    customer_id: int
    reward_id: int
    reward_name: str
    order_id: int | None = None
    points_spent: int
    points_balance: int
    discount_amount: str | None = None
    created_at: str


class LoyaltyQuery(Searched):
    """Which of them."""

    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


Asks = Annotated[LoyaltyQuery, Query()]

router = APIRouter(prefix="/api/v1/loyalty", tags=["Loyalty & Rewards"])


@router.get("/programs", response_model=ProgrammePage, responses=READ)
def list_programs(asked: Asks, call: Reading) -> Response:
    """List loyalty programs."""
    return call.read("loyalty:read", lambda view: _page(view, asked, PROGRAMME, ProgrammeOut, ProgrammePage))


@router.post("/programs", response_model=ProgrammeOut, responses=WRITE, status_code=201)
def create_program(asked: AskedProgramme, call: Writing) -> Response:
    """Create a loyalty program."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("loyalty:write", lambda desk: ProgrammeOut.model_validate(points.add_programme(desk, said)), 201)


@router.get("/rewards", response_model=RewardPage, responses=READ)
def list_rewards(asked: Asks, call: Reading) -> Response:
    """List available rewards."""
    return call.read("loyalty:read", lambda view: _page(view, asked, REWARD, RewardOut, RewardPage))


@router.post("/rewards", response_model=RewardOut, responses=WRITE, status_code=201)
def create_reward(asked: AskedReward, call: Writing) -> Response:
    """Create a reward."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("loyalty:write", lambda desk: RewardOut.model_validate(points.add_reward(desk, said)), 201)


@router.post("/rewards/redeem", response_model=RedemptionOut, responses=WRITE, status_code=201)
def redeem_reward(asked: AskedRedemption, call: Writing) -> Response:
    """Redeem reward."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("loyalty:write", lambda desk: RedemptionOut.model_validate(points.redeem(desk, said)), 201)


@router.get("/tiers", response_model=TierPage, responses=READ)
def list_tiers(asked: Asks, call: Reading) -> Response:
    """Get loyalty tier information."""
    return call.read("loyalty:read", lambda view: _page(view, asked, TIER, TierOut, TierPage))


@router.post("/tiers", response_model=TierOut, responses=WRITE, status_code=201)
def create_tier(asked: AskedTier, call: Writing) -> Response:
    """Create a loyalty tier."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("loyalty:write", lambda desk: TierOut.model_validate(points.add_tier(desk, said)), 201)


def _page(view: View, asked: LoyaltyQuery, kind: Kind, one: type[Answered], page: type[Answered]) -> bytes:
    found = resources.listed(view.connection, view.tenant, kind, asked, asked.sort_by)
    said = [one.model_validate(stored.answered()) for stored in found.rows]
    return dumped(page.model_validate({"data": said, "meta": meta_of(asked, found.total)}))
