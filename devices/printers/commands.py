"""The ESC/POS commands this house sends, as bytes. Source: Epson's ESC/POS command reference."""

from __future__ import annotations

from aura_terminal.domain.paper import Align, Barcode, CutStyle, Style, Symbology

INITIALIZE = b"\x1b@"
BARRIER = b"\x1dr\x01"  # GS r 1: answered in its turn, after everything before it
LINE_FEED = b"\n"
SOLID_LINES, TEXT_LINES = b"\x1b3\x00", b"\x1b2"  # line spacing of none and of 1/6 inch

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


def buzzer(times: int) -> bytes:
    """ESC B of the clones: so many times, a fifth of a second each."""
    return b"\x1bB" + bytes([max(1, min(times, 9)), 2])


def drawer_pulse(pin: int, on_ms: int, off_ms: int) -> bytes:
    """ESC p: printed in its turn, so a printer without paper opens the drawer when paper is loaded."""
    return b"\x1bp" + bytes([_connector(pin), min(on_ms // 2, 255), min(off_ms // 2, 255)])


def drawer_pulse_now(pin: int, on_ms: int) -> bytes:
    """DLE DC4 1: at once, whatever waits in the printer; the pulse is counted in tenths of a second."""
    return b"\x10\x14\x01" + bytes([_connector(pin), max(1, min(on_ms // 100, 8))])


def restyle(before: Style, after: Style, *, second_colour: bool) -> bytes:
    """What changes between two styles; without a second colour its words are bold."""
    commands = b""
    if (before.width, before.height) != (after.width, after.height):
        commands += b"\x1d!" + bytes([(after.width - 1) << 4 | (after.height - 1)])  # GS !
    if before.invert != after.invert:
        commands += b"\x1dB" + bytes([after.invert])  # GS B
    if second_colour and before.second_colour != after.second_colour:
        commands += b"\x1br" + bytes([after.second_colour])  # ESC r
    bold_before, bold_after = (style.bold or (style.second_colour and not second_colour) for style in (before, after))
    if bold_before != bold_after:
        commands += b"\x1bE" + bytes([bold_after])  # ESC E
    return commands


def _connector(pin: int) -> int:
    return 0 if pin == 2 else 1
