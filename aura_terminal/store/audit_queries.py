"""The record of what people did, searched: exceptions out of their own table, ordinary work out of the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from aura_terminal.domain.audit import UNTOLD, Topic, amount_of, approval_of, details_of, line_words, order_of, topic_of
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, Origin, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.audit_rows import MOST_ROWS, AuditPage, AuditQuery, AuditRow, Reached
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import archive
from aura_terminal.store.audit_index import AuditIndex, searched_in
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.moments import instant
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal
from aura_terminal.store.tables import JOURNAL

STRETCH = 500
ARRIVALS_LOOKED_THROUGH = 20_000

_COLUMNS = ", ".join(column.name for column in JOURNAL.columns)
_ENTRY = (
    "place, fact_id, origin, seq, stamp, type, topic, actor, business_date, order_id, order_number, currency, minor, "
    "allowed_by, details"
)
_FOUND = literal(f"""SELECT {_ENTRY} FROM audit_entries
WHERE (:who = '' OR actor = :who2 OR allowed_by = :who3)
AND (:no_topics OR topic IN (SELECT value FROM json_each(:topics)))
AND (:anywhere OR origin IN (SELECT value FROM json_each(:origins)))
AND (:any_order = '' OR order_id = :order_id OR order_number LIKE :number ESCAPE '!')
AND business_date BETWEEN :first AND :last
AND (:any_amount = '' OR (currency = :currency AND abs(minor) >= :least))
AND (NOT :only_approved OR allowed_by <> '')
AND (:any_text = '' OR searched LIKE :text ESCAPE '!')
AND (:newest OR stamp <= :stamp AND place <> :place)
ORDER BY stamp DESC, place DESC LIMIT :most""")
_PLACE = literal("SELECT stamp FROM audit_entries WHERE place = :place")
_WORK = literal(f"""SELECT arrival, {_COLUMNS} FROM journal WHERE arrival < :before AND arrival >= :after
AND (:who = '' OR actor = :who2) AND (:anywhere OR origin IN (SELECT value FROM json_each(:origins)))
AND (:order_id = '' OR aggregate_id = :order_id2) AND business_date BETWEEN :first AND :last
AND (:any_text = '' OR CAST(payload AS TEXT) LIKE :text ESCAPE '!')
ORDER BY arrival DESC""")
_LAST = literal("SELECT coalesce(max(arrival), 0) + 1 FROM journal")
_OF_ORDER = literal(
    f"SELECT arrival, {_COLUMNS} FROM journal WHERE aggregate = 'order' AND aggregate_id = :order_id ORDER BY stamp"
)
_OF_ITS_CARDS = literal(f"""SELECT arrival, {_COLUMNS} FROM journal WHERE aggregate = 'attempt' AND aggregate_id IN (
SELECT attempt_id FROM card_attempts WHERE order_id = :order_id) ORDER BY stamp""")
_LABELS = literal("SELECT origin, label FROM audit_terminals")
ANYTHING = AuditQuery()
_FIRST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


class AuditQueries:
    """The AuditReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._here = reading.writer.identity
        self._index = AuditIndex(reading)

    def catch_up(self) -> Reached:
        return self._index.catch_up()

    def search(self, query: AuditQuery) -> AuditPage:
        return self._work(query) if query.is_everything else self._exceptions(query)

    def of_order(self, order_id: OrderId) -> tuple[AuditRow, ...]:
        found = [*self._reading.rows(_OF_ORDER, (order_id,)), *self._reading.rows(_OF_ITS_CARDS, (order_id,))]
        rows = [JournalRow(*row[1:]) for row in found]
        if not rows:
            connection = self._reading.connection
            group = [one for one in archive.group_of(connection, [order_id]) if one.order_id == order_id]
            rows = [row for row in archive.facts_of(connection, group) if row.aggregate != "ticket"] if group else []
        labels = self._labels()
        told = (self._told(0, row, labels) for row in sorted(rows, key=lambda row: (row.stamp, row.fact_id)))
        return tuple(row for row in told if row is not None)

    def terminals(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._labels().values())))

    def _exceptions(self, query: AuditQuery) -> AuditPage:
        who, order, text = query.who or "", query.order, searched_in([query.text])
        stamp = self._stamp_of(query.before)
        currency, least = (query.least.currency, query.least.minor) if query.least else ("", 0)
        values = (
            who, who, who, not query.topics, json.dumps(sorted(query.topics)), not query.terminal,
            json.dumps(self._origins_of(query.terminal)), order, order, f"{_escaped(order)}%",
            (query.first or _FIRST).isoformat(), (query.last or _LATEST).isoformat(), currency, currency, least,
            query.only_approved, text, f"%{_escaped(text)}%", stamp is None, stamp or 0, query.before or 0,
            MOST_ROWS + 1,
        )  # fmt: skip
        found = self._reading.rows(_FOUND, values)
        labels = self._labels()
        rows = tuple(_row(one, labels) for one in found[:MOST_ROWS])
        return AuditPage(rows, rows[-1].place if len(found) > MOST_ROWS else None)

    def _stamp_of(self, place: int | None) -> int | None:
        row = None if place is None else self._reading.one(_PLACE, (place,))
        return None if row is None else int(row[0])

    def _work(self, query: AuditQuery) -> AuditPage:
        """A stretch of the journal, from the newest arrival back; what is rare takes several."""
        before = query.before or int(self._reading.one(_LAST)[0])
        floor = max(0, before - ARRIVALS_LOOKED_THROUGH)
        labels, kept = self._labels(), []
        searched_to: datetime | None = None
        while before > floor:
            after = max(floor, before - STRETCH)
            for row in self._reading.rows(_WORK, (before, after, *self._narrowing(query))):
                told = self._told(row[0], JournalRow(*row[1:]), labels, query)
                searched_to = _moment(row[4])
                if told is not None:
                    kept.append(told)
                if len(kept) == MOST_ROWS:
                    return AuditPage(tuple(kept), row[0])
            before = after
        return AuditPage(tuple(kept), floor or None, searched_to if floor else None)

    def _narrowing(self, query: AuditQuery) -> tuple[object, ...]:
        return (
            query.who or "", query.who or "", not query.terminal, json.dumps(self._origins_of(query.terminal)),
            query.order, query.order, (query.first or _FIRST).isoformat(), (query.last or _LATEST).isoformat(),
            query.text, f"%{_escaped(query.text)}%",
        )  # fmt: skip

    def _told(
        self, place: int, row: JournalRow, labels: dict[str, str], query: AuditQuery = ANYTHING
    ) -> AuditRow | None:
        fact = self._reading.codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        if isinstance(fact, UnknownFact) or row.type in UNTOLD:
            return None
        if not _fits(fact, query):
            return None
        order_id = order_of(fact)
        orders = self._index.orders_about(order_id) if order_id else ()
        approval = approval_of(fact)
        return AuditRow(
            place, row.fact_id, Origin(row.origin), row.seq, _moment(row.stamp), date.fromisoformat(row.business_date),
            row.type, topic_of(fact), StaffId(row.actor), labels.get(row.origin, ""), order_id,
            next((order.number for order in orders if order.id == order_id), ""), amount_of(fact),
            approval.by if approval else None, details_of(fact) | line_words(fact, orders),
        )  # fmt: skip

    def _labels(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self._reading.rows(_LABELS)} | {self._here.origin: self._here.label}

    def _origins_of(self, terminal: str) -> list[str]:
        return [origin for origin, label in self._labels().items() if label == terminal]


def _row(found: Sequence[object], labels: dict[str, str]) -> AuditRow:
    place, fact_id, origin, seq, stamp, type_, topic, actor, day, order_id = found[:10]
    number, currency, minor, allowed, details = found[10:]
    return AuditRow(
        int(str(place)), str(fact_id), Origin(str(origin)), int(str(seq)), _moment(int(str(stamp))),
        date.fromisoformat(str(day)), str(type_), Topic(str(topic)), StaffId(str(actor)), labels.get(str(origin), ""),
        OrderId(str(order_id)) if order_id else None, str(number),
        Money(int(str(minor)), str(currency)) if currency else None, StaffId(str(allowed)) if allowed else None,
        json.loads(str(details)),
    )  # fmt: skip


def _fits(fact: Fact, query: AuditQuery) -> bool:
    if query.topics and topic_of(fact) not in query.topics:
        return False
    if query.only_approved and approval_of(fact) is None:
        return False
    amount = amount_of(fact)
    return query.least is None or (amount is not None and abs(amount.minor) >= query.least.minor)


def _moment(stamp: int) -> datetime:
    return instant(milliseconds_of(Stamp(stamp)) * 1000)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
