"""The glass of a simulated display: two lines of twenty letters, written by the commands of its dialect."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from types import MappingProxyType

COLUMNS, LINES = 20, 2
_COMMANDS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "epson_dm": re.compile(
            rb"(?P<reset>\x1b@)|(?P<clear>\x0c)|\x1f\$(?P<x>.)(?P<y>.)|(?P<select>\x1b=.)", re.DOTALL
        ),
        "cd5220": re.compile(rb"(?P<reset>\x1b@)|(?P<clear>\x0c)|\x1bQ(?P<line>[AB])|(?P<end>\r)", re.DOTALL),
        "dsp800": re.compile(rb"\x04\x01C(?P<clear>..)\x17|\x04\x01P(?P<at>.)\x17", re.DOTALL),
        "aedex": re.compile(rb"!#(?P<line>[12])|(?P<end>\r)", re.DOTALL),
        "ld220": re.compile(rb"(?P<reset>\x1b@)|(?P<clear>\x0c)|\x1bl(?P<x>.)(?P<y>.)", re.DOTALL),
    }
)
_FIRST_PLACE = 0x31


class Glass:
    """What a guest would see. `strange` counts bytes that are no letters and no command of the dialect."""

    def __init__(self, dialect: str = "epson_dm") -> None:
        self._pattern = _COMMANDS[dialect]
        self._cells = bytearray(b" " * COLUMNS * LINES)
        self._place = 0
        self._lock = threading.Lock()
        self.strange = 0
        self.is_selected = True

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines."""
        with self._lock:
            text = self._cells.decode("cp437")
        return text[:COLUMNS], text[COLUMNS:]

    def take(self, data: bytes) -> bytes:
        """Be written to with whole commands; a display answers nothing."""
        with self._lock:
            place = 0
            while place < len(data):
                found = self._pattern.match(data, place)
                if found is None:
                    self._put(data[place])
                    place += 1
                else:
                    self._obey({name: said for name, said in found.groupdict().items() if said is not None})
                    place = found.end()
        return b""

    def _put(self, letter: int) -> None:
        if letter < 0x20:
            self.strange += 1
        elif self._place < len(self._cells):
            self._cells[self._place] = letter
            self._place += 1

    def _obey(self, said: Mapping[str, bytes]) -> None:
        if "clear" in said or "reset" in said:
            self._cells[:] = b" " * COLUMNS * LINES
            self._place = 0
        elif "x" in said:
            self._place = said["x"][0] - 1 + COLUMNS * (said["y"][0] - 1)
        elif "at" in said:
            self._place = said["at"][0] - _FIRST_PLACE
        elif "line" in said:
            self._place = 0 if said["line"] in b"A1" else COLUMNS
        elif "select" in said:
            self.is_selected = said["select"][-1] == 2
