"""What a screen reads of other terminals, set by hand: for pictures and tests of what only a network could bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import ConflictRow, DeliveryRow, OutageRow, TerminalRow, Unshared
from tests.support.memory_shop import MemoryStore

NOTHING_UNSHARED = Unshared(0, None)


@dataclass
class StagedMesh:
    """Each read answers what was put there."""

    peer_states: tuple[PeerState, ...] = ()
    terminal_rows: tuple[TerminalRow, ...] = ()
    not_shared: Unshared = NOTHING_UNSHARED
    conflict_rows: tuple[ConflictRow, ...] = ()
    delivery_rows: tuple[DeliveryRow, ...] = ()
    outage_rows: tuple[OutageRow, ...] = ()
    reads: list[str] = field(default_factory=list)

    def peers(self) -> tuple[PeerState, ...]:
        """Every peer this machine knows."""
        return self.peer_states

    def terminals(self) -> tuple[TerminalRow, ...]:
        """Every terminal ever paired."""
        return self.terminal_rows

    def unshared(self) -> Unshared:
        """What exists on this machine only."""
        return self.not_shared

    def conflicts(self, *, limit: int) -> tuple[ConflictRow, ...]:
        """Conflicts."""
        return self.conflict_rows[:limit]

    def deliveries(self, order_id: OrderId | None, since: datetime) -> tuple[DeliveryRow, ...]:
        """Tickets fired since."""
        self.reads.append("deliveries")
        return tuple(row for row in self.delivery_rows if order_id in (None, row.order_id) and row.sent_at >= since)

    def outages(self, *, limit: int) -> tuple[OutageRow, ...]:
        """Outage reports."""
        return self.outage_rows[:limit]


def stage_mesh(store: MemoryStore) -> StagedMesh:
    """Let the screens of a store read these rows from now on."""
    mesh = StagedMesh()
    store.shop.reads.mesh = mesh  # type: ignore[misc]  # the reads in memory are a plain object
    return mesh


def peer(label: str, heard_at: datetime, *, holds: tuple[tuple[str, int], ...] = (), skew_ms: int = 0) -> PeerState:
    """What is known of the terminal of that label."""
    heard_ms = int(heard_at.timestamp() * 1000)
    return PeerState(f"id-{label}", label, f"origin-{label}", "1.4.0", "192.168.1.20", heard_ms, skew_ms, holds)


def member(label: str, paired_at: datetime, *, revoked_at: datetime | None = None) -> TerminalRow:
    """That terminal as one of the store's."""
    return TerminalRow(f"id-{label}", label, "f" * 64, paired_at, revoked_at)
