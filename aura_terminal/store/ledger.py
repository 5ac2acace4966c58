"""The books of the store, asked within a unit of work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import FireId, OrderId, Origin, StationId, TableId, TicketId
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.paper_bundle import Telling
from aura_terminal.domain.tip_sharing import SharedTips
from aura_terminal.ports.day_acts import Act
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store import day_acts, journal, receipts, unfolded
from aura_terminal.store.cache import AggregateCache
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.fold_orders import ORDER_FAMILY, ORDERS_TOGETHER
from aura_terminal.store.folds import Loaded, folded
from aura_terminal.store.groups import edges_from, groups_of, json_list
from aura_terminal.store.paper_rows import tellings
from aura_terminal.store.peers import is_abreast
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.tables import ORDER_DAYS, ORDERS

_LABELS = literal("SELECT count(*) FROM order_labels WHERE terminal = :terminal AND business_date = :day")
_ORDERS = literal("""
SELECT o.order_id, o.opened_us FROM orders o JOIN (
  SELECT order_id FROM order_days WHERE business_date = :day
  UNION SELECT order_id FROM orders WHERE status = 'open' AND business_date <= :opened
) AS wanted USING (order_id) ORDER BY o.opened_us, o.order_id""")
_DATES = literal("SELECT DISTINCT business_date FROM order_days ORDER BY 1")
_UNDELIVERED = literal("""SELECT ticket_id, station_id FROM tickets
WHERE received_us IS NULL AND bumped_us IS NULL AND escalated_us IS NULL AND fired_by = :label
ORDER BY fired_us, ticket_id""")
_HELD_BY = literal("""SELECT o.order_id FROM orders AS o JOIN (
  SELECT order_id FROM orders WHERE status = 'open'
  UNION SELECT order_id FROM order_conflicts WHERE decided_us IS NULL
) AS wanted USING (order_id) WHERE o.holder IN (SELECT value FROM json_each(:labels))
AND o.order_id NOT IN (SELECT aggregate_id FROM marks) ORDER BY o.opened_us, o.order_id""")
_AT_TABLE = literal("""SELECT order_id FROM orders WHERE status = 'open'
AND (table_id = :table OR EXISTS (SELECT 1 FROM json_each(linked) WHERE value = :also))
ORDER BY opened_us, order_id""")
_LAST_FIRES = literal("""SELECT j.type, j.version, j.payload FROM origins AS o
JOIN journal AS j ON j.origin = o.origin AND j.seq = o.last_seq
WHERE o.origin <> :here AND j.type IN ('lines_fired', 'ticket_fired') ORDER BY o.origin""")
_CLOSINGS = literal("SELECT body FROM closings WHERE terminal = :terminal ORDER BY closed_us, number, closing_id")

_CLOSED_ON = literal("SELECT body FROM closings WHERE business_date = :day ORDER BY closed_us, number, closing_id")

_TIPS = literal("SELECT body FROM tips_shared WHERE business_date = :day ORDER BY shared_us, share_id")

_OPENED, _STATUS, _BUSINESS_DATE = (
    [column.name for column in ORDERS.columns].index(name) for name in ("opened_us", "status", "business_date")
)
_HEAD = [table.name for table in ORDER_FAMILY.tables].index(ORDERS.name)
_DAYS = [table.name for table in ORDER_FAMILY.tables].index(ORDER_DAYS.name)


class StoredLedger:
    """The Ledger port."""

    def __init__(
        self, connection: StoreConnection, cache: AggregateCache, codec: Codec, identity: TerminalIdentity
    ) -> None:
        self._connection = connection
        self._cache = cache
        self._codec = codec
        self._identity = identity

    def next_order_number(self, business_date: date) -> int:
        row = self._connection.one(_LABELS, (self._identity.label, business_date.isoformat()))
        return int(row[0]) + 1

    def orders_of(self, business_date: date) -> Iterator[Order]:
        day = business_date.isoformat()
        waiting = {loaded.id: loaded for loaded in self._unfolded() if _is_of(loaded, business_date)}
        found = {row[0]: row[1] for row in self._connection.rows(_ORDERS, (day, day)) if row[0] not in waiting}
        found |= {id_: _row_of(loaded)[_OPENED] for id_, loaded in waiting.items()}
        for id_ in sorted(found, key=lambda id_: (found[id_], id_)):
            loaded = waiting.get(id_) or self._cache.look(self._connection, ORDER_FAMILY, id_)
            order: Order = loaded.state
            yield order
        yield from receipts.orders_of(self._connection, self._codec, business_date)

    def closings(self) -> tuple[DayClosed, ...]:
        rows = self._connection.rows(_CLOSINGS, (self._identity.label,))
        return tuple(self._codec.value(DayClosed, row[0]) for row in rows)

    def closed_on(self, business_date: date) -> tuple[DayClosed, ...]:
        rows = self._connection.rows(_CLOSED_ON, (business_date.isoformat(),))
        return tuple(self._codec.value(DayClosed, row[0]) for row in rows)

    def tips_shared_on(self, business_date: date) -> tuple[SharedTips, ...]:
        rows = self._connection.rows(_TIPS, (business_date.isoformat(),))
        return tuple(self._codec.value(SharedTips, row[0]) for row in rows)

    def business_dates(self) -> tuple[date, ...]:
        dates = {date.fromisoformat(row[0]) for row in self._connection.rows(_DATES)}
        dates |= {date.fromisoformat(day) for loaded in self._unfolded() for _, day in loaded.rows[_DAYS]}
        return tuple(sorted(dates.union(receipts.business_dates(self._connection))))

    def acts_on(self, order_ids: Collection[OrderId]) -> tuple[Act, ...]:
        return tuple(day_acts.on_orders(self._connection, self._codec, order_ids))

    def openings_on(self, business_date: date) -> tuple[Act, ...]:
        return tuple(day_acts.openings(self._connection, self._codec, business_date))

    def known(self) -> tuple[tuple[Origin, int], ...]:
        return journal.known(self._connection)

    def seen_of(self, order_id: OrderId) -> tuple[tuple[Origin, int], ...]:
        edges = edges_from(self._connection, ORDERS_TOGETHER, (order_id,))
        return journal.seen(self._connection, Aggregate.ORDER, groups_of((order_id,), edges)[0])

    def told_of(self, order_id: OrderId) -> tuple[Telling, ...]:
        edges = edges_from(self._connection, ORDERS_TOGETHER, (order_id,))
        return tellings(self._connection, self._codec, groups_of((order_id,), edges)[0])

    def held_by(self, labels: Collection[str]) -> tuple[OrderId, ...]:
        return tuple(OrderId(row[0]) for row in self._connection.rows(_HELD_BY, (json_list(labels),)))

    def parties_at(self, table_id: TableId) -> tuple[OrderId, ...]:
        rows = self._connection.rows(_AT_TABLE, (table_id, table_id))
        return tuple(OrderId(row[0]) for row in rows)

    def is_abreast(self) -> bool:
        return not unfolded.are_there(self._connection) and is_abreast(self._connection, self._identity)

    def last_fires(self) -> tuple[tuple[OrderId, FireId], ...]:
        found = []
        for type_, version, payload in self._connection.rows(_LAST_FIRES, (self._identity.origin,)):
            fact = self._codec.decode(type_, version, payload)
            if isinstance(fact, (LinesFired, TicketFired)):
                found.append((fact.order_id, fact.fire_id))
        return tuple(found)

    def undelivered(self, fired_by: str) -> tuple[tuple[TicketId, StationId], ...]:
        return tuple(
            (TicketId(row[0]), StationId(row[1])) for row in self._connection.rows(_UNDELIVERED, (fired_by,))
        )  # fmt: skip

    def _unfolded(self) -> Iterator[Loaded]:
        """Orders that are in the journal only, each folded by itself: no other one names them."""
        if unfolded.are_there(self._connection):
            for order_id, told in journal.histories(
                self._connection, self._codec, unfolded.ORDER, unfolded.orders(self._connection)
            ):
                yield folded(ORDER_FAMILY, order_id, told)


def _is_of(loaded: Loaded, day: date) -> bool:
    """What `_ORDERS` asks of the tables, of an order that is not in them."""
    if any(row[1] == day.isoformat() for row in loaded.rows[_DAYS]):
        return True
    if not loaded.rows[_HEAD]:
        return False
    row = _row_of(loaded)
    return bool(row[_STATUS] == OrderStatus.OPEN.value and row[_BUSINESS_DATE] <= day.isoformat())


def _row_of(loaded: Loaded) -> Row:
    return next(iter(loaded.rows[_HEAD].values()))
