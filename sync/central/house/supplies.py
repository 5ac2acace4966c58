"""Inventory as the API takes and gives it: supplies as documents, movements and counts as facts, levels as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from aura_terminal.domain.documents import put
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import AdjustmentId, CountId, StaffId, SupplyId
from aura_terminal.domain.supplies import (
    AdjustmentKind,
    CountedLine,
    Supply,
    SupplyAdjusted,
    SupplyLevel,
    counted,
)
from sync.central import resources
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import duplicate, invalid, not_found
from sync.central.api.values import timestamp
from sync.central.catalogue.house_bodies import as_number
from sync.central.catalogue.kinds import SUPPLY
from sync.central.catalogue.rows import mirror, put_extra
from sync.central.house.kinds import ADJUSTMENT
from sync.central.store.desk import Desk

Said = Mapping[str, Any]

BEYOND = (
    "supplier_id", "temperature_requirements", "expiry_tracking", "auto_order", "auto_order_quantity", "description",
)  # fmt: skip
"""What terminals do not need to know of a supply."""
OPENING = "opening quantity"


def create(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/inventory"; what is there at the beginning is its first adjustment."""
    supply = _described(desk, Supply(SupplyId(desk.press.ids.new()), said["name"], said["unit"]), said)
    number = desk.number("supply", supply.id)
    desk.renumber()
    put_extra(desk, SUPPLY, number, _beyond(said))
    desk.keep(put(supply))
    there = Decimal(str(said.get("current_quantity", 0)))
    if there:
        _adjust(desk, supply, AdjustmentKind.ADJUSTMENT, there, {"notes": OPENING})
    return _told(desk, supply.id)


def change(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "PUT /api/v1/inventory/{id}". A quantity that is named becomes an adjustment by the difference."""
    supply = known(desk, number)
    put_extra(desk, SUPPLY, number, _beyond(said))
    changed = _described(desk, supply, said)
    desk.keep(put(changed))
    if said.get("current_quantity") is not None:
        level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, supply.id)
        difference = Decimal(str(said["current_quantity"])) - level.quantity
        if difference:
            _adjust(desk, changed, AdjustmentKind.ADJUSTMENT, difference, {"notes": "set by hand"})
    return _told(desk, supply.id)


def adjust(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/inventory/{id}/adjust". Raises Refused (422) for a quantity that makes no sense."""
    supply = known(desk, number)
    level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, supply.id)
    before = level.quantity
    kind = AdjustmentKind(said["adjustment_type"])
    fact = _adjust(desk, supply, kind, Decimal(str(said["quantity"])), said)
    adjustment = desk.number("supply_adjustment", fact.adjustment_id)
    desk.lay_out()
    return {
        "adjustment_id": adjustment, "inventory_id": number, "adjustment_type": kind.value,
        "quantity": as_number(fact.quantity), "previous_quantity": as_number(before),
        "new_quantity": as_number(level.quantity),
        "unit": supply.unit, "unit_cost": None if fact.unit_cost is None else fact.unit_cost.plain(),
        "reference_number": fact.reference or None, "notes": fact.notes or None, "batch_number": fact.batch or None,
        "expiry_date": None if fact.expires is None else fact.expires.isoformat(), "created_at": timestamp(desk.now),
    }  # fmt: skip


