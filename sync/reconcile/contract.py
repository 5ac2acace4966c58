"""What a connector gives and takes: steps to send, answers read, pages taken. Pure types; no I/O, no clock, no chance.

The *courier* (`sync.reconcile.courier`) asks a connector what is due, sends it in order, and writes down what came
of it. A connector only knows the documents of its back office; it never retries, waits, stores or sends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import Protocol, TypeAlias
from uuid import UUID, uuid5

import msgspec

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.field_paths import Plain
from aura_terminal.ports.central import Picture, Sweep, Touched, WireRow


class Lane(IntEnum):
    """What goes first when requests are short; within a lane the oldest."""

    SIGN_IN = 0
    MONEY = 1
    ORDERS = 2
    PEOPLE = 3
    GUESTS = 4
    KITCHEN = 5
    STOCK = 6
    REFERENCE = 7


@dataclass(frozen=True, slots=True)
class Call:
    """An HTTP request as a connector wants it: path with query, below the base address. The courier adds headers."""

    method: str
    path: str
    body: Plain = None

    @property
    def is_write(self) -> bool:
        """Whether it changes something there, and so goes out under an idempotency key."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Step:
    """Something the central should be told now. `digest` stands for all it says; `creates` makes a new object there, or
    brings one back that somebody there called off: who takes over looks before it is told.

    `needs` are records that have to be linked before; the courier sends the first due step of a record alone.
    """

    record: RecordId
    step: str
    lane: Lane
    call: Call
    digest: str
    creates: bool = False
    needs: tuple[RecordId, ...] = ()
    is_moot: bool = False
    """Whether it is only to be looked for: nobody would tell it any more, but it may have been told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due for a record, in order. `problem` says why nothing can be sent although something is due.

    `about` is the record of the thing that has no counterpart there, which a person may name.
    """

    steps: tuple[Step, ...] = ()
    problem: Problem | None = None
    problem_step: str = ""
    detail: str = ""
    about: str = ""


class Problem(StrEnum):
    """Why something waits for a person, for the words of the sync centre."""

    REFUSED = "refused"
    """The central found it wrong (400, 422)."""
    NOT_ALLOWED = "not_allowed"
    """The account may not do it (403)."""
    GONE = "gone"
    """The central does not know it (404)."""
    CONFLICT = "conflict"
    """The central has it otherwise (409)."""
    UNREADABLE = "unreadable"
    """The central's answer is not what its documents say; `field` is the path."""
    UNSURE = "unsure"
    """It may have been done, the central keeps no keys, and looking did not tell."""
    UNKNOWN_ITEM = "unknown_item"
    """Something sold here has no counterpart at the central."""
    UNKNOWN_STAFF = "unknown_staff"
    """Somebody who works here has no counterpart at the central."""
    UNKNOWN_TABLE = "unknown_table"
    """A table has no counterpart at the central."""
    UNDELIVERED = "undelivered"
    """A subscriber did not take an event, however often it was told."""
    TOO_OLD = "too_old"
    """What would be told has left the store's journal."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing whole came back. `maybe_done` is False only when the request surely never left this machine.

    `is_turned_away` says that a machine was reached at which nobody listens.
    """

    why: str
    maybe_done: bool
    is_turned_away: bool = False


Answer: TypeAlias = Reply | Lost


@dataclass(frozen=True, slots=True)
class Done:
    """The central took it, or has had it already. Further facts follow from the answer (points, prices)."""

    central_id: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    is_same: bool = True
    """False for something found by looking: it is there, perhaps as another terminal told it when it knew less."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The central said no for good."""

    problem: Problem
    status: int
    said: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it was done: a cut line, 5xx, a captive portal's page, half a body. Same key again later.

    Facts are what is to be asked for before it can be known.
    """

    why: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """The central asks to come back after so many seconds (429, 503 with Retry-After); it was not done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Again:
    """It was not taken, and is told again as it is after so many seconds, over a restart of this program as well: a
    plan of the connector's own (a subscriber's 1, 5 and 15 minutes), which nothing that goes well shortens."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class SignInAgain:
    """The token is not good any more (401); refresh once, then the same request under the same key."""


@dataclass(frozen=True, slots=True)
class LookFirst:
    """The central says it has this already, or is past it (409): it is looked up now.

    Where `look` has no way, or it is not there, it comes to `otherwise`.
    """

    otherwise: Refusal


Outcome: TypeAlias = Done | Refusal | Unknown | Later | Again | SignInAgain | LookFirst


@dataclass(frozen=True, slots=True)
class Pull:
    """A resource that is mirrored here. `every` is how many seconds apart passes should begin, budget permitting.

    `kind` is the kind of record its things are linked as: one with work pending is never taken for vanished.
    Nothing is told before every pull that `is_base` has been made once: what is sold could not be named.
    """

    resource: str
    every: float
    kind: str = ""
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What one page held: facts it makes (already compared with what is true, so an unchanged page makes none).

    `ids` are the central's ids on it; `watermark` the greatest server time seen on it, ISO 8601 in UTC with Z (texts
    are compared); `total` how many there are, if said. A sweep's own watermark already lies two minutes before the
    greatest time of an earlier pass.
    """

    facts: tuple[Fact, ...]
    ids: tuple[str, ...]
    has_next: bool
    watermark: str = ""
    total: int | None = None
    is_enough: bool = False
    """Everything further back was seen in an earlier pass (newest first, down to the watermark less the overlap)."""
    troubles: tuple[str, ...] = ()
    """What was left out or not believed, in words; the rest of the page counts."""
    has_gaps: bool = False
    """Whether something on it could not even be told by its id: then nothing follows from what a pass did not show."""


