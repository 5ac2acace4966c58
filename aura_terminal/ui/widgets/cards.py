"""Cards one below the other: a few things with words and buttons each, in a column that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.rows import Row

GAP, PADDING = 10, 16
R = TypeVar("R", bound=Row)


class Card(QWidget):
    """A rounded surface for a few widgets; put a layout on it."""

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(say)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.box(body, look.radii.ticket, fill=look.color.surface1, line=look.color.outline)
        canvas.painter.end()


class CardColumn(QScrollArea, Generic[R]):
    """Shows one widget a row, made by `make`; a row that stays the same keeps its widget, and with it a finger's press.

    Flicked or scrolled; wide screens leave the cards at most `widest` pixels.
    """

    def __init__(self, say: str, make: Callable[[R], QWidget], widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._cards: dict[str, tuple[R, QWidget]] = {}
        self._inside = QWidget()
        self._inside.setMaximumWidth(widest)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, GAP, 0)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say)
        for surface in (self.viewport(), self._inside):
            surface.setAutoFillBackground(False)
        self._drag = Drag(self)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Replaces the rows."""
        before, self._cards = self._cards, {}
        for place, row in enumerate(rows):
            old = before.get(row.id)
            if old is not None and old[0] == row:
                del before[row.id]
                card = old[1]
            else:
                card = self._make(row)
            self._cards[row.id] = (row, card)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
        for _, gone in before.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def rows(self) -> tuple[R, ...]:
        """What is shown."""
        return tuple(row for row, _ in self._cards.values())
