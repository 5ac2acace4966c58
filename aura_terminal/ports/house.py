"""The house around the orders, reservations, supplies and plans: as verbs need it and as screens read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from decimal import Decimal

    from aura_terminal.domain.bookings import BookingStated, BookingTerms
    from aura_terminal.domain.ids import (
        AdjustmentId,
        GuestId,
        LeadId,
        OrderId,
        PartyId,
        PurchaseId,
        ReservationId,
        ScheduleId,
        StaffId,
        SupplyId,
        TableId,
    )
    from aura_terminal.domain.leads import Lead
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.purchasing import Purchase
    from aura_terminal.domain.reservations import Reservation, ReservationStatus, Stay
    from aura_terminal.domain.supplies import SupplyLevel
    from aura_terminal.domain.waitlist import WaitingParty


class HouseBook(Protocol):
    """Reservations, parties that wait and supplies as one transaction sees them, with what it has kept so far."""

    def reservation(self, reservation_id: ReservationId) -> Reservation:
        """The reservation, or NotFound."""

    def expected(self, begins: datetime, ends: datetime) -> tuple[Reservation, ...]:
        """Reservations of parties still to come that take part of this time, the earliest first."""

    def of_guest(self, guest_id: GuestId) -> tuple[Reservation, ...]:
        """Every reservation in a guest's name, the earliest first."""

    def party(self, party_id: PartyId) -> WaitingParty:
        """The party that waits or waited, or NotFound."""

    def parties_of(self, guest_id: GuestId) -> tuple[WaitingParty, ...]:
        """Every party that came to wait in a guest's name, the earliest first."""

    def lead(self, lead_id: LeadId) -> Lead:
        """The inquiry, or NotFound."""

    def leads_of(self, guest_id: GuestId) -> tuple[Lead, ...]:
        """Every inquiry that became this guest, the earliest first."""

    def supply(self, supply_id: SupplyId) -> SupplyLevel:
        """How much there is of a supply; nothing known when no fact says anything yet."""

    def purchase(self, purchase_id: PurchaseId) -> Purchase:
        """The purchase order, or NotFound."""

    def purchases_numbered(self, beginning: str) -> int:
        """How many purchase orders have a number that begins so."""


class TableStatus(StrEnum):
    """Where a table stands, in the words centrals use."""

    AVAILABLE = "available"
    OCCUPIED = "occupied"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A reservation in the list of a day; `clashes` are the names of others who have one of its tables then.

    `stated` is what a back office says of it, None as long as none has taken it.
    """

    reservation_id: ReservationId
    status: ReservationStatus
    starts_at: datetime
    ends_at: datetime
    party_size: int
    name: str
    phone: str
    guest_id: GuestId | None
    tables: tuple[tuple[TableId, str], ...]
    preferences: str
    requests: str
    order_id: OrderId | None
    source: str
    clashes: tuple[str, ...] = ()
    arrived_at: datetime | None = None
    occasion: str = ""
    place: str = ""
    stated: BookingStated | None = None


@dataclass(frozen=True, slots=True)
class TableOffer:
    """A table, or two, that a party could have."""

    tables: tuple[tuple[TableId, str], ...]
    seats: int


@dataclass(frozen=True, slots=True)
class TableStanding:
    """Who is at a table or expected there next, within the time asked for."""

    table_id: TableId
    number: str
    status: TableStatus
    order_id: OrderId | None = None
    reservation_id: ReservationId | None = None


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """A supply with how much there is; `is_low` where that is not above its minimum."""

    supply_id: SupplyId
    name: str
    unit: str
    category: str
    quantity: Decimal
    minimum: Decimal
    maximum: Decimal | None
    cost: Money | None
    is_low: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What was bought and expires on a date."""

    adjustment_id: AdjustmentId
    supply_id: SupplyId
    name: str
    quantity: Decimal
    unit: str
    batch: str
    expires: date


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A planned shift, on the store's wall clock."""

    schedule_id: ScheduleId
    staff_id: StaffId
    name: str
    shift_date: date
    starts: time
    ends: time
    position: str


class TableReads(Protocol):
    """Who comes when, and where they could sit."""

    def reservations(self, day: date) -> tuple[ReservationRow, ...]:
        """Those that begin on a business date, the earliest first."""

    def free(self, starts_at: datetime, minutes: int, party_size: int) -> tuple[TableOffer, ...]:
        """What could be offered then, the tightest fit first; who sits now is thought to stay two hours in all."""

    def standing(self, now: datetime) -> tuple[TableStanding, ...]:
        """Every table: occupied where an order is open, reserved where a party is expected within the hour."""

    def booking_terms(self) -> tuple[BookingTerms, ...]:
        """What the back office that keeps the store's bookings takes; none where nobody else keeps them."""

    def stays(self, begins: datetime, ends: datetime) -> tuple[Stay, ...]:
        """What is known to take tables during this time."""


class SupplyReads(Protocol):
    """What there is to cook from, and who is to work."""

    def supplies(self) -> tuple[SupplyRow, ...]:
        """Every active supply, by name."""

    def low(self) -> tuple[SupplyRow, ...]:
        """Those of which no more than the minimum is left, by name."""

    def expiring(self, until: date) -> tuple[BatchRow, ...]:
        """What was bought and expires on this date or before, the earliest first."""

    def shifts(self, day: date) -> tuple[ShiftRow, ...]:
        """Who is to work on a date, the earliest first."""
