"""MyHibachi as its document describes it ("MyHibachi API Documentation", version 1.0.0), strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from aura_terminal.ports.chance import Clock
from tests.support.contract_server import (
    Access,
    Answered,
    Asked,
    Complaint,
    ContractServer,
    Limit,
    Refused,
    Route,
    Spent,
    Violated,
    Wrong,
)
from tests.support.contract_shapes import Anything, Day, Flag, MapOf, Record, Shape, Text, Whole
from tests.support.myhibachi_book import (
    HibachiBook,
    analytics,
    booking_details,
    booking_row,
    customer_details,
    customer_row,
    lead_row,
)

EMAIL, PASSWORD, API_KEY = "host@myhibachi.com", "teppan yaki", "k" * 32
ACCESS_SECONDS, REFRESH_DAYS = 1800, 7

PHONE = Text(7, 20, r"\+?[0-9 ().-]{7,20}")
NAME, MAIL = Text(2, 100), Text(3, 200, r"[^@\s]+@[^@\s]+\.[^@\s]+")
TYPES = Text(choices=("birthday", "wedding", "corporate", "anniversary", "other"))
STATUS = Text(choices=("pending", "confirmed", "completed", "cancelled"))
TIME, GUESTS, EMPTY = Text(5, 5, r"([01]\d|2[0-3]):[0-5]\d"), Whole(1, 500), Text(0, 0)
LEAD = Record(
    {"name": NAME, "phone": PHONE},
    {"email": MAIL, "message": Text(0, 1000), "source": Text(1), "metadata": MapOf(Text()), "honeypot": EMPTY},
)
ASKED_FOR = Record(
    {"name": NAME, "phone": PHONE, "event_date": Day(), "guest_count": GUESTS, "location": Text(1)},
    {"email": MAIL, "event_time": TIME, "event_type": TYPES, "message": Text(), "source": Text(1), "honeypot": EMPTY},
)
BOOKED = Record(
    {"customer_id": Whole(1), "event_date": Day(), "event_time": TIME, "guest_count": GUESTS, "event_type": TYPES,
     "location": Text(1)},
    {"menu_items": Anything(), "notes": Text(), "status": STATUS},
)  # fmt: skip
CHANGED = Record({}, {"status": STATUS, "notes": Text()}, least=1)
CONVERTED = Record(
    {"create_booking": Flag()},
    {"booking_data": Record({"event_date": Day(), "guest_count": GUESTS}, {"event_type": TYPES})},
)
CHAT = Record(
    {"message": Text(1)},
    {"agent": Text(1), "thread_id": Text(1), "context": Record({}, {"page": Text(), "user_location": Text()})},
)
LIST_BOOKINGS: Mapping[str, Shape] = {
    "status": STATUS, "event_date_from": Day(), "event_date_to": Day(), "customer_id": Whole(1), "page": Whole(1),
    "limit": Whole(1, 100), "sort": Text(choices=("event_date",)), "order": Text(choices=("asc", "desc")),
}  # fmt: skip
LIST_CUSTOMERS: Mapping[str, Shape] = {
    "search": Text(1), "loyalty_tier": Text(1), "page": Whole(1), "limit": Whole(1, 100),
}  # fmt: skip
LIST_LEADS: Mapping[str, Shape] = {
    "status": Text(1), "source": Text(1), "date_from": Day(), "date_to": Day(), "assigned_to": Text(1),
}  # fmt: skip
FIGURES: Mapping[str, Shape] = {"date_from": Day(), "date_to": Day(), "metric": Text(1)}
LEADS_SHOWN = 20
_IDS = UUID("7d6f3a34-0a52-5a2e-8f0b-1d2f6b7c9e10")
CODES = {
    Wrong.NOBODY: (401, "unauthorized"), Wrong.NOT_ALLOWED: (403, "forbidden"), Wrong.GONE: (404, "not_found"),
    Wrong.NO_SUCH_ADDRESS: (404, "not_found"), Wrong.INVALID: (422, "validation_error"),
    Wrong.CONFLICT: (409, "already_exists"), Wrong.LIMITED: (429, "rate_limit_exceeded"),
}  # fmt: skip


class Hibachi:
    """The office: its server, what it keeps, and who is signed in."""

    def __init__(self, clock: Clock, words: Sequence[str] = ("Of", " course", "!")) -> None:
        self._clock = clock
        self._words = tuple(words)
        self._made = 0
        self.asks_who = False
        """Whether the assistant answers only whoever signed in: the document leaves that open."""
        self.breaks_off = False
        """Whether its answers end in the middle."""
        self.book = HibachiBook(clock)
        self.access: dict[str, float] = {}
        self.refresh: dict[str, float] = {}
        self.server = ContractServer(self._routes(), self, clock)

    def __enter__(self) -> Hibachi:
        self.server.open()
        return self

    def __exit__(self, *raised: object) -> None:
        self.server.close()

    # Customs

    @property
    def limits(self) -> Sequence[Limit]:
        """Sixty a minute for whoever signed in."""
        return (Limit(60, 60.0),)

    def admit(self, asked: Asked) -> str:
        """A token that has not run out, or the key."""
        if asked.headers.get("x-api-key") == API_KEY:
            return "key"
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or token not in self.access:
            raise (Refused if kind == "Bearer" else Violated)(Wrong.NOBODY, "Authentication required")
        if self.access[token] <= self._clock.monotonic():
            raise Refused(Wrong.NOBODY, "Token has expired")
        return EMAIL

    def refuse(self, complaint: Complaint) -> Answered:
        """The error schema."""
        status, code = CODES[complaint.wrong]
        details: dict[str, Any] = {complaint.field: complaint.message} if complaint.field else {}
        if complaint.wrong is Wrong.LIMITED:
            details = {"limit": 60, "retry_after": round(complaint.retry_after + 0.5)}
        body = {
            "error": complaint.code or code, "message": complaint.message, "details": details,
            "request_id": self._id(), "timestamp": self.book.now,
        }  # fmt: skip
        return Answered(status, body)

    def headers(self, spent: Sequence[Spent]) -> Mapping[str, str]:
        """What every answer says of the limits."""
        if not spent:
            return {}
        least = min(spent, key=lambda one: one.left)
        reset = int(self._clock.now().timestamp() + least.resets_in)
        return {
            "X-RateLimit-Limit": str(least.limit.most), "X-RateLimit-Remaining": str(least.left),
            "X-RateLimit-Reset": str(reset),
        }  # fmt: skip

    # Routes

    def _routes(self) -> Sequence[Route]:
        public, login, refresh = [Limit(20, 60.0)], [Limit(5, 60.0)], [Limit(10, 60.0)]
        ai, admin, anybody = [Limit(10, 60.0)], [Limit(120, 60.0)], Access.ANYBODY
        v1 = "/api/v1"

        def open_to_all(path: str, answer: Any, body: Shape, limits: list[Limit]) -> Route:  # Any: a bound method
            return Route("POST", path, answer, body, access=anybody, limits=limits, is_apart=True)

        return (
            Route("GET", "/health", self._health, access=anybody, is_apart=True),
            open_to_all(f"{v1}/public/leads", self._lead_asked, LEAD, public),
            open_to_all(f"{v1}/public/bookings", self._booking_asked, ASKED_FOR, public),
            open_to_all(f"{v1}/auth/login", self._login, Record({"email": MAIL, "password": Text(1)}), login),
            open_to_all(f"{v1}/auth/refresh", self._renew, Record({"refresh_token": Text(1)}), refresh),
            Route("POST", f"{v1}/auth/logout", self._logout, Record({"refresh_token": Text(1)})),
            Route("GET", f"{v1}/bookings", self._bookings, query=LIST_BOOKINGS),
            Route("POST", f"{v1}/bookings", self._book, BOOKED),
            Route("GET", f"{v1}/bookings/{{id}}", self._booking),
            Route("PUT", f"{v1}/bookings/{{id}}", self._change, CHANGED),
            Route("DELETE", f"{v1}/bookings/{{id}}", self._cancel),
            Route("GET", f"{v1}/customers", self._customers, query=LIST_CUSTOMERS),
            Route("GET", f"{v1}/customers/{{id}}", self._customer),
            Route("GET", f"{v1}/leads", self._leads, query=LIST_LEADS),
            Route("POST", f"{v1}/leads/{{id}}/convert", self._convert, CONVERTED),
            Route("POST", f"{v1}/ai/chat/stream", self._chat, CHAT, limits=ai, is_apart=True),
            Route("GET", f"{v1}/admin/analytics", self._figures, query=FIGURES, limits=admin, is_apart=True),
        )

    def _health(self, asked: Asked) -> Answered:
        return Answered(body={"status": "healthy", "version": "1.0.0", "timestamp": self.book.now})

    def _login(self, asked: Asked) -> Answered:
        if (asked.body["email"], asked.body["password"]) != (EMAIL, PASSWORD):
            raise Refused(Wrong.NOBODY, "Invalid credentials")
        user = {"id": 1, "email": EMAIL, "role": "admin", "full_name": "Host", "permissions": ["bookings:read"]}
        return Answered(body={**self._tokens(), "user": user})

    def _renew(self, asked: Asked) -> Answered:
        until = self.refresh.pop(asked.body["refresh_token"], 0.0)
        if until <= self._clock.monotonic():
            raise Refused(Wrong.NOBODY, "Refresh token is not valid")
        return Answered(body=self._tokens())

    def _logout(self, asked: Asked) -> Answered:
        self.refresh.pop(asked.body["refresh_token"], None)
        self.access.pop(asked.headers.get("authorization", "").removeprefix("Bearer "), None)
        return Answered(204)

    def _tokens(self) -> dict[str, Any]:
        now = self._clock.monotonic()
        access, refresh = self._id(), self._id()
        self.access[access] = now + ACCESS_SECONDS
        self.refresh[refresh] = now + timedelta(days=REFRESH_DAYS).total_seconds()
        return {
            "access_token": access, "refresh_token": refresh, "token_type": "bearer", "expires_in": ACCESS_SECONDS,
        }  # fmt: skip

    def _lead_asked(self, asked: Asked) -> Answered:
        lead = self.book.lead_made(asked.body)
        return Answered(201, {
            "success": True, "lead_id": lead.id, "message": "Thank you!", "newsletter_subscribed": True,
            "estimated_response_time": "24 hours",
        })  # fmt: skip

    def _booking_asked(self, asked: Asked) -> Answered:
        one = self.book.asked_for(asked.body)
        return Answered(201, {
            "success": True, "booking_id": one.id, "reference_number": one.reference, "status": one.status,
            "estimated_cost": one.total, "message": "Booking request received.", "next_steps": [],
        })  # fmt: skip

    def _book(self, asked: Asked) -> Answered:
        one = self.book.booked(asked.body)
        return Answered(201, {
            "id": one.id, "reference_number": one.reference, "status": one.status, "total_amount": one.total,
            "message": "Booking created successfully",
        })  # fmt: skip

    def _bookings(self, asked: Asked) -> Answered:
        query = asked.query
        found = [
            one for one in self.book.bookings.values()
            if query.get("event_date_from", "") <= one.day <= query.get("event_date_to", "9999")
            and query.get("status", one.status) == one.status
            and query.get("customer_id", str(one.customer_id)) == str(one.customer_id)
        ]  # fmt: skip
        found.sort(key=lambda one: (one.day, one.id), reverse=query.get("order") == "desc")
        return self._paged(asked, [booking_row(self.book, one) for one in found])

    def _booking(self, asked: Asked) -> Answered:
        return Answered(body=booking_details(self.book, self.book.booking(asked.names["id"])))

    def _change(self, asked: Asked) -> Answered:
        one = self.book.booking(asked.names["id"])
        one.status, one.notes = asked.body.get("status", one.status), asked.body.get("notes", one.notes)
        self.book.touch(one)
        return Answered(body={"id": one.id, "status": one.status, "updated_at": one.changed_at, "message": "Updated"})

    def _cancel(self, asked: Asked) -> Answered:
        one = self.book.booking(asked.names["id"])
        one.status = "cancelled"
        self.book.touch(one)
        return Answered(204)

    def _customers(self, asked: Asked) -> Answered:
        word = asked.query.get("search", "").casefold()
        tier = asked.query.get("loyalty_tier")
        found = [
            one for one in self.book.customers.values()
            if word in f"{one.name} {one.email} {one.phone}".casefold() and tier in (None, one.tier)
        ]  # fmt: skip
        return self._paged(asked, [customer_row(self.book, one) for one in found])

    def _customer(self, asked: Asked) -> Answered:
        found = self.book.customers.get(int(asked.names["id"])) if asked.names["id"].isdigit() else None
        if found is None:
            raise Refused(Wrong.GONE, "Customer not found")
        return Answered(body=customer_details(self.book, found, self._clock.now().date()))

    def _leads(self, asked: Asked) -> Answered:
        first, last = asked.query.get("date_from", ""), asked.query.get("date_to", "9999")
        found = [lead_row(one) for one in self.book.leads.values() if first <= one.made_at[:10] <= last]
        pages = {"page": 1, "limit": LEADS_SHOWN, "total_items": len(found)}
        return Answered(body={"items": found[:LEADS_SHOWN], "pagination": pages})

    def _convert(self, asked: Asked) -> Answered:
        id_ = asked.names["id"]
        lead = self.book.leads.get(int(id_)) if id_.isdigit() else None
        if lead is None:
            raise Refused(Wrong.GONE, "Lead not found")
        if asked.body["create_booking"] and "booking_data" not in asked.body:
            raise Violated(Wrong.INVALID, "booking_data is missing", "booking_data")
        customer_id, booking_id = self.book.converted(lead, asked.body)
        said = {"customer_id": customer_id, "booking_id": booking_id, "message": "Lead converted"}
        return Answered(201, {name: value for name, value in said.items() if value is not None})

    def _figures(self, asked: Asked) -> Answered:
        first, last = asked.query.get("date_from", "2000-01-01"), asked.query.get("date_to", "2999-01-01")
        return Answered(body=analytics(self.book, first, last))

    def _chat(self, asked: Asked) -> Answered:
        if self.asks_who:
            self.admit(asked)
        thread = asked.body.get("thread_id", "thread_abc123")
        return Answered(kind="text/event-stream", parts=self._events(thread))

    def _events(self, thread: str) -> Iterator[bytes]:
        said: list[dict[str, Any]] = [{"type": "start", "thread_id": thread}]
        said += [{"type": "token", "content": word} for word in self._words]
        if not self.breaks_off:
            said.append({"type": "done", "metadata": {"tokens_used": len(self._words)}})
        return (f"data: {json.dumps(one)}\n\n".encode() for one in said)

    def _paged(self, asked: Asked, rows: list[dict[str, Any]]) -> Answered:
        page, limit = asked.number("page", 1), asked.number("limit", 20)
        pages = max(1, -(-len(rows) // limit))
        said = {
            "page": page, "limit": limit, "total_items": len(rows), "total_pages": pages, "has_next": page < pages,
            "has_prev": page > 1,
        }  # fmt: skip
        return Answered(body={"items": rows[(page - 1) * limit : page * limit], "pagination": said})

    def _id(self) -> str:
        self._made += 1
        return uuid5(_IDS, str(self._made)).hex
