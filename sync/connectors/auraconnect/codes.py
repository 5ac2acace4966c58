"""Promotion codes that were taken offline, asked about once the central is there to ask."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import DiscountId, OrderId
from aura_terminal.domain.ordering import Order
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import VALIDATE_CODE
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.order_body import told_lines
from sync.reconcile.contract import Done, Lane, Outcome, Plan, Problem, Refusal, Step, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped


def code_record(order_id: OrderId, discount_id: DiscountId) -> RecordId:
    """The record of a code that lowered an order."""
    return record_of("code", f"{order_id}/{discount_id}")


def plan_code(record: CentralRecord, order: Order, picture: Picture) -> Plan:
    """Reference, "POST /api/v1/promotions/validate"; once, while the code lowers an open order."""
    discount_id = DiscountId(name_of(record.id).local_id.partition("/")[2])
    taken = next((one for one in order.bill.taken if one.discount.id == discount_id), None)
    if taken is None or not taken.discount.code or record.done or record.set_aside or order.end or order.source:
        return Plan()
    if not told_lines(order) or not order.bill.subtotal.minor:
        return Plan()  # of nothing there is nothing off
    body: dict[str, Plain] = {
        "code": taken.discount.code,
        "order_amount": order.bill.subtotal.plain(),
        "items": [
            {"menu_item_id": as_sent(known), "quantity": quantity, "category": line.sold.category_name}
            for line, quantity in told_lines(order)
            if (known := central_id_of(picture, "item", line.sold.item_id))
        ],
    }
    call = VALIDATE_CODE.call(body)
    return Plan((Step(record.id, "validate", Lane.GUESTS, call, digest_of(discount_id, body)),))


def read_code(reading: Found) -> Outcome:
    """Valid, or a person's matter: the price was lowered already. Raises Unreadable."""
    said = unwrapped(reading)
    valid, why = said.maybe("valid") or said.maybe("is_valid"), said.maybe("message") or said.maybe("reason")
    if valid is None or valid.flag():
        return Done()
    return Refusal(Problem.REFUSED, 200, "" if why is None else why.text(), "code")
