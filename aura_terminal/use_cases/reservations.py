"""Who comes when: booked at any terminal, offline as well; two that take one table meet as a clash, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aura_terminal.domain.bookings import OccasionGiven
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import checked_email, checked_phone
from aura_terminal.domain.ids import GuestId, LeadId, ReservationId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationCancelled,
    ReservationChanged,
    ReservationMade,
    ReservationMissed,
    Stay,
    check_stay,
    overlapping,
    stay_of,
)
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.booking_terms import must_be_bookable
from aura_terminal.use_cases.guests import person
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.party_tables import linked_where_several
from aura_terminal.use_cases.whose_visit import attached_where_known


@dataclass(frozen=True, slots=True)
class Booking:
    """A party that will come. `starts_at` is aware; no tables means that it gets some later."""

    starts_at: datetime
    party_size: int
    minutes: int = 120
    name: str = ""
    guest_id: GuestId | None = None
    tables: tuple[TableId, ...] = ()
    phone: str = ""
    email: str = ""
    preferences: str = ""
    requests: str = ""
    occasion: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Rebooking:
    """What changes about a reservation; None is a field that stays."""

    starts_at: datetime | None = None
    party_size: int | None = None
    minutes: int | None = None
    name: str | None = None
    guest_id: GuestId | None = None
    tables: tuple[TableId, ...] | None = None
    phone: str | None = None
    email: str | None = None
    preferences: str | None = None
    requests: str | None = None


class Reservations:
    """The verbs on reservations. Each needs the right RESERVE and is one transaction."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def book(self, by: Actor, booking: Booking) -> ReservationMade:
        """Expect a party. Raises RuleBroken: TABLE_TAKEN, QUANTITY_OUT_OF_RANGE, GUEST_NEEDED without any name, and
        BOOKING_NOT_TAKEN for what the back office that keeps the bookings would refuse."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            made, _ = booked(work, self._ids, by, booking)
        return made

    def give_occasion(self, by: Actor, reservation_id: ReservationId, occasion: str, place: str = "") -> OccasionGiven:
        """Keep what it is for, and where. Raises RuleBroken: RESERVATION_OVER, BOOKING_NOT_TAKEN."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            reservation = work.house.reservation(reservation_id)
            if not reservation.is_expected:
                raise RuleBroken(Rule.RESERVATION_OVER, name=reservation.name, status=reservation.status.value)
            draft = replace(reservation, occasion=occasion)
            _must_be_bookable(work, draft)
            fact = OccasionGiven(reservation_id, work.now, by.id, occasion, tidy(place))
            work.keep(fact)
        return fact

    def change(self, by: Actor, reservation_id: ReservationId, new: Rebooking) -> tuple[Fact, ...]:
        """Keep what is new about a reservation; raises as `book` does."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            reservation = work.house.reservation(reservation_id)
            guest_id = None if new.guest_id is None else person(work, new.guest_id).id
            fact = reservation.change(ReservationChanged(
                reservation_id, work.now, by.id, new.starts_at, new.minutes, new.party_size, _tidy(new.name),
                guest_id, new.tables, None if new.phone is None else checked_phone(new.phone),
                None if new.email is None else checked_email(new.email), _tidy(new.preferences), _tidy(new.requests),
            ))  # fmt: skip
            if fact is None:
                return ()
            draft = replace(reservation)
            draft.apply(fact)
            if any(part is not None for part in (fact.starts_at, fact.minutes, fact.tables)):
                _must_be_free(work, stay_of(draft))
            if any(part is not None for part in (fact.starts_at, fact.party_size, fact.name, fact.phone)):
                _must_be_bookable(work, draft)
            work.keep(fact)
        return (fact,)

    def confirm(self, by: Actor, reservation_id: ReservationId) -> tuple[Fact, ...]:
        """Keep that they said again that they come."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.reservation(reservation_id).confirm(work.now, by.id)
            facts: tuple[Fact, ...] = () if fact is None else (fact,)
            work.keep(*facts)
        return facts

    def cancel(self, by: Actor, reservation_id: ReservationId, reason: str = "") -> ReservationCancelled:
        """Take a reservation back. Raises RuleBroken(RESERVATION_OVER)."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.reservation(reservation_id).cancel(work.now, by.id, tidy(reason))
            work.keep(fact)
        return fact

    def miss(self, by: Actor, reservation_id: ReservationId) -> ReservationMissed:
        """Note that nobody came. Raises RuleBroken: RESERVATION_OVER, RESERVATION_TO_COME."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.reservation(reservation_id).miss(work.now, by.id)
            work.keep(fact)
        return fact

    def arrive(self, by: Actor, reservation_id: ReservationId) -> tuple[Fact, ...]:
        """Check a party in that waits for its table. Raises RuleBroken(RESERVATION_OVER)."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.reservation(reservation_id).arrive(work.now, by.id)
            facts: tuple[Fact, ...] = () if fact is None else (fact,)
            work.keep(*facts)
        return facts

    def seat(self, by: Actor, reservation_id: ReservationId, tables: Sequence[TableId] = ()) -> Done:
        """Seat the party at its tables, or at others, and open its order; several are linked, the guest comes along.

        Raises RuleBroken: RESERVATION_OVER, TABLE_LINKED for a table that is linked for another party; never because a
        table is taken: people may sit together.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            reservation = work.house.reservation(reservation_id)
            at = tuple(tables) or reservation.tables
            new = NewOrder(OrderType.DINE_IN, at[0] if at else None, reservation.party_size, reservation.name)
            opened = opening_of(work, self._ids, self._terminal, by, new)
            seated = reservation.seat(opened.order_id, at, work.now, by.id)
            work.keep(opened, seated)
            facts: tuple[Fact, ...] = (opened, seated)
            linked = linked_where_several(work, opened.order_id, at, by.id)
            facts = (*facts, *linked, *attached_where_known(work, opened.order_id, reservation.guest_id))
        return Done(opened.order_id, facts)


