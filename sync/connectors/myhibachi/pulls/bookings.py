"""Bookings: what is news in the list is asked for by itself, and becomes a reservation with what it is worth.

The list shows neither notes nor what is due ("List Bookings"), so a booking is taken from its own page alone. One that
bears our reference is ours, whether or not the answer to making it ever came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import cast
from zoneinfo import ZoneInfo

from aura_terminal.domain.bookings import BookingStated, BookingStatus, OccasionGiven
from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import GuestRegistered
from aura_terminal.domain.ids import GuestId, ReservationId
from aura_terminal.domain.money import Money
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationCancelled,
    ReservationChanged,
    ReservationConfirmed,
    ReservationMade,
)
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import PULLED, Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.myhibachi.booking_plan import CONTENT, notes_of, terms_of
from sync.connectors.myhibachi.lead_plan import lead_of
from sync.connectors.myhibachi.naming import CONNECTOR, OUR_INQUIRY, OUR_RESERVATION, SEEN, record_of
from sync.connectors.myhibachi.pulls.deposits import credited
from sync.connectors.myhibachi.same_party import doubled, merged, own_of, speaker_of
from sync.connectors.myhibachi.terms import booking_terms
from sync.reconcile.contract import Done, Unreadable, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at
from sync.reconcile.naming import content_told, next_digest

USUAL_MINUTES, UNTIMED = 120, time(12, 0)
UNTIMED_WORDS = "MyHibachi says no hour"


def note_booking(intake: Intake, row: Found) -> str:
    """A row of the list: noted where anything of it is news. The store's rules for bookings come with the first."""
    central_id = row["id"].id()
    record = intake.picture.record(record_of("booking", central_id))
    digest = digest_of(_row(row))
    if record.done.get(SEEN) != digest:
        intake.facts.append(CentralConfirmed(record.id, SEEN, digest, central_id, intake.now))
    return central_id


def note_terms(intake: Intake) -> None:
    """What MyHibachi takes, from the first time on that it was asked for bookings."""
    known = terms_of(intake.picture)
    intake.put(booking_terms(intake.now if known is None else known.since))


def read_booking(central_id: str, said: Found, picture: Picture, now_ms: int) -> Done:
    """A booking's own page as facts. Raises Unreadable."""
    reservation = _reservation(central_id, said, picture)
    record = picture.record(record_of("reservation", reservation.id))
    is_new, told = reservation.made is None, content_told(record, *CONTENT)
    is_in_step = is_new or told == digest_of(notes_of(reservation, record, picture))
    facts: list[Fact] = list(_linked_guest(reservation, said, picture, now_ms))
    guest_id = _guest_id(reservation, said, picture)
    stated = _stated(reservation.id, said, picture, now_ms)
    facts += _news(reservation, stated, said, guest_id, now_ms)
    for fact in facts:
        if not isinstance(fact, CentralConfirmed | GuestRegistered):
            reservation.apply(fact)
    facts += [CentralConfirmed(record.id, "create", "", central_id, at(now_ms))] if not record.is_linked else []
    is_theirs = reservation.made is not None and reservation.made.source == CONNECTOR
    after = notes_of(reservation, record, picture)
    is_as_said = stated.is_for(reservation.starts_at, reservation.party_size)  # else it stands there by our words alone
    if is_theirs and is_in_step and is_as_said and told != digest_of(after):  # their own words are not told back
        step, digest = ("create", digest_of(after)) if is_new else ("update", next_digest(record, after, *CONTENT))
        facts.append(CentralConfirmed(record.id, step, digest, central_id, at(now_ms)))
    facts += _echoes(reservation, facts, central_id, now_ms)
    double = doubled(central_id, reservation, picture)
    if double is not None:
        facts += [*merged(double, reservation, at(now_ms)), _echo(double.id, "cancel", central_id, now_ms)]
    facts += credited(central_id, reservation, stated, picture, now_ms)
    return Done(central_id, facts=tuple(facts))


def gone(central_ids: Iterable[str], picture: Picture, began_ms: int) -> tuple[Fact, ...]:
    """Bookings that are not listed any more: those still to come are cancelled here as well."""
    facts: list[Fact] = []
    for central_id in sorted(central_ids):
        local_id = speaker_of(central_id, picture)
        reservation = None if not local_id else cast(Reservation, picture.aggregate("reservation", local_id))
        if reservation is not None and reservation.is_expected and reservation.starts_at > at(began_ms):
            facts.append(ReservationCancelled(reservation.id, at(began_ms), SYSTEM))
            facts.append(_echo(reservation.id, "cancel", central_id, began_ms))
    return tuple(facts)


def _row(row: Found) -> str:
    """All a row says, in an order of its own."""
    fields = row.value if isinstance(row.value, dict) else {}
    return repr(sorted((name, str(value)) for name, value in fields.items()))


def _reservation(central_id: str, said: Found, picture: Picture) -> Reservation:
    local_id = speaker_of(central_id, picture) or _marked(_text(said, "notes"), picture)
    reservation_id = ReservationId(local_id) if local_id else own_of(central_id, picture)
    try:
        return cast(Reservation, picture.aggregate("reservation", reservation_id))
    except NotFound:
        return Reservation(reservation_id)


def _marked(notes: str, picture: Picture) -> str:
    """The reservation of ours that the notes name, or that came of the inquiry they name; one that is another booking
    already is none."""
    ours, inquiry = OUR_RESERVATION.search(notes), OUR_INQUIRY.search(notes)
    found = "" if ours is None else ours["id"]
    if inquiry is not None:
        try:
            converted = lead_of(inquiry["id"], picture).converted
        except NotFound:
            converted = None
        found = "" if converted is None else converted.reservation_id or ""
    return "" if not found or picture.record(record_of("reservation", found)).is_linked else found


