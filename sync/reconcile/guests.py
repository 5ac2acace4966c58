"""Guests as back offices know them, whichever office it is: who somebody turned out to be, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED, Picture
from sync.reconcile.contract import Call, Lane, Plan, Step, digest_of
from sync.reconcile.naming import Naming, content_told, next_digest

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


@dataclass(frozen=True, slots=True)
class GuestBook:
    """How one office is told of guests: by its names, and by its requests to make and to change a customer."""

    naming: Naming
    create: Callable[[Plain], Call]
    update: Callable[[Plain, str], Call]

    def awaited(self, guest_id: GuestId | None, picture: Picture) -> tuple[RecordId, ...]:
        """The guest's record, which has to be known there first; none for a guest the office never hears of.

        Those are guests who were erased, of whom nothing is known, or whom the office or a person refused.
        """
        if guest_id is None:
            return ()
        known = known_as(guest_id, picture)
        record = picture.record(self.naming.record_of("guest", known))
        if record.is_linked:
            return (record.id,)
        try:
            guest = guest_of(known, picture)
        except NotFound:
            return ()
        return (record.id,) if _can_be_told(guest) and not (record.refused or record.set_aside) else ()

    def customer_of(self, guest_id: GuestId | None, picture: Picture) -> str:
        """The id there of a guest, or of the one they turned out to be; empty where there is none."""
        return self.naming.central_id_of(picture, "guest", known_as(guest_id, picture)) if guest_id is not None else ""

    def plan(self, record: CentralRecord, guest: Guest, body: Plain) -> Plan:
        """The profile as a whole where it is not known there as it is here.

        A guest who was merged or erased is told no more: no document knows either, and what is there stays there.
        """
        if not _can_be_told(guest):
            return Plan()
        if not record.is_linked:
            if "create" in record.set_aside:
                return Plan()
            return Plan((Step(record.id, "create", Lane.GUESTS, self.create(body), digest_of(body), creates=True),))
        digest = next_digest(record, body, *CONTENT)
        if content_told(record, *CONTENT) == digest_of(body) or record.is_done("update", digest):
            return Plan()
        return Plan((Step(record.id, "update", Lane.GUESTS, self.update(body, record.central_id), digest),))


def _can_be_told(guest: Guest) -> bool:
    return guest.is_known and guest.merged_into is None and bool(guest.name or guest.phone or guest.email)
