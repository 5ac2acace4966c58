"""Takes the exceptions among facts into the table the audit is searched by, a little at a time.

It follows the journal by the order of arrival, and day documents pack by pack, so that no tap writes anything for it.
What it has taken in it never takes in again; what is older than day documents are kept it lets go.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from aura_terminal.domain.audit import (
    KEPT,
    KEPT_NAMES,
    amount_of,
    approval_of,
    details_of,
    line_words,
    order_of,
    topic_of,
)
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.order_facts import OrderFact
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.ordering import order_of as folded
from aura_terminal.domain.staff import PinTried, SignedIn
from aura_terminal.domain.stamps import stamp_of
from aura_terminal.ports.audit_rows import Reached
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import archive, meta
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.tables import JOURNAL
from aura_terminal.store.transactions import transaction

ARRIVALS_A_SLICE = 600
ENTRIES_A_SLICE = 20
KEPT_DAYS = 400
REACHED = "audit_reached"
CHECKED_WITHIN = stamp_of(3000)  # milliseconds between a PIN and the sign-in it was right for

_NAMES = ", ".join(f"'{name}'" for name in KEPT_NAMES)
_COLUMNS = ", ".join(column.name for column in JOURNAL.columns)
_WANTED = f"""type IN ({_NAMES})
AND (type <> 'line_added' OR instr(payload, CAST('"approval"' AS BLOB)) > 0)
AND (type <> 'drawer_opened' OR instr(payload, CAST('"reason":"sale"' AS BLOB)) = 0)"""
_NEXT = literal(f"SELECT arrival, {_COLUMNS} FROM journal WHERE arrival > :after AND arrival <= :last AND {_WANTED} "
                "ORDER BY arrival LIMIT :most")  # fmt: skip
_LAST = literal("SELECT coalesce(max(arrival), 0) FROM journal")
_PACK = literal("""SELECT p.origin, p.first_seq FROM day_packs AS p
LEFT JOIN audit_packs AS a ON a.origin = p.origin AND a.first_seq = p.first_seq
WHERE a.origin IS NULL ORDER BY p.day DESC, p.origin, p.first_seq LIMIT 1""")
_PACKS = literal("SELECT (SELECT count(*) FROM day_packs), (SELECT count(*) FROM audit_packs)")
_PACK_READ = literal("INSERT OR IGNORE INTO audit_packs (origin, first_seq) VALUES (:origin, :first)")
_PACKS_GONE = literal("""DELETE FROM audit_packs WHERE NOT EXISTS (
SELECT 1 FROM day_packs AS p WHERE p.origin = audit_packs.origin AND p.first_seq = audit_packs.first_seq)""")
_IS_THERE = literal("SELECT 1 FROM audit_entries WHERE fact_id = :fact_id")
_TAKE_IN = literal("""INSERT OR IGNORE INTO audit_entries (fact_id, origin, seq, stamp, type, topic, actor,
business_date, order_id, order_number, currency, minor, allowed_by, searched, details)
VALUES (:fact_id, :origin, :seq, :stamp, :type, :topic, :actor, :day, :order_id, :number, :currency, :minor, :allowed,
:searched, :details)""")
_NAME = literal("""INSERT INTO audit_terminals (origin, label) VALUES (:origin, :label)
ON CONFLICT (origin) DO UPDATE SET label = excluded.label WHERE label <> excluded.label""")
_RIGHT_PIN = literal("""DELETE FROM audit_entries WHERE place = (SELECT place FROM audit_entries
WHERE type = 'pin_tried' AND origin = :origin AND actor = :actor AND stamp BETWEEN :from AND :to
ORDER BY stamp DESC LIMIT 1)""")
_LET_GO = literal("DELETE FROM audit_entries WHERE place IN "
                  "(SELECT place FROM audit_entries WHERE stamp < :before ORDER BY stamp LIMIT 200)")  # fmt: skip
_IN_JOURNAL = literal("SELECT 1 FROM journal WHERE aggregate = 'order' AND aggregate_id = :order_id LIMIT 1")


class AuditIndex:
    """Takes in what came since it last looked."""

    def __init__(self, reading: Reading) -> None:
        self._writer = reading.writer
        self._reading = reading
        self._archived: dict[str, tuple[Order, ...]] = {}

    def reached(self) -> Reached:
        """How far it is: arrivals in the journal, and packs counted as so many arrivals each."""
        packs, read = self._reading.one(_PACKS)
        waiting = max(0, packs - read) * ARRIVALS_A_SLICE
        last = int(self._reading.one(_LAST)[0])
        return Reached(min(self._cursor(), last), last + waiting)

    def catch_up(self) -> Reached:
        """One slice: of the journal while it waits, then of day documents."""
        cursor, last = self._cursor(), int(self._reading.one(_LAST)[0])
        if cursor < last:
            self._follow_journal(cursor, min(last, cursor + ARRIVALS_A_SLICE))
        else:
            self._follow_packs()
        return self.reached()

    def _cursor(self) -> int:
        return int(meta.get(self._reading.connection, REACHED) or 0)

    def _follow_journal(self, cursor: int, last: int) -> None:
        found = list(self._reading.rows(_NEXT, (cursor, last, ENTRIES_A_SLICE)))
        reached = found[-1][0] if len(found) == ENTRIES_A_SLICE else last
        entries = [entry for row in found if (entry := self._entry(JournalRow(*row[1:]))) is not None]
        before = stamp_of(round((self._writer.clock.now() - timedelta(days=KEPT_DAYS)).timestamp() * 1000))
        with transaction(self._writer) as connection:
            if int(meta.get(connection, REACHED) or 0) != cursor:
                return  # the terminal's other process was here meanwhile
            for fact, values in entries:
                _take_in(connection, fact, values)
            connection.execute(_LET_GO, (before,))
            meta.put(connection, REACHED, str(reached))

    def _follow_packs(self) -> None:
        pack = self._reading.one(_PACK)
        if pack is None:
            return
        try:
            rows = archive.facts_at(self._reading.connection, pack[0], pack[1])
        except StoreUnavailable:  # damaged: verify points at it, what else there is can be searched
            rows = ()
        entries = [entry for entry in map(self._entry, self._new(rows)) if entry is not None]
        with transaction(self._writer) as connection:
            for fact, values in entries:
                _take_in(connection, fact, values)
            connection.execute(_PACK_READ, (pack[0], pack[1]))
            connection.execute(_PACKS_GONE)
        self._archived.clear()

    def _new(self, rows: Sequence[JournalRow]) -> Iterator[JournalRow]:
        kept = frozenset(KEPT_NAMES)
        for row in rows:
            if row.type in kept and self._reading.one(_IS_THERE, (row.fact_id,)) is None:
                yield row

    def _entry(self, row: JournalRow) -> tuple[Fact, Row] | None:
        fact = self._reading.codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        if isinstance(fact, UnknownFact) or (topic := topic_of(fact)) not in KEPT:
            return None
        order_id = order_of(fact)
        orders = self.orders_about(order_id) if order_id else ()
        number = next((order.number for order in orders if order.id == order_id), "")
        details = details_of(fact) | line_words(fact, orders)
        amount, approval = amount_of(fact), approval_of(fact)
        currency, minor = (amount.currency, amount.minor) if amount else _costs(details, fact)
        values = (
            row.fact_id, row.origin, row.seq, row.stamp, row.type, topic.value, row.actor, row.business_date,
            order_id or "", number, currency, minor, approval.by if approval else "",
            searched_in((number, *details.values())), json.dumps(details, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
        return fact, values

    def orders_about(self, order_id: OrderId) -> tuple[Order, ...]:
        """An order with all it shares lines with; none where nothing of it is held here."""
        if self._reading.one(_IN_JOURNAL, (order_id,)) is not None:
            try:
                return tuple(self._reading.orders_with(order_id).values())
            except NotFound:
                return ()
        if order_id not in self._archived:
            self._archived[order_id] = tuple(self._out_of_documents(order_id))
        return self._archived[order_id]

    def _out_of_documents(self, order_id: OrderId) -> Iterator[Order]:
        connection, codec = self._reading.connection, self._reading.codec
        group = archive.group_of(connection, [order_id])
        rows = sorted(archive.facts_of(connection, group), key=lambda row: (row.stamp, row.fact_id)) if group else ()
        for one in group:
            facts: list[OrderFact] = []
            for row in rows:
                if row.aggregate == Aggregate.ORDER and row.aggregate_id == one.order_id:
                    fact = codec.decode(row.type, row.version, row.payload)
                    if not isinstance(fact, UnknownFact):
                        facts.append(fact)  # type: ignore[arg-type]  # facts of an order, by their aggregate
            yield folded(OrderId(one.order_id), facts)


def searched_in(words: Iterable[str]) -> str:
    """What typed words are looked for in: small letters without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(words).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _take_in(connection: StoreConnection, fact: Fact, values: Row) -> None:
    connection.execute(_TAKE_IN, values)
    origin, stamp, actor = values[1], values[3], values[6]
    if isinstance(fact, SignedIn):
        connection.execute(_RIGHT_PIN, (origin, actor, stamp - CHECKED_WITHIN, stamp))
    if isinstance(fact, SignedIn | PinTried | DayClosed):
        connection.execute(_NAME, (origin, fact.terminal))


def _costs(details: dict[str, str], fact: Fact) -> tuple[str, int]:
    """The amount a fact about a line only implies."""
    words = details.get("costs", "")
    if not words:
        return "", 0
    plain, _, currency = words.partition(" ")
    return currency, int(plain.replace(".", ""))
