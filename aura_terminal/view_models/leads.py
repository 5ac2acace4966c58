"""Inquiries: the manager's list of whom to call, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import LeadId
from aura_terminal.domain.leads import TO_FOLLOW, LeadFact, LeadStatus, Reached
from aura_terminal.ports.leads import LeadRow
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST = 200
WHEN = ("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
"""How people write a day and an hour."""

__all__ = ["Consent", "LeadRow", "LeadStatus", "LeadsModel", "Reached", "Wish"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is booked for an inquiry, as it was typed."""

    when: str
    guests: str
    place: str
    occasion: str


@dataclass(frozen=True, slots=True)
class _Page:
    to_follow: tuple[LeadRow, ...]
    over: tuple[LeadRow, ...]
    occasions: tuple[str, ...]
    office: str
    calendar: BusinessCalendar


class LeadsModel(QObject):
    """`changed` follows a reading, `done` a verb that was carried out, `refused` one that was not."""

    changed = Signal()
    done = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._page: _Page | None = None
        self._are_over = False
        self._shown: LeadId | None = None
        self.showing = Showing(session, changes, LeadFact.__args__, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    @property
    def rows(self) -> tuple[LeadRow, ...]:
        """Those to be followed up, the oldest first; or those that are over, the newest first."""
        if self._page is None:
            return ()
        return self._page.over if self._are_over else self._page.to_follow

    @property
    def waiting(self) -> int:
        """How many are to be followed up."""
        return 0 if self._page is None else len(self._page.to_follow)

    @property
    def shown(self) -> LeadRow | None:
        """The one that is looked at."""
        return next((row for row in self.rows if row.lead_id == self._shown), None)

    @property
    def is_open(self) -> bool:
        """Whether something may still come of the one that is shown."""
        return self.shown is not None and self.shown.status in TO_FOLLOW

    @property
    def is_lost(self) -> bool:
        """Whether the one that is shown was given up, and may be taken up again."""
        return self.shown is not None and self.shown.status is LeadStatus.LOST

    @property
    def occasions(self) -> tuple[str, ...]:
        """What a booking may be for, in the words of the back office that keeps them; none where nobody does."""
        return () if self._page is None else self._page.occasions

    @property
    def office(self) -> str:
        """The back office that keeps bookings, by its name in settings."""
        return "" if self._page is None else self._page.office

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock."""
        return instant if self._page is None else self._page.calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Read the list again."""
        if self._session.actor is not None:
            self._runner.run(_read, self._show, self.refused.emit)

    def list_over(self, are_over: bool) -> None:
        """List what is over, or what is to be followed up."""
        self._are_over, self._shown = are_over, None
        self.changed.emit()

    def look_at(self, lead_id: str) -> None:
        """Show one of them."""
        self._shown = LeadId(lead_id)
        self.changed.emit()

    def capture(self, inquiry: Inquiry) -> None:
        """Write an inquiry down."""
        self._do(lambda by, shop: (shop.leads.capture(by, inquiry),))

    def note(self, words: str) -> None:
        """Write something down about the one that is shown."""
        self._do_shown(lambda lead_id, by, shop: (shop.leads.note(by, lead_id, words),))

    def call(self, reached: Reached) -> None:
        """They were called."""
        self._do_shown(lambda lead_id, by, shop: (shop.leads.call(by, lead_id, reached),))

    def lose(self, reason: str) -> None:
        """Nothing comes of it."""
        self._do_shown(lambda lead_id, by, shop: (shop.leads.lose(by, lead_id, reason),))

    def reopen(self) -> None:
        """Something may come of it after all."""
        self._do_shown(lambda lead_id, by, shop: (shop.leads.reopen(by, lead_id),))

    def make_guest(self) -> None:
        """They are a guest now, without a reservation."""
        self._do_shown(lambda lead_id, by, shop: shop.leads.convert(by, lead_id))

    def book(self, wish: Wish) -> None:
        """They are a guest now and come then; a day, an hour or a number nobody can read is refused."""
        page = self._page
        if page is not None:
            self._do_shown(lambda lead_id, by, shop: shop.leads.convert(by, lead_id, _booking(wish, page.calendar)))

    def _do_shown(self, verb: Callable[[LeadId, Actor, Shop], tuple[Fact, ...]]) -> None:
        if self._shown is not None:
            self._do(partial(verb, self._shown))

    def _do(self, verb: Callable[[Actor, Shop], tuple[Fact, ...]]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), self._keep, self.refused.emit)

    def _keep(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)
        self.done.emit()

    def _show(self, page: _Page) -> None:
        self._page = page
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._page = self._shown = None
        self.changed.emit()


def _read(shop: Shop) -> _Page:
    terms = next(iter(shop.reads.tables.booking_terms()), None)
    return _Page(
        shop.reads.leads.to_follow(MOST), shop.reads.leads.over(MOST), () if terms is None else terms.occasions,
        "" if terms is None else terms.id, shop.reads.store.profile().calendar,
    )  # fmt: skip


def _booking(wish: Wish, calendar: BusinessCalendar) -> Booking:
    guests = int(wish.guests) if wish.guests.isdecimal() and len(wish.guests) <= 4 else 0
    return Booking(_moment(wish.when, calendar), guests, occasion=wish.occasion, place=wish.place)


def _moment(said: str, calendar: BusinessCalendar) -> datetime:
    """A day and an hour on the store's wall clock. Raises RuleBroken(WHEN_UNREADABLE)."""
    for form in WHEN:
        try:
            naive = datetime.strptime(" ".join(said.split()), form)
        except ValueError:
            continue
        zone = calendar.local(datetime(2020, 1, 1, tzinfo=UTC)).tzinfo
        return naive.replace(tzinfo=zone).astimezone(UTC)
    raise RuleBroken(Rule.WHEN_UNREADABLE, said=said)
