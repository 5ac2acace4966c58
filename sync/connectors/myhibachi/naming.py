"""Names of things here and at MyHibachi.

A `booking` record is one of theirs by its own id: seen in the list, then asked for. A `reservation` is ours, whichever
side made it; `lead` and `guest` are ours as well, and a `customer` is theirs again, as `booking` is.
"""

from __future__ import annotations

import re

from aura_terminal.domain.central import RecordId
from sync.reconcile.naming import Naming

CONNECTOR = "myhibachi"
NAMING = Naming(CONNECTOR)
SEEN, DETAILS, SAME = "seen", "details", "same"

OUR_RESERVATION = re.compile(r"\[(?P<id>[0-9a-f-]{36})\]\s*$")
OUR_INQUIRY = re.compile(r"\[inquiry (?P<id>[0-9a-f-]{36})\]\s*$")
"""How words end that are about one of ours; those of an inquiry may become the notes of its booking."""


def record_of(kind: str, local_id: str) -> RecordId:
    """The id of what MyHibachi keeps of a thing."""
    return NAMING.record_of(kind, local_id)