class Unreadable(Exception):
    """The central sent something its documents do not say: the path of the field and what stood there."""

    def __init__(self, path: str, found: str) -> None:
        super().__init__(f"the central sent {found} at {path}")
        self.path = path
        self.found = found


class Tokens(Protocol):
    """Where an account's secrets are kept: a keyring, and in memory. Nothing of it is ever logged or journalled."""

    def get(self, name: str) -> str:
        """A secret, or an empty text."""

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; an empty one is forgotten."""


@dataclass(frozen=True, slots=True)
class RateWord:
    """What headers say of the budget: at most `limit` an hour, `remaining` of it until `reset` (Unix seconds)."""

    limit: int | None = None
    remaining: int | None = None
    reset: int | None = None
    retry_after: float | None = None


class Connector(Protocol):
    """One back office by its documents. Pure but for `session`, which holds tokens."""

    @property
    def name(self) -> str:
        """As in settings and record ids: auraconnect."""

    def headers(self, key: str) -> Mapping[str, str]:
        """Headers for a request: authorisation, tenant, language, and the idempotency key when `key` is not empty."""

    def sign_in(self, now_ms: int) -> Call | None:
        """The request that gets or renews the tokens; None while they are good for another minute.

        It is asked before every other request. None as well where nobody gave a password.
        """

    def signed_in(self, answer: Answer, now_ms: int) -> Outcome:
        """Take the answer to `sign_in`. Refusal: the account is refused, a person must look."""

    def expire(self, now_ms: int) -> None:
        """The access token was refused (401); `sign_in` has a request now."""

    def rate(self, reply: Reply) -> RateWord:
        """What a reply says of the budget."""

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        """The records that may have to be told something because of a fact."""

    def lane(self, record: RecordId) -> Lane:
        """How urgent the first step of such a record is, by its kind alone: it is planned in this order."""

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        """What is due for a record. A step whose digest is `in_doubt` is due as it is now."""

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        """What an answer to a sent step means."""

    def look(self, row: WireRow) -> Call | None:
        """How to find out whether a creating step was done; None where the documents offer no way."""

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        """Done when it is there; None when it is not there and may be sent again.

        A refusal, and what cannot be read, means the same as None; but for `Problem.UNSURE`, and wherever no keys are
        kept: then a person decides.
        """

    def pulls(self) -> Sequence[Pull]:
        """What is mirrored, most urgent first."""

    def ask(self, sweep: Sweep) -> Call:
        """The request for a pull's next page."""

    def page(self, sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
        """Take a page. Raises Unreadable."""

    def vanished(self, sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
        """What follows from things two complete passes did not show any more; nothing where work is pending on them."""


def canonical(plain: Plain) -> bytes:
    """JSON with sorted keys and no spaces, the same bytes for the same content on every machine."""
    return _CANONICAL.encode(plain)


def digest_of(*said: Plain) -> str:
    """What stands for some content: SHA-256 of its canonical JSON, in hexadecimal."""
    return sha256(canonical(list(said))).hexdigest()


_CANONICAL = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_KEYS = UUID("5f1e5b0a-6f0e-5d0c-9a54-0b6d2f6c3c11")


def idempotency_key(store_id: str, step: Step, again: int = 0, since: str = "", refused: str = "") -> str:
    """The key of a step: the same at every terminal and on every retry; `again` counts decisions to retry.

    What makes something has one key, whatever is known of it by then: two terminals that both speak for the store make
    one thing, of which the second one is told that it is there (`refused` is the digest of a try that was refused).
    Everything else is known by what it says. `since` tells tellings of one step apart that say the same with something
    else told between them (a table that is taken, free and taken again): under the first one's key the central would
    only repeat its answer. It is empty for what is told for the first time, so that nothing is done twice because a
    word had not arrived yet. What replaces a content is known by all of it, ids that only one terminal knows included.
    """
    says = refused if step.creates else step.digest
    told = () if step.creates or not since else (since,)
    parts = (store_id, step.record, step.step, step.call.path, says, str(again), *told)
    if step.call.method == "PUT":
        parts = (*parts, digest_of(step.call.body))
    return str(uuid5(_KEYS, "\x1f".join(parts)))


@dataclass(slots=True)
class Account:
    """Where a back office is and who asks: no secrets. `tenant` may be empty."""

    connector: str
    url: str
    user: str
    tenant: str = ""
    language: str = "en-US"
    options: Mapping[str, str] = field(default_factory=dict)
