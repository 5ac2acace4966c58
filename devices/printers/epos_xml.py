"""Laid-out lines as an ePOS-Print document, and what the printer answers; no I/O here.

Source: Epson's ePOS-Print XML User's Manual: elements, the answer's `success`, `code` and `status` bits. A letter no
code page of the printer knows is drawn, as for ESC/POS.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from aura_terminal.domain.paper import Align, Barcode, Buzzer, Cut, PaperDocument, Picture, QrCode, Style, Symbology
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.escpos_bytes import coded_line
from devices.printers.layout import lay_out
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.pictures import drawn, packed
from devices.printers.preview import placed
from devices.printers.profiles import PrinterProfile
from devices.printers.rasters import black_and_white
from devices.printers.symbols import bar_width

if TYPE_CHECKING:
    from PIL.Image import Image

PRINT_SPACE = "http://www.epson-pos.com/schemas/2011/03/epos-print"
_SOAP_SPACE = "http://schemas.xmlsoap.org/soap/envelope/"
_LARGEST_ANSWER = 65536
_FEED_TO_TEAR = 6
_SAID = {True: "true", False: "false"}


class EposEncoder:
    """Turns documents into the elements inside `epos-print`. Constructing is free."""

    def __init__(self, profile: PrinterProfile, *, fonts: Path | None = None) -> None:
        self._profile = profile
        self._pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
        self._picture = lru_cache(maxsize=8)(self._draw_picture)

    def encode(self, document: PaperDocument) -> bytes:
        """The elements, in UTF-8."""
        return "".join(self._line(line) for line in lay_out(document, self._profile)).encode("utf-8")

    def _line(self, line: PaperLine) -> str:
        match line:
            case LetterLine():
                return self._letters(line)
            case QrCode():
                look = f'type="qrcode_model_2" level="level_m" width="{line.module}"'
                return _placed(f"<symbol {look}>{_coded(line.content)}</symbol>", line.align)
            case Barcode():
                return _placed(self._barcode(line), line.align)
            case Picture():
                return self._picture(line)
            case Cut():
                return f'<feed line="{_FEED_TO_TEAR}"/>' if self._profile.cutter is None else '<cut type="feed"/>'
            case Buzzer():
                return f'<sound pattern="pattern_a" repeat="{max(1, min(line.times, 9))}"/>'

    def _letters(self, line: LetterLine) -> str:
        if coded_line(line, self._profile) is None:
            return _image(self._pen.line(line))
        return "".join(_text(span.text, span.style) for span in line.spans) + "<text>&#10;</text>"

    def _barcode(self, code: Barcode) -> str:
        is_ean = code.symbology is Symbology.EAN13
        content = code.content if is_ean else "{B" + code.content.replace("{", "{{")
        look = f'hri="below" width="{bar_width(code, self._profile.dots)}" height="{code.height}"'
        return f'<barcode type="{"ean13" if is_ean else "code128"}" {look}>{_coded(content)}</barcode>'

    def _draw_picture(self, picture: Picture) -> str:
        return _image(placed(drawn(picture), picture.align, self._profile.dots))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the printer said to a request; `code` names what went wrong, empty if nothing did."""

    success: bool
    code: str
    status: int


def request(elements: bytes, *, device: str, job: str = "", seconds: int) -> bytes:
    """The whole message; without elements it only asks for the status."""
    named = f"<printjobid>{escape(job)}</printjobid>" if job else ""
    head = (
        f'<parameter xmlns="http://www.epson-pos.com/schemas/2012/09/epos-print"><devid>{escape(device)}</devid>'
        f"<timeout>{seconds * 1000}</timeout>{named}</parameter>"
    )
    start = f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{_SOAP_SPACE}"><s:Header>{head}</s:Header>'
    body = f'<s:Body><epos-print xmlns="{PRINT_SPACE}">'.encode()
    return start.encode() + body + elements + b"</epos-print></s:Body></s:Envelope>"


def read_answer(data: bytes) -> Answer:
    """The answer in these bytes; `ValueError` when it is none."""
    if len(data) > _LARGEST_ANSWER or b"<!DOCTYPE" in data:
        raise ValueError("no printer answers like this")
    try:
        found = next(ElementTree.fromstring(data).iter(f"{{{PRINT_SPACE}}}response"), None)
    except (ElementTree.ParseError, LookupError) as broken:  # not well formed, or in letters nobody knows
        raise ValueError(f"not an answer of ePOS-Print: {broken}") from broken
    if found is None or not found.get("status", "").isdigit():
        raise ValueError("not an answer of ePOS-Print")
    return Answer(found.get("success") in ("true", "1"), found.get("code", ""), int(found.get("status", "0")))


def _text(words: str, style: Style) -> str:
    look = f'width="{style.width}" height="{style.height}" em="{_SAID[style.bold or style.second_colour]}"'
    return f'<text {look} reverse="{_SAID[style.invert]}">{escape(words)}</text>'


def _coded(content: str) -> str:
    """What a code holds; there, unlike in letters, the printer reads a backslash as the beginning of a control code."""
    return escape(content.replace("\\", "\\\\"))


def _image(picture: Image) -> str:
    black = black_and_white(picture)
    rows = base64.b64encode(packed(black)).decode("ascii")
    return f'<image width="{black.width}" height="{black.height}" color="color_1" mode="mono">{rows}</image>'


def _placed(element: str, side: Align) -> str:
    return f'<text align="{side.value}"/>{element}<text align="left"/>'
