"""The tips of a business day: how they would be shared, deciding it, and paying them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.tip_rules import TipBase as TipBase
from aura_terminal.domain.tip_rules import TipOut as TipOut
from aura_terminal.domain.tip_rules import TipPool as TipPool
from aura_terminal.domain.tip_rules import TipRules as TipRules
from aura_terminal.domain.tip_rules import TipSpan as TipSpan
from aura_terminal.domain.tip_rules import TipWeight as TipWeight
from aura_terminal.domain.tip_sharing import PaidBy as PaidBy
from aura_terminal.domain.tip_sharing import TipShare as TipShare
from aura_terminal.domain.tip_sharing import TipsShared as TipsShared
from aura_terminal.use_cases.tips import TipDay as TipDay
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.day_turning import turned_until_today
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class TipPage:
    """A day's tips with what a page needs beside them: the calendar, and the jobs there are."""

    tips: TipDay
    calendar: BusinessCalendar
    jobs: tuple[str, ...]


class TipsModel(QObject):
    """`changed` follows a reading; `shared` carries TipsShared, `paid` TipsPaid, `printed` says that paper comes."""

    changed = Signal()
    shared = Signal(object)
    paid = Signal(object)
    printed = Signal()
    kept = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self.approvals = Approvals(runner, self)
        self._wanted: date | None = None
        self._page: TipPage | None = None
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    @property
    def session(self) -> SessionModel:
        """Who works here now."""
        return self._session

    @property
    def page(self) -> TipPage | None:
        """What is shown; None before the first reading."""
        return self._page

    @property
    def is_today(self) -> bool:
        """Whether that is the day now."""
        page = self._page
        return page is not None and page.tips.business_date == page.calendar.date_of(self._now())

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._session.may(permission)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._page is None else self._page.calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Read the day again, for whoever has the right SHARE_TIPS."""
        by = self._session.actor
        if by is not None:
            self._runner.run(partial(_read, by, self._wanted), partial(self._show, by), self.refused.emit)

    def step_day(self, days: int) -> None:
        """So many days on, or back; there is nothing to see after today."""
        if self._page is not None:
            today = self._page.calendar.date_of(self._now())
            self._wanted = turned_until_today(self._page.tips.business_date, days, today)
            self.refresh()

    @Slot()
    def share(self) -> None:
        """Decide what is shown."""
        by, page = self._session.must_actor(), self._page
        if by is not None and page is not None:
            day, shown = page.tips.business_date, page.tips.total
            self._runner.run(lambda shop: shop.tips.share(by, day, shown), self._say_shared, self.refused.emit)

    def pay(self, staff_id: StaffId, way: PaidBy) -> None:
        """Give somebody what they are owed, or take what they hand in."""
        by, page = self._session.must_actor(), self._page
        if by is not None and page is not None:
            day = page.tips.business_date

            def call(approval: Approval | None, shop: Shop) -> object:
                return shop.tips.pay(by, day, staff_id, way, approval)

            self.approvals.run(call, "tips", self._say_paid, self.refused.emit)

    @Slot()
    def print_again(self) -> None:
        """Print the decision that counts once more."""
        by, page = self._session.must_actor(), self._page
        if by is not None and page is not None:
            day = page.tips.business_date
            self._runner.run(lambda shop: shop.tips.print_again(by, day), self._say_printed, self.refused.emit)

    def put_rules(self, rules: TipRules) -> None:
        """Change how tips are shared from now on."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: shop.tips.put_rules(by, rules), self._say_kept, self.refused.emit)

    def _show(self, by: Actor, page: TipPage) -> None:
        if page != self._page and by == self._session.actor:
            self._page = page
            self.changed.emit()

    def _say_shared(self, fact: TipsShared) -> None:
        self._changes.announce(fact)
        self.shared.emit(fact)
        self.refresh()

    def _say_paid(self, fact: object) -> None:
        self.paid.emit(fact)
        self.refresh()

    def _say_printed(self, _answer: object) -> None:
        self.printed.emit()

    def _say_kept(self, _answer: object) -> None:
        self.kept.emit()
        self.refresh()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not see it."""
        self._page, self._wanted = None, None
        self.changed.emit()


def _read(by: Actor, wanted: date | None, shop: Shop) -> TipPage:
    tips = shop.tips.day(by, wanted)
    jobs = shop.tips.jobs(by)
    return TipPage(tips, shop.reads.store.profile().calendar, jobs)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import order_facts, punches, settling, tip_sharing

    return (
        order_facts.PaymentTaken, order_facts.OrderClosed, settling.PaymentReversed, punches.PunchRecorded,
        punches.PunchCorrected, punches.PunchAdded, punches.PunchWithdrawn, punches.TipsDeclared,
        tip_sharing.TipsShared, tip_sharing.TipsPaid,
    )  # fmt: skip
