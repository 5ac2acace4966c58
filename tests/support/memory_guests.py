"""Guests, tables and supplies read from a store in memory, made afresh from its folds at every call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Guest, digits_of
from aura_terminal.domain.ids import GuestId, ItemId, ReservationId, SupplyId, TableId
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Purse, Reward, purse_of
from aura_terminal.domain.menu import Item
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.reservations import Stay, stay_of
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.supplies import AdjustmentKind, Supply, SupplyAdjusted
from aura_terminal.ports.guest_sheets import guest_row, guest_sheet
from aura_terminal.ports.guests import FeedbackRow, GuestRow, GuestSheet, birthday_keys
from aura_terminal.ports.house import BatchRow, ReservationRow, ShiftRow, SupplyRow, TableOffer, TableStanding
from aura_terminal.ports.reads import OrderRow
from aura_terminal.ports.supply_rows import shift_rows, supply_rows
from aura_terminal.ports.table_plan import offers, reservation_rows, seated_stay, standing_of
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryGuestReads:
    """Guests the house knows."""

    def __init__(
        self, journal: MemoryJournal, documents: MemoryDocuments, order_row: Callable[[Order], OrderRow]
    ) -> None:
        self._journal = journal
        self._documents = documents
        self._order_row = order_row
        self._house = MemoryHouse(journal, [])

    def by_phone(self, phone: str, limit: int) -> tuple[GuestRow, ...]:
        """Guests whose number ends with these digits."""
        asked = digits_of(phone).lstrip("0")
        if len(digits_of(phone)) < 3 or not asked:
            return ()
        return self._rows([one for one in self._known() if _same_number(asked, one.phone)])[:limit]

    def search(self, text: str, limit: int) -> tuple[GuestRow, ...]:
        """Guests by the beginning of a word of their name, of their address or number."""
        asked = " ".join(text.split()).casefold()
        if not asked:
            return ()
        if digits_of(asked) and not any(letter.isalpha() for letter in asked):
            return self.by_phone(asked, limit)
        return self._rows([one for one in self._known() if _found(asked, one)])[:limit]

    def sheet(self, guest_id: GuestId) -> GuestSheet:
        """One guest, or NotFound."""
        kin = self._house.kin(guest_id)
        guest = self._house.guest(kin[0])
        if not guest.is_known:
            raise NotFound("guest", guest_id)
        accounts = [self._house.points(one) for one in kin]
        tier = next((one.stated.tier for one in accounts if one.stated is not None and one.stated.tier), "")
        programme = next((one for one in self._documents.all(LoyaltyProgramme) if one.active), None)
        names = {item.id: item.name for item in self._documents.all(Item)}
        tiers, rewards = self._documents.all(LoyaltyTier), self._documents.all(Reward)
        stated = [said for one in kin for said in self._house.guest(one).stated.values()]
        return guest_sheet(guest, kin, purse_of(accounts), tier, programme, tiers, rewards, _of(names, guest), stated)

    def orders(self, guest_id: GuestId, limit: int) -> tuple[OrderRow, ...]:
        """Their latest visits."""
        kin = set(self._house.kin(guest_id))
        found = [order for order in self._journal.orders() if order.guest_id in kin]
        latest = sorted(found, key=lambda order: (order.opened_at, order.id), reverse=True)
        return tuple(map(self._order_row, latest[:limit]))

    def birthdays(self, day: date, days: int) -> tuple[tuple[date, GuestRow], ...]:
        """Whose birthday comes."""
        keys = birthday_keys(day, days)
        due = [(keys[key], one) for one in self._known() if one.birthday and (key := f"{one.birthday:%m-%d}") in keys]
        rows = [(at, guest_row(one, self._purse(one).balance)) for at, one in due]
        return tuple(sorted(rows, key=lambda each: (each[0], each[1].name.casefold(), each[1].guest_id)))

    def alike(self) -> tuple[tuple[GuestRow, ...], ...]:
        """Entries with one telephone number."""
        numbers: dict[str, list[Guest]] = {}
        for guest in sorted(self._known(), key=lambda one: one.id):
            numbers.setdefault(digits_of(guest.phone).lstrip("0")[::-1], []).append(guest)
        groups = [numbers[key] for key in sorted(numbers) if key and len(numbers[key]) > 1]
        return tuple(tuple(guest_row(one, self._purse(one).balance) for one in group) for group in groups)

    def feedback(self, limit: int) -> tuple[FeedbackRow, ...]:
        """What guests said, newest first."""
        found = [self._house.feedback(id_) for id_ in self._journal.ids(Aggregate.FEEDBACK)]  # type: ignore[arg-type]  # ids are texts here
        rows = [
            FeedbackRow(
                one.id, one.given.given_at, one.given.rating, one.given.comments, one.given.order_id,
                one.given.guest_id, len(one.answers),
            )
            for one in found
            if one.given is not None
        ]  # fmt: skip
        return tuple(sorted(rows, key=lambda row: (row.given_at, row.feedback_id), reverse=True)[:limit])

    def _known(self) -> list[Guest]:
        guests = [self._house.guest(GuestId(id_)) for id_ in self._journal.ids(Aggregate.GUEST)]
        return [one for one in guests if one.is_known and one.merged_into is None]

    def _rows(self, guests: list[Guest]) -> tuple[GuestRow, ...]:
        by_name = sorted(guests, key=lambda one: (one.name.casefold(), one.id))
        return tuple(guest_row(one, self._purse(one).balance) for one in by_name)

    def _purse(self, guest: Guest) -> Purse:
        return purse_of(self._house.points(one) for one in self._house.kin(guest.id))


def _tables_of(order: Order) -> tuple[TableId, ...]:
    own = () if order.table_id is None else (order.table_id,)
    return (*own, *order.party.linked)


class MemoryTableReads:
    """Reservations, and where a party could sit."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents
        self._house = MemoryHouse(journal, [])

    def reservations(self, day: date) -> tuple[ReservationRow, ...]:
        """Those that begin on a business date."""
        calendar = self._documents.get(StoreProfile, STORE_PROFILE).calendar
        every = [self._house.reservation(ReservationId(id_)) for id_ in self._journal.ids(Aggregate.RESERVATION)]
        found = [one for one in every if calendar.date_of(one.starts_at) == day]
        numbers = {table.id: table.number for table in self._documents.all(Table)}
        return reservation_rows(found, [one for one in every if one.is_expected], numbers)

    def booking_terms(self) -> tuple[BookingTerms, ...]:
        """What the back office that keeps bookings takes."""
        return self._documents.all(BookingTerms)

    def free(self, starts_at: datetime, minutes: int, party_size: int) -> tuple[TableOffer, ...]:
        """What could be offered then."""
        wanted = Stay((), starts_at, starts_at + timedelta(minutes=minutes))
        stays = self.stays(wanted.starts_at, wanted.ends_at)
        return offers(self._documents.all(Table), stays, wanted, party_size)

    def standing(self, now: datetime) -> tuple[TableStanding, ...]:
        """Every table."""
        seated = {table_id: order.id for order in reversed(self._seated()) for table_id in _tables_of(order)}
        expected = self._house.expected(now, now + timedelta(days=1))
        return standing_of(self._documents.all(Table), seated, expected, now)

    def stays(self, begins: datetime, ends: datetime) -> tuple[Stay, ...]:
        """What takes tables during this time."""
        now = datetime.fromtimestamp((self._journal.clock.last >> 16) / 1000, UTC)
        seated = (
            seated_stay(table_id, order.opened_at, order.number, now)
            for order in reversed(self._seated())
            for table_id in _tables_of(order)
        )
        booked = (stay_of(one) for one in self._house.expected(begins, ends))
        return tuple(stay for stay in (*seated, *booked) if stay.starts_at < ends and begins < stay.ends_at)

    def _seated(self) -> list[Order]:
        orders = (order for order in self._journal.orders() if order.status is OrderStatus.OPEN and order.table_id)
        return sorted(orders, key=lambda order: (order.opened_at, order.id))


