"""What is known of whom: per origin how far it is held without a gap. Pure values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from struct import Struct

_number = Struct(">Q").pack

DIGEST_BYTES = 8


def beyond(theirs: Mapping[str, int], mine: Mapping[str, int]) -> dict[str, int]:
    """Origins of which they hold more than I do, with the place they have reached."""
    return {origin: seq for origin, seq in theirs.items() if seq > mine.get(origin, 0)}


def behind_by(mine: Mapping[str, int], theirs: Mapping[str, int]) -> int:
    """How many facts they lack of what I hold."""
    return sum(max(0, seq - theirs.get(origin, 0)) for origin, seq in mine.items())


def raised(reach: dict[str, int], told: Iterable[tuple[str, int]]) -> bool:
    """Move a vector up to what was told, never down; whether anything moved."""
    moved = False
    for origin, seq in told:
        if seq > reach.get(origin, 0):
            reach[origin] = seq
            moved = True
    return moved


def digest_of(heads: Mapping[str, tuple[int, bytes]]) -> bytes:
    """One short digest of all heads (place and hash by origin), alike on both ends of a link."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for origin in sorted(heads):
        seq, hash_ = heads[origin]
        digest.update(_number(len(origin)) + origin.encode() + _number(seq) + hash_)
    return digest.digest()
