"""A business day in figures, and closing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.closing import DayClosed as DayClosed
from aura_terminal.domain.closing import DayTotals as DayTotals
from aura_terminal.domain.closing import Figure as Figure
from aura_terminal.domain.closing_checks import ALWAYS as ALWAYS
from aura_terminal.domain.closing_checks import CheckKind as CheckKind
from aura_terminal.domain.closing_checks import ClosingCheck as ClosingCheck
from aura_terminal.domain.closing_checks import ClosingRules as ClosingRules
from aura_terminal.domain.closing_checks import Weight as Weight
from aura_terminal.domain.coverage import Coverage as Coverage
from aura_terminal.domain.kinds import Permission
from aura_terminal.view_models.day_turning import turned_until_today
from aura_terminal.view_models.shift_reports import ShiftReportsModel
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import ClosingId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class Day:
    """A business day as the store says it.

    `closings` are its Z reports, of every terminal, oldest first; `coverage` says whom closing now would speak for and
    `checks` what stands against it. `here` is this terminal's label.
    """

    day: date
    calendar: BusinessCalendar
    totals: DayTotals
    closings: tuple[DayClosed, ...]
    coverage: Coverage
    checks: tuple[ClosingCheck, ...] = ()
    here: str = ""
    rules: ClosingRules = ClosingRules()

    @property
    def can_be_closed(self) -> bool:
        """Whether nothing refuses it."""
        return all(check.weight is not Weight.REFUSES for check in self.checks)


class DayModel(QObject):
    """`changed` follows a reading, `closed` carries the DayClosed, `printed` says that paper is on its way.

    The figures are read again when money moved, at most once for each commit.
    """

    changed = Signal()
    closed = Signal(object)
    printed = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._wanted: date | None = None
        self._day: Day | None = None
        self._is_closing = False
        self.shifts = ShiftReportsModel(runner, session, self)
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)
        runner.unavailable.connect(self._give_up)

    @property
    def day(self) -> Day | None:
        """The day that is shown; None before the first reading."""
        return self._day

    @property
    def is_today(self) -> bool:
        """Whether that is the one now."""
        return self._day is not None and self._day.day == self._day.calendar.date_of(self._now())

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._day is None else self._day.calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Read the day again, for whoever has the right REPORT_X."""
        by = self._session.actor
        if by is not None:
            call = partial(_read, by, self._wanted)
            self._runner.run(call, partial(self._show, by), self.refused.emit)

    def step_day(self, days: int) -> None:
        """So many days on, or back; there is nothing to see after today."""
        if self._day is None:
            return
        today = self._day.calendar.date_of(self._now())
        self._wanted = turned_until_today(self._day.day, days, today)
        self.refresh()

    @Slot()
    def print_reading(self) -> None:
        """Print the X report of the day that is shown."""
        by, day = self._session.must_actor(), self._day
        if by is not None and day is not None:
            self._runner.run(lambda shop: shop.closing.print_reading(by, day.day), self._say_printed, self.refused.emit)

    def reprint(self, closing_id: ClosingId) -> None:
        """Print a Z report once more, marked as a copy."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: shop.closing.reprint(by, closing_id), self._say_printed, self.refused.emit)

    @Slot()
    def close_day(self) -> None:
        """Make the Z report of the day that is shown; a closing under way takes no second one."""
        by, day = self._session.must_actor(), self._day
        if by is not None and day is not None and not self._is_closing:
            self._is_closing = True
            self._runner.run(lambda shop: shop.closing.close_day(by, day.day), self._say_closed, self._refuse)

    def put_rules(self, rules: ClosingRules) -> None:
        """Change what stands against closing a day."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: shop.closing.put_rules(by, rules), self._say_kept, self.refused.emit)

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._session.may(permission)

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not read it."""
        self._day, self._wanted = None, None
        self.changed.emit()

    def _show(self, by: Actor, day: Day) -> None:
        if day != self._day and by == self._session.actor:
            self._day = day
            self.changed.emit()

    def _say_kept(self, _answer: object) -> None:
        self.refresh()

    def _say_printed(self, _answer: object) -> None:
        self.printed.emit()

    def _say_closed(self, fact: DayClosed) -> None:
        self._is_closing = False
        self._changes.announce(fact)
        self.closed.emit(fact)
        self.refresh()

    def _refuse(self, broken: object) -> None:
        self._is_closing = False
        self.refused.emit(broken)

    @Slot(object)
    def _give_up(self, _trouble: object) -> None:
        self._is_closing = False


def _read(by: Actor, wanted: date | None, shop: Shop) -> Day:
    by.must(Permission.REPORT_X)
    calendar = shop.reads.store.profile().calendar
    totals = shop.closing.read(wanted)
    day = totals.business_date
    outlook = shop.closing.outlook(day)
    return Day(
        day,
        calendar,
        totals,
        shop.closing.closed_on(day),
        outlook.coverage,
        outlook.checks,
        shop.terminal.label,
        outlook.rules,
    )


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import closing, order_facts, settling

    return (
        order_facts.PaymentTaken, order_facts.OrderClosed, order_facts.OrderCancelled, order_facts.LineVoided,
        order_facts.OrderOpened, closing.DayClosed, *settling.SettlingFact.__args__,
    )  # fmt: skip
