"""Names of things here and there: record ids, local ids made from the central's, and what stands for a state."""

from __future__ import annotations

from uuid import UUID, uuid5

from aura_terminal.domain.central import CentralRecord, RecordId, record_id, told_after
from aura_terminal.domain.field_paths import Plain
from aura_terminal.ports.central import PULLED as PULLED
from aura_terminal.ports.central import Picture
from sync.reconcile.contract import digest_of

CONNECTOR = "auraconnect"

_LOCAL_IDS = UUID("0c0bb0f4-3c1e-5f61-9d0e-0c6a3f0b7d21")


def record_of(kind: str, local_id: str) -> RecordId:
    """The id of what AuraConnect keeps of a local thing."""
    return record_id(CONNECTOR, kind, local_id)


def local_id_of(store_id: str, kind: str, central_id: str) -> str:
    """The id every terminal of the store gives to something that came from there."""
    return str(uuid5(_LOCAL_IDS, "\x1f".join((store_id, CONNECTOR, kind, central_id))))


def central_id_of(picture: Picture, kind: str, local_id: str) -> str:
    """The id it has there; empty when it has none."""
    return picture.record(record_of(kind, local_id)).central_id


def variant_key(item: str, variant: str) -> str:
    """A variant with its item, by the ids of either side: variants are numbered within their item."""
    return f"{item}/{variant}"


def as_sent(central_id: str) -> int | str:
    """An id as requests write it: a whole number where it is one."""
    return int(central_id) if central_id.isascii() and central_id.isdigit() else central_id


def content_told(record: CentralRecord, *steps: str) -> str:
    """What stands for the content that the first of these steps that was done told; empty when none was."""
    return next((record.done[step].partition(".")[0] for step in steps if step in record.done), "")


def next_digest(record: CentralRecord, content: Plain, *steps: str) -> str:
    """What stands for a content told after what these steps told before.

    It differs each time, so that going back to an earlier content is not taken for a repeat of it (same key).
    """
    before = next((record.done[step] for step in steps if step in record.done), "")
    return told_after(digest_of(content), before)
