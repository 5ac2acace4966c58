"""A window of its own process that says which keys reached it: codes a scanner typed, and what stands in its field.

`python -m tests.support.key_window` prints `ready`, then `code …` for each code and `text …` for each change.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QLineEdit

from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.wedge import Wedge

TITLE = "real keys"


class Teller(QObject):
    """Says what it hears."""

    @Slot(str)
    def code(self, code: str) -> None:
        """A scanner typed this."""
        print("code", code, flush=True)

    @Slot(str)
    def text(self, text: str) -> None:
        """The field says this now."""
        print("text", text, flush=True)


def main() -> int:
    """Run until the process is ended."""
    application = QApplication(sys.argv[:1])
    field, teller = QLineEdit(), Teller()
    wedge = Wedge(WedgeRule(), field)
    wedge.scanned.connect(teller.code)
    field.textChanged.connect(teller.text)
    field.setWindowTitle(TITLE)
    field.resize(600, 80)
    field.show()
    field.setFocus()
    wedge.watch(field.windowHandle())
    print("ready", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
