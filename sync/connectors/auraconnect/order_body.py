"""An order as AuraConnect's documents write one (reference, "POST /api/v1/orders")."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.checks import Bill
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import ChosenModifier, ModifierKind
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_money import Counted, bill_sold, sold
from aura_terminal.domain.ordering import Order
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.guests import GUESTS
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of, variant_key
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Problem
from sync.reconcile.translator import CannotTell
from sync.reconcile.written import utc

BETWEEN = " · "


def told_lines(order: Order) -> tuple[Counted, ...]:
    """The lines the central is to charge, and how many of each: those of the order's own bill.

    Value put on accounts is no line of its documents, nor turnover: it is not told, nor what was paid for it.
    """
    return tuple((line, quantity) for line, quantity in sold(order) if quantity and not line.is_liability)


def order_body(order: Order, picture: Picture, words: Words) -> dict[str, Plain]:
    """All of an order: the same for `POST` and `PUT`. Raises CannotTell."""
    bill = bill_sold(order)
    off = _off_each_line(order, bill)
    body: dict[str, Plain] = {
        "order_type": words.order_types.get(order.order_type.value, order.order_type.value),
        "items": [_item(line, quantity, picture, off.get(line.id)) for line, quantity in told_lines(order)],
        "notes": order_notes(order),
    }
    if order.table_name:
        body["table_number"] = order.table_name
    customer = GUESTS.customer_of(order.guest_id, picture)
    if customer:
        body["customer_id"] = as_sent(customer)
    if bill.discount:
        body["discount_amount"] = bill.discount.plain()
    code = next((taken.discount.code for taken in bill.taken if taken.discount.code), "")
    if code:
        body["promotional_code"] = code
    return body


def _off_each_line(order: Order, bill: Bill) -> dict[LineId, Money]:
    """What all discounts together take off each line: tax is reckoned on what is left of it, to the cent."""
    off: dict[LineId, Money] = {}
    for taken in bill.taken:
        for (line, _), share in zip(((one, many) for one, many in sold(order) if many), taken.shares, strict=True):
            off[line.id] = off.get(line.id, zero(order.currency)) + share
    return off


def as_changed(content: Mapping[str, Plain], record: CentralRecord) -> dict[str, Plain]:
    """The content for a `PUT`: items the central knows are named by their ids there, and a discount that is gone is
    named as nothing, because fields that are left out stay as they are."""
    body = dict(content)
    rows = content["items"]
    assert isinstance(rows, list)
    body["items"] = [_known(row, record) for row in rows]
    if "discount_amount" not in body and any(letter in "123456789" for letter in record.said.get("discount", "")):
        body["discount_amount"] = "0.00"
    return body


def _known(row: Mapping[str, Plain], record: CentralRecord) -> Plain:
    central_id = record.parts.get(str(row["reference"]))
    return {"id": as_sent(central_id), **row} if central_id else row


def order_notes(order: Order) -> str:
    """What has no field of its own; it ends with our reference, by which the order is found again."""
    said = [order.guest_name, f"{order.guests} guests" if order.guests else "", f"opened {utc(order.opened_at)}"]
    said += [f"by {order.server_name}" if order.server_name else "", f"[{order.number}{BETWEEN}{order.id}]"]
    return BETWEEN.join(part for part in said if part)


def _item(line: Line, quantity: int, picture: Picture, off: Money | None) -> Plain:
    known: list[Plain] = []
    mark, divided = line.sold.combo, line.sold.name if line.sold.parts else ""
    spoken = [line.note, f"seat {line.seat}" if line.seat else "", f"in {mark.name}" if mark else "", divided]
    for modifier in line.modifiers_of(quantity):
        central_id = central_id_of(picture, "modifier", modifier.modifier_id)
        is_worded = bool(modifier.word) or modifier.part is not None
        if is_worded:
            spoken.append(_spoken(modifier))
        if central_id and (modifier.unit_price or not is_worded):
            price = modifier.unit_price.plain()
            known.append({"modifier_id": as_sent(central_id), "quantity": modifier.quantity, "price": price})
        elif modifier.unit_price:
            what = f"{line.sold.name}, {modifier.name}"
            raise CannotTell(Problem.UNKNOWN_ITEM, what, record_of("modifier", modifier.modifier_id))
        elif not is_worded:
            spoken.append(_spoken(modifier))
    item: dict[str, Plain] = {
        "menu_item_id": _item_id(line, picture),
        "quantity": quantity,
        "unit_price": line.sold.unit_price.plain(),
        "reference": line.id,
    }
    if line.sold.variant_id is not None:
        item["variant_id"] = _variant_id(line, picture)
    if known:
        item["modifiers"] = known
    if off:
        item["discount_amount"] = off.plain()
    if any(spoken):
        item["special_instructions"] = BETWEEN.join(part for part in spoken if part)
    return item


def _item_id(line: Line, picture: Picture) -> Plain:
    central_id = central_id_of(picture, "item", line.sold.item_id)
    if not central_id:
        raise CannotTell(Problem.UNKNOWN_ITEM, line.sold.name, record_of("item", line.sold.item_id))
    return as_sent(central_id)


def _variant_id(line: Line, picture: Picture) -> Plain:
    key = variant_key(line.sold.item_id, line.sold.variant_id or "")
    central_id = central_id_of(picture, "variant", key).rpartition("/")[2]
    if not central_id:
        raise CannotTell(Problem.UNKNOWN_ITEM, line.sold.name, record_of("variant", key))
    return as_sent(central_id)


def _spoken(modifier: ChosenModifier) -> str:
    """A choice in words for the cook: what costs nothing, and what a word or a part says of it."""
    is_bare_no = modifier.kind is ModifierKind.NO and not modifier.word
    name = f"no {modifier.said}" if is_bare_no else modifier.said
    return name if modifier.quantity == 1 else f"{modifier.quantity} x {name}"
