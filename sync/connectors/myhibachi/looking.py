"""Finding out whether something was made: no idempotency is documented, so it is looked for before it is sent again.

The lists show neither notes nor our reference, so a booking is known by its day, hour, guests and customer; one that
one of our reservations is linked with already is another one. Either side may have moved it to another day meanwhile.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

from aura_terminal.domain.central import name_of
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import digits_of
from aura_terminal.domain.reservations import Reservation
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.myhibachi.endpoints import BOOKING, BOOKINGS, CUSTOMERS, LEADS, PAGE_SIZE
from sync.connectors.myhibachi.lead_plan import lead_of
from sync.connectors.myhibachi.linking import converted, to_be_seen
from sync.connectors.myhibachi.naming import CONNECTOR, DETAILS, SEEN, record_of
from sync.connectors.myhibachi.same_party import own_of
from sync.reconcile.contract import Call, Done, Outcome, Unknown, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.translator import Sent
from sync.reconcile.written import at

CANCELLED = "cancelled"
CLOCKS_APART = timedelta(minutes=10)
MOVED_BY = timedelta(days=14)
"""How far from its day a booking is looked for."""


def look_for(row: WireRow, sent: Sent) -> Call | None:
    """The request that shows it; None where the document offers no way."""
    kind = name_of(row.record).kind
    if kind == "reservation" and row.step == "create":
        return _bookings_around(str(sent["event_date"]))
    if kind == "reservation" and row.step in ("cancel", "confirm", "update"):
        return BOOKING.call(central_id=row.path.rpartition("/")[2])
    if kind == "lead" and row.step == "create":
        began = at(row.prepared_ms)
        days = (began - timedelta(days=1), began + timedelta(days=2))
        return LEADS.call(query={"date_from": _day(days[0]), "date_to": _day(days[1])})
    if kind == "lead" and row.step == "convert":
        booking = sent.get("booking_data")
        return (
            _bookings_on(str(booking["event_date"]))
            if isinstance(booking, dict)
            else CUSTOMERS.call(query={"limit": str(PAGE_SIZE)})
        )
    return None


def looked_at(row: WireRow, sent: Sent, reading: Found, picture: Picture, now_ms: int) -> Outcome | None:
    """Done when it is there; None when it is not. Raises Unreadable."""
    kind = name_of(row.record).kind
    if kind == "reservation" and row.step == "create":
        found, is_exact = _booking(sent, reading, picture, name_of(row.record).local_id)
        if found is None:
            return None
        return _found(found, now_ms) if is_exact else _to_be_read(found, picture, now_ms)
    if kind == "reservation":
        return _is_so(row, sent, reading)
    if kind == "lead" and row.step == "create":
        return _lead(row, reading)
    return _converted(row, sent, reading, picture, now_ms)


def _bookings_on(day: str) -> Call:
    query = {"event_date_from": day, "event_date_to": day, "limit": str(PAGE_SIZE)}
    return BOOKINGS.call(query=query)


def _bookings_around(day: str) -> Call:
    days = (date.fromisoformat(day) - MOVED_BY, date.fromisoformat(day) + MOVED_BY)
    query = {"event_date_from": days[0].isoformat(), "event_date_to": days[1].isoformat()}
    return BOOKINGS.call(query={**query, "sort": "event_date", "order": "asc", "limit": str(PAGE_SIZE)})


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _booking(sent: Sent, reading: Found, picture: Picture, ours: str) -> tuple[Found | None, bool]:
    """The one that was sent (True); else one of theirs that came after ours was made and may be it: on that day with
    another hour or other guests, or on another day with as many.

    One that is cancelled may be it too, told by another terminal and taken back since. Raises Unreadable where the list
    ends before that day is over.
    """
    made_at, day = _made_at(ours, picture), str(sent["event_date"])
    changed: Found | None = None
    moved: Found | None = None
    rows = list(reading["items"].items())
    for one in rows:
        known = picture.local_of(CONNECTOR, "reservation", one["id"].id())
        if known == ours:  # its own page was read meanwhile
            return one, True
        is_old = _is_old(one, made_at)
        if known or (one["status"].text() == CANCELLED and is_old):
            continue
        if not _is_theirs(sent, one["customer"]):
            continue
        has_day, has_guests = one["event_date"].text() == day, one["guest_count"].whole() == sent["guest_count"]
        if has_day and has_guests and _time(one) == sent.get("event_time"):
            return one, True
        if not is_old and not _was_read(one["id"].id(), picture):
            changed = changed or (one if has_day else None)
            moved = moved or (one if has_guests else None)
    if changed is None and moved is None and len(rows) >= PAGE_SIZE and rows[-1]["event_date"].text() <= day:
        raise Unreadable("items", f"a page that ends before {day} does")
    return changed or moved, False


def _was_read(booking_id: str, picture: Picture) -> bool:
    """Whether its own page was asked for: one of ours bears our mark and would be known as that."""
    record = picture.record(record_of("booking", booking_id))
    return record.was_told(DETAILS) or DETAILS in record.refused


def _to_be_read(row: Found, picture: Picture, now_ms: int) -> Unknown:
    """Only its own page shows our mark: whichever reservation that names is linked with it, ours or another one."""
    record = picture.record(record_of("booking", row["id"].id()))
    asked = () if SEEN in record.done else (to_be_seen(row["id"].id(), now_ms),)
    return Unknown("its own page is read first", facts=asked)


def _found(row: Found, now_ms: int) -> Done:
    """It is there, perhaps as another terminal told it when it knew less."""
    booking_id, said = row["id"].id(), (("status", row["status"].text()),)
    return Done(booking_id, said=said, facts=(to_be_seen(booking_id, now_ms),), is_same=False)


def _made_at(reservation_id: str, picture: Picture) -> datetime:
    made = cast(Reservation, picture.aggregate(Aggregate.RESERVATION, reservation_id)).made
    return datetime.max.replace(tzinfo=UTC) if made is None else made.made_at


def _is_old(row: Found, made_at: datetime) -> bool:
    """Whether it stood there before our reservation was made, clocks being what they are."""
    return row["created_at"].moment() + CLOCKS_APART < made_at


def _is_theirs(sent: Sent, customer: Found) -> bool:
    if "customer_id" in sent:
        return customer["id"].id() == str(sent["customer_id"])
    return digits_of(customer["phone"].text()) == digits_of(str(sent["phone"]))


def _time(row: Found) -> str | None:
    found = row.maybe("event_time")
    return None if found is None else found.text()[:5]


def _is_so(row: WireRow, sent: Sent, reading: Found) -> Done | None:
    status = reading["status"].text()
    if row.step == "cancel":
        return Done(said=(("status", status),)) if status == CANCELLED else None
    if row.step == "confirm":
        is_over = status in ("confirmed", "completed", CANCELLED)  # what they called off is not confirmed again
        return Done(said=(("status", status),)) if is_over else None
    notes = reading.maybe("notes")
    return Done() if notes is not None and notes.text() == sent.get("notes") else None


def _lead(row: WireRow, reading: Found) -> Done | None:
    mark = f"[inquiry {name_of(row.record).local_id}]"
    rows = (one for one in reading["items"].items() if one.has("message") and mark in one["message"].text())
    found = next(rows, None)
    return None if found is None else Done(found["id"].id())


def _converted(row: WireRow, sent: Sent, reading: Found, picture: Picture, now_ms: int) -> Done | None:
    """The customer with their number; of a booking the one on that day with so many guests that is nobody's yet."""
    lead = lead_of(name_of(row.record).local_id, picture)
    phone = digits_of(lead.terms.phone)
    booking = sent.get("booking_data")
    for one in reading["items"].items():
        customer = one["customer"] if isinstance(booking, dict) else one
        theirs = customer.maybe("phone")
        if theirs is None or digits_of(theirs.text()) != phone:
            continue
        if not isinstance(booking, dict):
            return converted(lead, customer["id"].id(), "", picture, now_ms)
        ours = None if lead.converted is None else lead.converted.reservation_id
        booking_id = one["id"].id()
        others = {*picture.locals_of(CONNECTOR, "reservation", booking_id)} - {ours, own_of(booking_id, picture)}
        if not others and not _is_old(one, lead.terms.captured_at):
            return converted(lead, customer["id"].id(), booking_id, picture, now_ms)
    return None
