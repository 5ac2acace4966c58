"""Laid-out lines as ESC/POS bytes.

Text, styles, pictures, cuts and sounds are written here; python-escpos makes the bytes of QR codes. A line with letters
that no code page of the printer knows, or with a script that runs from right to left, is drawn and sent as a picture,
so that it looks the same as in the preview.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from aura_terminal.domain.paper import PLAIN, Align, Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode, Style
from devices.printers import commands
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.escpos_style import first_letters, restyle
from devices.printers.layout import lay_out
from devices.printers.library import new_dummy
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.pictures import drawn
from devices.printers.preview import draw_barcode, draw_qr, placed
from devices.printers.profiles import BuzzerAbility, CodePage, PrinterProfile
from devices.printers.rasters import raster
from devices.printers.symbols import QUIET, bar_width
from devices.printers.text import CodedText, Uncodable, encode_text

_FEED_TO_TEAR = 6
_SOUNDS = MappingProxyType(
    {BuzzerAbility.ESC_B: commands.buzzer_of_clones, BuzzerAbility.ESC_A: commands.buzzer_of_epson}
)


class EscPosEncoder:
    """Turns documents into the bytes of one printer model. Constructing is free; the first symbol loads the library."""

    def __init__(self, profile: PrinterProfile, *, cache: Path, fonts: Path | None = None) -> None:
        self._profile = profile
        self._cache = cache
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
        self._picture = lru_cache(maxsize=8)(self._draw_picture)

    def encode(self, document: PaperDocument) -> bytes:
        """Everything between the printer's initial state and the last line feed or cut."""
        return self.encode_lines(lay_out(document, self._profile))

    def encode_lines(self, lines: Iterable[PaperLine]) -> bytes:
        """The same for lines already laid out."""
        state = _State(self._profile)
        start = commands.INITIALIZE + first_letters(self._profile)
        return start + b"".join(self._line(line, state) for line in lines)

    def _line(self, line: PaperLine, state: _State) -> bytes:
        match line:
            case LetterLine():
                return self._letters(line, state)
            case QrCode():
                return self._qr(line)
            case Barcode():
                return self._barcode(line)
            case Picture():
                return self._picture(line)
            case Cut():
                cutter = self._profile.cutter
                return commands.feed(_FEED_TO_TEAR) if cutter is None else commands.cut(line.style)
            case Buzzer():
                sound = _SOUNDS.get(self._profile.buzzer)
                return b"" if sound is None else sound(line.times)

    def _letters(self, line: LetterLine, state: _State) -> bytes:
        coded = coded_line(line, self._profile)
        if coded is None:
            return raster(self._pen.line(line), self._profile.raster)
        data = b""
        for style, runs in coded:
            data += state.style(style)
            for run in runs:
                data += state.page(run.page) + run.data
        return data + state.style(PLAIN) + commands.LINE_FEED

    def _qr(self, code: QrCode) -> bytes:
        if not self._profile.native_qr:
            return raster(placed(draw_qr(code), code.align, self._profile.dots), self._profile.raster)
        quiet = commands.feed_dots(QUIET * code.module)
        return _placed(quiet + _native_qr(code.content, code.module, self._cache) + quiet, code.align)

    def _barcode(self, code: Barcode) -> bytes:
        dots = self._profile.dots
        if self._profile.native_barcodes:
            return _placed(commands.barcode(code, bar_width(code, dots)), code.align)
        label = code.content.encode("ascii") + commands.LINE_FEED
        bars = raster(placed(draw_barcode(code, dots), code.align, dots), self._profile.raster)
        return bars + _placed(label, code.align)

    def _draw_picture(self, picture: Picture) -> bytes:
        return raster(placed(drawn(picture), picture.align, self._profile.dots), self._profile.raster)


def coded_line(line: LetterLine, profile: PrinterProfile) -> list[tuple[Style, tuple[CodedText, ...]]] | None:
    """The line's letters in the printer's own code pages; None when it must be drawn."""
    if any(span.paragraph for span in line.spans):
        return None
    try:
        return [(span.style, encode_text(span.text, profile.code_pages)) for span in line.spans]
    except Uncodable:
        return None


class _State:
    """What the printer was last told."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._style = PLAIN
        self._page: CodePage | None = None

    def style(self, style: Style) -> bytes:
        if style == self._style:
            return b""
        changes = restyle(self._style, style, self._profile)
        self._style = style
        return changes

    def page(self, page: CodePage | None) -> bytes:
        if page is None or page == self._page:
            return b""
        self._page = page
        return commands.code_page(page.number)


@lru_cache(maxsize=16)
def _native_qr(content: str, module: int, cache: Path) -> bytes:
    dummy = new_dummy(cache)
    dummy.qr(content, ec=1, size=module, native=True)
    return bytes(dummy.output)


def _placed(data: bytes, side: Align) -> bytes:
    return commands.align(side) + data + commands.align(Align.LEFT)
