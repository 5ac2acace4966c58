"""What terminals say to each other, as types: one table of messages, and bounds on every text, list and number.

A message on the wire is one byte (its number, plus 128 when the rest is compressed) and a msgpack array of its fields
in this order. Fields are only ever added at the end, with a default; messages are only ever added to the table.
So one minor version apart works both ways: a field too many is passed over, and so is a number the table does not know
when it comes from a newer minor version. A new major version is another protocol.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, NamedTuple, TypeAlias

from msgspec import Meta, Struct

MAJOR: Final = 1
MINOR: Final = 1
"""1: accounts at central back offices are handed over."""

MESSAGE_LIMIT: Final = 4 * 1024 * 1024
"""The longest message on the wire, in bytes, and the longest one once it is decompressed."""
PIECE_LIMIT: Final = 1024 * 1024
"""The longest piece of a snapshot, in bytes."""
VECTOR_LIMIT: Final = 4096
"""How many origins a vector may name: every terminal a store ever had, and one more for every restore."""
BATCH_LIMIT: Final = 4096
"""How many facts a run may hold; senders stay far below."""
HASH_BYTES: Final = 32

Text: TypeAlias = Annotated[str, Meta(max_length=256)]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=128)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]
Place: TypeAlias = Annotated[int, Meta(ge=1, le=2**53)]
Wall: TypeAlias = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Number: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Hash: TypeAlias = Annotated[bytes, Meta(min_length=HASH_BYTES, max_length=HASH_BYTES)]
Payload: TypeAlias = Annotated[bytes, Meta(max_length=1024 * 1024)]
Piece: TypeAlias = Annotated[bytes, Meta(max_length=PIECE_LIMIT)]
Day: TypeAlias = Annotated[bytes, Meta(max_length=3 * 1024 * 1024)]
Texts: TypeAlias = Annotated[list[Text], Meta(max_length=BATCH_LIMIT)]


class Reach(NamedTuple):
    """How far one origin is held without a gap."""

    origin: Name
    seq: Count


class Head(NamedTuple):
    """The last fact held of one origin; with the chain its hash stands for everything before it."""

    origin: Name
    seq: Place
    hash: Hash


class Heard(NamedTuple):
    """A terminal that another one hears directly."""

    label: Text
    origin: Name


Vector: TypeAlias = Annotated[list[Reach], Meta(max_length=VECTOR_LIMIT)]
Heads: TypeAlias = Annotated[list[Head], Meta(max_length=VECTOR_LIMIT)]


class Hello(Struct, array_like=True, frozen=True):
    """The first message of both ends. A newcomer that has no store yet says hello with an empty origin."""

    major: Count
    minor: Count
    store_id: Text
    terminal_id: Text
    label: Text
    origin: Text
    app: Text
    wall_ms: Wall
    known: Vector
    draw: Number
    """Drawn by chance for this link: of two links between the same terminals both ends keep the same one."""
    beside: Annotated[list[Number], Meta(max_length=8)] = []
    """What the sender drew for its other links with the same terminal."""


class Run(Struct, array_like=True, frozen=True):
    """Facts of one origin without a gap, column by column; the columns are of one length.

    `prev` is what the first fact follows, the others follow each other, and `last` is the hash of the last one: with
    the rule of the chain it proves all of them, so the hashes between are not sent. `stamps` holds the first stamp,
    then how far each is beyond the one before.
    """

    origin: Name
    first: Place
    prev: Hash
    fact_ids: Texts
    stamps: Annotated[list[Number], Meta(max_length=BATCH_LIMIT)]
    aggregates: Texts
    aggregate_ids: Texts
    types: Texts
    versions: Annotated[list[Annotated[int, Meta(ge=1, le=2**32 - 1)]], Meta(max_length=BATCH_LIMIT)]
    payloads: Annotated[list[Payload], Meta(max_length=BATCH_LIMIT)]
    actors: Texts
    dates: Texts
    last: Hash


class Facts(Struct, array_like=True, frozen=True):
    """Facts handed over: the sender's own as they are made, others as they were asked for. A bulk message."""

    runs: Annotated[list[Run], Meta(max_length=64)]


class Have(Struct, array_like=True, frozen=True):
    """How many bulk messages of this link were dealt with, and how far what came by it is durable now.

    It also asks for more: a sender keeps a bounded number of bulk messages on the way.
    """

    taken: Count
    reach: Vector


class Want(Struct, array_like=True, frozen=True):
    """Hand over these origins after these places, now and from now on, until `Enough` is said or the link is lost."""

    after: Vector


