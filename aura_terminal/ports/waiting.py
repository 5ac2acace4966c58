"""Parties that wait, as screens read them, and what quotes are reckoned from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aura_terminal.domain.ids import GuestId, OrderId, PartyId
    from aura_terminal.domain.quoting import House
    from aura_terminal.domain.waitlist import PartyStatus, QuotesKept, Sureness, WaitingParty


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A party on the list. `quoted` are the minutes it was told at the door first, None where no time was named;
    `promised_at` is when it was told to sit, as it was said last."""

    party_id: PartyId
    status: PartyStatus
    name: str
    party_size: int
    phone: str
    note: str
    guest_id: GuestId | None
    joined_at: datetime
    quoted: int | None
    sureness: Sureness | None
    promised_at: datetime | None
    called_at: datetime | None
    ended_at: datetime | None
    order_id: OrderId | None


class WaitlistReads(Protocol):
    """The waiting list."""

    def parties(self, day: date) -> tuple[WaitingRow, ...]:
        """Everybody who came to wait on a business date, however it ended, in the order they came."""

    def kept(self, day: date) -> QuotesKept:
        """How that date's quotes came out."""

    def house(self, now: datetime) -> House:
        """The floor as quotes are reckoned from it: tables, who sits there, what is reserved, how long parties stay."""


def waiting_rows(parties: Iterable[WaitingParty]) -> tuple[WaitingRow, ...]:
    """The rows of parties, in the order they came."""
    found = [row for row in map(_row, parties) if row is not None]
    return tuple(sorted(found, key=lambda row: (row.joined_at, row.party_id)))


def _row(party: WaitingParty) -> WaitingRow | None:
    joined, quote, seated = party.joined, party.quote, party.seated
    if joined is None:
        return None
    return WaitingRow(
        party.id, party.status, party.name, party.party_size, party.phone, party.note, joined.guest_id,
        joined.joined_at, None if joined.quote is None else joined.quote.minutes,
        None if quote is None else quote.sureness, party.promised_at, party.called_at, party.ended_at,
        None if seated is None else seated.order_id,
    )  # fmt: skip


def still_waiting(rows: Sequence[WaitingRow]) -> tuple[WaitingRow, ...]:
    """Those who still want a table, in the order they came."""
    return tuple(row for row in rows if row.ended_at is None)
