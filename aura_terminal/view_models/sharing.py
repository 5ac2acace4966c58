"""How this terminal stands with the store's others: who is heard, and what exists here only. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.ports.journal import PeerState
    from aura_terminal.use_cases.shop import Shop

SILENT_AFTER_SECONDS = 15  # a peer that was not heard for so long cannot be reached (sync: heartbeat 5 s)
ON_ITS_WAY_SECONDS = 1.0  # what is younger is on its way to a terminal that is heard


@dataclass(frozen=True, slots=True)
class PeerInSight:
    """Another terminal of the store and when it was heard last; None for one that never was."""

    terminal_id: str
    label: str
    heard_at: datetime | None

    def is_heard(self, now: datetime) -> bool:
        """Whether it can be reached now."""
        return self.heard_at is not None and (now - self.heard_at).total_seconds() < SILENT_AFTER_SECONDS


@dataclass(frozen=True, slots=True)
class Sharing:
    """The other terminals that belong to the store, and the facts no other machine is known to hold."""

    others: tuple[PeerInSight, ...] = ()
    unshared: int = 0
    oldest: datetime | None = None

    def with_heard(self, states: Iterable[PeerState]) -> Sharing:
        """The same after a word from the network: what was heard later than the store knows counts."""
        told = {state.terminal_id: heard_at(state) for state in states}
        others = tuple(
            replace(each, heard_at=_later(each.heard_at, told.get(each.terminal_id))) for each in self.others
        )
        return replace(self, others=others)

    def waiting(self, now: datetime) -> int:
        """How many facts wait to be shared; what has only just been made does not count while somebody is heard."""
        is_fresh = self.oldest is not None and (now - self.oldest).total_seconds() < ON_ITS_WAY_SECONDS
        return 0 if is_fresh and any(each.is_heard(now) for each in self.others) else self.unshared

    def minutes(self, now: datetime) -> int:
        """How old the oldest fact is that only this machine holds."""
        return 0 if self.oldest is None else max(0, int((now - self.oldest).total_seconds()) // 60)


def sharing_of(shop: Shop) -> Sharing:
    """How things stand by the store; a terminal that was never paired has nobody to share with."""
    mesh = shop.reads.mesh
    here = shop.terminal.label
    heard = {peer.terminal_id: peer for peer in mesh.peers()}
    members = [row for row in mesh.terminals() if row.revoked_at is None and row.label != here]
    others = tuple(PeerInSight(row.terminal_id, row.label, heard_at(heard.get(row.terminal_id))) for row in members)
    if not others:
        return Sharing()
    unshared = mesh.unshared()
    return Sharing(others, unshared.facts, unshared.oldest)


def heard_at(peer: PeerState | None) -> datetime | None:
    """When a peer was heard last, aware UTC."""
    if peer is None or not peer.last_heard_ms:
        return None
    return datetime.fromtimestamp(peer.last_heard_ms / 1000, UTC)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def silent_labels(others: Iterable[PeerInSight], now: datetime) -> tuple[str, ...]:
    """Who of them cannot be reached now."""
    return tuple(each.label for each in others if not each.is_heard(now))
