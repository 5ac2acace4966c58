"""Names of things here and there, and the references by which what was told is found again."""

from __future__ import annotations

from aura_terminal.domain.central import RecordId
from aura_terminal.ports.central import Picture
from sync.reconcile.naming import Naming

CONNECTOR = "unified"
NAMING = Naming(CONNECTOR)
COUNTER = "counter"
"""The record of the customer that stands for everybody who pays at the counter."""
_HOUSE = "HA-"


def record_of(kind: str, local_id: str) -> RecordId:
    """The id of what the Unified Assistant keeps of a local thing."""
    return NAMING.record_of(kind, local_id)


def central_id_of(picture: Picture, kind: str, local_id: str) -> str:
    """The id it has there; empty when it has none."""
    return NAMING.central_id_of(picture, kind, local_id)


def tail(id_: str) -> str:
    """The random end of an id, for references that people read as well."""
    return id_[-8:]


def reference(number: str, id_: str, place: int = 0) -> str:
    """What stands on an invoice or payment of ours: the number staff know, and what makes it one of its kind."""
    return f"{number}/{tail(id_)}" + (f".{place}" if place else "")


def invoice_mark(number: str, id_: str, store_id: str) -> str:
    """What every line of an invoice of ours begins with; it names the store as well, for companies of several."""
    return f"{reference(number, id_)}-{tail(store_id)}"


def is_mark_of(mark: str, store_id: str) -> bool:
    """Whether a line was written by a terminal of this store, heard or not."""
    return mark.endswith(f"-{tail(store_id)}")


def customer_code(local_id: str, store_id: str) -> str:
    """The code of a customer this store made there."""
    return f"AURA-{tail(store_id)}" if local_id == COUNTER else f"{_HOUSE}{tail(store_id)}-{tail(local_id)}"


def is_of_store(code: str, store_id: str) -> bool:
    """Whether a customer was made by this store for a house account."""
    return code.startswith(f"{_HOUSE}{tail(store_id)}-")
