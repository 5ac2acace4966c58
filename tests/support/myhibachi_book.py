"""What MyHibachi keeps: customers, bookings, inquiries, with the rules of its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from aura_terminal.ports.chance import Clock
from tests.support.contract_server import Refused, Violated, Wrong

EACH = Decimal(60)
"""What a guest is estimated to cost."""


@dataclass(slots=True)
class Customer:
    """Somebody who books."""

    id: int
    name: str
    phone: str
    email: str = ""
    tier: str = "bronze"
    points: int = 0
    dietary: list[str] = field(default_factory=list)
    contact: str = "phone"
    made_at: str = ""
    changed_at: str = ""


@dataclass(slots=True)
class KeptBooking:
    """A booking; `deleted` ones are cancelled."""

    id: int
    customer_id: int
    day: str
    time: str
    guests: int
    type: str
    place: str
    status: str
    notes: str
    total: Decimal
    made_at: str
    changed_at: str
    is_paid: bool = False

    @property
    def reference(self) -> str:
        """The number people are told."""
        return f"BK-{self.day[:4]}-{self.id}"

    @property
    def deposit(self) -> Decimal:
        """Half of it."""
        return (self.total / 2).quantize(Decimal("0.01"))


@dataclass(slots=True)
class KeptLead:
    """An inquiry."""

    id: int
    name: str
    phone: str
    email: str
    message: str
    source: str
    status: str
    made_at: str
    assigned_to: str | None = None


class HibachiBook:
    """Everything kept, and how a person there changes it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = 1000
        self.customers: dict[int, Customer] = {}
        self.bookings: dict[int, KeptBooking] = {}
        self.leads: dict[int, KeptLead] = {}

    @property
    def now(self) -> str:
        """The time there, as replies write it."""
        return self._clock.now().astimezone(UTC).isoformat().replace("+00:00", "Z")

    # What people there do

    def add_customer(self, name: str, phone: str, **more: Any) -> Customer:
        """A customer of theirs; Any: fields of Customer."""
        one = Customer(self._id(), name, phone, made_at=self.now, changed_at=self.now, **more)
        self.customers[one.id] = one
        return one

    def add_booking(self, customer: Customer, day: date, time: str, guests: int, **more: Any) -> KeptBooking:
        """A booking of theirs; Any: fields of KeptBooking."""
        fields = {"type": "birthday", "place": "123 Main St", "status": "confirmed", "notes": "", **more}
        one = KeptBooking(
            self._id(), customer.id, day.isoformat(), f"{time}:00", guests, total=EACH * guests, made_at=self.now,
            changed_at=self.now, **fields,
        )  # fmt: skip
        self.bookings[one.id] = one
        return one

    def add_lead(self, name: str, phone: str, message: str) -> KeptLead:
        """An inquiry from their website."""
        one = KeptLead(self._id(), name, phone, "", message, "website", "new", self.now)
        self.leads[one.id] = one
        return one

    def touch(self, booking: KeptBooking) -> None:
        """Somebody changed it there."""
        booking.changed_at = self.now

    # What requests do

    def lead_made(self, body: Mapping[str, Any]) -> KeptLead:
        """`POST /public/leads`."""
        one = KeptLead(
            self._id(), body["name"], body["phone"], body.get("email", ""), body.get("message", ""),
            body.get("source", "website"), "new", self.now,
        )  # fmt: skip
        self.leads[one.id] = one
        return one

    def asked_for(self, body: Mapping[str, Any]) -> KeptBooking:
        """`POST /public/bookings`: whoever has this number already is taken for the same customer."""
        self.check(body, public=True)
        digits = _digits(body["phone"])
        known = next((one for one in self.customers.values() if _digits(one.phone) == digits), None)
        customer = known or self.add_customer(body["name"], body["phone"], email=body.get("email", ""))
        return self._booked(customer.id, body, "pending", body.get("message", ""))

    def booked(self, body: Mapping[str, Any]) -> KeptBooking:
        """`POST /bookings`."""
        if body["customer_id"] not in self.customers:
            raise Refused(Wrong.GONE, "Customer not found", "customer_id")
        self.check(body, public=False)
        return self._booked(body["customer_id"], body, body.get("status", "pending"), body.get("notes", ""))

    def converted(self, lead: KeptLead, body: Mapping[str, Any]) -> tuple[int, int | None]:
        """`POST /leads/{id}/convert`."""
        if lead.status == "converted":
            raise Refused(Wrong.CONFLICT, "Lead is converted already", code="already_exists")
        booking_id = None
        digits = _digits(lead.phone)
        known = next((one for one in self.customers.values() if _digits(one.phone) == digits), None)
        if body["create_booking"]:
            self.check(body["booking_data"], public=False)
        customer = known or self.add_customer(lead.name, lead.phone, email=lead.email)
        if body["create_booking"]:
            booking_id = self._booked(customer.id, body["booking_data"], "pending", lead.message).id
        lead.status = "converted"
        return customer.id, booking_id

    def check(self, body: Mapping[str, Any], *, public: bool) -> None:
        """The rules for bookings ("Create Booking Request"); a booking by staff may be for today."""
        day, today = date.fromisoformat(body["event_date"]), self._clock.now().date()
        if day.weekday() == 0:
            raise Violated(Wrong.INVALID, "Mondays are closed", "event_date")
        if day < today or (public and day == today):
            raise Refused(Wrong.INVALID, "Request validation failed", "event_date")

    def booking(self, id_: str) -> KeptBooking:
        """By its id."""
        found = self.bookings.get(int(id_)) if id_.isdigit() else None
        if found is None:
            raise Refused(Wrong.GONE, "Booking not found")
        return found

    def _booked(self, customer_id: int, body: Mapping[str, Any], status: str, notes: str) -> KeptBooking:
        time = body.get("event_time")
        one = KeptBooking(
            self._id(), customer_id, body["event_date"], f"{time}:00" if time else "", body["guest_count"],
            body.get("event_type", "other"), body.get("location", ""), status, notes,
            EACH * body["guest_count"], self.now, self.now,
        )  # fmt: skip
        self.bookings[one.id] = one
        return one

    def _id(self) -> int:
        self._next += 1
        return self._next


