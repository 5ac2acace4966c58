"""Sums of days and the orders behind them, read from the folds of orders and from day documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.figures import FigureKind, slot_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.report_tables import LAYOUTS
from aura_terminal.domain.reports import Drill, FigureRow, Period, RowKey
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.prep_times import PrepRow
from aura_terminal.ports.receipts import Receipt, receipt_of
from aura_terminal.ports.report_rows import Behind, OrderBehind, behind_row, told_by
from aura_terminal.store import receipts
from aura_terminal.store.moments import instant_or_none, microseconds
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

MOST_BEHIND = 200
DOCUMENTS_AT_ONCE = 2

_SUMS = "sum(orders), sum(units), sum(minor), sum(other)"
_DAYS = "currency = :currency AND business_date BETWEEN :first AND :last"
FIGURES = literal(f"""SELECT kind, name, part, who, why, {_SUMS} FROM day_figures
WHERE kind IN (SELECT value FROM json_each(:kinds)) AND {_DAYS} GROUP BY kind, name, part, who, why""")
BY_DAY = literal(
    f"SELECT business_date, {_SUMS} FROM day_figures WHERE kind = 'hour' AND {_DAYS} GROUP BY business_date"
)
BY_HOUR = literal(f"""SELECT (slot + :ahead) % 96 / 4, {_SUMS} FROM day_figures
WHERE kind = 'hour' AND {_DAYS} AND slot >= :since AND slot < :until GROUP BY 1""")
_WAITING = literal("SELECT count(*) FROM unfolded WHERE aggregate = 'order'")
_FIRST = literal("SELECT min(business_date) FROM day_figures WHERE kind = 'hour'")
_BEHIND = literal("""SELECT o.order_id, o.number, o.business_date, o.closed_us, o.server_name, o.table_name,
o.total_minor, o.currency, f.kind, f.business_date, f.slot, f.name, f.part, f.who, f.why
FROM order_days AS d CROSS JOIN order_figures AS f ON f.order_id = d.order_id AND f.business_date = d.business_date
JOIN orders AS o ON o.order_id = d.order_id
WHERE d.business_date BETWEEN :first AND :last AND f.kind IN (SELECT value FROM json_each(:kinds))
ORDER BY o.closed_us DESC, o.order_id""")
_DOCUMENT_DAYS = literal("""WITH RECURSIVE days(day) AS (
  SELECT max(day) FROM receipts WHERE day BETWEEN :first AND :last
  UNION ALL SELECT (SELECT max(day) FROM receipts WHERE day < days.day AND day >= :first2) FROM days
  WHERE days.day IS NOT NULL LIMIT :most)
SELECT day FROM days WHERE day IS NOT NULL""")
_IS_LIVE = literal("SELECT 1 FROM orders WHERE order_id = :order_id")
_TIMED = (
    "bumped_us >= :since AND bumped_us < :until AND starts_us IS NOT NULL "
    "AND (escalated_us IS NULL OR received_us IS NOT NULL)"
)
_TOGETHER = """SELECT station_id, name, sum(units), count(*), sum(took),
sum(target > 0 AND took >= target * 60), group_concat(took) FROM ({0}) GROUP BY station_id, name"""
_TICKETS_TOOK = literal(
    _TOGETHER.format(f"""SELECT t.station_id, '' AS name, sum(l.quantity - l.voided) AS units,
max(0, t.bumped_us - t.starts_us) / 1000000 AS took, t.target_minutes AS target
FROM tickets AS t CROSS JOIN ticket_lines AS l ON l.ticket_id = t.ticket_id WHERE {_TIMED}
GROUP BY t.ticket_id HAVING sum(l.quantity - l.voided) > 0""")
)
_DISHES_TOOK = literal(
    _TOGETHER.format(f"""SELECT t.station_id, l.name, l.quantity - l.voided AS units,
