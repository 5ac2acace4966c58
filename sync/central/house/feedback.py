"""What guests say of a visit, and what the house answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.feedback import Feedback, FeedbackAnswered, FeedbackGiven
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import FeedbackId, GuestId, OrderId
from sync.central import resources
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import invalid, not_found
from sync.central.api.values import timestamp
from sync.central.catalogue.rows import mirror
from sync.central.house.kinds import FEEDBACK
from sync.central.people.guests import named
from sync.central.store.desk import Desk

Said = Mapping[str, Any]


def give(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/feedback": what a guest said, once."""
    order_id = _order(desk, said.get("order_id"))
    guest_id = None if said.get("customer_id") is None else GuestId(named(desk, said["customer_id"]).id)
    if guest_id is None and order_id is not None:
        guest_id = desk.order(order_id).guest_id
    feedback_id = FeedbackId(desk.press.ids.new())
    desk.begin(Aggregate.FEEDBACK, feedback_id)
    desk.keep(FeedbackGiven(
        feedback_id, desk.now, desk.tenant.label, said["rating"], order_id, guest_id, said.get("food_rating"),
        said.get("service_rating"), said.get("ambiance_rating"), said.get("comments", ""),
        said.get("would_recommend"),
    ))  # fmt: skip
    told = _told(desk, feedback_id)
    desk.tell("feedback.received", {"id": told["id"], "rating": told["rating"], "order_id": told["order_id"]})
    return told


def answer(desk: ServedDesk, number: int, words: str) -> dict[str, Any]:
    """Reference, "POST /api/v1/feedback/{id}/respond"; every answer stays."""
    local = desk.local("feedback", number)
    if local is None:
        raise not_found(FEEDBACK.title)
    desk.keep(FeedbackAnswered(FeedbackId(local), words, desk.now, desk.actor))
    return _told(desk, FeedbackId(local))


def lay_out_feedback(desk: Desk, feedback_id: str) -> None:
    """Write the row of what a guest said."""
    one: Feedback = desk.aggregate(Aggregate.FEEDBACK, feedback_id)
    given = one.given
    if given is None:
        return
    guest: Guest | None = None if given.guest_id is None else desk.aggregate(Aggregate.GUEST, given.guest_id)
    mirror(desk, FEEDBACK, desk.number("feedback", feedback_id), {
        "order_id": None if given.order_id is None else desk.number("order", given.order_id),
        "customer_id": None if given.guest_id is None else desk.number("guest", given.guest_id),
        "customer_name": None if guest is None else guest.name or None, "rating": given.rating,
        "food_rating": given.food_rating, "service_rating": given.service_rating,
        "ambiance_rating": given.ambiance_rating, "comments": given.comments or None,
        "would_recommend": given.would_recommend, "status": "responded" if one.answers else "new",
        "responses": [{"response": said.answer, "responded_at": timestamp(said.answered_at)} for said in one.answers],
    })  # fmt: skip


def _order(desk: ServedDesk, number: int | None) -> OrderId | None:
    if number is None:
        return None
    local = desk.local("order", number)
    if local is None:
        raise invalid("order_id", "there is no such order")
    return OrderId(local)


def _told(desk: ServedDesk, feedback_id: FeedbackId) -> dict[str, Any]:
    desk.lay_out()
    number = desk.number("feedback", feedback_id)
    return resources.existing(desk.connection, desk.tenant.number, FEEDBACK, number).answered()
