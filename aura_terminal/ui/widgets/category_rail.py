"""The fixed column of menu categories: always in the same place, for hands that remember."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import without_mnemonic
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.fitting import some_lines

WIDTH, GAP, LEAST_GAP, TALLEST = 110, 6, 2, 72
BAR_WIDTH, BAR_INSET = 4, 10
ICON_X, ICON, WORDS_X, LINE, MARGIN = 16, 20, 42, 16, 4
CUT = "…"
"""What words end with that had no room."""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category: its words, an icon's name and which of the ten category colours is its own."""

    id: str
    words: str
    icon: str
    color: int
    say: str = ""


class CategoryRail(QScrollArea):
    """Ten to twelve categories, each as tall as the space allows (48 to 72 px); `chosen(id)` follows a tap.

    A tap selects at once and then tells; `select` from outside tells nothing. More than fit are flicked.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[CategoryRow] = []
        self._buttons: dict[str, CategoryButton] = {}
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.setAccessibleName(say)
        self.setFixedWidth(WIDTH)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for surface in (self.viewport(), self._inside):
            surface.setAutoFillBackground(False)
        self._drag = Drag(self)

    def show_rows(self, rows: Sequence[CategoryRow]) -> None:
        """Replaces the categories; the selection stays where its id is still there. The same rows change nothing."""
        if list(rows) == self._rows:
            return
        self._rows = list(rows)
        selected = self.selected()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = {row.id: CategoryButton(self._theme, row, self._inside) for row in rows}
        for button in self._buttons.values():
            button.clicked.connect(self._tell)
            self._column.addWidget(button, 1)
        self._column.addStretch(0)
        if selected in self._buttons:
            self._buttons[selected].setChecked(True)

    def select(self, id: str) -> None:
        """Shows that category as the chosen one; an unknown id changes nothing."""
        if id in self._buttons:
            self._buttons[id].setChecked(True)
            self.ensureWidgetVisible(self._buttons[id], 0, GAP)

    def selected(self) -> str:
        """The chosen category's id, or "" when there is none."""
        return next((id for id, button in self._buttons.items() if button.isChecked()), "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        gaps = max(1, len(self._buttons) - 1)
        spare = (self.height() - len(self._buttons) * self._theme.metrics.target()) // gaps
        self._column.setSpacing(max(LEAST_GAP, min(GAP, spare)))  # where it is low the gaps give way, not the targets

    def choose_place(self, place: int) -> None:
        """As if the category at that place had been tapped, for F-keys; beyond the last nothing happens."""
        if 0 <= place < len(self._buttons):
            button = list(self._buttons.values())[place]
            self.ensureWidgetVisible(button, 0, GAP)
            button.click()

    def _tell(self) -> None:
        self.chosen.emit(self.selected())


class CategoryButton(QPushButton):
    """One row of the rail; part of `CategoryRail`."""

    def __init__(self, theme: Theme, row: CategoryRow, parent: QWidget) -> None:
        super().__init__(without_mnemonic(row.words), parent)
        self._theme = theme
        self._row = row
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(row.say or row.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.metrics.target())
        self.setMaximumHeight(max(TALLEST, theme.metrics.target()))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, TALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, row = self._theme.look, self._row
        body = QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        chosen = self.isChecked()
        face = look.shade.selected_category[row.color % len(look.category)] if chosen else look.color.surface1
        canvas.box(body, look.radii.key, fill=look.pressed(face) if self.isDown() else face)
        bar = QRectF(0, BAR_INSET, BAR_WIDTH, body.height() - 2 * BAR_INSET)
        canvas.box(bar, BAR_WIDTH / 2, fill=look.of_category(row.color))
        ink = look.color.text if chosen else look.color.muted
        font = look.font.rail_selected if chosen else look.font.rail
        start = WORDS_X
        lines = some_lines(row.words, font, int(body.width()) - start - MARGIN, 2)
        if any(line.endswith(CUT) for line in lines):
            start = ICON_X  # a long word is worth more than the picture beside it
            lines = some_lines(row.words, font, int(body.width()) - start - MARGIN, 2)
        else:
            canvas.icon(QRectF(ICON_X, body.center().y() - ICON / 2, ICON, ICON), row.icon, ink)
        top = body.center().y() - LINE * len(lines) / 2
        for place, words in enumerate(lines):
            canvas.text(QRectF(start, top + place * LINE, body.width() - start - MARGIN, LINE), words, font, ink)
        if self.hasFocus():
            canvas.ring(body, look.radii.key)
        canvas.painter.end()
