"""Laid-out lines as the bytes of Star's line mode; what its code pages lack is drawn, as for ESC/POS."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import PLAIN, Align, Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode, Style
from devices.printers import star_commands as commands
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.escpos_bytes import coded_line
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.pictures import drawn, packed
from devices.printers.preview import placed
from devices.printers.profiles import CodePage, PrinterProfile
from devices.printers.rasters import black_and_white
from devices.printers.symbols import bar_width

if TYPE_CHECKING:
    from PIL.Image import Image

_FEED_TO_TEAR = 6


class StarEncoder:
    """Turns documents into the bytes of one Star model. Constructing is free."""

    def __init__(self, profile: PrinterProfile, *, fonts: Path | None = None) -> None:
        self._profile = profile
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
        self._picture = lru_cache(maxsize=8)(self._draw_picture)

    def encode(self, document: PaperDocument) -> bytes:
        """Everything between the printer's initial state and the last line feed or cut."""
        state = _State()
        lines = lay_out(document, self._profile)
        return commands.INITIALIZE + b"".join(self._line(line, state) for line in lines)

    def _line(self, line: PaperLine, state: _State) -> bytes:
        match line:
            case LetterLine():
                return self._letters(line, state)
            case QrCode():
                return _placed(commands.qr(line.content, line.module) + commands.LINE_FEED, line.align)
            case Barcode():
                return _placed(commands.barcode(line, bar_width(line, self._profile.dots)), line.align)
            case Picture():
                return self._picture(line)
            case Cut():
                cutter = self._profile.cutter
                return commands.feed(_FEED_TO_TEAR) if cutter is None else commands.cut(line.style)
            case Buzzer():
                return commands.buzzer(line.times)

    def _letters(self, line: LetterLine, state: _State) -> bytes:
        coded = coded_line(line, self._profile)
        if coded is None:
            return _raster(self._pen.line(line))
        data = b""
        for style, runs in coded:
            data += state.style(style)
            for run in runs:
                data += state.page(run.page) + run.data
        return data + state.style(PLAIN) + commands.LINE_FEED

    def _draw_picture(self, picture: Picture) -> bytes:
        return _raster(placed(drawn(picture), picture.align, self._profile.dots))


class _State:
    """What the printer was last told."""

    def __init__(self) -> None:
        self._style = PLAIN
        self._page: CodePage | None = None

    def style(self, style: Style) -> bytes:
        changes = commands.restyle(self._style, style)
        self._style = style
        return changes

    def page(self, page: CodePage | None) -> bytes:
        if page is None or page == self._page:
            return b""
        self._page = page
        return commands.code_page(page.number)


def _raster(picture: Image) -> bytes:
    black = black_and_white(picture)
    return commands.raster_rows(black.width, packed(black))


def _placed(data: bytes, side: Align) -> bytes:
    return commands.align(side) + data + commands.align(Align.LEFT)
