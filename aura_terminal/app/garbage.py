"""Looking for garbage on the screen's thread alone.

A widget that dies on the store thread holds Qt's lock and waits for Python's; a connect on the screen's thread does it
the other way round, and both wait for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

RARELY = (50_000, 20, 100)  # so many new objects lie between two looks for garbage
LOOK_MILLISECONDS = 1000


class GarbageRounds(QObject):
    """Instead of Python's own rounds, which any thread may begin: each second, a round where one is due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._second = QTimer(self, interval=LOOK_MILLISECONDS)
        self._second.timeout.connect(self.look)
        self._second.start()

    @Slot()
    def look(self) -> None:
        """Collect the generations that have grown enough."""
        due = [generation for generation, count in enumerate(gc.get_count()) if count >= RARELY[generation]]
        if due:
            gc.collect(max(due))
