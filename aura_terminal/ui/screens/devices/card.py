"""A device and a piece of paper, each as a card with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.screens.devices.words import DeviceRow, PaperRow, Way
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.cards import Card
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.tag import Tag
from aura_terminal.ui.widgets.wrapping import Wrapping

BUTTON_HEIGHT, ICON, SIDE, ACROSS = 48, 24, 40, 4


class Ways(QWidget):
    """Buttons in rows of `across`, or of as many as their words leave room for; `chosen(id)` follows a tap."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, ways: Sequence[Way], across: int) -> None:
        super().__init__()
        self._ids: list[tuple[Button, str]] = []
        rows: QLayout = Wrapping(across, 8) if across > 1 else QHBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        self.setLayout(rows)
        for way in ways:
            button = Button(theme, way.words, icon=way.icon, say=way.say)
            button.keep_at_least(BUTTON_HEIGHT, BUTTON_HEIGHT)
            button.clicked.connect(self._tell)
            self._ids.append((button, way.id))
            rows.addWidget(button)

    def _tell(self) -> None:
        sender = self.sender()
        self.chosen.emit(next(id for button, id in self._ids if button is sender))


class KindSign(QWidget):
    """The icon of a kind of device."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.pill(body, look.color.surface3)
        inset = (SIDE - ICON) / 2
        canvas.icon(body.adjusted(inset, inset, -inset, -inset), self._icon, look.color.text)
        canvas.painter.end()


class DeviceLine(Card):
    """`chosen(device_id, way)` follows a tap on one of its buttons."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, row: DeviceRow) -> None:
        super().__init__(theme, row.spoken)
        self._id = row.id
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(KindSign(theme, row.icon))
        head.addWidget(Words(theme, row.name, Voice.HEADING), 1)
        head.addWidget(Tag(theme, row.pill))
        if row.remove is not None:
            remove = Ways(theme, (row.remove,), 1)
            remove.chosen.connect(self._tell)
            head.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addLayout(head)
        told = ((row.facts, Voice.SMALL), (row.trouble, Voice.WARNING), *((note, Voice.MUTED) for note in row.notes))
        for text, voice in told:
            if text:
                line = Words(theme, text, voice)
                line.setWordWrap(True)
                column.addWidget(line)
        if row.ways:
            ways = Ways(theme, row.ways, ACROSS)
            ways.chosen.connect(self._tell)
            column.addWidget(ways)

    def _tell(self, way: str) -> None:
        self.chosen.emit(self._id, way)


class PaperLine(Card):
    """`chosen(job_id, way)` follows a tap on one of its buttons."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, row: PaperRow) -> None:
        super().__init__(theme, row.spoken)
        self._id = row.id
        title = Words(theme, row.title, Voice.STRONG)
        title.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(5)
        column.addWidget(title)
        column.addWidget(Tag(theme, row.pill), 0, Qt.AlignmentFlag.AlignLeft)
        for text, voice in ((row.facts, Voice.SMALL), (row.note, Voice.MUTED)):
            if text:
                line = Words(theme, text, voice)
                line.setWordWrap(True)
                column.addWidget(line)
        if row.ways:
            ways = Ways(theme, row.ways, 2)
            ways.chosen.connect(self._tell)
            column.addWidget(ways)

    def _tell(self, way: str) -> None:
        self.chosen.emit(self._id, way)
