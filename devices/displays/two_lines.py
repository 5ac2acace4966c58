"""The driver of every display of two lines: a dialect over a pipe."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.customer_display import DARK, Shown
from devices.displays.dialects import DisplayDialect
from devices.displays.letters import line_bytes
from devices.transports.transport import Transport

SENT_WITHIN = 2.0
TO_DISPLAY, TO_PRINTER = b"\x1b=\x02", b"\x1b=\x01"


class TwoLineDisplay:
    """Shows a page with one write.

    A display `behind_printer` shares the printer's line: ESC = sends what follows to the display, and the printer gets
    its line back in the same write, or, where that failed, in a try of its own.
    """

    def __init__(self, pipe: Transport, dialect: DisplayDialect, *, behind_printer: bool = False) -> None:
        self._pipe = pipe
        self._dialect = dialect
        self._behind_printer = behind_printer
        self._is_ready = False

    def show(self, shown: Shown) -> None:
        page = self._dialect.page(line_bytes(shown.upper), line_bytes(shown.lower))
        self._pipe.open()
        if not self._is_ready:
            page = self._dialect.begin + page
        self._is_ready = False
        try:
            self._pipe.receive(0.0)  # a network line that was hung up takes one more page without a word
            self._pipe.send(TO_DISPLAY + page + TO_PRINTER if self._behind_printer else page, SENT_WITHIN)
        except Unavailable:
            self._give_back()
            raise
        self._is_ready = True

    def cancel(self) -> None:
        self._pipe.cancel()

    def close(self) -> None:
        try:
            self.show(DARK)
        except Unavailable:
            return
        finally:
            self._is_ready = False
            self._pipe.close()

    def _give_back(self) -> None:
        """Leave the line to the printer behind which the display hangs."""
        self._pipe.close()
        if not self._behind_printer:
            return
        try:
            self._pipe.open()
            self._pipe.send(TO_PRINTER, SENT_WITHIN)
        except Unavailable:
            self._pipe.close()
