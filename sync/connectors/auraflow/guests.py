"""Guests as AuraFlow is told of them."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.auraflow.endpoints import CREATE_CUSTOMER, UPDATE_CUSTOMER
from sync.connectors.auraflow.naming import central_id_of, record_of
from sync.reconcile.contract import Lane, Plan, Step, digest_of
from sync.reconcile.naming import content_told, next_digest

CONTENT = ("update", "create", PULLED)
"""The steps after which a guest is known there as the guest was then; the last change first."""


def guest_of(guest_id: str, picture: Picture) -> Guest:
    """A guest, or NotFound."""
    return cast(Guest, picture.aggregate("guest", guest_id))


def known_as(guest_id: GuestId, picture: Picture) -> GuestId:
    """The guest that one turned out to be; merges lead to lesser ids, so this ends."""
    while True:
        try:
            into = guest_of(guest_id, picture).merged_into
        except NotFound:
            return guest_id
        if into is None or into >= guest_id:
            return guest_id
        guest_id = into


def awaited(guest_id: GuestId | None, picture: Picture) -> tuple[RecordId, ...]:
    """The guest's record, which has to be known there first; none for a guest AuraFlow never hears of."""
    if guest_id is None:
        return ()
    known = known_as(guest_id, picture)
    record = picture.record(record_of("guest", known))
    try:
        can_be_told = _can_be_told(guest_of(known, picture))
    except NotFound:
        can_be_told = False
    is_coming = can_be_told and not (record.refused or record.set_aside)
    return (record.id,) if record.is_linked or is_coming else ()


def customer_of(guest_id: GuestId | None, picture: Picture) -> str:
    """The id there of a guest, or of the one they turned out to be; empty where there is none."""
    return central_id_of(picture, "guest", known_as(guest_id, picture)) if guest_id is not None else ""


def guest_named(guest_id: GuestId | None, picture: Picture) -> str:
    """What a guest is called there."""
    return "" if guest_id is None else called(guest_of(known_as(guest_id, picture), picture))


def called(guest: Guest) -> str:
    """The name a guest is told under: AuraFlow has one field for it, and no guest without one."""
    return guest.name or guest.phone or guest.email


def plan_guest(record: CentralRecord, guest: Guest) -> Plan:
    """The profile as a whole where it is not known there as it is here.

    A guest who was merged or erased is told no more: the document knows neither, and what is there stays there.
    """
    if not _can_be_told(guest):
        return Plan()
    body = guest_body(guest)
    if not record.is_linked:
        if "create" in record.set_aside:
            return Plan()
        call = CREATE_CUSTOMER.call(body)
        return Plan((Step(record.id, "create", Lane.GUESTS, call, digest_of(body), creates=True),))
    digest = next_digest(record, body, *CONTENT)
    if content_told(record, *CONTENT) == digest_of(body) or record.is_done("update", digest):
        return Plan()
    return Plan((Step(record.id, "update", Lane.GUESTS, UPDATE_CUSTOMER.call(body, record.central_id), digest),))


def guest_body(guest: Guest) -> dict[str, Plain]:
    """What "POST /customers" shows. The notes end with our id, by which the guest is found again where it is shown."""
    notes = " · ".join(part for part in (guest.notes, f"[{guest.id}]") if part)
    body = {"name": called(guest), "email": guest.email, "phone": guest.phone, "notes": notes}
    return {name: value for name, value in body.items() if value}


def _can_be_told(guest: Guest) -> bool:
    return guest.is_known and guest.merged_into is None and bool(called(guest))
