"""The hash chain over an origin's facts, which every terminal computes alike.

The byte layout is written in the store's README, "The chain, byte by byte".
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from struct import Struct

FACT = b"aura-fact-v1"
GENESIS = b"aura-genesis-v1"

_length, _number = Struct(">I").pack, Struct(">Q").pack


def genesis(store_id: str, origin: str) -> bytes:
    """What the first fact of an origin follows: it ties the chain to one store and one terminal."""
    return hashlib.sha256(GENESIS + _prefixed(store_id) + _prefixed(origin)).digest()


def link(
    origin: str, seq: int, fact_id: str, stamp: int, aggregate: str, aggregate_id: str, type_: str, version: int,
    payload: bytes, actor: str, business_date: str, prev_hash: bytes,
) -> bytes:  # fmt: skip
    """The hash of a fact: SHA-256 over every column, each text and blob behind its length."""
    return hashlib.sha256(
        b"".join((
            FACT, _repeated(origin), _number(seq), _prefixed(fact_id), _number(stamp), _repeated(aggregate),
            _repeated(aggregate_id), _repeated(type_), _length(version), _length(len(payload)), payload,
            _repeated(actor), _repeated(business_date), prev_hash,
        ))
    ).digest()  # fmt: skip


def _prefixed(text: str) -> bytes:
    raw = text.encode()
    return _length(len(raw)) + raw


_repeated = lru_cache(maxsize=1024)(_prefixed)  # texts that many facts in a row have in common
