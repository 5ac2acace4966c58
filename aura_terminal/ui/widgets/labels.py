"""Words on a panel, and the panel itself; both follow the theme."""

from collections.abc import Callable
from enum import Enum, Flag, auto

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QStyle, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.fitting import one_line

LEAST_LINE = 60
"""Pixels a line that gives way keeps: enough for the first letters of a name."""


class Voice(Enum):
    """How words speak: size, weight and colour together."""

    TITLE = auto()
    HEADING = auto()
    BODY = auto()
    STRONG = auto()
    MUTED = auto()
    SMALL = auto()
    CAPTION = auto()
    AMOUNT = auto()
    TOTAL = auto()
    SAVING = auto()
    WARNING = auto()
    REFUSAL = auto()
    STATION = auto()
    FIGURE = auto()
    LATE_FIGURE = auto()
    FIGURE_NAME = auto()
    CLOCK = auto()


Ink = tuple[Callable[[Look], QFont], Callable[[Look], QColor]]
VOICES: dict[Voice, Ink] = {
    Voice.TITLE: (lambda look: look.font.title, lambda look: look.color.text),
    Voice.HEADING: (lambda look: look.font.heading, lambda look: look.color.text),
    Voice.BODY: (lambda look: look.font.body, lambda look: look.color.text),
    Voice.STRONG: (lambda look: look.font.line, lambda look: look.color.text),
    Voice.MUTED: (lambda look: look.font.body, lambda look: look.color.muted),
    Voice.SMALL: (lambda look: look.font.small, lambda look: look.color.muted),
    Voice.CAPTION: (lambda look: look.font.caption, lambda look: look.color.muted),
    Voice.AMOUNT: (lambda look: look.font.amount, lambda look: look.color.text),
    Voice.TOTAL: (lambda look: look.font.total, lambda look: look.color.text),
    Voice.SAVING: (lambda look: look.font.firm, lambda look: look.color.saving),
    Voice.WARNING: (lambda look: look.font.strong, lambda look: look.color.warn_text),
    Voice.REFUSAL: (lambda look: look.font.strong, lambda look: look.color.late_text),
    Voice.STATION: (lambda look: look.font.ticket_title, lambda look: look.color.text),
    Voice.FIGURE: (lambda look: look.font.ticket_count, lambda look: look.color.text),
    Voice.LATE_FIGURE: (lambda look: look.font.ticket_count, lambda look: look.color.late_text),
    Voice.FIGURE_NAME: (lambda look: look.font.ticket_detail, lambda look: look.color.muted),
    Voice.CLOCK: (lambda look: look.font.ticket_timer, lambda look: look.color.text),
}


class Words(QLabel):
    """A label in one voice; plain text only, so nothing a guest typed is read as markup. `setText` changes it.

    It begins where the screen's lines begin: a Latin name on an Arabic screen stands at the right, wrapped or not.
    """

    def __init__(self, theme: Theme, words: str = "", voice: Voice = Voice.BODY, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._voice = voice
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._restyle()
        theme.changed.connect(self._restyle)

    def speak(self, voice: Voice) -> None:
        """Changes the voice."""
        if voice is not self._voice:
            self._voice = voice
            self._restyle()

    def setAlignment(self, wanted: Qt.AlignmentFlag) -> None:
        self._wanted = wanted
        super().setAlignment(self._on_this_side(wanted))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            super().setAlignment(self._on_this_side(self._wanted))

    def _on_this_side(self, wanted: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
        """Qt aligns wrapped words by the language they are in; so the side is named where it is the right one."""
        if self.layoutDirection() is not Qt.LayoutDirection.RightToLeft or not wanted & Qt.AlignmentFlag.AlignLeading:
            return wanted
        return (
            (wanted & Qt.AlignmentFlag.AlignVertical_Mask)
            | Qt.AlignmentFlag.AlignRight
            | Qt.AlignmentFlag.AlignAbsolute
        )

    def _restyle(self) -> None:
        font, color = VOICES[self._voice]
        self.setFont(font(self._theme.look))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, color(self._theme.look))
        self.setPalette(palette)


class OneLine(Words):
    """Words that give way: one line, shortened with an ellipsis where there is no room for all of it.

    `least` pixels are kept, or what the words need: the longer of two beside each other says which gives way last.
    """

    def __init__(self, theme: Theme, voice: Voice = Voice.BODY, least: int = LEAST_LINE) -> None:
        super().__init__(theme, "", voice)
        self._least = least

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room, painter = self.contentsRect(), QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        words = one_line(self.text(), self.font(), room.width())
        where = QStyle.visualAlignment(self.layoutDirection(), self.alignment()) | Qt.AlignmentFlag.AlignAbsolute
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, where | Qt.TextFlag.TextSingleLine, words)
        painter.end()


class Ground(Enum):
    """What a panel stands on."""

    CANVAS = auto()
    PANEL = auto()


class Edge(Flag):
    """Which sides of a panel carry a hairline; START and END follow the reading direction."""

    NONE = 0
    TOP = auto()
    BOTTOM = auto()
    START = auto()
    END = auto()


class Panel(QWidget):
    """A plain surface with hairlines, to put other widgets on."""

    def __init__(
        self, theme: Theme, ground: Ground = Ground.PANEL, edge: Edge = Edge.NONE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = ground
        self._edge = edge
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.update)

    def draw_edge(self, edge: Edge) -> None:
        """Other sides carry the hairline."""
        self._edge = edge
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.look.color
        painter = QPainter(self)
        painter.fillRect(event.rect(), color.bg if self._ground is Ground.CANVAS else color.surface1)
        width, height = self.width(), self.height()
        left, right = (Edge.END, Edge.START) if self.isRightToLeft() else (Edge.START, Edge.END)
        if self._edge & Edge.TOP:
            painter.fillRect(0, 0, width, 1, color.outline)
        if self._edge & Edge.BOTTOM:
            painter.fillRect(0, height - 1, width, 1, color.outline)
        if self._edge & left:
            painter.fillRect(0, 0, 1, height, color.outline)
        if self._edge & right:
            painter.fillRect(width - 1, 0, 1, height, color.outline)
        painter.end()
