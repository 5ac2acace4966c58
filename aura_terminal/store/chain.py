"""The hash chain over an origin's facts; the byte layout is written in this package's README."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FACT = b"aura-fact-v1"
GENESIS = b"aura-genesis-v1"


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One fact as the journal keeps it and as terminals hand it to each other."""

    origin: str
    seq: int
    fact_id: str
    stamp: int
    aggregate: str
    aggregate_id: str
    type: str
    version: int
    payload: bytes
    actor: str
    business_date: str
    prev_hash: bytes
    hash: bytes


def genesis(store_id: str, origin: str) -> bytes:
    """What the first fact of an origin follows: it ties the chain to one store and one terminal."""
    return hashlib.sha256(GENESIS + _prefixed(store_id) + _prefixed(origin)).digest()


def link(
    origin: str, seq: int, fact_id: str, stamp: int, aggregate: str, aggregate_id: str, type_: str, version: int,
    payload: bytes, actor: str, business_date: str, prev_hash: bytes,
) -> bytes:  # fmt: skip
    """The hash of a fact: SHA-256 over every column, each text and blob behind its length."""
    return hashlib.sha256(
        b"".join(
            (
                FACT,
                _prefixed(origin),
                seq.to_bytes(8, "big"),
                _prefixed(fact_id),
                stamp.to_bytes(8, "big"),
                _prefixed(aggregate),
                _prefixed(aggregate_id),
                _prefixed(type_),
                version.to_bytes(4, "big"),
                len(payload).to_bytes(4, "big"),
                payload,
                _prefixed(actor),
                _prefixed(business_date),
                prev_hash,
            )
        )
    ).digest()


def hash_of(row: JournalRow) -> bytes:
    """What a row's hash must be."""
    return link(
        row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
        row.payload, row.actor, row.business_date, row.prev_hash,
    )  # fmt: skip


def _prefixed(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(4, "big") + raw
