"""What the node does beside exchanging facts, all on its store thread: who belongs, who is heard, what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.outage_report import OutageReporter
from aura_terminal.app.program import program_version
from aura_terminal.app.wanted_days import WantedDays
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.telling import told
from aura_terminal.ports.journal import JournalRow, PeerState, Received, SharedJournal
from aura_terminal.ports.mesh_reads import Unshared
from aura_terminal.store.keeping import StoredKeeping
from sync.mesh.contract import (
    AccountsCame,
    DaysCame,
    Effect,
    Keeping,
    Look,
    Me,
    Moment,
    OutOfReach,
    Present,
    Refused,
    Stalled,
)
from sync.mesh.machine import Mesh
from sync.net.outages import Surroundings
from sync.net.refusals import Refusals
from sync.net.roll import Member, Roll, roll_of
from sync.net.tls import Credentials
from sync.node.frames import Topic
from sync.node.speakers import Speakers
from sync.node.words import Neighbourhood, encode_neighbourhood, encode_presences

LOOK_EVERY = 0.25
TELL_EVERY = 1.0
NOTE_EVERY = 1.0
NOTE_QUIETLY_EVERY = 30.0

_log = logging.getLogger(__name__)

Publish = Callable[[Topic, str], None]


class WatchedJournal:
    """A journal that remembers whether something was written to it."""

    def __init__(self, journal: SharedJournal) -> None:
        self.known = journal.known
        self.facts_after = journal.facts_after
        self.hash_at = journal.hash_at
        self._journal = journal
        self.has_written = False

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        """As the port says."""
        self.has_written = True
        return self._journal.receive(rows)

    def settle(self, most: int) -> bool:
        """As the port says."""
        self.has_written = True
        return self._journal.settle(most)


class NoSnapshots(StoredKeeping):
    """Closed days as the store keeps them; a snapshot would hold the store up and is for newcomers (`PeerHouse`)."""

    def snapshot_pieces(self) -> Iterator[bytes]:
        """Unavailable."""
        raise Unavailable(
            told("A snapshot"), told("it is given to a terminal that joins with a code, and not to one that belongs")
        )


class Host:
    """The terminal the mesh lives in."""

    def __init__(self, opened: NodeShop, being_paid: Callable[[], frozenset[OrderId]]) -> None:
        self._opened = opened
        self._being_paid = being_paid
        self.journal = WatchedJournal(opened.store)
        self.keeping: Keeping | None = NoSnapshots(opened.store)

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Hand the token over if the shop's rules allow it now."""
        try:
            self._opened.shop.paying.release_token(order_id, to, self._being_paid())
        except RuleBroken as refused:
            _log.info("token_kept: %s", refused.code, extra={"order": order_id, "peer": to})
        else:
            self.journal.has_written = True


