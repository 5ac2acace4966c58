"""Who comes when: the reservations of a business day, and what can be offered to somebody who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.covers import QuarterHour, Sojourn, quarters_of
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.quoting import UsualStays
from aura_terminal.domain.reservations import GIVEN_UP_AFTER, ReservationFact, ReservationStatus
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ports.house import ReservationRow, TableOffer
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.day_turning import turned

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import GuestId, ReservationId, TableId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.value_rows import AccountRow
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

DEPOSITS_AT_ONCE = 500

__all__ = ["Inquiry", "Party", "ReservationRow", "ReservationsModel", "TableOffer"]


EXPECTED = (ReservationStatus.BOOKED, ReservationStatus.CONFIRMED)
OVER = (ReservationStatus.CANCELLED, ReservationStatus.NO_SHOW)
USUAL_MINUTES, LARGEST_TOLD, SURE_NUMBER = 120, 8, 7


@dataclass(frozen=True, slots=True)
class Inquiry:
    """When somebody would come, on the store's wall clock of the day that is shown, how many, and for how long."""

    hour: int
    minute: int
    party_size: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks."""

    name: str
    phone: str = ""
    requests: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A business day's reservations, the earliest first; what their guests must not eat, how many minutes parties of
    one, two … eight stay, the seats of the house, what parties gave beforehand, and what the back office that keeps
    the bookings takes."""

    day: date
    calendar: BusinessCalendar
    rows: tuple[ReservationRow, ...]
    dietary: Mapping[GuestId, tuple[str, ...]]
    stays: tuple[int, ...]
    seats: int
    deposits: Mapping[ReservationId, Money] = field(default_factory=dict)
    terms: BookingTerms | None = None


