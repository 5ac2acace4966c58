"""Cuts a stream of Star's line mode into the tokens the simulated mechanism knows, however it arrives in pieces.

Each command becomes the ESC/POS command that does the same, so one mechanism and one paper serve both languages.
Lengths: Star's Line Mode Command Specifications.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.simulators.tokens import Command, Letters, Token, Unknown

_CONTROLS: Mapping[int, str] = {0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x0F: "SET", 0x12: "SET", 0x17: "ETB"}
_DRAWERS: Mapping[int, int] = {0x07: 0, 0x1A: 1}
_Made = tuple[list[Token], int] | None  # the tokens and the length of what was said; None while it is not complete


class StarTokenizer:
    """Keeps what is not complete yet, and the content of a QR code until it is printed."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Token]:
        """The tokens these bytes complete."""
        self._held += data
        tokens: list[Token] = []
        while self._held:
            made = _next(self._held)
            if made is None:
                break
            found, length = made
            raw, self._held = self._held[:length], self._held[length:]
            tokens += [replace(token, raw=raw if place == 0 else b"") for place, token in enumerate(found)]
        return tokens


def _next(held: bytes) -> _Made:
    first = held[0]
    if first in _CONTROLS:
        return [Command(_CONTROLS[first], b"")], 1
    if first in _DRAWERS:
        return [Command("ESC p", b"", bytes([_DRAWERS[first], 0, 0]))], 1
    if first == 0x1B:
        return _escape(held)
    if first < 0x20:
        return [Unknown(held[:1])], 1
    end = next((place for place, byte in enumerate(held) if byte < 0x20), len(held))
    return [Letters(held[:end])], end


def _escape(held: bytes) -> _Made:
    if len(held) < 2:
        return None
    if held[1] == 0x1D:
        return _extended(held)
    if held[1:2] == b"b":
        return _barcode(held)
    if held[1:2] not in _PLAIN:
        return [Unknown(held[:2])], 2
    count, make = _PLAIN[held[1:2]]
    told = held[2 : 2 + count]
    return None if len(told) < count else ([make(told)], 2 + count)


def _cut(told: bytes) -> Token:
    return Command("GS V", b"", b"A" if told[0] in (0, 2, 48, 50) else b"B")


def _setting(told: bytes) -> Token:
    """A command that changes nothing this paper shows."""
    return Command("SET", b"", told)


_PLAIN: Mapping[bytes, tuple[int, Callable[[bytes], Token]]] = MappingProxyType(
    {
        b"@": (0, lambda told: Command("ESC @", b"")),
        b"E": (0, lambda told: Command("ESC E", b"", b"\x01")),
        b"F": (0, lambda told: Command("ESC E", b"", b"\x00")),
        b"4": (0, lambda told: Command("GS B", b"", b"\x01")),
        b"5": (0, lambda told: Command("GS B", b"", b"\x00")),
        b"i": (2, lambda told: Command("GS !", b"", bytes([told[1] << 4 | told[0]]))),
        b"a": (1, lambda told: Command("ESC d", b"", told)),
        b"d": (1, _cut),
        b" ": (1, _setting),
        b"-": (1, _setting),
        b"0": (0, _setting),
        b"l": (1, _setting),
        b"Q": (1, _setting),
        b"R": (1, _setting),
        b"s": (2, _setting),
        b"z": (1, lambda told: Command("ESC 3", b"", told)),
        b"\x06": (1, lambda told: Command("STATUS", b"", told)),
        b"\x07": (2, lambda told: Command("PULSE", b"", told)),
        b"\x1e": (2, lambda told: Command("RS", b"", told)),
    }
)


def _extended(held: bytes) -> _Made:
    """Commands after ESC GS."""
    if len(held) < 3:
        return None
    match held[2:3]:
        case b"t" | b"a" | b"b" | b"c":
            names = {b"t": "ESC t", b"a": "ESC a"}
            told = held[3:4]
            return None if not told else ([Command(names.get(held[2:3], "SET"), b"", told)], 4)
        case b"A" | b"R":
            moved = "ESC $" if held[2:3] == b"A" else "ESC \\"
            return None if len(held) < 5 else ([Command(moved, b"", held[3:5])], 5)
        case b"\x03":
            return None if len(held) < 6 else ([_setting(held[3:6])], 6)
        case b"\x07":
            return None if len(held) < 6 else ([Command("ESC B", b"", b"\x01\x02")], 6)
        case b"y":
            return _qr(held)
        case b"S":
            return _raster(held)
    return [Unknown(held[:3])], 3


def _qr(held: bytes) -> _Made:
    """ESC GS y: its settings, its content and its print, as functions of GS ( k."""
    if len(held) < 4:
        return None
    if held[3:4] == b"P":
        return [Command("GS ( k", b"", b"k\0\0", b"1Q0")], 4
    if held[3:4] == b"S":
        if len(held) < 6:
            return None
        module = held[4:5] == b"2"
        return [Command("GS ( k", b"", b"k\0\0", b"1C" + held[5:6] if module else b"1E0")], 6
    if len(held) < 8:
        return None
    end = 8 + held[6] + 256 * held[7]
    return None if len(held) < end else ([Command("GS ( k", b"", b"k\0\0", b"1P0" + held[8:end])], end)


def _raster(held: bytes) -> _Made:
    if len(held) < 9:
        return None
    wide, wider, high, higher = held[4:8]
    end = 9 + (wide + 256 * wider) * (high + 256 * higher)
    return None if len(held) < end else ([Command("GS v", b"", b"0\0" + held[4:8], held[9:end])], end)


def _barcode(held: bytes) -> _Made:
    """ESC b: kind, letters below, width, height, content, RS."""
    end = held.find(b"\x1e", 6)
    if end < 0:
        return None
    kind = bytes([67]) if held[2:3] in (b"3", b"\x03") else bytes([73])
    content = held[6:end].replace(b"%0", b"%")
    data = content if kind == bytes([67]) else b"{B" + content.replace(b"{", b"{{")
    code = Command("GS k", b"", kind, bytes([len(data)]) + data)
    return [Command("GS h", b"", held[5:6]), code], end + 1
