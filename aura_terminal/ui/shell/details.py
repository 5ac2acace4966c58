"""What lies behind the status pill: everything there is to say, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.shell.status_words import Detail, details_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import INKS
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.status import StatusRow

ICON, SIDE, GAP = 22, 44, 14


class DetailsSheet(Sheet):
    """Stays true while it is open. `terminals_wanted` follows the button that leads to the store's terminals."""

    terminals_wanted = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        title = QCoreApplication.translate("Status", "How things stand")
        super().__init__(theme, host, title, QCoreApplication.translate("Status", "Close"), widest=620)
        self._theme = theme
        self._shown: tuple[Detail, ...] = ()
        self._terminals: Button | None = None

    def offer_terminals(self) -> None:
        """There is a page that says more of the terminals and of past outages."""
        if self._terminals is None:
            words = QCoreApplication.translate("Status", "Terminals and outages")
            self._terminals = Button(self._theme, words, icon="network")
            self._terminals.keep_at_least(200, 60)
            self._terminals.clicked.connect(self.close_sheet)
            self._terminals.clicked.connect(self.terminals_wanted)
            self.set_actions(self._terminals)

    def show_status(self, row: StatusRow) -> None:
        """Says how things stand; nothing moves when it says the same."""
        details = details_of(row)
        if details != self._shown:
            self._shown = details
            self.set_content(_scrolled(self._theme, details))


class DetailLine(QWidget):
    """One thing: an icon in its tone, how it stands, and what to do."""

    def __init__(self, theme: Theme, detail: Detail) -> None:
        super().__init__()
        title = Words(theme, detail.title, Voice.STRONG)
        title.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        if detail.words:
            more = Words(theme, detail.words, Voice.MUTED)
            more.setWordWrap(True)
            words.addWidget(more)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(Token(theme, detail), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setAccessibleName(f"{detail.title}. {detail.words}".strip())


class Token(QWidget):
    """The icon of a detail."""

    def __init__(self, theme: Theme, detail: Detail) -> None:
        super().__init__()
        self._theme = theme
        self._detail = detail
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect())
        fill, ink = (pick(look) for pick in INKS[self._detail.tone])
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.pill(body, fill)
        inset = (SIDE - ICON) / 2
        canvas.icon(body.adjusted(inset, inset, -inset, -inset), self._detail.icon, ink)
        canvas.painter.end()


def _scrolled(theme: Theme, details: tuple[Detail, ...]) -> QScrollArea:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for detail in details:
        column.addWidget(DetailLine(theme, detail))
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
