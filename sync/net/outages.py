"""When a terminal was cut off, from when to when: a pure machine that waits out what is only a flicker.

Tiers: A the central and a peer can be reached, B peers alone, C nobody while other terminals are paired. The best a
terminal can have depends on what it is set up with; less than that for five seconds is an outage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aura_terminal.domain.outages import Tier

FLICKER = timedelta(seconds=5)


class Central(StrEnum):
    """Whether there is a central, and whether it answers."""

    NONE = "none"
    REACHED = "reached"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a terminal has around it: how many others are paired with the store, how many answer, and its central."""

    paired: int
    reached: int
    central: Central = Central.NONE

    @property
    def tier(self) -> Tier:
        """What can be reached now."""
        if self.reached == 0:
            return Tier.INTERNET if self.paired == 0 and self.central is Central.REACHED else Tier.ALONE
        return Tier.INTERNET if self.central is Central.REACHED else Tier.STORE

    @property
    def best(self) -> Tier:
        """What could be reached if all were well."""
        if self.central is not Central.NONE:
            return Tier.INTERNET
        return Tier.STORE if self.paired else Tier.ALONE


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which less could be reached than usual; aware UTC."""

    tier: Tier
    began_at: datetime
    ended_at: datetime


_RANK = {Tier.INTERNET: 0, Tier.STORE: 1, Tier.ALONE: 2}


class OutageWatch:
    """Told again and again how things stand, it says which outage just ended."""

    def __init__(self, began_at: datetime | None = None, tier: Tier = Tier.ALONE) -> None:
        self._outage: tuple[datetime, Tier] | None = None if began_at is None else (began_at, tier)
        self._worse_since: datetime | None = None
        self._worst = Tier.INTERNET
        self._well_since: datetime | None = None

    @property
    def current(self) -> tuple[datetime, Tier] | None:
        """The outage that is going on: since when, and how bad it was at worst."""
        return self._outage

    def look(self, around: Surroundings, now: datetime) -> Outage | None:
        """How things stand now; the outage that is over, once all has been well for five seconds."""
        if around.tier is around.best:
            return self._well(now)
        self._worse(around.tier, now)
        return None

    def _worse(self, tier: Tier, now: datetime) -> None:
        self._well_since = None
        if self._worse_since is None or now < self._worse_since:  # the clock was set back: count anew from here
            self._worse_since, self._worst = now, tier
        self._worst = _worst(self._worst, tier)
        if self._outage is not None:
            self._outage = self._outage[0], _worst(self._outage[1], tier)
        elif now - self._worse_since >= FLICKER:
            self._outage = self._worse_since, self._worst

    def _well(self, now: datetime) -> Outage | None:
        self._worse_since = None
        if self._outage is None:
            return None
        if self._well_since is None or now < self._well_since:
            self._well_since = now
        if now - self._well_since < FLICKER:
            return None
        began_at, tier = self._outage
        ended = Outage(tier, began_at, max(began_at, self._well_since))
        self._outage = self._well_since = None
        return ended


def _worst(one: Tier, other: Tier) -> Tier:
    return max(one, other, key=_RANK.__getitem__)
