"""A house whose bookings MyHibachi keeps: the ground of runs with faults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import GuestId, LeadId
from aura_terminal.domain.leads import Reached
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.house import ReservationRow
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking, Rebooking
from aura_terminal.use_cases.shop import Shop
from sync.connectors.myhibachi.endpoints import LOGIN, LOGOUT, REFRESH
from sync.connectors.myhibachi.office import OFFICE
from sync.connectors.myhibachi.terms import MONDAY, OCCASIONS
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Speaks, Terminal, set_up
from tests.support.chance import FixedClock
from tests.support.contract_server import ContractServer
from tests.support.memory_shop import EVERYTHING
from tests.support.myhibachi_book import KeptBooking
from tests.support.myhibachi_judge import differences
from tests.support.myhibachi_server import EMAIL, PASSWORD, Hibachi
from tests.support.office_faults import Ground, People

DAYS_AHEAD = 12
MOST_TRIES = 8


class Host:
    """The people at one terminal who take bookings and inquiries. No two parties of theirs are alike."""

    def __init__(self, shop: Shop, clock: Clock, chance: Random) -> None:
        self._shop, self._clock, self._chance = shop, clock, chance
        self._by: Actor = EVERYTHING
        self._guests: list[GuestId] = []
        self._acts: list[Callable[[], object]] = [
            self.book, self.book, self.book, self.book_for_guest, self.book_for_guest, self.change, self.change,
            self.confirm, self.call_off, self.capture, self.call, self.convert, self.lose,
        ]  # fmt: skip

    def act(self) -> bool:
        """The first of some acts that there is something for; False when none was."""
        for _ in range(MOST_TRIES):
            with suppress(RuleBroken, NotFound, IndexError):
                self._chance.choice(self._acts)()
                return True
        return False

    def settle(self) -> None:
        """Nothing of it has to be brought to an end."""

    def book(self) -> object:
        """Somebody calls whom nobody knows."""
        return self._shop.reservations.book(self._by, self._party())

    def book_for_guest(self) -> object:
        """A guest of the house calls, or one becomes one."""
        if not self._guests or self._chance.random() < 0.3:
            guest = self._shop.guests.register(self._by, NewGuest(f"Guest {self._number()}", "Ng", self._phone()))
            self._guests.append(guest.guest_id)
        return self._shop.reservations.book(self._by, self._party(self._chance.choice(self._guests)))

    def change(self) -> object:
        """They come with more, or later."""
        row = self._expected()
        if self._chance.random() < 0.5:
            return self._shop.reservations.change(
                self._by, row.reservation_id, Rebooking(party_size=self._chance.randint(1, 90))
            )
        later = row.starts_at + timedelta(minutes=self._chance.choice((7, 13, 29)))
        return self._shop.reservations.change(self._by, row.reservation_id, Rebooking(starts_at=later))

    def confirm(self) -> object:
        """They said again that they come."""
        return self._shop.reservations.confirm(self._by, self._expected().reservation_id)

    def call_off(self) -> object:
        """They do not come."""
        return self._shop.reservations.cancel(self._by, self._expected().reservation_id, "ill")

    def capture(self) -> object:
        """Somebody asks at the register."""
        consent = Consent.GIVEN if self._chance.random() < 0.8 else Consent.WITHDRAWN
        words = f"a party, {self._number()}"
        return self._shop.leads.capture(
            self._by, Inquiry(f"Asks {self._number()}", self._phone(), message=words, consent=consent)
        )

    def call(self) -> object:
        """Somebody is called back."""
        return self._shop.leads.call(self._by, self._lead(), self._chance.choice(list(Reached)))

    def convert(self) -> object:
        """An inquiry becomes a guest, mostly with a booking."""
        booking = self._party() if self._chance.random() < 0.8 else None
        if booking is not None:
            booking = Booking(booking.starts_at, booking.party_size, occasion=booking.occasion)
        return self._shop.leads.convert(self._by, self._lead(), booking)

    def lose(self) -> object:
        """Nothing comes of one."""
        if self._chance.random() < 0.5:
            raise NotFound("lead", "")
        return self._shop.leads.lose(self._by, self._lead(), "too dear")

    def _party(self, guest_id: GuestId | None = None) -> Booking:
        starts = self._clock.now() + timedelta(days=self._chance.randint(2, DAYS_AHEAD), minutes=self._number() % 600)
        local = self._shop.reads.store.profile().calendar.local(starts)
        starts += timedelta(days=local.weekday() == MONDAY)
        name, phone = ("", "") if guest_id is not None else (f"Party {self._number()}", self._phone())
        return Booking(
            starts.replace(second=0, microsecond=0), self._chance.randint(1, 90), name=name, guest_id=guest_id,
            phone=phone, occasion=self._chance.choice(OCCASIONS),
        )  # fmt: skip

    def _expected(self) -> ReservationRow:
        today = self._shop.reads.store.profile().calendar.date_of(self._clock.now())
        days = (today + timedelta(days=place) for place in range(DAYS_AHEAD + 3))
        rows = [row for day in days for row in self._shop.reads.tables.reservations(day)]
        return self._chance.choice([row for row in rows if row.status.value in ("booked", "confirmed")])

    def _lead(self) -> LeadId:
        return self._chance.choice(self._shop.reads.leads.to_follow(99)).lead_id

    def _number(self) -> int:
        return self._chance.randint(0, 10**7)

    def _phone(self) -> str:
        return f"+1 555 {self._number():07}"


class HibachiWorld:
    """MyHibachi in one run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.office = Hibachi(clock)
        self.server: ContractServer = self.office.server

    def people(self, terminal: Terminal, chance: Random) -> People:
        """Who works at a terminal."""
        return Host(terminal.stored.shop, terminal.clock, chance)

    def change(self, chance: Random) -> None:
        """Somebody books there, pays a deposit, comes with more, or calls off."""
        book = self.office.book
        act = chance.choice(("book", "pay", "more", "cancel", "ask"))
        live = [one for one in book.bookings.values() if one.status != "cancelled"]
        if act == "ask":
            book.add_lead(f"Web {chance.randint(0, 10**6)}", f"+1 666 {chance.randint(0, 10**7):07}", "Hello")
        elif act == "book" or not live:
            self._book(chance)
        else:
            one: KeptBooking = chance.choice(live)
            one.is_paid = one.is_paid or act == "pay"
            one.guests += act == "more"
            one.status = "cancelled" if act == "cancel" else one.status
            self._clock_on(one)

    def differences(self, terminal: Terminal) -> list[str]:
        """What MyHibachi does not hold just as the terminal holds it."""
        return differences(terminal.stored.store, self.office, terminal.clock.now().date())

    def _book(self, chance: Random) -> None:
        book = self.office.book
        who = book.add_customer(f"Web {chance.randint(0, 10**6)}", f"+1 777 {chance.randint(0, 10**7):07}")
        day = self._clock.now().date() + timedelta(days=chance.randint(2, DAYS_AHEAD))
        day += timedelta(days=day.weekday() == MONDAY)
        book.add_booking(who, day, f"{chance.randint(11, 21)}:{chance.randint(0, 59):02}", chance.randint(1, 90))

    def _clock_on(self, one: KeptBooking) -> None:
        """A time of its own for each change."""
        self.office.book.touch(one)


def prepare(folder: Path, label: str, clock: FixedClock, seed: int, store_id: str) -> None:
    """A terminal of a house with people and tables."""
    set_up(folder, label, clock, seed, store_id, documents=central_documents())


GROUND = Ground(
    Speaks(OFFICE, OFFICE.serves), {"password": PASSWORD}, HibachiWorld, prepare, EMAIL,
    lambda path: path.partition("?")[0] in (LOGIN.path, REFRESH.path, LOGOUT.path),
)  # fmt: skip
