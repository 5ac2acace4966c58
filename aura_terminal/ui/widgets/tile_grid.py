"""The menu grid: tiles that answer every tap, however fast, and scroll by a flick."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import Index, RowModel
from aura_terminal.ui.widgets.tile_delegate import GAP, TileDelegate
from aura_terminal.ui.widgets.tile_rows import TileRow

LEAST_WIDTH, LEAST_HEIGHT = 144, 108
SCROLL_BAR = 10
KEYS_THAT_TAP = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TileGrid(QListView):
    """Shows `TileRow`s in as many columns as fit; `tapped(id)` follows each tap, sold-out tiles included.

    `held(id)` follows a finger that stays on a tile, and the menu key on the ringed one; it is no tap then.
    Three fast taps on one tile are three signals. Columns fill the width, rows the height, so no tile is cut at the
    first page; more rows scroll. Arrow keys move the focus ring once Tab has brought the focus; Enter and Space tap.
    `say` names the grid to those who do not see it.
    """

    tapped = Signal(str)
    held = Signal(str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: RowModel[TileRow] = RowModel(self)
        self._delegate = TileDelegate(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say)
        lay_out_as_grid(self)
        flick = Flick(self)
        flick.pressed.connect(self._press)
        flick.let_go.connect(self._let_go)
        flick.tapped.connect(self._tap)
        flick.held.connect(self._hold)
        flick.notice_held()
        theme.changed.connect(self._restyle)

    def show_rows(self, rows: Sequence[TileRow]) -> None:
        """Replaces the tiles and paints those that changed.

        The same ids in the same order keep the scroll position, others start at the top.
        """
        before = [row.id for row in self._rows.rows]
        self._rows.show(rows)
        if [row.id for row in self._rows.rows] != before:
            self.scrollToTop()
            self._move_ring()

    def rows(self) -> tuple[TileRow, ...]:
        """What is shown."""
        return self._rows.rows

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, roles)  # a list view would lay out anew; all cells are alike

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS_THAT_TAP and self.currentIndex().isValid():
            self.tapped.emit(self._rows.row_at(self.currentIndex()).id)
            return
        if event.key() == Qt.Key.Key_Menu and self.currentIndex().isValid():
            self.held.emit(self._rows.row_at(self.currentIndex()).id)
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._move_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))
        self._move_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        least = max(LEAST_WIDTH, self._theme.metrics.target(20))
        room = self.width() - SCROLL_BAR - 1  # Qt breaks a row that fills the last pixel
        columns = max(1, room // (least + GAP))
        rows = max(1, self.viewport().height() // (max(LEAST_HEIGHT, self._theme.metrics.target(12)) + GAP))
        cell = QSize(max(GAP + 1, room // columns), max(GAP + 1, self.viewport().height() // rows))
        if cell != self._delegate.cell:
            self._delegate.cell = cell
            self.setGridSize(cell)
            self.verticalScrollBar().setSingleStep(cell.height())

    def _move_ring(self) -> None:
        before, self._delegate.ringed_row = self._delegate.ringed_row, self._ringed()
        if before != self._delegate.ringed_row:
            self._refresh(before)
            self._refresh(self._delegate.ringed_row)

    def _ringed(self) -> int:
        return self.currentIndex().row() if self.hasFocus() else -1

    def _refresh(self, place: int) -> None:
        """Paints one tile again; a place where there is none costs nothing."""
        self.viewport().update(self.visualRect(self._rows.index(place)))

    def _press(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self._delegate.pressed_row = index.row()
            self.viewport().repaint(self.visualRect(index))

    def _let_go(self) -> None:
        pressed, self._delegate.pressed_row = self._delegate.pressed_row, -1
        self._refresh(pressed)

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._rows.row_at(index).id)

    def _hold(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.held.emit(self._rows.row_at(index).id)

    def _restyle(self) -> None:
        self._delegate.forget()
        self._fit()
        self.viewport().update()


def lay_out_as_grid(view: QListView) -> None:
    """Makes a list view a grid of equal cells that scrolls by pixels and selects nothing."""
    view.setFlow(QListView.Flow.LeftToRight)
    view.setWrapping(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setMovement(QListView.Movement.Static)
    lay_out_for_taps(view)


def lay_out_for_taps(view: QListView) -> None:
    """No frame, no selection, no editing; scrolls by pixels; takes the focus by Tab, not by taps."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
