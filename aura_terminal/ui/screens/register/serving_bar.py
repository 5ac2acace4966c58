"""Chips above the lines: to which course and to whose place the next dish goes, or the line that is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.ui.screens.register.course_rows import course_words, seat_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips

translate = QCoreApplication.translate
AUTO = "auto"


class ServingBar(QWidget):
    """One row of pills, or two side by side. `course_chosen(text)` and `seat_chosen(text)` carry a number, or AUTO."""

    course_chosen = Signal(str)
    seat_chosen = Signal(str)

    def __init__(self, theme: Theme, name: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._courses = Chips(theme, self.tr("Course of the next dish"))
        self._seats = Chips(theme, self.tr("Seat of the next dish"))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 2, 8, 2)
        line.setSpacing(10)
        line.addWidget(self._courses, 1)
        line.addWidget(self._seats, 1)
        self._courses.chosen.connect(self._tell_course)
        self._seats.chosen.connect(self._tell_seat)
        self.hide()

    def show_places(self, courses: int, seats: int, course: int | None, seat: int) -> None:
        """So many of each, none of which are left out, and which are chosen; None of a course is what the menu says."""
        automatic = ChipRow(AUTO, translate("RegisterScreen", "Auto"), say=self.tr("Course as the menu says"))
        whole = ChipRow(AUTO, translate("RegisterScreen", "All"), say=seat_words(0))
        self._courses.show_rows([automatic, *(self._course(each) for each in range(1, courses + 1))])
        self._seats.show_rows(
            [whole, *(ChipRow(str(each), f"S{each}", say=seat_words(each)) for each in range(1, seats + 1))]
        )
        self._courses.select(AUTO if course is None else str(course))
        self._seats.select(str(seat) if seat else AUTO)
        self._courses.setVisible(courses > 0)
        self._seats.setVisible(seats > 0)

    def _course(self, course: int) -> ChipRow:
        return ChipRow(str(course), f"C{course}", say=course_words(course, self._name))

    @Slot(str)
    def _tell_course(self, chosen: str) -> None:
        self.course_chosen.emit(chosen)

    @Slot(str)
    def _tell_seat(self, chosen: str) -> None:
        self.seat_chosen.emit(chosen)
