"""Choosing any days, by fingers: the first and the last one are moved by days, weeks and months."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.screens.reports.words import tr, weekday
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.reports import LONGEST

STEPS = (-28, -7, -1, 1, 7, 28)
TALL = 56


def spans() -> tuple[ChipRow, ...]:
    """So many days up to today, by their count."""
    return (
        ChipRow("1", tr("Today")), ChipRow("7", tr("7 days")), ChipRow("28", tr("28 days")),
        ChipRow("91", tr("91 days")), ChipRow("400", tr("400 days")),
    )  # fmt: skip


class DaysSheet(QWidget):
    """`chosen(first, last)` follows Show."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__()
        self._sheet = Sheet(theme, host.window(), tr("Which days?"), tr("Not now"), 640, 520)
        self._days: dict[str, date] = {}
        self._last_allowed = date.max
        self._shown = {which: Words(theme, "", Voice.TITLE) for which in ("first", "last")}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._spans = Chips(theme, tr("Days"), ChipSize.ROOM)
        self._spans.show_rows(spans())
        self._spans.chosen.connect(self._span)
        grid.addWidget(self._spans, 6, 0, 1, len(STEPS))
        for place, (which, title) in enumerate((("first", tr("From")), ("last", tr("To")))):
            grid.addWidget(Words(theme, title, Voice.MUTED), 3 * place, 0, 1, len(STEPS))
            grid.addWidget(self._shown[which], 3 * place + 1, 0, 1, len(STEPS))
            for column, days in enumerate(STEPS):
                words = f"{days:+}".replace("-", "−")  # the minus sign
                say = tr("{which}: {days} days").format(which=title, days=words)
                button = Button(theme, words, kind=Kind.KEY, say=say)
                button.keep_at_least(72, TALL)
                button.clicked.connect(partial(self._move, which, days))
                grid.addWidget(button, 3 * place + 2, column)
        self._sheet.set_content(self)
        show = Button(theme, tr("Show"), kind=Kind.PRIMARY)
        show.keep_at_least(200, TALL)
        show.clicked.connect(self._choose)
        self._sheet.set_actions(show)

    def ask(self, first: date, last: date, today: date) -> None:
        """Begin with these days; none after today can be chosen."""
        self._days, self._last_allowed = {"first": first, "last": last}, today
        self._show()
        self._sheet.open()

    def _move(self, which: str, days: int) -> None:
        moved = min(self._days[which] + timedelta(days=days), self._last_allowed)
        self._days[which] = moved
        first, last = self._days["first"], self._days["last"]
        if first > last:
            self._days = dict.fromkeys(self._days, moved)
        elif (last - first).days >= LONGEST:
            room = timedelta(days=LONGEST - 1)
            self._days = {"first": first, "last": first + room} if which == "first" else {
                "first": last - room, "last": last
            }  # fmt: skip
        self._show()

    @Slot(str)
    def _span(self, id_: str) -> None:
        last = self._last_allowed
        self._days = {"first": last - timedelta(days=int(id_) - 1), "last": last}
        self._show()

    def _show(self) -> None:
        for which, label in self._shown.items():
            day = self._days[which]
            label.setText(f"{weekday(day.isoweekday())}, {date_text(day)}")
        first, last = self._days["first"], self._days["last"]
        self._spans.select_none()
        if last == self._last_allowed:
            self._spans.select(str((last - first).days + 1))

    @Slot()
    def _choose(self) -> None:
        self._sheet.close_sheet()
        self.chosen.emit(self._days["first"], self._days["last"])
