"""A row of pills of which one is chosen: filters of a menu, of a room, of a kitchen screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import CHOSEN, FACES, Button, Kind, paint_face
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.fitting import width_of

GAP = 8


class ChipSize(Enum):
    """Where the pills are read: at arm's length, in the manager's rooms, or across a kitchen."""

    REGISTER = auto()
    ROOM = auto()
    KITCHEN = auto()


PADDINGS = {ChipSize.REGISTER: 16, ChipSize.ROOM: 16, ChipSize.KITCHEN: 20}
COUNT_GAPS = {ChipSize.REGISTER: 12, ChipSize.ROOM: 12, ChipSize.KITCHEN: 17}
HEIGHTS = {ChipSize.REGISTER: 48, ChipSize.ROOM: 48, ChipSize.KITCHEN: 64}
FONTS: dict[ChipSize, Callable[[Look], QFont]] = {
    ChipSize.REGISTER: lambda look: look.font.firm,
    ChipSize.ROOM: lambda look: look.font.firm,
    ChipSize.KITCHEN: lambda look: look.font.ticket_chip,
}


@dataclass(frozen=True, slots=True)
class ChipRow:
    """One pill: its words and, beside them, an optional count."""

    id: str
    words: str
    count: str = ""
    say: str = ""


class Chips(QScrollArea):
    """Pills side by side; `chosen(id)` follows a tap. Too many for the width can be dragged sideways.

    A tap selects at once and then tells; `select` from outside tells nothing. On a kitchen screen pills are larger.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, say: str, size: ChipSize = ChipSize.REGISTER, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._tall = max(HEIGHTS[size], theme.metrics.target())
        self._chips: dict[str, Chip] = {}
        self._inside = QWidget()
        self._line = QHBoxLayout(self._inside)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP)
        self._line.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._tall)
        for surface in (self.viewport(), self._inside):
            surface.setAutoFillBackground(False)
        self.setAccessibleName(say)
        self._drag = Drag(self)

    def show_rows(self, rows: Sequence[ChipRow]) -> None:
        """Replaces the pills, using widgets again; the selection stays where its id is still there."""
        selected, chips = self.selected(), list(self._chips.values())
        for chip in chips[len(rows) :]:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for row in rows[len(chips) :]:
            chips.append(self._new_chip(row, len(chips)))
        self._chips = {row.id: chip for row, chip in zip(rows, chips, strict=False)}
        for row, chip in zip(rows, chips, strict=False):
            chip.show_row(row)
            if row.id == selected:
                chip.setChecked(True)
            elif selected not in self._chips:
                chip.unchoose()

    def select(self, id: str) -> None:
        """Shows that pill as the chosen one; an unknown id changes nothing."""
        if id in self._chips:
            self._chips[id].setChecked(True)
            self.ensureWidgetVisible(self._chips[id], GAP, 0)

    def select_none(self) -> None:
        """Shows that none of them is what is in force."""
        for chip in self._chips.values():
            chip.unchoose()

    def selected(self) -> str:
        """The chosen pill's id, or "" when there is none."""
        return next((id for id, chip in self._chips.items() if chip.isChecked()), "")

    def sizeHint(self) -> QSize:
        return QSize(self._inside.sizeHint().width(), self._tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.select(self.selected())

    def _new_chip(self, row: ChipRow, place: int) -> "Chip":
        chip = Chip(self._theme, row, self._size, self._inside)
        chip.clicked.connect(self._tell)
        self._line.insertWidget(place, chip)
        return chip

    def _tell(self) -> None:
        self.chosen.emit(self.selected())


class Chip(Button):
    """One pill; part of `Chips`."""

    def __init__(self, theme: Theme, row: ChipRow, size: ChipSize, parent: QWidget) -> None:
        super().__init__(theme, row.words, kind=Kind.CHIP, say=row.say or _say(row), parent=parent)
        self._count = row.count
        self._tall = max(HEIGHTS[size], theme.metrics.target())
        self._pick_font = FONTS[size]
        self._padding, self._count_gap = PADDINGS[size], COUNT_GAPS[size]
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def show_row(self, row: ChipRow) -> None:
        """Shows another count or other words."""
        if row.count != self._count:
            self._count = row.count
            self.updateGeometry()
            self.update()
        self.show_words(row.words, say=row.say or _say(row))

    def unchoose(self) -> None:
        """Is no longer the chosen one, though no other is chosen yet."""
        self.setAutoExclusive(False)
        self.setChecked(False)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt leaves it to the chosen one, and there is none now

    def sizeHint(self) -> QSize:
        font = self._pick_font(self._theme.look)
        wide = 2 * self._padding + width_of(self._words, font) + 1
        if self._count:
            wide += self._count_gap + width_of(self._count, font)
        return QSize(max(self._tall, round(wide)), self._tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        face = CHOSEN[Kind.CHIP] if self.isChecked() else FACES[Kind.CHIP]
        body = QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        paint_face(canvas, body, face, body.height() / 2, self._state())
        left, font = self._padding, self._pick_font(look)
        for words in filter(None, (self._words, self._count)):
            wide = width_of(words, font)
            canvas.text(QRectF(left, 0, wide + 1, body.height()), words, font, face.ink(look))
            left += round(wide) + self._count_gap
        if self.hasFocus():
            canvas.ring(body, body.height() / 2)
        canvas.painter.end()


def _say(row: ChipRow) -> str:
    return f"{row.words} {row.count}".strip()
