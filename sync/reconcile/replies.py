"""What every connector shares of reading: statuses, both envelopes, both styles of errors, values with their path.

Whatever came back, the answer is an outcome, a value or `Unreadable` with the path of the field: never a crash, never
a guess. Fields nobody asks for are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime

import msgspec

from sync.reconcile.contract import Later, LookFirst, Outcome, Problem, Refusal, Reply, SignInAgain, Unknown, Unreadable
from sync.reconcile.fields import Found

LONGEST_WORDS = 300
DEFAULT_WAIT = 60.0
LONGEST_WAIT = 3600.0
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `total` and `has_next` as far as the reply says them."""

    rows: tuple[Found, ...]
    has_next: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an error said, in either style; every part may be empty."""

    code: str = ""
    message: str = ""
    field: str = ""
    retry_after: float | None = None
    request_id: str = ""


def json_of(reply: Reply) -> Found:
    """The reply's JSON. Raises Unreadable for nothing, for a web page, and for half a document."""
    if not reply.body.strip():
        raise Unreadable("the beginning", "nothing")
    if is_page(reply):
        raise Unreadable("the beginning", "a web page")
    try:
        return Found(_DECODER.decode(reply.body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ArithmeticError):
        raise Unreadable("the beginning", "something that is no JSON, or half of it") from None


def reading_of(reply: Reply) -> Found:
    """The JSON of a good reply; an empty object where there was nothing to say. Raises Unreadable."""
    return json_of(reply) if reply.body.strip() else Found({})


def data_of(reply: Reply) -> Found:
    """What a reply is about, in an envelope or bare."""
    return unwrapped(json_of(reply))


def unwrapped(found: Found) -> Found:
    """What is in an envelope `{data, meta}`; anything else as it is."""
    if isinstance(found.value, dict) and "data" in found.value and found.value.keys() <= _ENVELOPE:
        return found["data"]
    return found


def listing_of(reply: Reply, *, page: int, page_size: int) -> Listing:
    """A page of a list, in an envelope or bare; whether there is more by whichever of three ways the reply says it."""
    whole = json_of(reply)
    if isinstance(whole.value, list):
        rows = tuple(whole.items())
        return Listing(rows, len(rows) >= page_size, None)
    rows = tuple(whole["data"].items())
    meta = whole.maybe("meta")
    total = _maybe_whole(meta, "total_count")
    return Listing(rows, _has_next(meta, len(rows), total, page, page_size), total)


def outcome_of(reply: Reply) -> Outcome | None:
    """What a status means for every request; None when it succeeded and its body is to be read.

    A conflict (409) comes to `LookFirst`; a connector that knows the code better decides otherwise.
    """
    status = reply.status
    if status in (401, 429) and not is_page(reply):
        return SignInAgain() if status == 401 else Later(wait_of(reply))
    if status == 503 and "retry-after" in reply.headers and not is_page(reply):
        return Later(wait_of(reply))
    if status >= 500 or status in (408, 425):
        return Unknown(f"the central answered {status}")
    if 300 <= status < 400:
        return Unknown("the answer leads elsewhere: the line may want somebody to sign in at a web page")
    if is_page(reply):
        return Unknown("a web page came instead of an answer")
    if 400 <= status < 500:
        return _refusal(reply)
    return _whole(reply)


def complaint_of(reply: Reply) -> Complaint:
    """What an error said: `{error: {code, message, field, details}}`, `{error, message, details}`, `{detail: …}`,
    `{code, message}`, and of several fields the first; else it is empty."""
    try:
        found = json_of(reply)
    except Unreadable:
        return Complaint()
    if not isinstance(found.value, dict):
        return Complaint()
    error = found.value.get("error", found.value)
    if isinstance(error, str):
        return _flat(error, found.value)
    if not isinstance(error, dict):
        return Complaint()
    details = error.get("details", error.get("detail"))
    fields = details.get("fields") if isinstance(details, dict) else None
    field, message = _first_detail(fields or details)
    said = _plain(error.get("message"))
    return Complaint(
        _plain(error.get("code")), _words(": ".join(filter(None, (said, _of_fields(fields)))) or message),
        field or _plain(error.get("field")),
        _seconds(error.get("retry_after")), _plain(error.get("request_id")),
    )  # fmt: skip


def _flat(code: str, said: Mapping[str, object]) -> Complaint:
    """An error whose code stands beside its message and details: `{error, message, details}`, or the code alone."""
    message, details = _words(_plain(said.get("message"))), said.get("details")
    if not message:
        return Complaint(message=_words(code))
    retry_after = _seconds(said.get("retry_after"))
    if isinstance(details, dict):
        retry_after = _seconds(details.get("retry_after")) if retry_after is None else retry_after
        field, why = next(((name, text) for name, text in details.items() if isinstance(text, str)), ("", ""))
        if retry_after is None and field and why:
            return Complaint(code, _words(f"{message}: {why}"), str(field)[:LONGEST_WORDS])
    return Complaint(code, message, "", retry_after, _plain(said.get("request_id")))


def wait_of(reply: Reply) -> float:
    """How many seconds the central asks to wait: by its body, else its headers, else a minute."""
    said = complaint_of(reply).retry_after
    for name in ("retry-after", "x-ratelimit-retry-after"):
        if said is None and name in reply.headers:
            said = _seconds(reply.headers[name]) or _until(reply.headers[name], reply.headers.get("date", ""))
    return min(LONGEST_WAIT, DEFAULT_WAIT if said is None else said)


def is_page(reply: Reply) -> bool:
    """Whether it is a web page, whatever it says of itself."""
    kind = reply.headers.get("content-type", "").lower()
    return "html" in kind or reply.body.lstrip()[:1] == b"<"


_ENVELOPE = frozenset({"data", "meta", "links", "success", "message", "errors", "error"})


def _whole(reply: Reply) -> Outcome | None:
    """A success is one once its body is known to be whole."""
    if not reply.body.strip():
        is_meant = reply.status == 204 or reply.headers.get("content-length") == "0"
        return None if is_meant else Unknown("the answer was empty")
    try:
        json_of(reply)
    except Unreadable as wrong:
        return Unknown(str(wrong))
    return None


def _refusal(reply: Reply) -> Outcome:
    said = complaint_of(reply)
    problem = _PROBLEMS.get(reply.status, Problem.REFUSED)
    refusal = Refusal(problem, reply.status, said.message or said.code or f"{reply.status}", said.field)
    return LookFirst(refusal) if reply.status == 409 else refusal


_PROBLEMS: Mapping[int, Problem] = {
    403: Problem.NOT_ALLOWED, 404: Problem.GONE, 409: Problem.CONFLICT, 410: Problem.GONE,
}  # fmt: skip


def _has_next(meta: Found | None, rows: int, total: int | None, page: int, page_size: int) -> bool:
    said = meta.maybe("has_next") if meta is not None else None
    if said is not None:
        return said.flag()
    pages = _maybe_whole(meta, "total_pages")
    if pages is not None:
        return page < pages
    if total is not None:
        asked = _maybe_whole(meta, "page_size") or page_size
        return rows > 0 and (page - 1) * asked + rows < total
    return rows >= page_size


def _maybe_whole(meta: Found | None, name: str) -> int | None:
    found = meta.maybe(name) if meta is not None else None
    return None if found is None else found.whole()


def _first_detail(details: object) -> tuple[str, str]:
    """The first field that is wrong, and what is said of it."""
    if isinstance(details, str):
        return "", details
    first = details[0] if isinstance(details, list) and details else details
    if isinstance(first, str):
        return "", first
    if not isinstance(first, dict):
        return "", ""
    place = first.get("loc")
    if isinstance(place, list):
        parts = [str(part) for part in place]
        field = ".".join(parts[1:] if parts[:1] == ["body"] else parts)
    else:
        field = _plain(first.get("field"))
    return field[:LONGEST_WORDS], _plain(first.get("message")) or _plain(first.get("msg"))


def _of_fields(fields: object) -> str:
    """What is said of each of several fields, with its name."""
    rows = [row for row in fields if isinstance(row, dict)] if isinstance(fields, list) else []
    said = ((_plain(row.get("field")), _plain(row.get("message"))) for row in rows)
    return "; ".join(f"{name}: {words}" if name else words for name, words in said if words)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def _words(text: str) -> str:
    return " ".join(text.split())[:LONGEST_WORDS]


def _seconds(value: object) -> float | None:
    """So many seconds, not below nothing."""
    try:
        number = Decimal(str(value)) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except ArithmeticError:
        return None
    return float(max(number, Decimal(0))) if number is not None and number.is_finite() else None


def _until(moment: str, date_header: str) -> float | None:
    """Seconds until a time in the form of HTTP, by the central's own clock."""
    try:
        return max(0.0, (parsedate_to_datetime(moment) - parsedate_to_datetime(date_header)).total_seconds())
    except (ValueError, TypeError):
        return None
