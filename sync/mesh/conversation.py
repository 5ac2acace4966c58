"""One link: who is at the other end, what was said on it so far, and what is on its way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.mesh.contract import LinkId, PeerIdentity
from sync.mesh.peers import Peer
from sync.mesh.rate import Rate
from sync.protocol import Hello, Message

WORDS_A_SECOND, WORDS_AT_ONCE = 2000.0, 20_000.0
ASKS_A_SECOND, ASKS_AT_ONCE = 5.0, 40.0


@dataclass(slots=True)
class Conversation:
    """The state of one link. Times are monotonic seconds unless they end in `_ms`."""

    link: LinkId
    identity: PeerIdentity
    peer: Peer
    draw: int
    opened: float
    last_heard: float
    words: Rate
    asks: Rate
    hello: Hello | None = None
    # What I hand over on this link: origin -> the last place sent.
    serving: dict[str, int] = field(default_factory=dict)
    bulk_sent: int = 0
    bulk_acknowledged: int = 0
    bulk_lost: int = 0
    reset_at: float = float("-inf")
    pieces: deque[Iterator[Message]] = field(default_factory=deque)
    # What I was handed on this link.
    bulk_taken: int = 0
    bulk_told: int = 0
    facts_heard: float = float("-inf")
    asked: set[str] = field(default_factory=set)
    reach_told: dict[str, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    asked_again_at: dict[str, float] = field(default_factory=dict)
    asks_days: bool = False
    # Beats.
    beat_due: float = 0.0
    heads_said: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    heads_heard: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    heads_unproved: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    echo_at: int = 0
    echo_heard: int = 0
    beats_sent: deque[int] = field(default_factory=lambda: deque(maxlen=16))
    hears: dict[str, str] = field(default_factory=dict)  # origin -> label

    @classmethod
    def begun(cls, link: LinkId, identity: PeerIdentity, peer: Peer, draw: int, now: float) -> Conversation:
        """A link that was just made; nothing was heard on it yet."""
        words = Rate.full(WORDS_A_SECOND, WORDS_AT_ONCE, now)
        return cls(link, identity, peer, draw, now, now, words, Rate.full(ASKS_A_SECOND, ASKS_AT_ONCE, now))

    @property
    def origin(self) -> str:
        """What the peer writes under; empty before its hello, and for a newcomer without a store."""
        return self.hello.origin if self.hello else ""

    @property
    def is_member(self) -> bool:
        """Whether the peer has said hello and has a journal of its own."""
        return bool(self.origin)

    @property
    def on_the_way(self) -> int:
        """Bulk messages sent and not dealt with there yet."""
        return max(0, self.bulk_sent - self.bulk_acknowledged - self.bulk_lost)
