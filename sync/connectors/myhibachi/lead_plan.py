"""Inquiries as MyHibachi is told of them ("Create Lead", "Convert Lead to Customer").

Its form puts whoever gives a number on the newsletter, so only who agreed to that is handed on. Notes, calls and an
inquiry that was lost have no endpoint: they stay here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from aura_terminal.domain.bookings import OTHER
from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.leads import Lead
from aura_terminal.domain.reservations import Reservation
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture
from sync.connectors.myhibachi.endpoints import CONVERT_LEAD, PUBLIC_LEAD
from sync.connectors.myhibachi.naming import CONNECTOR, record_of
from sync.reconcile.contract import Lane, Plan, Step, digest_of

SOURCE = "restaurant"
LONGEST_MESSAGE = 1000


def lead_of(lead_id: str, picture: Picture) -> Lead:
    """An inquiry, or NotFound."""
    return cast(Lead, picture.aggregate("lead", lead_id))


def plan_lead(record: CentralRecord, lead: Lead, picture: Picture) -> Plan:
    """Handed on, then converted. One that ended before it was told is not told."""
    if lead.captured is None or "create" in record.set_aside:
        return Plan()
    if not record.is_linked:
        if lead.captured.source == CONNECTOR or lead.captured.consent is not Consent.GIVEN or lead.erased is not None:
            return Plan()
        if lead.is_open or lead.converted is not None:
            return Plan((_create(record, lead),))
        return Plan((replace(_create(record, lead), is_moot=True),)) if record.is_in_doubt("create") else Plan()
    if lead.converted is None or record.was_told("convert"):
        return Plan()
    reservation = _reservation(lead, picture)
    if reservation is not None and picture.record(record_of("reservation", reservation.id)).is_linked:
        return Plan()  # it was booked in another way meanwhile
    body: dict[str, Plain] = {"create_booking": False}
    if reservation is not None and reservation.is_expected:
        body = {"create_booking": True, "booking_data": _booking(reservation, picture)}
    call = CONVERT_LEAD.call(body, record.central_id)
    return Plan((Step(record.id, "convert", Lane.ORDERS, call, digest_of("convert", lead.id), creates=True),))


def is_left_to_lead(reservation: Reservation, picture: Picture) -> bool:
    """Whether the inquiry it came from is still to make the booking there."""
    if reservation.lead_id is None:
        return False
    record = picture.record(record_of("lead", reservation.lead_id))
    if {"create", "convert"} & set(record.set_aside) or record.was_told("convert"):
        return False
    try:
        lead = lead_of(reservation.lead_id, picture)
    except NotFound:
        return True  # it is on its way here
    if lead.captured is None:
        return True
    return record.is_linked or (lead.captured.source != CONNECTOR and lead.captured.consent is Consent.GIVEN)


def _create(record: CentralRecord, lead: Lead) -> Step:
    said = lead.terms
    mark = f"[inquiry {lead.id}]"
    message = f"{said.message[: LONGEST_MESSAGE - len(mark) - 1]} {mark}".strip()
    body: dict[str, Plain] = {
        "name": said.name, "phone": said.phone, "message": message, "source": SOURCE, "honeypot": "",
    }  # fmt: skip
    call = PUBLIC_LEAD.call(body | {"email": said.email} if said.email else body)
    return Step(record.id, "create", Lane.GUESTS, call, digest_of(body), creates=True)


def _reservation(lead: Lead, picture: Picture) -> Reservation | None:
    if lead.converted is None or lead.converted.reservation_id is None:
        return None
    return cast(Reservation, picture.aggregate("reservation", lead.converted.reservation_id))


def _booking(reservation: Reservation, picture: Picture) -> dict[str, Plain]:
    starts = picture.document(StoreProfile, STORE_PROFILE).calendar.local(reservation.starts_at)
    return {
        "event_date": starts.date().isoformat(),
        "guest_count": reservation.party_size,
        "event_type": reservation.occasion or OTHER,
    }