class ReservationsModel(QObject):
    """`changed` follows a reading, `offered` what could be offered, `booked` a new reservation, `seated(order_id)` a
    party that sits. `watch` is woken while the page is shown.
    """

    changed = Signal()
    offered = Signal()
    booked = Signal()
    seated = Signal(str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._wanted: date | None = None
        self._day: Day | None = None
        self._shown: ReservationId | None = None
        self._inquiry: Inquiry | None = None
        self._offers: tuple[TableOffer, ...] = ()
        self.watch = Watch(changes, ReservationFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def day(self) -> date | None:
        """The business date that is shown."""
        return None if self._day is None else self._day.day

    @property
    def is_today(self) -> bool:
        """Whether that is the one now."""
        return self._day is not None and self._day.day == self._day.calendar.date_of(self._now())

    @property
    def rows(self) -> tuple[ReservationRow, ...]:
        """Its reservations, the earliest first."""
        return () if self._day is None else self._day.rows

    @property
    def shown(self) -> ReservationRow | None:
        """The reservation that is looked at."""
        return next((row for row in self.rows if row.reservation_id == self._shown), None)

    @property
    def offers(self) -> tuple[TableOffer, ...]:
        """Tables for the last inquiry, the tightest fit first."""
        return self._offers

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._day is None else self._day.calendar.local(instant)

    def has_begun(self, row: ReservationRow) -> bool:
        """Whether its time has come."""
        return self._now() >= row.starts_at

    def minutes_late(self, row: ReservationRow) -> int:
        """Whole minutes after its time of a party that is expected and not here; 0 before."""
        is_due = row.status in EXPECTED and row.arrived_at is None
        return max(0, (self._now() - row.starts_at) // timedelta(minutes=1)) if is_due else 0

    def is_doubtful(self, row: ReservationRow) -> bool:
        """Whether somebody should say that it did not come: it is proposed, never done by itself."""
        return timedelta(minutes=self.minutes_late(row)) >= GIVEN_UP_AFTER

    def dietary(self, row: ReservationRow) -> tuple[str, ...]:
        """What its guest must not eat, as far as the house knows them."""
        return () if self._day is None or row.guest_id is None else self._day.dietary.get(row.guest_id, ())

    def usual_minutes(self, party_size: int) -> int:
        """How long a party of so many stays here, by the house's own visits or what is assumed before there are any."""
        stays = () if self._day is None else self._day.stays
        return stays[min(party_size, len(stays)) - 1] if stays else USUAL_MINUTES

    @property
    def capacity(self) -> int:
        """The seats of the house."""
        return 0 if self._day is None else self._day.seats

    @property
    def occasions(self) -> tuple[str, ...]:
        """What a booking may be for, in the words of the back office that keeps them; none where nobody else does."""
        return () if self._day is None or self._day.terms is None else self._day.terms.occasions

    def awaited_of(self, row: ReservationRow) -> str:
        """The back office that has not said yet that it has this reservation, by its name in settings; else nothing."""
        terms = None if self._day is None else self._day.terms
        is_told = row.stated is not None or row.source or row.starts_at < self._since(terms)
        return "" if terms is None or is_told or row.status not in EXPECTED else terms.id

    def _since(self, terms: BookingTerms | None) -> datetime:
        return self._now() if terms is None else terms.since

    @property
    def quarters(self) -> tuple[QuarterHour, ...]:
        """The day by quarters of an hour, from the hour of the first party to the end of the last one's stay."""
        rows = [row for row in self.rows if row.status not in OVER]
        if not rows:
            return ()
        sojourns = [Sojourn(row.starts_at, row.ends_at, row.party_size) for row in rows]
        first = min(row.starts_at for row in rows)
        begins = first - (first - datetime.min.replace(tzinfo=UTC)) % timedelta(hours=1)
        return quarters_of(sojourns, begins, max(row.ends_at for row in rows))

    @Slot()
    def refresh(self) -> None:
        """Read the day again."""
        self._runner.run(partial(_day, self._wanted, self._now()), self._show, self.refused.emit)

    def step_day(self, days: int) -> None:
        """So many days on, or back."""
        if self._day is not None:
            self._wanted = turned(self._day.day, days, self._day.calendar.date_of(self._now()))
            self.refresh()

    def look_at(self, reservation_id: ReservationId) -> None:
        """Show one of them."""
        self._shown = reservation_id
        self.changed.emit()

    def inquire(self, inquiry: Inquiry) -> None:
        """What could be offered? The last one asked is answered."""
        day = self._day
        self._inquiry = inquiry
        if day is not None:
            call = partial(_offers, inquiry, instant_of(day, inquiry))
            self._runner.run(call, self._show_offers, self.refused.emit)

    def book(self, inquiry: Inquiry, party: Party, tables: tuple[TableId, ...]) -> None:
        """Expect a party."""
        day = self._day
        if day is not None:
            booking = Booking(
                instant_of(day, inquiry), inquiry.party_size, inquiry.minutes, party.name, None, tables, party.phone,
                requests=party.requests, occasion=party.occasion,
            )  # fmt: skip
            self._do(partial(_book, booking), self._keep_booked)

    def confirm(self, reservation_id: ReservationId) -> None:
        """They said again that they come."""
        self._do(partial(_confirm, reservation_id), self._keep)

    def arrive(self, reservation_id: ReservationId) -> None:
        """They are here and wait for their table."""
        self._do(partial(_arrive, reservation_id), self._keep)

    def deposit_of(self, row: ReservationRow) -> Money | None:
        """What the party gave beforehand and is still there."""
        return None if self._day is None else self._day.deposits.get(row.reservation_id)

    def take_deposit(self, row: ReservationRow, amount: str) -> None:
        """Put a deposit on an order of its own, which is on the counter then; what is no amount is refused."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_take_deposit, row, amount, actor), self._keep_seated, self._refuse)

    def cancel(self, reservation_id: ReservationId, reason: str) -> None:
        """They do not come after all."""
        self._do(partial(_cancel, reservation_id, reason), self._keep)

    def miss(self, reservation_id: ReservationId) -> None:
        """Nobody came."""
        self._do(partial(_miss, reservation_id), self._keep)

    def seat(self, reservation_id: ReservationId, tables: tuple[TableId, ...] = ()) -> None:
        """They sit, at their tables or at these, and their order is opened."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_seat, reservation_id, tables, actor), self._keep_seated, self._refuse)

    def _do(self, verb: Callable[[Actor, Shop], tuple[Fact, ...]], then: Callable[[tuple[Fact, ...]], None]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), then, self._refuse)

    def _keep(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)

    def _keep_booked(self, facts: tuple[Fact, ...]) -> None:
        self._keep(facts)
        self.booked.emit()

    def _keep_seated(self, done: Done) -> None:
        self._keep(done.facts)
        self.seated.emit(done.order_id)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, day: Day) -> None:
        self._day = day
        self.changed.emit()

    def _show_offers(self, answer: tuple[Inquiry, tuple[TableOffer, ...]]) -> None:
        if answer[0] == self._inquiry:
            self._offers = answer[1]
            self.offered.emit()


def instant_of(day: Day, inquiry: Inquiry) -> datetime:
    """The instant of a time on the wall clock of a business day; before its cutoff it is after midnight."""
    begins = day.calendar.local(day.calendar.begins(day.day))
    at = begins.replace(hour=inquiry.hour, minute=inquiry.minute)
    return (at if at >= begins else at + timedelta(days=1)).astimezone(UTC)


def _day(wanted: date | None, now: datetime, shop: Shop) -> Day:
    calendar = shop.reads.store.profile().calendar
    day = calendar.date_of(now) if wanted is None else wanted
    rows = shop.reads.tables.reservations(day)
    guests = {row.guest_id for row in rows if row.guest_id is not None}
    stays = UsualStays(shop.reads.waitlist.house(now).stays)
    usual = tuple(stays.of(size).minutes for size in range(1, LARGEST_TOLD + 1))
    seats = sum(table.seats for table in shop.reads.orders.tables())
    dietary = {guest_id: _dietary(shop, guest_id) for guest_id in guests}
    terms = next(iter(shop.reads.tables.booking_terms()), None)
    return Day(day, calendar, rows, dietary, usual, seats, _deposits(shop), terms)


def _deposits(shop: Shop) -> dict[ReservationId, Money]:
    """What was given beforehand and is still there, by reservation."""
    found: dict[ReservationId, Money] = {}
    for row in _all_deposits(shop):
        if row.reservation_id is not None:
            before = found.get(row.reservation_id)
            found[row.reservation_id] = row.balance if before is None else before + row.balance
    return found


def _all_deposits(shop: Shop) -> Sequence[AccountRow]:
    many = DEPOSITS_AT_ONCE
    while len(rows := shop.reads.value.accounts(AccountKind.DEPOSIT, many)) == many:
        many *= 2
    return rows


def _take_deposit(row: ReservationRow, amount: str, by: Actor, shop: Shop) -> Done:
    currency = shop.reads.store.profile().currency
    try:
        money = parse_money(amount.replace(",", "."), currency)
    except ValueError:
        raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=amount) from None
    return shop.value_selling.take_deposit(
        by, money, row.name, reservation_id=row.reservation_id, guest_id=row.guest_id
    )


