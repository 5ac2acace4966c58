"""Inquiries that are to be followed up: who asked for what, what was said to them, and how it ended.

A back office may know of them too. Its words are kept beside ours: it has no place for notes and calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import GuestId, LeadId, ReservationId, StaffId
from aura_terminal.domain.limits import reason_given


class LeadStatus(StrEnum):
    """Where an inquiry stands."""

    NEW = "new"
    CALLED = "called"
    CONVERTED = "converted"
    LOST = "lost"


TO_FOLLOW = frozenset({LeadStatus.NEW, LeadStatus.CALLED})
"""What somebody should still do something about."""


class Reached(StrEnum):
    """What became of a call."""

    SPOKEN = "spoken"
    NO_ANSWER = "no_answer"
    LEFT_WORD = "left_word"


@dataclass(frozen=True, slots=True)
class LeadCaptured:
    """Somebody asked. `consent` is whether they agreed to be handed on and written to; `source` where it came from."""

    lead_id: LeadId
    captured_at: datetime
    captured_by: StaffId
    name: str
    phone: str
    email: str = ""
    message: str = ""
    source: str = ""
    consent: Consent = Consent.UNASKED


@dataclass(frozen=True, slots=True)
class LeadNoted:
    """Somebody wrote something down about it."""

    lead_id: LeadId
    noted_at: datetime
    noted_by: StaffId
    note: str


@dataclass(frozen=True, slots=True)
class LeadCalled:
    """Somebody called them."""

    lead_id: LeadId
    called_at: datetime
    called_by: StaffId
    reached: Reached


@dataclass(frozen=True, slots=True)
class LeadLost:
    """Nothing comes of it."""

    lead_id: LeadId
    lost_at: datetime
    lost_by: StaffId
    reason: str


@dataclass(frozen=True, slots=True)
class LeadReopened:
    """Something may come of it after all."""

    lead_id: LeadId
    reopened_at: datetime
    reopened_by: StaffId


@dataclass(frozen=True, slots=True)
class LeadConverted:
    """They are a guest now, perhaps with a reservation."""

    lead_id: LeadId
    converted_at: datetime
    converted_by: StaffId
    guest_id: GuestId
    reservation_id: ReservationId | None = None


@dataclass(frozen=True, slots=True)
class LeadStated:
    """What a back office says of it, in its own words."""

    lead_id: LeadId
    connector: str
    stated_at: datetime
    status: str = ""
    assigned_to: str = ""


@dataclass(frozen=True, slots=True)
class LeadErased:
    """Whoever asked wants to be forgotten: nothing personal is shown any more."""

    lead_id: LeadId
    erased_at: datetime
    erased_by: StaffId


LeadFact = LeadCaptured | LeadNoted | LeadCalled | LeadLost | LeadReopened | LeadConverted | LeadStated | LeadErased
Entry = LeadNoted | LeadCalled | LeadLost | LeadReopened | LeadConverted


@dataclass(slots=True)
class Lead:
    """The fold of one inquiry. What was converted stays so, whatever else is heard; else the last word counts."""

    id: LeadId
    captured: LeadCaptured | None = None
    converted: LeadConverted | None = None
    off: LeadLost | LeadReopened | None = None
    stated: LeadStated | None = None
    erased: LeadErased | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def terms(self) -> LeadCaptured:
        """Who asked for what. Raises NotFound as long as nobody heard of that."""
        if self.captured is None:
            raise NotFound("inquiry", self.id)
        return self.captured

    @property
    def status(self) -> LeadStatus:
        """Where it stands."""
        if self.converted is not None:
            return LeadStatus.CONVERTED
        if isinstance(self.off, LeadLost):
            return LeadStatus.LOST
        return LeadStatus.CALLED if self.calls else LeadStatus.NEW

    @property
    def calls(self) -> tuple[LeadCalled, ...]:
        """Every call, the oldest first."""
        return tuple(one for one in self.entries if isinstance(one, LeadCalled))

    @property
    def is_open(self) -> bool:
        """Whether somebody should still do something."""
        return self.status in TO_FOLLOW

    # Verbs: decide, change nothing

    def note(self, note: str, now: datetime, by: StaffId) -> LeadNoted:
        """Write something down. Raises RuleBroken(REASON_NEEDED) for nothing."""
        return LeadNoted(self.terms.lead_id, now, by, reason_given(note))

    def call(self, reached: Reached, now: datetime, by: StaffId) -> LeadCalled:
        """Keep that they were called."""
        self._must_be_open()
        return LeadCalled(self.terms.lead_id, now, by, reached)

    def lose(self, reason: str, now: datetime, by: StaffId) -> LeadLost:
        """Give it up. Raises RuleBroken: LEAD_OVER, REASON_NEEDED."""
        self._must_be_open()
        return LeadLost(self.terms.lead_id, now, by, reason_given(reason))

    def reopen(self, now: datetime, by: StaffId) -> LeadReopened:
        """Take up again what was given up. Raises RuleBroken(LEAD_OVER) for everything else."""
        if self.status is not LeadStatus.LOST:
            raise RuleBroken(Rule.LEAD_OVER, name=self.terms.name, status=self.status.value)
        return LeadReopened(self.id, now, by)

    def convert(
        self, guest_id: GuestId, reservation_id: ReservationId | None, now: datetime, by: StaffId
    ) -> LeadConverted:
        """Make a guest of them, and a reservation where there is one. Raises RuleBroken(LEAD_OVER)."""
        self._must_be_open()
        return LeadConverted(self.terms.lead_id, now, by, guest_id, reservation_id)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise RuleBroken(Rule.LEAD_OVER, name=self.terms.name, status=self.status.value)

    # The one place where an inquiry changes

    @singledispatchmethod
    def apply(self, fact: LeadFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about an inquiry: {fact!r}")

    @apply.register
    def _(self, fact: LeadCaptured) -> None:
        self.captured = self.captured or fact
        self._forget_if_erased()

    @apply.register
    def _(self, fact: LeadErased) -> None:
        self.erased = self.erased or fact
        self._forget_if_erased()

    @apply.register
    def _(self, fact: LeadStated) -> None:
        self.stated = fact

    @apply.register(LeadNoted)
    @apply.register(LeadCalled)
    def _(self, fact: LeadNoted | LeadCalled) -> None:
        self.entries.append(fact)
        self._forget_if_erased()

    @apply.register(LeadLost)
    @apply.register(LeadReopened)
    def _(self, fact: LeadLost | LeadReopened) -> None:
        self.off = fact
        self.entries.append(fact)

    @apply.register
    def _(self, fact: LeadConverted) -> None:
        self.converted = self.converted or fact
        self.entries.append(fact)

    def _forget_if_erased(self) -> None:
        if self.erased is None:
            return
        if self.captured is not None:
            self.captured = replace(self.captured, name="", phone="", email="", message="")
        self.entries = [one for one in self.entries if not isinstance(one, LeadNoted)]
