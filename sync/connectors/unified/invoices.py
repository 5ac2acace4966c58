"""Charges to house accounts as invoices: made once their order is closed, changed by what came back, and sent."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import PaymentId, ValueAccountId, ValueMoveId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, ValueDrawn
from aura_terminal.ports.central import Picture
from sync.connectors.unified.customers import account_of, awaited
from sync.connectors.unified.endpoints import CREATE_INVOICE, SEND_INVOICE, UPDATE_INVOICE
from sync.connectors.unified.invoice_body import invoice_body
from sync.connectors.unified.naming import central_id_of, record_of
from sync.reconcile.contract import Lane, Plan, Step, digest_of
from sync.reconcile.naming import content_told, next_digest

CONTENT = ("update", "create")


def invoice_record(account_id: ValueAccountId, key: str) -> RecordId:
    """The record of an invoice, by the charge or by its id there."""
    return record_of("invoice", f"{account_id}/{key}")


def draw_of(account: ValueAccount, key: str) -> ValueDrawn | None:
    """The charge an invoice is for; None for one that was made there."""
    found = account.moves.get(ValueMoveId(key))
    return found if isinstance(found, ValueDrawn) else None


def plan_invoice(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    """What is due for an invoice. Raises NotFound for what is not here yet."""
    account_id, _, key = local_id.partition("/")
    account = account_of(account_id, picture)
    if account.kind is not AccountKind.HOUSE:
        return Plan()
    drawn = draw_of(account, key)
    told = () if drawn is None else _content(record, account, drawn, picture)
    return Plan((*told, *_sending(record, account, key)))


def _content(record: CentralRecord, account: ValueAccount, drawn: ValueDrawn, picture: Picture) -> tuple[Step, ...]:
    if drawn.move.order_id is None or "create" in record.set_aside:
        return ()
    order = picture.order(drawn.move.order_id)
    is_moot = not account.left_of(PaymentId(drawn.move.id))
    if not record.is_linked and (order.status is OrderStatus.OPEN or (is_moot and not record.is_in_doubt("create"))):
        return ()
    customer_id = central_id_of(picture, "account", account.id)
    body = invoice_body(account, drawn, order, customer_id, picture.store_id)
    if not record.is_linked:
        call, needs = CREATE_INVOICE.call(body), awaited(account.id, picture)
        made = digest_of(_said(body))  # what came back whole is only looked for: it may have been told before
        step = Step(record.id, "create", Lane.MONEY, call, made, creates=True, needs=needs, is_moot=is_moot)
        return (step,)
    content = _said(body)
    digest = next_digest(record, content, *CONTENT)
    if content_told(record, *CONTENT) == digest_of(content) or record.is_done("update", digest):
        return ()
    call, needs = UPDATE_INVOICE.call(body, record.central_id), tuple(_payments_for(account, drawn, picture))
    return (Step(record.id, "update", Lane.MONEY, call, digest, needs=needs),)


def receipt_record(account_id: ValueAccountId, move_id: ValueMoveId) -> RecordId:
    """The record of a payment into a house account."""
    return record_of("receipt", f"{account_id}/{move_id}")


def _payments_for(account: ValueAccount, drawn: ValueDrawn, picture: Picture) -> Iterator[RecordId]:
    """Payments for this invoice that are still to be told: they were for what it came to before."""
    for move_id, paid in account.allocated.items():
        if move_id in account.loads and any(one.invoice == drawn.move.id for one in paid.allocations):
            record = picture.record(receipt_record(account.id, move_id))
            if not (record.refused or record.set_aside):
                yield record.id


def _said(body: dict[str, Plain]) -> Plain:
    """What stands for the content: not the terms, which may change for later invoices, nor who it is for."""
    return body["line_items"]


def _sending(record: CentralRecord, account: ValueAccount, key: str) -> tuple[Step, ...]:
    asked = account.sends.get(key)
    if asked is None or not record.is_linked:
        return ()
    digest = digest_of(asked.asked_at.isoformat())
    call = SEND_INVOICE.call(None, record.central_id)
    return (Step(record.id, "send", Lane.GUESTS, call, digest),)
