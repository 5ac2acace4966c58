"""Names of things here and at AuraConnect."""

from __future__ import annotations

from aura_terminal.domain.central import RecordId
from aura_terminal.ports.central import PULLED as PULLED
from aura_terminal.ports.central import Picture
from sync.reconcile.naming import Naming
from sync.reconcile.naming import content_told as content_told
from sync.reconcile.naming import next_digest as next_digest

CONNECTOR = "auraconnect"
NAMING = Naming(CONNECTOR)


def record_of(kind: str, local_id: str) -> RecordId:
    """The id of what AuraConnect keeps of a local thing."""
    return NAMING.record_of(kind, local_id)


def local_id_of(store_id: str, kind: str, central_id: str) -> str:
    """The id every terminal of the store gives to something that came from there."""
    return NAMING.local_id_of(store_id, kind, central_id)


def central_id_of(picture: Picture, kind: str, local_id: str) -> str:
    """The id it has there; empty when it has none."""
    return NAMING.central_id_of(picture, kind, local_id)


def variant_key(item: str, variant: str) -> str:
    """A variant with its item, by the ids of either side: variants are numbered within their item."""
    return f"{item}/{variant}"


def as_sent(central_id: str) -> int | str:
    """An id as requests write it: a whole number where it is one."""
    return int(central_id) if central_id.isascii() and central_id.isdigit() else central_id
