"""What lies behind the status pill: everything there is to say, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.status_words import Detail, details_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import INKS
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.status import StatusRow

ICON, SIDE, GAP = 22, 44, 14


class DetailsSheet(Sheet):
    """Stays true while it is open. `view_wanted(view)` follows a button that leads to a page that says more."""

    view_wanted = Signal(str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        title = QCoreApplication.translate("Status", "How things stand")
        super().__init__(theme, host, title, QCoreApplication.translate("Status", "Close"), widest=900)
        self._theme = theme
        self._shown: tuple[Detail, ...] = ()
        self._pages: dict[View, Button] = {}

    def offer(self, view: View) -> None:
        """There is a page that says more: of the terminals and past outages, or of devices and paper."""
        if view in self._pages:
            return
        for each in sorted({*self._pages, view}):
            words, icon = _page_words(each)
            button = Button(self._theme, words, icon=icon)
            button.setObjectName(each.value)
            button.keep_at_least(190, 60)
            button.clicked.connect(self._lead)
            self._pages[each] = button
        self.set_actions(*self._pages.values())

    def _lead(self) -> None:
        self.close_sheet()
        self.view_wanted.emit(self.sender().objectName())

    def show_status(self, row: StatusRow) -> None:
        """Says how things stand; nothing moves when it says the same."""
        details = details_of(row)
        if details != self._shown:
            self._shown = details
            self.set_content(_scrolled(self._theme, details))


def _page_words(view: View) -> tuple[str, str]:
    if view is View.DEVICES:
        return QCoreApplication.translate("Status", "Devices and paper"), "printer"
    if view is View.DAY:
        return QCoreApplication.translate("Status", "The day"), "chart-column"
    if view is View.LOOK:
        return QCoreApplication.translate("Status", "This screen"), "monitor"
    return QCoreApplication.translate("Status", "Terminals and outages"), "network"


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
    Drag(area)
    return area
