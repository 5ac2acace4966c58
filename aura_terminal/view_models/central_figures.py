"""Reports of back offices: which there are, and one of them beside ours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from datetime import datetime

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.central_sheet import CentralSheet, SheetId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.central_sheets import Beside as Beside
    from aura_terminal.use_cases.central_sheets import ComparedSheet as ComparedSheet
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

Read = tuple["tuple[CentralSheet, ...]", "ComparedSheet | None", "BusinessCalendar"]


class CentralFiguresModel(QObject):
    """`changed` follows every reading, `refused` a reading that is not this person's.

    It is read again when reference data changes; what we sold meanwhile is seen when the page is entered.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        self._chosen: SheetId | None = None
        self._calendar: BusinessCalendar | None = None
        self.sheets: tuple[CentralSheet, ...] = ()
        self.compared: ComparedSheet | None = None
        self.showing = Showing(session, changes, (DocumentPut,), self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock."""
        return instant if self._calendar is None else self._calendar.local(instant)

    def choose(self, sheet_id: SheetId) -> None:
        """Show another report."""
        self._chosen = sheet_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the reports there are, and the one that is shown."""
        by = self._session.actor
        if by is not None:
            self._runner.run(partial(_read, by, self._chosen), partial(self._show, by), self.refused.emit)

    def _show(self, by: Actor, found: Read) -> None:
        if by == self._session.actor:
            self.sheets, self.compared, self._calendar = found
            self._chosen = None if self.compared is None else self.compared.sheet.id
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self.sheets, self.compared, self._chosen = (), None, None
        self.changed.emit()


def _read(by: Actor, chosen: SheetId | None, shop: Shop) -> Read:
    sheets = shop.central_sheets.sheets(by)
    sheet = next((one for one in sheets if one.id == chosen), next(iter(sheets), None))
    compared = None if sheet is None else shop.central_sheets.compare(by, sheet)
    return sheets, compared, shop.reads.store.profile().calendar
