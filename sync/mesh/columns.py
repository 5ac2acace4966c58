"""Facts of one origin as columns, and back: alike things lie together, which compresses better than row by row."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate, count, pairwise

from aura_terminal.domain.chain import link
from aura_terminal.ports.journal import JournalRow
from sync.mesh.wire import Malformed
from sync.protocol import Run

ENVELOPE_BYTES = 200
"""What a fact weighs beside its payload, before compression, when batches are cut."""


class Altered(Exception):
    """The facts of a run do not lead to the hash it was sent with."""


def run_of(rows: Sequence[JournalRow]) -> Run:
    """Rows of one origin that follow each other, at least one."""
    first = rows[0]
    stamps = [first.stamp, *(after.stamp - before.stamp for before, after in pairwise(rows))]
    return Run(
        origin=first.origin, first=first.seq, prev=first.prev_hash, fact_ids=[row.fact_id for row in rows],
        stamps=stamps, aggregates=[row.aggregate for row in rows], aggregate_ids=[row.aggregate_id for row in rows],
        types=[row.type for row in rows], versions=[row.version for row in rows],
        payloads=[row.payload for row in rows], actors=[row.actor for row in rows],
        dates=[row.business_date for row in rows], last=rows[-1].hash,
    )  # fmt: skip


def check_run(run: Run) -> None:
    """Raise Malformed unless all columns are of one length, and that is not nothing."""
    lengths = {
        len(run.fact_ids), len(run.stamps), len(run.aggregates), len(run.aggregate_ids), len(run.types),
        len(run.versions), len(run.payloads), len(run.actors), len(run.dates),
    }  # fmt: skip
    if len(lengths) != 1 or not run.stamps:
        raise Malformed("the columns of a run are not of one length")


def rows_of(run: Run) -> list[JournalRow]:
    """The run's facts, oldest first, with the hashes they must have; Altered when the last one is not what was told."""
    before, rows = run.prev, []
    columns = zip(
        count(run.first), run.fact_ids, accumulate(run.stamps), run.aggregates, run.aggregate_ids, run.types,
        run.versions, run.payloads, run.actors, run.dates, strict=False,
    )  # fmt: skip
    try:
        for seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, date in columns:
            fact = (run.origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, date)
            hash_ = link(*fact, before)
            rows.append(JournalRow(*fact, before, hash_))
            before = hash_
    except struct.error:
        raise Altered("a fact is stamped later than time goes") from None
    if before != run.last:
        raise Altered("a fact was changed after it was made")
    return rows


def fitting(rows: Sequence[JournalRow], bytes_left: int) -> int:
    """How many of the first rows fit into so many bytes; at least one."""
    for place, row in enumerate(rows):
        bytes_left -= len(row.payload) + ENVELOPE_BYTES
        if bytes_left < 0:
            return max(1, place)
    return len(rows)