max(0, coalesce(l.done_us, t.bumped_us) - t.starts_us) / 1000000 AS took, t.target_minutes AS target
FROM tickets AS t CROSS JOIN ticket_lines AS l ON l.ticket_id = t.ticket_id
WHERE {_TIMED} AND t.role = 'prep' AND l.quantity > l.voided""")
)

ALWAYS = 2**62
"""Later than any quarter of an hour."""


def offsets(calendar: BusinessCalendar, period: Period) -> list[tuple[int, int, int]]:
    """How far the wall clock is ahead of UTC, in quarters of an hour: from a slot, before another one, so many.

    The first piece reaches back and the last one on for ever, so that no sale is left out whatever its clock said.
    """
    since, until = calendar.begins(period.first) - timedelta(days=1), calendar.ends(period.last) + timedelta(days=1)
    pieces, ahead = [(-ALWAYS, _ahead(calendar, since))], _ahead(calendar, since)
    at = since
    while at < until:
        following = at + timedelta(days=1)
        if _ahead(calendar, following) != ahead:
            while _ahead(calendar, at) == ahead:
                at += timedelta(minutes=15)
            ahead = _ahead(calendar, at)
            pieces.append((slot_of(at), ahead))
        at = following
    ends = [slot for slot, _ in pieces[1:]] + [ALWAYS]
    return [(begin, end, ahead) for (begin, ahead), end in zip(pieces, ends, strict=True)]


def _ahead(calendar: BusinessCalendar, at: datetime) -> int:
    offset = calendar.local(at).utcoffset() or timedelta(0)
    return offset // timedelta(minutes=15)


class ReportQueries:
    """The ReportReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.orders = OrdersBehind(reading)
        self.kitchen = TimesTaken(reading)

    def figures(self, kinds: Iterable[FigureKind], period: Period) -> tuple[FigureRow, ...]:
        named = json.dumps([kind.value for kind in kinds])
        found = self._reading.rows(FIGURES, (named, *self._days(period)))
        return tuple(FigureRow(FigureKind(row[0]), *row[1:]) for row in found)

    def by_day(self, period: Period) -> tuple[FigureRow, ...]:
        found = self._reading.rows(BY_DAY, self._days(period))
        return tuple(_sales(row[1:], on=date.fromisoformat(row[0])) for row in found)

    def by_hour(self, period: Period) -> tuple[FigureRow, ...]:
        sums: dict[int, FigureRow] = {}
        for since, until, ahead in offsets(self._profile().calendar, period):
            for hour, *told in self._reading.rows(BY_HOUR, (ahead, *self._days(period), since, until)):
                row = _sales(told, hour=hour)
                sums[hour] = _added(sums[hour], row) if hour in sums else row
        return tuple(sums[hour] for hour in sorted(sums))

    def state(self) -> tuple[int, date | None]:
        first = self._reading.one(_FIRST)[0]
        return int(self._reading.one(_WAITING)[0]), None if first is None else date.fromisoformat(first)

    def names(self) -> dict[str, str]:
        return {member.id: member.name for member in self._reading.shelf.all(StaffMember)}

    def _profile(self) -> StoreProfile:
        return self._reading.shelf.get(StoreProfile, STORE_PROFILE)

    def _days(self, period: Period) -> tuple[str, str, str]:
        return self._profile().currency, period.first.isoformat(), period.last.isoformat()


