"""Which records may have something to be told because of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aura_terminal.domain.carried import PaperScanned, TicketPaperScanned
from aura_terminal.domain.central import CentralConfirmed, CentralDecided, CentralRefused, RecordId, name_of
from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.feedback import FeedbackGiven
from aura_terminal.domain.ids import OrderId, PaymentId, RedemptionId, TableId
from aura_terminal.domain.joining import links_of
from aura_terminal.domain.kitchen import (
    TicketBumped,
    TicketItemDone,
    TicketItemReopened,
    TicketItemVoided,
    TicketRecalled,
)
from aura_terminal.domain.loyalty import PointsMoved, RewardRedeemed, RewardReturned, return_id
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import (
    DiscountApplied,
    DiscountRemoved,
    GuestAttached,
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
    OrderReleased,
    OrderTypeChanged,
    TableAssigned,
)
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.punches import PunchAdded, PunchCorrected, PunchRecorded, PunchWithdrawn
from aura_terminal.domain.settling import LateItemsWrittenOff, PaymentRefunded, PaymentReversed
from aura_terminal.domain.sharing_facts import OrderHanded, TablesLinked
from aura_terminal.domain.shop import Table
from aura_terminal.domain.stock import ItemEightySixed, ItemRestored
from aura_terminal.domain.supplies import SuppliesCounted, SupplyAdjusted
from aura_terminal.ports.central import Picture, Touched
from sync.connectors.auraconnect.codes import code_record
from sync.connectors.auraconnect.ends import FINAL
from sync.connectors.auraconnect.floor import THE_FLOOR
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.order_plan import tickets_of
from sync.connectors.auraconnect.payments import refund_local_id
from sync.connectors.auraconnect.people import punch_record
from sync.connectors.auraconnect.pulls.orders import SEEN
from sync.connectors.auraconnect.supplies import adjustment_record

ON_LINES = (
    LineVoided, LineQuantityChanged, LineModified, LineNoted, LineRemoved, LineRestored, LineSeated, LinesFired,
    LineSplit, LateItemsWrittenOff, OrderTypeChanged,
)  # fmt: skip
"""Facts of a line's home that may change what another order charges."""

AT_TABLES = (
    OrderOpened, OrderReleased, TableAssigned, TablesLinked, OrderHanded, OrderClosed, OrderCancelled, OrderMerged,
    PaperScanned,
)  # fmt: skip

ON_TICKETS = (TicketBumped, TicketItemDone, TicketItemReopened, TicketItemVoided, TicketRecalled, TicketPaperScanned)


