"""The bar along the top of a screen: where one is, what is searched, how things stand, who is working."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind, without_mnemonic
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.pill import Pill, PillRow
from aura_terminal.ui.widgets.search_field import SearchField

HEIGHT, FACE_INSET = 56, 2
MARK, MARK_ICON, AVATAR = 36, 22, 28
PERSON_WIDTH = 142
BADGE, BADGE_GAP, BADGE_END = 22, 6, 8
ROOMY_FROM, FEW_PLACES = 1200, 4


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the bar leads to; `badge` counts what waits there, "" for nothing."""

    id: str
    words: str
    icon: str
    say: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class BarWords:
    """What the bar calls its parts: the search's placeholder, and the spoken names of lock and person."""

    search: str
    lock: str
    person: str


class TopBar(Panel):
    """Mark, destinations, search, status pills, clock, person, lock.

    `destination_chosen(id)`, `pill_tapped(id)`, `person_tapped()`, `lock_tapped()`; the search is the `search` field
    itself. A chosen destination is marked by `mark_destination`, not by the tap: going there may be refused. On a
    narrow bar pills show their short words, and of more than a few destinations only the marked one has words.
    """

    destination_chosen = Signal(str)
    pill_tapped = Signal(str)
    person_tapped = Signal()
    lock_tapped = Signal()

    def __init__(self, theme: Theme, words: BarWords, parent: QWidget | None = None) -> None:
        super().__init__(theme, Ground.PANEL, Edge.BOTTOM, parent)
        self._theme = theme
        self._destinations: dict[str, DestinationButton] = {}
        self._marked = ""
        self._pills: dict[str, Pill] = {}
        self._stands: tuple[PillRow, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.search = SearchField(theme, words.search)
        self.search.setMaximumWidth(262)
        self._clock = Words(theme, "", Voice.STRONG)
        self._person = PersonChip(theme, words.person)
        self._person.clicked.connect(self._tell_person)
        self._lock = Button(theme, icon="lock", say=words.lock, inset=FACE_INSET)
        self._lock.clicked.connect(self._tell_lock)
        self._places = QHBoxLayout()
        self._places.setSpacing(4)
        self._states = QHBoxLayout()
        self._states.setSpacing(6)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 1)
        line.setSpacing(8)
        line.addWidget(Mark(theme))
        line.addSpacing(4)
        line.addLayout(self._places)
        line.addSpacing(10)
        line.addWidget(self.search, 100)
        line.addStretch(1)
        line.addLayout(self._states)
        line.addSpacing(18)
        line.addWidget(self._clock)
        line.addSpacing(2)
        line.addWidget(self._person)
        line.addWidget(self._lock)

    def show_destinations(self, rows: Sequence[Destination]) -> None:
        """Replaces the navigation buttons; none is marked afterwards."""
        for button in self._destinations.values():
            self._places.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._destinations = {}
        for row in rows:
            button = DestinationButton(self._theme, row)
            button.clicked.connect(self._tell_destination)
            self._destinations[row.id] = button
            self._places.addWidget(button)
        self._marked = ""
        self._suit_places()

    def show_badge(self, id: str, badge: str, say: str) -> None:
        """What waits at a destination has changed; one that is not shown changes nothing."""
        if id in self._destinations:
            self._destinations[id].show_badge(badge, say)

    def mark_destination(self, id: str) -> None:
        """Shows where one is; "" marks none."""
        self._marked = id
        self._suit_places()
        for each, button in self._destinations.items():
            if each == id:
                button.mark()
            else:
                button.unmark()

    def show_pills(self, rows: Sequence[PillRow]) -> None:
        """Shows how things stand, most important last; while a finger is on a pill nothing moves away under it."""
        self._stands = tuple(rows)
        if any(pill.isDown() for pill in self._pills.values()):
            return
        before, self._pills = self._pills, {}
        for place, row in enumerate(rows):
            pill = before.pop(row.id, None) or self._new_pill(row)
            pill.show_row(row)
            self._pills[row.id] = pill
            if self._states.indexOf(pill) != place:
                self._states.insertWidget(place, pill)
            pill.show()
        for pill in before.values():
            self._states.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self._suit_pills()

    def _new_pill(self, row: PillRow) -> Pill:
        pill = Pill(self._theme, row, self)
        pill.clicked.connect(self._tell_pill)
        pill.released.connect(self._catch_up, Qt.ConnectionType.QueuedConnection)  # after the tap was told
        return pill

    @Slot()
    def _catch_up(self) -> None:
        self.show_pills(self._stands)

    def show_clock(self, words: str) -> None:
        """The time, as people here write it."""
        if words != self._clock.text():
            self._clock.setText(words)

    def show_person(self, name: str, initials: str) -> None:
        """Who is signed in; empty words hide the chip."""
        self._person.show_person(name, initials)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._suit_pills()
        self._suit_places()

    def _suit_pills(self) -> None:
        for pill in self._pills.values():
            if self.width() < ROOMY_FROM:
                pill.shorten()
            else:
                pill.spell_out()

    def _suit_places(self) -> None:
        is_tight = self.width() < ROOMY_FROM and len(self._destinations) > FEW_PLACES
        for id, button in self._destinations.items():
            if is_tight and id != self._marked:
                button.shorten()
            else:
                button.spell_out()

    def _tell_destination(self) -> None:
        sender = self.sender()
        self.destination_chosen.emit(next(id for id, button in self._destinations.items() if button is sender))

    def _tell_pill(self) -> None:
        sender = self.sender()
        self.pill_tapped.emit(next(id for id, pill in self._pills.items() if pill is sender))

    def _tell_person(self) -> None:
        self.person_tapped.emit()

    def _tell_lock(self) -> None:
        self.lock_tapped.emit()


