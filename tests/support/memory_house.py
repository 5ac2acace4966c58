"""Guests, reservations and supplies over a journal in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact
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
from tests.support.memory_journal import Foldable, MemoryJournal

F = TypeVar("F", bound=Foldable)


class MemoryHouse:
    """It is both the GuestBook and the HouseBook of one work under way."""

    def __init__(self, journal: MemoryJournal, staged: Sequence[Fact]) -> None:
        self._journal = journal
        self._staged = staged

    def guest(self, guest_id: GuestId) -> Guest:
        """The guest, or NotFound."""
        return self._existing(Guest(guest_id), Aggregate.GUEST)

    def kin(self, guest_id: GuestId) -> tuple[GuestId, ...]:
        """All entries that are one person."""
        ids = [GuestId(id_) for id_ in self._journal.ids(Aggregate.GUEST, self._staged)]
        stays = self._stays(guest_id)
        return tuple(sorted({stays, *(id_ for id_ in ids if self._stays(id_) == stays)}))

    def points(self, guest_id: GuestId) -> LoyaltyAccount:
        """The points of one entry."""
        return self._journal.folded(LoyaltyAccount(guest_id), Aggregate.LOYALTY, self._staged)

    def uses(self, promotion_id: PromotionId) -> PromotionUses:
        """How often a promotion was used."""
        return self._journal.folded(PromotionUses(promotion_id), Aggregate.PROMOTION, self._staged)

    def feedback(self, feedback_id: FeedbackId) -> Feedback:
        """What a guest said, or NotFound."""
        return self._existing(Feedback(feedback_id), Aggregate.FEEDBACK)

    def reservation(self, reservation_id: ReservationId) -> Reservation:
        """The reservation, or NotFound."""
        return self._existing(Reservation(reservation_id), Aggregate.RESERVATION)

    def expected(self, begins: datetime, ends: datetime) -> tuple[Reservation, ...]:
        """Reservations to come that take part of a time."""
        found = (one for one in self._reservations() if one.starts_at < ends and begins < one.ends_at)
        return tuple(one for one in found if one.is_expected)

    def of_guest(self, guest_id: GuestId) -> tuple[Reservation, ...]:
        """Every reservation in a guest's name."""
        return tuple(one for one in self._reservations() if one.guest_id == guest_id)

    def party(self, party_id: PartyId) -> WaitingParty:
        """The party, or NotFound."""
        return self._existing(WaitingParty(party_id), Aggregate.PARTY)

    def parties_of(self, guest_id: GuestId) -> tuple[WaitingParty, ...]:
        """Every party in a guest's name."""
        found = [one for one in self.parties() if one.joined is not None and one.joined.guest_id == guest_id]
        return tuple(found)

    def parties(self) -> list[WaitingParty]:
        """Every party that ever waited, the earliest first."""
        every = [self.party(PartyId(id_)) for id_ in self._journal.ids(Aggregate.PARTY, self._staged)]
        came = [(one.joined.joined_at, one.id, one) for one in every if one.joined is not None]
        return [one for _, _, one in sorted(came, key=lambda each: each[:2])]

    def lead(self, lead_id: LeadId) -> Lead:
        """The inquiry, or NotFound."""
        return self._existing(Lead(lead_id), Aggregate.LEAD)

    def leads_of(self, guest_id: GuestId) -> tuple[Lead, ...]:
        """Every inquiry that became this guest."""
        return tuple(one for one in self.leads() if one.converted and one.converted.guest_id == guest_id)

    def leads(self) -> list[Lead]:
        """Every inquiry, the earliest first."""
        every = [self.lead(LeadId(id_)) for id_ in self._journal.ids(Aggregate.LEAD, self._staged)]
        return sorted(
            (one for one in every if one.captured is not None), key=lambda one: (one.terms.captured_at, one.id)
        )

    def supply(self, supply_id: SupplyId) -> SupplyLevel:
        """How much there is of a supply."""
        return self._journal.folded(SupplyLevel(supply_id), Aggregate.SUPPLY, self._staged)

    def purchase(self, purchase_id: PurchaseId) -> Purchase:
        """The purchase order, or NotFound."""
        return self._existing(Purchase(purchase_id), Aggregate.PURCHASE)

    def purchases(self) -> list[Purchase]:
        """Every purchase order there is."""
        return [self.purchase(PurchaseId(id_)) for id_ in self._journal.ids(Aggregate.PURCHASE, self._staged)]

    def purchases_numbered(self, beginning: str) -> int:
        """How many have a number that begins so."""
        return sum(1 for one in self.purchases() if one.number.startswith(beginning))

    def _reservations(self) -> list[Reservation]:
        ids = self._journal.ids(Aggregate.RESERVATION, self._staged)
        found = [self.reservation(ReservationId(id_)) for id_ in ids]
        return sorted(found, key=lambda one: (one.starts_at, one.id))

    def _stays(self, guest_id: GuestId) -> GuestId:
        """The least of all entries that merges lead to."""
        further = self._journal.folded(Guest(guest_id), Aggregate.GUEST, self._staged).merged_into
        return guest_id if further is None else self._stays(further)

    def _existing(self, empty: F, aggregate: Aggregate) -> F:
        if not self._journal.facts(aggregate, empty.id, self._staged):
            raise NotFound(aggregate.value, empty.id)
        return self._journal.folded(empty, aggregate, self._staged)
