"""Reservations: made, changed, confirmed, cancelled, seated, missed; and which tables are free, known offline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import singledispatchmethod
from itertools import combinations

from aura_terminal.domain.bookings import BookingFact, BookingStated, OccasionGiven
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import GuestId, LeadId, OrderId, ReservationId, StaffId, TableId
from aura_terminal.domain.shop import Table

LONGEST_STAY = 24 * 60

GIVEN_UP_AFTER = timedelta(minutes=15)
"""How late a party is before somebody is asked whether it comes at all; nothing is done by itself."""


class ReservationStatus(StrEnum):
    """Where a reservation stands."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    SEATED = "seated"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class ReservationMade:
    """A party will come. `starts_at` is aware and UTC; `tables` are none until somebody gave it some."""

    reservation_id: ReservationId
    made_at: datetime
    made_by: StaffId
    starts_at: datetime
    minutes: int
    party_size: int
    name: str
    guest_id: GuestId | None = None
    tables: tuple[TableId, ...] = ()
    phone: str = ""
    email: str = ""
    preferences: str = ""
    requests: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReservationChanged:
    """Some fields are now this; None is a field nothing was said about."""

    reservation_id: ReservationId
    changed_at: datetime
    changed_by: StaffId
    starts_at: datetime | None = None
    minutes: int | None = None
    party_size: int | None = None
    name: str | None = None
    guest_id: GuestId | None = None
    tables: tuple[TableId, ...] | None = None
    phone: str | None = None
    email: str | None = None
    preferences: str | None = None
    requests: str | None = None


@dataclass(frozen=True, slots=True)
class ReservationConfirmed:
    """The party said again that it will come."""

    reservation_id: ReservationId
    confirmed_at: datetime
    confirmed_by: StaffId


@dataclass(frozen=True, slots=True)
class ReservationCancelled:
    """The party will not come."""

    reservation_id: ReservationId
    cancelled_at: datetime
    cancelled_by: StaffId
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReservationSeated:
    """The party sits; `order_id` is what they ask for."""

    reservation_id: ReservationId
    seated_at: datetime
    seated_by: StaffId
    order_id: OrderId
    tables: tuple[TableId, ...]


@dataclass(frozen=True, slots=True)
class ReservationMissed:
    """Nobody came."""

    reservation_id: ReservationId
    missed_at: datetime
    noted_by: StaffId


@dataclass(frozen=True, slots=True)
class ReservationArrived:
    """The party is here and waits for its table."""

    reservation_id: ReservationId
    arrived_at: datetime
    noted_by: StaffId


ReservationFact = (
    ReservationMade
    | ReservationChanged
    | ReservationConfirmed
    | ReservationCancelled
    | ReservationSeated
    | ReservationMissed
    | ReservationArrived
    | BookingFact
)

_FIELDS = (
    "starts_at", "minutes", "party_size", "name", "guest_id", "tables", "phone", "email", "preferences", "requests",
)  # fmt: skip


