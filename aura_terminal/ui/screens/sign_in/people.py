"""Name tiles: initials in the person's own colour, the name, the role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from aura_terminal.ui.widgets.canvas import Canvas, Side

if TYPE_CHECKING:
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.rows import StaffRow

COLUMNS, GAP = 3, 10
TALL, WIDE, AVATAR, INSET = 72, 170, 44, 12


class PersonTile(QAbstractButton):
    """One person; checked while theirs is the PIN to be typed."""

    def __init__(self, theme: Theme, row: StaffRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(row.name)
        self.setAccessibleName(f"{row.name}, {row.role}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def row(self) -> StaffRow:
        """Whose tile it is."""
        return self._row

    def sizeHint(self) -> QSize:
        return QSize(WIDE, max(TALL, self._theme.metrics.target()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        chosen = self.isChecked()
        face = look.shade.selected_key if chosen else look.color.key
        line, width = (look.color.primary_text, 2.0) if chosen else (look.color.outline, 1.0)
        canvas.box(body, look.radii.tile, fill=look.pressed(face) if self.isDown() else face, line=line, width=width)
        avatar = QRectF(INSET, body.center().y() - AVATAR / 2, AVATAR, AVATAR)
        canvas.pill(avatar, look.of_category(self._row.colour))
        canvas.text(avatar, self._row.initials, look.font.strong, look.color.on_pay, Side.MIDDLE)
        words = body.adjusted(INSET + AVATAR + 10, 0, -INSET, 0)
        middle = body.center().y()
        name = QRectF(words.left(), middle - 21, words.width(), 22)
        role = QRectF(words.left(), middle + 1, words.width(), 20)
        canvas.text(name, self._row.name, look.font.strong, look.color.text)
        canvas.text(role, self._row.role, look.font.caption, look.color.muted)
        if self.hasFocus():
            canvas.ring(body.adjusted(3, 3, -3, -3), look.radii.tile - 3)
        canvas.painter.end()


class People(QWidget):
    """The name tiles in three columns; `chosen(staff_id)` follows a tap."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._theme = theme
        self._tiles: dict[str, PersonTile] = {}
        self.setAccessibleName(say)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def show_rows(self, rows: Sequence[StaffRow]) -> None:
        """Replaces the tiles; who is chosen stays chosen."""
        if tuple(tile.row for tile in self._tiles.values()) == tuple(rows):
            return
        chosen = self.selected()
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = {row.id: PersonTile(self._theme, row, self) for row in rows}
        for place, tile in enumerate(self._tiles.values()):
            tile.clicked.connect(self._tell)
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        self._grid.setRowStretch(len(self._tiles) // COLUMNS + 1, 1)
        self.select(chosen)

    def select(self, staff_id: str) -> None:
        """Shows that person as the chosen one; an unknown one changes nothing."""
        if staff_id in self._tiles:
            self._tiles[staff_id].setChecked(True)

    def selected(self) -> str:
        """Who is chosen, "" for nobody."""
        return next((id for id, tile in self._tiles.items() if tile.isChecked()), "")

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.selected())
