"""What differs between clouds that drive a card terminal over the internet: a table of calls and of readings.

The driver knows when to ask; a dialect knows how to say it and what the answer means. `attempt` is our own reference in
every call, and the key under which the cloud does a thing once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import (
    CardApproved,
    CardCancelled,
    CardDeclined,
    ReaderAbilities,
    ReaderRequest,
    ReaderStatus,
)
from devices.readers.http_exchange import Reply


class Look(Enum):
    """What one look found where it found no outcome."""

    OPEN = "open"
    NOTHING = "nothing"
    OF_ANOTHER = "of_another"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True)
class Said:
    """One call in a dialect; `once` is the idempotency key where the cloud takes one."""

    method: str
    path: str
    fields: Mapping[str, object] = field(default_factory=dict)
    once: str = ""


Outcome = CardApproved | CardDeclined | CardCancelled


class NotReadable(Exception):
    """A reply that is not what the documents say."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One cloud. Calls that move no money may be repeated; `start` and `give_back` are said once."""

    name: str
    address: str
    abilities: ReaderAbilities
    encode: Callable[[Mapping[str, object]], tuple[str, bytes]]
    authorise: Callable[[str], str]
    takes: Callable[[Money], bool]
    begin: Callable[[ReaderRequest], Said | None]
    read_begun: Callable[[Reply], str]
    start: Callable[[ReaderRequest], Said]
    look: Callable[[ReaderRequest], Said]
    read_look: Callable[[ReaderRequest, Reply], Outcome | Look]
    reader: Callable[[], Said]
    is_at_work: Callable[[ReaderRequest, Reply], bool]
    read_failure: Callable[[ReaderRequest, Reply], Outcome | None]
    read_status: Callable[[Reply], ReaderStatus]
    cancel: Callable[[], Said]
    withdraw: Callable[[ReaderRequest], Said | None]
    is_withdrawn: Callable[[Reply], bool]
    refused: Callable[[Reply], CardDeclined]
    give_back: Callable[[ReaderRequest], Said] | None = None
    find_back: Callable[[ReaderRequest], Said] | None = None
    read_back: Callable[[ReaderRequest, Reply], Outcome | Look] | None = None