def _stated(reservation_id: ReservationId, said: Found, picture: Picture, now_ms: int) -> BookingStated:
    currency = picture.document(StoreProfile, STORE_PROFILE).currency
    status = said["status"]
    try:
        stands = BookingStatus(status.text())
    except ValueError:
        raise Unreadable(status.path, repr(status.text())) from None
    paid = said.maybe("deposit_paid")
    return BookingStated(
        reservation_id, CONNECTOR, _text(said, "reference_number"), stands, _starts(said, picture),
        said["guest_count"].whole(), at(now_ms), _text(said, "event_type"), _text(said, "location"),
        _text(said, "payment_status"), _money(said, "total_amount", currency),
        _money(said, "deposit_amount", currency), paid is not None and paid.flag(),
        _money(said, "balance_due", currency), _dishes(said),
    )  # fmt: skip


def _news(
    reservation: Reservation, stated: BookingStated, said: Found, guest_id: GuestId | None, now_ms: int
) -> list[Fact]:
    """What follows for the reservation: of one of ours only what they changed since they said it last."""
    now, before = at(now_ms), reservation.stated
    facts: list[Fact] = []
    if reservation.made is None:
        customer = said["customer"]
        facts.append(ReservationMade(
            reservation.id, now, SYSTEM, stated.starts_at, USUAL_MINUTES, stated.party_size, customer["name"].name(),
            guest_id, phone=_text(customer, "phone"), email=_text(customer, "email"), requests=_requests(said),
            source=CONNECTOR,
        ))  # fmt: skip
        facts.append(OccasionGiven(reservation.id, now, SYSTEM, stated.occasion, stated.place))
    elif before is not None and reservation.is_expected:
        new = {
            name: getattr(stated, name)
            for name in ("starts_at", "party_size")
            if getattr(stated, name) not in (getattr(before, name), getattr(reservation, name))
        }
        requests = _requests(said)
        if reservation.made.source == CONNECTOR and requests and requests != reservation.requests:
            new["requests"] = requests
        facts += [ReservationChanged(reservation.id, now, SYSTEM, **new)] if new else []
    if before is None or _same_time(before, now) != stated:
        facts.append(stated)
    is_confirmed = stated.status is BookingStatus.CONFIRMED and reservation.confirmed is None
    if is_confirmed and (reservation.made is None or reservation.is_expected):
        facts.append(ReservationConfirmed(reservation.id, now, SYSTEM))
    if stated.status is BookingStatus.CANCELLED and (reservation.made is None or reservation.is_expected):
        facts.append(ReservationCancelled(reservation.id, now, SYSTEM))
    return facts


def _same_time(stated: BookingStated, now: datetime) -> BookingStated:
    return replace(stated, stated_at=now)


def _echoes(reservation: Reservation, facts: list[Fact], central_id: str, now_ms: int) -> list[Fact]:
    """What MyHibachi said itself is not told to it."""
    said: list[Fact] = []
    if any(isinstance(fact, ReservationConfirmed) for fact in facts):
        said.append(_echo(reservation.id, "confirm", central_id, now_ms))
    if any(isinstance(fact, ReservationCancelled) for fact in facts):
        said.append(_echo(reservation.id, "cancel", central_id, now_ms))
    return said


def _echo(reservation_id: ReservationId, step: str, central_id: str, now_ms: int) -> CentralConfirmed:
    digest = digest_of(step, reservation_id)
    return CentralConfirmed(record_of("reservation", reservation_id), step, digest, central_id, at(now_ms))


def _linked_guest(reservation: Reservation, said: Found, picture: Picture, now_ms: int) -> Iterable[Fact]:
    """Whoever we booked for is that customer there, unless somebody else here is known to be."""
    customer_id = said["customer"]["id"].id()
    if reservation.guest_id is None or picture.local_of(CONNECTOR, "guest", customer_id):
        return
    record = picture.record(record_of("guest", reservation.guest_id))
    if not record.is_linked:
        yield CentralConfirmed(record.id, PULLED, "booked", customer_id, at(now_ms))


def _guest_id(reservation: Reservation, said: Found, picture: Picture) -> GuestId | None:
    known = picture.local_of(CONNECTOR, "guest", said["customer"]["id"].id())
    return GuestId(known) if known else reservation.guest_id


def _starts(said: Found, picture: Picture) -> datetime:
    """Date and hour on the store's wall clock; noon where no hour is said, which the form leaves open."""
    moment, found = UNTIMED, said.maybe("event_time")
    if found is not None and found.text():
        try:
            moment = time.fromisoformat(found.text())
        except ValueError:
            raise Unreadable(found.path, repr(found.text())) from None
    zone = ZoneInfo(picture.document(StoreProfile, STORE_PROFILE).calendar.zone)
    return datetime.combine(said["event_date"].day(), moment.replace(tzinfo=None), zone).astimezone(UTC)


def _requests(said: Found) -> str:
    """Their notes; none where they are our own words."""
    notes = _text(said, "notes")
    if OUR_RESERVATION.search(notes) or OUR_INQUIRY.search(notes):
        return ""
    hour = said.maybe("event_time")
    untimed = "" if hour is not None and hour.text() else UNTIMED_WORDS
    return " · ".join(part for part in (notes, untimed) if part)


def _dishes(said: Found) -> tuple[str, ...]:
    found = said.maybe("menu_items")
    if found is None:
        return ()
    return tuple(f"{one['quantity'].whole()} x {one['name'].name()}" for one in found.items())


def _money(said: Found, name: str, currency: str) -> Money | None:
    found = said.maybe(name)
    return None if found is None else found.money(currency)


def _text(found: Found, name: str) -> str:
    one = found.maybe(name)
    return "" if one is None else " ".join(one.prose().split())[:500]
