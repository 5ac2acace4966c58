"""Stock as AuraFlow is told of it: what came and went, and what was counted, as so much more or less of a product.

Its document knows no count: a count is the difference to what it says there is, which is asked for just before.
"""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.central import CentralConfirmed, CentralRecord, RecordId, name_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import CountId, SupplyId
from aura_terminal.domain.supplies import Supply, SupplyAdjusted, SupplyLevel
from aura_terminal.ports.central import Picture
from sync.connectors.auraflow.endpoints import ADJUST, LEVELS
from sync.connectors.auraflow.naming import central_id_of, record_of
from sync.reconcile.contract import Done, Lane, Outcome, Plan, Problem, Refusal, Step, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.intake import at
from sync.reconcile.levels import LevelRecords, adjustment_id_of, adjustment_of, level_of, untold
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import CannotTell

ADJUSTED, READING = "adjust", "reading"
ON_COUNT = "Manual count adjustment"
SAYS = "current_stock"


def adjustment_record(adjusted: SupplyAdjusted) -> RecordId:
    """The record of an adjustment."""
    return record_of("supply_adjustment", adjustment_id_of(adjusted))


def count_record(supply_id: SupplyId, count_id: CountId) -> RecordId:
    """The record of one line of a count."""
    return record_of("supply_count", f"{supply_id}/{count_id}")


RECORDS = LevelRecords(adjustment_record, count_record, lambda record: ADJUSTED in record.done)
"""How AuraFlow is told of a supply."""


def plan_adjustment(record: CentralRecord, picture: Picture) -> Plan:
    """What came or went, after the count before it. Raises CannotTell for what AuraFlow has no product for."""
    level, adjusted = adjustment_of(name_of(record.id).local_id, picture)
    if adjusted is None or record.was_told(ADJUSTED) or record.set_aside:
        return Plan()
    is_later = level.counted is not None and adjusted.adjustment_id in level.since_count
    count = (count_record(level.id, level.counted.count_id),) if level.counted is not None and is_later else ()
    body = _body(level.id, adjusted.change, adjusted.kind.value, adjusted.notes, adjusted.adjustment_id, picture)
    return Plan((_adjusting(record, body, untold(count, picture)),))


def plan_count(record: CentralRecord, picture: Picture) -> Plan:
    """The difference between what was found and what AuraFlow says, once it was asked. Raises CannotTell.

    A count that another one of the supply followed is told no more: the later one holds it.
    """
    supply_id, _, count_id = name_of(record.id).local_id.partition("/")
    level = level_of(supply_id, picture)
    counted = level.counted
    if counted is None or counted.count_id != count_id or record.was_told(ADJUSTED) or record.set_aside:
        return Plan()
    if READING not in record.done:
        call = LEVELS.call()
        return Plan((Step(record.id, READING, Lane.STOCK, call, digest_of(count_id), needs=_before(level, picture)),))
    change = counted.quantity - Decimal(record.said[SAYS])
    body = _body(level.id, change, ON_COUNT, "", counted.count_id, picture)
    return Plan((_adjusting(record, body),))


def read_levels(record: RecordId, reading: Found, picture: Picture, now_ms: int) -> Outcome:
    """What AuraFlow says there is of a counted supply; where that is what was found, there is nothing to adjust."""
    supply_id = name_of(record).local_id.partition("/")[0]
    product_id = _product_of(supply_id, picture)
    rows = (one for one in unwrapped(reading).items() if one["product_id"].id() == product_id)
    found = next(rows, None)
    if found is None:
        return Refusal(Problem.GONE, 200, "it says nothing of this product's stock")
    says = found[SAYS].decimal()
    counted = level_of(supply_id, picture).counted
    facts: tuple[CentralConfirmed, ...] = ()
    if counted is not None and counted.quantity == says:
        facts = (CentralConfirmed(record, ADJUSTED, digest_of("as it is"), "", at(now_ms)),)
    return Done(said=((SAYS, str(says)),), facts=facts)


def marked(local_id: str) -> str:
    """Our id as it stands in the notes of an adjustment, by which it is found again."""
    return f"[{local_id.rpartition('/')[2]}]"


def _adjusting(record: CentralRecord, body: dict[str, Plain], needs: tuple[RecordId, ...] = ()) -> Step:
    return Step(record.id, ADJUSTED, Lane.STOCK, ADJUST.call(body), digest_of(body), creates=True, needs=needs)


def _body(
    supply_id: SupplyId, change: Decimal, reason: str, notes: str, id_: str, picture: Picture
) -> dict[str, Plain]:
    said = " · ".join(part for part in (notes, marked(id_)) if part)
    number = int(change) if change == change.to_integral_value() else change
    return {
        "product_id": _product_of(supply_id, picture), "adjustment": number,
        "reason": reason[:1].upper() + reason[1:], "notes": said,
    }  # fmt: skip


def _before(level: SupplyLevel, picture: Picture) -> tuple[RecordId, ...]:
    """Adjustments that the count contains: AuraFlow has to know them before it is asked what there is."""
    earlier = (one for id_, one in level.adjustments.items() if id_ not in level.since_count)
    return untold(tuple(adjustment_record(one) for one in earlier), picture)


def _product_of(supply_id: str, picture: Picture) -> str:
    product_id = central_id_of(picture, "supply", supply_id)
    if not product_id:
        raise CannotTell(Problem.UNKNOWN_ITEM, _named(supply_id, picture), record_of("supply", supply_id))
    return product_id


def _named(supply_id: str, picture: Picture) -> str:
    try:
        return picture.document(Supply, supply_id).name
    except NotFound:
        return supply_id
