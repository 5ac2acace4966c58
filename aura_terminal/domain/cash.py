"""A drawer's sessions: one accountable period with a drawer, begun with a counted float, moved, counted and ended.

What guests pay and get back is no fact of the session: payments and refunds name their session themselves, and
`cash_taken` reads it off the orders. Everything here may arrive in any order and more than once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.cash_counting import CashCount
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CountId, DrawerId, MovementId, SessionId, StaffId
from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class MovementKind(StrEnum):
    """Cash that moves without a sale: put in, taken out for a reason, to the safe, or to staff as tips."""

    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    DROP = "drop"
    TIPS_OUT = "tips_out"


class CountPurpose(StrEnum):
    """Why a drawer is counted: in between, to end its session, or once more after that."""

    CHECK = "check"
    CLOSING = "closing"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class SessionBegun:
    """Somebody answers for a drawer from now on; `cashier` is None where all who sell at the terminal share it.

    `after` is the session it was handed over from.
    """

    session_id: SessionId
    drawer_id: DrawerId
    terminal: str
    business_date: date
    begun_at: datetime
    begun_by: StaffId
    cashier: StaffId | None
    opening: CashCount
    after: SessionId | None = None


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Cash was put in or taken out; the amount is positive either way. `recipient` is who brought or got it."""

    session_id: SessionId
    movement_id: MovementId
    kind: MovementKind
    amount: Money
    moved_at: datetime
    moved_by: StaffId
    terminal: str
    reason: str = ""
    recipient: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class CashCounted:
    """So much was found in the drawer; `expected` is what it should have held as far as was known there and then."""

    session_id: SessionId
    count_id: CountId
    purpose: CountPurpose
    count: CashCount
    expected: Money
    counted_at: datetime
    counted_by: StaffId
    terminal: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Nobody takes cash in this session any more; `count_id` is the count it ended with."""

    session_id: SessionId
    count_id: CountId
    ended_at: datetime
    ended_by: StaffId
    terminal: str
    handed_to: SessionId | None = None


@dataclass(frozen=True, slots=True)
class DifferenceExplained:
    """Somebody said why a count is over or short, and somebody who may allowed it."""

    session_id: SessionId
    count_id: CountId
    reason: str
    approval: Approval


SessionFact = SessionBegun | CashMoved | CashCounted | SessionEnded | DifferenceExplained


@dataclass(frozen=True, slots=True)
class Takings:
    """What guests gave, got back as change and got refunded in a session. `sales` are what stayed of what they gave."""

    given: Money
    change: Money
    refunds: Money

    @property
    def sales(self) -> Money:
        """What guests gave less what they got back as change."""
        return self.given - self.change


class ContradictionKind(StrEnum):
    """What does not fit together when terminals that could not hear each other used one drawer."""

    ENDED_TWICE = "ended_twice"
    MOVED_AFTER_END = "moved_after_end"
    TWO_RUNNING = "two_running"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something about a session for a person to look at; all of it is kept. `other` is the second session, if any."""

    kind: ContradictionKind
    at: datetime
    terminal: str
    other: SessionId | None = None


