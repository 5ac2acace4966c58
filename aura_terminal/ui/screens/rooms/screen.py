"""The rooms one person may enter, and the one that is entered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from aura_terminal.ui.room import Room, RoomPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import GAP, ICON, PADDING, Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.session import SessionModel

LIST_WIDTH, TALL = 220, 52


class RoomsScreen(Panel):
    """Lists the rooms of who is signed in; another person meets their own. `said` is for the window's notice."""

    said = Signal(str)
    back_requested = Signal()

    def __init__(self, rooms: Sequence[Room], session: SessionModel, theme: Theme) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._theme, self._session = theme, session
        self._rooms = {room.id: room for room in rooms}
        self._pages: dict[str, RoomPage] = {}
        self._stack = QStackedWidget()
        self._nothing = Words(theme, _tr("Nothing here is yours to look after."), Voice.MUTED)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._nothing)
        self._doors = {room.id: self._door(room) for room in rooms}
        self._list = QScrollArea()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_tr("Manager"))
        self._arrange()
        session.signed_in.connect(self._show_doors)
        session.signed_out.connect(self._shut)
        self._shut()

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that can be entered now, in order."""
        actor = self._session.actor
        if actor is None:
            return ()
        return tuple(id for id, room in self._rooms.items() if room.needs & actor.permissions)

    @property
    def page(self) -> RoomPage | None:
        """The page of the room that is entered."""
        page = self._stack.currentWidget()
        return page if isinstance(page, RoomPage) else None

    def enter(self, room_id: str) -> None:
        """Go into a room; one that is not this person's changes nothing."""
        if room_id not in self.rooms:
            return
        if room_id not in self._pages:
            page = self._rooms[room_id].make()
            page.said.connect(self.said)
            self._pages[room_id] = page
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self._pages[room_id])
        for id, door in self._doors.items():
            door.setChecked(id == room_id)
        self._list.ensureWidgetVisible(self._doors[room_id], 0, TALL)
        self._pages[room_id].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _door(self, room: Room) -> Button:
        door = Door(self._theme, room.title, room.icon)
        door.setCheckable(True)
        door.keep_at_least(LIST_WIDTH - 24, TALL)
        door.clicked.connect(partial(self.enter, room.id))
        return door

    def _arrange(self) -> None:
        doors = Panel(self._theme, Ground.PANEL)
        column = QVBoxLayout(doors)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        for door in self._doors.values():
            column.addWidget(door)
        column.addStretch(1)
        area = self._list
        area.setWidget(doors)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._drag = Drag(area)
        side = Panel(self._theme, Ground.PANEL, Edge.END)
        side.setFixedWidth(LIST_WIDTH)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 1, 0)
        beside.addWidget(area)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(self._stack, 1)

    @Slot()
    def _show_doors(self) -> None:
        """Somebody is here: the room that was entered stays, if it is theirs too."""
        rooms = self.rooms
        entered = next((id for id, page in self._pages.items() if page is self._stack.currentWidget()), "")
        for id, door in self._doors.items():
            door.setVisible(id in rooms)
        if rooms:
            self.enter(entered if entered in rooms else rooms[0])
        else:
            self._shut()

    @Slot()
    def _shut(self) -> None:
        for door in self._doors.values():
            door.setVisible(False)
            door.setChecked(False)
        self._stack.setCurrentWidget(self._nothing)


class Door(Button):
    """A room's name after its icon, at the side where reading begins."""

    def __init__(self, theme: Theme, title: str, icon: str) -> None:
        super().__init__(theme, title, icon=icon, kind=Kind.QUIET)

    def _paint_words(self, canvas: Canvas, body: QRectF, font: QFont, ink: QColor) -> None:
        inner = body.adjusted(PADDING, 0, -PADDING, 0)
        canvas.icon(QRectF(inner.left(), inner.center().y() - ICON / 2, ICON, ICON), self._icon, ink)
        canvas.text(inner.adjusted(ICON + GAP, 0, 0, 0), self.words, font, ink)


def _tr(words: str) -> str:
    return QCoreApplication.translate("RoomsScreen", words)
