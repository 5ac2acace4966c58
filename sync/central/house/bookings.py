"""Reservations as the API takes and gives them: facts about reservations, and rows that lists read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId, ReservationId, TableId
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationChanged,
    ReservationMade,
    ReservationStatus,
    Stay,
    free_tables,
)
from aura_terminal.domain.shop import Table
from sync.central import resources
from sync.central.api.calling import ServedDesk, View
from sync.central.api.errors import invalid, not_found
from sync.central.catalogue.rows import mirror
from sync.central.house.kinds import RESERVATION
from sync.central.people.guests import named
from sync.central.store.desk import Desk
from sync.central.store.tables import RESOURCES

Said = Mapping[str, Any]

WORDS = {
    ReservationStatus.BOOKED: "pending", ReservationStatus.CONFIRMED: "confirmed", ReservationStatus.SEATED: "seated",
    ReservationStatus.CANCELLED: "cancelled", ReservationStatus.NO_SHOW: "no_show",
}  # fmt: skip
EXPECTED = ("pending", "confirmed")
USUAL = 120


def book(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/reservations". Whether a table is free is asked before (`availability`)."""
    customer = said.get("customer_id")
    guest = None if customer is None else named(desk, customer)
    name = said.get("customer_name") or ("" if guest is None else guest.name)
    starts = _instant(desk, said["reservation_date"], said["reservation_time"])
    reservation_id = ReservationId(desk.press.ids.new())
    desk.begin(Aggregate.RESERVATION, reservation_id)
    desk.keep(ReservationMade(
        reservation_id, desk.now, desk.actor, starts, said.get("duration_minutes", USUAL), said["party_size"],
        name[:200], None if guest is None else GuestId(guest.id), (), said.get("contact_phone", ""),
        said.get("contact_email", ""), said.get("table_preferences", ""), said.get("special_requests", ""),
    ))  # fmt: skip
    told = _told(desk, reservation_id)
    desk.tell("reservation.created", _event(told))
    return told


