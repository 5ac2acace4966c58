"""Purchase orders and deliveries ("Purchase Orders", "Deliveries"). A draft is nobody's business until it is approved:
the documents change no order, so what is told has to stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import DeliveryId, PurchaseId
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing import Purchase
from aura_terminal.domain.purchasing_facts import PurchaseLine, PurchaseStatus
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.central import Picture
from sync.connectors.unified.endpoints import (
    APPROVE,
    CANCEL,
    CREATE_DELIVERY,
    CREATE_PURCHASE_ORDER,
    PURCHASE_ORDER,
    SEND,
)
from sync.connectors.unified.naming import central_id_of, record_of
from sync.reconcile.contract import Lane, Plan, Problem, Step, digest_of
from sync.reconcile.endpoints import Endpoint
from sync.reconcile.translator import CannotTell
from sync.reconcile.written import number

DETAILS = "details"


def purchase_of(purchase_id: str, picture: Picture) -> Purchase:
    """A purchase order, or NotFound."""
    return cast(Purchase, picture.aggregate("purchase", purchase_id))


def delivery_record(purchase_id: PurchaseId, delivery_id: DeliveryId) -> RecordId:
    """The record of a delivery, which names its order."""
    return record_of("delivery", f"{purchase_id}/{delivery_id}")


def plan_purchase(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    """What is due for a purchase order. Raises CannotTell for a supply or supplier that has no counterpart there."""
    purchase = purchase_of(local_id, picture)
    if purchase.drafted is None or "create" in record.set_aside:
        return Plan()
    return Plan(tuple(_steps(record, purchase, picture)))


def _steps(record: CentralRecord, purchase: Purchase, picture: Picture) -> Iterator[Step]:
    if not record.is_linked:
        if purchase.approved is not None and purchase.status is not PurchaseStatus.CANCELLED:
            body = _body(purchase, picture)
            call = CREATE_PURCHASE_ORDER.call(body)
            yield Step(record.id, "create", Lane.STOCK, call, digest_of(body), creates=True)
        return
    theirs = PurchaseStatus.DRAFT if purchase.stated is None else purchase.stated.status
    is_new = theirs is PurchaseStatus.DRAFT
    if purchase.approved is not None and (is_new or "approve" in record.done):
        yield _step(record, "approve", APPROVE)
    if purchase.sent is not None and (is_new or theirs is PurchaseStatus.APPROVED or "send" in record.done):
        yield _step(record, "send", SEND)
    if purchase.deliveries and any(line.line_id not in record.parts for line in purchase.lines):
        call = PURCHASE_ORDER.call(None, record.central_id)
        yield Step(record.id, DETAILS, Lane.STOCK, call, digest_of(DETAILS))
    if purchase.status is PurchaseStatus.CANCELLED is not theirs:  # of what came before, nothing was kept
        yield replace(_step(record, "cancel", CANCEL), needs=tuple(_untold(purchase, picture)))


def _step(record: CentralRecord, name: str, endpoint: Endpoint) -> Step:
    return Step(record.id, name, Lane.STOCK, endpoint.call(None, record.central_id), digest_of(name))


def purchase_notes(purchase: Purchase) -> str:
    """What the house noted, with our reference at its end, by which the order is found again."""
    return " · ".join(part for part in (purchase.notes, purchase.number, purchase.id) if part)


def _body(purchase: Purchase, picture: Picture) -> dict[str, Plain]:
    drafted = purchase.drafted
    assert drafted is not None  # by plan_purchase
    supplier = central_id_of(picture, "supplier", drafted.supplier_id)
    if not supplier:
        name = picture.document(Supplier, drafted.supplier_id).name
        raise CannotTell(Problem.UNKNOWN_ITEM, name, record_of("supplier", drafted.supplier_id))
    day = None if purchase.required_on is None else purchase.required_on.isoformat()
    body: dict[str, Plain] = {
        "supplier_id": supplier,
        "po_date": drafted.business_date.isoformat(),
        "required_date": day,
        "payment_terms": drafted.terms,
        "line_items": [_line(one, day, picture) for one in purchase.lines],
        "notes": purchase_notes(purchase),
    }
    return {name: value for name, value in body.items() if value not in ("", None)}


def _line(line: PurchaseLine, day: str | None, picture: Picture) -> Plain:
    material = central_id_of(picture, "supply", line.supply_id)
    if not material:
        name = picture.document(Supply, line.supply_id).name
        raise CannotTell(Problem.UNKNOWN_ITEM, name, record_of("supply", line.supply_id))
    item: dict[str, Plain] = {
        "material_id": material, "quantity": line.quantity, "unit_price": number(_unit(line)),
    }  # fmt: skip
    return item if day is None else {**item, "expected_delivery_date": day}


def _unit(line: PurchaseLine) -> Money:
    return line.unit_price


def plan_delivery(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    """A delivery is told once its order is known there with its lines, and after the deliveries before it."""
    purchase_id, _, delivery_id = local_id.partition("/")
    purchase = purchase_of(purchase_id, picture)
    delivery = purchase.deliveries.get(DeliveryId(delivery_id))
    order = picture.record(record_of("purchase", purchase_id))
    if delivery is None or record.was_told("create") or record.set_aside:
        return Plan()
    if purchase.status is PurchaseStatus.CANCELLED and not order.is_linked:
        return Plan()  # nobody was told of the order, and nothing of it was kept
    parts = order.parts
    items: list[Plain] = [
        {
            "po_line_item_id": parts.get(one.line_id, ""),
            "quantity_received": one.received,
            "quantity_accepted": one.accepted,
            "quantity_rejected": one.rejected,
            "quality_status": one.quality.value,
        }
        for one in delivery.lines
    ]
    body: dict[str, Plain] = {
        "purchase_order_id": order.central_id,
        "delivery_date": delivery.business_date.isoformat(),
        "line_items": items,
    }
    is_waited_for = not _was_sent(order, purchase) or any(one.line_id not in parts for one in delivery.lines)
    if order.is_linked and is_waited_for:
        return Plan()  # it is planned again once its order was sent and its lines are known
    needs = (order.id, *_earlier(purchase, delivery_id, picture))
    call = CREATE_DELIVERY.call(body)
    return Plan((Step(record.id, "create", Lane.STOCK, call, digest_of(body), creates=True, needs=needs),))


def _was_sent(order: CentralRecord, purchase: Purchase) -> bool:
    """Whether the back office knows that the order is on its way, or a person has to see to that."""
    theirs = PurchaseStatus.DRAFT if purchase.stated is None else purchase.stated.status
    is_there = theirs not in (PurchaseStatus.DRAFT, PurchaseStatus.APPROVED)
    return is_there or "send" in order.done or "send" in order.set_aside


def _earlier(purchase: Purchase, delivery_id: str, picture: Picture) -> Iterator[RecordId]:
    """Deliveries that came before and are still to be told."""
    this = purchase.deliveries[DeliveryId(delivery_id)]
    return _untold(purchase, picture, (this.received_at, this.delivery_id))


def _untold(
    purchase: Purchase, picture: Picture, before: tuple[datetime, str] = (datetime.max.replace(tzinfo=UTC), "")
) -> Iterator[RecordId]:
    """Deliveries that are still to be told: those that were refused are not waited for."""
    for one in purchase.deliveries.values():
        if (one.received_at, one.delivery_id) < before:
            record = picture.record(delivery_record(purchase.id, one.delivery_id))
            if not (record.is_linked or record.refused or record.set_aside):
                yield record.id
