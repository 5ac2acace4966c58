"""The machine: everything a terminal says to and hears from the others of its store, without clock, thread or socket.

It is told what happens and answers with effects. Facts leave it as bytes and enter the journal by `work`, one short
transaction at a time. Nothing a peer says raises here: it is refused, said, and the link ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import PeerState
from sync.mesh.accounts import AccountPost
from sync.mesh.beats import Beats
from sync.mesh.contract import (
    Chance,
    Effect,
    GivenAccount,
    HangUp,
    LinkId,
    Me,
    MeshHost,
    MeshLimits,
    Moment,
    Neighbour,
    PeerIdentity,
    Presence,
)
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import Doubts
from sync.mesh.greeting import doubles, hello_of
from sync.mesh.handing import Handing
from sync.mesh.hearing import Hearing
from sync.mesh.history import History
from sync.mesh.holdings import Holdings
from sync.mesh.intake import Intake
from sync.mesh.presence import PresenceBoard
from sync.mesh.supply import Supply
from sync.mesh.switchboard import Switchboard
from sync.mesh.taking import Taking
from sync.mesh.tokens import Tokens
from sync.mesh.wire import FACTS, HELLO, Malformed, Unheard, number_of
from sync.protocol import MESSAGE_LIMIT, Have, Reach

DEFAULT_LIMITS = MeshLimits()


class Mesh:
    """One terminal among its peers. Every call comes on the thread of its journal."""

    def __init__(self, me: Me, host: MeshHost, chance: Chance, limits: MeshLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._host = host
        self._chance = chance
        self._board = board = Switchboard(me, limits)
        self._doubts = Doubts(board)
        self._handing = Handing(host, board.wire, limits)
        self._intake = Intake(limits, board.wire, self._gap, self._wrong, self._foreign)
        self._taking = Taking(board, host, self._intake, self._doubts, chance)
        self._supply = Supply(board, self._doubts, chance)
        self._beats = Beats(board, host, self._doubts, chance)
        self._presence = PresenceBoard(board)
        self._tokens = Tokens(board, host, chance)
        self._history = History(board, host)
        self._holdings = Holdings(board, host)
        self._accounts = AccountPost(board)
        self._hearing = Hearing(
            board,
            self._holdings,
            self._handing,
            self._supply,
            self._beats,
            self._doubts,
            self._presence,
            self._tokens,
            self._history,
            self._accounts,
        )
        self._now = Moment(0.0, 0)
        self._have_due = float("-inf")
        self._turn = LinkId(-1)
        board.when_left = self._left

    def connected(self, link: LinkId, peer: PeerIdentity, now: Moment, address: str = "") -> None:
        """A link to a terminal whose identity is proved; this end says hello."""
        self._now = now
        if len(self._board.talks) >= self._limits.links:
            self._board.effects.append(HangUp(link, "too many links at once"))
            return
        met = self._board.peers.meet(peer)
        met.links += 1
        met.address = address or met.address
        talk = Conversation.begun(link, peer, met, self._chance.getrandbits(62), now.monotonic)
        self._board.talks[link] = talk
        self._holdings.read()
        hello = hello_of(self._board, talk, self._holdings.known, now)
        talk.reach_told = dict(self._holdings.known)
        self._board.send(talk, hello)

    def received(self, link: LinkId, message: bytes, now: Moment) -> None:
        """One whole message came by a link."""
        self._now = now
        talk = self._board.talks.get(link)
        if talk is None:
            return
        if not talk.words.allows(now.monotonic):
            self._board.refuse(talk, "it says more than anybody can hear")
            return
        if len(message) > MESSAGE_LIMIT:
            self._board.refuse(talk, f"a message of {len(message)} bytes is longer than {MESSAGE_LIMIT}")
            return
        if talk.hello is None and number_of(message) != HELLO:
            self._board.refuse(talk, "it spoke before it said hello")
            return
        self._board.heard(talk, now)
        if number_of(message) == FACTS:
            self._keep(talk, message)
            return
        try:
            said = self._board.wire.decode(message)
        except Malformed as wrong:
            self._board.refuse(talk, str(wrong))
        except Unheard as unheard:
            if talk.hello is None or talk.hello.minor <= self._limits.minor:
                self._board.refuse(talk, str(unheard))
        else:
            self._hearing.hear(talk, said, now)

    def lost(self, link: LinkId, now: Moment) -> None:
        """A link is gone."""
        self._now = now
        self._board.forget(link)

    def committed(self, now: Moment) -> None:
        """This terminal has new facts: they go to every peer at once."""
        self._now = now
        self._holdings.read()
        self._hand_live()

    @property
    def taken(self) -> int:
        """How many facts entered the journal so far."""
        return self._taking.taken

    @property
    def settled(self) -> int:
        """How many aggregates were folded so far after their facts had been journalled."""
        return self._taking.settled

    def pace(self, rows: int, aggregates: int) -> None:
        """Take so many facts at once from now on, and fold so many aggregates; at 0 only what is live is taken."""
        self._intake.slice_rows = rows
        self._taking.settle_rows = aggregates

    def work(self, now: Moment) -> bool:
        """One short transaction with what was received, and one batch for somebody who lacks many facts.

        Once nothing more is waiting to be taken, what was only journalled is folded.

        True when there is more to do now.
        """
        self._now = now
        if self._taking.is_waiting(now) and self._taking.take(self._holdings.known, now, self._acknowledge):
            self._holdings.read()
            self._hand_live()
        elif not self._taking.is_waiting(now) and self._taking.is_unsettled(now):
            self._taking.settle(now)
        return self._hand_bulk() or self._taking.is_waiting(now) or self._taking.is_unsettled(now)

    def tick(self, now: Moment) -> None:
        """Time passes; to be called at least every quarter of a second."""
        self._now = now
        self._beats.watch_clock(now)
        for talk in list(self._board.talks.values()):
            if now.monotonic - talk.last_heard > self._limits.silence:
                self._board.hang_up(talk, f"nothing was heard for {self._limits.silence:.0f} seconds")
        for talk in doubles(self._board, now):
            self._board.hang_up(talk, "a second link to the same terminal")
        self._presence.expire(now)
        self._holdings.read()
        for talk in list(self._board.greeted()):
            if self._beats.due(talk, now):
                self._beats.say(talk, self._holdings.known, now)
                self._beats.prove(talk, self._holdings.known)
                self._beats.mind_clock(talk)
                self._presence.repeat(talk)
        self._accounts.tell()
        if not self._taking.is_paused:
            self._supply.review(self._holdings.known, now.monotonic)
        if now.monotonic >= self._have_due:
            self._have_due = now.monotonic + self._limits.gather
            for talk in self._board.members():
                if not self._intake.waits(talk.link):
                    self._say_have(talk)
        self._hand_live()

    def say(self, presence: Presence, now: Moment) -> None:
        """Somebody is at an order on this terminal; repeated until `hush`."""
        self._now = now
        self._presence.say(presence)

    def hush(self, order_id: OrderId | None, now: Moment) -> None:
        """Nobody on this terminal is at this order any more; at none at all when it is None."""
        self._now = now
        self._presence.hush(order_id)

    def reach(self, connectors: Iterable[str], now: Moment) -> None:
        """This terminal speaks to these back offices for the store from now on; told in every beat."""
        self._now = now
        self._beats.reach(connectors, now)

    def give_accounts(self, accounts: Iterable[GivenAccount], now: Moment) -> None:
        """This terminal has the secrets of these accounts; every other terminal of the store is told."""
        self._now = now
        self._accounts.give(accounts)

    def ask_token(self, order_id: OrderId, holder: str, now: Moment) -> None:
        """Ask the terminal of this label for an order's money token; the answer, if any, is a fact."""
        self._now = now
        self._tokens.ask(order_id, holder)

    def ask_days(self, terminal_id: str, after: str, now: Moment) -> bool:
        """Ask a peer for the closed days after a date (ISO 8601, empty for all); False when it is not connected."""
        self._now = now
        return self._history.ask_days(terminal_id, after)

    def believe(self, origin: str, now: Moment) -> None:
        """The operator has looked at an origin's history: it is taken again."""
        self._now = now
        self._doubts.believe(origin)
        self._supply.stir()

    def drain(self) -> list[Effect]:
        """What is to be done now, in this order; each effect is handed out once."""
        effects, self._board.effects = self._board.effects, []
        return effects

    def states(self, now: Moment) -> tuple[PeerState, ...]:
        """Every terminal met since the start, by label."""
        return self._board.peers.states()

    def neighbours(self) -> tuple[Neighbour, ...]:
        """Every terminal of the store that is heard directly just now, by origin."""
        heard = {
            talk.origin: Neighbour(talk.identity.terminal_id, talk.peer.label, talk.origin, talk.peer.reaches)
            for talk in self._board.members()
        }
        return tuple(heard[origin] for origin in sorted(heard))

    def _keep(self, talk: Conversation, message: bytes) -> None:
        """Facts wait for their slice; what a peer sends beyond its window is let go and asked for again."""
        talk.facts_heard = self._now.monotonic
        if not self._intake.put(talk.link, message):
            talk.bulk_taken += 1

    def _acknowledge(self, link: LinkId) -> None:
        talk = self._board.talks.get(link)
        if talk is not None:
            talk.bulk_taken += 1
            if talk.bulk_taken - talk.bulk_told >= self._limits.window // 2:
                self._holdings.read()
                self._say_have(talk)

    def _say_have(self, talk: Conversation) -> None:
        """Tell how far facts that came by this link are durable here, if that is news."""
        known = self._holdings.known
        reach = [
            Reach(origin, known[origin])
            for origin in (talk.origin, *sorted(talk.asked))
            if known.get(origin, 0) > talk.reach_told.get(origin, 0)
        ]
        if reach or talk.bulk_taken != talk.bulk_told:
            talk.bulk_told = talk.bulk_taken
            talk.reach_told.update(reach)
            self._board.send(talk, Have(talk.bulk_taken, reach))

    def _hand_live(self) -> None:
        for talk in list(self._board.members()):
            try:
                self._board.send_bytes(talk, self._handing.live(talk, self._holdings.known))
            except Unavailable as trouble:
                self._holdings.failed(trouble)
                return

    def _hand_bulk(self) -> bool:
        """One batch to the next link in turn that has room; whether another could follow."""
        known = self._holdings.known
        waiting = sorted(talk.link for talk in self._board.greeted() if self._handing.has_bulk(talk, known))
        if not waiting:
            return False
        self._turn = next((link for link in waiting if link > self._turn), waiting[0])
        talk = self._board.talks[self._turn]
        try:
            self._board.send_bytes(talk, self._handing.bulk(talk, known))
        except Unavailable as trouble:
            self._holdings.failed(trouble)
            return False
        return len(waiting) > 1 or self._handing.has_bulk(talk, known)

    def _gap(self, link: LinkId, origin: str) -> None:
        talk = self._board.talks.get(link)
        if talk is not None:
            self._supply.again(talk, origin, self._holdings.known, self._now.monotonic)

    def _foreign(self, link: LinkId, origin: str, why: str) -> None:
        talk = self._board.talks.get(link)
        if talk is not None:
            self._doubts.doubt(
                talk, origin, f"Terminal {origin}: {why}; nothing of it was taken. Verify both terminals."
            )

    def _wrong(self, link: LinkId, why: str) -> None:
        talk = self._board.talks.get(link)
        if talk is not None:
            self._board.refuse(talk, why)

    def _left(self, talk: Conversation) -> None:
        """A link has ended, whoever ended it."""
        self._intake.drop(talk.link)
        if self._board.hears(talk.identity.terminal_id) is None:
            self._presence.lost(talk.identity.terminal_id)
        self._supply.stir()
        self._beats.hasten(self._now)
