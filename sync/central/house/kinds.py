"""The kinds of stored data that follow from facts about the house."""

from __future__ import annotations

from sync.central.resources import Kind

RESERVATION = Kind(
    "reservation", "Reservation",
    searched=("customer_name", "contact_phone", "contact_email", "confirmation_number", "special_requests"),
    named="customer_name", status="status", day="reservation_date", subject="customer_id",
)  # fmt: skip
FEEDBACK = Kind("feedback", "Feedback", searched=("comments",), status="rating", subject="customer_id")
ADJUSTMENT = Kind(
    "supply_adjustment", "Inventory adjustment", searched=("notes",), day="expiry_date", subject="inventory_id"
)