def booking_row(book: HibachiBook, one: KeptBooking) -> dict[str, Any]:
    """A booking in a list."""
    who = book.customers[one.customer_id]
    return {
        "id": one.id, "reference_number": one.reference,
        "customer": {"id": who.id, "name": who.name, "email": who.email, "phone": who.phone},
        "event_date": one.day, "event_time": one.time or None, "guest_count": one.guests, "event_type": one.type,
        "location": one.place, "status": one.status, "total_amount": one.total, "deposit_amount": one.deposit,
        "deposit_paid": one.is_paid, "created_at": one.made_at, "updated_at": one.changed_at,
    }  # fmt: skip


def booking_details(book: HibachiBook, one: KeptBooking) -> dict[str, Any]:
    """A booking by itself."""
    paid = one.deposit if one.is_paid else Decimal(0)
    return booking_row(book, one) | {
        "menu_items": [{"id": 1, "name": "Hibachi Chicken", "quantity": one.guests, "price": EACH}],
        "subtotal": one.total, "tax": Decimal(0), "service_fee": Decimal(0), "balance_due": one.total - paid,
        "payment_status": "partial" if one.is_paid else "unpaid", "notes": one.notes,
    }  # fmt: skip


def customer_row(book: HibachiBook, one: Customer) -> dict[str, Any]:
    """A customer in a list."""
    mine = [each for each in book.bookings.values() if each.customer_id == one.id]
    return {
        "id": one.id, "name": one.name, "email": one.email or None, "phone": one.phone, "loyalty_tier": one.tier,
        "total_bookings": len(mine), "total_spent": sum((each.total for each in mine if each.is_paid), Decimal(0)),
        "created_at": one.made_at,
    }  # fmt: skip


def customer_details(book: HibachiBook, one: Customer, today: date) -> dict[str, Any]:
    """A customer by themselves."""
    mine = [each for each in book.bookings.values() if each.customer_id == one.id]
    past = sorted(each.day for each in mine if each.day < today.isoformat())
    return customer_row(book, one) | {
        "address": {"street": "1 Way", "city": "Town", "state": "CA", "zip": "90001"},
        "loyalty_points": one.points, "upcoming_bookings": len(mine) - len(past),
        "last_booking_date": past[-1] if past else None,
        "preferences": {"dietary_restrictions": one.dietary, "preferred_contact": one.contact},
        "updated_at": one.changed_at,
    }  # fmt: skip


def lead_row(one: KeptLead) -> dict[str, Any]:
    """An inquiry in a list."""
    return {
        "id": one.id, "name": one.name, "phone": one.phone, "email": one.email or None, "source": one.source,
        "status": one.status, "message": one.message, "assigned_to": one.assigned_to, "created_at": one.made_at,
    }  # fmt: skip


def analytics(book: HibachiBook, first: str, last: str) -> dict[str, Any]:
    """The dashboard of a span of days."""
    mine = [one for one in book.bookings.values() if first <= one.day <= last]
    good = [one for one in mine if one.status != "cancelled"]
    count = {status: sum(one.status == status for one in mine) for status in ("confirmed", "pending", "cancelled")}
    types = ("birthday", "wedding", "corporate", "anniversary", "other")
    days = sorted({one.day for one in good})
    return {
        "period": {"from": first, "to": last},
        "revenue": {"total": sum((one.total for one in good), Decimal(0)), "change_percent": Decimal(0), "trend": "up"},
        "bookings": {"total": len(mine), **count, "change_percent": Decimal(0)},
        "customers": {"new": len(book.customers), "returning": 0, "total_active": len(book.customers)},
        "charts": {
            "revenue_by_day": [
                {"date": day, "amount": sum((one.total for one in good if one.day == day), Decimal(0))} for day in days
            ],
            "bookings_by_type": {kind: sum(one.type == kind for one in good) for kind in types},
        },
    }  # fmt: skip


def moment_of(text: str) -> datetime:
    """A time as replies write it."""
    return datetime.fromisoformat(text)


def _digits(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdigit())
