"""AuraFlow POS as the program finds it."""

from __future__ import annotations

from aura_terminal.domain.capabilities import Capability
from sync.connectors.auraflow.connector import KEY_HEADERS, connector_of
from sync.connectors.auraflow.endpoints import PRODUCTS
from sync.connectors.auraflow.hooks import FORM, resources_of
from sync.connectors.auraflow.naming import CONNECTOR
from sync.connectors.auraflow.sandbox import mixed_up
from sync.connectors.auraflow.words import documented_words
from sync.reconcile.contract import Account, Tokens
from sync.reconcile.office import Manners, Office, OfficeHooks
from sync.reconcile.translator import Translator

KINDS = {
    "sale": Capability.SALES, "return": Capability.SALES,
    "details": Capability.CATALOGUE,
    "guest": Capability.GUESTS,
    "supply_adjustment": Capability.STOCK, "supply_count": Capability.STOCK,
}  # fmt: skip
"""Products belong to nothing: those of what was sold are made wherever sales are told."""

RESOURCES = {
    "products": Capability.CATALOGUE,
    "customers": Capability.GUESTS,
    "levels": Capability.STOCK,
    "sales_report": Capability.SALES, "transactions": Capability.SALES, "top_products": Capability.SALES,
}  # fmt: skip

HOUR, MINUTE = 1000, 60
"""The standard plan ("Rate Limits"); its burst of 100 in ten seconds lies above what a minute may hold."""


def _build(account: Account, tokens: Tokens, words: str) -> Translator:
    return connector_of(tokens, documented_words(words))


OFFICE = Office(
    CONNECTOR, KINDS, RESOURCES, _build, Manners(keeps_keys=False, hour=HOUR, minute=MINUTE), KEY_HEADERS,
    probe=PRODUCTS.call(query={"limit": "1"}), hooks=OfficeHooks(FORM, resources_of), unfit=mixed_up,
)  # fmt: skip
