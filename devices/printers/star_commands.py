"""The commands of Star's line mode this house sends, as bytes. Source: Star's Line Mode Command Specifications."""

from __future__ import annotations

from aura_terminal.domain.paper import Align, Barcode, CutStyle, Style, Symbology

INITIALIZE = b"\x1b@"
LINE_FEED = b"\n"
STATUS = b"\x1b\x06\x01"  # ESC ACK SOH: answered at once with the automatic status
BARRIER = b"\x17"  # ETB: counted, in its turn, in a field of the status
DRAWER_1, DRAWER_2 = b"\x07", b"\x1a"  # BEL and SUB: in their turn

_ALIGNMENTS = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}
_CUTS = {CutStyle.FULL: b"\x1bd\x02", CutStyle.PARTIAL: b"\x1bd\x03"}  # fed to the knife, then cut


def code_page(number: int) -> bytes:
    """ESC GS t."""
    return b"\x1b\x1dt" + bytes([number])


def align(side: Align) -> bytes:
    """ESC GS a."""
    return b"\x1b\x1da" + bytes([_ALIGNMENTS[side]])


def feed(lines: int) -> bytes:
    """ESC a: lines of paper."""
    return b"\x1ba" + bytes([lines])


def cut(style: CutStyle) -> bytes:
    """ESC d."""
    return _CUTS[style]


def buzzer(times: int) -> bytes:
    """ESC GS BEL: the first buzzer, on and off for a fifth of a second each (units of 20 ms), so many times."""
    return b"\x1b\x1d\x07\x01\x0a\x0a" * max(1, min(times, 9))


def drawer_pulse(on_ms: int, off_ms: int) -> bytes:
    """ESC BEL n1 n2: how long a pulse is, in units of 10 ms; it does not open anything."""
    return b"\x1b\x07" + bytes([max(1, min(on_ms // 10, 127)), max(1, min(off_ms // 10, 127))])


def restyle(before: Style, after: Style) -> bytes:
    """What changes between two styles: ESC i, ESC 4 and 5, ESC E and F. The second colour is bold."""
    commands = b""
    if (before.width, before.height) != (after.width, after.height):
        commands += b"\x1bi" + bytes([after.height - 1, after.width - 1])
    if before.invert != after.invert:
        commands += b"\x1b4" if after.invert else b"\x1b5"
    bold_before, bold_after = (style.bold or style.second_colour for style in (before, after))
    if bold_before != bold_after:
        commands += b"\x1bE" if bold_after else b"\x1bF"
    return commands


def qr(content: str, module: int) -> bytes:
    """ESC GS y: model 2, error correction M, its squares in dots, its content, and then itself."""
    data = content.encode("utf-8")
    settings = b"\x1b\x1dyS0\x02" + b"\x1b\x1dyS1\x01" + b"\x1b\x1dyS2" + bytes([max(1, min(module, 8))])
    return settings + b"\x1b\x1dyD1\x00" + len(data).to_bytes(2, "little") + data + b"\x1b\x1dyP"


def barcode(code: Barcode, dots_per_bar: int) -> bytes:
    """ESC b: the bars with their content below, ended by RS; a percent sign would begin a control code."""
    kind = b"3" if code.symbology is Symbology.EAN13 else b"6"
    look = b"2" + str(dots_per_bar - 1).encode("ascii") + bytes([code.height])
    return b"\x1bb" + kind + look + code.content.replace("%", "%0").encode("ascii") + b"\x1e"


def raster_rows(width: int, rows: bytes) -> bytes:
    """ESC GS S: rows of dots in pieces of at most 255."""
    side = (width + 7) // 8
    pieces = (rows[start : start + side * 255] for start in range(0, len(rows), side * 255))
    return b"".join(
        b"\x1b\x1dS\x01" + side.to_bytes(2, "little") + (len(piece) // side).to_bytes(2, "little") + b"\x00" + piece
        for piece in pieces
    )
