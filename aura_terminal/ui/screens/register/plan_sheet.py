"""How the order on the counter leaves the house: takeout or delivery, when, for whom and where to."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.language.formats import clock_text, day_text, weekday_text
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.errands import OrderType, Plan, PlanningModel

SOONEST = "soonest"
NAME, PHONE, STREET, FLOOR, NOTE = "name", "phone", "street", "floor", "note"
REACHED = (PHONE, STREET, FLOOR, NOTE)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class PlanSheet(Sheet):
    """Opens with what is known; Save promises as soon as the kitchen can, unless a time was tapped.

    Words that were typed outlive another kind of order and another time."""

    def __init__(self, model: PlanningModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Takeout and delivery"), tr("Close"), 960, 700)
        self._model = model
        self._is_waiting = self._is_typed = False
        self._kinds = Chips(theme, tr("Kind of order"))
        self._days = Chips(theme, tr("Which day"))
        self._times = Chips(theme, tr("At what time"))
        fields = (
            (NAME, tr("Name to call")), (PHONE, tr("Telephone")), (STREET, tr("Street and number")),
            (FLOOR, tr("Floor, door")), (NOTE, tr("Note for the driver")),
        )  # fmt: skip
        self._fields = TypingFields(theme, fields, tr("Save"))
        self._kinds.show_rows([
            ChipRow(OrderType.TAKEOUT, tr("Takeout")), ChipRow(OrderType.DELIVERY, tr("Delivery")),
        ])  # fmt: skip
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._kinds, self._days, self._times, self._fields):
            column.addWidget(part)
        column.addStretch(1)
        self.set_content(page)
        self._kinds.chosen.connect(self._choose_kind)
        self._days.chosen.connect(self._show_times)
        self._times.chosen.connect(self._keep_time)
        self._fields.edited.connect(self._note_typed)
        self._fields.finished.connect(self._plan)
        model.known.connect(self._show)
        model.planned.connect(self._end)
        model.counter.refused.connect(self._try_again)

    def ask(self) -> None:
        """Open for the order on the counter."""
        order, new = self._model.counter.order, self._model.counter.new
        kind = new.order_type if order is None else order.order_type
        self._is_waiting = self._is_typed = False
        self._kinds.select(OrderType.TAKEOUT if kind is OrderType.DINE_IN else kind)
        self._days.show_rows([])
        self._show_fields()
        self._fields.begin(((NAME, new.guest_name if order is None else order.guest_name),))
        self._times.show_rows([])
        self.open()
        self._model.ask(self._kind)

    @property
    def _kind(self) -> OrderType:
        return OrderType(self._kinds.selected() or OrderType.TAKEOUT)

    @Slot()
    def _choose_kind(self) -> None:
        self._show_fields()
        self._model.ask(self._kind)

    def _show_fields(self) -> None:
        shown = (NAME, PHONE) if self._kind is OrderType.TAKEOUT else (NAME, *REACHED)
        self._fields.show_only(shown)

    @Slot()
    def _show(self) -> None:
        if not self._is_typed:
            for id, words in zip(REACHED, self._model.reached, strict=True):
                self._fields.put(id, words)
        days = self._model.days()
        chosen = self._days.selected()
        names = [tr("Today"), *(f"{weekday_text(day)} {day_text(day)}" for day in days[1:])]
        self._days.show_rows([ChipRow(day.isoformat(), name) for day, name in zip(days, names, strict=True)])
        self._days.select(chosen if chosen in {day.isoformat() for day in days} else days[0].isoformat())
        self._show_times()

    @Slot()
    def _show_times(self) -> None:
        days = self._model.days()
        if not days:
            return
        day = date.fromisoformat(self._days.selected() or days[0].isoformat())
        rows = [ChipRow(at.isoformat(), clock_text(self._model.local(at))) for at in self._model.times(day)]
        soonest = tr("As soon as possible, {minutes} min").format(minutes=self._model.minutes)
        if day == days[0]:
            rows.insert(0, ChipRow(SOONEST, soonest))
        chosen = self._times.selected() or self._promised()
        self._times.show_rows(rows)
        ids = [row.id for row in rows]
        if ids:
            self._times.select(chosen if chosen in ids else ids[0])

    def _promised(self) -> str:
        """The time the order was promised for, where somebody chose one."""
        order = self._model.counter.order
        errand = None if order is None else order.errand
        return "" if errand is None or errand.due_at is None else errand.due_at.isoformat()

    @Slot()
    def _keep_time(self) -> None:
        self._is_waiting = False

    @Slot()
    def _note_typed(self) -> None:
        self._is_typed = True

    @Slot()
    def _plan(self) -> None:
        if self._is_waiting:
            return
        self._is_waiting = True
        time = self._times.selected() or SOONEST
        due_at = None if time == SOONEST else datetime.fromisoformat(time)
        phone, street, floor, note = (self._fields.text(id) for id in REACHED)
        if self._kind is OrderType.TAKEOUT:
            street = floor = note = ""
        self._model.plan(Plan(self._kind, self._fields.text(NAME), phone, street, floor, note, due_at))

    @Slot()
    def _try_again(self) -> None:
        self._is_waiting = False

    @Slot()
    def _end(self) -> None:
        self._is_waiting = False
        self.close_sheet()


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("PlanSheet", words)
