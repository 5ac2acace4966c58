"""A document as a PDF file: one page as long as the paper, painted dot by dot from the very lines that are printed."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from pathlib import Path

from aura_terminal.domain.paper import PaperDocument
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.layout import lay_out
from devices.printers.pictures import packed
from devices.printers.preview import paint
from devices.printers.profiles import PrinterProfile
from devices.printers.rasters import black_and_white

_POINTS_AN_INCH = 72


def pdf(
    document: PaperDocument, profile: PrinterProfile, *, title: str, made_at: datetime, fonts: Path | None = None
) -> bytes:
    """The file; the same document, title and time give the same bytes."""
    pen = Pen(fonts or receipt_fonts(), profile.dots, cell=profile.cell)
    picture = black_and_white(paint(lay_out(document, profile), pen))
    width, height = (side * _POINTS_AN_INCH / profile.dpi for side in picture.size)
    drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Paper Do Q".encode("ascii")
    dots = zlib.compress(packed(picture), 9)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents 4 0 R "
        f"/Resources << /XObject << /Paper 5 0 R >> >> >>".encode("ascii"),
        _stream("", drawing),
        _stream(
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ImageMask true "
            f"/BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode",
            dots,
        ),
        f"<< /Title {_text(title)} /Producer (Aura Terminal) /CreationDate (D:{_moment(made_at)}) >>".encode("ascii"),
    )
    return _file(objects)


def _stream(about: str, data: bytes) -> bytes:
    return f"<< {about} /Length {len(data)} >>\nstream\n".encode("ascii") + data + b"\nendstream"


def _text(words: str) -> str:
    """A text string in UTF-16, written in hexadecimal."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}"


def _file(objects: tuple[bytes, ...]) -> bytes:
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode("ascii") + each + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("ascii")
