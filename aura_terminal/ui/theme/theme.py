"""The theme in force; widgets are given it, read `look` when they paint and listen to `changed`."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.icons import IconCache
from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.palette import palette
from aura_terminal.ui.theme.stylesheet import stylesheet
from aura_terminal.ui.theme.tokens import Tokens


class Theme(QObject):
    """Owns the look and the screen's measure; `changed` follows every switch, once the application has it."""

    changed = Signal()

    def __init__(self, app: QApplication, tokens: Tokens, metrics: Metrics | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._look = Look(tokens)
        self._metrics = metrics or Metrics()
        self.icons = IconCache()
        self._apply()

    @property
    def look(self) -> Look:
        """Colours, fonts and lengths to paint with now."""
        return self._look

    @property
    def metrics(self) -> Metrics:
        """The screen's measure, for sizes given in millimetres."""
        return self._metrics

    def switch(self, tokens: Tokens) -> None:
        """Shows another theme at once: palette, one stylesheet, empty pixmap caches, then `changed`."""
        if tokens == self._look.tokens:
            return
        self._look = Look(tokens)
        self._apply()
        self.changed.emit()

    def measure(self, metrics: Metrics) -> None:
        """Takes the size of another screen; widgets lay themselves out again on `changed`."""
        if metrics != self._metrics:
            self._metrics = metrics
            self.changed.emit()

    def _apply(self) -> None:
        QPixmapCache.clear()
        self.icons.clear()
        self._app.setFont(self._look.font.body)
        self._app.setPalette(palette(self._look))
        self._app.setStyleSheet(stylesheet(self._look))
