"""The lines of an order, as the guest ordered them; the selected line carries its buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.order_delegate import Hit, OrderDelegate, Part
from aura_terminal.ui.widgets.order_rows import CourseRow, LineRow, OrderRow
from aura_terminal.ui.widgets.rows import Index, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP, lay_out_for_taps

STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class OrderList(QListView):
    """Shows `CourseRow`, `SectionRow` and `LineRow`s on a panel; every tap is an intent, nothing changes by itself.

    `course_tapped(id)`, `line_tapped(id)`: the row. `step_tapped(id, by)`: the stepper, by +1 or -1.
    `action_tapped(id, action)`: a button of the selected line. Keys once focused by Tab: arrows move, Enter taps the
    row, + and - step it, Delete presses its grave action.
    """

    course_tapped = Signal(str)
    line_tapped = Signal(str)
    step_tapped = Signal(str, int)
    action_tapped = Signal(str, str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[OrderRow] = RowModel(self)
        self._delegate = OrderDelegate(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say)
        lay_out_for_taps(self)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flick = Flick(self)
        flick.pressed.connect(self._press)
        flick.let_go.connect(self._let_go)
        flick.tapped.connect(self._tap)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[OrderRow]) -> None:
        """Replaces the rows and keeps a newly selected line in sight."""
        before = self._selected()
        self._rows.show(rows)
        self.scheduleDelayedItemsLayout()
        after = self._selected()
        if after is not None and after != before:
            self.scrollTo(self._rows.index(self._rows.place_of(after) or 0))

    def rows(self) -> tuple[OrderRow, ...]:
        """What is shown."""
        return self._rows.rows

    def show_end(self) -> None:
        """Scrolls to the newest line."""
        self.scrollToBottom()

    def hit(self, at: QPoint) -> Hit | None:
        """What lies at a point of the viewport; None between rows and on headings."""
        index = self.indexAt(at)
        if not index.isValid():
            return None
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return self._delegate.hit(option, self._rows.row_at(index), at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row = self._rows.row_at(index) if index.isValid() else None
        key = Qt.Key(event.key())
        if row is not None and key in KEYS_THAT_TAP:
            self._tell(Hit(row.id, Part.ROW))
        elif isinstance(row, LineRow) and row.steps and key in STEPS:
            self.step_tapped.emit(row.id, STEPS[key])
        elif isinstance(row, LineRow) and key == Qt.Key.Key_Delete:
            for action in row.actions:
                if action.grave:
                    self.action_tapped.emit(row.id, action.id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._move_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_ring()

    def _move_ring(self) -> None:
        self._delegate.ringed_row = self.currentIndex().row() if self.hasFocus() else -1
        self.viewport().update()

    def _selected(self) -> str | None:
        return next((row.id for row in self._rows.rows if isinstance(row, LineRow) and row.selected), None)

    def _press(self, at: QPoint) -> None:
        self._delegate.pressed = self.hit(at)
        self.viewport().repaint(self.visualRect(self.indexAt(at)))

    def _let_go(self) -> None:
        self._delegate.pressed = None
        self.viewport().update()

    def _tap(self, down: QPoint, up: QPoint) -> None:
        hit = self.hit(down)
        if hit is not None and hit == self.hit(up):
            self._tell(hit)

    def _tell(self, hit: Hit) -> None:
        match hit.part:
            case Part.FEWER:
                self.step_tapped.emit(hit.row, -1)
            case Part.MORE:
                self.step_tapped.emit(hit.row, 1)
            case Part.ACTION:
                self.action_tapped.emit(hit.row, hit.action)
            case Part.ROW:
                place = self._rows.place_of(hit.row)
                row = self._rows.rows[place] if place is not None else None
                if isinstance(row, CourseRow):
                    self.course_tapped.emit(hit.row)
                elif isinstance(row, LineRow):
                    self.line_tapped.emit(hit.row)