class TimesTaken:
    """The KitchenTimes port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def station_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        found = self._times(_TICKETS_TOOK, begin, end)
        return tuple(sorted(found, key=lambda row: row.station))

    def dish_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        found = self._times(_DISHES_TOOK, begin, end)
        return tuple(sorted(found, key=lambda row: (row.station, -row.average, row.name)))

    def _times(self, statement: Prepared, begin: datetime, end: datetime) -> list[PrepRow]:
        """How long each took, put together by station and dish: the average, and what nine of ten did not exceed."""
        names, found = self._reading.station_names(), []
        rows = self._reading.rows(statement, (microseconds(begin), microseconds(end)))
        for station_id, name, units, count, together, late, each in rows:
            seconds = sorted(map(int, each.split(",")))
            most = seconds[-(-9 * count // 10) - 1]
            found.append(PrepRow(names.get(station_id, ""), name, units, together // count, most, late))
        return found


def _sales(told: Sequence[int], *, on: date | None = None, hour: int | None = None) -> FigureRow:
    orders, units, minor, other = told
    return FigureRow(FigureKind.HOUR, "", "", "", "", orders, units, minor, other, on, hour)


def _added(one: FigureRow, more: FigureRow) -> FigureRow:
    return replace(
        one, orders=one.orders + more.orders, units=one.units + more.units, minor=one.minor + more.minor,
        other=one.other + more.other,
    )  # fmt: skip


class OrdersBehind:
    """The ReportOrders port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def behind(self, drill: Drill, until: date | None) -> Behind:
        last = drill.period.last if until is None else min(until, drill.period.last)
        if last < drill.period.first:
            return Behind(())
        period = Period(drill.period.first, last)
        found = self._in_tables(drill, period) if until is None else []
        past, goes_on = self._in_documents(drill, period)
        return Behind(tuple([*found, *past][:MOST_BEHIND]), goes_on)

    def receipt(self, order_id: OrderId) -> Receipt:
        if self._reading.one(_IS_LIVE, (order_id,)) is not None:
            return receipt_of(self._reading.orders_with(order_id)[order_id])
        found = receipts.find(self._reading.connection, self._reading.codec, order_id=order_id)
        if not found:
            raise NotFound("order", order_id)
        return found[0]

    def _in_tables(self, drill: Drill, period: Period) -> list[OrderBehind]:
        layout, calendar = LAYOUTS[drill.report], self._reading.shelf.calendar
        named = json.dumps([kind.value for kind in layout.kinds])
        found: dict[str, OrderBehind] = {}
        for row in self._reading.rows(_BEHIND, (period.first.isoformat(), period.last.isoformat(), named)):
            order_id, number, on, closed, server, table_name, minor, currency = row[:8]
            kind, day, slot, name, part, who, why = row[8:]
            hour = _hour(calendar, slot) if slot else None
            told = FigureRow(FigureKind(kind), name, part, who, why, 1, 0, 0, 0, date.fromisoformat(day), hour)
            if order_id not in found and layout.key(told) == drill.key:
                found[order_id] = OrderBehind(
                    OrderId(order_id), number, date.fromisoformat(on), instant_or_none(closed), server, table_name,
                    Money(minor, currency),
                )  # fmt: skip
        return list(found.values())

    def _in_documents(self, drill: Drill, period: Period) -> tuple[list[OrderBehind], date | None]:
        """Days in documents, the newest first: a document is read as a whole, so only few at once."""
        first, last = period.first.toordinal(), period.last.toordinal()
        days = [row[0] for row in self._reading.rows(_DOCUMENT_DAYS, (first, last, first, DOCUMENTS_AT_ONCE + 1))]
        found = [row for day in days[:DOCUMENTS_AT_ONCE] for row in self._of_day(drill, date.fromordinal(day))]
        more = days[DOCUMENTS_AT_ONCE:]
        return found, date.fromordinal(more[0]) if more else None

    def _of_day(self, drill: Drill, day: date) -> Iterator[OrderBehind]:
        layout, calendar = LAYOUTS[drill.report], self._reading.shelf.calendar
        wanted = _without_people(drill.key)
        for receipt in receipts.find(self._reading.connection, self._reading.codec, day=day, most=-1):
            told = (one for one in told_by(receipt, calendar) if one.kind in layout.kinds and one.on == day)
            is_behind = any(_without_people(layout.key(one)) == wanted for one in told)
            if is_behind and self._reading.one(_IS_LIVE, (receipt.order_id,)) is None:
                yield behind_row(receipt)


def _without_people(key: RowKey) -> RowKey:
    """Receipts do not say who allowed what, nor why."""
    return replace(key, who="", why="")


def _hour(calendar: BusinessCalendar, slot: int) -> int:
    at = instant_or_none(slot * 15 * 60 * 1_000_000)
    return 0 if at is None else calendar.local(at).hour
