"""What is true now, as reconciling with a central reads it; days that have left the journal included."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import GuestId, OrderId, StaffId, TableId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.tax import TaxRegime, TaxTerms
from aura_terminal.store import central_past, unfolded
from aura_terminal.store.connections import Connections
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.fold_guests import phone_key, text_key
from aura_terminal.store.folds import Loaded, Mark
from aura_terminal.store.statements import literal
from aura_terminal.store.writer import Writer

D = TypeVar("D", bound=Document)

_LOCALS_OF = literal("""SELECT local_id FROM central_records
WHERE connector = :connector AND kind = :kind AND central_id = :central_id ORDER BY record""")
_OPEN_AT = literal("""SELECT order_id FROM orders
WHERE status = 'open' AND (table_id = :table_id OR EXISTS (SELECT 1 FROM json_each(linked) WHERE value = :also))
ORDER BY opened_us, order_id""")
_REACHED_AT = literal("""SELECT guest_id FROM guests WHERE merged_into IS NULL AND is_erased = 0
AND registered_us IS NOT NULL AND ((phone_key <> '' AND phone_key = :phone) OR (email_key <> '' AND email_key = :email))
ORDER BY guest_id""")
_SHOWN = frozenset({Mark.NONE, Mark.NEWER})


class StoredPicture:
    """The Picture port. What it reads is not kept in memory, where it would push out what is being worked on."""

    def __init__(self, writer: Writer, connections: Connections) -> None:
        self._writer = writer
        self._connections = connections

    @property
    def store_id(self) -> str:
        return self._writer.identity.store_id

    def order(self, order_id: OrderId) -> Order:
        loaded = self._look(Aggregate.ORDER, order_id)
        if not loaded.exists:
            loaded = central_past.order(self._connections.read, self._writer.codec, order_id)
        order: Order = _shown(loaded).state
        return order

    def orders_at(self, table_id: TableId) -> tuple[Order, ...]:
        read = self._connections.read
        orders = [self.order(OrderId(row[0])) for row in read.rows(_OPEN_AT, (table_id, table_id))]
        for waiting in unfolded.open_orders(read):
            with suppress(NotFound):
                order = self.order(OrderId(waiting))
                there = order.status is OrderStatus.OPEN and table_id in (order.table_id, *order.party.linked)
                orders += [order] if there else []
        return tuple(sorted(orders, key=lambda one: (one.opened_at, one.id)))

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        ticket: KitchenTicket = _shown(self._look(Aggregate.TICKET, ticket_id)).state
        return ticket

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        sheet: TimeSheet = self._look(Aggregate.LABOR, staff_id).state
        return sheet

    def stock(self, item_id: str) -> StockLevel:
        level: StockLevel = self._look(Aggregate.STOCK, item_id).state
        return level

    def aggregate(self, aggregate: str, id_: str) -> object:
        state: object = _shown(self._look(Aggregate(aggregate), id_)).state
        return state

    def document(self, type_: type[D], document_id: str) -> D:
        self._writer.refresh()
        return self._writer.shelf.get(type_, document_id)

    def documents(self, type_: type[D]) -> tuple[D, ...]:
        self._writer.refresh()
        return self._writer.shelf.all(type_)

    def terms(self) -> TaxTerms:
        return self.document(TaxRegime, self.document(StoreProfile, STORE_PROFILE).tax_regime).terms

    def record(self, record: RecordId) -> CentralRecord:
        loaded = self._look(Aggregate.CENTRAL, record)
        if not loaded.exists:
            return central_past.record(self._connections.read, self._writer.codec, record)
        found: CentralRecord = loaded.state
        return found

    def local_of(self, connector: str, kind: str, central_id: str) -> str:
        return next(iter(self.locals_of(connector, kind, central_id)), "")

    def locals_of(self, connector: str, kind: str, central_id: str) -> tuple[str, ...]:
        rows = self._connections.read.rows(_LOCALS_OF, (connector, kind, central_id))
        if rows:
            return tuple(str(row[0]) for row in rows)
        left = central_past.local_of(self._connections.read, connector, kind, central_id)
        return (left,) if left else ()

    def guests_reached_at(self, phone: str, email: str) -> tuple[GuestId, ...]:
        self._writer.refresh()
        keys = (phone_key(phone), text_key(email.strip()))
        return tuple(GuestId(row[0]) for row in self._connections.read.rows(_REACHED_AT, keys))

    def _look(self, aggregate: Aggregate, id_: str) -> Loaded:
        self._writer.refresh()
        return self._writer.cache.look(self._connections.read, FAMILIES[aggregate], id_)


def _shown(loaded: Loaded) -> Loaded:
    """The aggregate, unless nothing speaks of it or what does cannot be folded yet."""
    state: Any = loaded.state  # the family's own aggregate
    if not loaded.exists or loaded.mark not in _SHOWN or state is None:
        raise NotFound(loaded.family.aggregate.value, loaded.id)
    return loaded
