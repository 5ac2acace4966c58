"""Which terminal speaks to a back office for the store: pure, decided from what terminals say in their beats.

Whoever speaks says so. While somebody is heard who speaks, everybody else keeps still; of two who do, the one with
the smaller origin goes on. When nobody does, terminals try in the order of their origins, a moment apart, and the
first that reaches the back office speaks. So nothing changes hands because a better one comes back, and two who do not
hear each other may both speak: keys and links make that harmless, and where no keys are kept what the other one may
have told is looked for first as soon as they hear each other again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.mesh.contract import Chance
from sync.reconcile.backoff import jittered
from sync.reconcile.effects import Turn


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """Times in seconds. A silent terminal is missed after the mesh's own 15; with a try of 3 the rest is below 30."""

    head_start: float = 1.0
    """How long each terminal with a smaller origin has before this one tries."""
    longest_start: float = 4.0
    grace: float = 6.0
    """How long whoever spoke last and is not heard any more has to come back: links are cut for a moment, too."""
    settle: float = 12.0
    """How long a terminal that has just started listens first for somebody who speaks."""
    try_again: float = 10.0
    """How long after a try that failed the next one is made, at least."""
    ill: float = 20.0
    """How long a back office may fail to answer before another terminal has its chance."""


DEFAULT_LIMITS = GatewayLimits()


class Gateway:
    """This terminal's part of the choice, for one back office. Times are monotonic seconds.

    `last` is the origin that confirmed something last, as the journal knows it; empty when nobody ever did. `others` is
    how many other terminals have ever written into this journal: one that is paired no longer may have spoken, too.
    """

    def __init__(
        self, me: str, chance: Chance, *, paired: int = 0, others: int = 0, last: str = "",
        limits: GatewayLimits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._me = me
        self._chance = chance
        self._limits = limits
        self._last = last
        self._speaker = ""
        self._has_company = False
        self._is_alone = not (paired or others)
        self._settle = limits.settle if paired else 0.0
        self._free_since: float | None = None
        self._began: float | None = None
        self._due = float("-inf")
        self._tries = 0
        self._is_trying = self._speaks = False
        self._ill_since: float | None = None

    @property
    def speaks(self) -> bool:
        """Whether this terminal speaks for the store now, and says so to the others."""
        return self._speaks

    @property
    def turn(self) -> Turn:
        """How it came to: whether somebody else may have told things that are not known here yet."""
        if self._last not in ("", self._me):
            return Turn.TAKEN_OVER
        return Turn.OWN if self._is_alone else Turn.RESUMED

    def look(self, speaking: Mapping[str, bool], now: float) -> bool:
        """Who is heard now, by origin, and whether it speaks. True: find out whether this terminal reaches it."""
        self._began = now if self._began is None else self._began
        self._has_company = any(origin != self._me for origin in speaking)
        self._is_alone = self._is_alone and not self._has_company
        others = [origin for origin, speaks in speaking.items() if speaks and origin != self._me]
        if others:
            self._heard(min(others))
            return False
        if self._speaks or self._is_trying:
            return False
        if self._free_since is None:
            self._free_since = now
        smaller = sum(origin < self._me for origin in speaking)
        start = min(self._limits.longest_start, smaller * self._limits.head_start)
        grace = self._limits.grace if self._speaker and self._speaker not in speaking else 0.0
        ready = max(max(self._free_since, self._began + self._settle) + start + grace, self._due)
        self._is_trying = now >= ready
        return self._is_trying

    def reached(self, now: float) -> None:
        """The back office was reached: this terminal speaks from now on, unless somebody else began meanwhile."""
        if self._is_trying:
            self._is_trying = False
            self._speaks = True
            self._speaker = ""
            self._ill_since = None

    def missed(self, now: float) -> None:
        """It was not reached from here."""
        if self._is_trying:
            self._is_trying = False
            self._rest(now)

    def goes_well(self) -> None:
        """The back office answers this terminal."""
        self._ill_since = None
        if self._speaks:
            self._tries = 0

    def goes_ill(self, now: float) -> None:
        """It does not answer, or not this account: after a while the others have their chance, if there are any."""
        if not self._speaks:
            return
        if self._ill_since is None:
            self._ill_since = now
        if self._has_company and now - self._ill_since >= self._limits.ill:
            self._last = self._me
            self._speaks = False
            self._free_since = None
            self._rest(now)

    def _heard(self, other: str) -> None:
        """Somebody else speaks: of two, the smaller origin goes on."""
        self._free_since = None
        self._tries = 0
        if not self._speaks or other < self._me:
            self._speaks = self._is_trying = False
            self._last = self._speaker = other

    def _rest(self, now: float) -> None:
        self._tries += 1
        self._due = now + max(self._limits.try_again, jittered(self._tries, self._chance))