def booked(
    work: Work, ids: Ids, by: Actor, booking: Booking, lead_id: LeadId | None = None
) -> tuple[ReservationMade, tuple[OccasionGiven, ...]]:
    """A reservation, kept within a transaction; raises as `Reservations.book` does."""
    check_stay(booking.party_size, booking.minutes)
    guest = None if booking.guest_id is None else person(work, booking.guest_id)
    name = tidy(booking.name) or ("" if guest is None else guest.name)
    if not name:
        raise RuleBroken(Rule.GUEST_NEEDED)
    made = ReservationMade(
        ReservationId(ids.new()), work.now, by.id, booking.starts_at, booking.minutes, booking.party_size, name,
        None if guest is None else guest.id, booking.tables, checked_phone(booking.phone),
        checked_email(booking.email), tidy(booking.preferences), tidy(booking.requests),
    )  # fmt: skip
    draft = Reservation(made.reservation_id)
    draft.apply(made)
    _must_be_free(work, stay_of(draft))
    _must_be_bookable(work, replace(draft, occasion=booking.occasion))
    work.keep(made)
    if not (booking.occasion or booking.place or lead_id):
        return made, ()
    given = OccasionGiven(made.reservation_id, work.now, by.id, booking.occasion, tidy(booking.place), lead_id)
    work.keep(given)
    return made, (given,)


def _must_be_bookable(work: Work, wanted: Reservation) -> None:
    guest = None if wanted.guest_id is None else person(work, wanted.guest_id)
    phone = wanted.phone or ("" if guest is None else guest.phone)
    must_be_bookable(
        work, name=wanted.name, phone=phone, starts_at=wanted.starts_at, party_size=wanted.party_size,
        occasion=wanted.occasion,
    )  # fmt: skip


def _must_be_free(work: Work, wanted: Stay) -> None:
    """Refuse a table that somebody else who is expected has for part of the time, as far as is known here."""
    if not wanted.tables:
        return
    stays = (stay_of(one) for one in work.house.expected(wanted.starts_at, wanted.ends_at))
    for clash in overlapping(stays, wanted):
        shared = next(table_id for table_id in wanted.tables if table_id in clash.tables)
        raise RuleBroken(Rule.TABLE_TAKEN, table=work.documents.get(Table, shared).number, name=clash.name)


def _tidy(text: str | None) -> str | None:
    return None if text is None else tidy(text)
