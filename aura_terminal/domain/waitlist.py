"""Parties that wait for a table: who came, what they were told, whether they were called, and how their wait ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import GuestId, OrderId, PartyId, StaffId, TableId

LARGEST_PARTY = 999
LONGEST_QUOTE = 24 * 60


class PartyStatus(StrEnum):
    """Where a party stands."""

    WAITING = "waiting"
    CALLED = "called"
    SEATED = "seated"
    LEFT = "left"


class Sureness(StrEnum):
    """What a quoted time rests on: many stays of parties like these, a few, or what is assumed, or a person's word."""

    MEASURED = "measured"
    FEW = "few"
    ASSUMED = "assumed"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Quote:
    """How many minutes a party was told it will wait, and what that rests on."""

    minutes: int
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class PartyJoined:
    """A party came and waits. `quote` is what it was told at the door; None where no time could be named."""

    party_id: PartyId
    joined_at: datetime
    joined_by: StaffId
    name: str
    party_size: int
    phone: str = ""
    note: str = ""
    guest_id: GuestId | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class PartyChanged:
    """Some of it is now this; None is a field nothing was said about."""

    party_id: PartyId
    changed_at: datetime
    changed_by: StaffId
    name: str | None = None
    party_size: int | None = None
    phone: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PartyQuoted:
    """The party was told again how long it will be, from this moment on."""

    party_id: PartyId
    quoted_at: datetime
    quoted_by: StaffId
    quote: Quote


@dataclass(frozen=True, slots=True)
class PartyCalled:
    """The party was told that its table is ready."""

    party_id: PartyId
    called_at: datetime
    called_by: StaffId


@dataclass(frozen=True, slots=True)
class PartySeated:
    """The party sits; `order_id` is what it asks for."""

    party_id: PartyId
    seated_at: datetime
    seated_by: StaffId
    order_id: OrderId
    tables: tuple[TableId, ...]


@dataclass(frozen=True, slots=True)
class PartyLeft:
    """The party went away without having been seated."""

    party_id: PartyId
    left_at: datetime
    noted_by: StaffId


@dataclass(frozen=True, slots=True)
class PartyReturned:
    """It did not leave after all: takes back the going that was noted at `left_at`."""

    party_id: PartyId
    returned_at: datetime
    noted_by: StaffId
    left_at: datetime


WaitlistFact = PartyJoined | PartyChanged | PartyQuoted | PartyCalled | PartySeated | PartyLeft | PartyReturned

_FIELDS = ("name", "party_size", "phone", "note")


