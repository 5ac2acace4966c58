"""Roles and what they may do, in the words of the reference ("menu:read")."""

from __future__ import annotations

from collections.abc import Mapping

AREAS = (
    "orders", "menu", "inventory", "kds", "payroll", "tax", "analytics", "customers", "payments", "pos",
    "promotions", "reservations", "tables", "feedback", "loyalty", "staff", "schedules", "webhooks", "restaurants",
    "settings", "users",
)  # fmt: skip

RECORD = "orders:record"
"""To record a sale as it was made elsewhere: prices as sold, what the menu would not offer now."""
REFUND = "payments:refund"
CLOCK = "staff:clock"

EVERYTHING = (*(f"{area}:{right}" for area in AREAS for right in ("read", "write")), RECORD, REFUND, CLOCK)

_PEOPLE = ("staff:read", "schedules:read", CLOCK)
_FLOOR = ("tables:read", "tables:write", "reservations:read", "reservations:write")
_SERVES = (
    "orders:read", "orders:write", "menu:read", "kds:read", "tax:read", "payments:read", "payments:write",
    "promotions:read", "customers:read", "customers:write", "loyalty:read", "loyalty:write", "feedback:read",
    "feedback:write", "restaurants:read", *_FLOOR, *_PEOPLE,
)  # fmt: skip

ROLES: Mapping[str, tuple[str, ...]] = {
    "owner": EVERYTHING,
    "manager": tuple(one for one in EVERYTHING if one not in ("users:write", "payroll:write")),
    "terminal": tuple(one for one in EVERYTHING if one not in ("users:write", "payroll:write", "payroll:read")),
    "cashier": (*_SERVES, "inventory:read"),
    "server": _SERVES,
    "kitchen": ("orders:read", "kds:read", "kds:write", "menu:read", "inventory:read", "inventory:write", *_PEOPLE),
    "host": ("orders:read", "menu:read", "customers:read", "customers:write", *_FLOOR, *_PEOPLE),
    "accountant": ("orders:read", "payments:read", "tax:read", "analytics:read", "payroll:read", "payroll:write",
                   "staff:read"),
}  # fmt: skip
"""What each role may do; the owner everything."""
