"""One punch: when it counts as made, as what, and why that is changed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.punches import BreakKind, PunchKind
from aura_terminal.ui.screens.hours.time_field import TimeField
from aura_terminal.ui.screens.hours.words import break_words, day_words, history_words, kind_words, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.hours import PunchEdit, PunchRow, instant_on

if TYPE_CHECKING:
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.view_models.hours import HoursModel, House

SAVE, WITHDRAW = "save", "withdraw"


class PunchSheet(Sheet):
    """Changes a punch of somebody, or enters one that is missing; asks why, then asks the model."""

    def __init__(self, model: HoursModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Leave it as it is"), 900, 660)
        self._model, self._theme = model, theme
        self._why = TextSheet(theme, host)
        self._why.written.connect(self._finish)
        self._staff_id: StaffId | None = None
        self._punch: PunchRow | None = None
        self._day, self._kind = date.min, PunchKind.CLOCK_OUT
        self._time = TimeField(theme, tr("Time"))
        self._kinds = Chips(theme, tr("What is entered"))
        self._choices = Chips(theme, tr("As what"))

    def change(self, staff_id: StaffId, name: str, day: date, punch: PunchRow, house: House) -> None:
        """Open for a punch there is."""
        self._begin(staff_id, day, punch.kind, punch)
        self.set_title(f"{kind_words(punch.kind)}  ·  {name}  ·  {day_words(day)}")
        self._lay_out(house, history_words(punch, house.calendar))
        self._time.set_time(house.calendar.local(punch.at or punch.made_at).time())
        self._choices.select(punch.break_kind.value if punch.kind is PunchKind.BREAK_BEGIN else punch.job)
        save = self._button(tr("Change it"), Kind.PRIMARY, SAVE)
        gone = self._button(tr("Let it not count"), Kind.GRAVE, WITHDRAW)
        self.set_actions(*((gone, save) if punch.at is not None else (save,)))
        self.open()

    def enter(self, staff_id: StaffId, name: str, day: date, kind: PunchKind, house: House) -> None:
        """Open for a punch that is missing."""
        self._begin(staff_id, day, kind, None)
        self.set_title(f"{tr('Enter what is missing')}  ·  {name}  ·  {day_words(day)}")
        self._lay_out(house, "")
        self._time.set_time(None)
        self.set_actions(self._button(tr("Enter it"), Kind.PRIMARY, SAVE))
        self.open()

    def _begin(self, staff_id: StaffId, day: date, kind: PunchKind, punch: PunchRow | None) -> None:
        self._staff_id, self._day, self._kind, self._punch = staff_id, day, kind, punch

    def _lay_out(self, house: House, history: str) -> None:
        theme = self._theme
        self._time = TimeField(theme, tr("Time"))
        self._kinds = Chips(theme, tr("What is entered"))
        self._kinds.show_rows([ChipRow(kind.value, kind_words(kind)) for kind in PunchKind])
        self._kinds.select(self._kind.value)
        self._kinds.chosen.connect(self._choose_kind)
        self._kinds.setVisible(self._punch is None)
        self._choices = Chips(theme, tr("As what"))
        self._jobs = house.jobs.get(self._staff_id, ()) if self._staff_id is not None else ()
        self._offer()
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(12)
        for part in (self._kinds, self._choices):
            left.addWidget(part)
        told = Words(theme, history, Voice.MUTED)
        told.setWordWrap(True)
        left.addWidget(told)
        hint = Words(
            theme, tr("The punch as it was made is kept. Its owner is told and sees your reason."), Voice.SMALL
        )
        hint.setWordWrap(True)
        left.addWidget(hint)
        left.addStretch(1)
        line.addLayout(left, 3)
        line.addWidget(self._time, 2)
        self.set_content(content)

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self._kind = PunchKind(kind)
        self._offer()

    def _offer(self) -> None:
        """The jobs of a clocking in, the kinds of a break."""
        rows: list[ChipRow] = []
        if self._kind is PunchKind.CLOCK_IN:
            rows = [ChipRow(job, job) for job in self._jobs]
        elif self._kind is PunchKind.BREAK_BEGIN:
            rows = [ChipRow(kind.value, break_words(kind)) for kind in BreakKind]
        self._choices.show_rows(rows)
        self._choices.setVisible(bool(rows))
        if rows:
            self._choices.select(rows[0].id)

    def _button(self, words: str, kind: Kind, act: str) -> Button:
        button = Button(self._theme, words, kind=kind)
        button.keep_at_least(220, 60)
        button.clicked.connect(self._ask_to_save if act == SAVE else self._ask_to_withdraw)
        return button

    @Slot()
    def _ask_to_save(self) -> None:
        if self._time.typed is None:
            self._time.complain(tr("Type the time as four digits, such as 0930."))
            return
        self._why.ask(SAVE, tr("Why? Its owner reads this."), "")

    @Slot()
    def _ask_to_withdraw(self) -> None:
        self._why.ask(WITHDRAW, tr("Why does it not count? Its owner reads this."), "")

    @Slot(str, str)
    def _finish(self, act: str, reason: str) -> None:
        house, at, staff_id = self._model.house, self._time.typed, self._staff_id
        if house is None or staff_id is None:
            return
        self.close_sheet()
        if act == WITHDRAW and self._punch is not None:
            self._model.withdraw(staff_id, self._punch.punch_id, reason)
        elif at is not None:
            edit = self._edit(self._instant(house, at))
            if self._punch is None:
                self._model.add(staff_id, self._kind, edit, reason)
            else:
                self._model.correct(staff_id, self._punch.punch_id, edit, reason)

    def _instant(self, house: House, at: time) -> datetime:
        """The time that was typed; where it is the one shown, to the second as it was."""
        stood = None if self._punch is None else self._punch.at
        if stood is not None and f"{house.calendar.local(stood):%H%M}" == f"{at:%H%M}":
            return stood
        return instant_on(house.calendar, self._day, at.hour, at.minute)

    def _edit(self, at: datetime) -> PunchEdit:
        chosen = self._choices.selected()
        is_break = self._kind is PunchKind.BREAK_BEGIN
        rest = BreakKind(chosen) if is_break and chosen else BreakKind.UNPAID
        return PunchEdit(at, chosen if self._kind is PunchKind.CLOCK_IN else "", rest)
