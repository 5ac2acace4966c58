"""Somebody's week, day by day, punch by punch."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.hours.table import Table
from aura_terminal.ui.screens.hours.words import day_words, punch_columns, punch_rows, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.view_models.hours import HoursModel, PunchRow


class PersonSheet(Sheet):
    """`punch_chosen(row)` follows a tap on a punch, `missing()` the button that enters one."""

    punch_chosen = Signal(object)
    missing = Signal()

    def __init__(self, model: HoursModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 660)
        self._model, self._theme = model, theme
        self.staff_id: StaffId | None = None
        self.name, self.day = "", date.min
        self._rows: tuple[PunchRow, ...] = ()
        self._days = Chips(theme, tr("Day"))
        self._table = Table(theme, tr("Punches"))
        self._nothing = Words(theme, tr("Nothing was punched on this day."), Voice.MUTED)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._days, self._nothing, self._table):
            column.addWidget(part)
        self._table.setMinimumHeight(340)
        self.set_content(content)
        self._days.chosen.connect(self._choose_day)
        self._table.tapped.connect(self._choose)
        model.punches_found.connect(self._show)
        model.kept.connect(self._read)

    def show_person(self, staff_id: StaffId, name: str, day: date, week: date) -> None:
        """Open at a day of somebody's week."""
        self.staff_id, self.name, self.day = staff_id, name, day
        self.set_title(name)
        dates = [week + timedelta(days=ahead) for ahead in range(7)]
        self._days.show_rows([ChipRow(one.isoformat(), day_words(one)) for one in dates])
        self._days.select(day.isoformat())
        add = Button(self._theme, tr("Enter what is missing"), kind=Kind.PRIMARY, icon="plus")
        add.keep_at_least(240, 60)
        add.clicked.connect(self.missing)
        self.set_actions(*((add,) if self._model.may_edit else ()))
        self._rows = ()
        self._table.show_rows(punch_columns(), [])
        self._read()
        self.open()

    @Slot()
    def _read(self) -> None:
        if self.staff_id is not None:
            self._model.find_punches(self.staff_id, self.day)

    @Slot(str)
    def _choose_day(self, day: str) -> None:
        self.day = date.fromisoformat(day)
        self._read()

    @Slot(object)
    def _show(self, rows: tuple[PunchRow, ...]) -> None:
        house = self._model.house
        if house is None:
            return
        self._rows = rows
        self._nothing.setVisible(not rows)
        self._table.show_rows(punch_columns(), punch_rows(rows, house.calendar))

    @Slot(str)
    def _choose(self, punch_id: str) -> None:
        if self._model.may_edit:
            self.punch_chosen.emit(next(one for one in self._rows if one.punch_id == punch_id))
