"""Whom this terminal asks for which origin: the terminal itself where it is heard, else exactly one other.

Every terminal hands over its own facts unasked to whoever it hears; those of others only to whoever asks. So a fact
crosses each link once at most, whatever the number of terminals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.mesh.contract import Chance, LinkId
from sync.mesh.conversation import Conversation
from sync.mesh.doubts import Doubts
from sync.mesh.switchboard import Switchboard
from sync.protocol import Enough, Reach, Want

ASK_AGAIN = 1.0  # seconds between two asks for the same origin on one link
REVIEW = 1.0


@dataclass(slots=True)
class _Wait:
    """Since when an origin has not moved on though others hold more of it."""

    at: int
    since: float


class Supply:
    """Asks, and asks elsewhere when nothing comes."""

    def __init__(self, board: Switchboard, doubts: Doubts, chance: Chance) -> None:
        self._board = board
        self._doubts = doubts
        self._chance = chance
        self._source: dict[str, LinkId] = {}
        self._waits: dict[str, _Wait] = {}
        self._asking: dict[LinkId, list[Reach]] = {}
        self._due = float("-inf")

    def stir(self) -> None:
        """Something has changed: look again at the next chance."""
        self._due = float("-inf")

    def met(self, talk: Conversation) -> None:
        """A terminal is heard directly from now on: nobody else need pass its facts on."""
        self._leave(talk.origin)
        self._waits.pop(talk.origin, None)
        self.stir()

    def again(self, talk: Conversation, origin: str, known: Mapping[str, int], now: float) -> None:
        """Facts did not begin where ours end: ask for what lies between."""
        due = talk.asked_again_at.get(origin, float("-inf")) + ASK_AGAIN
        if (origin == talk.origin or origin in talk.asked) and now >= due:
            talk.asked_again_at[origin] = now
            self._board.send(talk, Want([Reach(origin, known.get(origin, 0))]))

    def review(self, known: Mapping[str, int], now: float) -> None:
        """Ask whom has to be asked; at most once a second unless something was stirred."""
        if now < self._due:
            return
        self._due = now + REVIEW
        members = list(self._board.members())
        greatest: dict[str, int] = {}
        for talk in members:
            for origin in talk.hears:
                greatest.setdefault(origin, 0)
            for origin, seq in talk.peer.holds.items():
                greatest[origin] = max(seq, greatest.get(origin, 0))
        direct = {talk.origin for talk in members}
        for origin, reach in greatest.items():
            if origin != self._board.me.origin and not self._doubts.is_closed(origin):
                self._review_one(origin, reach, members, known, now, is_direct=origin in direct)
        for origin in self._waits.keys() - greatest.keys():
            del self._waits[origin]
        for origin in sorted(self._source.keys() - greatest.keys()):
            self._leave(origin)
        for talk in members:
            if talk.link in self._asking:
                self._board.send(talk, Want(self._asking.pop(talk.link)))

    def _review_one(
        self, origin: str, reach: int, members: list[Conversation], known: Mapping[str, int], now: float, *,
        is_direct: bool,
    ) -> None:  # fmt: skip
        mine = known.get(origin, 0)
        is_lacking = reach > mine
        current = self._asked(origin)
        if not is_lacking:
            self._waits.pop(origin, None)
            if is_direct:
                self._leave(origin)
                return
        is_stalled = is_lacking and self._is_stalled(origin, mine, current, now)
        if not is_stalled and (is_direct or (current is not None and self._is_well_served(origin, current, members))):
            return
        chosen = self._choose(origin, mine, is_lacking, current, members)
        if chosen is not None and (chosen is not current or is_stalled):
            self._ask(chosen, origin, mine, now)

    def _asked(self, origin: str) -> Conversation | None:
        """Who is asked for an origin now, and may still be believed and able."""
        talk = self._board.talks.get(self._source[origin]) if origin in self._source else None
        if talk is None or origin not in talk.asked or self._doubts.is_doubted(origin, talk.identity.terminal_id):
            return None
        return talk

    def _is_stalled(self, origin: str, mine: int, current: Conversation | None, now: float) -> bool:
        wait = self._waits.get(origin)
        if wait is None or wait.at != mine:
            self._waits[origin] = _Wait(mine, now)
            return False
        heard = current.facts_heard if current else float("-inf")
        return now - max(wait.since, heard) > self._board.limits.patience

    def _is_well_served(self, origin: str, current: Conversation, members: list[Conversation]) -> bool:
        """Not by one who only hears of it through a third while another hears it directly."""
        return origin in current.hears or not any(origin in talk.hears for talk in members)

    def _choose(
        self, origin: str, mine: int, is_lacking: bool, current: Conversation | None, members: list[Conversation]
    ) -> Conversation | None:
        able = [
            talk
            for talk in members
            if not self._doubts.is_doubted(origin, talk.identity.terminal_id)
            and talk.bases.get(origin, 0) <= mine
            and (
                talk.peer.holds.get(origin, 0) > mine
                if is_lacking
                else origin in talk.hears or origin in talk.peer.holds
            )
        ]
        return max(
            able,
            key=lambda talk: (
                talk is not current, origin == talk.origin or origin in talk.hears, talk.peer.holds.get(origin, 0),
                -len(talk.asked), self._chance.random(),
            ),
            default=None,
        )  # fmt: skip

    def _ask(self, talk: Conversation, origin: str, mine: int, now: float) -> None:
        if self._source.get(origin) != talk.link:
            self._leave(origin)
        self._source[origin] = talk.link
        self._waits[origin] = _Wait(mine, now)
        talk.asked.add(origin)
        talk.asked_again_at[origin] = now
        self._asking.setdefault(talk.link, []).append(Reach(origin, mine))

    def _leave(self, origin: str) -> None:
        source = self._source.pop(origin, None)
        talk = self._board.talks.get(source) if source is not None else None
        if talk is not None and origin in talk.asked:
            talk.asked.discard(origin)
            if talk.origin != origin:
                self._board.send(talk, Enough([origin]))
