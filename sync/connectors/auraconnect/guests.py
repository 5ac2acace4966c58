"""Guests as AuraConnect is told of them."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Consent, Guest
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import CREATE_CUSTOMER, UPDATE_CUSTOMER
from sync.connectors.auraconnect.naming import NAMING, as_sent, central_id_of
from sync.reconcile.contract import Plan
from sync.reconcile.guests import GuestBook

GUESTS = GuestBook(NAMING, CREATE_CUSTOMER.call, UPDATE_CUSTOMER.call)


def plan_guest(record: CentralRecord, guest: Guest, picture: Picture) -> Plan:
    """The profile as a whole where it is not known there as it is here."""
    return GUESTS.plan(record, guest, guest_body(guest, picture))


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
