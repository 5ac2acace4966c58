"""From a person's act to its picture: the model has changed, the view is painted and flushed."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, SignalInstance, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

PATIENCE_MILLISECONDS = 5_000
AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1  # a window's own request to paint has LowEventPriority


class NotPainted(RuntimeError):
    """Nothing was painted within five seconds."""


class Painting(QObject):
    """Times acts on one view. `changed` is the model's signal, connected here after every screen has connected it."""

    def __init__(self, changed: SignalInstance, view: QWidget) -> None:
        super().__init__()
        self._view = view
        self._loop = QEventLoop()
        self._is_done: Callable[[], bool] = lambda: False
        self._shown: Callable[[], object] = object
        self._before: object = None
        self._is_changed = self._is_late = self._is_painted = self._tells = False
        self._changed_at = self._ended = 0.0
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._give_up)
        changed.connect(self._change)
        view.installEventFilter(self)

    def time(self, act: Callable[[], None], is_done: Callable[[], bool], shown: Callable[[], object] = object) -> float:
        """Milliseconds from the act until what it changed is on the screen; `is_done` tells that it is this change.

        When `shown` says the same as before the act there is nothing to paint, and the change itself is the end.
        """
        self._is_done, self._is_changed, self._is_late = is_done, False, False
        self._is_painted, self._tells = False, not is_done()
        self._shown, self._before = shown, shown()
        self._patience.start()
        started = perf_counter()
        act()
        self._loop.exec()
        self._patience.stop()
        if self._is_late:
            raise NotPainted
        return (self._ended - started) * 1000

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and (self._is_changed or self._is_early()):
            self._is_changed, self._is_painted = False, True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), AFTER_PAINTING)
        return False

    def _is_early(self) -> bool:
        """Whether the view paints the change before the model's signal has come here."""
        return self._tells and not self._is_painted and self._is_done()

    def customEvent(self, event: QEvent) -> None:
        self._ended = perf_counter()
        self._loop.quit()

    @Slot()
    def _change(self) -> None:
        if not self._is_done() or self._is_painted:
            return
        if self._shown() == self._before:
            self.customEvent(QEvent(QEvent.Type.User))
        else:
            self._is_changed = True

    @Slot()
    def _give_up(self) -> None:
        self._is_late = True
        self._loop.quit()


class BareWidget(QWidget):
    """The floor of painting: a widget of the window's size that fills itself with one colour."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._colours = (QColor(14, 19, 24), QColor(22, 28, 35))
        self._turn = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._turn ^= 1
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colours[self._turn])
        painter.end()


def rest(milliseconds: int) -> None:
    """Let the program do what it does between two acts."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
