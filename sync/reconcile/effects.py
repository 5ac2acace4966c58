"""What the courier asks its driver to do, and how it says where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, TypeAlias

from sync.reconcile.contract import Lane

Ticket = NewType("Ticket", int)
"""One request that was handed out; its answer comes back under the same number."""


class Turn(StrEnum):
    """How a terminal came to speak for the store."""

    OWN = "own"
    """There is nobody else who could: what is not known to be done was not done."""
    RESUMED = "resumed"
    """Nobody else is known to have spoken since this terminal did last, but somebody not heard yet may have.

    Where keys are kept it does not matter; without them it is as if somebody did.
    """
    TAKEN_OVER = "taken_over"
    """Somebody else did, and may have made things whose word has not arrived here: look before making them."""


class Link(StrEnum):
    """How this terminal stands with a back office."""

    STANDBY = "standby"
    """Another terminal speaks for the store."""
    ONLINE = "online"
    RETRYING = "retrying"
    """The last answers were none; it is tried as before."""
    OFFLINE = "offline"
    """Several in a row were none: one request at a time, further and further apart."""
    REFUSED = "refused"
    """The account is not accepted: a person must look; nothing is sent."""


class Trouble(StrEnum):
    """What keeps things waiting, for the words of the sync centre."""

    NONE = ""
    UNREACHED = "unreached"
    ACCOUNT = "account"
    SIGNED_OUT = "signed_out"
    """Requests are refused although the account was just accepted."""
    NO_SECRET = "no_secret"
    """This machine has no secret to sign with: nothing is sent from here."""
    SLOWED = "slowed"
    """The back office asked to wait (429, 503)."""
    UNREADABLE = "unreadable"
    """It sent something its documents do not say; `detail` names the path."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand. `left` is how many requests may still be made within the hour, `resumes_ms` when it goes on.

    `waiting` are records with something to be told, `blocked` those of them that wait for another record.
    """

    connector: str
    link: Link
    waiting: int
    blocked: int
    under_way: int
    unknown: int
    left: int
    resumes_ms: int = 0
    trouble: Trouble = Trouble.NONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """Make this request; its row is committed. Headers and body hold secrets and are shown nowhere."""

    ticket: Ticket
    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """Things stand differently from what was said before."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """Facts were committed: screens and other terminals should look."""


Effect: TypeAlias = Send | Said | Kept


def _seconds_to_linger() -> Mapping[Lane, float]:
    return {Lane.ORDERS: 3.0, Lane.GUESTS: 1.0, Lane.KITCHEN: 5.0, Lane.STOCK: 5.0}


@dataclass(frozen=True, slots=True)
class CourierLimits:
    """How much at once and how long. Times are seconds."""

    at_once: int = 4
    """Requests under way, pulls included."""
    touched: int = 50
    """Facts looked at in one slice."""
    plans: int = 4
    """Records planned in one slice, so that it stays within 20 ms."""
    ahead: int = 16
    """Requests of one lane prepared before their turn; further records wait unplanned."""
    facts: int = 25
    """Facts of a page kept in one transaction."""
    look_from: int = 2
    """From which unknown outcome on a creating step is looked up before it is sent again; 1 where keys are ignored."""
    look_after: float = 0.0
    """How long after it left a request of unknown outcome may still arrive, and is neither looked up nor sent again."""
    looks_must_tell: bool = False
    """Whether a look that tells nothing is a person's matter: without keys what is sent once more may be made twice."""
    words_take: float = 0.0
    """How long the words of a terminal take to come in once it is heard again: what came to be told by then is looked
    for as well. Nought where keys are kept: there a second one is none."""
    linger: Mapping[Lane, float] = field(default_factory=_seconds_to_linger)
    """How long a step waits for more of the same, counted from the last change of its record."""
    longest_linger: float = 30.0
    quiet: float = 30.0
    """How long a record has to be left alone before a terminal on standby looks whether it was told."""
    look_again: float = 300.0
    """How often a terminal on standby looks anew at what it still takes for untold: a later fact may have undone it."""
    look_round: float = 5.0
    """How often the journal is looked at although nobody said that something was committed."""
    arrives_within: float = 30.0
    """How long a request that left, here or elsewhere, may still arrive although nobody waits for it."""
    settles: float = 10.0
    """The same after a take-over: whoever spoke before was not heard for 20 seconds by then."""
    unreadable: int = 3
    """How often an answer to a write may be unreadable before a person has to look."""


_ARRIVES_WITHIN = CourierLimits().arrives_within
WITHOUT_KEYS = CourierLimits(
    look_from=1, look_after=_ARRIVES_WITHIN, looks_must_tell=True, settles=_ARRIVES_WITHIN, words_take=900.0
)
"""For a back office that keeps no idempotency keys: what may have been done is let arrive, and then looked for."""
