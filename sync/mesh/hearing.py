"""One method for every message but facts: what a terminal does when it hears it."""

from __future__ import annotations

from sync.mesh.accounts import AccountPost
from sync.mesh.beats import Beats
from sync.mesh.contract import Moment, OutOfReach
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import AHEAD_OF_MYSELF, Doubts
from sync.mesh.greeting import dead, objection
from sync.mesh.handing import Handing
from sync.mesh.history import History
from sync.mesh.holdings import Holdings
from sync.mesh.peers import REFUSED
from sync.mesh.presence import PresenceBoard
from sync.mesh.supply import Supply
from sync.mesh.switchboard import Switchboard
from sync.mesh.tokens import Tokens
from sync.protocol import (
    BULK,
    VECTOR_LIMIT,
    Accounts,
    Beat,
    DayPart,
    DaysAsk,
    DaysEnd,
    Enough,
    Facts,
    Gone,
    Have,
    HeadsAsk,
    Hello,
    Message,
    Said,
    SnapshotAsk,
    SnapshotEnd,
    SnapshotPart,
    TokenAsk,
    Want,
)
from sync.vector import raised

RESET_PAUSE = 1.0  # seconds; a window is opened anew by an ask at most this often


class Hearing:
    """What is done with each message once it is decoded."""

    def __init__(
        self, board: Switchboard, holdings: Holdings, handing: Handing, supply: Supply, beats: Beats,
        doubts: Doubts, presence: PresenceBoard, tokens: Tokens, history: History,
        accounts: AccountPost,
    ) -> None:  # fmt: skip
        self._board = board
        self._holdings = holdings
        self._handing = handing
        self._supply = supply
        self._beats = beats
        self._doubts = doubts
        self._presence = presence
        self._tokens = tokens
        self._history = history
        self._accounts = accounts

    def hear(self, talk: Conversation, message: Message, now: Moment) -> None:
        """Do what a message asks for."""
        if isinstance(message, BULK):
            talk.bulk_taken += 1
        match message:
            case Hello():
                self._hello(talk, message, now)
            case Have():
                self._have(talk, message)
            case Want():
                self._want(talk, message, now)
            case Enough():
                self._enough(talk, message)
            case Gone():
                self._gone(talk, message)
            case Beat():
                if self._beats.hear(talk, message, self._holdings.known, now):
                    self._supply.stir()
                self._check_size(talk)
            case HeadsAsk():
                self._beats.tell_all(talk)
            case Said() | TokenAsk() | SnapshotAsk() | DaysAsk():
                self._asked(talk, message, now)
            case DayPart():
                self._history.take_day(talk, message.document)
            case Accounts():
                self._accounts.hear(talk, message)
            case DaysEnd():
                self._history.days_ended(talk)
            case Facts() | SnapshotPart() | SnapshotEnd():
                """Facts are kept elsewhere; a snapshot is for a terminal that has no store yet."""

    def _hello(self, talk: Conversation, hello: Hello, now: Moment) -> None:
        why = objection(self._board.me, talk, hello)
        if why:
            self._board.refuse(talk, why)
            return
        talk.hello = hello
        peer = talk.peer
        peer.label, peer.app = hello.label or peer.label, hello.app
        peer.troubles.pop(REFUSED, None)
        peer.clock.told(hello.wall_ms, now.wall_ms)
        talk.beat_due = now.monotonic
        for other in dead(self._board, talk, hello):
            self._board.hang_up(other, "the same terminal has called anew")
        if not hello.origin:
            return
        peer.origin = hello.origin
        peer.holds = dict(hello.known)  # a store that was put back knows less than it did
        if peer.holds.get(self._board.me.origin, 0) > self._holdings.known.get(self._board.me.origin, 0):
            self._doubts.doubt(talk, self._board.me.origin, AHEAD_OF_MYSELF)
        self._supply.met(talk)
        self._beats.hasten(now)
        self._serve(talk, self._board.me.origin, peer.holds.get(self._board.me.origin, 0))

    def _serve(self, talk: Conversation, origin: str, after: int) -> None:
        self._board.send_bytes(talk, self._handing.serve(talk, origin, after))

    def _have(self, talk: Conversation, have: Have) -> None:
        talk.bulk_acknowledged = max(talk.bulk_acknowledged, min(have.taken, talk.bulk_sent))
        raised(talk.peer.holds, have.reach)
        self._check_size(talk)

    def _want(self, talk: Conversation, want: Want, now: Moment) -> None:
        if not talk.is_member:
            return
        is_again = any(origin in talk.serving for origin, _ in want.after)
        for origin, after in want.after:
            if after <= self._holdings.known.get(origin, 0) and _has_room(talk.serving, origin):
                self._serve(talk, origin, after)
        if is_again and now.monotonic >= talk.reset_at + RESET_PAUSE:
            talk.reset_at = now.monotonic
            talk.bulk_lost = talk.bulk_sent - talk.bulk_acknowledged  # or late; then it will be passed over

    def _enough(self, talk: Conversation, enough: Enough) -> None:
        for origin in enough.origins:
            if origin != self._board.me.origin:
                talk.serving.pop(origin, None)

    def _gone(self, talk: Conversation, gone: Gone) -> None:
        for origin, base in gone.bases:
            is_news = base > self._holdings.known.get(origin, 0) and talk.bases.get(origin) != base
            if is_news and _has_room(talk.bases, origin):
                talk.bases[origin] = base
                talk.asked.discard(origin)
                self._board.effects.append(OutOfReach(talk.identity.terminal_id, origin, base))
        self._supply.stir()

    def _check_size(self, talk: Conversation) -> None:
        """A peer may speak of as many origins as a vector holds, and not of new ones again and again."""
        if len(talk.peer.holds) > VECTOR_LIMIT or len(talk.heads_unproved) > VECTOR_LIMIT:
            talk.peer.holds.clear()
            self._board.refuse(talk, "it speaks of more terminals than a store can ever have had")

    def _asked(self, talk: Conversation, message: Message, now: Moment) -> None:
        """Things that cost something to answer, or are told to many: more than a person could mean are passed over."""
        if not talk.asks.allows(now.monotonic):
            return
        match message:
            case Said():
                self._presence.hear(talk, message, now)
            case TokenAsk():
                self._tokens.hear(talk, message)
            case SnapshotAsk():
                self._history.send_snapshot(talk)
            case DaysAsk():
                self._history.send_days(talk, message.after)
            case _:
                """Nothing else is asked."""


def _has_room(kept: dict[str, int], origin: str) -> bool:
    return origin in kept or len(kept) < VECTOR_LIMIT
