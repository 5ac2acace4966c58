"""What another terminal may have told the back office although nothing of it is known here: it is looked for first."""

from __future__ import annotations

from collections.abc import Mapping

from sync.mesh.contract import Moment
from sync.reconcile.effects import CourierLimits, Turn


class Unheard:
    """Of what waits here: what somebody else may have made there, and from when on nothing of theirs is on its way.

    Times are monotonic seconds of this terminal. Nobody's clock matters: only whether a terminal is heard, and how long
    its words take to come in once it is.
    """

    def __init__(self, limits: CourierLimits) -> None:
        self._limits = limits
        self._heard: frozenset[str] = frozenset()
        self._until = float("-inf")
        self.settled_at = float("-inf")
        """From then on what others sent has arrived there or never will."""

    def turn(self, turn: Turn, now: Moment) -> None:
        """This terminal speaks for the store from now on."""
        keeps_no_keys = self._limits.words_take > 0
        if turn is Turn.TAKEN_OVER or (turn is Turn.RESUMED and keeps_no_keys):
            self._until = now.monotonic + self._limits.words_take
            self.settled_at = now.monotonic + self._limits.settles
        else:
            self._until = self.settled_at = float("-inf")

    def heard(self, speaking: Mapping[str, bool], now: Moment) -> bool:
        """Who else is heard while this terminal speaks, and whether they speak; True where they may have told more.

        Whoever was not heard until now may have spoken meanwhile, and its words are still coming in. One that comes and
        goes does not hold everything up for good; two that speak at once do not stay so.
        """
        is_speaking, has_come = any(speaking.values()), bool(speaking.keys() - self._heard)
        self._heard = frozenset(speaking)
        if not self._limits.words_take or not (is_speaking or has_come):
            return False
        self._until = now.monotonic + self._limits.words_take
        if is_speaking or now.monotonic >= self.settled_at:
            self.settled_at = now.monotonic + self._limits.settles
        return True

    def may_hold(self, since: float) -> bool:
        """Whether what waits since then may have been told by somebody who was not heard."""
        return since < self._until