def change(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "PUT /api/v1/reservations/{id}": what is not named stays as it is."""
    reservation = existing(desk, number)
    starts = None
    if "reservation_date" in said or "reservation_time" in said:
        local = desk.shelf.profile.calendar.local(reservation.starts_at)
        day = said.get("reservation_date", local.date().isoformat())
        starts = _instant(desk, day, said.get("reservation_time", f"{local:%H:%M}"))
    customer = said.get("customer_id")
    changed = reservation.change(ReservationChanged(
        reservation.id, desk.now, desk.actor, starts, said.get("duration_minutes"), said.get("party_size"),
        said.get("customer_name"), None if customer is None else GuestId(named(desk, customer).id),
        _tables(desk, said.get("table_ids")), said.get("contact_phone"), said.get("contact_email"),
        said.get("table_preferences"), said.get("special_requests"),
    ))  # fmt: skip
    if changed is not None:
        desk.keep(changed)
    return _told(desk, reservation.id)


def confirm(desk: ServedDesk, number: int) -> dict[str, Any]:
    """Reference, "POST /api/v1/reservations/{id}/confirm"; a second time changes nothing."""
    reservation = existing(desk, number)
    fact = reservation.confirm(desk.now, desk.actor)
    if fact is not None:
        desk.keep(fact)
    return _told(desk, reservation.id)


def cancel(desk: ServedDesk, number: int, reason: str) -> dict[str, Any]:
    """Reference, "POST /api/v1/reservations/{id}/cancel". Raises Refused (409) for one that is over."""
    reservation = existing(desk, number)
    desk.keep(reservation.cancel(desk.now, desk.actor, reason))
    told = _told(desk, reservation.id)
    desk.tell("reservation.cancelled", _event(told))
    return told


def existing(desk: ServedDesk, number: int) -> Reservation:
    """The reservation a path names. Raises Refused (404)."""
    local = desk.local("reservation", number)
    if local is None:
        raise not_found(RESERVATION.title)
    reservation: Reservation = desk.aggregate(Aggregate.RESERVATION, local)
    return reservation


def lay_out_reservation(desk: Desk, reservation_id: str) -> None:
    """Write the row of a reservation."""
    one: Reservation = desk.aggregate(Aggregate.RESERVATION, reservation_id)
    if one.made is None:
        return
    number = desk.number("reservation", reservation_id)
    local = desk.shelf.profile.calendar.local(one.starts_at)
    tables = desk.shelf.numbers.get("table", {})
    guest: Guest | None = None if one.guest_id is None else desk.aggregate(Aggregate.GUEST, one.guest_id)
    mirror(desk, RESERVATION, number, {
        "confirmation_number": f"RES-{local.year}-{number}", "status": WORDS[one.status],
        "customer_id": None if one.guest_id is None else desk.number("guest", one.guest_id),
        "customer_name": one.name or ("" if guest is None else guest.name), "party_size": one.party_size,
        "reservation_date": local.date().isoformat(), "reservation_time": f"{local:%H:%M}",
        "duration_minutes": one.minutes, "table_preferences": one.preferences or None,
        "special_requests": one.requests or None, "contact_phone": one.phone or None,
        "contact_email": one.email or None,
        "table_ids": [tables[table_id] for table_id in one.tables if table_id in tables],
        "order_id": None if one.order_id is None else desk.number("order", one.order_id),
    })  # fmt: skip


def availability(view: View, day: date, at: str, party_size: int, minutes: int) -> dict[str, Any]:
    """Reference, "GET /api/v1/reservations/availability": what is free then, and the nearest times if nothing is."""
    zone = ZoneInfo(view.shelf.profile.calendar.zone)
    starts = datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)
    booked = _stays(view, day)
    offers = _free(view, booked, starts, minutes, party_size)
    nearby = [starts + timedelta(minutes=quarter * 30) for quarter in (-4, -3, -2, -1, 1, 2, 3, 4)]
    others = [when for when in nearby if not offers and _free(view, booked, when, minutes, party_size)]
    return {
        "available": bool(offers), "date": day.isoformat(), "time": at[:5], "party_size": party_size,
        "duration_minutes": minutes,
        "available_tables": [
            {
                "table_ids": [view.shelf.number("table", table.id) for table in offer],
                "table_numbers": [table.number for table in offer], "capacity": sum(table.seats for table in offer),
            }
            for offer in offers[:20]
        ],
        "alternative_times": [f"{when.astimezone(zone):%H:%M}" for when in others],
    }  # fmt: skip


def _free(
    view: View, booked: Sequence[tuple[Stay, int]], starts: datetime, minutes: int, party_size: int
) -> Sequence[tuple[Table, ...]]:
    """Parties without a table of their own take the tightest that fits, those with one keep it."""
    wanted = Stay((), starts, starts + timedelta(minutes=minutes))
    tables = view.shelf.all(Table)
    stays = [stay for stay, _ in booked if stay.tables]
    for stay, size in sorted(booked, key=lambda one: (one[0].starts_at, one[1])):
        overlaps = stay.starts_at < wanted.ends_at and wanted.starts_at < stay.ends_at
        if not stay.tables and overlaps:
            placed = free_tables(tables, stays, stay, size)
            if placed:
                stays.append(Stay(tuple(table.id for table in placed[0]), stay.starts_at, stay.ends_at))
    return free_tables(tables, stays, wanted, party_size)


def _stays(view: View, day: date) -> list[tuple[Stay, int]]:
    around = [(day + timedelta(days=off)).isoformat() for off in (-1, 0, 1)]
    asked = select(RESOURCES.c.number).where(RESOURCES.c.tenant == view.tenant, RESOURCES.c.kind == RESERVATION.name)
    rows = view.connection.execute(asked.where(RESOURCES.c.day.in_(around), RESOURCES.c.status.in_(EXPECTED)))
    found = []
    for (number,) in rows:
        body = resources.existing(view.connection, view.tenant, RESERVATION, int(number)).body
        begins = _at(view.shelf.profile.calendar.zone, body["reservation_date"], body["reservation_time"])
        tables = tuple(TableId(view.shelf.local("table", one) or "") for one in body["table_ids"])
        found.append((Stay(tables, begins, begins + timedelta(minutes=body["duration_minutes"])), body["party_size"]))
    return found


def _at(zone: str, day: str, at: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)


def _instant(desk: ServedDesk, day: str, at: str) -> datetime:
    """A date and a time of the store's wall clock. Raises Refused (422) for one nobody can keep."""
    starts = _at(desk.shelf.profile.calendar.zone, day, at)
    if starts.year < 1970:
        raise invalid("reservation_date", "is before 1970")
    return starts


def _tables(desk: ServedDesk, numbers: list[int] | None) -> tuple[TableId, ...] | None:
    if numbers is None:
        return None
    found = [desk.shelf.local("table", number) for number in numbers]
    if None in found:
        raise invalid("table_ids", "there is no such table")
    return tuple(TableId(local) for local in found if local is not None)


def _told(desk: ServedDesk, reservation_id: ReservationId) -> dict[str, Any]:
    desk.lay_out()
    number = desk.number("reservation", reservation_id)
    return resources.existing(desk.connection, desk.tenant.number, RESERVATION, number).answered()


def _event(told: Said) -> dict[str, Any]:
    fields = ("id", "customer_id", "customer_name", "party_size", "reservation_date", "reservation_time", "status")
    return {field: told[field] for field in fields}
