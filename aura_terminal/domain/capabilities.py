"""What a central back office may be used for: a store gives each of these to one back office at most."""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    """One thing a back office may be good at."""

    CATALOGUE = "catalogue"
    """What is sold: dishes, prices, taxes, ways to pay, promotions."""
    SALES = "sales"
    """Orders, payments and refunds, and the kitchen and tables they are at."""
    GUESTS = "guests"
    """Who comes: guests, what they like, points and rewards."""
    BOOKINGS = "bookings"
    """Reservations, event bookings and inquiries."""
    STOCK = "stock"
    """What is in store and what is bought: levels, adjustments, counts, purchase orders, deliveries."""
    PEOPLE = "people"
    """Who works: staff, planned shifts, punches."""
    ACCOUNTING = "accounting"
    """House accounts, invoices, takings."""
    ASSISTANT = "assistant"
    """Somebody to ask; online only."""
