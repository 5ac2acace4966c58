"""The kitchen board: every open ticket, its age, and two things to tap."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, mirrored
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.placed_list import Cursor, PlacedList
from aura_terminal.ui.widgets.rows import Index, RowModel
from aura_terminal.ui.widgets.ticket_flow import Arrangement
from aura_terminal.ui.widgets.ticket_layout import Layout, Placed, columns_of
from aura_terminal.ui.widgets.ticket_painter import Piece, changing_boxes, paint_seconds, paint_ticket
from aura_terminal.ui.widgets.ticket_rows import Age, BoardWords, TicketRow, age_of, is_late
from aura_terminal.ui.widgets.ticket_shape import Scale
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP

SAME_TOUCH_SECONDS = 0.3
DIGITS = "123456789"
BACKWARDS = (Cursor.MoveUp, Cursor.MovePrevious)
FORWARDS = (Cursor.MoveDown, Cursor.MoveNext)


@dataclass(frozen=True, slots=True)
class Entry:
    """A header or a dish, as one row of the list that assistive tools and the arrow keys walk."""

    id: str
    ticket: str
    line: int | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Showing:
    """What a piece of a ticket shows, apart from its age, and where."""

    row: TicketRow
    rect: QRect
    first: int
    past: int
    parts: int


class TicketBoard(PlacedList):
    """Shows `TicketRow`s in newspaper columns; paints them itself, and lists headers and dishes as accessible items.

    `header_tapped(ticket_id)` and `line_tapped(ticket_id, line_id)` are intents: nothing moves or strikes by itself. A
    second touch on the same header within 300 ms is ignored, so a bouncing finger bumps one ticket only. Call `tick`
    once a second: it repaints only timers and bars in sight that changed. More tickets than fit stand on further
    pages, reached by a flick or by `turn_to`; `paged` follows when another page is in sight, or there are more or
    fewer. Keys: 1 to 9 tap the header at that place of the page; after Tab, arrows move and Enter taps.
    """

    header_tapped = Signal(str)
    line_tapped = Signal(str, str)
    paged = Signal()

    def __init__(
        self,
        theme: Theme,
        say: str,
        words: BoardWords,
        now: datetime,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._now = now
        self._monotonic = monotonic
        self._scale = Scale(1.0, theme.look)
        self._tickets: tuple[TicketRow, ...] = ()
        self._order: dict[str, int] = {}
        self._entries_of: dict[str, tuple[TicketRow, tuple[Entry, ...]]] = {}
        self._layout = Layout(columns_of(self.viewport().width(), self.viewport().height(), self._scale))
        self._sight: list[Placed] | None = None
        self._shown: dict[str, Age] = {}
        self._touched: tuple[str, float] = ("", 0.0)
        self._paged = (0, 1)
        self._entries: RowModel[Entry] = RowModel(self)
        self.setModel(self._entries)
        self.setAccessibleName(say)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self._restyle)

    def show_rows(self, rows: Sequence[TicketRow], now: datetime) -> None:
        """Replaces the tickets, oldest first, and the moment their ages are counted to.

        What stands where it stood and shows what it showed is neither laid out nor painted again.
        """
        before = self._showing()
        known = {row.id: row for row in self._tickets}
        self._tickets = tuple(old if (old := known.get(row.id)) is row or old == row else row for row in rows)
        self._order = {row.id: place for place, row in enumerate(self._tickets)}
        self._shown = {id: age for id, age in self._shown.items() if id in self._order}
        self._layout, self._sight = self._layout.followed_by(self._tickets), None
        self._list_entries()
        self.executeDelayedItemsLayout()  # asked for where all tickets are new ones, and due before they are painted
        after = self._showing()
        changed = QRegion()
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                for each in filter(None, (before.get(key), after.get(key))):
                    changed |= self.on_screen(each.rect)
        self.updateGeometries()
        self.tick(now)
        if not changed.isEmpty():
            self.viewport().repaint(changed)  # at once: `update` would wait 5 ms, and for whatever else is due
        if self._paged != (self.page, self.pages):
            self._paged = (self.page, self.pages)
            self.paged.emit()

    def rows(self) -> tuple[TicketRow, ...]:
        """What is shown."""
        return self._tickets

    def in_sight(self) -> tuple[str, ...]:
        """The tickets whose header stands on the screen whole."""
        shown = self.viewport().rect()
        heads = (placed for placed in self._in_sight() if placed.segment.part == 1)
        whole = (placed for placed in heads if shown.contains(self.on_screen(placed.header)))
        return tuple(self._tickets[placed.segment.ticket].id for placed in whole)

    @property
    def page(self) -> int:
        """The page that is mostly in sight, from 0."""
        return round(self.horizontalScrollBar().value() / self._layout.columns.page)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return self._layout.pages

    def turn_to(self, page: int) -> None:
        """Shows another page; beyond the last one, the last."""
        self.horizontalScrollBar().setValue(max(0, min(self.pages - 1, page)) * self._layout.columns.page)

    def turn_to_ticket(self, id: str) -> None:
        """Shows the page a ticket stands on."""
        if id in self._order:
            self.turn_to(self._layout.page_of(self._order[id]))

    def ringed(self) -> str:
        """The ticket the ring is on, or on a dish of which it is; "" for none."""
        index = self.currentIndex()
        return self._entries.row_at(index).ticket if index.isValid() else ""

    def ring(self, id: str) -> None:
        """Puts the ring on a ticket's header."""
        index = self._index_of(id)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def late_elsewhere(self) -> tuple[str, ...]:
        """The late tickets whose header is not in sight, in order."""
        late = [row.id for row in self._tickets if is_late(row, self._now)]
        if not late or self.pages == 1:
            return ()
        here = set(self.in_sight())
        return tuple(id for id in late if id not in here)

    def arrange(self, arrangement: Arrangement) -> None:
        """Newspaper columns, or rows."""
        self._layout = replace(self._layout, arrangement=arrangement)
        self._lay_out()

    def show_scale(self, by: float) -> None:
        """Paints larger or smaller: 0.85 S, 1 M, 1.25 L, 1.5 XL."""
        self._scale = Scale(by, self._theme.look)
        self._lay_out()

    def tick(self, now: datetime) -> None:
        """Moves the clock on; does nothing but remember it while the board is hidden."""
        self._now = now
        if not self.isVisible():
            return
        for placed in self._in_sight():
            if placed.segment.part > 1:
                continue
            row = self._tickets[placed.segment.ticket]
            before, after = self._shown.get(row.id), age_of(row, now)
            if before is not None and before != after:
                self._refresh(placed, before, after)

    def on_screen(self, rect: QRect) -> QRect:
        """A rectangle of the layout in viewport coordinates, mirrored where people read right to left."""
        moved = rect.translated(-self.horizontalScrollBar().value(), 0)
        return mirrored(moved, self.viewport().rect(), self.layoutDirection())

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        entry = self._entries.row_at(index)
        ticket = self._order.get(entry.ticket)
        if ticket is None:
            return QRect()
        if entry.line is not None:
            return self.on_screen(self._layout.line_rect(ticket, entry.line))
        placed = self._layout.first_part(ticket)
        return self.on_screen(placed.header) if placed is not None else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        for placed in self._in_sight():
            if not self.on_screen(placed.rect).contains(point):
                continue
            row = self._tickets[placed.segment.ticket]
            if self.on_screen(placed.head if row.changed else placed.header).contains(point):
                return self._index_of(row.id)
            for place, rect in enumerate(placed.lines):
                if self.on_screen(rect).contains(point):
                    return self._index_of(f"{row.id}/{row.lines[placed.segment.first + place].id}")
        return QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect = self.visualRect(index)
        if rect.left() < 0 or rect.right() > self.viewport().width():
            entry = self._entries.row_at(index)
            self.turn_to(self._layout.page_of(self._order[entry.ticket], entry.line))

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        now, last = self.currentIndex().row(), self._entries.rowCount() - 1
        if last < 0:
            return QModelIndex()
        if action in BACKWARDS:
            return self._entries.index(max(0, now - 1))
        if action in FORWARDS:
            return self._entries.index(min(last, now + 1))
        if action is Cursor.MoveHome:
            return self._entries.index(0)
        if action is Cursor.MoveEnd:
            return self._entries.index(last)
        ticket = self._order[self._entries.rows[max(0, now)].ticket]
        step = 1 if (action in (Cursor.MoveRight, Cursor.MovePageDown)) is not self.isRightToLeft() else -1
        return self._index_of(self._tickets[max(0, min(len(self._tickets) - 1, ticket + step))].id)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        before, self._sight = self._paged, None
        super().scrollContentsBy(dx, dy)
        self._paged = (self.page, self.pages)
        if self._paged != before:
            self.paged.emit()

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        bar = self.horizontalScrollBar()
        last = (self._layout.pages - 1) * self._layout.columns.page
        bar.setRange(0, max(0, last))
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(self._layout.columns.pitch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.text() and event.text() in DIGITS:
            here, place = self.in_sight(), int(event.text()) - 1
            if place < len(here):
                self._tap_header(here[place])
        elif event.key() in KEYS_THAT_TAP and index.isValid():
            self._tell(index)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, region = self._theme.look, event.region()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.color.bg)
        for placed in self._in_sight():
            rect = self.on_screen(placed.rect)
            if region.intersects(rect):
                self._paint_piece(painter, placed, rect, region)
        if self.hasFocus() and self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex())
            Canvas(painter, look, QRectF(rect), Qt.LayoutDirection.LeftToRight).ring(QRectF(rect), look.radii.key)
        painter.end()

    def _paint_piece(self, painter: QPainter, placed: Placed, rect: QRect, region: QRegion) -> None:
        row, segment = self._tickets[placed.segment.ticket], placed.segment
        age = self._shown[row.id] = age_of(row, self._now)
        piece = Piece(row, QRectF(rect), age, segment.first, segment.past, segment.part, placed.parts)
        canvas = Canvas(painter, self._theme.look, piece.rect, self.layoutDirection())
        bar, timer = self._changing(placed, age)
        if segment.part == 1 and (region & rect).subtracted(bar | timer).isEmpty():
            paint_seconds(canvas, piece, self._words, self._scale)
            return
        paint_ticket(
            canvas, piece, self._words, self._scale, lambda part: region.intersects(canvas.place(part).toAlignedRect())
        )

    def _changing(self, placed: Placed, age: Age) -> tuple[QRegion, QRegion]:
        """Bar and timer on screen."""
        boxes = changing_boxes(QRectF(placed.rect), age, self._words, self._scale)
        bar, *timer = (QRegion(self.on_screen(box.toAlignedRect())) for box in boxes)
        return bar, timer[0] | timer[-1]

    def _refresh(self, placed: Placed, before: Age, after: Age) -> None:
        """Asks for as little paint as the change of a header needs."""
        viewport = self.viewport()
        if before.urgency is not after.urgency:
            viewport.update(self.on_screen(placed.rect))
            return
        if len(before.timer) != len(after.timer) or len(before.overrun) != len(after.overrun):
            viewport.update(self.on_screen(placed.header))
            return
        bar, timer = self._changing(placed, after)
        if (before.timer, before.overrun) != (after.timer, after.overrun):
            viewport.update(timer)
        width = placed.rect.width()
        if round(width * before.share) != round(width * after.share):
            viewport.update(bar)

    def _in_sight(self) -> list[Placed]:
        if self._sight is None:
            offset = self.horizontalScrollBar().value()
            self._sight = self._layout.between(offset, offset + self.viewport().width())
        return self._sight

    def _showing(self) -> dict[tuple[str, int], Showing]:
        showing = {}
        for placed in self._in_sight():
            row, segment = self._tickets[placed.segment.ticket], placed.segment
            showing[row.id, segment.part] = Showing(row, placed.rect, segment.first, segment.past, placed.parts)
        return showing

    def _list_entries(self) -> None:
        before, self._entries_of = self._entries_of, {}
        entries: list[Entry] = []
        for row in self._tickets:
            known = before.get(row.id)
            listed = known if known is not None and known[0] is row else (row, entries_of(row))
            self._entries_of[row.id] = listed
            entries.extend(listed[1])
        self._entries.show(entries)

    def _index_of(self, id: str) -> QModelIndex:
        place = self._entries.place_of(id)
        return self._entries.index(place) if place is not None else QModelIndex()

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self._tell(index)

    def _tell(self, index: QModelIndex) -> None:
        entry = self._entries.row_at(index)
        row = self._tickets[self._order[entry.ticket]]
        if entry.line is None:
            self._tap_header(row.id)
        else:
            self.line_tapped.emit(row.id, row.lines[entry.line].id)

    def _tap_header(self, ticket: str) -> None:
        now = self._monotonic()
        before, at = self._touched
        if before != ticket or now - at >= SAME_TOUCH_SECONDS:
            self._touched = (ticket, now)
            self.header_tapped.emit(ticket)

    def _lay_out(self) -> None:
        columns = columns_of(self.viewport().width(), self.viewport().height(), self._scale)
        empty = Layout(columns, arrangement=self._layout.arrangement)
        self._layout, self._sight = empty.followed_by(self._tickets), None
        self._shown.clear()
        self.updateGeometries()
        self.viewport().update()

    def _restyle(self) -> None:
        self._scale = Scale(self._scale.by, self._theme.look)
        self._lay_out()


def entries_of(row: TicketRow) -> tuple[Entry, ...]:
    """A ticket's header, then its dishes."""
    dishes = (Entry(f"{row.id}/{line.id}", row.id, place, line.spoken) for place, line in enumerate(row.lines))
    return (Entry(row.id, row.id, None, row.spoken), *dishes)
