"""Refusals in the one shape of both documents: code, message, details, request id and time.

Overview, "Error Response" and "Error Codes"; reference, "Error Responses". A request that is not of the documented form
is 400, one that is and breaks a rule of the shop is 422, one that comes at the wrong moment is 409.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken


class Code(StrEnum):
    """Overview, "Error Codes"."""

    UNAUTHORIZED = "UNAUTHORIZED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    VALIDATION_ERROR = "VALIDATION_ERROR"
    DUPLICATE_ENTRY = "DUPLICATE_ENTRY"
    INVALID_STATE = "INVALID_STATE"
    RATE_LIMITED = "RATE_LIMITED"
    INTERNAL_ERROR = "INTERNAL_ERROR"


class Refused(Exception):
    """A request that is not done; `details` are fields and what is wrong with them."""

    def __init__(
        self, status: int, code: Code, message: str, details: tuple[tuple[str, str], ...] = (),
        retry_after: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.retry_after = retry_after


def unauthorized(message: str = "Authentication required") -> Refused:
    """401: nobody knows who asks."""
    return Refused(401, Code.UNAUTHORIZED, message)


def forbidden(message: str = "Insufficient permissions") -> Refused:
    """403: known, and not allowed."""
    return Refused(403, Code.FORBIDDEN, message)


def not_found(what: str = "Resource") -> Refused:
    """404: the path names something that is not there."""
    return Refused(404, Code.NOT_FOUND, f"{what} not found")


def malformed(field: str, message: str) -> Refused:
    """400: not of the documented form."""
    return Refused(400, Code.VALIDATION_ERROR, "Invalid request data", ((field, message),))


def invalid(field: str, message: str) -> Refused:
    """422: of the documented form, and no."""
    return Refused(422, Code.VALIDATION_ERROR, "Request validation failed", ((field, message),))


def wrong_state(message: str) -> Refused:
    """409: not any more, or not yet."""
    return Refused(409, Code.INVALID_STATE, message)


def duplicate(message: str, field: str = "") -> Refused:
    """409: it is there already."""
    return Refused(409, Code.DUPLICATE_ENTRY, message, ((field, message),) if field else ())


STATES: Mapping[Rule, str] = {
    Rule.ORDER_NOT_OPEN: "The order is {status}",
    Rule.ORDER_HAS_PAYMENTS: "The order has payments",
    Rule.ORDER_NOT_PAID: "The order is not paid: {due} is due",
    Rule.ORDER_EMPTY: "The order has no items",
    Rule.NOTHING_TO_SEND: "Every item was sent to the kitchen already",
    Rule.TOKEN_ELSEWHERE: "Terminal {holder} holds the order's money",
    Rule.TOKEN_ON_ITS_WAY: "What terminal {holder} knew of the order has not arrived yet",
    Rule.NOTHING_DUE: "Nothing is due on the order",
    Rule.WOULD_OVERPAY: "More would be paid than the order comes to",
    Rule.LINE_ALREADY_SENT: "The kitchen has the item already",
    Rule.TICKET_ALREADY_BUMPED: "The kitchen is done with it already",
    Rule.TICKET_NOT_BUMPED: "The kitchen is not done with it",
    Rule.CLOCKED_IN_ALREADY: "Already clocked in",
    Rule.NOT_CLOCKED_IN: "Not clocked in",
    Rule.ON_BREAK_ALREADY: "On a break already",
    Rule.BREAK_NOT_BEGUN: "Not on a break",
    Rule.POINTS_SHORT: "{needed} points are needed, and there are {points}",
    Rule.REWARD_NOT_OFFERED: "{reward} is not offered any more",
    Rule.RESERVATION_OVER: "The reservation is {status}",
    Rule.RESERVATION_TO_COME: "The party is still to come",
    Rule.GUEST_MERGED: "The customer is kept under another number by now",
    Rule.ORDER_HELD: "The order waits to be released to the kitchen",
}
"""Rules of the shop about the moment: 409."""

CONTENT: Mapping[Rule, tuple[str, str]] = {
    Rule.QUANTITY_OUT_OF_RANGE: ("quantity", "must be from 1 to 999"),
    Rule.ITEM_NOT_SOLD: ("menu_item_id", "{item} is not sold now"),
    Rule.VARIANT_NEEDED: ("variant_id", "{item} needs one of its variants"),
    Rule.CHOICE_MISSING: ("modifiers", "{group} needs {needed}, and {chosen} are chosen"),
    Rule.CHOICE_TOO_MANY: ("modifiers", "{group} allows {allowed}, and {chosen} are chosen"),
    Rule.CHOICE_UNKNOWN: ("modifiers", "a modifier is not offered on this item"),
    Rule.TEXT_TOO_LONG: ("notes", "is longer than {longest} characters"),
    Rule.REASON_NEEDED: ("reason", "is needed"),
    Rule.AMOUNT_NOT_POSITIVE: ("amount", "must be more than nothing"),
    Rule.TAX_RULE_MISSING: ("menu_item_id", "no tax is set for {tax_category}"),
    Rule.AMOUNT_OUT_OF_RANGE: ("quantity", "is not a quantity that makes sense here"),
    Rule.DISCOUNT_OUT_OF_RANGE: ("discount_amount", "is not a discount that makes sense here"),
}
"""Rules of the shop about what is asked for: 422."""


def refusal_of(broken: RuleBroken) -> Refused:
    """What the shop's rules refuse, as the API says it."""
    words = {key: str(value) for key, value in broken.details.items()}
    if isinstance(broken, NotFound):
        return not_found(words["what"].replace("_", " ").capitalize())
    if broken.rule in STATES:
        return wrong_state(_said(STATES[broken.rule], words))
    if broken.rule in CONTENT:
        field, sentence = CONTENT[broken.rule]
        return invalid(field, _said(sentence, words))
    if broken.rule in (Rule.NOT_ALLOWED, Rule.APPROVAL_NEEDED):
        return forbidden()
    return wrong_state(broken.rule.value.replace("_", " ").capitalize())


