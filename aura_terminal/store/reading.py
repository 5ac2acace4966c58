"""What every read needs: an up-to-date view of the file and the aggregates in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aura_terminal.domain.cooked_once import host, rivals_of
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId, StationId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Station
from aura_terminal.store import unfolded
from aura_terminal.store.codec import Codec
from aura_terminal.store.connections import Connections
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import Loaded
from aura_terminal.store.groups import json_list
from aura_terminal.store.ledger import StoredLedger
from aura_terminal.store.receiving import fold_some, fold_these
from aura_terminal.store.shelf import Shelf
from aura_terminal.store.statements import Prepared, literal
from aura_terminal.store.writer import Writer

FOLDED_AT_ONCE = 200
_TICKETS = literal("SELECT ticket_id FROM tickets WHERE order_id IN (SELECT value FROM json_each(:ids))")


class Reading:
    """Questions to the reading connection, and aggregates through the same cache as the unit of work."""

    def __init__(self, writer: Writer, connections: Connections) -> None:
        self._writer = writer
        self._connections = connections

    @property
    def writer(self) -> Writer:
        """What else is known of the file."""
        return self._writer

    @property
    def connection(self) -> StoreConnection:
        """The reading connection."""
        return self._connections.read

    def rows(self, statement: Prepared, values: Sequence[Any] = ()) -> Sequence[Any]:  # rows of SQLAlchemy
        """Every row of an answer."""
        return self._connections.read.rows(statement, values)

    def one(self, statement: Prepared, values: Sequence[Any] = ()) -> Any:  # a row of SQLAlchemy or None
        """The first row of an answer, or None."""
        return self._connections.read.one(statement, values)

    def changes(self) -> int:
        """A number that changes when any other connection has committed."""
        return self._connections.write.data_version()

    @property
    def codec(self) -> Codec:
        """How facts are written in the journal."""
        return self._writer.codec

    @property
    def shelf(self) -> Shelf:
        """The reference data in force now."""
        self._writer.refresh()
        return self._writer.shelf

    def books(self) -> StoredLedger:
        """The ledger as last committed, without the write lock."""
        self._writer.refresh()
        writer = self._writer
        return StoredLedger(self._connections.read, writer.cache, writer.codec, writer.identity)

    def bring_up(self) -> None:
        """Fold what was only journalled so far: for questions whose answer must leave nothing out."""
        self._writer.refresh()
        while self._writer.cache.waits and fold_some(self._writer, FOLDED_AT_ONCE):
            pass

    def bring_up_tickets(self, order_ids: Sequence[str]) -> None:
        """The same for the tickets of some orders."""
        self._writer.refresh()
        if self._writer.cache.waits:
            found = unfolded.tickets_of(self.connection, order_ids)
            fold_these(self._writer, [(unfolded.TICKET, ticket_id) for ticket_id in found])

    def tickets_of(self, order_ids: Sequence[str]) -> list[str]:
        """The tickets fired for some orders, folded or not."""
        self._writer.refresh()
        waiting = unfolded.tickets_of(self.connection, order_ids) if self._writer.cache.waits else ()
        return sorted({row[0] for row in self.rows(_TICKETS, (json_list(order_ids),))}.union(waiting))

    def aggregate(self, aggregate: Aggregate, id_: str) -> Loaded:
        """The aggregate as it is now."""
        self._writer.refresh()
        return self._writer.cache.load(self._connections.read, FAMILIES[aggregate], id_)

    def aggregates(self, aggregate: Aggregate, ids: Sequence[str]) -> list[Loaded]:
        """Several of one kind."""
        self._writer.refresh()
        return [self._writer.cache.load(self._connections.read, FAMILIES[aggregate], id_) for id_ in ids]

    def orders_with(self, order_id: OrderId) -> dict[OrderId, Order]:
        """An order with all it hangs together with, as they are now, by id."""
        self._writer.refresh()
        cache, family, read = self._writer.cache, FAMILIES[Aggregate.ORDER], self._connections.read
        asked: Order = cache.load(read, family, order_id).state
        others = cache.group(Aggregate.ORDER.value, order_id) - {order_id}
        return {order_id: asked} | {OrderId(other): cache.load(read, family, other).state for other in others}

    def tickets(self, ids: Sequence[str]) -> Iterator[tuple[KitchenTicket, dict[OrderId, Order]]]:
        """Kitchen tickets, each with the orders its label and its repeats come from."""
        for loaded in self.aggregates(Aggregate.TICKET, ids):
            ticket: KitchenTicket = loaded.state
            orders = self.orders_with(ticket.fired.order_id) if ticket.fired is not None else {}
            if ticket.fired is not None:
                order = orders[ticket.fired.order_id]
                rivals = self.aggregates(Aggregate.TICKET, rivals_of(ticket, order))
                host(ticket, order, [rival.state for rival in rivals])
            yield ticket, orders

    def station_names(self) -> dict[StationId, str]:
        """What the places that cook are called."""
        return {station.id: station.name for station in self.shelf.all(Station)}
