"""One planned shift: who, on which day, from when to when."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import ScheduleId, StaffId
from aura_terminal.domain.schedules import Schedule
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.screens.hours.time_field import TimeField
from aura_terminal.ui.screens.hours.words import day_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from aura_terminal.view_models.hours import HoursModel, House, ShiftRow

FROM, TO = "from", "to"


class PlanSheet(Sheet):
    """Plans a shift, changes one or takes one back, and says so where something is left out."""

    def __init__(self, model: HoursModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Leave it as it is"), 940, 680)
        self._model, self._theme = model, theme
        self._planned: ShiftRow | None = None
        self._who, self._ends = "", FROM
        self._times: dict[str, time | None] = {FROM: None, TO: None}
        self._names: list[tuple[StaffId, str]] = []
        self._people = ChoiceList(theme, tr("Who"), Picking.ONE)
        self._days = Chips(theme, tr("Day"))
        self._which = Chips(theme, tr("Which time"))
        self._field = TimeField(theme, tr("From"))

    def plan(self, planned: ShiftRow | None, house: House) -> None:
        """Open for a shift that is planned, or for a new one."""
        self._planned = planned
        self._who = "" if planned is None else planned.staff_id
        self._times = {FROM: planned.starts if planned else None, TO: planned.ends if planned else None}
        self._names = list(house.names)
        self.set_title(tr("Plan a shift") if planned is None else tr("Change a planned shift"))
        self._lay_out(house, house.today if planned is None else planned.shift_date)
        gone = self._button(tr("Take it back"), Kind.GRAVE)
        gone.clicked.connect(self._withdraw)
        save = self._button(tr("Plan it"), Kind.PRIMARY)
        save.clicked.connect(self._save)
        self.set_actions(*((save,) if planned is None else (gone, save)))
        self.open()

    def _lay_out(self, house: House, day: date) -> None:
        theme = self._theme
        self._people = ChoiceList(theme, tr("Who"), Picking.ONE)
        self._people.tapped.connect(self._choose)
        self._days = Chips(theme, tr("Day"))
        week = [house.week.first + timedelta(days=ahead) for ahead in range(7)]
        self._days.show_rows([ChipRow(one.isoformat(), day_words(one)) for one in week])
        self._days.select((day if day in week else week[0]).isoformat())
        self._which = Chips(theme, tr("Which time"))
        self._field = TimeField(theme, tr("From"))
        self._field.changed.connect(self._take_time)
        self._which.chosen.connect(self._turn)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._days)
        line = QHBoxLayout()
        line.setSpacing(24)
        line.addWidget(self._people, 3)
        right = QVBoxLayout()
        right.addWidget(self._which)
        right.addWidget(self._field, 1)
        line.addLayout(right, 2)
        whole.addLayout(line, 1)
        self.set_content(content)
        self._show_people()
        self._turn(FROM)

    def _button(self, words: str, kind: Kind) -> Button:
        button = Button(self._theme, words, kind=kind)
        button.keep_at_least(220, 60)
        return button

    def _show_people(self) -> None:
        rows = [ChoiceRow(id_, name, quantity=int(id_ == self._who)) for id_, name in self._names]
        self._people.show_rows(rows)

    @Slot(str)
    def _choose(self, staff_id: str) -> None:
        self._who = staff_id
        self._show_people()

    @Slot(str)
    def _turn(self, which: str) -> None:
        self._ends = which
        self._show_times()
        self._field.name(tr("From") if which == FROM else tr("To"))
        self._field.set_time(self._times[which])

    def _show_times(self) -> None:
        ways = ((FROM, tr("From")), (TO, tr("To")))
        shown = {which: "" if at is None else clock_text(at) for which, at in self._times.items()}
        self._which.show_rows([ChipRow(which, words, shown[which]) for which, words in ways])
        self._which.select(self._ends)

    @Slot()
    def _take_time(self) -> None:
        self._times[self._ends] = self._field.typed
        self._show_times()

    @Slot()
    def _save(self) -> None:
        begins, ends, day = self._times[FROM], self._times[TO], self._days.selected()
        if not self._who or begins is None or ends is None or not day:
            self._field.complain(tr("Choose who, the day, and both times as four digits, such as 0930."))
            return
        old = self._planned
        position = "" if old is None else old.position
        id_ = ScheduleId("") if old is None else old.schedule_id
        self.close_sheet()
        self._model.put_plan(Schedule(id_, StaffId(self._who), date.fromisoformat(day), begins, ends, position))

    @Slot()
    def _withdraw(self) -> None:
        self.close_sheet()
        if self._planned is not None:
            self._model.withdraw_plan(self._planned.schedule_id)
