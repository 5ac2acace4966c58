"""A panel over the window for one question: it dims what is below, and cannot get lost behind anything."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Voice, Words

MARGIN, PADDING, GAP = 24, 20, 14
LEAST_HEIGHT = 160


class Sheet(QWidget):
    """Covers `host` (usually the window's central widget) with a scrim and a centred panel.

    Put content with `set_content`, buttons with `set_actions`, then `open`. `close_sheet` ends it without a signal; the
    cross and Esc end it with `cancelled`. A tap on the scrim does nothing: what was typed is not lost by a slip. Tab
    stays inside, and a tap beside what has the focus leaves it there; at the end the focus returns where it was before.
    Content that takes no focus itself leaves it to the sheet, so no button wears the ring before Tab was pressed.
    `widest` and `tallest` bound the panel in pixels; while it is open it grows with its content, and never shrinks.
    """

    cancelled = Signal()

    def __init__(
        self, theme: Theme, host: QWidget, title: str, close_words: str, widest: int = 720, tallest: int = 680
    ) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._widest, self._tallest = widest, tallest
        self._before: QWidget | None = None
        self._inside: QWidget | None = None
        self._content: QWidget | None = None
        self._panel = SheetPanel(theme, self)
        self._title = Words(theme, title, Voice.TITLE)
        self._title.setWordWrap(True)
        self._cross = Button(theme, icon="x", say=close_words)
        self._cross.clicked.connect(self.cancel)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._cross)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(10)
        self._column = QVBoxLayout(self._panel)
        self._column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._column.setSpacing(GAP)
        self._column.addLayout(head)
        self._column.addLayout(self._foot)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # or the screen below would take the keys after a tap
        self.hide()
        host.installEventFilter(self)
        self._panel.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._remember)
        theme.changed.connect(self.update)

    def set_title(self, words: str) -> None:
        """Changes the question."""
        self._title.setText(words)
        self.setAccessibleName(words)

    def set_content(self, content: QWidget) -> None:
        """Puts a widget between title and buttons; an earlier one is taken away and deleted."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._column.insertWidget(1, content, 1)

    def set_actions(self, *buttons: QWidget) -> None:
        """Puts buttons along the foot, in reading order; earlier ones are taken away and deleted."""
        while (item := self._foot.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for button in buttons:
            self._foot.addWidget(button, 1)

    def open(self) -> None:
        """Shows the panel over everything in the host and takes the focus."""
        self._before = QApplication.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self._inside = None
        content = self._content
        first = self if content is None or content.focusPolicy() == Qt.FocusPolicy.NoFocus else content
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Hides the panel and gives the focus back; says nothing."""
        if self.isHidden():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def cancel(self) -> None:
        """As if the cross had been tapped."""
        if not self.isHidden():
            self.close_sheet()
            self.cancelled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._fit()
        elif watched is self._panel and event.type() == QEvent.Type.LayoutRequest and not self.isHidden():
            self._make_room()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        inside = [each for each in self.findChildren(QWidget) if _may_focus(each)]
        if not inside:
            return True
        now = QApplication.focusWidget()
        step = 1 if next else -1
        place = inside.index(now) + step if now in inside else 0
        inside[place % len(inside)].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.look.shade.scrim)
        painter.end()

    @Slot("QWidget*", "QWidget*")
    def _remember(self, left: QWidget | None, reached: QWidget | None) -> None:
        if reached is not self and reached is not None and self.isAncestorOf(reached):
            self._inside = reached
        elif reached is self and self._inside is not None and self._inside.isVisible():
            self._inside.setFocus(Qt.FocusReason.MouseFocusReason)

    def _fit(self) -> None:
        self.setGeometry(self._host.rect())
        tall = self._wanted_height()
        self._stand((self.height() - tall) // 2, tall)

    def _make_room(self) -> None:
        """Make room for content that came while it was open: downward first, so that what was tapped stays put."""
        if (tall := self._wanted_height()) > self._panel.height():
            self._stand(min(self._panel.y(), self.height() - MARGIN - tall), tall)

    def _wanted_height(self) -> int:
        return min(self._tallest, self.height() - 2 * MARGIN, max(self._panel.sizeHint().height(), LEAST_HEIGHT))

    def _stand(self, top: int, tall: int) -> None:
        wide = min(self._widest, self.width() - 2 * MARGIN)
        self._panel.setGeometry((self.width() - wide) // 2, top, wide, tall)


class SheetPanel(QWidget):
    """The panel's surface; part of `Sheet`."""

    def __init__(self, theme: Theme, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.box(body, look.radii.ticket, fill=look.color.surface1, line=look.color.outline)
        canvas.painter.end()


def _may_focus(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isVisible() and widget.isEnabled()
