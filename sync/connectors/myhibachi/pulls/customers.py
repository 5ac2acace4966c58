"""Customers: noted where their row is news, then asked for by themselves: how they stand, what they must not eat."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralConfirmed, CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guest_words import GuestStated, GuestWord
from aura_terminal.domain.guests import Guest, GuestChanged, GuestRegistered
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED, Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.myhibachi.endpoints import CUSTOMER
from sync.connectors.myhibachi.naming import CONNECTOR, DETAILS, NAMING, SEEN, record_of
from sync.reconcile.contract import Done, Lane, Plan, Step
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at, digest_of_row

FIELDS = ("name", "email", "phone", "loyalty_tier", "total_bookings", "total_spent")
OWN = ("name", "email", "phone", "preferences")
"""What is a guest's own, beside how MyHibachi knows them."""


def note_customer(intake: Intake, row: Found) -> str:
    """A row of the list: noted where anything of it is news."""
    central_id = row["id"].id()
    record = intake.picture.record(record_of("customer", central_id))
    digest = digest_of_row(row, FIELDS)
    if record.done.get(SEEN) != digest:
        intake.facts.append(CentralConfirmed(record.id, SEEN, digest, central_id, intake.now))
    return central_id


def plan_customer(record: CentralRecord) -> Plan:
    """Ask for a customer whose row is news ("Get Customer Details")."""
    seen = record.done.get(SEEN, "")
    if not seen or record.is_done(DETAILS, seen):
        return Plan()
    return Plan((Step(record.id, DETAILS, Lane.REFERENCE, CUSTOMER.call(central_id=record.central_id), seen),))


def read_customer(central_id: str, said: Found, picture: Picture, now_ms: int) -> Done:
    """A customer as a guest of the house; who asked to be forgotten here stays forgotten. Raises Unreadable."""
    local_id = picture.local_of(CONNECTOR, "guest", central_id) or _namesake(said, picture)
    guest_id = GuestId(local_id or NAMING.local_id_of(picture.store_id, "guest", central_id))
    guest = _guest(guest_id, picture)
    if guest.erased is not None or guest.merged_into is not None:
        return Done(central_id)
    record = picture.record(record_of("guest", guest_id))
    digest = digest_of_row(said, OWN)
    facts: list[Fact] = []
    if record.done.get(PULLED) != digest:
        facts += _own(guest, said, now_ms)
        facts.append(CentralConfirmed(record.id, PULLED, digest, central_id, at(now_ms)))
    stated = GuestStated(guest_id, CONNECTOR, at(now_ms), _words(said))
    before = guest.stated.get(CONNECTOR)
    if before is None or before.said != stated.said:
        facts.append(stated)
    return Done(central_id, facts=tuple(facts))


def _namesake(said: Found, picture: Picture) -> str:
    """A guest of the house with that number or address who is no customer there yet."""
    same = picture.guests_reached_at(_text(said, "phone"), _text(said, "email"))
    return next((one for one in same if not picture.record(record_of("guest", one)).is_linked), "")


def _guest(guest_id: GuestId, picture: Picture) -> Guest:
    try:
        return cast(Guest, picture.aggregate("guest", guest_id))
    except NotFound:
        return Guest(guest_id)


def _own(guest: Guest, said: Found, now_ms: int) -> list[Fact]:
    first, _, last = said["name"].name().partition(" ")
    phone, email, dietary = _text(said, "phone"), _text(said, "email"), _dietary(said)
    facts: list[Fact] = []
    if guest.registered_at is None:
        facts.append(GuestRegistered(guest.id, at(now_ms), SYSTEM, first, last, phone, email, CONNECTOR))
        new: dict[str, object] = {"dietary": dietary} if dietary else {}
    else:
        fields = {"first_name": first, "last_name": last, "phone": phone, "email": email, "dietary": dietary}
        new = {name: value for name, value in fields.items() if value and value != getattr(guest, name)}
    return [*facts, GuestChanged(guest.id, at(now_ms), SYSTEM, **new)] if new else facts  # type: ignore[arg-type]  # by field


def _dietary(said: Found) -> tuple[str, ...]:
    preferences = said.maybe("preferences")
    found = None if preferences is None else preferences.maybe("dietary_restrictions")
    return () if found is None else tuple(one.name().casefold() for one in found.items())


def _words(said: Found) -> tuple[tuple[str, str], ...]:
    preferences = said.maybe("preferences")
    contact = None if preferences is None else preferences.maybe("preferred_contact")
    spent, points, bookings = said.maybe("total_spent"), said.maybe("loyalty_points"), said.maybe("total_bookings")
    last = said.maybe("last_booking_date")
    words = {
        GuestWord.TIER: _text(said, "loyalty_tier"),
        GuestWord.POINTS: "" if points is None else str(points.whole()),
        GuestWord.VISITS: "" if bookings is None else str(bookings.whole()),
        GuestWord.LIFETIME_VALUE: "" if spent is None else f"{spent.decimal():f}",
        GuestWord.LAST_VISIT: "" if last is None else f"{last.day().isoformat()}T00:00:00Z",
        GuestWord.PREFERRED_CONTACT: "" if contact is None else contact.name(),
    }
    return tuple((name.value, value) for name, value in words.items() if value)


def _text(found: Found, name: str) -> str:
    one = found.maybe(name)
    return "" if one is None else " ".join(one.text().split())[:200]
