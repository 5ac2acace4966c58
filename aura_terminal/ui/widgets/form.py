"""A sheet of settings, one below the other: what each is called, what it is now, and a way to change it by touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Edge, Panel, Voice, Words

GAP, TALL, WIDE = 6, 48, 240
VALUE = "value"


class Change(Enum):
    """How a row is changed: opened, stepped, switched, or not at all; HEADING begins a part."""

    OPEN = auto()
    STEP = auto()
    SWITCH = auto()
    NOT = auto()
    HEADING = auto()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One setting. `value` is shown; a switch is on where it is not empty. `note` is a sentence below."""

    id: str
    name: str
    value: str = ""
    change: Change = Change.OPEN
    note: str = ""

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.name}: {self.value}" if self.value else self.name


class Form(QScrollArea):
    """`tapped(id)` follows a tap on a value or a switch, `stepped(id, by)` one on minus or plus.

    Values change only by `show_rows`; a row that stays the same keeps its widgets. `lock` takes every way to change.
    """

    tapped = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, theme: Theme, say: str, less: str, more: str) -> None:
        super().__init__()
        self._theme, self._less, self._more = theme, less, more
        self._rows: tuple[FormRow, ...] = ()
        self._widgets: list[QWidget] = []
        self._is_locked = False
        self._inside = Panel(theme)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(14, 8, 14, 14)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say)
        self._drag = Drag(self)

    def rows(self) -> tuple[FormRow, ...]:
        """What is shown."""
        return self._rows

    def lock(self, *, on: bool) -> None:
        """Whether nothing can be changed here."""
        if on != self._is_locked:
            self._is_locked = on
            rows, self._rows = self._rows, ()
            self.show_rows(rows)

    def show_rows(self, rows: Sequence[FormRow]) -> None:
        """Replace the rows."""
        before, self._rows = self._rows, tuple(rows)
        for place, row in enumerate(self._rows):
            if place < len(before) and place < len(self._widgets) and self._is_told(place, before[place], row):
                continue
            widget = self._made(row)
            if place < len(self._widgets):
                self._drop(self._widgets[place])
                self._widgets[place] = widget
            else:
                self._widgets.append(widget)
            self._column.insertWidget(place, widget)
        while len(self._widgets) > len(self._rows):
            self._drop(self._widgets.pop())

    def _is_told(self, place: int, before: FormRow, row: FormRow) -> bool:
        """Whether the row in this place says so now without another widget: a finger on plus stays on it."""
        if before == row:
            return True
        if replace(before, value=row.value) != row or row.change is Change.HEADING:
            return False
        shown = self._widgets[place].findChild(QWidget, VALUE)
        if isinstance(shown, Button):
            shown.show_words(_said(row), say=row.spoken)
            if row.change is Change.SWITCH:
                shown.show_icon("square-check" if row.value else "square")
        elif isinstance(shown, Words):
            shown.setText(row.value)
        self._widgets[place].setAccessibleName(row.spoken)
        return True

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _made(self, row: FormRow) -> QWidget:
        if row.change is Change.HEADING:
            heading = Words(self._theme, row.name, Voice.HEADING)
            heading.setContentsMargins(0, 10, 0, 2)
            return heading
        panel = Panel(self._theme, edge=Edge.BOTTOM)
        panel.setAccessibleName(row.spoken)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 2, 0, GAP)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        name = Words(self._theme, row.name)
        name.setWordWrap(True)
        line.addWidget(name, 2)
        for part, share in self._parts(row):
            line.addWidget(part, share)
        column.addLayout(line)
        if row.note:
            note = Words(self._theme, row.note, Voice.SMALL)
            note.setWordWrap(True)
            column.addWidget(note)
        return panel

    def _parts(self, row: FormRow) -> Sequence[tuple[QWidget, int]]:
        if row.change is Change.NOT or self._is_locked:
            value = Words(self._theme, row.value, Voice.MUTED)
            value.setWordWrap(True)
            value.setMinimumHeight(TALL)
            value.setObjectName(VALUE)
            return ((value, 3),)
        if row.change is Change.STEP:
            value = Words(self._theme, row.value, Voice.STRONG)
            value.setAlignment(Qt.AlignmentFlag.AlignCenter)
            value.setObjectName(VALUE)
            return (
                (self._stepper(row, -1, "minus", self._less), 0),
                (value, 1),
                (self._stepper(row, 1, "plus", self._more), 0),
            )
        is_switch = row.change is Change.SWITCH
        button = Button(
            self._theme, _said(row), kind=Kind.PLAIN, say=row.spoken,
            icon=("square-check" if row.value else "square") if is_switch else "",
        )  # fmt: skip
        button.setObjectName(VALUE)
        button.keep_at_least(WIDE, TALL)
        button.clicked.connect(partial(self.tapped.emit, row.id))
        return ((button, 3),)

    def _stepper(self, row: FormRow, by: int, icon: str, words: str) -> Button:
        button = Button(self._theme, icon=icon, say=words.format(what=row.name))
        button.keep_at_least(TALL, TALL)
        button.clicked.connect(partial(self.stepped.emit, row.id, by))
        return button


def _said(row: FormRow) -> str:
    """What a button says: a switch that is off says nothing beside its empty box, what is to be given asks for it."""
    return row.value or ("–" if row.change is Change.SWITCH else "…")
