"""Laid-out lines as ZPL II: one label between `^XA` and `^XZ` for every piece that ends with a cut.

Every field's content is written with `^FH`, so nothing a person typed can begin a command; the letters are UTF-8
(`^CI28`). What the printer's own font lacks is drawn and sent as a picture (`^GFA`). Source: Zebra's ZPL II Programming
Guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import Align, Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode, Style, Symbology
from devices.printers.drawing import CELL_HEIGHT, LINE_HEIGHT, Pen, receipt_fonts
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine, Span
from devices.printers.pictures import drawn, packed
from devices.printers.preview import placed
from devices.printers.profiles import PrinterProfile
from devices.printers.rasters import black_and_white
from devices.printers.symbols import QUIET, bar_width, qr_matrix

if TYPE_CHECKING:
    from PIL.Image import Image

_TOP = 8  # dots above the first line
_FIELD = re.compile(r"\S+(?: \S+)*")  # words one space apart belong together
_LAST_LATIN = 0x24F  # letters the printer's own font has
_SIGNS = frozenset("€–—‘’“”•…·")
_IN_BARS = str.maketrans({">": ">0", "^": "><", "~": ">="})  # Code 128 reads `>` as the beginning of a function
_SIDES = {Align.LEFT: "L", Align.CENTER: "C", Align.RIGHT: "R"}


class ZplEncoder:
    """Turns documents into labels of one size. Constructing is free."""

    def __init__(self, profile: PrinterProfile, *, fonts: Path | None = None) -> None:
        self._profile = profile
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)

    def encode(self, document: PaperDocument) -> bytes:
        """The labels, one after the other; what does not fit on one goes on on the next."""
        return "".join(self._label(rows) for rows in self._labels(document)).encode("ascii")

    def _labels(self, document: PaperDocument) -> Iterator[list[str]]:
        """The fields of each label."""
        fields: list[str] = []
        y = _TOP
        for line in lay_out(document, self._profile):
            height = self._height(line)
            if fields and (isinstance(line, Cut) or y + height > self._profile.label_dots):
                yield fields
                fields, y = [], _TOP
            fields += self._fields(line, y)
            y += height
        if fields:
            yield fields

    def _label(self, fields: Iterable[str]) -> str:
        size = f"^PW{self._profile.dots}^LL{self._profile.label_dots}^LH0,0"
        return f"^XA^CI28{size}{''.join(fields)}^XZ\n"

    def _height(self, line: PaperLine) -> int:
        match line:
            case LetterLine():
                return LINE_HEIGHT + (line.height - 1) * CELL_HEIGHT
            case QrCode():
                return (len(qr_matrix(line.content)) + 2 * QUIET) * line.module
            case Barcode():
                return line.height + LINE_HEIGHT
            case Picture():
                return line.height
            case Cut() | Buzzer():
                return 0

    def _fields(self, line: PaperLine, y: int) -> Iterable[str]:
        match line:
            case LetterLine():
                return self._letters(line, y)
            case QrCode():
                side = (len(qr_matrix(line.content)) + 2 * QUIET) * line.module
                x = self._left(side, line.align)
                return [f"^FO{x},{y}^BQN,2,{min(line.module, 10)}^FH^FDMA,{escaped(line.content)}^FS"]
            case Barcode():
                return [self._barcode(line, y)]
            case Picture():
                return [_graphic(placed(drawn(line), line.align, self._profile.dots), y)]
            case Cut() | Buzzer():
                return ()

    def _letters(self, line: LetterLine, y: int) -> list[str]:
        if not line.text.strip():
            return []
        if set(line.text) <= {"-"} or set(line.text) <= {"="}:
            thick = 2 if line.text[0] == "-" else 5
            return [f"^FO0,{y + LINE_HEIGHT // 2}^GB{self._profile.dots},{thick},{thick}^FS"]
        if any(span.paragraph for span in line.spans) or not _is_latin(line.text):
            return [_graphic(self._pen.line(line), y)]
        return [field for place, span in _placed_words(line) for field in self._words(span, place, line, y)]

    def _words(self, span: Span, column: int, line: LetterLine, y: int) -> Iterator[str]:
        """A field, twice where it is bold, on black where it is inverted."""
        cell, style = self._profile.cell, span.style
        x, room = column * cell, span.columns * cell
        top = y + (line.height - style.height) * CELL_HEIGHT
        side = Align.RIGHT if column and column + span.columns >= self._profile.columns else Align.LEFT
        if style.invert:
            yield f"^FO{x},{top}^GB{room},{CELL_HEIGHT * style.height},{CELL_HEIGHT * style.height}^FS"
        yield _text(x, top, room, span.text, style, side)
        if style.bold or style.second_colour:
            yield _text(x + 1, top, room, span.text, style, side)

    def _barcode(self, code: Barcode, y: int) -> str:
        wide = bar_width(code, self._profile.dots)
        modules = 95 if code.symbology is Symbology.EAN13 else 11 * (len(code.content) + 3) + 2
        kind = "^BEN" if code.symbology is Symbology.EAN13 else "^BCN"
        content = code.content[:12] if code.symbology is Symbology.EAN13 else code.content.translate(_IN_BARS)
        x = self._left(modules * wide, code.align)
        return f"^FO{x},{y}^BY{wide}{kind},{code.height},Y,N^FH^FD{escaped(content)}^FS"

    def _left(self, needed: int, align: Align) -> int:
        free = max(0, self._profile.dots - needed)
        return {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align]


def escaped(text: str) -> str:
    """The text for a field after `^FH`: everything but plain letters, digits and a few signs as `_` and two digits."""
    plain = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;!?()+-*/=#%&@'\"")
    return "".join(
        letter if letter in plain else "".join(f"_{byte:02X}" for byte in letter.encode("utf-8")) for letter in text
    )


def _text(x: int, y: int, room: int, words: str, style: Style, side: Align) -> str:
    size = f"^A0N,{CELL_HEIGHT * style.height},{(CELL_HEIGHT - 2) * style.width}"
    turned = "^FR" if style.invert else ""
    return f"^FO{x},{y}{turned}{size}^FB{room},1,0,{_SIDES[side]}^FH^FD{escaped(words)}^FS"


def _graphic(picture: Image, y: int) -> str:
    black = black_and_white(picture)
    rows = packed(black)
    side = (black.width + 7) // 8
    return f"^FO0,{y}^GFA,{len(rows)},{len(rows)},{side},{rows.hex().upper()}^FS"


def _placed_words(line: LetterLine) -> Iterator[tuple[int, Span]]:
    """What stands together on the line, and the column where it begins."""
    column = 0
    for span in line.spans:
        for found in _FIELD.finditer(span.text):
            before = Span(span.text[: found.start()], span.style).columns
            yield column + before, Span(found.group(), span.style)
        column += span.columns


def _is_latin(text: str) -> bool:
    """Whether the printer's own font says it; not a backslash, with which a field block breaks its lines."""
    return all((ord(letter) <= _LAST_LATIN and letter != "\\") or letter in _SIGNS for letter in text)
