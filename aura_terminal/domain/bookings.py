"""Reservations that a back office keeps as bookings of events: what it takes, what it says of them, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LeadId, ReservationId, StaffId
from aura_terminal.domain.money import Money

OTHER = "other"


class BookingStatus(StrEnum):
    """Where a booking stands at a back office."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OccasionGiven:
    """What a reservation is for, and where; from which inquiry it came, if it did. Empty texts are not known."""

    reservation_id: ReservationId
    given_at: datetime
    given_by: StaffId
    occasion: str = ""
    place: str = ""
    lead_id: LeadId | None = None


@dataclass(frozen=True, slots=True)
class BookingStated:
    """What a back office says of a booking. Money is None where it says nothing; `dishes` are in its own words.

    `starts_at` and `party_size` are what it was booked for there, which may not be what became of it here.
    """

    reservation_id: ReservationId
    connector: str
    reference: str
    status: BookingStatus
    starts_at: datetime
    party_size: int
    stated_at: datetime
    occasion: str = ""
    place: str = ""
    payment: str = ""
    total: Money | None = None
    deposit: Money | None = None
    is_deposit_paid: bool = False
    balance_due: Money | None = None
    dishes: tuple[str, ...] = ()

    def is_for(self, starts_at: datetime, party_size: int) -> bool:
        """Whether that is the party it was booked for there; seconds are nothing one books."""
        return (self.starts_at, self.party_size) == (starts_at.replace(second=0, microsecond=0), party_size)


BookingFact = OccasionGiven | BookingStated


def credit_of(stated: BookingStated) -> Money | None:
    """What a back office holds for the party's check: the deposit once it is paid, as long as the party is to come.

    None where it never said an amount: there is nothing to credit, and nothing to take back.
    """
    if stated.deposit is None:
        return None
    is_good = stated.is_deposit_paid and stated.status is not BookingStatus.CANCELLED
    return stated.deposit if is_good else Money(0, stated.deposit.currency)


@dataclass(frozen=True, slots=True)
class BookingTerms:
    """What a back office takes as a booking, one document for each back office that keeps the store's.

    `closed` are weekdays, 0 for Monday. `words` are the document's own for each field, by its name there. `since` is
    when it began to: what was to come before that was never told.
    """

    id: str
    closed: tuple[int, ...]
    fewest: int
    most: int
    shortest_name: int
    longest_name: int
    occasions: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    since: datetime

    def words_of(self, field: str) -> str:
        """What its document says of a field."""
        return dict(self.words).get(field, field)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking as far as it is judged. `day` is on the store's calendar; an empty occasion is none."""

    name: str
    phone: str
    day: date
    party_size: int
    occasion: str = ""


def flaw_of(terms: BookingTerms, wanted: Wanted, today: date) -> str:
    """The first field a back office would refuse, by its name there; empty where it takes the booking."""
    digits = sum(letter.isdigit() for letter in wanted.phone)
    checks: Mapping[str, bool] = {
        "name": terms.shortest_name <= len(wanted.name) <= terms.longest_name,
        "phone": 7 <= digits <= 15,
        "event_date": wanted.day >= today and wanted.day.weekday() not in terms.closed,
        "guest_count": terms.fewest <= wanted.party_size <= terms.most,
        "event_type": not wanted.occasion or wanted.occasion in terms.occasions,
    }
    return next((field for field, is_good in checks.items() if not is_good), "")


def must_be_taken(terms: BookingTerms, wanted: Wanted, today: date) -> None:
    """Refuse what a back office would refuse, in its document's words. Raises RuleBroken(BOOKING_NOT_TAKEN)."""
    field = flaw_of(terms, wanted, today)
    if field:
        raise RuleBroken(Rule.BOOKING_NOT_TAKEN, office=terms.id, field=field, said=terms.words_of(field))
