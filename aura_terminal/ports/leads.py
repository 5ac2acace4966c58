"""Inquiries as a manager's list shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from aura_terminal.domain.leads import Entry, Lead, LeadStatus

if TYPE_CHECKING:
    from aura_terminal.domain.guests import Consent
    from aura_terminal.domain.ids import GuestId, LeadId, ReservationId


@dataclass(frozen=True, slots=True)
class LeadRow:
    """An inquiry on the list, with all that was done about it, the oldest first.

    `there` is what a back office calls its state and `assigned_to` who it says looks after it; empty where none knows
    of it.
    """

    lead_id: LeadId
    status: LeadStatus
    name: str
    phone: str
    email: str
    message: str
    source: str
    consent: Consent
    captured_at: datetime
    entries: tuple[Entry, ...] = ()
    office: str = ""
    there: str = ""
    assigned_to: str = ""
    guest_id: GuestId | None = None
    reservation_id: ReservationId | None = None


class LeadReads(Protocol):
    """The list of inquiries."""

    def to_follow(self, limit: int) -> tuple[LeadRow, ...]:
        """Those somebody should still do something about, the oldest first."""

    def over(self, limit: int) -> tuple[LeadRow, ...]:
        """Those that were converted or lost, the newest first."""


def lead_rows(leads: Iterable[Lead]) -> tuple[LeadRow, ...]:
    """The rows of inquiries, in the order given."""
    return tuple(row for row in map(_row, leads) if row is not None)


def _row(lead: Lead) -> LeadRow | None:
    said, stated, converted = lead.captured, lead.stated, lead.converted
    if said is None:
        return None
    return LeadRow(
        lead.id, lead.status, said.name, said.phone, said.email, said.message, said.source, said.consent,
        said.captured_at, tuple(lead.entries), "" if stated is None else stated.connector,
        "" if stated is None else stated.status, "" if stated is None else stated.assigned_to,
        None if converted is None else converted.guest_id, None if converted is None else converted.reservation_id,
    )  # fmt: skip
