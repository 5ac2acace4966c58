"""Parties without a reservation: written down at the door, told a time that is kept, called, seated or gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.guests import checked_phone
from aura_terminal.domain.ids import GuestId, PartyId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.quoting import quote
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.waitlist import (
    PartyCalled,
    PartyChanged,
    PartyJoined,
    PartyLeft,
    PartyQuoted,
    PartyReturned,
    Quote,
    Sureness,
    check_party,
    check_quote,
)
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.ports.waiting import still_waiting
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.guests import person
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.party_tables import linked_where_several
from aura_terminal.use_cases.whose_visit import attached_where_known


@dataclass(frozen=True, slots=True)
class Arrival:
    """A party at the door. `minutes` None means that the house reckons what it is told."""

    party_size: int
    name: str = ""
    phone: str = ""
    note: str = ""
    guest_id: GuestId | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is different about a party that waits; None is a field that stays."""

    party_size: int | None = None
    name: str | None = None
    phone: str | None = None
    note: str | None = None


class Waitlist:
    """The verbs on the waiting list. Each needs the right RESERVE, seating SELL, and is one transaction."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def join(self, by: Actor, arrival: Arrival) -> PartyJoined:
        """Put a party on the list and keep what it is told. Without a name it is called by its size.

        Raises RuleBroken: QUANTITY_OUT_OF_RANGE, PHONE_UNREADABLE, GUEST_ERASED.
        """
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            check_party(arrival.party_size)
            guest = None if arrival.guest_id is None else person(work, arrival.guest_id)
            told = _said(arrival.minutes) or self._reckoned(work.now, arrival.party_size)
            joined = PartyJoined(
                PartyId(self._ids.new()), work.now, by.id, tidy(arrival.name) or ("" if guest is None else guest.name),
                arrival.party_size, checked_phone(arrival.phone) or ("" if guest is None else guest.phone),
                tidy(arrival.note), None if guest is None else guest.id, told,
            )  # fmt: skip
            work.keep(joined)
        return joined

    def change(self, by: Actor, party_id: PartyId, new: Correction) -> tuple[Fact, ...]:
        """Keep what is new about a party. Raises RuleBroken: PARTY_OVER, QUANTITY_OUT_OF_RANGE, PHONE_UNREADABLE."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.party(party_id).change(PartyChanged(
                party_id, work.now, by.id, None if new.name is None else tidy(new.name), new.party_size,
                None if new.phone is None else checked_phone(new.phone), None if new.note is None else tidy(new.note),
            ))  # fmt: skip
            facts: tuple[Fact, ...] = () if fact is None else (fact,)
            work.keep(*facts)
        return facts

    def tell(self, by: Actor, party_id: PartyId, minutes: int | None = None) -> PartyQuoted:
        """Tell it again how long it will be from now: so many minutes, or what the house reckons.

        Raises RuleBroken: PARTY_OVER, QUANTITY_OUT_OF_RANGE, PARTY_TOO_LARGE where the house has no such table.
        """
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            party = work.house.party(party_id)
            told = _said(minutes) or self._reckoned(work.now, party.party_size, before=party_id)
            if told is None:
                raise RuleBroken(Rule.PARTY_TOO_LARGE, quantity=party.party_size)
            fact = party.tell(told, work.now, by.id)
            work.keep(fact)
        return fact

    def call(self, by: Actor, party_id: PartyId) -> PartyCalled:
        """Keep that it was told that its table is ready; the guests' board shows its name. Raises PARTY_OVER."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.party(party_id).call(work.now, by.id)
            work.keep(fact)
        return fact

    def leave(self, by: Actor, party_id: PartyId) -> PartyLeft:
        """Keep that it went. Raises RuleBroken(PARTY_OVER)."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            fact = work.house.party(party_id).leave(work.now, by.id)
            work.keep(fact)
        return fact

    def come_back(self, by: Actor, party_id: PartyId) -> tuple[PartyReturned, ...]:
        """It is still there after all, at its old place in the list. Raises RuleBroken(PARTY_OVER)."""
        by.must(Permission.RESERVE)
        with self._begin(by.id) as work:
            facts = work.house.party(party_id).come_back(work.now, by.id)
            work.keep(*facts)
        return facts

    def seat(self, by: Actor, party_id: PartyId, tables: Sequence[TableId]) -> Done:
        """Seat it and open its order; a known guest comes along. Raises RuleBroken(PARTY_OVER).

        It is never refused because a table is taken: people may sit together.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            party = work.house.party(party_id)
            new = NewOrder(OrderType.DINE_IN, tables[0] if tables else None, party.party_size, party.name)
            opened = opening_of(work, self._ids, self._terminal, by, new)
            seated = party.seat(opened.order_id, tuple(tables), work.now, by.id)
            work.keep(opened, seated)
            guest_id = None if party.joined is None else party.joined.guest_id
            linked = linked_where_several(work, opened.order_id, tables, by.id)
            attached = attached_where_known(work, opened.order_id, guest_id)
        return Done(opened.order_id, (opened, seated, *linked, *attached))

    def reckon(self, party_size: int, now: datetime) -> Quote | None:
        """What a party that comes now would be told; None where no table is large enough."""
        check_party(party_size)
        return self._reckoned(now, party_size)

    def _reckoned(self, now: datetime, party_size: int, before: PartyId | None = None) -> Quote | None:
        day = self._reads.store.profile().calendar.date_of(now)
        waiting = still_waiting(self._reads.waitlist.parties(day))
        ahead = [row.party_size for row in takewhile(lambda row: row.party_id != before, waiting)]
        return quote(self._reads.waitlist.house(now), ahead, party_size)


def _said(minutes: int | None) -> Quote | None:
    if minutes is None:
        return None
    check_quote(minutes)
    return Quote(minutes, Sureness.SAID)
