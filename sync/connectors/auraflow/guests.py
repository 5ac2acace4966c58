"""Guests as AuraFlow is told of them."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import Picture
from sync.connectors.auraflow.endpoints import CREATE_CUSTOMER, UPDATE_CUSTOMER
from sync.connectors.auraflow.naming import NAMING
from sync.reconcile.contract import Plan
from sync.reconcile.guests import GuestBook, guest_of, known_as

GUESTS = GuestBook(NAMING, CREATE_CUSTOMER.call, UPDATE_CUSTOMER.call)


def plan_guest(record: CentralRecord, guest: Guest) -> Plan:
    """The profile as a whole where it is not known there as it is here."""
    return GUESTS.plan(record, guest, guest_body(guest))


def guest_named(guest_id: GuestId | None, picture: Picture) -> str:
    """What a guest is called there."""
    return "" if guest_id is None else called(guest_of(known_as(guest_id, picture), picture))


def called(guest: Guest) -> str:
    """The name a guest is told under: AuraFlow has one field for it, and no guest without one."""
    return guest.name or guest.phone or guest.email


def guest_body(guest: Guest) -> dict[str, Plain]:
    """What "POST /customers" shows. The notes end with our id, by which the guest is found again where it is shown."""
    notes = " · ".join(part for part in (guest.notes, f"[{guest.id}]") if part)
    body = {"name": called(guest), "email": guest.email, "phone": guest.phone, "notes": notes}
    return {name: value for name, value in body.items() if value}
