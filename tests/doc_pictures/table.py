"""Which scene each picture of the documentation shows, by what light and how large."""

from __future__ import annotations

from collections.abc import Mapping

NIGHT, DAY = "night", "day"
WIDE, SMALL, KITCHEN = (1366, 768), (1024, 768), (1280, 800)
SCENES: Mapping[str, tuple[str, str, tuple[int, int]]] = {
    "assistant": ("hibachi.assistant", DAY, SMALL),
    "audit": ("audit.exceptions", NIGHT, WIDE),
    "back-office": ("mesh.back_office", NIGHT, WIDE),
    "cash-drawer": ("cash.running", NIGHT, WIDE),
    "change": ("register.settled", NIGHT, WIDE),
    "choices": ("register.choices", NIGHT, WIDE),
    "day": ("closing.closed", NIGHT, WIDE),
    "devices": ("device.trouble", NIGHT, WIDE),
    "floor-plan": ("shop.floor", DAY, WIDE),
    "guest-card": ("guest.guest_card", DAY, SMALL),
    "house-account": ("value.look", DAY, SMALL),
    "inquiries": ("hibachi.leads", DAY, WIDE),
    "invoices": ("value.invoices", DAY, SMALL),
    "kitchen": ("kitchen.pizza", NIGHT, WIDE),
    "myhibachi-bookings": ("hibachi.bookings", NIGHT, WIDE),
    "pass": ("kitchen.pass", NIGHT, KITCHEN),
    "payment": ("register.payment", NIGHT, WIDE),
    "purchasing": ("purchase.delivery", DAY, SMALL),
    "register": ("register.register", NIGHT, WIDE),
    "register-day": ("register.register", DAY, WIDE),
    "reports": ("report.dashboard", NIGHT, WIDE),
    "subscribers": ("mesh.subscribers", NIGHT, WIDE),
    "tables": ("floor.floor", NIGHT, WIDE),
    "terminals": ("mesh.peers", DAY, WIDE),
    "time-clock": ("hours.clock", NIGHT, WIDE),
    "to-decide": ("mesh.inbox", NIGHT, WIDE),
}
FIRST_RUN = tuple(f"first-run-{step}" for step in ("welcome", "country", "rules", "menu-wrong", "pin", "printers"))


def names() -> tuple[str, ...]:
    """Every picture that is made."""
    return (*SCENES, *FIRST_RUN)
