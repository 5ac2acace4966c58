"""How much there is of a supply, between what a back office says and what it was told: nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import AdjustmentId, CountId, SupplyId
from aura_terminal.domain.supplies import Supply, SupplyAdjusted, SupplyLevel, SupplyStated
from aura_terminal.ports.central import Picture


@dataclass(frozen=True, slots=True)
class LevelRecords:
    """How a back office is told of a supply: the record of an adjustment, that of a count of it, and whether what such
    a record stands for was told."""

    adjustment: Callable[[SupplyAdjusted], RecordId]
    count: Callable[[SupplyId, CountId], RecordId]
    is_told: Callable[[CentralRecord], bool]


def level_of(supply_id: str, picture: Picture) -> SupplyLevel:
    """How much there is of a supply; nothing known where no fact speaks of it."""
    try:
        return cast(SupplyLevel, picture.aggregate("supply", supply_id))
    except NotFound:
        return SupplyLevel(picture.document(Supply, supply_id).id)


def adjustment_id_of(adjusted: SupplyAdjusted) -> str:
    """The local id of an adjustment, which names the supply as well."""
    return f"{adjusted.supply_id}/{adjusted.adjustment_id}"


def adjustment_of(local_id: str, picture: Picture) -> tuple[SupplyLevel, SupplyAdjusted | None]:
    """The supply and the adjustment of such a local id; None where it is not there."""
    supply_id, _, adjustment_id = local_id.partition("/")
    level = level_of(supply_id, picture)
    return level, level.adjustments.get(AdjustmentId(adjustment_id))


def stated_level(
    level: SupplyLevel, quantity: Decimal, records: LevelRecords, picture: Picture, *, asked: datetime, now: datetime
) -> SupplyStated | None:
    """What a back office says there is, as a fact; None where it may lack what is under way, or says nothing new.

    `asked` is when its page was asked for: what it was told since then it may lack.
    """
    told = told_of(level, records, picture)
    ours = {*level.adjustments, *((level.counted.count_id,) if level.counted is not None else ())}
    is_settled = ours <= set(told) | level.included
    if not is_settled or _was_told_since(level, told, asked, records, picture):
        return None
    return level.states(quantity, now, told)


def told_of(level: SupplyLevel, records: LevelRecords, picture: Picture) -> list[str]:
    """Every adjustment and count of a supply that the back office was told of."""
    return [id_ for id_, one in _records(level, records) if records.is_told(picture.record(one))]


def untold(records: tuple[RecordId, ...], picture: Picture) -> tuple[RecordId, ...]:
    """Those the back office is still to hear of: what was refused or set aside is not waited for."""
    known = ((one, picture.record(one)) for one in records)
    return tuple(one for one, record in known if not (record.done or record.set_aside or record.refused))


def _was_told_since(
    level: SupplyLevel, told: list[str], asked: datetime, records: LevelRecords, picture: Picture
) -> bool:
    fresh = (record for id_, record in _records(level, records) if id_ in told and id_ not in level.included)
    times = (picture.record(record).confirmed_at for record in fresh)
    return any(time is not None and time > asked for time in times)


def _records(level: SupplyLevel, records: LevelRecords) -> list[tuple[str, RecordId]]:
    """The adjustments and the last count of a supply, by their own ids."""
    found: list[tuple[str, RecordId]] = [(id_, records.adjustment(one)) for id_, one in level.adjustments.items()]
    if level.counted is not None:
        found.append((level.counted.count_id, records.count(level.id, level.counted.count_id)))
    return found
