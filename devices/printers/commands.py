"""The ESC/POS commands this house sends, as bytes. Source: Epson's ESC/POS command reference."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.paper import Align, Barcode, CutStyle, Symbology

INITIALIZE = b"\x1b@"
BARRIER = b"\x1dr\x01"  # GS r 1: answered in its turn, after everything before it
LINE_FEED = b"\n"
TEXT_LINES = b"\x1b2"  # line spacing of 1/6 inch
_ROWS = 255

STATUS_PRINTER, STATUS_OFFLINE, STATUS_ERROR, STATUS_PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))

_CUTS = {CutStyle.FULL: b"\x1dVA\x00", CutStyle.PARTIAL: b"\x1dVB\x00"}  # GS V: feed to the knife, then cut
_ALIGNMENTS = {Align.LEFT: b"\x1ba\x00", Align.CENTER: b"\x1ba\x01", Align.RIGHT: b"\x1ba\x02"}


def code_page(number: int) -> bytes:
    """ESC t: the letters above ASCII."""
    return b"\x1bt" + bytes([number])


def align(side: Align) -> bytes:
    """ESC a: where symbols and pictures stand; letters are placed by the layout."""
    return _ALIGNMENTS[side]


def feed(lines: int) -> bytes:
    """ESC d."""
    return b"\x1bd" + bytes([lines])


def feed_dots(dots: int) -> bytes:
    """ESC J."""
    return b"\x1bJ" + bytes([min(dots, 255)])


def cut(style: CutStyle) -> bytes:
    """GS V function B."""
    return _CUTS[style]


def barcode(code: Barcode, dots_per_bar: int) -> bytes:
    """GS h, GS w, GS H and GS k of function B: the bars with their content below, in Code 128 of set B or EAN 13."""
    if code.symbology is Symbology.EAN13:
        kind, content = 67, code.content.encode("ascii")
    else:
        kind, content = 73, b"{B" + code.content.replace("{", "{{").encode("ascii")
    look = b"\x1dh" + bytes([code.height]) + b"\x1dw" + bytes([dots_per_bar]) + b"\x1dH\x02"
    return look + b"\x1dk" + bytes([kind, len(content)]) + content


def buzzer_of_clones(times: int) -> bytes:
    """ESC B: so many times, a fifth of a second each."""
    return b"\x1bB" + bytes([max(1, min(times, 9)), 2])


def buzzer_of_epson(times: int) -> bytes:
    """ESC ( A function 97: so many times, a fifth of a second on and off."""
    return b"\x1b(A\x05\x00ad" + bytes([max(1, min(times, 63)), 2, 2])


def drawer_pulse(pin: int, on_ms: int, off_ms: int) -> bytes:
    """ESC p: printed in its turn, so a printer without paper opens the drawer when paper is loaded."""
    return b"\x1bp" + bytes([_connector(pin), min(on_ms // 2, 255), min(off_ms // 2, 255)])


def drawer_pulse_now(pin: int, on_ms: int) -> bytes:
    """DLE DC4 1: at once, whatever waits in the printer; the pulse is counted in tenths of a second."""
    return b"\x10\x14\x01" + bytes([_connector(pin), max(1, min(on_ms // 100, 8))])


def raster_rows(width: int, height: int, rows: bytes) -> bytes:
    """GS v 0 in pieces of at most 255 rows, which every printer's memory takes."""
    side = (width + 7) // 8
    pieces = (rows[start : start + side * _ROWS] for start in range(0, len(rows), side * _ROWS))
    return b"".join(
        b"\x1dv0\x00" + side.to_bytes(2, "little") + (len(piece) // side).to_bytes(2, "little") + piece
        for piece in pieces
    )


def raster_columns(width: int, bands: Sequence[bytes], *, pins: int) -> bytes:
    """ESC *: bands of columns, each printed and fed by exactly its height; 24 dots (mode 33) or 8 pins (mode 1)."""
    mode, spacing = (b"!", b"\x1b3\x18") if pins == 24 else (b"\x01", b"\x1b3\x10")
    printed = b"".join(b"\x1b*" + mode + width.to_bytes(2, "little") + band + LINE_FEED for band in bands)
    return spacing + printed + TEXT_LINES


def process_id(number: int) -> bytes:
    """GS ( H function 48: answered with the number in its turn, after everything before it."""
    return b"\x1d(H\x06\x0000" + f"{number:04d}".encode("ascii")


def _connector(pin: int) -> int:
    return 0 if pin == 2 else 1
