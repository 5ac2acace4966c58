"""Reference, "Feedback & Reviews"."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import LARGEST_NUMBER, Answered, Asked, Number, Whole, Yes, texts
from sync.central.house import feedback
from sync.central.house.kinds import FEEDBACK
from sync.central.store.tables import RESOURCES

Rating = Annotated[int, Whole, Field(ge=1, le=5)]
Answer = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class AskedFeedback(Asked):
    """Reference, "POST /api/v1/feedback"."""

    order_id: Number | None = None
    customer_id: Number | None = None
    rating: Rating
    food_rating: Rating | None = None
    service_rating: Rating | None = None
    ambiance_rating: Rating | None = None
    comments: Annotated[str, texts(2000)] | None = None
    would_recommend: Yes | None = None


class AskedResponse(Asked):
    """Reference, "POST /api/v1/feedback/{id}/respond"."""

    response: Answer


class ResponseOut(Answered):
    """What the house answered."""

    response: str
    responded_at: str


class FeedbackOut(Answered):
    """What a guest said."""

    id: int
    order_id: int | None = None
    customer_id: int | None = None
    customer_name: str | None = None
    rating: int
    food_rating: int | None = None
    service_rating: int | None = None
    ambiance_rating: int | None = None
    comments: str | None = None
    would_recommend: bool | None = None
    status: Literal["new", "responded"]
    responses: list[ResponseOut]
    created_at: str
    updated_at: str


class FeedbackPage(Answered):
    """A page of feedback."""

    data: list[FeedbackOut]
    meta: Meta


class FeedbackQuery(Searched):
    """Reference, "GET /api/v1/feedback"."""

    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    customer_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    sort_by: Literal["created_at", "updated_at", "id"] = "created_at"


router = APIRouter(prefix="/api/v1/feedback", tags=["Feedback & Reviews"])


@router.get("", response_model=FeedbackPage, responses=READ)
def list_feedback(asked: Annotated[FeedbackQuery, Query()], call: Reading) -> Response:
    """List customer feedback."""
    return call.read("feedback:read", lambda view: _page(view, asked))


@router.post("", response_model=FeedbackOut, responses=WRITE, status_code=201)
def submit_feedback(asked: AskedFeedback, call: Writing) -> Response:
    """Submit feedback."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("feedback:write", lambda desk: FeedbackOut.model_validate(feedback.give(desk, said)), 201)


@router.get("/{id:int}", response_model=FeedbackOut, responses=READ)
def get_feedback(id: Id, call: Reading) -> Response:
    """Get feedback details."""
    return call.read("feedback:read", lambda view: FeedbackOut.model_validate(
        resources.existing(view.connection, view.tenant, FEEDBACK, id).answered()
    ))  # fmt: skip


@router.post("/{id:int}/respond", response_model=FeedbackOut, responses=WRITE)
def respond(id: Id, asked: AskedResponse, call: Writing) -> Response:
    """Respond to feedback."""
    return call.write(
        "feedback:write", lambda desk: FeedbackOut.model_validate(feedback.answer(desk, id, asked.response))
    )


def _page(view: View, asked: FeedbackQuery) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if asked.rating is not None:
        conditions.append(RESOURCES.c.status == str(asked.rating))
    if asked.customer_id is not None:
        conditions.append(RESOURCES.c.subject == asked.customer_id)
    found = resources.listed(view.connection, view.tenant, FEEDBACK, asked, asked.sort_by, *conditions)
    said = [FeedbackOut.model_validate(one.answered()) for one in found.rows]
    return dumped(FeedbackPage(data=said, meta=meta_of(asked, found.total)))
