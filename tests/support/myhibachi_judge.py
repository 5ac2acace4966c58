"""Whether MyHibachi holds just what a terminal holds: every booking and inquiry once, deposits to the cent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.leads import LeadStatus
from aura_terminal.domain.reservations import Reservation, ReservationStatus
from aura_terminal.domain.value import ValueAccount
from aura_terminal.ports.central import Picture
from aura_terminal.ports.leads import LeadRow
from aura_terminal.store.open_store import Store
from sync.connectors.myhibachi.naming import CONNECTOR, NAMING, record_of
from tests.support.myhibachi_book import KeptBooking
from tests.support.myhibachi_server import Hibachi

MARK = re.compile(r"\[([0-9a-f-]{36})\]$")
DAYS, MOST = 40, 10_000


def differences(store: Store, office: Hibachi, today: date) -> list[str]:
    """Everything that is not the same, in words."""
    return [*_bookings(store, office, today), *_leads(store, office), *_customers(store, office)]


def reservations_of(store: Store, today: date) -> list[Reservation]:
    """Every reservation of the weeks around now."""
    picture = store.central_book.picture
    rows = [row for day in range(-5, DAYS) for row in store.reads.tables.reservations(today + timedelta(days=day))]
    return [cast(Reservation, picture.aggregate(Aggregate.RESERVATION, row.reservation_id)) for row in rows]


def _bookings(store: Store, office: Hibachi, today: date) -> Iterator[str]:
    picture = store.central_book.picture
    there, known = office.book.bookings, set[int]()
    marks = Counter(found[1] for one in there.values() if (found := MARK.search(one.notes)))
    yield from (f"{count} bookings bear the mark of {mark}" for mark, count in marks.items() if count > 1)
    for reservation in reservations_of(store, today):
        central_id = picture.record(record_of("reservation", reservation.id)).central_id
        if not central_id:
            if reservation.is_expected:
                yield f"{reservation.name} is not there"
            continue
        if reservation.status is ReservationStatus.CANCELLED and _gave_way(picture, reservation, int(central_id)):
            continue
        booking = there.get(int(central_id))
        if booking is None or booking.id in known:
            yield f"{reservation.name} is booking {central_id}, which is {'nothing' if booking is None else 'another'}"
            continue
        known.add(booking.id)
        yield from _of(reservation, booking, office)
        yield from _deposit(store, booking)
    yield from (f"booking {id_} is nowhere here" for id_ in there if id_ not in known)


def _linked(picture: Picture, booking_id: int) -> tuple[str, ...]:
    return picture.locals_of(CONNECTOR, "reservation", str(booking_id))


def _gave_way(picture: Picture, reservation: Reservation, booking_id: int) -> bool:
    """Whether it came of the booking, and another reservation speaks for that."""
    is_theirs = reservation.made is not None and reservation.made.source == CONNECTOR
    return is_theirs and len(_linked(picture, booking_id)) > 1


def _of(reservation: Reservation, booking: KeptBooking, office: Hibachi) -> Iterator[str]:
    name = f"booking {booking.id} of {reservation.name}"
    is_off = reservation.status is ReservationStatus.CANCELLED
    if is_off != (booking.status == "cancelled"):
        yield f"{name} is {reservation.status.value} here and {booking.status} there"
    stated = reservation.stated
    if stated is None or (stated.status.value, stated.party_size) != (booking.status, booking.guests):
        yield f"{name} is said to be {stated and (stated.status.value, stated.party_size)}"
        return
    if stated.is_deposit_paid != booking.is_paid:
        yield f"{name}: its deposit is said to be {stated.is_deposit_paid}"
    is_as_said = stated.is_for(reservation.starts_at, reservation.party_size)
    if not is_off and not is_as_said and f"{reservation.party_size} guests" not in booking.notes:
        yield f"{name}: nobody there knows of {reservation.party_size} guests ({booking.notes})"
    if not is_off and reservation.confirmed is not None and booking.status != "confirmed":
        yield f"{name} is confirmed here alone"


def _deposit(store: Store, booking: KeptBooking) -> Iterator[str]:
    picture = store.central_book.picture
    wanted = booking.deposit if booking.is_paid and booking.status != "cancelled" else Decimal(0)
    found = Decimal(0)
    for key in (str(booking.id), *(f"{booking.id} {one}" for one in _linked(picture, booking.id))):
        with suppress(NotFound):
            account_id = ValueAccountId(NAMING.local_id_of(picture.store_id, "deposit", key))
            found += Decimal(cast(ValueAccount, picture.aggregate(Aggregate.VALUE, account_id)).balance.plain())
    if found != wanted:
        yield f"booking {booking.id}: {found} is credited here, {wanted} is held there"


def _leads(store: Store, office: Hibachi) -> Iterator[str]:
    picture, known = store.central_book.picture, set[int]()
    rows: list[LeadRow] = [*store.reads.leads.to_follow(MOST), *store.reads.leads.over(MOST)]
    for row in rows:
        central_id = picture.record(record_of("lead", row.lead_id)).central_id
        if not central_id:
            if row.source != CONNECTOR and row.consent is Consent.GIVEN and row.status is not LeadStatus.LOST:
                yield f"the inquiry of {row.name} is not there"
            continue
        lead = office.book.leads.get(int(central_id))
        if lead is None or lead.id in known:
            yield f"the inquiry of {row.name} is {central_id}, which is {'nothing' if lead is None else 'another'}"
            continue
        known.add(lead.id)
        if (row.status is LeadStatus.CONVERTED) != (lead.status == "converted"):
            yield f"the inquiry of {row.name} is {row.status.value} here and {lead.status} there"
    yield from (f"inquiry {id_} is nowhere here" for id_ in office.book.leads if id_ not in known)


def _customers(store: Store, office: Hibachi) -> Iterator[str]:
    picture = store.central_book.picture
    for customer in office.book.customers.values():
        if not picture.local_of(CONNECTOR, "guest", str(customer.id)):
            yield f"customer {customer.name} is no guest here"
    phones = Counter(one.phone for one in office.book.customers.values())
    yield from (f"{count} customers have the number {phone}" for phone, count in phones.items() if count > 1)
