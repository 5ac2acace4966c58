"""Guests as AuraConnect is told of them."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Consent, Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.auraconnect.endpoints import CREATE_CUSTOMER, UPDATE_CUSTOMER
from sync.connectors.auraconnect.naming import as_sent, central_id_of, content_told, next_digest, record_of
from sync.reconcile.contract import Lane, Plan, Step, digest_of

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
    """The guest's record, which has to be known there first; none for a guest the central never hears of.

    Those are guests who were erased, of whom nothing is known, or whom the central or a person refused.
    """
    if guest_id is None:
        return ()
    known = known_as(guest_id, picture)
    record = picture.record(record_of("guest", known))
    if record.is_linked:
        return (record.id,)
    try:
        guest = guest_of(known, picture)
    except NotFound:
        return ()
    return (record.id,) if _can_be_told(guest) and not (record.refused or record.set_aside) else ()


def customer_of(guest_id: GuestId | None, picture: Picture) -> str:
    """The id there of a guest, or of the one they turned out to be; empty where there is none."""
    return central_id_of(picture, "guest", known_as(guest_id, picture)) if guest_id is not None else ""


def _can_be_told(guest: Guest) -> bool:
    return guest.is_known and guest.merged_into is None and bool(guest.name or guest.phone or guest.email)


def plan_guest(record: CentralRecord, guest: Guest, picture: Picture) -> Plan:
    """The profile as a whole where it is not known there as it is here.

    A guest who was merged or erased is told no more: the documents know neither, and what is there stays there.
    """
    if not _can_be_told(guest):
        return Plan()
    body = guest_body(guest, picture)
    if not record.is_linked:
        if "create" in record.set_aside:
            return Plan()
        call = CREATE_CUSTOMER.call(body)
        return Plan((Step(record.id, "create", Lane.GUESTS, call, digest_of(body), creates=True),))
    digest = next_digest(record, body, *CONTENT)
    if content_told(record, *CONTENT) == digest_of(body) or record.is_done("update", digest):
        return Plan()
    return Plan((Step(record.id, "update", Lane.GUESTS, UPDATE_CUSTOMER.call(body, record.central_id), digest),))


def guest_body(guest: Guest, picture: Picture) -> dict[str, Plain]:
    """Reference, "POST /api/v1/customers". Favourites the central does not know are left out."""
    favourites = [central_id_of(picture, "item", item_id) for item_id in guest.favourites]
    body: dict[str, Plain] = {
        "first_name": guest.first_name,
        "last_name": guest.last_name,
        "email": guest.email,
        "phone": guest.phone,
        "preferences": {
            "dietary_restrictions": list(guest.dietary),
            "favorite_items": [as_sent(one) for one in favourites if one],
            "preferred_payment": guest.preferred_payment,
        },
        "marketing_consent": guest.consent is Consent.GIVEN,
    }
    if guest.birthday is not None:
        body["birthday"] = guest.birthday.isoformat()
    return {name: value for name, value in body.items() if value != ""}
