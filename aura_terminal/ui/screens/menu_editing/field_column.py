"""Fields one below the other: a large button each, with what it holds, and below it what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.fitting import some_lines, width_of
from aura_terminal.ui.widgets.labels import Voice, Words

TALL, GAP = 52, 8
TWO_COLUMNS_FROM = 760
PADDING, LABEL_PART = 14, 0.6


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as it is shown; `wrong` are sentences."""

    id: str
    label: str
    value: str
    wrong: tuple[str, ...] = ()
    icon: str = ""


class FieldColumn(QScrollArea):
    """Shows fields in one column, in two where there is room; `tapped(id)` follows each tap."""

    tapped = Signal(str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[FieldLine, ...] = ()
        self._fields: dict[str, _FieldBox] = {}
        self._columns = 0
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setSpacing(GAP)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say)
        for surface in (self.viewport(), self._inside):
            surface.setAutoFillBackground(False)
        self._drag = Drag(self)

    def show_lines(self, lines: Sequence[FieldLine]) -> None:
        """Replaces the fields; the same ones in the same order keep their buttons and the place of the view."""
        shown = tuple(lines)
        if shown == self._lines:
            return
        if [one.id for one in shown] != [one.id for one in self._lines]:
            self._rebuild(shown)
        for line in shown:
            self._fields[line.id].show_line(line)
        self._lines = shown

    def lines(self) -> tuple[FieldLine, ...]:
        """What is shown."""
        return self._lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lines and self._columns != self._wanted_columns():
            self._place()

    def _wanted_columns(self) -> int:
        return 2 if self.viewport().width() >= TWO_COLUMNS_FROM else 1

    def _rebuild(self, lines: tuple[FieldLine, ...]) -> None:
        for box in self._fields.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._fields = {line.id: _FieldBox(self._theme, partial(self.tapped.emit, line.id)) for line in lines}
        self._place()
        self.verticalScrollBar().setValue(0)

    def _place(self) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._columns = self._wanted_columns()
        rows = max(1, -(-len(self._fields) // self._columns))
        for place, box in enumerate(self._fields.values()):
            self._grid.addWidget(box, place % rows, place // rows, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            self._grid.setColumnStretch(column, int(column < self._columns))
        self._grid.setRowStretch(rows, 1)


class FieldButton(Button):
    """A field's label and, in whatever room is left, what it holds."""

    def _paint_detailed(self, canvas: Canvas, body: QRectF, font: QFont, ink: QColor) -> None:
        look = canvas.look
        inner = body.adjusted(PADDING, 0, -PADDING, 0)
        label = min(width_of(self._words, look.font.body) + 1, inner.width() * LABEL_PART)
        canvas.text(
            QRectF(inner.left(), inner.top(), label, inner.height()), self._words, look.font.body, look.color.muted
        )
        room = inner.adjusted(label + GAP, 0, 0, 0)
        value = some_lines(self._detail, look.font.line, int(room.width()), 1)
        canvas.text(room, value[0] if value else "", look.font.line, ink, Side.END)


class _FieldBox(QWidget):
    """One field."""

    def __init__(self, theme: Theme, tapped: Callable[[], None]) -> None:
        super().__init__()
        self._button = FieldButton(theme, "-")
        self._button.keep_at_least(120, TALL)
        self._button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._wrong = Words(theme, "", Voice.REFUSAL)
        self._wrong.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._button)
        column.addWidget(self._wrong)
        self._button.clicked.connect(tapped)

    def show_line(self, line: FieldLine) -> None:
        """Show another value, or what is wrong with it."""
        words = " ".join(line.wrong)
        say = f"{line.label}: {line.value}" if not words else f"{line.label}: {line.value}. {words}"
        self._button.show_words(line.label, detail=line.value or "–", say=say)
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