def records_of(touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """Each of them once or more; whether something is due is found out by planning."""
    fact = touched.fact
    simple = SIMPLE.get(type(fact))
    if simple is not None:
        yield from simple(fact)
    elif isinstance(fact, CentralConfirmed):
        yield from _after(fact, picture)
    elif isinstance(fact, CentralRefused | CentralDecided):
        yield from _after_no_end(fact, picture)
    elif touched.aggregate == "ticket":
        yield from _of_ticket(fact, touched.id, picture)
    elif touched.aggregate == "order":
        yield from _of_order(fact, OrderId(touched.id), picture)
    elif touched.aggregate in OWN_NAME:
        yield record_of(touched.aggregate, touched.id)


OWN_NAME = ("guest", "reservation")
"""Aggregates whose records are called like them."""


def _punch(fact: PunchRecorded) -> tuple[RecordId, ...]:
    record = punch_record(fact)
    return () if record is None else (record,)


def _document(fact: DocumentPut | DocumentWithdrawn) -> tuple[RecordId, ...]:
    is_floor = fact.kind in (DocumentKind.TABLE, DocumentKind.AREA)
    return (record_of("layout", THE_FLOOR),) if is_floor else ()


def _changed_punch(fact: PunchCorrected | PunchWithdrawn) -> tuple[RecordId, ...]:
    return (record_of("punch", f"{fact.staff_id}/{fact.punch_id}"),)


SIMPLE: Mapping[type[Fact], Callable[[Any], tuple[RecordId, ...]]] = {
    PunchRecorded: _punch,
    PunchAdded: lambda fact: _punch(fact.punch),
    PunchCorrected: _changed_punch,
    PunchWithdrawn: _changed_punch,
    DocumentPut: _document,
    DocumentWithdrawn: _document,
    ItemEightySixed: lambda fact: (record_of("item", fact.item_id),),
    ItemRestored: lambda fact: (record_of("item", fact.item_id),),
    PointsMoved: lambda fact: (record_of("points", f"{fact.guest_id}/{fact.movement_id}"),),
    RewardRedeemed: lambda fact: (record_of("reward", f"{fact.guest_id}/{fact.redemption_id}"),),
    RewardReturned: lambda fact: (record_of("points", f"{fact.guest_id}/{return_id(fact.redemption_id)}"),),
    FeedbackGiven: lambda fact: (record_of("feedback", fact.feedback_id),),
    SupplyAdjusted: lambda fact: (adjustment_record(fact),),
    SuppliesCounted: lambda fact: (record_of("supply_count", fact.count_id),),
}
"""Facts that say by themselves what may have to be told. Any: each takes the facts it stands beside."""


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
    if isinstance(fact, OrderOpened | GuestAttached) and fact.guest_id is not None:
        yield record_of("balance", f"{fact.guest_id}/{order_id}")
    if isinstance(fact, DiscountApplied) and fact.discount.code:
        yield code_record(order_id, fact.discount.id)
    if isinstance(fact, DiscountRemoved):
        yield code_record(order_id, fact.discount_id)
    if isinstance(fact, PaperScanned):
        yield from _by_paper(order_id, picture)
    if isinstance(fact, OrderClosed | OrderCancelled | OrderMerged):
        yield from _rewards(order_id, picture)
        yield from _asked_while_open(order_id, picture)


def _by_paper(order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """All that facts may have to be told which came together, and whose own kinds nobody sees here."""
    yield from (record_of("order", other) for other in _linked(order_id, picture))
    yield from _money_back(order_id, picture)
    order = _order(order_id, picture)
    if order is None:
        return
    if order.guest_id is not None:
        yield record_of("balance", f"{order.guest_id}/{order_id}")
    for discount_id, applied in order.discounts.items():
        if applied.discount.code:
            yield code_record(order_id, discount_id)
    if order.end is not None:
        yield from _rewards(order_id, picture)
        yield from _asked_while_open(order_id, picture)


def _linked(order_id: OrderId, picture: Picture) -> tuple[OrderId, ...]:
    order = _order(order_id, picture)
    return () if order is None else tuple(sorted(links_of(order)))


def _tables(fact: Fact, order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """The table it is at, and the one it was said to be at when it changed tables."""
    order = _order(order_id, picture)
    if order is not None and order.table_id is not None:
        yield record_of("table", order.table_id)
        yield from (record_of("table", table_id) for table_id in order.party.linked)
    if isinstance(fact, TableAssigned | TablesLinked | OrderMerged):
        for table in picture.documents(Table):
            if not picture.orders_at(TableId(table.id)):
                yield record_of("table", table.id)


def _after(fact: CentralConfirmed, picture: Picture) -> Iterator[RecordId]:
    """What could not be told before its parent was known there."""
    connector, kind, local_id = name_of(fact.record)
    if (connector, kind) == (CONNECTOR, "order") and fact.step == SEEN:
        yield fact.record
    if (connector, kind, fact.step) == (CONNECTOR, "reward", "redeem"):
        guest_id, _, redemption_id = local_id.partition("/")
        yield record_of("points", f"{guest_id}/{return_id(RedemptionId(redemption_id))}")
    order = _order(OrderId(local_id), picture) if (connector, kind) == (CONNECTOR, "order") else None
    if order is None:
        return
    if fact.step == "create":
        yield from () if order.table_id is None else (record_of("table", order.table_id),)
        yield from _rewards(order.id, picture)
    if fact.step == "kitchen":
        for fire_id in order.fired_lines:
            yield from (record_of("ticket", ticket.id) for ticket in tickets_of(order, fire_id, picture))
    if fact.step.startswith("payment/") or fact.step in FINAL:
        yield from _money_back(order.id, picture)


def _after_no_end(fact: CentralRefused | CentralDecided, picture: Picture) -> Iterator[RecordId]:
    """What waited for the end of an order that will not come."""
    connector, kind, local_id = name_of(fact.record)
    if (connector, kind) == (CONNECTOR, "order") and fact.step in FINAL:
        yield from _money_back(OrderId(local_id), picture)


def _money_back(order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    order = _order(order_id, picture)
    for payment_id in () if order is None else (*order.refunds, *order.reversals):
        yield record_of("refund", refund_local_id(order_id, PaymentId(payment_id)))


def _rewards(order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """Redemptions that lowered the order: they wait for it to be known there, or for its end."""
    order = _order(order_id, picture)
    for applied in order.discounts.values() if order is not None and order.guest_id is not None else ():
        if order is not None and applied.discount.redemption_id is not None:
            yield record_of("reward", f"{order.guest_id}/{applied.discount.redemption_id}")


def _asked_while_open(order_id: OrderId, picture: Picture) -> Iterator[RecordId]:
    """What is asked of an open order alone: nothing is left of it now."""
    order = _order(order_id, picture)
    if order is None:
        return
    if order.guest_id is not None:
        yield record_of("balance", f"{order.guest_id}/{order_id}")
    codes = (one.discount for one in order.discounts.values() if one.discount.code)
    yield from (code_record(order_id, one.id) for one in codes)


def _order(order_id: OrderId, picture: Picture) -> Order | None:
    try:
        return picture.order(order_id)
    except NotFound:
        return None
