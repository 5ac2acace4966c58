"""Names of things here and there: record ids, local ids made from a central's, and what stands for a content."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from aura_terminal.domain.central import CentralRecord, RecordId, record_id, told_after
from aura_terminal.domain.field_paths import Plain
from aura_terminal.ports.central import Picture
from sync.reconcile.contract import digest_of

_LOCAL_IDS = UUID("0c0bb0f4-3c1e-5f61-9d0e-0c6a3f0b7d21")


@dataclass(frozen=True, slots=True)
class Naming:
    """How things are named between this store and one back office."""

    connector: str

    def record_of(self, kind: str, local_id: str) -> RecordId:
        """The id of what the back office keeps of a local thing."""
        return record_id(self.connector, kind, local_id)

    def local_id_of(self, store_id: str, kind: str, central_id: str) -> str:
        """The id every terminal of the store gives to something that came from there."""
        return str(uuid5(_LOCAL_IDS, "\x1f".join((store_id, self.connector, kind, central_id))))

    def central_id_of(self, picture: Picture, kind: str, local_id: str) -> str:
        """The id it has there; empty when it has none."""
        return picture.record(self.record_of(kind, local_id)).central_id


def content_told(record: CentralRecord, *steps: str) -> str:
    """What stands for the content that the first of these steps that was done told; empty when none was."""
    return next((record.done[step].partition(".")[0] for step in steps if step in record.done), "")


def next_digest(record: CentralRecord, content: Plain, *steps: str) -> str:
    """What stands for a content told after what these steps told before.

    It differs each time, so that going back to an earlier content is not taken for a repeat of it (same key).
    """
    before = next((record.done[step] for step in steps if step in record.done), "")
    return told_after(digest_of(content), before)
