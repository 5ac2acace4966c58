"""Codes out of a stream of letters: each ends with CR, LF or TAB, or with a silence."""

from __future__ import annotations

LONGEST_CODE = 2048
_ENDS = b"\r\n\t"


class CodeReader:
    """Cuts a stream into codes. `prefix` is what the scanner puts before each; letters that cannot be printed are left
    out, and what is longer than any code is thrown away."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._held = bytearray()
        self._is_too_long = False

    @property
    def is_within_code(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._held) or self._is_too_long

    def feed(self, data: bytes) -> list[str]:
        """The codes that these bytes end."""
        found = []
        for byte in data:
            if byte in _ENDS:
                found.extend(self.end())
            elif len(self._held) < LONGEST_CODE:
                self._held.append(byte)
            else:
                self._is_too_long = True
        return found

    def end(self) -> list[str]:
        """The code that has ended with a silence, if there is one."""
        held, is_too_long = bytes(self._held), self._is_too_long
        self._held.clear()
        self._is_too_long = False
        text = "".join(letter for letter in held.decode("utf-8", "replace") if letter.isprintable())
        code = text.removeprefix(self._prefix).strip()
        return [code] if code and not is_too_long else []
