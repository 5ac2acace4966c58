"""Supplies as AuraConnect is told of them: what came and went, and what was counted (reference, "Inventory …")."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import CountId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.supplies import CountedLine, StockTake, Supply, SupplyAdjusted, SupplyLevel
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import ADJUST_STOCK, COUNT_STOCK
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.reconcile.contract import Lane, Plan, Problem, Step, digest_of
from sync.reconcile.levels import LevelRecords, adjustment_id_of, adjustment_of, level_of, untold
from sync.reconcile.translator import CannotTell


def adjustment_record(adjusted: SupplyAdjusted) -> RecordId:
    """The record of an adjustment, which names the supply as well."""
    return record_of("supply_adjustment", adjustment_id_of(adjusted))


RECORDS = LevelRecords(
    adjustment_record, lambda _, count_id: record_of("supply_count", count_id), lambda record: bool(record.done)
)
"""How AuraConnect is told of a supply."""


def plan_adjustment(record: CentralRecord, picture: Picture) -> Plan:
    """What came or went, after the count before it. Raises CannotTell for a supply that is not known there."""
    level, adjusted = adjustment_of(name_of(record.id).local_id, picture)
    if adjusted is None or record.done or record.set_aside:
        return Plan()
    body: dict[str, Plain] = {
        "adjustment_type": adjusted.kind.value,
        "quantity": adjusted.quantity,
        "reference_number": adjusted.reference or adjusted.adjustment_id,
        "notes": adjusted.notes,
        "batch_number": adjusted.batch,
    }
    if adjusted.unit_cost is not None:
        body["unit_cost"] = adjusted.unit_cost.plain()
    if adjusted.expires is not None:
        body["expiry_date"] = adjusted.expires.isoformat()
    if adjusted.supplier.isdigit():
        body["supplier_id"] = int(adjusted.supplier)
    said = {name: value for name, value in body.items() if value != ""}
    call = ADJUST_STOCK.call(said, _known(level.id, picture))
    count = level.counted.count_id if level.counted is not None and adjusted.adjustment_id in level.since_count else ""
    needs = untold((record_of("supply_count", count),) if count else (), picture)
    return Plan((Step(record.id, "adjust", Lane.STOCK, call, digest_of(said), creates=True, needs=needs),))


def plan_count(record: CentralRecord, picture: Picture) -> Plan:
    """A stock take as a whole, after what was adjusted and counted before it: the last one told says what there is.

    Raises CannotTell for supplies not known there.
    """
    take = cast(StockTake, picture.aggregate("stock_take", name_of(record.id).local_id))
    counted = take.counted
    if counted is None or record.done or record.set_aside:
        return Plan()
    day = picture.document(StoreProfile, STORE_PROFILE).calendar.date_of(counted.counted_at)
    body: dict[str, Plain] = {
        "count_date": day.isoformat(),
        "items": [_line(line, picture) for line in counted.lines],
        "reference": counted.count_id,
    }
    who = central_id_of(picture, "staff", counted.counted_by)
    if who:
        body["counted_by"] = as_sent(who)
    levels = [level_of(line.supply_id, picture) for line in counted.lines]
    adjusted = [adjustment_record(one) for level in levels for one in _before(level, counted.count_id)]
    earlier = dict.fromkeys(one for level in levels for one in _counts_before(level, counted.count_id, picture))
    needs = untold((*adjusted, *earlier), picture)
    call = COUNT_STOCK.call(body)
    return Plan((Step(record.id, "count", Lane.STOCK, call, digest_of(body), creates=True, needs=needs),))


def _line(line: CountedLine, picture: Picture) -> Plain:
    said: dict[str, Plain] = {
        "inventory_id": as_sent(_known(line.supply_id, picture)), "counted_quantity": line.quantity,
    }  # fmt: skip
    return {**said, "notes": line.notes} if line.notes else said


def _before(level: SupplyLevel, count_id: str) -> list[SupplyAdjusted]:
    """What the count contains already, where it is the last one of the supply."""
    if level.counted is None or level.counted.count_id != count_id:
        return []
    return [one for id_, one in level.adjustments.items() if id_ not in level.since_count]


def _counts_before(level: SupplyLevel, count_id: CountId, picture: Picture) -> list[RecordId]:
    """The counts of the supply before this one, back to the last that was told."""
    found: list[RecordId] = []
    for earlier in reversed(level.counts[: level.counts.index(count_id)] if count_id in level.counts else []):
        record = record_of("supply_count", earlier)
        if picture.record(record).done:
            break
        found.append(record)
    return found


def _known(supply_id: str, picture: Picture) -> str:
    central_id = central_id_of(picture, "supply", supply_id)
    if not central_id:
        name = picture.document(Supply, supply_id).name
        raise CannotTell(Problem.UNKNOWN_ITEM, name, record_of("supply", supply_id))
    return central_id
