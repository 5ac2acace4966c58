"""A document as a web page or the body of an e-mail: the very lines that are printed, codes as drawings.

Whatever a person typed is escaped; what runs from right to left stands in a field of its own, which the reader's
program puts in order.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from html import escape
from itertools import groupby

from aura_terminal.domain.paper import Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode, Style
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.pictures import drawn
from devices.printers.preview import draw_barcode, draw_qr, encode_png
from devices.printers.profiles import GENERIC_80

COLUMNS = 42
_LOOK = """
body { margin: 0; background: #eee; }
pre { margin: 1em auto; padding: 1.5em; width: max-content; max-width: 100%; box-sizing: border-box; overflow-x: auto;
  background: #fff; color: #111; font: 14px/1.35 "IBM Plex Mono", "DejaVu Sans Mono", Consolas, monospace; }
.b { font-weight: bold; } .i { background: #111; color: #fff; } .c { text-align: center; display: block; }
.r { text-align: right; display: block; }
.w2h1 { letter-spacing: 1ch; } .w1h2 { font-size: 115%; } .w2h2 { font-size: 200%; line-height: 1.1; }
hr { border: 0; border-top: 1px dashed #999; } img { max-width: 100%; image-rendering: pixelated; }
"""
Drawings = dict[str, bytes]  # PNG files by the name an `img` has for them


def page(document: PaperDocument, *, title: str, columns: int = COLUMNS) -> str:
    """A page of its own, with its drawings in it."""
    body, drawings = lines_as_html(document, columns)
    for name, file in drawings.items():
        body = body.replace(f'src="cid:{name}"', f'src="{_inline(file)}"')
    return whole(body, title)


def whole(body: str, title: str) -> str:
    """The body as a page."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}<style>{_LOOK}</style></head><body><pre>{body}</pre></body></html>\n"


def lines_as_html(document: PaperDocument, columns: int) -> tuple[str, Drawings]:
    """What stands inside the page, its drawings named `cid:NAME`, and these drawings."""
    profile = replace(GENERIC_80, columns=columns, dots=12 * columns)
    drawings: Drawings = {}
    written = [_line(line, drawings, profile.dots) for line in lay_out(document, profile)]
    return "".join(written), drawings


def _line(line: PaperLine, drawings: Drawings, dots: int) -> str:
    match line:
        case LetterLine():
            return f"{_letters(line)}\n"
        case QrCode() | Barcode() | Picture():
            return _drawing(line, drawings, dots)
        case Cut():
            return "<hr>"
        case Buzzer():
            return ""


def _letters(line: LetterLine) -> str:
    written = []
    for paragraph, spans in groupby(line.spans, lambda span: span.paragraph):
        said = "".join(_span(span.text, span.style) for span in spans)
        side = ' dir="rtl"' if paragraph < 0 else ""
        written.append(f"<bdi{side}>{said}</bdi>" if paragraph else said)
    return "".join(written).rstrip(" ")


def _span(text: str, style: Style) -> str:
    names = [name for name, is_so in (("b", style.bold or style.second_colour), ("i", style.invert)) if is_so]
    if (style.width, style.height) != (1, 1):
        names.append(f"w{style.width}h{style.height}")
    said = escape(text, quote=False)
    return f'<span class="{" ".join(names)}">{said}</span>' if names and text.strip() else said


def _drawing(line: QrCode | Barcode | Picture, drawings: Drawings, dots: int) -> str:
    match line:
        case QrCode():
            picture, said = draw_qr(line), line.content
        case Barcode():
            picture, said = draw_barcode(line, dots), line.content
        case Picture():
            picture, said = drawn(line), "logo"
    name = f"drawing-{len(drawings) + 1}"
    drawings[name] = encode_png(picture)
    below = f"\n{escape(line.content)}" if isinstance(line, Barcode) else ""
    side = {"left": "", "center": "c", "right": "r"}[line.align.value]
    size = f'width="{picture.width // 2}" height="{picture.height // 2}"'
    return f'<span class="{side}"><img src="cid:{name}" alt="{escape(said)}" {size}>{below}</span>'


def _inline(file: bytes) -> str:
    return f"data:image/png;base64,{b64encode(file).decode('ascii')}"
