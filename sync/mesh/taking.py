"""Taking facts into the store, one slice in one transaction.

What the store refuses is told and left out; what it cannot do just now is tried again.
"""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.journal import ForeignHistory
from sync.mesh.contract import Chance, LinkId, Look, MeshHost, Moment, Stalled
from sync.mesh.doubts import Doubts
from sync.mesh.intake import Intake, Slice
from sync.mesh.peers import STAMPS, Peer
from sync.mesh.switchboard import Switchboard

FIRST_PAUSE = 0.5
LOOK_EVERY = 0.25


class Taking:
    """Moves slices from the intake into the journal and has what was only journalled folded when no more come.

    `taken` counts facts, `settled` what was asked to be folded; `settle_rows` is how much to fold at once.
    """

    def __init__(self, board: Switchboard, host: MeshHost, intake: Intake, doubts: Doubts, chance: Chance) -> None:
        self._board = board
        self._host = host
        self._intake = intake
        self._doubts = doubts
        self._chance = chance
        self._slice: Slice | None = None
        self._pause = 0.0
        self._not_before = float("-inf")
        self._has_unfolded = True  # a run before this one may have ended in the middle
        self._looked = float("-inf")
        self.taken = self.settled = 0
        self.settle_rows = board.limits.slice_rows

    @property
    def is_paused(self) -> bool:
        """Whether the store could not write when it was last asked: nothing more is asked of anybody then."""
        return self._pause > 0

    def is_waiting(self, now: Moment) -> bool:
        """Whether something can be taken now."""
        return (self._slice is not None or bool(self._intake)) and now.monotonic >= self._not_before

    def is_unsettled(self, now: Moment) -> bool:
        """Whether something that was taken is to be folded now."""
        return self._has_unfolded and now.monotonic >= self._not_before

    def take(self, known: dict[str, int], now: Moment, acknowledge: Callable[[LinkId], None]) -> bool:
        """Take the next slice; whether the journal has grown. `acknowledge` is called for each message dealt with."""
        if not self._intake.slice_rows and self._intake.is_backlog:
            return False
        slice_ = self._slice or self._intake.next_slice(known, self._is_refused)
        self._slice = slice_
        has_grown = bool(slice_.rows)
        if has_grown and not self._is_taken(slice_, now):
            return False
        self._slice = None
        for link in slice_.finished:
            acknowledge(link)
        if has_grown:
            self.taken += len(slice_.rows)
            self._has_unfolded = True
            self._note_time(slice_, now)
            self._look(now, is_last=not self._intake)
        return has_grown

    def settle(self, now: Moment) -> None:
        """Fold the next few of what was only journalled."""
        if not self.settle_rows:
            return
        try:
            self._has_unfolded = self._host.journal.settle(self.settle_rows)
        except Unavailable as trouble:
            self._put_off(trouble, now)
            return
        self.settled += self.settle_rows
        self._look(now, is_last=not self._has_unfolded)

    def _look(self, now: Moment, *, is_last: bool) -> None:
        """Screens need not look at every slice of a backlog."""
        if is_last or now.monotonic >= self._looked + LOOK_EVERY:
            self._looked = now.monotonic
            self._board.effects.append(Look())

    def _is_taken(self, slice_: Slice, now: Moment) -> bool:
        try:
            self._host.journal.receive(slice_.rows)
        except ForeignHistory as foreign:
            self._doubt(slice_, foreign)
            return False
        except Unavailable as trouble:
            self._put_off(trouble, now)
            return False
        if self._pause:
            self._pause, self._not_before = 0.0, float("-inf")
            self._board.effects.append(Stalled(""))
        return True

    def _doubt(self, slice_: Slice, foreign: ForeignHistory) -> None:
        """One origin's facts do not fit: they are left out, the others are tried again without them."""
        for link in sorted(slice_.sources.get(foreign.origin, ())):
            talk = self._board.talks.get(link)
            if talk is not None:
                self._doubts.doubt(talk, foreign.origin, str(foreign))
        if foreign.origin in slice_.sources:
            slice_.without(foreign.origin)
        else:
            slice_.rows.clear()

    def _put_off(self, trouble: Unavailable, now: Moment) -> None:
        if not self._pause:
            self._board.effects.append(Stalled(str(trouble)))
        self._pause = min(self._board.limits.longest_pause, self._pause * 2 or FIRST_PAUSE)
        self._not_before = now.monotonic + self._pause * (1 - self._chance.random() / 2)

    def _is_refused(self, link: LinkId, origin: str) -> bool:
        talk = self._board.talks.get(link)
        return (
            talk is None
            or origin == self._board.me.origin
            or self._doubts.is_doubted(origin, talk.identity.terminal_id)
        )

    def _note_time(self, slice_: Slice, now: Moment) -> None:
        """Facts stamped far ahead are taken, and whoever must look at a clock is named.

        A stamp never falls behind one that was seen, so facts made after such a one are ahead too: where the writer's
        own clock has been measured, the measure counts and not the stamp.
        """
        newest = {row.origin: milliseconds_of(Stamp(row.stamp)) for row in slice_.rows}
        for origin, made_ms in newest.items():
            ahead_ms = made_ms - now.wall_ms
            writer = self._board.peers.of_origin(origin)
            for peer in [writer] if writer else self._bearers(origin, slice_):
                if ahead_ms > self._board.limits.ahead_ms and peer is not writer:
                    words = (
                        f"facts of terminal {origin} are stamped {ahead_ms // 60_000} minutes ahead; look at its clock"
                    )
                    peer.troubles[STAMPS] = words
                elif peer is writer:
                    peer.troubles.pop(STAMPS, None)

    def _bearers(self, origin: str, slice_: Slice) -> list[Peer]:
        talks = [self._board.talks.get(link) for link in slice_.sources[origin]]
        return [talk.peer for talk in talks if talk is not None]
