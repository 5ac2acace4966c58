"""An ePOS-Print printer made of software, on an HTTP port, with paper that can be read and a drawer that can be closed.

It answers when the job is on paper. Where the paper ends in the middle it throws the rest away, as the real ones do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from aura_terminal.ports.printing import Fault
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.epos import SERVICE
from devices.printers.epos_xml import PRINT_SPACE
from devices.printers.profiles import GENERIC_80, CodePage, DrawerSensor, PrinterProfile
from devices.simulators.epos_tokens import PAGE, elements_of, tokens_of
from devices.simulators.http_house import HttpHouse, Trade
from devices.simulators.paper import KEPT_BESIDE_FILES, DecodedSlip, Paper
from devices.simulators.slip_folder import lay_down
from devices.simulators.tokens import Command

_FAULTS = {Fault.PAPER_OUT: 0x80008, Fault.PAPER_LOW: 0x20000, Fault.COVER_OPEN: 0x28, Fault.OFFLINE: 0x8}
_CODES = {Fault.PAPER_OUT: "EPTR_REC_EMPTY", Fault.COVER_OPEN: "EPTR_COVER_OPEN", Fault.OFFLINE: "EX_TIMEOUT"}


class SimulatedEposPrinter:
    """Serves from `open()` to `close()`; paper, faults and drawer outlast a close. Methods are for any thread.

    With a `folder`, every slip that is cut is written there as text, as a picture and as the letters that made it.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        profile: PrinterProfile = GENERIC_80,
        host: str = "127.0.0.1",
        port: int = 0,
        folder: Path | None = None,
        fonts: Path | None = None,
    ) -> None:
        self._house = HttpHouse(Trade("simulated printer", "text/xml; charset=utf-8", self._serve), host, port)
        self._folder = folder
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
        self._paper = Paper(
            replace(profile, code_pages=(CodePage(PAGE, "utf-8"),)), KEPT_BESIDE_FILES if folder else None
        )
        self._is_high_open = profile.drawer.sensor is not DrawerSensor.OPEN_LOW
        self._now = now
        self._faults: set[Fault] = set()
        self._changed = threading.Condition()
        self._last_line: int | None = None
        self._kicks = 0
        self._is_drawer_open = False

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._house.address

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        """Every slip cut off so far, oldest first; with a folder only the newest, for all of them lie there."""
        with self._changed:
            return self._paper.slips

    @property
    def hanging(self) -> str:
        """What is printed and not cut yet."""
        with self._changed:
            return self._paper.hanging

    @property
    def is_drawer_open(self) -> bool:
        with self._changed:
            return self._is_drawer_open

    @property
    def kicks(self) -> int:
        """How often the drawer was kicked."""
        with self._changed:
            return self._kicks

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._house.open()

    def close(self) -> None:
        """Stop serving, as a printer does that loses its power; may be called twice."""
        self._house.close()

    def cause(self, fault: Fault) -> None:
        """Let a fault begin: paper out, paper low, cover open or offline."""
        if fault not in _FAULTS:
            raise ValueError(f"a simulated printer has no fault {fault!r}; it has {', '.join(_FAULTS)}")
        with self._changed:
            self._faults.add(fault)

    def mend(self, fault: Fault) -> None:
        """Let a fault end."""
        with self._changed:
            self._faults.discard(fault)
            self._last_line = None if fault is Fault.PAPER_OUT else self._last_line

    def leave_paper_for(self, lines: int) -> None:
        """Let the roll end after so many more lines."""
        with self._changed:
            self._last_line = self._paper.lines_fed + lines

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        with self._changed:
            self._is_drawer_open = False

    def wait_for_slips(self, count: int, within: float) -> bool:
        """Whether so many slips were cut off within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._paper.pile.cut >= count, within)

    def answer(self, message: bytes) -> bytes:
        """Carry out a request and say how it went."""
        with self._changed:
            code = self._carry_out(message)
            self._changed.notify_all()
            said = "false" if code else "true"
            status = 0x0F000000 | self._status() | (0 if code else 0x2)
        response = f'<response success="{said}" code="{code}" status="{status}" battery="0" xmlns="{PRINT_SPACE}"/>'
        start = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        return f'<?xml version="1.0" encoding="utf-8"?>{start}{response}</s:Body></s:Envelope>'.encode()

    def _serve(self, path: str, message: bytes) -> bytes | None:
        return self.answer(message) if path.startswith(SERVICE) else None

    def _carry_out(self, message: bytes) -> str:
        """What went wrong, in the printer's words; empty if nothing did."""
        try:
            jobs = [tuple(tokens_of(element)) for element in elements_of(message)]
        except ValueError:
            return "SchemaError"
        self._paper.print(Command("ESC @", b""), self._now())
        self._paper.print(Command("ESC t", b"", bytes([PAGE])), self._now())
        for tokens in jobs:
            for token in tokens:
                blocking = next((fault for fault in self._faults if fault is not Fault.PAPER_LOW), None)
                if blocking is not None:
                    return _CODES[blocking]
                if isinstance(token, Command) and token.name == "ESC p":
                    self._kicks += 1
                    self._is_drawer_open = True
                slip = self._paper.print(token, self._now())
                if slip is not None and self._folder is not None:
                    lay_down(slip, self._folder, self._pen)
                if self._last_line is not None and self._paper.lines_fed >= self._last_line:
                    self._last_line = None
                    self._faults.add(Fault.PAPER_OUT)
        return ""

    def _status(self) -> int:
        bits = 0x4 if self._is_drawer_open == self._is_high_open else 0
        for fault in self._faults:
            bits |= _FAULTS[fault]
        return bits
