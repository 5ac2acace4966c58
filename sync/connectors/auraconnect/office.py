"""AuraConnect as the program finds it."""

from __future__ import annotations

from aura_terminal.domain.capabilities import Capability
from sync.connectors.auraconnect.connector import connector_of
from sync.connectors.auraconnect.endpoints import ME
from sync.connectors.auraconnect.hooks import FORM, resources_of, subscribe
from sync.connectors.auraconnect.naming import CONNECTOR
from sync.connectors.auraconnect.store_said import CALLS, store_said
from sync.connectors.auraconnect.words import documented_words
from sync.reconcile.contract import Account, Tokens
from sync.reconcile.office import Office, OfficeHooks
from sync.reconcile.translator import Translator

_SALES, _GUESTS, _STOCK, _PEOPLE = Capability.SALES, Capability.GUESTS, Capability.STOCK, Capability.PEOPLE
_CATALOGUE, _BOOKINGS = Capability.CATALOGUE, Capability.BOOKINGS

KINDS = {
    "order": _SALES, "refund": _SALES, "ticket": _SALES, "table": _SALES, "layout": _SALES, "code": _SALES,
    "item": _CATALOGUE,
    "guest": _GUESTS, "points": _GUESTS, "reward": _GUESTS, "balance": _GUESTS, "feedback": _GUESTS,
    "reservation": _BOOKINGS,
    "supply_adjustment": _STOCK, "supply_count": _STOCK,
    "punch": _PEOPLE,
}  # fmt: skip

RESOURCES = {
    "tax_rates": _CATALOGUE, "categories": _CATALOGUE, "items": _CATALOGUE, "payment_methods": _CATALOGUE,
    "promotions": _CATALOGUE,
    "orders": _SALES, "kitchen": _SALES, "layout": _SALES, "tables": _SALES,
    "customers": _GUESTS, "programmes": _GUESTS, "tiers": _GUESTS, "rewards": _GUESTS,
    "reservations": _BOOKINGS,
    "low_stock": _STOCK, "inventory": _STOCK,
    "staff": _PEOPLE, "schedules": _PEOPLE,
}  # fmt: skip


def _build(account: Account, tokens: Tokens, words: str) -> Translator:
    return connector_of(account, tokens, documented_words(words))


OFFICE = Office(
    CONNECTOR, KINDS, RESOURCES, _build, needs_user=True, probe=ME.call(),
    hooks=OfficeHooks(FORM, resources_of, subscribe), asks=CALLS, says=store_said,
)  # fmt: skip
