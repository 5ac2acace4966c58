"""What central back offices are known to hold, as rows: one for each record, and one for each step they refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from aura_terminal.domain.central import CentralRecord, CentralRefused, RecordId, name_of
from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.codec import canonical
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import instant_or_none, microseconds, microseconds_or_none
from aura_terminal.store.statements import Prepared
from aura_terminal.store.tables import CENTRAL_RECORDS, CENTRAL_REFUSED


@dataclass(frozen=True, slots=True)
class Body:
    """What a row keeps of a record beside its ids."""

    done: dict[str, str]
    parts: dict[str, str]
    said: dict[str, str]
    refused: dict[str, CentralRefused]
    set_aside: dict[str, str]
    again: dict[str, int]
    amended: dict[str, dict[str, str]]


_BODIES = msgspec.json.Decoder(Body)


def body_of(kept: bytes) -> Body:
    """What a row's `body` says."""
    return _BODIES.decode(kept)


def _empty(record: str) -> CentralRecord:
    return CentralRecord(RecordId(record))


def _rows(record: CentralRecord, stamp: int) -> tuple[Rows, ...]:
    connector, kind, local_id = name_of(record.id)
    body = Body(record.done, record.parts, record.said, record.refused, record.set_aside, record.again, record.amended)
    row = (
        record.id, connector, kind, local_id, record.central_id, microseconds_or_none(record.confirmed_at),
        canonical(body), stamp,
    )  # fmt: skip
    refused: Rows = {
        (record.id, step): (record.id, step, connector, microseconds(fact.refused_at))
        for step, fact in record.refused.items()
    }
    return {(record.id,): row}, refused


def _resume(row: Sequence[Any]) -> tuple[CentralRecord, int]:  # a row of central_records
    record, _, _, _, central_id, confirmed_us, body, stamp = row
    kept = body_of(body)
    found = CentralRecord(
        RecordId(record), central_id, kept.done, kept.parts, kept.said, kept.refused, kept.set_aside, kept.again,
        kept.amended, instant_or_none(confirmed_us),
    )  # fmt: skip
    return found, stamp


CENTRAL_FAMILY = Family(
    Aggregate.CENTRAL, (FoldTable(CENTRAL_RECORDS), FoldTable(CENTRAL_REFUSED)), _empty, _rows,
    snapshot=Prepared(select(CENTRAL_RECORDS).where(CENTRAL_RECORDS.c.record == bindparam("id"))), resume=_resume,
)  # fmt: skip
