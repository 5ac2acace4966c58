"""An order's lines under the names of their courses, their guests' places, or both, with how far each has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import LineState
from aura_terminal.ui.discount_rows import discount_rows
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.screens.register.delivery_words import Local
from aura_terminal.ui.screens.register.line_words import rows_of_lines
from aura_terminal.ui.screens.register.words import line_row
from aura_terminal.ui.widgets import order_rows
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.deliveries import FireDelivery, Reached, StationDelivery
from aura_terminal.view_models.table_service import View

if TYPE_CHECKING:
    from aura_terminal.domain.ids import FireId, LineId
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.rows import LineRow, OrderSheet

translate = QCoreApplication.translate
Named = Callable[[int], str]
Group = tuple[str, str, list["LineRow"]]


def grouped_rows(
    order: OrderSheet, view: View, selected: LineId | None, name: Named, local: Local, money: MoneyText,
    ledger: Mapping[FireId, FireDelivery], discount: str,
) -> list[order_rows.OrderRow]:  # fmt: skip
    """Headed groups with their state at the end of the heading, then what comes off. `name` is that of a course."""

    def row(line: LineRow) -> order_rows.LineRow:
        return line_row(line, line.line_id == selected, money)

    rows: list[order_rows.OrderRow] = []
    for id, words, lines in _groups(order, view, name):
        state, tone = state_of(lines, ledger, local)
        rows.append(order_rows.SectionRow(id, words, state, tone))
        rows.extend(rows_of_lines(lines, order.lines, row, money))
    return [*rows, *discount_rows(order, money, discount)]


def course_words(course: int, name: Named) -> str:
    """What a course is called: by the house, else by its number; 0 is at once."""
    if not course:
        return translate("RegisterScreen", "At once")
    return name(course) or translate("RegisterScreen", "Course {course}").format(course=course)


def seat_words(seat: int) -> str:
    """Whose it is."""
    if not seat:
        return translate("RegisterScreen", "Whole table")
    return translate("RegisterScreen", "Seat {seat}").format(seat=seat)


def state_of(lines: Iterable[LineRow], ledger: Mapping[FireId, FireDelivery], local: Local) -> tuple[str, Tone]:
    """How far some lines are: the one that is least far says it."""
    standing = [line for line in lines if line.state in (LineState.NEW, LineState.SENT)]
    unsent = [line for line in standing if line.state is LineState.NEW]
    if unsent and all(line.held for line in unsent):
        return translate("RegisterScreen", "held"), Tone.WARN
    if unsent:
        items = sum(line.quantity for line in unsent)
        return translate("RegisterScreen", "{items} not sent").format(items=items), Tone.INFO
    deliveries = [ledger[line.fire_id] for line in standing if line.fire_id is not None and line.fire_id in ledger]
    if not deliveries:
        return "", Tone.CALM
    least = min((each.least for each in deliveries), key=lambda each: list(Reached).index(each.reached))
    return _reached(least, local), Tone.WARN if least.reached is Reached.OVERDUE else Tone.CALM


def _reached(station: StationDelivery, local: Local) -> str:
    time = clock_text(local(station.at))
    words = {
        Reached.OVERDUE: translate("RegisterScreen", "not received, sent {time}"),
        Reached.PRINTED: translate("RegisterScreen", "slip printed {time}"),
        Reached.HELD: translate("RegisterScreen", "waits"),
        Reached.SENT: translate("RegisterScreen", "sent {time}"),
        Reached.RECEIVED: translate("RegisterScreen", "sent {time}"),
        Reached.SEEN: translate("RegisterScreen", "in the oven since {time}"),
        Reached.DONE: translate("RegisterScreen", "served {time}"),
    }
    return words[station.reached].format(time=time)


def _groups(order: OrderSheet, view: View, name: Named) -> Iterable[Group]:
    lines = list(order.lines)
    if view is View.SEAT:
        for seat in sorted({line.seat for line in lines}):
            yield f"seat-{seat}", seat_words(seat), [line for line in lines if line.seat == seat]
        return
    for course in sorted({line.course for line in lines}):
        of_course = [line for line in lines if line.course == course]
        words = course_words(course, name)
        if view is View.COURSE:
            yield f"course-{course}", words, of_course
            continue
        for seat in sorted({line.seat for line in of_course}):
            both = f"{words}, {seat_words(seat)}"
            yield f"course-{course}-seat-{seat}", both, [line for line in of_course if line.seat == seat]
