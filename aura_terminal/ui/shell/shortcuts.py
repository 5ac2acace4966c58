"""The keys of the window: one for each screen, and one that locks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.shell.screens import KEYS


def shortcuts_of(window: QWidget, follow: Callable[[], None], lock: Callable[[], None]) -> tuple[QShortcut, ...]:
    """The shortcuts, each named after the view it leads to; `follow` is called by one of those."""
    made = []
    for view, key in KEYS.items():
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setObjectName(view)
        shortcut.activated.connect(follow)
        made.append(shortcut)
    locking = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_L), window)
    locking.activated.connect(lock)
    return (*made, locking)
