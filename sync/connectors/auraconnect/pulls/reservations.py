"""Reservations made elsewhere, and what became there of those made here (reference, "Reservations")."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import GuestId, ReservationId
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationCancelled,
    ReservationChanged,
    ReservationConfirmed,
    ReservationFact,
    ReservationMade,
)
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from sync.connectors.auraconnect.intake import Intake
from sync.connectors.auraconnect.naming import CONNECTOR, content_told, next_digest, record_of
from sync.connectors.auraconnect.reservations import CONTENT, reservation_body, reservation_of
from sync.reconcile.contract import Unreadable, digest_of
from sync.reconcile.fields import LONGEST_NAME, Found

OURS = re.compile(r"(?: · )?(?:for (?P<name>[^·]*) · )?\[(?P<id>[0-9a-f-]{36})\]$")
USUAL_MINUTES = 120


def take_reservation(intake: Intake, row: Found, place: int) -> str:
    """A reservation by `id`. Nothing there undoes that a party sits, or changes what the central was not told of."""
    central_id = row["id"].id()
    requests = _text(row, "special_requests")
    marked = OURS.search(requests)
    ours = marked["id"] if marked and not intake.picture.local_of(CONNECTOR, "reservation", central_id) else ""
    if ours and _known(ours, intake) is not None:
        return central_id
    reservation_id = ReservationId(intake.local_id("reservation", central_id))
    known = _known(reservation_id, intake)
    record = intake.picture.record(record_of("reservation", reservation_id))
    told = content_told(record, *CONTENT)
    if known is not None and (not known.is_expected or told != digest_of(reservation_body(known, intake.picture))):
        return central_id
    reservation = known or Reservation(reservation_id)
    facts = _news(intake, reservation, row, requests)
    for fact in facts:
        reservation.apply(fact)
    intake.facts.extend(facts)
    body = reservation_body(reservation, intake.picture)
    if told != digest_of(body):
        step, digest = ("update", next_digest(record, body, *CONTENT)) if record.done else (PULLED, digest_of(body))
        intake.facts.append(CentralConfirmed(record.id, step, digest, central_id, intake.now))
    intake.facts.extend(_echo(intake, fact, record.id, central_id) for fact in facts if isinstance(fact, ENDS))
    return central_id


ENDS = (ReservationConfirmed, ReservationCancelled)


def _echo(intake: Intake, fact: ReservationFact, record: str, central_id: str) -> CentralConfirmed:
    """What the central said itself is not told to it."""
    step = "confirm" if isinstance(fact, ReservationConfirmed) else "cancel"
    said = digest_of(step, fact.reservation_id)
    return CentralConfirmed(record_of("reservation", fact.reservation_id), step, said, central_id, intake.now)


def _known(reservation_id: str, intake: Intake) -> Reservation | None:
    try:
        return reservation_of(reservation_id, intake.picture)
    except NotFound:
        return None


def _news(intake: Intake, reservation: Reservation, row: Found, requests: str) -> list[ReservationFact]:
    customer, minutes = row.maybe("customer_id"), row.maybe("duration_minutes")
    known = intake.picture.local_of(CONNECTOR, "guest", customer.id()) if customer is not None else ""
    marked = OURS.search(requests)
    fields = {
        "starts_at": _starts(intake, row),
        "minutes": USUAL_MINUTES if minutes is None else minutes.whole(),
        "party_size": row["party_size"].whole(),
        "name": _name(row, marked["name"] if marked else "") or reservation.name,
        "guest_id": GuestId(known) if known else reservation.guest_id,
        "phone": _text(row, "contact_phone"),
        "email": _text(row, "contact_email"),
        "preferences": _text(row, "table_preferences"),
        "requests": OURS.sub("", requests),
    }
    facts: list[ReservationFact] = []
    if reservation.made is None:
        facts.append(ReservationMade(reservation.id, intake.now, SYSTEM, source=CONNECTOR, **fields))  # type: ignore[arg-type]  # by field
    else:
        new = {name: value for name, value in fields.items() if value != getattr(reservation, name)}
        if new:
            facts.append(ReservationChanged(reservation.id, intake.now, SYSTEM, **new))  # type: ignore[arg-type]  # by field
    status = _text(row, "status")
    if status == "confirmed" and reservation.confirmed is None:
        facts.append(ReservationConfirmed(reservation.id, intake.now, SYSTEM))
    if status in ("cancelled", "canceled"):
        facts.append(ReservationCancelled(reservation.id, intake.now, SYSTEM))
    return facts


def _starts(intake: Intake, row: Found) -> datetime:
    """Date and time on the store's wall clock."""
    at = row["reservation_time"]
    try:
        moment = time.fromisoformat(at.text())
    except ValueError:
        raise Unreadable(at.path, repr(at.text())) from None
    calendar = intake.picture.document(StoreProfile, STORE_PROFILE).calendar
    local = datetime.combine(row["reservation_date"].day(), moment.replace(tzinfo=None), ZoneInfo(calendar.zone))
    return local.astimezone(UTC)


def _name(row: Found, marked: str | None) -> str:
    """Whom it is for: as we said it ourselves, for the central calls a customer's party by the customer."""
    if marked and marked.strip():
        return marked.strip()
    for name in ("customer_name", "guest_name", "name"):
        if row.has(name):
            return row[name].text()[:LONGEST_NAME]
    customer = row.maybe("customer")
    if customer is not None and isinstance(customer.value, dict) and customer.has("name"):
        return customer["name"].name()
    return ""


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text()
