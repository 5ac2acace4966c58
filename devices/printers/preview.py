"""A document as a picture, painted from the very lines the printer prints."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import Align, Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode
from devices.printers.drawing import LINE_HEIGHT, Pen
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine, Span
from devices.printers.pictures import drawn
from devices.printers.profiles import PrinterProfile
from devices.printers.symbols import QUIET, bar_width, bars, qr_matrix

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN = 24
_CUT_DASH = 8


def preview_png(document: PaperDocument, profile: PrinterProfile, pen: Pen) -> bytes:
    """The document on this printer's paper, as a PNG file."""
    return png(lay_out(document, profile), pen)


def png(lines: Iterable[PaperLine | Image], pen: Pen) -> bytes:
    """Lines and pictures, one below the other on white paper, as a PNG file."""
    return encode_png(paint(lines, pen))


def paint(lines: Iterable[PaperLine | Image], pen: Pen) -> Image:
    """The same as a picture in shades of grey."""
    strips = [strip for strip in (_strip(line, pen) for line in lines) if strip is not None]
    return _stacked(strips, pen.dots, margin=_MARGIN)


def encode_png(picture: Image) -> bytes:
    """The picture as a PNG file."""
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def draw_qr(code: QrCode) -> Image:
    """The code's dots, with the light edge a reader needs."""
    from PIL import Image

    matrix = qr_matrix(code.content)
    side = len(matrix) + 2 * QUIET
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + QUIET, y + QUIET), 0)
    return picture.resize((side * code.module, side * code.module), Image.Resampling.NEAREST)


def draw_barcode(code: Barcode, dots: int) -> Image:
    """The code's bars, as wide as the paper allows."""
    from PIL import Image

    pattern = bars(code.content, code.symbology)
    picture = Image.new("L", (len(pattern), 1), 255)
    for x, sign in enumerate(pattern):
        picture.putpixel((x, 0), 0 if sign == "1" else 255)
    return picture.resize((len(pattern) * bar_width(code, dots), code.height), Image.Resampling.NEAREST)


def placed(picture: Image, align: Align, dots: int) -> Image:
    """The picture on a strip as wide as the paper."""
    from PIL import Image

    free = max(0, dots - picture.width)
    strip = Image.new("L", (dots, picture.height), 255)
    strip.paste(picture, ({Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align], 0))
    return strip


def _strip(line: PaperLine | Image, pen: Pen) -> Image | None:
    match line:
        case LetterLine():
            return pen.line(line)
        case QrCode():
            return placed(draw_qr(line), line.align, pen.dots)
        case Barcode():
            return _barcode(line, pen)
        case Picture():
            return placed(drawn(line), line.align, pen.dots)
        case Cut():
            return _cut(pen.dots)
        case Buzzer():
            return None
        case picture:
            return placed(picture, Align.LEFT, pen.dots)


def _barcode(code: Barcode, pen: Pen) -> Image:
    label = pen.line(LetterLine((Span(code.content),)))
    label = label.crop((0, 0, len(code.content) * 12, LINE_HEIGHT))
    return _stacked([placed(part, code.align, pen.dots) for part in (draw_barcode(code, pen.dots), label)], pen.dots)


def _cut(dots: int) -> Image:
    from PIL import Image, ImageDraw

    strip = Image.new("L", (dots, 2 * LINE_HEIGHT), 255)
    draw = ImageDraw.Draw(strip)
    for x in range(0, dots, 2 * _CUT_DASH):
        draw.line((x, LINE_HEIGHT, x + _CUT_DASH, LINE_HEIGHT), fill=160)
    return strip


def _stacked(strips: list[Image], dots: int, *, margin: int = 0) -> Image:
    from PIL import Image

    paper = Image.new("L", (dots + 2 * margin, sum(strip.height for strip in strips) + 2 * margin), 255)
    y = margin
    for strip in strips:
        paper.paste(strip, (margin, y))
        y += strip.height
    return paper
