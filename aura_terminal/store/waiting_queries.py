"""Parties that wait, read from their folds, and the floor that quotes are reckoned from."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import TableId
from aura_terminal.domain.quoting import LOOKED_AHEAD, WEEKS_LOOKED_BACK, House, Sat, Sitting
from aura_terminal.domain.reservations import stay_of
from aura_terminal.domain.shop import Table
from aura_terminal.domain.waitlist import QuotesKept, WaitingParty, quotes_kept
from aura_terminal.ports.waiting import WaitingRow, waiting_rows
from aura_terminal.store.house import EXPECTED
from aura_terminal.store.moments import instant, microseconds
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

MOST_STAYS = 5000

_OF_A_DAY = literal("""SELECT party_id FROM waiting_parties WHERE joined_us >= :begins AND joined_us < :ends
ORDER BY joined_us, party_id""")
_SITTING = literal("""SELECT t.table_id, o.guests, o.opened_us FROM orders AS o JOIN (
  SELECT order_id, table_id FROM orders WHERE status = 'open' AND table_id IS NOT NULL
  UNION ALL SELECT p.order_id, l.value FROM orders AS p, json_each(p.linked) AS l WHERE p.status = 'open'
) AS t USING (order_id) ORDER BY o.opened_us, o.order_id""")
_STAYS = literal("""SELECT guests, (closed_us - opened_us) / 60000000 FROM orders
WHERE status <> 'open' AND closed_us >= :since AND status = 'closed' AND table_id IS NOT NULL AND guests > 0
AND split_from IS NULL ORDER BY closed_us DESC, order_id DESC LIMIT :most""")


class WaitingQueries:
    """The WaitlistReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def parties(self, day: date) -> tuple[WaitingRow, ...]:
        return waiting_rows(self._of(day))

    def kept(self, day: date) -> QuotesKept:
        return quotes_kept(self._of(day))

    def house(self, now: datetime) -> House:
        reading = self._reading
        booked = reading.rows(EXPECTED, (microseconds(now + LOOKED_AHEAD), microseconds(now)))
        promised = (one.state for one in reading.aggregates(Aggregate.RESERVATION, [row[0] for row in booked]))
        since = microseconds(now - timedelta(weeks=WEEKS_LOOKED_BACK))
        return House(
            now, reading.shelf.all(Table),
            tuple(Sitting(TableId(row[0]), row[1], instant(row[2])) for row in reading.rows(_SITTING)),
            tuple(map(stay_of, promised)),
            tuple(Sat(row[0], row[1]) for row in reading.rows(_STAYS, (since, MOST_STAYS))),
        )  # fmt: skip

    def _of(self, day: date) -> list[WaitingParty]:
        calendar = self._reading.shelf.calendar
        span = (microseconds(calendar.begins(day)), microseconds(calendar.ends(day)))
        ids = [row[0] for row in self._reading.rows(_OF_A_DAY, span)]
        return [loaded.state for loaded in self._reading.aggregates(Aggregate.PARTY, ids)]