class Enough(Struct, array_like=True, frozen=True):
    """These origins are no longer asked for here."""

    origins: Annotated[list[Name], Meta(max_length=VECTOR_LIMIT)]


class Gone(Struct, array_like=True, frozen=True):
    """What was asked for lies at or before these places and has left the journal: ask for days or a snapshot."""

    bases: Vector


class Beat(Struct, array_like=True, frozen=True):
    """Every few seconds: I live, this is my time, these I hear, this I hold.

    `heads` are those that changed since the last beat on this link, `digest` is over all that were told on it.
    `echo_at` is the `at` of the last beat heard from the receiver and `echo_heard` the sender's time then; 0 for none.
    `reaches` names the back offices that the sender reaches and speaks to for the store.
    """

    at: Wall
    echo_at: Wall
    echo_heard: Wall
    hears: Annotated[list[Heard], Meta(max_length=256)]
    heads: Heads
    digest: Annotated[bytes, Meta(max_length=HASH_BYTES)]
    reaches: Annotated[list[Name], Meta(max_length=16)] = []


class HeadsAsk(Struct, array_like=True, frozen=True):
    """Tell all heads again with the next beat."""


class Doing(StrEnum):
    """What somebody is at."""

    EDITING = "editing"
    PAYING = "paying"


class Doer(Struct, array_like=True, frozen=True):
    """Who is at which order."""

    order_id: Name
    staff: Text
    doing: Doing


class Said(Struct, array_like=True, frozen=True):
    """Everything somebody is doing at the sender's terminal just now; replaces what it said before."""

    doers: Annotated[list[Doer], Meta(max_length=32)]


class TokenAsk(Struct, array_like=True, frozen=True):
    """Terminal `to` asks `holder` for an order's money token. Passed on at most `hops` times, once by each terminal."""

    ask_id: Number
    order_id: Name
    holder: Name
    to: Name
    hops: Annotated[int, Meta(ge=0, le=8)]


class SnapshotAsk(Struct, array_like=True, frozen=True):
    """Send the snapshot a new terminal begins with."""


class SnapshotPart(Struct, array_like=True, frozen=True):
    """One piece of a snapshot, in order from 0. A bulk message."""

    number: Count
    piece: Piece


class SnapshotEnd(Struct, array_like=True, frozen=True):
    """The snapshot is whole: so many pieces, and the SHA-256 of all their bytes. No pieces: there is none to give."""

    parts: Count
    sha256: Hash


class DaysAsk(Struct, array_like=True, frozen=True):
    """Send the documents of closed days after a business date (ISO 8601; empty for all)."""

    after: Annotated[str, Meta(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class DayPart(Struct, array_like=True, frozen=True):
    """The document of one closed day, as its keeper made it. A bulk message."""

    document: Day


class DaysEnd(Struct, array_like=True, frozen=True):
    """All days that were asked for have been sent."""


class Account(Struct, array_like=True, frozen=True):
    """An account at a back office with its secret; `given_ms` is when a person gave it: the later one counts.

    `user` is a dash where the account has none; `serves` is what it is used for, apart by spaces, empty for the usual.
    """

    connector: Name
    url: Annotated[str, Meta(min_length=1, max_length=1024)]
    user: Name
    tenant: Text
    language: Text
    given_ms: Wall
    secret: Annotated[str, Meta(min_length=1, max_length=1024)]
    serves: Text = ""

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Account(connector={self.connector!r}, user={self.user!r})"


class Accounts(Struct, array_like=True, frozen=True):
    """The accounts at back offices that the sender has, so that the receiver may speak with them when it is gone."""

    accounts: Annotated[list[Account], Meta(max_length=16)]


Message: TypeAlias = (
    Hello | Facts | Have | Want | Enough | Gone | Beat | HeadsAsk | Said | TokenAsk
    | SnapshotAsk | SnapshotPart | SnapshotEnd | DaysAsk | DayPart | DaysEnd | Accounts
)  # fmt: skip

MESSAGES: Final[dict[int, type[Message]]] = {
    1: Hello, 2: Facts, 3: Have, 4: Want, 5: Enough, 6: Gone, 7: Beat, 8: HeadsAsk, 9: Said, 10: TokenAsk,
    11: SnapshotAsk, 12: SnapshotPart, 13: SnapshotEnd, 14: DaysAsk, 15: DayPart, 16: DaysEnd,
    17: Accounts,
}  # fmt: skip
"""Every message of this version by its number."""

BULK: Final = (Facts, SnapshotPart, SnapshotEnd, DayPart, DaysEnd)
"""Messages that are counted by `Have.taken`."""
