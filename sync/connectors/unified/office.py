"""The Unified Assistant as the program finds it."""

from __future__ import annotations

from aura_terminal.domain.capabilities import Capability
from sync.connectors.unified.connector import KEY_HEADERS, connector_of
from sync.connectors.unified.endpoints import OVERVIEW
from sync.connectors.unified.hooks import FORM, change, listed, resources_of, subscribe, unsubscribe
from sync.connectors.unified.live import LIVE
from sync.connectors.unified.naming import CONNECTOR
from sync.connectors.unified.words import documented_words
from sync.reconcile.contract import Account, Tokens
from sync.reconcile.office import Manners, Office, OfficeHooks
from sync.reconcile.translator import Translator

HOUR = 1000
"""Requests an hour of the standard tier ("Rate Limits"); headers say so of others."""

KINDS = {
    "account": Capability.ACCOUNTING, "invoice": Capability.ACCOUNTING, "receipt": Capability.ACCOUNTING,
    "takings": Capability.ACCOUNTING, "purchase": Capability.STOCK, "delivery": Capability.STOCK,
}  # fmt: skip

RESOURCES = {
    "customers": Capability.ACCOUNTING, "invoices": Capability.ACCOUNTING, "overview": Capability.ACCOUNTING,
    "kpis": Capability.ACCOUNTING, "revenue": Capability.ACCOUNTING, "receivables": Capability.ACCOUNTING,
    "materials": Capability.STOCK, "low_materials": Capability.STOCK, "suppliers": Capability.STOCK,
    "purchase_orders": Capability.STOCK,
}  # fmt: skip


def _build(account: Account, tokens: Tokens, words: str) -> Translator:
    return connector_of(account, tokens, documented_words(words))


OFFICE = Office(
    CONNECTOR, KINDS, RESOURCES, _build, Manners(keeps_keys=False, hour=HOUR), KEY_HEADERS, probe=OVERVIEW.call(),
    hooks=OfficeHooks(FORM, resources_of, subscribe, unsubscribe, listed, change), live=LIVE,
)  # fmt: skip
