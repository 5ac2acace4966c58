"""The journal as terminals share it: facts as they are handed on, and the port the mesh works on.

Facts are taken over exactly as they were made; the chain of hashes (store README, "The chain, byte by byte") proves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import Origin
from aura_terminal.domain.store_clock import is_fresh, store_offset


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


@dataclass(frozen=True, slots=True)
class Received:
    """How many facts were new, how many were known, and from where on facts are missing, per origin."""

    taken: int
    known: int
    wanted: tuple[tuple[str, int], ...]


class ForeignHistory(Unavailable):
    """Another terminal's facts do not follow from what is known of it here; none of the batch was taken."""

    def __init__(self, origin: str, seq: int, hint: str) -> None:
        super().__init__(f"Terminal {origin}", f"{hint} (fact {seq}); nothing of it was taken. Verify both terminals.")
        self.origin = origin
        self.seq = seq


class SharedJournal(Protocol):
    """The journal of this terminal as its peers see it. Used on one thread, the one that opened the store."""

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """The known vector: per origin how far the journal reaches without a gap, ordered by origin."""

    def facts_after(self, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
        """What an origin did after a place, oldest first."""

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        """The hash of the fact at a place: with the chain it proves everything before it. None when it is not held."""

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        """Take exactly what comes next of each origin, in one transaction; repeating it changes nothing.

        Raises ForeignHistory for what was altered or differs from what is known; then nothing was taken. Of many facts
        at once only those are folded that somebody may wait for; `settle` folds the others.
        """

    def settle(self, most: int) -> bool:
        """Fold up to so many aggregates that were only journalled so far, in one transaction; whether more wait."""


@dataclass(frozen=True, slots=True)
class PeerState:
    """What this terminal knows of another one. Times are Unix milliseconds, `skew_ms` how far its clock is ahead."""

    terminal_id: str
    label: str
    origin: str
    version: str
    address: str
    last_heard_ms: int
    skew_ms: int
    holds: tuple[tuple[str, int], ...]
    trouble: str = ""


def offset_by(states: Iterable[PeerState], now: datetime) -> timedelta:
    """How far the store's clock is ahead of this machine's, by what was measured of its peers lately."""
    now_ms = round(now.timestamp() * 1000)
    return store_offset(state.skew_ms for state in states if is_fresh(state.last_heard_ms, now_ms))


class PeerBook(Protocol):
    """What is remembered of peers across restarts; of this machine alone, never shared."""

    def note(self, states: Iterable[PeerState]) -> None:
        """Remember how these peers are now, in one short transaction."""

    def states(self) -> tuple[PeerState, ...]:
        """Every peer ever noted and not forgotten, by label."""

    def forget(self, terminal_id: str) -> None:
        """Remember it no longer."""
