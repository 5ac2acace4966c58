"""What the machine is told, what it asks of the terminal it lives in, and what it asks its driver to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NewType, Protocol, TypeAlias

from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import SharedJournal
from sync.protocol import MINOR, Doing

LinkId = NewType("LinkId", int)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in both senses: seconds that only pass, and Unix milliseconds as the wall shows them."""

    monotonic: float
    wall_ms: int


@dataclass(frozen=True, slots=True)
class PeerIdentity:
    """Who is at the other end of a link, as its certificate proves."""

    terminal_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who this terminal is, as it says hello."""

    terminal_id: str
    label: str
    origin: str
    store_id: str
    app: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is at an order on a terminal (its label) right now; nothing is decided by it."""

    order_id: OrderId
    terminal: str
    staff: str
    doing: Doing


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A terminal that is heard directly just now, and the back offices it said it speaks to."""

    terminal_id: str
    label: str
    origin: str
    reaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeshLimits:
    """How much at once and how long. Times are seconds."""

    slice_rows: int = 100
    """Facts taken in one transaction, so that it stays within 20 ms."""
    batch_facts: int = 2000
    batch_bytes: int = 1024 * 1024
    """Before compression; a single fact may be longer."""
    window: int = 12
    """Bulk messages on the way to one peer."""
    live_facts: int = 64
    """A backlog up to this is sent at once, beside what else is on the way."""
    live_window: int = 256
    inbox_messages: int = 512
    inbox_bytes: int = 8 * 1024 * 1024
    links: int = 64
    beat: float = 5.0
    silence: float = 15.0
    gather: float = 0.25
    """How long an acknowledgement may wait for others to go with it."""
    patience: float = 4.0
    """How long facts that others are known to hold may fail to arrive before they are asked for elsewhere."""
    presence: float = 15.0
    ahead_ms: int = 120_000
    """A clock further ahead than this is pointed out."""
    longest_pause: float = 30.0
    """The longest wait before a store that could not take facts is tried again."""
    minor: int = MINOR


class Chance(Protocol):
    """Where draws come from; `random.Random` is one."""

    def random(self) -> float:
        """From 0 up to but not 1."""

    def getrandbits(self, k: int, /) -> int:
        """So many random bits."""


class Keeping(Protocol):
    """What is kept of days that have left the journal, and what a new terminal begins with."""

    def base_of(self, origin: str) -> int:
        """The place after which the journal holds this origin's facts; 0 when it holds them all."""

    def snapshot_pieces(self) -> Iterator[bytes]:
        """A snapshot in pieces of at most PIECE_LIMIT bytes; Unavailable when none can be made."""

    def days_after(self, date: str) -> Iterator[bytes]:
        """The documents of closed days after a business date, oldest first; of all when it is empty."""

    def take_day(self, document: bytes) -> None:
        """Take a closed day over from a peer, once it is proved; Unavailable says why not."""


class MeshHost(Protocol):
    """The terminal the machine lives in. Every call comes on the one thread that opened the store."""

    @property
    def journal(self) -> SharedJournal:
        """The journal."""

    @property
    def keeping(self) -> Keeping | None:
        """Closed days and snapshots; None when this terminal gives none."""

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Hand an order's money token to a terminal, if it may be; refuses by doing nothing."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send this message whole and in order."""

    link: LinkId
    message: bytes


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the link; the machine has already forgotten it."""

    link: LinkId
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """Facts came in: screens should look."""


@dataclass(frozen=True, slots=True)
class Present:
    """Everybody at work on other terminals, replacing what was said before."""

    presences: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Something a peer said was not taken; `origin` when it concerns one terminal's history. For log and screen."""

    terminal_id: str
    label: str
    why: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Stalled:
    """This terminal's store cannot take or read facts just now; empty once it can again."""

    why: str


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A peer cannot hand over an origin from its journal any more: days or a snapshot must be asked of it."""

    terminal_id: str
    origin: str
    base: int


@dataclass(frozen=True, slots=True)
class DaysCame:
    """A peer has sent every closed day it was asked for."""

    terminal_id: str


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """An account at a central back office with its secret, which is shown nowhere. `given_ms`: Unix milliseconds.

    `serves` are the capabilities it is used for, apart by spaces; empty for the usual.
    """

    connector: str
    url: str
    user: str
    tenant: str
    language: str
    given_ms: int
    secret: str = field(repr=False)
    serves: str = ""


@dataclass(frozen=True, slots=True)
class AccountsCame:
    """Another terminal of the store told which accounts it has; those given later than ours count."""

    terminal_id: str
    accounts: tuple[GivenAccount, ...]


Effect: TypeAlias = Send | HangUp | Look | Present | Refused | Stalled | OutOfReach | DaysCame | AccountsCame
