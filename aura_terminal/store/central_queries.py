"""What screens read of central back offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from aura_terminal.domain.central import RecordId, name_of
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import tax_of
from aura_terminal.ports.central import CentralFigures, CentreRow
from aura_terminal.ports.chance import Clock
from aura_terminal.store import central_figures
from aura_terminal.store.fold_central import body_of
from aura_terminal.store.moments import instant, instant_or_none
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

DIFFERENCES_AGE = 30.0  # seconds a count of differing orders is good for: it looks at all orders of two days

_REFUSED = literal("""
SELECT f.record, f.step, r.body FROM central_refused AS f JOIN central_records AS r ON r.record = f.record
ORDER BY f.refused_us, f.record, f.step LIMIT :most""")
_LINKED = literal("""
SELECT c.connector FROM central_cursors AS c WHERE EXISTS (
  SELECT 1 FROM central_records AS r WHERE r.connector = c.connector AND r.kind = :kind AND r.central_id <> '')
ORDER BY c.connector""")
_BEHIND = literal("SELECT count(*) FROM wires WHERE record = :record AND step <> :step")
_BODY = literal("SELECT body FROM central_bodies WHERE record = :record AND step = :step")
_NUMBER = literal("SELECT number FROM orders WHERE order_id = :order_id")
_TICKET = literal("SELECT number FROM tickets WHERE ticket_id = :ticket_id")
_PUNCH = literal("SELECT at_us FROM punches WHERE staff_id = :staff_id AND punch_id = :punch_id")
_GUEST = literal("SELECT trim(first_name || ' ' || last_name), phone FROM guests WHERE guest_id = :guest_id")
_CASHIER = literal("SELECT coalesce(cashier, drawer_id) FROM drawer_sessions WHERE session_id = :session_id")
_NAMED_BY = {"order": _NUMBER, "refund": _NUMBER, "sale": _NUMBER, "return": _NUMBER, "ticket": _TICKET}
"""Kinds that people call by a number on paper."""
_TOLD = literal("""
SELECT o.order_id, o.currency, o.subtotal_minor, o.tax_minor, o.total_minor, r.body
FROM order_days AS d JOIN orders AS o ON o.order_id = d.order_id
JOIN central_cursors AS c
JOIN central_records AS r ON r.record IN (c.connector || '/order/' || o.order_id, c.connector || '/sale/' || o.order_id)
WHERE d.business_date = :day AND r.record NOT IN (SELECT record FROM central_waiting) ORDER BY o.order_id""")
_FIGURES = ("subtotal", "tax", "total")


class CentralQueries:
    """The CentralReads port."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock
        self._differing: tuple[float, int] = (float("-inf"), 0)

    def centre(self, limit: int) -> tuple[CentreRow, ...]:
        return tuple(
            self._row(RecordId(row[0]), row[1], bytes(row[2])) for row in self._reading.rows(_REFUSED, (limit,))
        )

    def sheets(self) -> tuple[CentralSheet, ...]:
        return tuple(sorted(self._reading.shelf.all(CentralSheet), key=lambda sheet: sheet.id))

    def figures(self) -> tuple[CentralFigures, ...]:
        connection, differing = self._reading.connection, self._count_differing()
        found = []
        for connector in central_figures.attached(connection):
            now = central_figures.standing(connection, connector)
            found.append(
                CentralFigures(
                    connector,
                    now.pending,
                    now.unknown,
                    now.parked,
                    instant_or_none(now.oldest_ms * 1000 or None),
                    instant_or_none(now.confirmed_us or None),
                    differing,
                )
            )
        return tuple(found)

    def differing(self, business_date: date) -> tuple[tuple[OrderId, str, str, str], ...]:
        return tuple(self._differences(business_date))

    def linked_with(self, kind: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self._reading.rows(_LINKED, (kind,)))

    def _count_differing(self) -> int:
        """Orders of today and yesterday whose figures differ; counted anew only now and then."""
        at, count = self._differing
        if self._clock.monotonic() - at >= DIFFERENCES_AGE:
            today = self._reading.shelf.calendar.date_of(self._clock.now())
            days = (today, today - timedelta(days=1))
            count = len({found[0] for day in days for found in self._differences(day)})
            self._differing = self._clock.monotonic(), count
        return count

    def _differences(self, day: date) -> Iterator[tuple[OrderId, str, str, str]]:
        for order_id, currency, *minor, kept in self._reading.rows(_TOLD, (day.isoformat(),)):
            said = body_of(bytes(kept)).said
            ours = {name: Money(one, currency) for name, one in zip(_FIGURES, minor, strict=True)}
            if _differing(said, ours):
                ours = self._without_charges(OrderId(order_id), ours)
            for name in _differing(said, ours):
                yield OrderId(order_id), name, ours[name].plain(), said[name]

    def _without_charges(self, order_id: OrderId, ours: Mapping[str, Money]) -> dict[str, Money]:
        """Figures without what was charged for service, which back offices hear of as tips, if at all."""
        order = self._reading.orders_with(order_id)[order_id]
        if order.terms is None or not order.bill.charges:
            return dict(ours)
        bill, dishes = order.bill, tax_of(order.bill.left, order.terms, order.currency)
        charged = {"tax": bill.tax.tax - dishes.tax, "total": bill.total - dishes.gross}
        return {name: amount - charged[name] if name in charged else amount for name, amount in ours.items()}

    def _row(self, record: RecordId, step: str, kept: bytes) -> CentreRow:
        name = name_of(record)
        body = self._reading.one(_BODY, (record, step))
        return CentreRow(
            record, name.connector, name.kind, step, self._title(name.kind, name.local_id),
            body_of(kept).refused[step], int(self._reading.one(_BEHIND, (record, step))[0]),
            bytes(body[0]) if body else b"",
        )  # fmt: skip

    def _title(self, kind: str, local_id: str) -> str:
        """What people call the thing; its id where nobody calls it anything."""
        first, _, second = local_id.partition("/")
        question = _NAMED_BY.get(kind)
        if question is not None:
            row = self._reading.one(question, (first,))
            return str(row[0]) if row else first
        if kind == "punch":
            row = self._reading.one(_PUNCH, (first, second))
            return self._punch(first, instant(row[0])) if row else self._member(first)
        if kind == "shift":
            row = self._reading.one(_CASHIER, (first,))
            return self._member(row[0]) if row and row[0] else first
        names = {
            "table": self._table, "staff": self._member, "item": self._item, "guest": self._guest,
            "supply_adjustment": self._supply, "supply_count": self._supply, "supply_low": self._supply,
            "guest_changed": self._guest,
        }  # fmt: skip
        return names[kind](first) or local_id if kind in names else local_id

    def _punch(self, staff_id: str, at: datetime) -> str:
        return f"{self._member(staff_id)} {self._reading.shelf.calendar.local(at):%H:%M}"

    def _member(self, staff_id: str) -> str:
        return next((one.name for one in self._reading.shelf.all(StaffMember) if one.id == staff_id), staff_id)

    def _item(self, item_id: str) -> str:
        return next((one.name for one in self._reading.shelf.all(Item) if one.id == item_id), "")

    def _supply(self, supply_id: str) -> str:
        return next((one.name for one in self._reading.shelf.all(Supply) if one.id == supply_id), "")

    def _guest(self, guest_id: str) -> str:
        row = self._reading.one(_GUEST, (guest_id,))
        return str(row[0] or row[1]) if row else ""

    def _table(self, table_id: str) -> str:
        return next((one.number for one in self._reading.shelf.all(Table) if one.id == table_id), table_id)


def _differing(said: Mapping[str, str], ours: Mapping[str, Money]) -> list[str]:
    """The figures a back office says otherwise; what it does not say is not compared."""
    return [name for name, amount in ours.items() if said.get(name) and not _is(said[name], amount)]


def _is(theirs: str, ours: Money) -> bool:
    try:
        return parse_money(theirs, ours.currency) == ours
    except ValueError:
        return False
