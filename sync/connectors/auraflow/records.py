"""Which records may have something to be told because of a fact."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.carried import PaperScanned
from aura_terminal.domain.central import CentralConfirmed, RecordId, name_of
from aura_terminal.domain.documents import DocumentKind, DocumentPut
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.joining import links_of
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import LineVoided
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import LateItemsWrittenOff
from aura_terminal.domain.supplies import SupplyAdjusted, SupplyCounted
from aura_terminal.ports.central import PULLED, Picture, Touched
from sync.connectors.auraflow.naming import CONNECTOR, record_of
from sync.connectors.auraflow.stock import adjustment_record, count_record
from sync.connectors.auraflow.transactions import is_worth_telling, products_needed, return_local_id

ON_LINES = (LineVoided, LineSplit, LinesMoved, LinesSettled, OrderMerged, LateItemsWrittenOff, PaperScanned)
"""Facts of a line's home that may change what another order charges."""


def records_of(touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """Each of them once or more; whether something is due is found out by planning."""
    fact = touched.fact
    if isinstance(fact, CentralConfirmed):
        yield from _after(fact, picture)
    elif isinstance(fact, DocumentPut) and fact.kind is DocumentKind.ITEM:
        record = record_of("item", fact.document_id)
        if "create" in picture.record(record).done:
            yield record
    elif isinstance(fact, SupplyAdjusted):
        yield adjustment_record(fact)
    elif isinstance(fact, SupplyCounted):
        yield count_record(fact.supply_id, fact.count_id)
    elif touched.aggregate == "order":
        yield from _of_order(fact, OrderId(touched.id), picture)
    elif touched.aggregate == "guest":
        yield record_of("guest", touched.id)


def _of_order(fact: Fact, order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """The order where it ended, and those its lines stand at where the fact may change what they charge."""
    order = _order(order_id, picture)
    if order is None:
        return
    yield from _of_ended(order, picture)
    if isinstance(fact, ON_LINES):
        for other in sorted(links_of(order)):
            linked = _order(other, picture)
            yield from () if linked is None else _of_ended(linked, picture)


def _of_ended(order: Order, picture: Picture) -> Iterator[RecordId]:
    """Nothing of an open order is told."""
    if not is_worth_telling(order):
        return
    yield from products_needed(order, picture)
    yield record_of("sale", order.id)
    yield from (record_of("return", return_local_id(order.id, return_id)) for return_id in order.returns)


def _after(fact: CentralConfirmed, picture: Picture) -> Iterator[RecordId]:
    """What its own page says of a product that is new in the list, or says something new there."""
    connector, kind, local_id = name_of(fact.record)
    if (connector, kind, fact.step) == (CONNECTOR, "item", PULLED):
        yield record_of("details", local_id)


def _order(order_id: OrderId, picture: Picture) -> Order | None:
    try:
        return picture.order(order_id)
    except NotFound:
        return None
