"""Names of things here and at AuraFlow."""

from __future__ import annotations

from aura_terminal.domain.central import RecordId
from aura_terminal.ports.central import Picture
from sync.reconcile.naming import Naming

CONNECTOR = "auraflow"
NAMING = Naming(CONNECTOR)


def record_of(kind: str, local_id: str) -> RecordId:
    """The id of what AuraFlow keeps of a local thing."""
    return NAMING.record_of(kind, local_id)


def central_id_of(picture: Picture, kind: str, local_id: str) -> str:
    """The id it has there; empty when it has none."""
    return NAMING.central_id_of(picture, kind, local_id)


def variation_key(item: str, variation: str) -> str:
    """A variation with its product, by the ids of either side: nothing says that its id is unique alone."""
    return f"{item}/{variation}"
