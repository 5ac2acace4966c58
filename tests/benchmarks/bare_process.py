"""The floor of a start: PySide6 with one empty window, nothing of ours. `python -m tests.benchmarks.bare_process`."""

from __future__ import annotations

import sys
from time import monotonic_ns

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """Says when it has been painted once."""

    is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        """The machine's time, after the frame is on the screen."""
        print("frame", monotonic_ns(), flush=True)
        if sys.argv[1:] != ["stay"]:
            QApplication.quit()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1366, 768)
    window.show()
    if sys.argv[1:] == ["stay"]:
        end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        end.activated.connect(application.quit)
    sys.exit(application.exec())
