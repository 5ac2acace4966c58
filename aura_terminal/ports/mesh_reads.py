"""What screens read of the store's other terminals: peers, what is not shared yet, conflicts, deliveries, outages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aura_terminal.domain.ids import FireId, LineId, OrderId, StationId, TicketId
    from aura_terminal.domain.money import Money
    from aura_terminal.ports.journal import PeerState


@dataclass(frozen=True, slots=True)
class Unshared:
    """Facts that no other machine is known to hold: how many, and when the oldest was made (None when none)."""

    facts: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """A terminal of the store by the facts: paired, and revoked or not."""

    terminal_id: str
    label: str
    fingerprint: str
    paired_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Something two terminals did that a person must decide, by the order's own fold."""

    conflict_id: str
    kind: str
    order_id: OrderId | None
    order_number: str
    table_name: str
    opened_at: datetime
    amount: Money | None
    details: tuple[tuple[str, str], ...]
    decided_at: datetime | None
    choice: str


class DeliveryState(StrEnum):
    """How far a fired ticket has come at its station."""

    SENT = "sent"
    RECEIVED = "received"
    SEEN = "seen"
    BUMPED = "bumped"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """The kitchen delivery ledger: one fired ticket with its times, and where it was redirected to if it was.

    One that is `held` waits in the kitchen until somebody fires its course, or releases it.
    """

    ticket_id: TicketId
    order_id: OrderId
    fire_id: FireId
    station_id: StationId
    station_name: str
    number: str
    line_ids: tuple[LineId, ...]
    fired_by: str
    sent_at: datetime
    received_at: datetime | None
    received_by: str
    seen_at: datetime | None
    bumped_at: datetime | None
    escalated_at: datetime | None
    escalated_to: str
    course: int = 0
    held: bool = False

    @property
    def state(self) -> DeliveryState:
        """The furthest it has come."""
        if self.bumped_at is not None:
            return DeliveryState.BUMPED
        if self.seen_at is not None:
            return DeliveryState.SEEN
        return DeliveryState.SENT if self.received_at is None else DeliveryState.RECEIVED


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One outage of one terminal, as its report was kept."""

    outage_id: str
    terminal: str
    tier: str
    began_at: datetime
    ended_at: datetime
    orders: int
    taken: Money
    redirects: int
    duplicates: int
    decisions: int


class MeshReads(Protocol):
    """The store's other terminals and what came of working beside them."""

    def peers(self) -> tuple[PeerState, ...]:
        """Every peer this machine knows, by label."""

    def terminals(self) -> tuple[TerminalRow, ...]:
        """Every terminal ever paired with the store, by label."""

    def unshared(self) -> Unshared:
        """What exists on this machine only."""

    def conflicts(self, *, limit: int) -> tuple[ConflictRow, ...]:
        """Conflicts, the open ones first, then the newest."""

    def deliveries(self, order_id: OrderId | None, since: datetime) -> tuple[DeliveryRow, ...]:
        """Tickets fired since, of one order or of all, oldest first."""

    def outages(self, *, limit: int) -> tuple[OutageRow, ...]:
        """Outage reports, the newest first."""
