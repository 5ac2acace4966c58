"""What back offices take as a booking, asked before anything is kept: nobody is promised what would be refused."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.bookings import BookingTerms, Wanted, must_be_taken
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.store import Work


def must_be_bookable(
    work: Work, *, name: str, phone: str, starts_at: datetime, party_size: int, occasion: str = ""
) -> None:
    """Refuse what a back office that keeps the store's bookings would. Raises RuleBroken(BOOKING_NOT_TAKEN)."""
    calendar = work.documents.get(StoreProfile, STORE_PROFILE).calendar
    wanted = Wanted(name, phone, calendar.local(starts_at).date(), party_size, occasion)
    for terms in work.documents.all(BookingTerms):
        must_be_taken(terms, wanted, calendar.local(work.store_time).date())
