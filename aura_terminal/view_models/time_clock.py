"""Somebody's time clock: what it says, and the punches that can be made now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.labor import BreakKind as BreakKind
from aura_terminal.domain.labor_rules import Tips as Tips
from aura_terminal.domain.money import Money as Money
from aura_terminal.ports.labor_rows import ClockRow
from aura_terminal.ports.labor_rows import Standing as Standing
from aura_terminal.use_cases.labor import Came as Came
from aura_terminal.use_cases.leaving import Leaving as Leaving
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.clock_cards import ClockCard as ClockCard
from aura_terminal.view_models.clock_cards import clock_card

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import StaffRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.status import Now

Clocks = tuple[ClockRow, tuple[ClockRow, ...], "BusinessCalendar"]


class TimeClockModel(QObject):
    """The clock of whoever showed a PIN, until `close`. `changed` follows every reading; `refused` carries RuleBroken.

    Each punch is committed before it is shown; one under way takes no second one. `leaving_found` carries the Leaving
    that `ask_to_leave` asked for; `noticed` carries the card of somebody who came, after `look_for`, where there
    is something to be said to them. What the house lets nobody do alone waits in `approvals`.
    """

    changed = Signal()
    leaving_found = Signal(object)
    noticed = Signal(object)
    refused = Signal(object)

    def __init__(self, runner: Runner, changes: Changes, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._now = runner, changes, now
        self._actor: Actor | None = None
        self._card: ClockCard | None = None
        self._on_duty: tuple[ClockCard, ...] = ()
        self._is_punching = False
        self.approvals = Approvals(runner, self)
        self.approvals.settled.connect(self._give_up)
        runner.unavailable.connect(self._give_up)

    @property
    def card(self) -> ClockCard | None:
        """Whose clock it is; None while nobody's."""
        return self._card

    @property
    def on_duty(self) -> tuple[ClockCard, ...]:
        """Everybody who is in, by name."""
        return self._on_duty

    def open(self, actor: Actor) -> None:
        """Read the clock of somebody who has just shown who they are."""
        self._actor, self._card, self._is_punching = actor, None, False
        self._read()

    @Slot(object)
    def look_for(self, person: StaffRow | None) -> None:
        """Find out whether somebody who came has to be told something: hours that were changed, a break, overtime."""
        if person is not None:
            self._runner.run(partial(_card_of, person.id, self._now()), self._notice)

    @Slot()
    def close(self) -> None:
        """Forget whose clock it was: the next one shows a PIN again."""
        self._actor, self._card, self._on_duty = None, None, ()
        if self.approvals.is_waiting:
            self.approvals.drop()
        self.changed.emit()

    def clock_in(self, job: str = "") -> None:
        """Begin a shift, in one of the jobs of the card; "" is the only one."""
        self._punch(lambda shop, by, approval: shop.labor.clock_in(by, job, approval))

    def begin_break(self, kind: BreakKind, came: Came = Came.KNOWN) -> None:
        """Begin a break."""
        self._punch(lambda shop, by, _: shop.labor.begin_break(by, kind, came))

    def end_break(self, came: Came = Came.KNOWN) -> None:
        """Go on working."""
        self._punch(lambda shop, by, _: shop.labor.end_break(by, came))

    def ask_to_leave(self) -> None:
        """Find out what is left behind; `leaving_found` follows."""
        by = self._actor
        if by is not None:
            self._runner.run(lambda shop: shop.labor.leaving(by.id), self._tell_leaving, self.refused.emit)

    def clock_out(self, tips: Money | None = None, came: Came = Came.KNOWN) -> None:
        """End the shift, and a break that still lasts; `tips` are what was had in cash, None where nothing was said."""
        self._punch(lambda shop, by, approval: shop.labor.clock_out(by, tips, approval, came))

    @Slot()
    def see_changes(self) -> None:
        """Say that the changes of one's punches were read."""
        card = self._card
        if card is not None and card.unseen:
            ids = tuple(one.change_id for one in card.unseen)
            self._punch(lambda shop, by, _: shop.labor.see_changes(by, ids))

    def _punch(self, verb: Callable[[Shop, Actor, Approval | None], Fact]) -> None:
        by = self._actor
        if by is not None and not self._is_punching:
            self._is_punching = True
            self.approvals.run(
                lambda approval, shop: verb(shop, by, approval), f"time clock of {by.name}", self._punched, self._refuse
            )

    def _notice(self, card: ClockCard) -> None:
        if card.unseen or card.needs_look:
            self.noticed.emit(card)

    def _tell_leaving(self, leaving: Leaving) -> None:
        if self._actor is not None:
            self.leaving_found.emit(leaving)

    def _punched(self, fact: Fact) -> None:
        self._is_punching = False
        self._changes.announce(fact)
        self._read()

    def _refuse(self, broken: object) -> None:
        self._is_punching = False
        self.refused.emit(broken)
        self._read()

    @Slot()
    def _give_up(self) -> None:
        self._is_punching = False

    def _read(self) -> None:
        if self._actor is not None:
            self._runner.run(partial(_clocks, self._actor, self._now()), self._show)

    def _show(self, clocks: Clocks) -> None:
        own, others, calendar = clocks
        if self._actor is None or own.staff_id != self._actor.id:
            return
        now = self._now()
        self._card = clock_card(own, calendar, now)
        self._on_duty = tuple(clock_card(row, calendar, now) for row in others)
        self.changed.emit()


def _card_of(staff_id: StaffId, now: datetime, shop: Shop) -> ClockCard:
    return clock_card(shop.reads.labor.clock(staff_id, now), shop.reads.store.profile().calendar, now)


def _clocks(actor: Actor, now: datetime, shop: Shop) -> Clocks:
    labor = shop.reads.labor
    return labor.clock(actor.id, now), labor.on_duty(now), shop.reads.store.profile().calendar
