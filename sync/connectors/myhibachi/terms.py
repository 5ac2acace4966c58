"""What MyHibachi takes as a booking ("Create Booking Request", validation rules), as a document of the store."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.bookings import BookingTerms
from sync.connectors.myhibachi.naming import CONNECTOR

MONDAY = 0
OCCASIONS = ("birthday", "wedding", "corporate", "anniversary", "other")
WORDS = (
    ("name", "Required, 2-100 characters"),
    ("phone", "Required, valid phone format"),
    ("event_date", "Required, future date, not Monday (restaurant closed)"),
    ("guest_count", "Required, 1-500 guests"),
    ("event_type", "Optional, one of: birthday, wedding, corporate, anniversary, other"),
)
"""As the document writes them."""


def booking_terms(since: datetime) -> BookingTerms:
    """The rules, in force from a time on."""
    return BookingTerms(CONNECTOR, (MONDAY,), 1, 500, 2, 100, OCCASIONS, WORDS, since)
