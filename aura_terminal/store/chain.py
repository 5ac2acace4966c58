"""The hash chain over the rows of a journal; the byte layout is written in this package's README."""

from __future__ import annotations

from aura_terminal.domain.chain import FACT as FACT
from aura_terminal.domain.chain import GENESIS as GENESIS
from aura_terminal.domain.chain import genesis as genesis
from aura_terminal.domain.chain import link as link
from aura_terminal.ports.journal import JournalRow as JournalRow


def hash_of(row: JournalRow) -> bytes:
    """What a row's hash must be."""
    return link(
        row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
        row.payload, row.actor, row.business_date, row.prev_hash,
    )  # fmt: skip
