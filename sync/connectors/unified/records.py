"""Which records may have something to be told because of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from aura_terminal.domain.central import CentralConfirmed, CentralDecided, RecordId, name_of
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import PurchaseId
from aura_terminal.domain.invoice_facts import InvoiceSendAsked, InvoiceStated, PaymentAllocated
from aura_terminal.domain.order_facts import OrderClosed
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.purchasing_facts import DeliveryReceived
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import (
    AccountKind,
    AccountOpened,
    LimitSet,
    ValueDrawn,
    ValueLoaded,
    ValueReturned,
    ValueWithdrawn,
)
from aura_terminal.ports.central import Picture, Touched
from sync.connectors.unified.customers import account_of
from sync.connectors.unified.invoices import invoice_record, receipt_record
from sync.connectors.unified.naming import CONNECTOR, COUNTER, record_of
from sync.connectors.unified.purchases import delivery_record, purchase_of
from sync.connectors.unified.receipts import takings_records


def records_of(touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """Each of them once or more; whether something is due is found out by planning."""
    fact = touched.fact
    if isinstance(fact, DayClosed):
        yield record_of("account", COUNTER)
        yield from takings_records(fact, picture)
    elif isinstance(fact, OrderClosed):
        yield from _of_order(fact, picture)
    elif isinstance(fact, CentralConfirmed | CentralDecided):
        yield from _after(fact.record, picture)
    elif touched.aggregate == "purchase":
        yield record_of("purchase", touched.id)
        if isinstance(fact, DeliveryReceived):
            yield delivery_record(fact.purchase_id, fact.delivery_id)
    elif touched.aggregate == "value":
        yield from _of_account(fact, touched.id, picture)


def _of_account(fact: Fact, account_id: str, picture: Picture) -> Iterator[RecordId]:
    try:
        account = account_of(account_id, picture)
    except NotFound:
        return
    if account.opened is None or account.kind is not AccountKind.HOUSE:
        return
    if isinstance(fact, AccountOpened | LimitSet):
        yield record_of("account", account_id)
    elif isinstance(fact, ValueDrawn):
        yield invoice_record(account.id, fact.move.id)
    elif isinstance(fact, ValueReturned):
        yield invoice_record(account.id, fact.payment_id)
    elif isinstance(fact, ValueLoaded):
        yield receipt_record(account.id, fact.move.id)
    elif isinstance(fact, PaymentAllocated):
        yield receipt_record(account.id, fact.move_id)
    elif isinstance(fact, InvoiceSendAsked):
        yield invoice_record(account.id, fact.invoice)
    elif isinstance(fact, InvoiceStated):
        yield invoice_record(account.id, fact.key)
    elif isinstance(fact, ValueWithdrawn):
        yield from (receipt_record(account.id, move_id) for move_id in account.loads)


def _of_order(fact: OrderClosed, picture: Picture) -> Iterator[RecordId]:
    """Charges wait until their order is closed; what it put on an account is told by the account's own fact."""
    order: Order = picture.order(fact.order_id)
    for payment in order.payments:
        if payment.account is not None:
            account = cast(ValueAccount, picture.aggregate("value", payment.account))
            if account.kind is AccountKind.HOUSE:
                yield record_of("invoice", f"{account.id}/{payment.id}")


def _after(record: RecordId, picture: Picture) -> Iterator[RecordId]:
    """What could not be told before its parent was known there."""
    connector, kind, local_id = name_of(record)
    if (connector, kind) != (CONNECTOR, "purchase"):
        return
    try:
        purchase = purchase_of(local_id, picture)
    except NotFound:
        return
    for delivery_id in purchase.deliveries:
        yield delivery_record(PurchaseId(local_id), delivery_id)
