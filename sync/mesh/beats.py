"""Heartbeats: clocks, who hears whom, and heads that must agree wherever both ends hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sync.mesh.contract import Chance, MeshHost, Moment
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import AHEAD_OF_MYSELF, Doubts
from sync.mesh.peers import CLOCK
from sync.mesh.switchboard import Switchboard
from sync.protocol import Beat, Head, HeadsAsk, Heard
from sync.vector import digest_of, raised

SOON = 0.25  # seconds; a change others build on is told in a beat before its turn
STEP_MS = 500  # our own clock was set when wall and monotonic time part by more than this


class Beats:
    """Says and hears beats, and compares heads."""

    def __init__(self, board: Switchboard, host: MeshHost, doubts: Doubts, chance: Chance) -> None:
        self._board = board
        self._host = host
        self._doubts = doubts
        self._chance = chance
        self._hashes: dict[str, tuple[int, bytes]] = {}
        self._last: Moment | None = None
        self._reaches: tuple[str, ...] = ()

    def reach(self, connectors: Iterable[str], now: Moment) -> None:
        """Which back offices this terminal speaks to from now on; whoever takes over waits for that word."""
        reaches = tuple(sorted(connectors))
        if reaches != self._reaches:
            self._reaches = reaches
            self.hasten(now)

    def watch_clock(self, now: Moment) -> None:
        """Notice that this machine's own clock was set: what was measured with it is void."""
        if self._last is not None:
            passed_ms = (now.monotonic - self._last.monotonic) * 1000
            if abs((now.wall_ms - self._last.wall_ms) - passed_ms) > STEP_MS:
                self._board.peers.forget_clocks()
                for talk in self._board.talks.values():
                    talk.beats_sent.clear()
                    talk.echo_at = talk.echo_heard = 0
        self._last = now

    def hasten(self, now: Moment) -> None:
        """Who is heard has changed: everybody is told soon."""
        for talk in self._board.members():
            talk.beat_due = min(talk.beat_due, now.monotonic + SOON)

    def due(self, talk: Conversation, now: Moment) -> bool:
        """Whether this link's beat has its turn."""
        return now.monotonic >= talk.beat_due

    def say(self, talk: Conversation, known: Mapping[str, int], now: Moment) -> None:
        """One beat on a link, with the heads that changed since the last one."""
        heads = []
        for origin, seq in known.items():
            told = talk.heads_said.get(origin)
            if told is None or told[0] != seq:
                hash_ = self._hash(origin, seq)
                if hash_ is not None:
                    talk.heads_said[origin] = (seq, hash_)
                    heads.append(Head(origin, seq, hash_))
        hears = [Heard(other.peer.label, other.origin) for other in self._board.members() if other is not talk]
        digest = digest_of(talk.heads_said)
        reaches = list(self._reaches)
        self._board.send(talk, Beat(now.wall_ms, talk.echo_at, talk.echo_heard, hears, heads, digest, reaches))
        talk.beats_sent.append(now.wall_ms)
        talk.beat_due = now.monotonic + self._board.limits.beat * (1 - self._chance.random() / 10)

    def hear(self, talk: Conversation, beat: Beat, known: Mapping[str, int], now: Moment) -> bool:
        """Take a beat in; whether it said something facts may have to be asked for."""
        if beat.echo_at in talk.beats_sent:
            talk.peer.clock.echoed(beat.echo_at, beat.echo_heard, beat.at, now.wall_ms)
            talk.beats_sent.remove(beat.echo_at)
        talk.echo_at, talk.echo_heard = beat.at, now.wall_ms
        talk.peer.reaches = tuple(beat.reaches)
        hears = {heard.origin: heard.label for heard in beat.hears}
        has_news = hears != talk.hears
        talk.hears = hears
        for head in beat.heads:
            talk.heads_heard[head.origin] = talk.heads_unproved[head.origin] = (head.seq, head.hash)
        has_news |= raised(talk.peer.holds, ((head.origin, head.seq) for head in beat.heads))
        if beat.digest != digest_of(talk.heads_heard):
            talk.heads_heard.clear()
            self._board.send(talk, HeadsAsk())
        self.prove(talk, known)
        return has_news

    def tell_all(self, talk: Conversation) -> None:
        """The peer has lost count: the next beat says every head, and comes soon."""
        talk.heads_said.clear()
        talk.beat_due = min(talk.beat_due, talk.last_heard + SOON)

    def prove(self, talk: Conversation, known: Mapping[str, int]) -> None:
        """Compare every head told on a link with what is held here at its place."""
        for origin, (seq, hash_) in list(talk.heads_unproved.items()):
            if seq > known.get(origin, 0):
                if origin == self._board.me.origin:
                    self._doubts.doubt(talk, origin, AHEAD_OF_MYSELF)
                continue
            del talk.heads_unproved[origin]
            held = self._hash(origin, seq)
            if held is not None and held != hash_:
                why = f"its history of terminal {origin} differs from ours at fact {seq}; verify both terminals"
                self._doubts.doubt(talk, origin, why)

    def mind_clock(self, talk: Conversation) -> None:
        """Say so when a peer's clock is far ahead; it stops nothing."""
        self._say_ahead(talk, talk.peer.clock.ahead_ms)

    def _say_ahead(self, talk: Conversation, ahead_ms: int) -> None:
        if ahead_ms > self._board.limits.ahead_ms:
            talk.peer.troubles[CLOCK] = f"its clock is {ahead_ms // 60_000} minutes ahead; set it right"
        else:
            talk.peer.troubles.pop(CLOCK, None)

    def _hash(self, origin: str, seq: int) -> bytes | None:
        kept = self._hashes.get(origin)
        if kept is not None and kept[0] == seq:
            return kept[1]
        found = self._host.journal.hash_at(origin, seq)
        if found is not None:
            self._hashes[origin] = (seq, found)
        return found
