"""Sums of days of a store in memory, added up afresh from its orders at every call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.figures import SLOT, FigureKind, figures_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.report_tables import LAYOUTS
from aura_terminal.domain.reports import Drill, FigureRow, Period
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.prep_times import PrepRow, PrepTimes
from aura_terminal.ports.receipts import Receipt, receipt_of
from aura_terminal.ports.report_rows import Behind, behind_row
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryReportReads:
    """The ReportReads port, and its orders."""

    def __init__(
        self, journal: MemoryJournal, documents: MemoryDocuments, prep_times: Callable[[datetime], PrepTimes]
    ) -> None:
        self._journal = journal
        self._documents = documents
        self._prep_times = prep_times

    @property
    def orders(self) -> MemoryReportReads:
        """The orders figures are made of."""
        return self

    @property
    def kitchen(self) -> MemoryReportReads:
        """How long the kitchen took."""
        return self

    def figures(self, kinds: Iterable[FigureKind], period: Period) -> tuple[FigureRow, ...]:
        """Sums over all the days together."""
        wanted = tuple(kinds)
        rows = (replace(row, on=None, hour=None) for _, row in self._rows(period) if row.kind in wanted)
        return _summed(rows)

    def by_day(self, period: Period) -> tuple[FigureRow, ...]:
        """Sales of each date."""
        return _summed(replace(row, hour=None) for _, row in self._rows(period) if row.kind is FigureKind.HOUR)

    def by_hour(self, period: Period) -> tuple[FigureRow, ...]:
        """Sales of each hour."""
        return _summed(replace(row, on=None) for _, row in self._rows(period) if row.kind is FigureKind.HOUR)

    def station_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        """How long tickets took."""
        return self._prep_times(begin).stations

    def dish_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        """How long dishes took."""
        return self._prep_times(begin).items

    def names(self) -> dict[str, str]:
        """Staff by id."""
        return {member.id: member.name for member in self._documents.all(StaffMember)}

    def state(self) -> tuple[int, date | None]:
        """Nothing waits in memory."""
        days = [key.business_date for order in self._orders() for key in figures_of(order)]
        return 0, min(days, default=None)

    def behind(self, drill: Drill, until: date | None) -> Behind:
        """Orders behind a figure."""
        layout = LAYOUTS[drill.report]
        found: dict[OrderId, Order] = {}
        for order, row in self._rows(drill.period):
            if row.kind in layout.kinds and layout.key(row) == drill.key:
                found[order.id] = order
        newest = sorted(found.values(), key=lambda order: (order.closed_at or order.opened_at, order.id), reverse=True)
        return Behind(tuple(behind_row(order) for order in newest))

    def receipt(self, order_id: OrderId) -> Receipt:
        """What an order came to."""
        return receipt_of(self._journal.orders_with(order_id)[order_id])

    def _orders(self) -> list[Order]:
        currency = self._documents.get(StoreProfile, STORE_PROFILE).currency
        return [order for order in self._journal.orders() if order.currency == currency]

    def _rows(self, period: Period) -> Iterator[tuple[Order, FigureRow]]:
        calendar = self._documents.get(StoreProfile, STORE_PROFILE).calendar
        for order in self._orders():
            for key, one in figures_of(order).items():
                if period.first <= key.business_date <= period.last:
                    hour = _hour(calendar, key.slot) if key.slot else None
                    yield order, FigureRow(
                        key.kind, key.name, key.part, key.who, key.why, 1, one.units, one.minor, one.other,
                        key.business_date, hour,
                    )  # fmt: skip


def _hour(calendar: BusinessCalendar, slot: int) -> int:
    return calendar.local(datetime(1970, 1, 1, tzinfo=UTC) + slot * SLOT).hour


def _summed(rows: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    found: dict[tuple[object, ...], FigureRow] = {}
    for row in rows:
        key = (row.kind, row.name, row.part, row.who, row.why, row.on, row.hour)
        if key in found:
            row = replace(
                row, orders=row.orders + found[key].orders, units=row.units + found[key].units,
                minor=row.minor + found[key].minor, other=row.other + found[key].other,
            )  # fmt: skip
        found[key] = row
    return tuple(found.values())
