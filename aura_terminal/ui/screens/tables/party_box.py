"""The table that is looked at while somebody sits there: what they owe, how far each course is, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tables.line import Ink, PanelLine, PanelRow
from aura_terminal.ui.screens.tables.words import (
    course_words,
    guests_words,
    need_words,
    party_words,
    progress_words,
    timer,
    tr,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.table_states import CourseProgress, CourseState, PartyRow, TableState

TALL, SMALL, MOST_LINES = 60, 48, 4
COURSE_ICONS = {
    CourseState.UNSENT: ("hourglass", Ink.MUTED),
    CourseState.WAITING: ("hourglass", Ink.MUTED),
    CourseState.COOKING: ("flame", Ink.DUE),
    CourseState.SERVED: ("circle-check", Ink.GOOD),
}
NOT_ORDERED = 3
"""The last course that is told of even where nothing of it is ordered."""


class PartyBox(QWidget):
    """Its signals are intents: `open_wanted(order_id)`, `check_wanted`, `move_wanted`, `split_wanted`, `link_wanted`,
    `unlink_wanted`, `guests_wanted(count)`."""

    open_wanted = Signal(str)
    check_wanted = Signal(str)
    move_wanted = Signal(str)
    split_wanted = Signal(str)
    link_wanted = Signal()
    unlink_wanted = Signal(str)
    guests_wanted = Signal(str, int)

    def __init__(
        self, theme: Theme, money: MoneyText, local: Callable[[datetime], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._money, self._local = theme, money, local
        self._state: TableState | None = None
        self._party: PartyRow | None = None
        self._wanted: OrderId | None = None
        self._title = Words(theme, "", Voice.STATION)
        self._amount = Words(theme, "", Voice.STATION)
        self._facts = Words(theme, "", Voice.MUTED)
        self._strip = Strip(theme)
        self._lines: list[PanelLine] = []
        self._orders: list[PanelLine] = []
        self._open = Button(theme, tr("Open order"), kind=Kind.PRIMARY, icon="receipt-euro")
        self._check = Button(theme, tr("Print bill"), icon="printer")
        self._move = Button(theme, tr("Move"), icon="arrow-right-left")
        self._split = Button(theme, tr("Split"), icon="split")
        self._less = Button(theme, icon="minus", say=tr("One guest fewer"))
        self._more = Button(theme, icon="plus", say=tr("One guest more"))
        self._count = Words(theme, "", Voice.STRONG)
        self._link = Button(theme, tr("Link"), icon="link")
        self._arrange()
        self._connect()

    @property
    def party(self) -> PartyRow | None:
        """The order the buttons are about: the first, or the one of several that was tapped."""
        return self._party

    def show_table(self, state: TableState, now: datetime) -> None:
        """The table as it stands now."""
        self._state = state
        known = {party.order_id: party for party in state.parties}
        self._party = known.get(self._wanted) if self._wanted in known else state.parties[0]
        party = self._party
        assert party is not None  # somebody sits there
        self._title.setText(tr("Table {table}").format(table=state.name))
        self._amount.setText("" if state.amount is None else self._money.total(state.amount))
        self._facts.setText(party_words(party, clock_text(self._local(party.opened_at))))
        alert = need_words(state)
        stale = tr("{terminal} is not heard: this may be out of date.").format(terminal=party.holder)
        self._strip.say(stale if state.is_stale else alert, "wifi-off" if state.is_stale else "bell", Tone.WARN)
        self._show_lines(state, party, now)
        self._count.setText(guests_words(party.guests))
        self._less.setEnabled(party.guests > 1)
        is_linked = bool(state.linked)
        self._link.show_words(tr("Unlink") if is_linked else tr("Link"))
        self._link.show_icon("unplug" if is_linked else "link")

    def _show_lines(self, state: TableState, party: PartyRow, now: datetime) -> None:
        orders = state.parties if len(state.parties) > 1 else ()
        rows = [self._order_row(one, party.order_id) for one in orders]
        _fill(self._orders, rows)
        courses = {course.course: course for course in party.courses}
        named = sorted({*courses, *range(1, NOT_ORDERED + 1)} if any(courses) else courses)
        lines = [self._course_row(number, courses.get(number), now) for number in named]
        _fill(self._lines, lines[: MOST_LINES if not orders else 3])

    def _order_row(self, party: PartyRow, wanted: OrderId) -> PanelRow:
        return PanelRow(
            party.order_id, party.guest_name or party.number, "receipt-euro", end=self._money.amount(party.due),
            end_ink=Ink.TEXT, is_marked=party.order_id == wanted,
        )  # fmt: skip

    def _course_row(self, number: int, course: CourseProgress | None, now: datetime) -> PanelRow:
        if course is None:
            return PanelRow(str(number), course_words(number), "hourglass", end=tr("not ordered"))
        icon, ink = COURSE_ICONS[course.state]
        served = "" if course.at is None else clock_text(self._local(course.at))
        cooking = "" if course.at is None else timer(max(timedelta(), now - course.at))
        words = progress_words(course, served, cooking)
        return PanelRow(str(number), course_words(number), icon, ink, end=words, end_ink=ink)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._amount)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._strip)
        for lines, count in ((self._orders, 3), (self._lines, MOST_LINES)):
            for _ in range(count):
                line = PanelLine(self._theme, PanelRow("", ""))
                lines.append(line)
                column.addWidget(line)
        for line in self._orders:
            line.let_tap()
            line.clicked.connect(self._choose_order)
        column.addSpacing(4)
        column.addLayout(self._buttons())
        column.addLayout(self._small_buttons())

    def _buttons(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, button in enumerate((self._open, self._check, self._move, self._split)):
            button.keep_at_least(120, TALL)
            grid.addWidget(button, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        return grid

    def _small_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(8)
        for button in (self._less, self._more, self._link):
            button.keep_at_least(SMALL, SMALL)
        line.addWidget(self._less)
        line.addWidget(self._count)
        line.addWidget(self._more)
        line.addStretch(1)
        line.addWidget(self._link)
        return line

    def _connect(self) -> None:
        self._open.clicked.connect(self._ask_open)
        self._check.clicked.connect(self._ask_check)
        self._move.clicked.connect(self._ask_move)
        self._split.clicked.connect(self._ask_split)
        self._link.clicked.connect(self._ask_link)
        self._less.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)

    @Slot()
    def _choose_order(self) -> None:
        line = self.sender()
        if isinstance(line, PanelLine):
            self._wanted = OrderId(line.row.id)
            if self._state is not None and self._party is not None and self._wanted == self._party.order_id:
                self.open_wanted.emit(self._wanted)
            self._party = next(
                (one for one in (self._state.parties if self._state else ()) if one.order_id == self._wanted), None
            )
            for each in self._orders:
                each.show_row(_marked(each.row, self._wanted))

    @Slot()
    def _ask_open(self) -> None:
        self._tell(self.open_wanted)

    @Slot()
    def _ask_check(self) -> None:
        self._tell(self.check_wanted)

    @Slot()
    def _ask_move(self) -> None:
        self._tell(self.move_wanted)

    @Slot()
    def _ask_split(self) -> None:
        self._tell(self.split_wanted)

    @Slot()
    def _ask_link(self) -> None:
        if self._state is not None and self._state.linked:
            self._tell(self.unlink_wanted)
        else:
            self.link_wanted.emit()

    @Slot()
    def _one_fewer(self) -> None:
        self._step(-1)

    @Slot()
    def _one_more(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        if self._party is not None:
            self.guests_wanted.emit(self._party.order_id, max(1, self._party.guests + by))

    def _tell(self, signal: SignalInstance) -> None:
        if self._party is not None:
            signal.emit(self._party.order_id)


def _fill(lines: list[PanelLine], rows: list[PanelRow]) -> None:
    for place, line in enumerate(lines):
        line.setVisible(place < len(rows))
        if place < len(rows) and line.row != rows[place]:
            line.show_row(rows[place])


def _marked(row: PanelRow, wanted: str) -> PanelRow:
    return replace(row, is_marked=row.id == wanted)