def _said(sentence: str, words: Mapping[str, str]) -> str:
    return sentence.format_map(_Words(words))


class _Words(dict[str, str]):
    """Words for a sentence; one that is not known stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


class Detail(BaseModel):
    """A field and what is wrong with it."""

    field: str
    message: str


class Said(BaseModel):
    """What was refused and why."""

    model_config = ConfigDict(json_schema_extra={"description": "Reference and overview, error responses"})
    code: Code
    message: str
    details: list[Detail] | None = None
    retry_after: int | None = None
    request_id: str
    timestamp: str


class ErrorOut(BaseModel):
    """Overview, "Error Response"."""

    error: Said


def body_of(refused: Refused, request_id: str, timestamp: str) -> dict[str, object]:
    """The documented body; what does not apply is left out."""
    error: dict[str, object] = {"code": refused.code.value, "message": refused.message}
    if refused.details:
        error["details"] = [{"field": field, "message": message} for field, message in refused.details]
    if refused.retry_after is not None:
        error["retry_after"] = refused.retry_after
    return {"error": {**error, "request_id": request_id, "timestamp": timestamp}}


_WORDS = {
    400: "Invalid request data", 401: "Authentication required", 403: "Insufficient permissions",
    404: "Resource not found", 409: "Resource conflict", 422: "Validation error", 429: "Too many requests",
    500: "Server error", 503: "Service unavailable",
}  # fmt: skip


def answers(statuses: Sequence[int]) -> dict[int | str, dict[str, object]]:
    """These refusals for an operation's OpenAPI."""
    return {status: {"model": ErrorOut, "description": _WORDS[status]} for status in statuses}


OPEN = answers((400, 401, 422, 429, 500, 503))
"""What any operation may refuse with that needs no sign-in."""

READ = answers((400, 401, 403, 404, 422, 429, 500, 503))
WRITE = answers((400, 401, 403, 404, 409, 422, 429, 500, 503))