@dataclass(slots=True)
class DrawerSession:
    """The fold of one session; the order of its facts is that of their times, whichever arrived first."""

    id: SessionId
    begun: SessionBegun | None = None
    moved: dict[MovementId, CashMoved] = field(default_factory=dict)
    counted: dict[CountId, CashCounted] = field(default_factory=dict)
    ended: dict[CountId, SessionEnded] = field(default_factory=dict)
    explained: dict[CountId, DifferenceExplained] = field(default_factory=dict)

    # What it is

    @property
    def beginning(self) -> SessionBegun:
        """How it began. Raises NotFound while nobody knows."""
        if self.begun is None:
            raise NotFound("session", self.id)
        return self.begun

    @property
    def float(self) -> Money:
        """The cash it began with."""
        return self.beginning.opening.total

    @property
    def end(self) -> SessionEnded | None:
        """How it ended first; None while it runs."""
        return min(self.ended.values(), key=lambda one: (one.ended_at, one.count_id), default=None)

    @property
    def movements(self) -> tuple[CashMoved, ...]:
        """Everything that moved, oldest first."""
        return tuple(sorted(self.moved.values(), key=lambda one: (one.moved_at, one.movement_id)))

    @property
    def counts(self) -> tuple[CashCounted, ...]:
        """Every count, none is ever lost to a later one: those in between, at the end, after it, each oldest first.

        A clock that was set back between them changes nothing of that. One in another currency is none.
        """
        currency = self.float.currency
        own = (one for one in self.counted.values() if {one.count.total.currency, one.expected.currency} == {currency})
        return tuple(sorted(own, key=_by_stage))

    @property
    def final_count(self) -> CashCounted | None:
        """The count that stands: the last one that ended it or was made once more after that."""
        final = [one for one in self.counts if one.purpose is not CountPurpose.CHECK]
        return final[-1] if final else None

    def total(self, kind: MovementKind) -> Money:
        """What moved in one way, as a positive amount."""
        currency = self.float.currency
        minor = sum(one.amount.minor for one in self.moved.values() if _is(one, kind, currency))
        return Money(minor, currency)

    def expected(self, takings: Takings) -> Money:
        """What the drawer should hold, or held when it was counted last, with what is known by now."""
        out = [MovementKind.PAID_OUT, MovementKind.DROP, MovementKind.TIPS_OUT]
        left = sum(self.total(kind).minor for kind in out)
        held = self.float + takings.sales - takings.refunds + self.total(MovementKind.PAID_IN)
        return Money(held.minor - left, held.currency)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What does not fit together in this session alone."""
        first = self.end
        if first is None:
            return ()
        again = (one for one in self.ended.values() if one.count_id != first.count_id)
        found = [Contradiction(ContradictionKind.ENDED_TWICE, one.ended_at, one.terminal) for one in again]
        late = (one for one in self.moved.values() if one.moved_at > first.ended_at)
        found += [Contradiction(ContradictionKind.MOVED_AFTER_END, one.moved_at, one.terminal) for one in late]
        return tuple(sorted(found, key=lambda one: (one.at, one.kind, one.terminal)))

    # Verbs: each decides and changes nothing

    def move(self, fact: CashMoved) -> CashMoved:
        """Cash in or out. Raises SESSION_ENDED, AMOUNT_NOT_POSITIVE, REASON_NEEDED (not for a drop)."""
        self.must_run()
        if fact.amount.minor <= 0:
            raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
        if fact.kind is not MovementKind.DROP:
            reason_given(fact.reason or fact.recipient)
        if fact.kind in (MovementKind.PAID_OUT, MovementKind.TIPS_OUT):
            reason_given(fact.recipient)
        tidy(fact.reason)
        return fact

    def must_run(self) -> None:
        """Raise RuleBroken(SESSION_ENDED) when it does not run any more."""
        self.beginning  # noqa: B018 - one that nobody began does not run
        if self.end is not None:
            raise RuleBroken(Rule.SESSION_ENDED)

    # Evolution

    @singledispatchmethod
    def apply(self, fact: SessionFact) -> None:
        """The one place where a session changes; the same fact a second time changes nothing."""
        raise TypeError(f"not a fact about a session: {fact!r}")

    @apply.register
    def _(self, fact: SessionBegun) -> None:
        known = (fact,) if self.begun is None else (self.begun, fact)
        self.begun = min(known, key=lambda one: (one.begun_at, one.terminal, one.begun_by))

    @apply.register
    def _(self, fact: CashMoved) -> None:
        self.moved.setdefault(fact.movement_id, fact)

    @apply.register
    def _(self, fact: CashCounted) -> None:
        self.counted.setdefault(fact.count_id, fact)

    @apply.register
    def _(self, fact: SessionEnded) -> None:
        self.ended.setdefault(fact.count_id, fact)

    @apply.register
    def _(self, fact: DifferenceExplained) -> None:
        known = self.explained.get(fact.count_id)
        if known is None or (fact.approval.at, fact.approval.by) < (known.approval.at, known.approval.by):
            self.explained[fact.count_id] = fact


_STAGES = {purpose: place for place, purpose in enumerate(CountPurpose)}


def _by_stage(count: CashCounted) -> tuple[int, datetime, str]:
    return _STAGES[count.purpose], count.counted_at, count.count_id


def _is(moved: CashMoved, kind: MovementKind, currency: str) -> bool:
    return moved.kind is kind and moved.amount.currency == currency


def overlapping(sessions: Iterable[DrawerSession]) -> dict[SessionId, tuple[Contradiction, ...]]:
    """Sessions of one drawer that ran at the same time, each named at both, by the session it is listed at."""
    known = sorted(sessions, key=lambda one: (one.beginning.begun_at, one.id))
    found: dict[SessionId, list[Contradiction]] = {}
    for place, later in enumerate(known):
        begun = later.beginning
        for earlier in known[:place]:
            end = earlier.end
            if earlier.beginning.drawer_id != begun.drawer_id or (end is not None and end.ended_at <= begun.begun_at):
                continue
            for one, other in ((earlier, later), (later, earlier)):
                both = Contradiction(ContradictionKind.TWO_RUNNING, begun.begun_at, begun.terminal, other.id)
                found.setdefault(one.id, []).append(both)
    return {id_: tuple(each) for id_, each in found.items()}
