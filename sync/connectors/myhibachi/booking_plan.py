"""Reservations as MyHibachi is told of them ("Booking Endpoints", "Create Booking Request").

`PUT /bookings/{id}` documents a status and notes, no more: what changed about a booking goes into the notes, under our
reference, and a person there moves it. A guest who is no customer there goes through the public form.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from aura_terminal.domain.bookings import OTHER, BookingStatus, BookingTerms, Wanted, flaw_of
from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.reservations import Reservation, ReservationStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture
from sync.connectors.myhibachi.endpoints import (
    BOOKING,
    CANCEL_BOOKING,
    CREATE_BOOKING,
    PUBLIC_BOOKING,
    UPDATE_BOOKING,
)
from sync.connectors.myhibachi.lead_plan import is_left_to_lead
from sync.connectors.myhibachi.naming import CONNECTOR, DETAILS, NAMING, SAME, SEEN
from sync.connectors.myhibachi.same_party import speaker_of
from sync.reconcile.contract import Call, Lane, Plan, Problem, Step, digest_of
from sync.reconcile.naming import content_told, next_digest

BETWEEN = " · "
CONTENT = ("update", "create")
CONVERTED = "converted"
"""What stands for the content of a booking that an inquiry was made into: the document lets that say very little."""
SOURCE = "booking_form"


def plan_reservation(record: CentralRecord, reservation: Reservation, picture: Picture) -> Plan:
    """Made, then whatever changed of it in its notes, confirmed, cancelled.

    What was taken back before it was told is not told, nor what was to come before MyHibachi kept the bookings. Of two
    reservations that came to be one booking there, one speaks for it: of the other one nothing is told, and where it is
    the booking's own that is asked for once more, for the two to become one.
    """
    terms = terms_of(picture)
    if terms is None or reservation.made is None or "create" in record.set_aside:
        return Plan()
    if record.is_linked:
        speaks = speaker_of(record.central_id, picture) == reservation.id
        return _later(record, reservation, picture) if speaks else _as_the_other(record, reservation)
    if reservation.made.source == CONNECTOR or reservation.starts_at < terms.since:
        return Plan()
    if is_left_to_lead(reservation, picture):
        return Plan()
    if reservation.is_expected or reservation.seated:
        return _first(record, reservation, terms, picture)
    if record.is_in_doubt("create"):
        return Plan((replace(_create(record, reservation, picture), is_moot=True),))
    return Plan()


def _as_the_other(record: CentralRecord, reservation: Reservation) -> Plan:
    digest = digest_of(SAME, reservation.id)
    if reservation.made is None or reservation.made.source != CONNECTOR or not reservation.is_expected:
        return Plan()
    if record.is_done(SAME, digest):
        return Plan()
    return Plan((Step(record.id, SAME, Lane.GUESTS, BOOKING.call(central_id=record.central_id), digest),))


def plan_details(record: CentralRecord) -> Plan:
    """Ask for a booking whose row in the list is news ("Get Booking Details")."""
    seen = record.done.get(SEEN, "")
    if not seen or record.is_done(DETAILS, seen):
        return Plan()
    call = BOOKING.call(central_id=record.central_id)
    return Plan((Step(record.id, DETAILS, Lane.GUESTS, call, seen),))


def terms_of(picture: Picture) -> BookingTerms | None:
    """What it takes, once it keeps the store's bookings."""
    try:
        return picture.document(BookingTerms, CONNECTOR)
    except NotFound:
        return None


def notes_of(reservation: Reservation, record: CentralRecord, picture: Picture) -> str:
    """What people there should know, and our reference, by which it is found again.

    That names the date, the hour and the guests where they are not what the booking says there.
    """
    parts = [reservation.requests, reservation.preferences]
    stated = reservation.stated
    is_as_said = stated is not None and stated.is_for(reservation.starts_at, reservation.party_size)
    was_said_in_full = stated is None and record.done.get("create") != CONVERTED
    if not (is_as_said or was_said_in_full):
        parts.append(f"Now {_when(reservation, picture)}, {reservation.party_size} guests")
    if reservation.status is ReservationStatus.NO_SHOW:
        parts.append("Did not come")
    return BETWEEN.join([part for part in parts if part] + [f"[{reservation.id}]"])


def _first(record: CentralRecord, reservation: Reservation, terms: BookingTerms, picture: Picture) -> Plan:
    """It is made there, unless it would be refused: then a person is told in the document's words."""
    assert reservation.made is not None
    calendar = picture.document(StoreProfile, STORE_PROFILE).calendar
    day, made_on = calendar.local(reservation.starts_at).date(), calendar.local(reservation.made.made_at).date()
    guest = guest_of(reservation, picture)
    is_customer = _customer(reservation, picture) != ""
    phone = _phone(reservation, guest)
    if not is_customer and day <= made_on:
        return Plan()  # its public form takes no booking for the same day, and nobody can be made a customer
    wanted = Wanted(_name(reservation, guest), phone, day, reservation.party_size, reservation.occasion)
    field = flaw_of(terms, wanted, made_on)
    if field and not (is_customer and field in ("name", "phone")):
        said = f"{field}: {terms.words_of(field)}"
        return Plan(problem=Problem.REFUSED, problem_step="create", detail=said, about=record.id)
    return Plan((_create(record, reservation, picture),))


