"""Reports of a shift: who did something on a day, and what one of them did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.closing import DrawerClosed as DrawerClosed
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.shift_report import ShiftReport as ShiftReport

if TYPE_CHECKING:
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

People = tuple[tuple[StaffId, str], ...]


class ShiftReportsModel(QObject):
    """`listed` follows `ask`, `changed` a report, `printed` says that paper is on its way."""

    listed = Signal()
    changed = Signal()
    printed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self._day: date | None = None
        self._people: People = ()
        self._report: ShiftReport | None = None
        session.signed_out.connect(self._forget)
        session.signed_in.connect(self._forget)

    @property
    def people(self) -> People:
        """Ids and names of those who did something, by name."""
        return self._people

    @property
    def report(self) -> ShiftReport | None:
        """The report that is shown."""
        return self._report

    def ask(self, day: date) -> None:
        """Look who did something on a day."""
        by = self._session.must_actor()
        if by is not None:
            self._day, self._people, self._report = day, (), None
            self._runner.run(lambda shop: shop.shift_reports.people(by, day), self._list, self.refused.emit)

    def choose(self, staff_id: StaffId) -> None:
        """Read what one of them did."""
        by, day = self._session.must_actor(), self._day
        if by is not None and day is not None:
            self._runner.run(
                lambda shop: shop.shift_reports.of_person(by, day, staff_id), self._show, self.refused.emit
            )

    def print_report(self) -> None:
        """Print what is shown."""
        by, shown = self._session.must_actor(), self._report
        if by is not None and shown is not None:
            day, who = shown.business_date, shown.staff_id
            self._runner.run(
                lambda shop: shop.shift_reports.print_person(by, day, who), self._say_printed, self.refused.emit
            )

    def _list(self, people: People) -> None:
        self._people = people
        self.listed.emit()

    def _show(self, report: ShiftReport) -> None:
        self._report = report
        self.changed.emit()

    def _say_printed(self, _report: object) -> None:
        self.printed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not read it."""
        self._day, self._people, self._report = None, (), None
        self.listed.emit()
