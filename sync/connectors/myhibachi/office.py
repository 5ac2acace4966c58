"""MyHibachi as the program finds it."""

from __future__ import annotations

from aura_terminal.domain.capabilities import Capability
from sync.connectors.myhibachi.connector import KEY_HEADERS, connector_of
from sync.connectors.myhibachi.endpoints import BOOKINGS, HEALTH
from sync.connectors.myhibachi.hooks import FORM, resources_of
from sync.connectors.myhibachi.live import LIVE
from sync.connectors.myhibachi.naming import CONNECTOR
from sync.reconcile.contract import Account, Tokens
from sync.reconcile.office import BadWords, Manners, Office, OfficeHooks
from sync.reconcile.translator import Translator

KINDS = {
    "reservation": Capability.BOOKINGS, "booking": Capability.BOOKINGS, "lead": Capability.BOOKINGS,
    "customer": Capability.GUESTS, "assistant": Capability.ASSISTANT,
}  # fmt: skip
RESOURCES = {
    "bookings": Capability.BOOKINGS, "leads": Capability.BOOKINGS, "analytics": Capability.BOOKINGS,
    "customers": Capability.GUESTS,
}  # fmt: skip


def _build(account: Account, tokens: Tokens, words: str) -> Translator:
    if words.strip():
        raise BadWords("MyHibachi's words are those of its document: there is nothing to rename")
    return connector_of(account, tokens)


OFFICE = Office(
    CONNECTOR, KINDS, RESOURCES, _build, Manners(keeps_keys=False, hour=60 * 60, minute=60), key_headers=KEY_HEADERS,
    probe=BOOKINGS.call(query={"limit": "1"}), hooks=OfficeHooks(FORM, resources_of), live=LIVE, health=HEALTH,
)  # fmt: skip
