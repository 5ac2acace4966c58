"""Facts of one origin as columns, and back: alike things lie together, which compresses better than row by row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from aura_terminal.ports.journal import JournalRow
from sync.mesh.wire import Malformed
from sync.protocol import HASH_BYTES, Run

ENVELOPE_BYTES = 200
"""What a fact weighs beside its payload, before compression, when batches are cut."""


def run_of(rows: Sequence[JournalRow]) -> Run:
    """Rows of one origin that follow each other, at least one."""
    first = rows[0]
    stamps = [first.stamp, *(after.stamp - before.stamp for before, after in pairwise(rows))]
    return Run(
        origin=first.origin, first=first.seq, prev=first.prev_hash, fact_ids=[row.fact_id for row in rows],
        stamps=stamps, aggregates=[row.aggregate for row in rows], aggregate_ids=[row.aggregate_id for row in rows],
        types=[row.type for row in rows], versions=[row.version for row in rows],
        payloads=[row.payload for row in rows], actors=[row.actor for row in rows],
        dates=[row.business_date for row in rows], hashes=b"".join([row.hash for row in rows]),
    )  # fmt: skip


def check_run(run: Run) -> None:
    """Raise Malformed unless all columns are of one length, and that is not nothing."""
    lengths = {
        len(run.fact_ids), len(run.stamps), len(run.aggregates), len(run.aggregate_ids), len(run.types),
        len(run.versions), len(run.payloads), len(run.actors), len(run.dates),
    }  # fmt: skip
    if len(lengths) != 1 or len(run.hashes) != len(run.stamps) * HASH_BYTES or not run.stamps:
        raise Malformed("the columns of a run are not of one length")


def rows_of(run: Run) -> list[JournalRow]:
    """The run's facts, oldest first."""
    hashes = [run.hashes[at : at + HASH_BYTES] for at in range(0, len(run.hashes), HASH_BYTES)]
    columns = zip(
        range(run.first, run.first + len(hashes)), run.fact_ids, accumulate(run.stamps), run.aggregates,
        run.aggregate_ids, run.types, run.versions, run.payloads, run.actors, run.dates, [run.prev, *hashes], hashes,
        strict=False,
    )  # fmt: skip
    return [JournalRow(run.origin, *columns_of_one) for columns_of_one in columns]


def fitting(rows: Sequence[JournalRow], bytes_left: int) -> int:
    """How many of the first rows fit into so many bytes; at least one."""
    for count, row in enumerate(rows):
        bytes_left -= len(row.payload) + ENVELOPE_BYTES
        if bytes_left < 0:
            return max(1, count)
    return len(rows)
