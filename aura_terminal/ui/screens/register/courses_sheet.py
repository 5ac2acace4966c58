"""The courses of an order: how its lines are put together here, and what is done with a course as a whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import LineState
from aura_terminal.ui.screens.register.course_rows import course_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.table_service import TableServiceModel, View

translate = QCoreApplication.translate
MINUTES = (5, 10, 15, 20)
MOST_COURSES = 9


class CoursesSheet(Sheet):
    """Choose a course, then fire it now or in some minutes, or have it go with another; hold the order or let it go."""

    def __init__(self, service: TableServiceModel, theme: Theme, host: QWidget) -> None:
        super().__init__(
            theme,
            host,
            translate("RegisterScreen", "Courses and seats"),
            translate("RegisterScreen", "Close"),
            760,
            640,
        )
        self._service, self._theme = service, theme
        self._views = Chips(theme, self.tr("How lines are put together"))
        self._courses = Chips(theme, self.tr("Which course?"))
        self._targets = Chips(theme, self.tr("Goes with which course?"))
        self._fire = self._button(self.tr("Fire now"), "flame", partial(self._put_off, 0), Kind.PRIMARY)
        self._later = [
            self._button(self.tr("In {minutes} min").format(minutes=each), "clock", partial(self._put_off, each))
            for each in MINUTES
        ]
        self._hold = self._button(self.tr("Hold what is not sent"), "pause", self._hold_all)
        self._let_go = self._button(self.tr("Let held lines go"), "play", self._let_all_go)
        self._arrange()
        self._views.chosen.connect(self._look)
        self._courses.chosen.connect(self._show_targets)
        self._targets.chosen.connect(self._move)
        service.changed.connect(self._show)
        service.counter.changed.connect(self._show)

    def ask(self) -> None:
        """Open for the order on the counter."""
        self._service.refresh()
        self._show()
        self.open()

    def _button(self, words: str, icon: str, act: Callable[[], None], kind: Kind = Kind.PLAIN) -> Button:
        button = Button(self._theme, words, kind=kind, icon=icon)
        button.keep_at_least(130, 60)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._views.show_rows([ChipRow(view.value, words) for view, words in view_words()])
        fires = QGridLayout()
        fires.setSpacing(10)
        fires.addWidget(self._fire, 0, 0)
        for place, button in enumerate(self._later):
            fires.addWidget(button, 0, place + 1)
        holds = QHBoxLayout()
        holds.setSpacing(10)
        holds.addWidget(self._hold, 1)
        holds.addWidget(self._let_go, 1)
        for caption, part in (
            (self.tr("The panel shows lines"), self._views), (self.tr("Which course?"), self._courses),
        ):  # fmt: skip
            column.addWidget(Words(self._theme, caption, Voice.SMALL))
            column.addWidget(part)
        column.addLayout(fires)
        column.addWidget(Words(self._theme, self.tr("All of it goes with"), Voice.SMALL))
        column.addWidget(self._targets)
        column.addLayout(holds)
        column.addStretch(1)
        self.set_content(content)

    @Slot()
    def _show(self) -> None:
        order = self._service.counter.order
        lines = () if order is None else order.lines
        self._views.select(self._service.view.value)
        unsent = [line for line in lines if line.state is LineState.NEW]
        waiting = {line.course for line in lines if line.state in (LineState.NEW, LineState.SENT)}
        self._courses.show_rows([self._chip(each) for each in sorted(waiting)])
        if not self._courses.selected() and waiting:
            self._courses.select(str(min({line.course for line in unsent} or waiting)))
        self._hold.setEnabled(any(not line.held for line in unsent))
        self._let_go.setEnabled(any(line.held for line in unsent))
        for button in (self._fire, *self._later):
            button.setEnabled(bool(waiting))
        self._show_targets()

    @Slot()
    def _show_targets(self) -> None:
        order = self._service.counter.order
        chosen = self._courses.selected()
        lines = () if order is None else order.lines
        movable = any(line.state is LineState.NEW and str(line.course) == chosen for line in lines)
        others = [each for each in range(MOST_COURSES + 1) if str(each) != chosen]
        self._targets.show_rows([self._chip(each) for each in others] if movable else [])
        self._targets.select_none()

    def _chip(self, course: int) -> ChipRow:
        return ChipRow(str(course), course_words(course, self._service.course_name))

    @Slot(str)
    def _look(self, view: str) -> None:
        self._service.look(View(view))

    @Slot(str)
    def _move(self, to: str) -> None:
        chosen = self._courses.selected()
        if chosen:
            self._service.move_course(int(chosen), int(to))
            self.close_sheet()

    def _put_off(self, minutes: int) -> None:
        chosen = self._courses.selected()
        if chosen:
            self._service.fire_course(int(chosen), minutes)
            self.close_sheet()

    @Slot()
    def _hold_all(self) -> None:
        self._service.hold()

    @Slot()
    def _let_all_go(self) -> None:
        self._service.let_go()


def view_words() -> tuple[tuple[View, str], ...]:
    """The ways to put lines together, as people call them."""
    return (
        (View.SENDING, translate("RegisterScreen", "As sent")),
        (View.COURSE, translate("RegisterScreen", "By course")),
        (View.SEAT, translate("RegisterScreen", "By seat")),
        (View.BOTH, translate("RegisterScreen", "By both")),
    )
