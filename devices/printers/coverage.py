"""Which letters a font file really has, read from its `cmap` table (OpenType specification 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from pathlib import Path

_Ranges = list[tuple[int, int]]


class Coverage:
    """The letters of one font file; reading it is left to the first question."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._ranges: _Ranges | None = None

    def __contains__(self, letter: str) -> bool:
        if self._ranges is None:
            self._ranges = _ranges(self._font.read_bytes())
        at = bisect_right(self._ranges, (ord(letter), 0x110000)) - 1
        return at >= 0 and ord(letter) <= self._ranges[at][1]


def _ranges(data: bytes) -> _Ranges:
    cmap = _table(data, b"cmap")
    tables = struct.unpack_from(">H", cmap, 2)[0]
    offsets = [struct.unpack_from(">HHI", cmap, 4 + 8 * place)[2] for place in range(tables)]
    found: _Ranges = []
    for offset in offsets:
        kind = struct.unpack_from(">H", cmap, offset)[0]
        if kind == 12:
            found += _groups(cmap, offset)
        elif kind == 4:
            found += _segments(cmap, offset)
    return _merged(found)


def _table(data: bytes, wanted: bytes) -> bytes:
    for place in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        if tag == wanted:
            return data[offset : offset + length]
    raise ValueError("not a font: it has no table of letters")


def _groups(cmap: bytes, offset: int) -> _Ranges:
    count = struct.unpack_from(">I", cmap, offset + 12)[0]
    return [struct.unpack_from(">II", cmap, offset + 16 + 12 * group) for group in range(count)]


def _segments(cmap: bytes, offset: int) -> _Ranges:
    """Segments of format 4, each cut where a letter inside it has no drawing."""
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    lasts, firsts, deltas, steps = (
        struct.unpack_from(f">{count}H", cmap, offset + start)
        for start in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    found: _Ranges = []
    for segment in range(count):
        at = offset + 16 + 6 * count + 2 * segment
        for point in range(firsts[segment], min(lasts[segment], 0xFFFE) + 1):
            glyph = point
            if steps[segment]:
                glyph = struct.unpack_from(">H", cmap, at + steps[segment] + 2 * (point - firsts[segment]))[0]
            if (glyph + deltas[segment] if glyph or not steps[segment] else 0) & 0xFFFF:
                found.append((point, point))
    return found


def _merged(ranges: _Ranges) -> _Ranges:
    merged: _Ranges = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
