"""Reference, "Promotions & Marketing"."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import (
    Amount,
    Answered,
    Asked,
    ClockTime,
    Count,
    Instant,
    Measure,
    Name,
    Number,
    Quantity,
    Short,
    Yes,
    texts,
)
from sync.central.catalogue.kinds import PROMOTION
from sync.central.selling import promotions
from sync.central.store.tables import RESOURCES

TypeWord = Literal["percentage_discount", "fixed_amount"]
AppliesWord = Literal["order", "category", "item"]
DayWord = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Code = Annotated[str, texts(60)]
Value = Annotated[Measure, Field(gt=0)]


class ChangedPromotion(Asked):
    """Reference, "PUT /api/v1/promotions/{id}": what is not named stays as it is.

    `value` is a percentage, or an amount of money where the type says so.
    """

    name: Name | None = None
    description: Short | None = None
    type: TypeWord | None = None
    value: Value | None = None
    applies_to: AppliesWord | None = None
    category_ids: Annotated[list[Number], Field(max_length=500)] | None = None
    item_ids: Annotated[list[Number], Field(max_length=500)] | None = None
    start_date: Instant | None = None
    end_date: Instant | None = None
    days_of_week: Annotated[list[DayWord], Field(max_length=7)] | None = None
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    minimum_order_amount: Amount | None = None
    maximum_discount_amount: Amount | None = None
    usage_limit_per_customer: Count | None = None
    total_usage_limit: Count | None = None
    requires_code: Yes | None = None
    code: Code | None = None
    is_active: Yes | None = None


class AskedPromotion(ChangedPromotion):
    """Reference, "POST /api/v1/promotions"."""

    name: Name
    type: TypeWord
    value: Value


class AskedItem(Asked):
    """One thing of an order that a code is tried on; its category is the menu's own."""

    menu_item_id: Number
    quantity: Quantity = 1


class AskedCode(Asked):
    """Reference, "POST /api/v1/promotions/validate"."""

    code: Annotated[str, texts(60, 1)]
    order_amount: Amount
    items: Annotated[list[AskedItem], Field(max_length=300)] = Field(default_factory=list)


class PromotionOut(Answered):
    """A promotion with how often it was used; a percentage is a number, an amount a text."""

    id: int
    name: str
    description: str | None = None
    type: TypeWord
    value: int | float | str
    applies_to: AppliesWord
    category_ids: list[int]
    item_ids: list[int]
    start_date: str | None = None
    end_date: str | None = None
    days_of_week: list[DayWord]
    start_time: str | None = None
    end_time: str | None = None
    minimum_order_amount: str | None = None
    maximum_discount_amount: str | None = None
    usage_limit_per_customer: int | None = None
    total_usage_limit: int | None = None
    requires_code: bool
    code: str | None = None
    is_active: bool
    times_used: int
    created_at: str
    updated_at: str


class PromotionPage(Answered):
    """A page of promotions."""

    data: list[PromotionOut]
    meta: Meta


class UsageOut(Answered):
    """Reference, "GET /api/v1/promotions/{id}/usage": uses are counted where something limits them."""

    promotion_id: int
    name: str
    code: str | None = None
    times_used: int
    unique_customers: int
    total_usage_limit: int | None = None
    remaining_uses: int | None = None
    total_discount_amount: str
    total_order_amount: str


class ValidationOut(Answered):
    """Whether a code is worth something, and what."""

    valid: bool
    code: str
    promotion_id: int | None = None
    name: str | None = None
    type: TypeWord | None = None
    discount_amount: str | None = None
    final_amount: str | None = None
    message: str


class PromotionQuery(Searched):
    """Reference, "GET /api/v1/promotions"; what is not active any more is shown when it is asked for."""

    is_active: bool = True
    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


router = APIRouter(prefix="/api/v1/promotions", tags=["Promotions & Marketing"])


@router.get("", response_model=PromotionPage, responses=READ)
def list_promotions(asked: Annotated[PromotionQuery, Query()], call: Reading) -> Response:
    """List active promotions."""
    return call.read("promotions:read", lambda view: _page(view, asked))


@router.post("", response_model=PromotionOut, responses=WRITE, status_code=201)
def create_promotion(asked: AskedPromotion, call: Writing) -> Response:
    """Create promotion campaign."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("promotions:write", lambda desk: PromotionOut.model_validate(promotions.create(desk, said)), 201)


@router.post("/validate", response_model=ValidationOut, responses=WRITE)
def validate_code(asked: AskedCode, call: Writing) -> Response:
    """Validate promotion code; nothing is used up by it."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.read("promotions:read", lambda view: ValidationOut.model_validate(promotions.validate(view, said)))


@router.get("/{id:int}", response_model=PromotionOut, responses=READ)
def get_promotion(id: Id, call: Reading) -> Response:
    """Get promotion details."""
    return call.read("promotions:read", lambda view: PromotionOut.model_validate(
        resources.existing(view.connection, view.tenant, PROMOTION, id).answered()
    ))  # fmt: skip


@router.put("/{id:int}", response_model=PromotionOut, responses=WRITE)
def update_promotion(id: Id, asked: ChangedPromotion, call: Writing) -> Response:
    """Update promotion."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("promotions:write", lambda desk: PromotionOut.model_validate(promotions.change(desk, id, said)))


@router.delete("/{id:int}", responses=WRITE, status_code=204)
def deactivate_promotion(id: Id, call: Writing) -> Response:
    """Deactivate promotion."""
    return call.write("promotions:write", lambda desk: promotions.deactivate(desk, id), 204)


@router.get("/{id:int}/usage", response_model=UsageOut, responses=READ)
def get_usage(id: Id, call: Reading) -> Response:
    """Get promotion usage statistics."""
    return call.read("promotions:read", lambda view: UsageOut.model_validate(promotions.usage(view, id)))


def _page(view: View, asked: PromotionQuery) -> bytes:
    status = RESOURCES.c.status == ("active" if asked.is_active else "inactive")
    found = resources.listed(view.connection, view.tenant, PROMOTION, asked, asked.sort_by, status)
    said = [PromotionOut.model_validate(one.answered()) for one in found.rows]
    return dumped(PromotionPage(data=said, meta=meta_of(asked, found.total)))
