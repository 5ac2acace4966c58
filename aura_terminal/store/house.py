"""Guests, reservations, parties that wait and supplies within a unit of work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.feedback import Feedback
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import (
    FeedbackId,
    GuestId,
    LeadId,
    PartyId,
    PromotionId,
    PurchaseId,
    ReservationId,
    SupplyId,
)
from aura_terminal.domain.leads import Lead
from aura_terminal.domain.loyalty import LoyaltyAccount
from aura_terminal.domain.promotions import PromotionUses
from aura_terminal.domain.purchasing import Purchase
from aura_terminal.domain.reservations import Reservation
from aura_terminal.domain.supplies import SupplyLevel
from aura_terminal.domain.waitlist import WaitingParty
from aura_terminal.store.moments import microseconds
from aura_terminal.store.statements import Prepared, literal

Fold = Callable[[Aggregate, str], Any]  # answers the aggregate's own state
Ask = Callable[[Prepared, Sequence[Any]], Sequence[Any]]

KIN = literal("""
WITH RECURSIVE up(id) AS (SELECT :guest_id UNION SELECT merged_into FROM guests JOIN up ON guest_id = id
  WHERE merged_into IS NOT NULL),
down(id) AS (SELECT min(id) FROM up UNION SELECT guest_id FROM guests JOIN down ON merged_into = id)
SELECT id FROM down ORDER BY id""")
"""Merges lead to lesser ids, so the least of those above is the entry that stays, and all below are the same person."""

EXPECTED = literal("""SELECT reservation_id FROM reservations
WHERE status IN ('booked', 'confirmed') AND starts_us < :ends AND ends_us > :begins
ORDER BY starts_us, reservation_id""")
_OF_GUEST = literal(
    "SELECT reservation_id FROM reservations WHERE guest_id = :guest_id ORDER BY starts_us, reservation_id"
)
_NUMBERED = literal("SELECT count(*) FROM purchases WHERE number LIKE :pattern")
_PARTIES_OF_GUEST = literal(
    "SELECT party_id FROM waiting_parties WHERE guest_id = :guest_id ORDER BY joined_us, party_id"
)
_LEADS_OF_GUEST = literal("SELECT lead_id FROM leads WHERE guest_id = :guest_id ORDER BY captured_us, lead_id")


class StoredGuests:
    """The GuestBook port."""

    def __init__(self, any_: Fold, existing: Fold, ask: Ask) -> None:
        self._any, self._existing, self._ask = any_, existing, ask

    def guest(self, guest_id: GuestId) -> Guest:
        guest: Guest = self._existing(Aggregate.GUEST, guest_id)
        return guest

    def kin(self, guest_id: GuestId) -> tuple[GuestId, ...]:
        return tuple(GuestId(row[0]) for row in self._ask(KIN, (guest_id,)))

    def points(self, guest_id: GuestId) -> LoyaltyAccount:
        account: LoyaltyAccount = self._any(Aggregate.LOYALTY, guest_id)
        return account

    def uses(self, promotion_id: PromotionId) -> PromotionUses:
        uses: PromotionUses = self._any(Aggregate.PROMOTION, promotion_id)
        return uses

    def feedback(self, feedback_id: FeedbackId) -> Feedback:
        feedback: Feedback = self._existing(Aggregate.FEEDBACK, feedback_id)
        return feedback


class StoredHouse:
    """The HouseBook port."""

    def __init__(self, any_: Fold, existing: Fold, ask: Ask) -> None:
        self._any, self._existing, self._ask = any_, existing, ask

    def reservation(self, reservation_id: ReservationId) -> Reservation:
        reservation: Reservation = self._existing(Aggregate.RESERVATION, reservation_id)
        return reservation

    def expected(self, begins: datetime, ends: datetime) -> tuple[Reservation, ...]:
        rows = self._ask(EXPECTED, (microseconds(ends), microseconds(begins)))
        return tuple(self.reservation(ReservationId(row[0])) for row in rows)

    def of_guest(self, guest_id: GuestId) -> tuple[Reservation, ...]:
        return tuple(self.reservation(ReservationId(row[0])) for row in self._ask(_OF_GUEST, (guest_id,)))

    def party(self, party_id: PartyId) -> WaitingParty:
        party: WaitingParty = self._existing(Aggregate.PARTY, party_id)
        return party

    def parties_of(self, guest_id: GuestId) -> tuple[WaitingParty, ...]:
        return tuple(self.party(PartyId(row[0])) for row in self._ask(_PARTIES_OF_GUEST, (guest_id,)))

    def lead(self, lead_id: LeadId) -> Lead:
        lead: Lead = self._existing(Aggregate.LEAD, lead_id)
        return lead

    def leads_of(self, guest_id: GuestId) -> tuple[Lead, ...]:
        return tuple(self.lead(LeadId(row[0])) for row in self._ask(_LEADS_OF_GUEST, (guest_id,)))

    def supply(self, supply_id: SupplyId) -> SupplyLevel:
        level: SupplyLevel = self._any(Aggregate.SUPPLY, supply_id)
        return level

    def purchase(self, purchase_id: PurchaseId) -> Purchase:
        purchase: Purchase = self._existing(Aggregate.PURCHASE, purchase_id)
        return purchase

    def purchases_numbered(self, beginning: str) -> int:
        return int(self._ask(_NUMBERED, (f"{beginning}%",))[0][0])