@dataclass(slots=True)
class Reservation:
    """The fold of one reservation. Who sits, or came, was there, whatever was heard; else cancelled or missed, the last
    said."""

    id: ReservationId
    made: ReservationMade | None = None
    starts_at: datetime = datetime.min
    minutes: int = 0
    party_size: int = 0
    name: str = ""
    guest_id: GuestId | None = None
    tables: tuple[TableId, ...] = ()
    phone: str = ""
    email: str = ""
    preferences: str = ""
    requests: str = ""
    confirmed: ReservationConfirmed | None = None
    off: ReservationCancelled | ReservationMissed | None = None
    arrived: ReservationArrived | None = None
    seated: list[ReservationSeated] = field(default_factory=list)
    occasion: str = ""
    place: str = ""
    lead_id: LeadId | None = None
    stated: BookingStated | None = None

    @property
    def ends_at(self) -> datetime:
        """When the table is expected to be free again."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def status(self) -> ReservationStatus:
        """Where it stands; nothing comes back from seated."""
        if self.seated:
            return ReservationStatus.SEATED
        if isinstance(self.off, ReservationCancelled):
            return ReservationStatus.CANCELLED
        if self.off is not None and self.arrived is None:
            return ReservationStatus.NO_SHOW
        return ReservationStatus.BOOKED if self.confirmed is None else ReservationStatus.CONFIRMED

    @property
    def order_id(self) -> OrderId | None:
        """What the party asked for, once it sits."""
        return self.seated[0].order_id if self.seated else None

    @property
    def is_expected(self) -> bool:
        """Whether the party is still to come."""
        return self.status in (ReservationStatus.BOOKED, ReservationStatus.CONFIRMED)

    # Verbs: decide, change nothing

    def change(self, changed: ReservationChanged) -> ReservationChanged | None:
        """What of a change is new; None when nothing is."""
        self._must_be_expected()
        said = {name: getattr(changed, name) for name in _FIELDS}
        new = {name: value for name, value in said.items() if value is not None and value != getattr(self, name)}
        if not new:
            return None
        check_stay(new.get("party_size", self.party_size), new.get("minutes", self.minutes))
        return ReservationChanged(self.id, changed.changed_at, changed.changed_by, **new)

    def confirm(self, now: datetime, by: StaffId) -> ReservationConfirmed | None:
        """Keep that they will come; None when they said so already."""
        self._must_be_expected()
        return None if self.confirmed is not None else ReservationConfirmed(self.id, now, by)

    def cancel(self, now: datetime, by: StaffId, reason: str) -> ReservationCancelled:
        """Take it back."""
        self._must_be_expected()
        return ReservationCancelled(self.id, now, by, reason)

    def seat(self, order_id: OrderId, tables: tuple[TableId, ...], now: datetime, by: StaffId) -> ReservationSeated:
        """Seat the party, also one that was given up."""
        if self.status in (ReservationStatus.SEATED, ReservationStatus.CANCELLED):
            raise RuleBroken(Rule.RESERVATION_OVER, name=self.name, status=self.status.value)
        return ReservationSeated(self.id, now, by, order_id, tables)

    def arrive(self, now: datetime, by: StaffId) -> ReservationArrived | None:
        """Note that the party is here, also one that was given up; None when it is known to be."""
        if self.status in (ReservationStatus.SEATED, ReservationStatus.CANCELLED):
            raise RuleBroken(Rule.RESERVATION_OVER, name=self.name, status=self.status.value)
        return None if self.arrived is not None else ReservationArrived(self.id, now, by)

    def miss(self, now: datetime, by: StaffId) -> ReservationMissed:
        """Note that nobody came, once the time has passed. Raises RuleBroken(RESERVATION_TO_COME) before, and for a
        party that is here."""
        self._must_be_expected()
        if now < self.starts_at or self.arrived is not None:
            raise RuleBroken(Rule.RESERVATION_TO_COME, name=self.name)
        return ReservationMissed(self.id, now, by)

    def _must_be_expected(self) -> None:
        if not self.is_expected:
            raise RuleBroken(Rule.RESERVATION_OVER, name=self.name, status=self.status.value)

    # The one place where a reservation changes

    @singledispatchmethod
    def apply(self, fact: ReservationFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a reservation: {fact!r}")

    @apply.register
    def _(self, fact: ReservationMade) -> None:
        if self.made is None:
            self.made = fact
            self._take(fact)

    @apply.register
    def _(self, fact: ReservationChanged) -> None:
        self._take(fact)

    @apply.register
    def _(self, fact: ReservationConfirmed) -> None:
        self.confirmed = self.confirmed or fact

    @apply.register
    def _(self, fact: ReservationCancelled) -> None:
        self.off = fact

    @apply.register
    def _(self, fact: ReservationMissed) -> None:
        self.off = fact

    @apply.register
    def _(self, fact: ReservationArrived) -> None:
        self.arrived = self.arrived or fact

    @apply.register
    def _(self, fact: OccasionGiven) -> None:
        self.occasion, self.place = fact.occasion or self.occasion, fact.place or self.place
        self.lead_id = self.lead_id or fact.lead_id

    @apply.register
    def _(self, fact: BookingStated) -> None:
        self.stated = fact

    @apply.register
    def _(self, fact: ReservationSeated) -> None:
        self.seated.append(fact)

    def _take(self, fact: ReservationMade | ReservationChanged) -> None:
        for name in _FIELDS:
            said = getattr(fact, name)
            if said is not None:
                setattr(self, name, said)


def check_stay(party_size: int, minutes: int) -> None:
    """Refuse a party of nobody and a stay of no time or more than a day."""
    if not 1 <= party_size <= 999:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=party_size)
    if not 1 <= minutes <= LONGEST_STAY:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=minutes)


@dataclass(frozen=True, slots=True)
class Stay:
    """Tables taken from one time until before another, by whom."""

    tables: tuple[TableId, ...]
    starts_at: datetime
    ends_at: datetime
    name: str = ""
    reservation_id: ReservationId | None = None
    party_size: int = 0


def stay_of(reservation: Reservation) -> Stay:
    """The time for which a reservation takes its tables."""
    return Stay(reservation.tables, reservation.starts_at, reservation.ends_at, reservation.name, reservation.id,
                reservation.party_size)  # fmt: skip


def overlapping(stays: Iterable[Stay], wanted: Stay) -> tuple[Stay, ...]:
    """Stays that take one of the wanted tables for part of the wanted time, other than the wanted one itself."""
    return tuple(stay for stay in _at_that_time(stays, wanted) if set(stay.tables) & set(wanted.tables))


def free_tables(
    tables: Iterable[Table], stays: Iterable[Stay], wanted: Stay, party_size: int
) -> tuple[tuple[Table, ...], ...]:
    """What could be offered to a party, the tightest fit first: single tables, or pairs in one area where none is large
    enough. Nothing else is known offline of what stands beside what."""
    taken = {table_id for stay in _at_that_time(stays, wanted) for table_id in stay.tables}
    free = sorted((one for one in tables if one.id not in taken), key=lambda one: (one.seats, one.number, one.id))
    single = tuple((one,) for one in free if one.seats >= party_size)
    if single:
        return single
    pairs = (pair for pair in combinations(free, 2) if pair[0].area == pair[1].area)
    large = [pair for pair in pairs if pair[0].seats + pair[1].seats >= party_size]
    return tuple(sorted(large, key=lambda pair: (pair[0].seats + pair[1].seats, pair[0].number, pair[1].number)))


def _at_that_time(stays: Iterable[Stay], wanted: Stay) -> Iterable[Stay]:
    other = (stay for stay in stays if wanted.reservation_id is None or stay.reservation_id != wanted.reservation_id)
    return (stay for stay in other if stay.starts_at < wanted.ends_at and wanted.starts_at < stay.ends_at)
