"""The waiting list read from a store in memory."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aura_terminal.domain.ids import TableId
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.quoting import LOOKED_AHEAD, WEEKS_LOOKED_BACK, House, Sat, Sitting
from aura_terminal.domain.reservations import stay_of
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.domain.waitlist import QuotesKept, WaitingParty, quotes_kept
from aura_terminal.ports.waiting import WaitingRow, waiting_rows
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryWaitlistReads:
    """Parties that wait."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal, self._documents = journal, documents
        self._house = MemoryHouse(journal, [])

    def parties(self, day: date) -> tuple[WaitingRow, ...]:
        """Everybody who came on a date."""
        return waiting_rows(self._of(day))

    def kept(self, day: date) -> QuotesKept:
        """How quotes came out."""
        return quotes_kept(self._of(day))

    def house(self, now: datetime) -> House:
        """The floor at a moment."""
        orders = sorted(self._journal.orders(), key=lambda order: (order.opened_at, order.id))
        sittings = [
            Sitting(table_id, one.guests, one.opened_at)
            for one in orders
            if one.status is OrderStatus.OPEN and one.table_id is not None
            for table_id in (TableId(one.table_id), *one.party.linked)
        ]
        since = now - timedelta(weeks=WEEKS_LOOKED_BACK)
        ended = sorted(filter(_counts, orders), key=lambda order: (_ended(order), order.id), reverse=True)
        stays = [Sat(one.guests, _minutes(one)) for one in ended if _ended(one) >= since]
        promised = map(stay_of, self._house.expected(now, now + LOOKED_AHEAD))
        return House(now, self._documents.all(Table), tuple(sittings), tuple(promised), tuple(stays))

    def _of(self, day: date) -> list[WaitingParty]:
        calendar = self._documents.get(StoreProfile, STORE_PROFILE).calendar
        return [
            one for one in self._house.parties()
            if one.joined is not None and calendar.date_of(one.joined.joined_at) == day
        ]  # fmt: skip


def _counts(order: Order) -> bool:
    sat = order.table_id is not None and order.guests > 0
    return sat and order.split_from is None and order.status is OrderStatus.CLOSED


def _ended(order: Order) -> datetime:
    assert order.closed_at is not None
    return order.closed_at


def _minutes(order: Order) -> int:
    return (_ended(order) - order.opened_at) // timedelta(minutes=1)
