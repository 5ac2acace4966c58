"""Facts that a terminal may have made, each linked to the one before."""

from __future__ import annotations

from aura_terminal.domain.chain import genesis, link
from aura_terminal.ports.journal import JournalRow

STORE = "store"


def made(origin: str, count: int, *, stamp: int = 1, payload: bytes = b"{}", store: str = STORE) -> list[JournalRow]:
    """The first facts of an origin, in its chain; the stamps follow each other."""
    before, rows = genesis(store, origin), []
    for seq in range(1, count + 1):
        what = ("order", "a", "GuestNamed", 1, payload, "ana", "2026-05-15")
        fact = (origin, seq, f"{origin}-{seq}", stamp + seq, *what)
        hash_ = link(*fact, before)
        rows.append(JournalRow(*fact, before, hash_))
        before = hash_
    return rows
