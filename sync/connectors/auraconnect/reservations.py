"""Reservations as AuraConnect is told of them (reference, "Reservations")."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.reservations import Reservation, ReservationCancelled, ReservationStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.auraconnect.endpoints import (
    AVAILABILITY,
    CANCEL_RESERVATION,
    CONFIRM_RESERVATION,
    CREATE_RESERVATION,
    UPDATE_RESERVATION,
)
from sync.connectors.auraconnect.guests import GUESTS
from sync.connectors.auraconnect.naming import CONNECTOR, as_sent, content_told, next_digest
from sync.connectors.auraconnect.order_body import BETWEEN
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Done, Lane, Plan, Step, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped

CONTENT = ("update", "create", PULLED)


def reservation_of(reservation_id: str, picture: Picture) -> Reservation:
    """A reservation, or NotFound."""
    return cast(Reservation, picture.aggregate("reservation", reservation_id))


def plan_reservation(record: CentralRecord, reservation: Reservation, picture: Picture, words: Words) -> Plan:
    """Looked up whether there is room, made, changed, confirmed, cancelled; who sits is told with their table.

    One that was made and taken back before the central heard of it is not told.
    """
    made = reservation.made
    if made is None or "create" in record.set_aside:
        return Plan()
    body = reservation_body(reservation, picture)
    if not record.is_linked:
        if made.source != CONNECTOR and (reservation.is_expected or reservation.seated):
            return Plan(_create(record, reservation, body, picture))
        if not record.is_in_doubt("create"):
            return Plan()
        *_, making = _create(record, reservation, body, picture)
        return Plan((replace(making, is_moot=True),))
    steps = (_update(record, reservation, body), _confirm(record, reservation), _cancel(record, reservation, words))
    return Plan(tuple(step for step in steps if step is not None))


def reservation_body(reservation: Reservation, picture: Picture) -> dict[str, Plain]:
    """All of it, on the store's wall clock. Our reference ends the requests, by which it is found again."""
    calendar = picture.document(StoreProfile, STORE_PROFILE).calendar
    starts = calendar.local(reservation.starts_at)
    requests = (reservation.requests, f"for {reservation.name}" if reservation.name else "", f"[{reservation.id}]")
    body: dict[str, Plain] = {
        "party_size": reservation.party_size,
        "reservation_date": starts.date().isoformat(),
        "reservation_time": starts.strftime("%H:%M"),
        "duration_minutes": reservation.minutes,
        "table_preferences": reservation.preferences,
        "special_requests": BETWEEN.join(one for one in requests if one),
        "contact_phone": reservation.phone,
        "contact_email": reservation.email,
    }
    customer = GUESTS.customer_of(reservation.guest_id, picture)
    if customer:
        body["customer_id"] = as_sent(customer)
    return {name: value for name, value in body.items() if value != ""}


def _create(
    record: CentralRecord, reservation: Reservation, body: dict[str, Plain], picture: Picture
) -> tuple[Step, ...]:
    when = {
        "date": str(body["reservation_date"]), "time": str(body["reservation_time"]),
        "party_size": str(reservation.party_size), "duration_minutes": str(reservation.minutes),
    }  # fmt: skip
    needs = GUESTS.awaited(reservation.guest_id, picture)
    asking = Step(record.id, "availability", Lane.GUESTS, AVAILABILITY.call(query=when), digest_of(when))
    making = Step(
        record.id, "create", Lane.GUESTS, CREATE_RESERVATION.call(body), digest_of(body), creates=True, needs=needs
    )
    return (making,) if record.is_done(asking.step, asking.digest) else (asking, making)


def _update(record: CentralRecord, reservation: Reservation, body: dict[str, Plain]) -> Step | None:
    if not reservation.is_expected or content_told(record, *CONTENT) == digest_of(body):
        return None
    digest = next_digest(record, body, *CONTENT)
    call = UPDATE_RESERVATION.call(body, record.central_id)
    return None if record.is_done("update", digest) else Step(record.id, "update", Lane.GUESTS, call, digest)


def _confirm(record: CentralRecord, reservation: Reservation) -> Step | None:
    if reservation.status is not ReservationStatus.CONFIRMED or record.was_told("confirm"):
        return None
    call = CONFIRM_RESERVATION.call(None, record.central_id)
    return Step(record.id, "confirm", Lane.GUESTS, call, digest_of("confirm", reservation.id))


def _cancel(record: CentralRecord, reservation: Reservation, words: Words) -> Step | None:
    """Taken back, or nobody came: the documents know no other end."""
    off = reservation.off
    if reservation.status not in (ReservationStatus.CANCELLED, ReservationStatus.NO_SHOW) or record.was_told("cancel"):
        return None
    reason = off.reason if isinstance(off, ReservationCancelled) else words.reasons["no_show"]
    body = {"reason": reason} if reason else None
    call = CANCEL_RESERVATION.call(body, record.central_id)
    return Step(record.id, "cancel", Lane.GUESTS, call, digest_of("cancel", reservation.id))


def read_availability(reading: Found) -> Done:
    """Whether there is room, as the central sees it: kept beside the reservation, which was promised already."""
    said = unwrapped(reading)
    room = first_of(said, "available", "is_available") if isinstance(said.value, dict) else None
    if room is None:
        return Done()
    return Done(said=(("available", "yes" if room.flag() else "no"),))
