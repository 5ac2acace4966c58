"""Reservations and where a party could sit, read from their folds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId, ReservationId, TableId
from aura_terminal.domain.reservations import Reservation, Stay, stay_of
from aura_terminal.domain.shop import Table
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.house import ReservationRow, TableOffer, TableStanding
from aura_terminal.ports.table_plan import offers, reservation_rows, seated_stay, standing_of
from aura_terminal.store.house import EXPECTED
from aura_terminal.store.moments import instant, microseconds
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_OF_A_DAY = literal("""SELECT reservation_id FROM reservations WHERE starts_us >= :begins AND starts_us < :ends
ORDER BY starts_us, reservation_id""")
_SEATED = literal("""SELECT t.table_id, o.opened_us, o.number, o.order_id FROM orders AS o JOIN (
  SELECT order_id, table_id FROM orders WHERE status = 'open' AND table_id IS NOT NULL
  UNION ALL SELECT p.order_id, l.value FROM orders AS p, json_each(p.linked) AS l WHERE p.status = 'open'
) AS t USING (order_id) ORDER BY o.opened_us DESC, o.order_id DESC""")


class TableQueries:
    """The TableReads port."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def reservations(self, day: date) -> tuple[ReservationRow, ...]:
        shelf = self._reading.shelf
        begins, ends = shelf.calendar.begins(day), shelf.calendar.ends(day)
        rows = self._reading.rows(_OF_A_DAY, (microseconds(begins), microseconds(ends)))
        found = self._loaded([row[0] for row in rows])
        reach = max((one.ends_at for one in found), default=ends)
        numbers = {table.id: table.number for table in shelf.all(Table)}
        return reservation_rows(found, self._expected(begins, max(ends, reach)), numbers)

    def booking_terms(self) -> tuple[BookingTerms, ...]:
        return self._reading.shelf.all(BookingTerms)

    def free(self, starts_at: datetime, minutes: int, party_size: int) -> tuple[TableOffer, ...]:
        wanted = Stay((), starts_at, starts_at + timedelta(minutes=minutes))
        tables = self._reading.shelf.all(Table)
        return offers(tables, self.stays(wanted.starts_at, wanted.ends_at), wanted, party_size)

    def standing(self, now: datetime) -> tuple[TableStanding, ...]:
        seated = {TableId(row[0]): OrderId(row[3]) for row in self._reading.rows(_SEATED)}
        expected = self._expected(now, now + timedelta(days=1))
        return standing_of(self._reading.shelf.all(Table), seated, expected, now)

    def stays(self, begins: datetime, ends: datetime) -> tuple[Stay, ...]:
        now = self._clock.now()
        seated = (seated_stay(TableId(row[0]), instant(row[1]), row[2], now) for row in self._reading.rows(_SEATED))
        booked = (stay_of(one) for one in self._expected(begins, ends))
        return tuple(stay for stay in (*seated, *booked) if stay.starts_at < ends and begins < stay.ends_at)

    def _expected(self, begins: datetime, ends: datetime) -> list[Reservation]:
        rows = self._reading.rows(EXPECTED, (microseconds(ends), microseconds(begins)))
        return self._loaded([row[0] for row in rows])

    def _loaded(self, ids: Sequence[ReservationId]) -> list[Reservation]:
        return [loaded.state for loaded in self._reading.aggregates(Aggregate.RESERVATION, ids)]
