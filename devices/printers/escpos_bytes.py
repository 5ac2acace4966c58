"""Laid-out lines as ESC/POS bytes.

Text, styles, cuts and sounds are written here; python-escpos makes the bytes of QR codes and pictures. A line with
letters that no code page of the printer knows is drawn and sent as a picture, so that it looks the same as in the
preview.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import PLAIN, Align, Barcode, Buzzer, Cut, PaperDocument, QrCode, Style
from devices.printers import commands
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.layout import lay_out
from devices.printers.library import new_dummy
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.preview import draw_barcode, draw_qr
from devices.printers.profiles import BuzzerAbility, CodePage, PrinterProfile
from devices.printers.symbols import QUIET, bar_width
from devices.printers.text import Uncodable, encode_text

if TYPE_CHECKING:
    from PIL.Image import Image

_FEED_TO_TEAR = 6
_BLACK_BELOW = 128


class EscPosEncoder:
    """Turns documents into the bytes of one printer model. Constructing is free; the first symbol loads the library."""

    def __init__(self, profile: PrinterProfile, *, cache: Path, fonts: Path | None = None) -> None:
        self._profile = profile
        self._cache = cache
        self._pen = Pen(fonts or receipt_fonts(), profile.dots)

    def encode(self, document: PaperDocument) -> bytes:
        """Everything between the printer's initial state and the last line feed or cut."""
        return self.encode_lines(lay_out(document, self._profile))

    def encode_lines(self, lines: Iterable[PaperLine]) -> bytes:
        """The same for lines already laid out."""
        state = _State()
        return commands.INITIALIZE + b"".join(self._line(line, state) for line in lines)

    def _line(self, line: PaperLine, state: _State) -> bytes:
        match line:
            case LetterLine():
                return self._letters(line, state)
            case QrCode():
                return self._placed(self._qr(line), line.align)
            case Barcode():
                return self._placed(self._barcode(line), line.align)
            case Cut():
                cutter = self._profile.cutter
                return commands.feed(_FEED_TO_TEAR) if cutter is None else commands.cut(line.style)
            case Buzzer():
                return commands.buzzer(line.times) if self._profile.buzzer is BuzzerAbility.ESC_B else b""

    def _letters(self, line: LetterLine, state: _State) -> bytes:
        try:
            coded = [(span.style, encode_text(span.text, self._profile.code_pages)) for span in line.spans]
        except Uncodable:
            return self._picture(self._pen.line(line))
        data = b""
        for style, runs in coded:
            data += state.style(style, second_colour=self._profile.second_colour)
            for run in runs:
                data += state.page(run.page) + run.data
        return data + state.style(PLAIN, second_colour=self._profile.second_colour) + commands.LINE_FEED

    def _qr(self, code: QrCode) -> bytes:
        if not self._profile.native_symbols:
            return self._picture(draw_qr(code))
        dummy = new_dummy(self._cache)
        dummy.qr(code.content, ec=1, size=code.module, native=True)
        quiet = commands.feed_dots(QUIET * code.module)
        return quiet + bytes(dummy.output) + quiet

    def _barcode(self, code: Barcode) -> bytes:
        if not self._profile.native_symbols:
            label = code.content.encode("ascii") + commands.LINE_FEED
            return self._picture(draw_barcode(code, self._profile.dots)) + label
        return commands.barcode(code, bar_width(code, self._profile.dots))

    def _placed(self, data: bytes, side: Align) -> bytes:
        return commands.align(side) + data + commands.align(Align.LEFT)

    def _picture(self, picture: Image) -> bytes:
        dummy = new_dummy(self._cache)
        dummy.image(_black_and_white(picture), impl=self._profile.raster.value)
        return without_real_time_commands(bytes(dummy.output))


class _State:
    """What the printer was last told."""

    def __init__(self) -> None:
        self._style = PLAIN
        self._page: CodePage | None = None

    def style(self, style: Style, *, second_colour: bool) -> bytes:
        changes = commands.restyle(self._style, style, second_colour=second_colour)
        self._style = style
        return changes

    def page(self, page: CodePage | None) -> bytes:
        if page is None or page == self._page:
            return b""
        self._page = page
        return commands.code_page(page.number)


def without_real_time_commands(picture: bytes) -> bytes:
    """The picture with one more dot wherever its dots spell a real-time command.

    Printers obey DLE EOT, DLE ENQ and DLE DC4 even in the middle of picture data (Epson's reference, DLE DC4), and the
    last one opens the drawer.
    """
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        picture = picture.replace(command, b"\x11" + command[1:])
    return picture


def _black_and_white(picture: Image) -> Image:
    return picture.point(lambda shade: 0 if shade < _BLACK_BELOW else 255).convert("1")