class MemorySupplyReads:
    """Supplies and planned shifts."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents
        self._house = MemoryHouse(journal, [])

    def supplies(self) -> tuple[SupplyRow, ...]:
        """Every active supply, by name."""
        ids = [SupplyId(id_) for id_ in self._journal.ids(Aggregate.SUPPLY)]
        levels: dict[SupplyId, Decimal] = {id_: self._house.supply(id_).quantity for id_ in ids}
        return supply_rows(self._documents.all(Supply), levels)

    def low(self) -> tuple[SupplyRow, ...]:
        """Those of which little is left."""
        return tuple(row for row in self.supplies() if row.is_low)

    def expiring(self, until: date) -> tuple[BatchRow, ...]:
        """What expires on this date or before."""
        known = {one.id: one for one in self._documents.all(Supply)}
        bought = [
            one
            for id_ in self._journal.ids(Aggregate.SUPPLY)
            for one in self._house.supply(SupplyId(id_)).adjustments.values()
            if one.kind is AdjustmentKind.PURCHASE and one.expires is not None and one.expires <= until
        ]
        return tuple(_batch(one, known[one.supply_id]) for one in sorted(bought, key=_by_expiry))

    def shifts(self, day: date) -> tuple[ShiftRow, ...]:
        """Who is to work on a date."""
        names = {one.id: one.name for one in self._documents.all(StaffMember)}
        return shift_rows(self._documents.all(Schedule), names, day)


def _same_number(asked: str, phone: str) -> bool:
    """Whether one of the two ends with the other; the one that is kept is sure from seven digits on."""
    kept = digits_of(phone).lstrip("0")
    return bool(kept) and (kept.endswith(asked) or (len(kept) >= 7 and asked.endswith(kept)))


def _found(asked: str, guest: Guest) -> bool:
    name = guest.name.casefold()
    return name.startswith(asked) or f" {asked}" in name or guest.email.casefold().startswith(asked)


def _of(names: dict[ItemId, str], guest: Guest) -> dict[ItemId, str]:
    return {item_id: names[item_id] for item_id in guest.favourites if item_id in names}


def _by_expiry(one: SupplyAdjusted) -> tuple[date, str, str]:
    assert one.expires is not None
    return one.expires, one.supply_id, one.adjustment_id


def _batch(one: SupplyAdjusted, supply: Supply) -> BatchRow:
    assert one.expires is not None
    return BatchRow(one.adjustment_id, one.supply_id, supply.name, one.quantity, supply.unit, one.batch, one.expires)