class DestinationButton(Button):
    """A place to go to with what waits there; part of `TopBar`."""

    def __init__(self, theme: Theme, row: Destination) -> None:
        self._badge = row.badge
        self._in_full = row.words
        super().__init__(theme, row.words, kind=Kind.QUIET, icon=row.icon, say=row.say, inset=FACE_INSET)

    def show_badge(self, badge: str, say: str) -> None:
        """Another number waits there."""
        self.show_words(self.words, say=say)
        if badge != self._badge:
            self._badge = badge
            self.updateGeometry()
            self.update()

    def shorten(self) -> None:
        """The icon alone; it is called what it was called."""
        self.show_words("", say=self.accessibleName())

    def spell_out(self) -> None:
        """Icon and words."""
        self.show_words(self._in_full, say=self.accessibleName())

    def sizeHint(self) -> QSize:
        bare = super().sizeHint()
        return QSize(bare.width() + self._badge_room(), bare.height())

    def _badge_room(self) -> int:
        if not self._badge:
            return 0
        return BADGE_GAP + max(BADGE, int(width_of(self._badge, self._theme.look.font.label)) + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._badge:
            look, body = self._theme.look, QRectF(self.rect())
            canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
            wide = self._badge_room() - BADGE_GAP
            badge = QRectF(body.right() - BADGE_END - wide, body.center().y() - BADGE / 2, wide, BADGE)
            canvas.pill(badge, look.color.warn)
            canvas.text(badge, self._badge, look.font.label, look.color.on_warn, Side.MIDDLE)
            canvas.painter.end()

    def _paint_words(self, canvas: Canvas, body: QRectF, font: QFont, ink: QColor) -> None:
        room = self._badge_room()
        super()._paint_words(canvas, body.adjusted(0, 0, -room, 0), font, ink)


class Mark(QWidget):
    """The terminal's mark: an icon on a coloured square; not a target. `station` gives it the kitchen's colour."""

    def __init__(self, theme: Theme, icon: str = "chef-hat", *, station: bool = False, side: int = MARK) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._station = station
        self.setFixedSize(side, side)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.look.color
        body = QRectF(self.rect())
        canvas = Canvas(QPainter(self), self._theme.look, body, self.layoutDirection())
        fill, ink = (color.station, color.on_station) if self._station else (color.primary, color.on_primary)
        canvas.box(body, self._theme.look.radii.key, fill=fill)
        canvas.icon(
            QRectF(0, 0, MARK_ICON, MARK_ICON).translated(
                (body.width() - MARK_ICON) / 2, (body.height() - MARK_ICON) / 2
            ),
            self._icon,
            ink,
        )
        canvas.painter.end()


class PersonChip(QPushButton):
    """Initials and name of who is signed in; part of `TopBar`."""

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._theme = theme
        self._say = say
        self._name = self._initials = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    def show_person(self, name: str, initials: str) -> None:
        """Shows the person, or hides the chip when the name is empty."""
        self._name, self._initials = name, initials
        self.setText(without_mnemonic(name))
        self.setAccessibleName(f"{self._say} {name}".strip())
        self.setVisible(bool(name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(PERSON_WIDTH, self._theme.metrics.target())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect()).adjusted(0, FACE_INSET, 0, -FACE_INSET)
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        face = look.pressed(look.color.key) if self.isDown() else look.color.key
        canvas.box(body, look.radii.key, fill=face, line=look.color.outline_strong if look.tokens.edged else None)
        avatar = QRectF(6, body.center().y() - AVATAR / 2, AVATAR, AVATAR)
        canvas.pill(avatar, look.color.avatar)
        canvas.text(avatar, self._initials, look.font.label, look.color.on_avatar, Side.MIDDLE)
        canvas.text(body.adjusted(6 + AVATAR + 6, 0, -6, 0), self._name, look.font.strong, look.color.text)
        if self.hasFocus():
            canvas.ring(body, look.radii.key)
        canvas.painter.end()
