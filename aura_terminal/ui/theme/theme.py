"""The theme in force; widgets are given it, read `look` when they paint and listen to `changed`."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.icons import IconCache
from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.metrics import LEAST_HASTY_PIXELS, Metrics
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
        self._hasty: HastyTheme | None = None
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

    def in_haste(self) -> "Theme":
        """The same theme for kitchen and payment, where every target is at least 64 pixels; one for all of them."""
        if self._hasty is None:
            self._hasty = HastyTheme(self)
        return self._hasty

    def _apply(self) -> None:
        QPixmapCache.clear()
        self.icons.clear()
        sheet = stylesheet(self._look)
        is_another = sheet != self._app.styleSheet()  # the same again would polish every widget there is anew
        if is_another:
            self._app.setStyleSheet("")  # to put one sheet in the place of another costs three times both of these
        self._app.setFont(self._look.font.body)
        self._app.setPalette(palette(self._look))
        if is_another:
            self._app.setStyleSheet(sheet)


class HastyTheme(Theme):
    """Another theme's look with larger targets; follows every switch and every measure of it."""

    def __init__(self, calm: Theme) -> None:
        QObject.__init__(self, calm)
        self._calm = calm
        self.icons = calm.icons
        calm.changed.connect(self.changed)

    @property
    def look(self) -> Look:
        return self._calm.look

    @property
    def metrics(self) -> Metrics:
        return replace(self._calm.metrics, least_pixels=LEAST_HASTY_PIXELS)

    def switch(self, tokens: Tokens) -> None:
        self._calm.switch(tokens)

    def measure(self, metrics: Metrics) -> None:
        self._calm.measure(metrics)

    def in_haste(self) -> Theme:
        return self