class PeerWatch:
    """The duties of the node beside the mesh. Everything here runs on the store thread."""

    def __init__(
        self,
        mine: Credentials,
        outages: OutageReporter,
        history: WantedDays,
        enrol: Callable[[Roll], None],
        being_paid: Callable[[], frozenset[OrderId]],
        publish: Publish,
        chance: Random,
        speakers: Speakers,
    ) -> None:
        self._mine = mine
        self._outages = outages
        self._history = history
        self._enrol = enrol
        self._being_paid = being_paid
        self._publish = publish
        self._chance = chance
        self._speakers = speakers
        self._host: Host | None = None
        self._mesh: Mesh | None = None
        self._roll = Roll()
        self._refusals = Refusals()
        self._told: Neighbourhood | None = None
        self._noted: tuple[PeerState, ...] = ()
        self._looked_at = self._told_at = self._noted_at = float("-inf")
        self._wrote = False

    def begin(self, opened: NodeShop) -> Mesh:
        """As the port says."""
        identity = opened.store.identity
        me = Me(self._mine.terminal_id, identity.label, str(identity.origin), identity.store_id, program_version())
        self._host = Host(opened, self._being_paid)
        self._mesh = Mesh(me, self._host, self._chance)
        return self._mesh

    def wrote(self) -> bool:
        """As the port says."""
        assert self._host is not None
        wrote = self._wrote or self._host.journal.has_written
        self._wrote = self._host.journal.has_written = False
        return wrote

    def done(self, effect: Effect) -> None:
        """As the port says."""
        if isinstance(effect, Look):
            self._publish(Topic.CHANGED, "")
            self._hear()
            self._speakers.came()
        elif isinstance(effect, AccountsCame):
            self._speakers.given(effect.accounts)
        elif isinstance(effect, Present):
            self._publish(Topic.PRESENT, encode_presences(effect.presences))
        elif isinstance(effect, Refused):
            self.refused(effect.label, effect.why)
        elif isinstance(effect, Stalled):
            _log.warning("mesh_stalled: %s", effect.why or "it goes on again")
        elif isinstance(effect, OutOfReach):
            _log.info("history_out_of_reach", extra={"peer": effect.terminal_id, "origin": effect.origin})
            self._history.want()
        elif isinstance(effect, DaysCame):
            _log.info("closed_days_came", extra={"peer": effect.terminal_id})
            self._history.came()

    def refused(self, who: str, why: str) -> None:
        """Count a refusal and log it, not more often than a person can read."""
        if self._refusals.note(who, why, self._looked_at):
            _log.warning("peer_refused: %s", why, extra={"peer": who})

    def look_round(
        self, opened: NodeShop, states: tuple[PeerState, ...], connected: tuple[Member, ...], now: Moment
    ) -> None:
        """As the port says."""
        if now.monotonic - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now.monotonic
        roll = roll_of(opened.reads.mesh.terminals())
        if roll != self._roll:
            self._roll = roll
            self._enrol(roll)
        self._hear()
        assert self._mesh is not None
        self._mesh.reach(self._speakers.mine, now)
        self._mesh.give_accounts(self._speakers.accounts.values(), now)
        others = len(roll.others(self._mine.terminal_id))
        around = Surroundings(others, len(connected), self._speakers.central)
        self._wrote |= self._outages.look(opened, around, datetime.fromtimestamp(now.wall_ms / 1000, UTC))
        self._history.ask(self._mesh, connected, now)
        self._note(opened, states, now)
        self._tell(self._neighbourhood(opened.reads.mesh.unshared(), states, connected, around), now)

    def tell_again(self) -> None:
        """A screen arrived: the next look tells it everything."""
        self._told = None

    def _hear(self) -> None:
        """Who is heard is known before what they brought is looked at."""
        assert self._mesh is not None
        self._speakers.heard = self._mesh.neighbours()

    def _note(self, opened: NodeShop, states: tuple[PeerState, ...], now: Moment) -> None:
        news = tuple(replace(state, last_heard_ms=0, skew_ms=0) for state in states)
        since = now.monotonic - self._noted_at
        if since < (NOTE_QUIETLY_EVERY if news == self._noted else NOTE_EVERY):
            return
        opened.store.peers.note(states)
        self._noted, self._noted_at, self._wrote = news, now.monotonic, True

    def _tell(self, found: Neighbourhood, now: Moment) -> None:
        if self._told is not None and found == self._told and now.monotonic - self._told_at < TELL_EVERY:
            return
        self._told, self._told_at = found, now.monotonic
        self._publish(Topic.PEERS, encode_neighbourhood(found))

    def _neighbourhood(
        self, unshared: Unshared, states: tuple[PeerState, ...], connected: tuple[Member, ...], around: Surroundings
    ) -> Neighbourhood:
        last = self._refusals.last
        return Neighbourhood(
            tier=around.tier,
            best=around.best,
            belongs=self._roll.member(self._mine.fingerprint) is not None,
            connected=tuple(member.label for member in connected),
            states=states,
            unshared=unshared,
            refused=self._refusals.count,
            last_refusal=f"{last[-1].who}: {last[-1].why}" if last else "",
        )