def _create(record: CentralRecord, reservation: Reservation, picture: Picture) -> Step:
    notes = notes_of(reservation, record, picture)
    customer = _customer(reservation, picture)
    call = _by_staff(reservation, customer, notes, picture) if customer else _by_form(reservation, notes, picture)
    return Step(record.id, "create", Lane.ORDERS, call, digest_of(notes), creates=True)


def _by_staff(reservation: Reservation, customer: str, notes: str, picture: Picture) -> Call:
    status = "confirmed" if reservation.confirmed is not None else "pending"
    body: dict[str, Plain] = {
        **_event(reservation, picture), "customer_id": int(customer) if customer.isdigit() else customer,
        "notes": notes, "status": status,
    }  # fmt: skip
    return CREATE_BOOKING.call(body)


def _by_form(reservation: Reservation, notes: str, picture: Picture) -> Call:
    guest = guest_of(reservation, picture)
    email = reservation.email or ("" if guest is None else guest.email)
    body: dict[str, Plain] = {
        **_event(reservation, picture), "name": _name(reservation, guest), "phone": _phone(reservation, guest),
        "message": notes, "source": SOURCE, "honeypot": "",
    }  # fmt: skip
    return PUBLIC_BOOKING.call(body | {"email": email} if email else body)


def _event(reservation: Reservation, picture: Picture) -> dict[str, Plain]:
    profile = picture.document(StoreProfile, STORE_PROFILE)
    starts = profile.calendar.local(reservation.starts_at)
    return {
        "event_date": starts.date().isoformat(),
        "event_time": starts.strftime("%H:%M"),
        "guest_count": reservation.party_size,
        "event_type": reservation.occasion or OTHER,
        "location": reservation.place or ", ".join(profile.address) or profile.name,
    }


def _later(record: CentralRecord, reservation: Reservation, picture: Picture) -> Plan:
    steps: list[Step] = []
    is_off = reservation.status is ReservationStatus.CANCELLED
    content = notes_of(reservation, record, picture)
    if "create" in record.done and not is_off and content_told(record, *CONTENT) != digest_of(content):
        digest = next_digest(record, content, *CONTENT)
        if not record.is_done("update", digest):
            call = UPDATE_BOOKING.call({"notes": content}, record.central_id)
            steps.append(Step(record.id, "update", Lane.GUESTS, call, digest))
    if reservation.status is ReservationStatus.CONFIRMED and not _is_confirmed_there(record, reservation):
        call = UPDATE_BOOKING.call({"status": "confirmed"}, record.central_id)
        # Looked for first after a take-over: they may have cancelled since.
        digest = digest_of("confirm", reservation.id)
        steps.append(Step(record.id, "confirm", Lane.GUESTS, call, digest, creates=True))
    if is_off and not record.was_told("cancel"):
        call = CANCEL_BOOKING.call(central_id=record.central_id)
        steps.append(Step(record.id, "cancel", Lane.ORDERS, call, digest_of("cancel", reservation.id)))
    return Plan(tuple(steps))


def _is_confirmed_there(record: CentralRecord, reservation: Reservation) -> bool:
    stated = reservation.stated
    is_said = stated is not None and stated.status in (BookingStatus.CONFIRMED, BookingStatus.COMPLETED)
    return is_said or record.was_told("confirm") or record.said.get("status") == BookingStatus.CONFIRMED


def guest_of(reservation: Reservation, picture: Picture) -> Guest | None:
    """Whose reservation it is, where the house knows."""
    if reservation.guest_id is None:
        return None
    try:
        return cast(Guest, picture.aggregate("guest", reservation.guest_id))
    except NotFound:
        return None


def _customer(reservation: Reservation, picture: Picture) -> str:
    return "" if reservation.guest_id is None else NAMING.central_id_of(picture, "guest", reservation.guest_id)


def _name(reservation: Reservation, guest: Guest | None) -> str:
    return reservation.name or ("" if guest is None else guest.name)


def _phone(reservation: Reservation, guest: Guest | None) -> str:
    return reservation.phone or ("" if guest is None else guest.phone)


def _when(reservation: Reservation, picture: Picture) -> str:
    local = picture.document(StoreProfile, STORE_PROFILE).calendar.local(reservation.starts_at)
    return f"{local:%Y-%m-%d %H:%M}"
