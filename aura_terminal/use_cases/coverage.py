"""Which terminals of the store can be spoken for now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from aura_terminal.domain.coverage import Coverage, Heard, coverage_of
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import TerminalIdentity


def coverage_now(reads: Reads, terminal: TerminalIdentity, now: datetime) -> Coverage:
    """Who is covered by what is known here now."""
    return coverage_of(terminal.labels, _others(reads, terminal), now, reads.books.is_abreast())


def _others(reads: Reads, terminal: TerminalIdentity) -> Iterator[Heard]:
    """Every other terminal that belongs to the store, with when it was heard last."""
    peers = {peer.label: peer for peer in reads.mesh.peers()}
    known = {str(origin): seq for origin, seq in reads.books.known()}
    for row in reads.mesh.terminals():
        if row.revoked_at is None and row.label not in terminal.labels:
            peer = peers.get(row.label)
            heard = row.paired_at if peer is None else datetime.fromtimestamp(peer.last_heard_ms / 1000, UTC)
            yield Heard(row.label, heard, peer is not None and _is_ahead(peer, known))


def _is_ahead(peer: PeerState, known: dict[str, int]) -> bool:
    """Whether it is known to have told something of its own that has not arrived here."""
    return dict(peer.holds).get(peer.origin, 0) > known.get(peer.origin, 0)