def count(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/inventory/count": what a stock take found is what there is."""
    by = desk.shelf.local("staff", said["counted_by"]) if said.get("counted_by") is not None else None
    if said.get("counted_by") is not None and by is None:
        raise invalid("counted_by", "there is nobody with this number")
    lines = []
    for at, one in enumerate(said["items"]):
        local = desk.shelf.local("supply", one["inventory_id"])
        if local is None or ("supply", local) not in desk.shelf.documents:
            raise invalid(f"items.{at}.inventory_id", "there is no such inventory item")
        quantity = Decimal(str(one["counted_quantity"]))
        if quantity < 0:
            raise invalid(f"items.{at}.counted_quantity", "is less than nothing")
        lines.append(CountedLine(SupplyId(local), quantity, one.get("notes", "")))
    if len({line.supply_id for line in lines}) < len(lines):
        raise invalid("items", "names an inventory item twice")
    before = {line.supply_id: desk.aggregate(Aggregate.SUPPLY, line.supply_id).quantity for line in lines}
    whole, each = counted(CountId(desk.press.ids.new()), tuple(lines), desk.now, StaffId(by or desk.actor))
    desk.keep(whole, *each)
    for line in lines:
        _warn(desk, desk.shelf.get(Supply, line.supply_id), before[line.supply_id])
    return {
        "count_id": desk.number("stock_take", whole.count_id), "count_date": said["count_date"],
        "counted_by": said.get("counted_by"), "items_counted": len(lines),
        "items": [
            {
                "inventory_id": desk.shelf.number("supply", line.supply_id),
                "counted_quantity": as_number(line.quantity),
                "previous_quantity": as_number(before[line.supply_id]),
                "variance": as_number(line.quantity - before[line.supply_id]), "notes": line.notes or None,
            }
            for line in whole.lines
        ],
        "created_at": timestamp(desk.now),
    }  # fmt: skip


def known(desk: ServedDesk, number: int) -> Supply:
    """The supply a path names. Raises Refused (404)."""
    local = desk.shelf.local("supply", number)
    if local is None or ("supply", local) not in desk.shelf.documents:
        raise not_found(SUPPLY.title)
    return desk.shelf.get(Supply, local)


def lay_out_level(desk: Desk, supply_id: str) -> None:
    """Write what changed about a level: its movements, and with the next document row the level itself."""
    if ("supply", supply_id) not in desk.shelf.documents:
        return
    level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, supply_id)
    inventory = desk.number("supply", supply_id)
    for one in level.adjustments.values():
        if one.expires is not None:
            number = desk.number("supply_adjustment", one.adjustment_id)
            mirror(desk, ADJUSTMENT, number, {
                "inventory_id": inventory, "quantity": as_number(one.quantity), "batch_number": one.batch or None,
                "expiry_date": one.expires.isoformat(), "notes": one.notes or None,
            })  # fmt: skip
    desk.touch_document(put(desk.shelf.get(Supply, supply_id)))


def _adjust(desk: ServedDesk, supply: Supply, kind: AdjustmentKind, quantity: Decimal, said: Said) -> SupplyAdjusted:
    level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, supply.id)
    before = level.quantity
    cost, expires = said.get("unit_cost"), said.get("expiry_date")
    fact = level.adjust(SupplyAdjusted(
        AdjustmentId(desk.press.ids.new()), supply.id, kind, quantity, desk.now, desk.actor,
        None if cost is None else money(desk, cost, "unit_cost"), said.get("reference_number", ""),
        str(said.get("supplier_id") or ""), said.get("batch_number", ""),
        None if expires is None else date.fromisoformat(expires), said.get("notes", ""),
    ))  # fmt: skip
    desk.keep(fact)
    _warn(desk, supply, before)
    return fact


def _warn(desk: ServedDesk, supply: Supply, before: Decimal) -> None:
    """Tell whoever listens when a level falls to its minimum."""
    level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, supply.id)
    if level.quantity <= supply.minimum < before:
        desk.tell("inventory.low_stock", {
            "id": desk.number("supply", supply.id), "name": supply.name, "current_quantity": as_number(level.quantity),
            "minimum_quantity": as_number(supply.minimum), "unit": supply.unit,
        })  # fmt: skip


def _described(desk: ServedDesk, supply: Supply, said: Said) -> Supply:
    sku = said.get("sku", supply.sku)
    twin = next((one for one in desk.shelf.all(Supply) if one.sku == sku and one.id != supply.id), None)
    if sku and twin is not None:
        raise duplicate("Another inventory item has this SKU", "sku")
    cost, maximum, minimum = said.get("unit_cost"), said.get("maximum_quantity"), said.get("minimum_quantity")
    return replace(
        supply, name=said.get("name", supply.name), unit=said.get("unit", supply.unit), sku=sku,
        category=said.get("category", supply.category),
        minimum=supply.minimum if minimum is None else Decimal(str(minimum)),
        maximum=supply.maximum if maximum is None else Decimal(str(maximum)),
        cost=supply.cost if cost is None else money(desk, cost, "unit_cost"),
        location=said.get("storage_location", supply.location),
        shelf_life_days=said.get("shelf_life_days", supply.shelf_life_days),
    )  # fmt: skip


def _beyond(said: Said) -> dict[str, Any]:
    return {field: said[field] for field in BEYOND if field in said}


def _told(desk: ServedDesk, supply_id: SupplyId) -> dict[str, Any]:
    desk.lay_out()
    number = desk.number("supply", supply_id)
    return resources.existing(desk.connection, desk.tenant.number, SUPPLY, number).answered()
