"""What every process with a window does first, tests included."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.python_import import restore_import
from aura_terminal.ui.theme.fonts import load_fonts
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import Tokens


def prepare_application(app: QApplication, tokens: Tokens, metrics: Metrics | None = None) -> Theme:
    """Fonts, style, palette, stylesheet and touch habits; returns the theme that widgets are built with.

    May be called again for the same application; the newest theme is then the one in force.
    """
    restore_import()
    if not app.styleSheet():  # a stylesheet lies over the style of an earlier call
        QApplication.setStyle("Fusion")
    app.setDoubleClickInterval(0)  # or every second fast tap on one place is swallowed as a double click
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
        QApplication.setEffectEnabled(effect, False)
    load_fonts()
    return Theme(app, tokens, metrics)