@dataclass(slots=True)
class WaitingParty:
    """The fold of one party. Who sits was there, whatever else was said; where it stands follows from which facts are
    known, in whatever order they arrived. Of words and quotes the one said last counts."""

    id: PartyId
    joined: PartyJoined | None = None
    name: str = ""
    party_size: int = 0
    phone: str = ""
    note: str = ""
    quotes: list[tuple[datetime, Quote]] = field(default_factory=list)
    calls: set[datetime] = field(default_factory=set)
    seatings: set[PartySeated] = field(default_factory=set)
    goings: set[datetime] = field(default_factory=set)
    returns: set[datetime] = field(default_factory=set)

    @property
    def status(self) -> PartyStatus:
        """Where it stands; nothing comes back from seated."""
        if self.seatings:
            return PartyStatus.SEATED
        if self.goings - self.returns:
            return PartyStatus.LEFT
        return PartyStatus.CALLED if self.calls else PartyStatus.WAITING

    @property
    def is_waiting(self) -> bool:
        """Whether it still wants a table."""
        return self.status in (PartyStatus.WAITING, PartyStatus.CALLED)

    @property
    def seated(self) -> PartySeated | None:
        """How it was seated first."""
        return min(self.seatings, key=lambda one: (one.seated_at, one.order_id), default=None)

    @property
    def called_at(self) -> datetime | None:
        """When it was called last."""
        return max(self.calls, default=None)

    @property
    def left_at(self) -> datetime | None:
        """When it went, if it did and did not come back."""
        return min(self.goings - self.returns, default=None)

    @property
    def quote(self) -> Quote | None:
        """What it was told last."""
        return self.quotes[-1][1] if self.quotes else None

    @property
    def promised_at(self) -> datetime | None:
        """By when it was told to sit."""
        if not self.quotes:
            return None
        said_at, quote = self.quotes[-1]
        return said_at + timedelta(minutes=min(LONGEST_QUOTE, max(0, quote.minutes)))

    @property
    def ended_at(self) -> datetime | None:
        """When the wait was over, if it is."""
        seated = self.seated
        return self.left_at if seated is None else seated.seated_at

    def waited(self, now: datetime) -> int:
        """Whole minutes of waiting until it ended, or until now; never less than none."""
        begun = now if self.joined is None else self.joined.joined_at
        return max(0, ((self.ended_at or now) - begun) // timedelta(minutes=1))

    # Verbs: decide, change nothing

    def change(self, changed: PartyChanged) -> PartyChanged | None:
        """What of a change is new; None when nothing is."""
        self._must_wait()
        said = {name: getattr(changed, name) for name in _FIELDS}
        new = {name: value for name, value in said.items() if value is not None and value != getattr(self, name)}
        if not new:
            return None
        check_party(new.get("party_size", self.party_size))
        return PartyChanged(self.id, changed.changed_at, changed.changed_by, **new)

    def tell(self, quote: Quote, now: datetime, by: StaffId) -> PartyQuoted:
        """Tell it how long it will be from now."""
        self._must_wait()
        check_quote(quote.minutes)
        return PartyQuoted(self.id, now, by, quote)

    def call(self, now: datetime, by: StaffId) -> PartyCalled:
        """Tell it that its table is ready; it may be told again."""
        self._must_wait()
        return PartyCalled(self.id, now, by)

    def seat(self, order_id: OrderId, tables: tuple[TableId, ...], now: datetime, by: StaffId) -> PartySeated:
        """Seat it, also one that was thought to have gone. Raises RuleBroken(PARTY_OVER) for one that sits."""
        if self.seatings:
            raise RuleBroken(Rule.PARTY_OVER, name=self.name, status=self.status.value)
        return PartySeated(self.id, now, by, order_id, tables)

    def leave(self, now: datetime, by: StaffId) -> PartyLeft:
        """Note that it went."""
        self._must_wait()
        return PartyLeft(self.id, now, by)

    def come_back(self, now: datetime, by: StaffId) -> tuple[PartyReturned, ...]:
        """Take back every going that is known. Raises RuleBroken(PARTY_OVER) unless it had left."""
        if self.status is not PartyStatus.LEFT:
            raise RuleBroken(Rule.PARTY_OVER, name=self.name, status=self.status.value)
        return tuple(PartyReturned(self.id, now, by, left_at) for left_at in sorted(self.goings - self.returns))

    def _must_wait(self) -> None:
        if not self.is_waiting:
            raise RuleBroken(Rule.PARTY_OVER, name=self.name, status=self.status.value)

    # The one place where a party changes

    @singledispatchmethod
    def apply(self, fact: WaitlistFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a party that waits: {fact!r}")

    @apply.register
    def _(self, fact: PartyJoined) -> None:
        if self.joined is None:
            self.joined = fact
            self._take(fact)
            self.quotes += [] if fact.quote is None else [(fact.joined_at, fact.quote)]

    @apply.register
    def _(self, fact: PartyChanged) -> None:
        self._take(fact)

    @apply.register
    def _(self, fact: PartyQuoted) -> None:
        self.quotes.append((fact.quoted_at, fact.quote))

    @apply.register
    def _(self, fact: PartyCalled) -> None:
        self.calls.add(fact.called_at)

    @apply.register
    def _(self, fact: PartySeated) -> None:
        self.seatings.add(fact)

    @apply.register
    def _(self, fact: PartyLeft) -> None:
        self.goings.add(fact.left_at)

    @apply.register
    def _(self, fact: PartyReturned) -> None:
        self.returns.add(fact.left_at)

    def _take(self, fact: PartyJoined | PartyChanged) -> None:
        for name in _FIELDS:
            said = getattr(fact, name)
            if said is not None:
                setattr(self, name, said)


def check_party(party_size: int) -> None:
    """Refuse a party of nobody."""
    if not 1 <= party_size <= LARGEST_PARTY:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=party_size)


def check_quote(minutes: int) -> None:
    """Refuse a wait of less than nothing or more than a day."""
    if not 0 <= minutes <= LONGEST_QUOTE:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=minutes)


@dataclass(frozen=True, slots=True)
class QuotesKept:
    """How a day's quotes came out: parties seated, how many of them within what they were told, how many left, and
    the minutes they waited beyond the quote on average (below zero where they sat sooner), rounded to whole ones."""

    seated: int
    within: int
    left: int
    beyond: int


def quotes_kept(parties: Iterable[WaitingParty]) -> QuotesKept:
    """What was told at the door first, against what happened."""
    over: list[int] = []
    left = seated = 0
    for party in parties:
        end = party.seated
        left += party.status is PartyStatus.LEFT
        seated += end is not None
        if end is not None and party.joined is not None and party.joined.quote is not None:
            over.append(party.waited(end.seated_at) - party.joined.quote.minutes)
    beyond = (2 * sum(over) + len(over)) // (2 * len(over)) if over else 0
    return QuotesKept(seated, sum(1 for one in over if one <= 0), left, beyond)
