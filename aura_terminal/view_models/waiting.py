"""Parties that wait for a table today: who, how long, what they were told, and what can be done about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.quoting import usual_stay
from aura_terminal.domain.waitlist import Quote, QuotesKept, WaitlistFact
from aura_terminal.ports.house import TableOffer
from aura_terminal.ports.waiting import WaitingRow, still_waiting
from aura_terminal.use_cases.waitlist import Arrival
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import PartyId, TableId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

__all__ = ["Arrival", "Lateness", "Quote", "QuotesKept", "TableOffer", "WaitingModel", "WaitingRow"]

SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a party stands against what it was told: whole minutes left, below zero beyond it; None where it was told
    nothing. `is_near` within five minutes of it, `is_beyond` after it."""

    left: int | None
    is_near: bool
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a business day, and how its quotes came out so far."""

    calendar: BusinessCalendar
    rows: tuple[WaitingRow, ...]
    kept: QuotesKept


class WaitingModel(QObject):
    """`changed` follows a reading, `reckoned` a quote that was asked for, `offered` tables for one party, `joined` a
    party that was written down, `seated(order_id)` one that sits, `gone(party_id)` one that left and may be taken back
    with `undo_leaving`. Minutes pass by themselves: whoever shows them asks again once a minute. `watch` is woken while
    somebody looks.
    """

    changed = Signal()
    reckoned = Signal()
    offered = Signal()
    joined = Signal()
    seated = Signal(str)
    gone = Signal(str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._listed: Listed | None = None
        self._size = 0
        self._quote: Quote | None = None
        self._asked: PartyId | None = None
        self._offers: tuple[TableOffer, ...] = ()
        self.watch = Watch(changes, WaitlistFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """Those who still wait, in the order they came."""
        return () if self._listed is None else still_waiting(self._listed.rows)

    @property
    def past(self) -> tuple[WaitingRow, ...]:
        """Those of today who sit or left, the latest first."""
        ended = (row for row in (() if self._listed is None else self._listed.rows) if row.ended_at is not None)
        return tuple(sorted(ended, key=lambda row: (row.ended_at or row.joined_at, row.party_id), reverse=True))

    @property
    def kept(self) -> QuotesKept | None:
        """How today's quotes came out, once read."""
        return None if self._listed is None else self._listed.kept

    @property
    def quote(self) -> Quote | None:
        """The answer to the last `reckon`; None until it is there, and where no table is large enough."""
        return self._quote

    @property
    def offers(self) -> tuple[TableOffer, ...]:
        """Tables free now for the party `offer` was asked for, the tightest fit first."""
        return self._offers

    def row(self, party_id: PartyId) -> WaitingRow | None:
        """One of today's parties."""
        every = () if self._listed is None else self._listed.rows
        return next((row for row in every if row.party_id == party_id), None)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._listed is None else self._listed.calendar.local(instant)

    def waited(self, row: WaitingRow) -> int:
        """Whole minutes it waits, or waited in all."""
        return max(0, ((row.ended_at or self._now()) - row.joined_at) // timedelta(minutes=1))

    def lateness(self, row: WaitingRow) -> Lateness:
        """How it stands against what it was told last."""
        if row.promised_at is None:
            return Lateness(None, is_near=False, is_beyond=False)
        left = row.promised_at - (row.ended_at or self._now())
        return Lateness(left // timedelta(minutes=1), timedelta() <= left <= SOON, left < timedelta())

    @Slot()
    def refresh(self) -> None:
        """Read the list again."""
        self._runner.run(partial(_listed, self._now()), self._show, self.refused.emit)

    def reckon(self, party_size: int) -> None:
        """What would a party of so many be told? `reckoned` follows; the last one asked is answered."""
        self._size, self._quote = party_size, None
        self._runner.run(partial(_reckoned, party_size, self._now()), self._show_quote, self.refused.emit)

    def join(self, arrival: Arrival) -> None:
        """Write a party down; what it is told is reckoned unless minutes are named."""
        self._do(partial(_join, arrival), self._keep_joined)

    def tell(self, party_id: PartyId, minutes: int | None = None) -> None:
        """Tell it again how long it will be: so many minutes, or what the house reckons."""
        self._do(partial(_tell, party_id, minutes), self._keep)

    def call(self, party_id: PartyId) -> None:
        """Its table is ready: the guests' board shows its name."""
        self._do(partial(_call, party_id), self._keep)

    def leave(self, party_id: PartyId) -> None:
        """It went away; `gone` follows."""
        self._do(partial(_leave, party_id), partial(self._keep_gone, party_id))

    def undo_leaving(self, party_id: PartyId) -> None:
        """It is still there, at its old place."""
        self._do(partial(_come_back, party_id), self._keep)

    def offer(self, party_id: PartyId) -> None:
        """Which tables are free for it now? `offered` follows."""
        row = self.row(party_id)
        if row is not None:
            self._asked, self._offers = party_id, ()
            call = partial(_offers, party_id, row.party_size, self._now())
            self._runner.run(call, self._show_offers, self.refused.emit)

    def seat(self, party_id: PartyId, tables: tuple[TableId, ...] = ()) -> None:
        """It sits at these tables and its order is opened; `seated` follows."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_seat, party_id, tables, actor), self._keep_seated, self._refuse)

    def _do(self, verb: Callable[[Actor, Shop], tuple[Fact, ...]], then: Callable[[tuple[Fact, ...]], None]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), then, self._refuse)

    def _keep(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)

    def _keep_joined(self, facts: tuple[Fact, ...]) -> None:
        self._keep(facts)
        self.joined.emit()

    def _keep_gone(self, party_id: PartyId, facts: tuple[Fact, ...]) -> None:
        self._keep(facts)
        self.gone.emit(party_id)

    def _keep_seated(self, done: Done) -> None:
        self._keep(done.facts)
        self.seated.emit(done.order_id)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, listed: Listed) -> None:
        self._listed = listed
        self.changed.emit()

    def _show_quote(self, answer: tuple[int, Quote | None]) -> None:
        if answer[0] == self._size:
            self._quote = answer[1]
            self.reckoned.emit()

    def _show_offers(self, answer: tuple[PartyId, tuple[TableOffer, ...]]) -> None:
        if answer[0] == self._asked:
            self._offers = answer[1]
            self.offered.emit()


def _listed(now: datetime, shop: Shop) -> Listed:
    calendar = shop.reads.store.profile().calendar
    day = calendar.date_of(now)
    return Listed(calendar, shop.reads.waitlist.parties(day), shop.reads.waitlist.kept(day))


def _reckoned(party_size: int, now: datetime, shop: Shop) -> tuple[int, Quote | None]:
    return party_size, shop.waitlist.reckon(party_size, now)


def _join(arrival: Arrival, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.waitlist.join(by, arrival),)


def _tell(party_id: PartyId, minutes: int | None, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.waitlist.tell(by, party_id, minutes),)


def _call(party_id: PartyId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.waitlist.call(by, party_id),)


def _leave(party_id: PartyId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return (shop.waitlist.leave(by, party_id),)


def _come_back(party_id: PartyId, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return shop.waitlist.come_back(by, party_id)


def _offers(party_id: PartyId, size: int, now: datetime, shop: Shop) -> tuple[PartyId, tuple[TableOffer, ...]]:
    stay = usual_stay(shop.reads.waitlist.house(now).stays, size).minutes
    return party_id, shop.reads.tables.free(now, stay, size)


def _seat(party_id: PartyId, tables: tuple[TableId, ...], by: Actor, shop: Shop) -> Done:
    return shop.waitlist.seat(by, party_id, tables)
