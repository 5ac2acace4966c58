"""Kitchen tickets as screens read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.ids import FireId, LineId, OrderId, StationId, TicketId
    from aura_terminal.domain.kinds import OrderType
    from aura_terminal.domain.kitchen import TicketItem
    from aura_terminal.domain.shop import StationRole


@dataclass(frozen=True, slots=True)
class TicketLineRow:
    """An item of a ticket with how far it is; `repeated` were asked for by another fire, and cooked for that."""

    item: TicketItem
    done: int
    voided: int
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class TicketPart:
    """Another ticket of the same order: how far its station is, line by line (wanted, done)."""

    ticket_id: TicketId
    fire_id: FireId
    station_name: str
    role: StationRole
    is_bumped: bool
    is_held: bool
    on_paper: bool
    courses: frozenset[int]
    lines: tuple[tuple[LineId, int, int], ...]


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A kitchen ticket, under the label of the order it belongs to now; `order_id` is the one that fired it.

    `starts_at` is when it is to be begun, None while it is held. `parts` are the order's other tickets, for a pass and
    for a ticket that is held; nobody else asks. `was_table` and `was_type` are what it said when it was fired.
    `due_at` is when the guest was promised the order.
    """

    ticket_id: TicketId
    order_id: OrderId
    station_id: StationId
    station_name: str
    number: str
    order_type: OrderType
    table_name: str
    guest_name: str
    server_name: str
    fired_at: datetime
    target_minutes: int
    generation: int
    bumped_at: datetime | None
    lines: tuple[TicketLineRow, ...]
    fired_by: str = ""
    received_at: datetime | None = None
    received_by: str = ""
    seen_at: datetime | None = None
    escalated_at: datetime | None = None
    escalated_to: str = ""
    fire_id: FireId | None = None
    role: StationRole | None = None
    due_minutes: int = 0
    starts_at: datetime | None = None
    rushed_at: datetime | None = None
    course: int = 0
    addition: bool = False
    also_at: tuple[str, ...] = ()
    voids_seen: int = 0
    label_seen: str = ""
    was_table: str = ""
    was_type: OrderType | None = None
    parts: tuple[TicketPart, ...] = ()
    due_at: datetime | None = None
