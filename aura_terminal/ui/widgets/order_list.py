"""The lines of an order, as the guest ordered them; the selected line carries its buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.labels import Ground
from aura_terminal.ui.widgets.order_delegate import Hit, OrderDelegate, Part
from aura_terminal.ui.widgets.order_places import Places, Stretch
from aura_terminal.ui.widgets.order_rows import CourseRow, LineRow, OrderRow, SectionRow
from aura_terminal.ui.widgets.placed_list import Cursor, PlacedList
from aura_terminal.ui.widgets.rows import Index, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP, lay_out_for_taps

STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
ARROWS = {Cursor.MoveUp: -1, Cursor.MovePrevious: -1, Cursor.MoveDown: 1, Cursor.MoveNext: 1}
PAGES = {Cursor.MovePageUp: -1, Cursor.MovePageDown: 1}
WHEEL_STEP = 48


class OrderModel(RowModel[OrderRow]):
    """Rows that also tell assistive tools which of them can be tapped: never a heading, none where all is read."""

    is_read = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_tapped = index.isValid() and not self.is_read and not isinstance(self.row_at(index), SectionRow)
        return flags if is_tapped else flags & ~Qt.ItemFlag.ItemIsSelectable


class OrderList(PlacedList):
    """Shows `CourseRow`, `SectionRow` and `LineRow`s on `ground`; every tap is an intent, nothing changes by itself.

    `course_tapped(id)`, `line_tapped(id)`: the row. `step_tapped(id, by)`: the stepper, by +1 or -1.
    `action_tapped(id, action)`: a button of the selected line. Keys once focused by Tab: arrows move, Enter taps the
    row, + and - do what the painted stepper does, Delete presses the grave action. Keys it has no use for go on to the
    screen, which owes every other action of a line a key of its own.
    """

    course_tapped = Signal(str)
    line_tapped = Signal(str)
    step_tapped = Signal(str, int)
    action_tapped = Signal(str, str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None, *, ground: Ground = Ground.PANEL) -> None:
        super().__init__(parent)
        self._theme, self._ground = theme, ground
        self._places = Places()
        self._rows = OrderModel(self)
        self._delegate = OrderDelegate(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say)
        lay_out_for_taps(self)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # so that scrolling moves what is painted
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flick = Flick(self)
        flick.pressed.connect(self._press)
        flick.let_go.connect(self._let_go)
        flick.tapped.connect(self._tap)
        theme.changed.connect(self._place_anew)

    def only_say(self) -> None:
        """The rows are read here; a tap on them means nothing."""
        self._rows.is_read = True

    def show_rows(self, rows: Sequence[OrderRow]) -> None:
        """Replaces the rows, paints those that changed or moved, keeps a line that was selected or grew in sight."""
        before, places = self._selected_stretch(), self._places
        self._places = places.followed_by(rows, self._height_of)
        self._rows.show(rows)
        self.executeDelayedItemsLayout()  # asked for where all rows are new ones, and due before they are painted
        for stretch in places.differing(self._places):
            self.viewport().update(self._on_screen(stretch))
        self._move_ring()
        self.updateGeometries()
        selected = self._selected()
        if selected is not None and self._selected_stretch() != before:
            self.scrollTo(self._rows.index(self._rows.place_of(selected) or 0))

    def _selected_stretch(self) -> tuple[str, int] | None:
        """Which line is selected and how tall it is: when either changes it must be brought into sight."""
        selected = self._selected()
        place = None if selected is None else self._rows.place_of(selected)
        return None if selected is None or place is None else (selected, self._height_of(self._rows.rows[place]))

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

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._places.rows):
            return QRect()
        return self._on_screen(self._places.stretch(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        place = self._places.place_at(point.y() + self.verticalOffset())
        return self._rows.index(place) if place is not None else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect, bar, height = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        if rect.top() < 0 or rect.height() > height:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= height:
            bar.setValue(bar.value() + rect.bottom() + 1 - height)

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        now, last = self.currentIndex().row(), self._rows.rowCount() - 1
        if last < 0:
            return QModelIndex()
        if action is Cursor.MoveEnd:
            return self._rows.index(last)
        if action in PAGES and now >= 0:
            middle = self.visualRect(self.currentIndex()).center().y() + self.verticalOffset()
            aim = middle + PAGES[action] * self.viewport().height()
            return self._rows.index(self._places.place_at(max(0, min(aim, self._places.height - 1))) or 0)
        step = -last if action is Cursor.MoveHome else ARROWS.get(action, 0)
        return self._rows.index(max(0, min(last, now + step)))

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._places.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(WHEEL_STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_anew()
        else:
            self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        color, region, box = self._theme.look.color, event.region(), event.rect()
        painter = QPainter(self.viewport())
        painter.fillRect(box, color.bg if self._ground is Ground.CANVAS else color.surface1)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        offset = self.verticalOffset()
        for place in self._places.within(box.top() + offset, box.bottom() + 1 + offset):
            option.rect = self._on_screen(self._places.stretch(place))
            if region.intersects(option.rect):
                self._delegate.paint(painter, option, self._rows.index(place))
        painter.end()

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
        ringed = self.currentIndex().row() if self.hasFocus() else -1
        before, self._delegate.ringed_row = self._delegate.ringed_row, ringed
        if before != ringed:
            for place in (before, ringed):
                self.viewport().update(self.visualRect(self._rows.index(place)))

    def _on_screen(self, stretch: Stretch) -> QRect:
        top = stretch.top - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), stretch.bottom - stretch.top)

    def _height_of(self, row: OrderRow) -> int:
        return self._delegate.height_of(row, self.viewport().width())

    def _place_anew(self) -> None:
        self._places = Places().followed_by(self._rows.rows, self._height_of)
        self.updateGeometries()
        self.viewport().update()

    def _selected(self) -> str | None:
        return next((row.id for row in self._rows.rows if isinstance(row, LineRow) and row.selected), None)

    def _press(self, at: QPoint) -> None:
        self._delegate.pressed = self.hit(at)
        self.viewport().repaint(self.visualRect(self.indexAt(at)))

    def _let_go(self) -> None:
        pressed, self._delegate.pressed = self._delegate.pressed, None
        place = self._rows.place_of(pressed.row) if pressed is not None else None
        if place is not None:
            self.viewport().update(self.visualRect(self._rows.index(place)))

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