def _dietary(shop: Shop, guest_id: GuestId) -> tuple[str, ...]:
    try:
        return shop.reads.guests.sheet(guest_id).dietary
    except NotFound:  # forgotten since they booked
        return ()


def _offers(inquiry: Inquiry, at: datetime, shop: Shop) -> tuple[Inquiry, tuple[TableOffer, ...]]:
    return inquiry, shop.reads.tables.free(at, inquiry.minutes, inquiry.party_size)


def _book(booking: Booking, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    known = shop.reads.guests.by_phone(booking.phone, 2) if len(booking.phone) >= SURE_NUMBER else ()
    if len(known) == 1:  # whoever calls from that number is who the house knows
        booking = replace(booking, guest_id=known[0].guest_id)
    return (shop.reservations.book(by, booking),)


def _arrive(reservation_id: ReservationId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return shop.reservations.arrive(by, reservation_id)


def _confirm(reservation_id: ReservationId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return shop.reservations.confirm(by, reservation_id)


def _cancel(reservation_id: ReservationId, reason: str, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.reservations.cancel(by, reservation_id, reason),)


def _miss(reservation_id: ReservationId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.reservations.miss(by, reservation_id),)


def _seat(reservation_id: ReservationId, tables: Iterable[TableId], by: Actor, shop: Shop) -> Done:
    return shop.reservations.seat(by, reservation_id, tuple(tables))
