"""Which records may have something to be told because of a fact."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.central import CentralConfirmed, RecordId, name_of
from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, PaymentId, TableId, TicketId
from aura_terminal.domain.joining import links_of
from aura_terminal.domain.kitchen import (
    TicketBumped,
    TicketItemDone,
    TicketItemReopened,
    TicketItemVoided,
    TicketRecalled,
)
from aura_terminal.domain.labor import PunchRecorded
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import (
    LineModified,
    LineNoted,
    LineQuantityChanged,
    LineRemoved,
    LineRestored,
    LineSeated,
    LinesFired,
    LineVoided,
    OrderCancelled,
    OrderClosed,
    OrderOpened,
    OrderTypeChanged,
    TableAssigned,
)
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import LateItemsWrittenOff, PaymentRefunded, PaymentReversed
from aura_terminal.domain.shop import Table
from aura_terminal.ports.central import Picture, Touched
from sync.connectors.auraconnect.floor import THE_FLOOR
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.order_plan import fires_told, mark_of, tickets_of
from sync.connectors.auraconnect.payments import refund_local_id
from sync.connectors.auraconnect.people import punch_record

AGGREGATES = frozenset({"order", "ticket", "labor", "document", "central"})

ON_LINES = (
    LineVoided, LineQuantityChanged, LineModified, LineNoted, LineRemoved, LineRestored, LineSeated, LinesFired,
    LineSplit, LateItemsWrittenOff, OrderTypeChanged,
)  # fmt: skip
"""Facts of a line's home that may change what another order charges."""

AT_TABLES = (OrderOpened, TableAssigned, OrderClosed, OrderCancelled, OrderMerged)

ON_TICKETS = (TicketBumped, TicketItemDone, TicketItemReopened, TicketItemVoided, TicketRecalled)


def records_of(touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """Each of them once or more; whether something is due is found out by planning."""
    fact = touched.fact
    if isinstance(fact, PunchRecorded):
        punch = punch_record(fact)
        if punch is not None:
            yield punch
    elif isinstance(fact, CentralConfirmed):
        yield from _after(fact, picture)
    elif isinstance(fact, DocumentPut | DocumentWithdrawn):
        if fact.kind in (DocumentKind.TABLE, DocumentKind.AREA):
            yield record_of("layout", THE_FLOOR)
    elif touched.aggregate == "ticket":
        yield from _of_ticket(fact, touched.id, picture)
    elif touched.aggregate == "order":
        yield from _of_order(fact, OrderId(touched.id), picture)


def _of_ticket(fact: Fact, ticket_id: str, picture: Picture) -> Iterator[RecordId]:
    if not isinstance(fact, ON_TICKETS):
        return
    yield record_of("ticket", ticket_id)
    if isinstance(fact, TicketRecalled):
        fired = picture.ticket(fact.ticket_id).fired
        if fired is not None:
            yield record_of("order", fired.order_id)


def _of_order(fact: Fact, order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    yield record_of("order", order_id)
    if isinstance(fact, PaymentRefunded):
        yield record_of("refund", refund_local_id(order_id, fact.refund.id))
    elif isinstance(fact, PaymentReversed):
        yield record_of("refund", refund_local_id(order_id, fact.payment_id))
    elif isinstance(fact, LinesMoved):
        yield record_of("order", fact.to)
    elif isinstance(fact, LinesSettled):
        yield record_of("order", fact.at)
    elif isinstance(fact, OrderMerged):
        yield record_of("order", fact.into)
    elif isinstance(fact, ON_LINES):
        yield from (record_of("order", other) for other in _linked(order_id, picture))
    if isinstance(fact, AT_TABLES):
        yield from _tables(fact, order_id, picture)


def _linked(order_id: OrderId, picture: Picture) -> tuple[OrderId, ...]:
    order = _order(order_id, picture)
    return () if order is None else tuple(sorted(links_of(order)))


def _tables(fact: Fact, order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """The table it is at, and the one it was said to be at when it changed tables."""
    order = _order(order_id, picture)
    if order is not None and order.table_id is not None:
        yield record_of("table", order.table_id)
    if isinstance(fact, TableAssigned | OrderMerged):
        for table in picture.documents(Table):
            if not picture.orders_at(TableId(table.id)):
                yield record_of("table", table.id)


def _after(fact: CentralConfirmed, picture: Picture) -> Iterator[RecordId]:
    """What could not be told before its parent was known there."""
    connector, kind, local_id = name_of(fact.record)
    order = _order(OrderId(local_id), picture) if (connector, kind) == (CONNECTOR, "order") else None
    if order is None:
        return
    if fact.step == "create" and order.table_id is not None:
        yield record_of("table", order.table_id)
    if fact.step == "kitchen":
        told = fires_told(picture.record(fact.record))
        yield from (record_of("ticket", ticket) for ticket in _tickets(order, told, picture))
    if fact.step.startswith("payment/"):
        for payment_id in (*order.refunds, *order.reversals):
            yield record_of("refund", refund_local_id(order.id, PaymentId(payment_id)))


def _tickets(order: Order, told: frozenset[str], picture: Picture) -> Iterator[TicketId]:
    for fire_id in order.fired_lines:
        if mark_of(fire_id) in told:
            yield from (ticket.id for ticket in tickets_of(order, fire_id, picture))


def _order(order_id: OrderId, picture: Picture) -> Order | None:
    try:
        return picture.order(order_id)
    except NotFound:
        return None
