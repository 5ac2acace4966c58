"""What people did, as somebody looks for it; and whether the record of it is as it was written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.audit_rows import AuditPage, AuditQuery, AuditRow, Checked, Reached
from aura_terminal.view_models.long_work import LongWork

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.watching import Watch
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import Now

__all__ = ["AuditModel", "AuditPage", "AuditQuery", "AuditRow", "Checked", "Prover", "Reached"]


class Prover(Protocol):
    """What looks the facts through and writes them out; both are slow and run on a thread of their own."""

    def check(self, watch: Watch) -> Checked:
        """Every fact, link by link."""

    def write(self, watch: Watch) -> tuple[str, int]:
        """Every fact to one signed file; its path and how many."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page with what its words need."""

    page: AuditPage
    names: Mapping[str, str]
    calendar: BusinessCalendar
    terminals: tuple[str, ...]


class AuditModel(QObject):
    """`changed` follows every answer. Nothing is asked before `refresh`.

    Exceptions that were not taken in yet are taken in first, a little at a time: `reached` says how far it is. The
    check and the file are `work`; `checked` is what the last check came to, None before it. `order_told(rows)` answers
    `open_order`. When somebody leaves, all that was found is forgotten.
    """

    changed = Signal()
    refused = Signal(object)
    failed = Signal(str)
    written = Signal(str, int)
    order_told = Signal(object)

    def __init__(
        self, prover: Prover, runner: Runner, session: SessionModel, now: Now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._prover, self._runner, self._session, self._now = prover, runner, session, now
        self.query = AuditQuery()
        self.rows: tuple[AuditRow, ...] = ()
        self.names: Mapping[str, str] = {}
        self.terminals: tuple[str, ...] = ()
        self.has_more = False
        self.reached: Reached | None = None
        self.checked: Checked | None = None
        self.progress = (0, 0)
        self._calendar: BusinessCalendar | None = None
        self._next: int | None = None
        self._asked = 0
        self._is_shown = False
        self.work = LongWork(self)
        self.work.progressed.connect(self._step)
        session.signed_out.connect(self._forget)
        self.work.ended.connect(self.changed)

    def local(self, moment: datetime) -> datetime:
        """A moment on the store's wall clock."""
        return moment if self._calendar is None else self._calendar.local(moment)

    @property
    def today(self) -> date:
        """The business day."""
        return self._now().date() if self._calendar is None else self._calendar.date_of(self._now())

    @Slot()
    def wake(self) -> None:
        """The page is shown."""
        self._is_shown = True
        self._take_in()
        self.refresh()

    @Slot()
    def rest(self) -> None:
        """The page is hidden: nothing more is taken in."""
        self._is_shown = False

    def ask(self, query: AuditQuery) -> None:
        """Look for something else."""
        self.query = replace(query, before=None)
        self.refresh()

    def days(self, back: int | None) -> None:
        """Only today and so many days before; None for all there are."""
        first = None if back is None else self.today - timedelta(days=back)
        self.ask(replace(self.query, first=first, last=None))

    @Slot()
    def refresh(self) -> None:
        """Look again from the newest on."""
        self.rows, self._next = (), None
        self._read(replace(self.query, before=None))

    @Slot()
    def more(self) -> None:
        """What follows the last row."""
        if self._next is not None:
            self._read(replace(self.query, before=self._next))

    def open_order(self, order_id: OrderId) -> None:
        """Ask for all of one order."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: shop.audit.of_order(by, order_id), self.order_told.emit, self.refused.emit)

    @Slot()
    def check(self) -> None:
        """Look every fact through."""
        if self.work.run(self._prover.check, self._show_checked, self._fail):
            self.progress, self.checked = (0, 0), None
            self.changed.emit()

    @Slot()
    def write(self) -> None:
        """Write every fact to a signed file."""
        if self.work.run(self._prover.write, self._show_written, self._fail):
            self.progress = (0, 0)
            self.changed.emit()

    def _read(self, query: AuditQuery) -> None:
        by = self._session.must_actor()
        if by is None:
            return
        self._asked += 1
        self._runner.run(partial(_reading, by, query), partial(self._show, self._asked), self.refused.emit)

    def _show(self, asked: int, reading: Reading) -> None:
        if asked != self._asked:
            return
        self.names, self._calendar, self.terminals = reading.names, reading.calendar, reading.terminals
        self.rows = (*self.rows, *reading.page.rows)
        self._next = reading.page.next
        self.has_more = self._next is not None
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not look; an answer under way is not theirs."""
        self._asked += 1
        self.rows, self.has_more, self._next, self.checked = (), False, None, None
        self.changed.emit()

    def _take_in(self) -> None:
        self._runner.run(lambda shop: shop.audit.catch_up(), self._taken_in, self.refused.emit)

    def _taken_in(self, reached: Reached) -> None:
        waited = self.reached is not None and not self.reached.is_all
        self.reached = reached
        if not self._is_shown:
            return
        if not reached.is_all:
            self._take_in()
            self.changed.emit()
        elif waited:
            self.refresh()

    @Slot(object, int, int)
    def _step(self, _stage: object, done: int, whole: int) -> None:
        self.progress = (done, whole)
        self.changed.emit()

    def _show_checked(self, checked: Checked) -> None:
        self.checked = checked

    def _show_written(self, made: tuple[str, int]) -> None:
        self.written.emit(*made)

    def _fail(self, trouble: Unavailable) -> None:
        self.failed.emit(trouble.hint)


def _reading(by: Actor, query: AuditQuery, shop: Shop) -> Reading:
    page = shop.audit.search(by, query)
    names = {str(row.id): row.name for row in shop.reads.store.staff()}
    calendar = shop.reads.store.profile().calendar
    return Reading(page, names, calendar, shop.audit.terminals(by))
