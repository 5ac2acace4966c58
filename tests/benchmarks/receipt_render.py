"""A receipt of forty lines with logo and QR code as ESC/POS bytes: `python -m tests.benchmarks.receipt_render`.

Ours lays the document out, picks code pages and writes the bytes; beside it, in the same run and turn by turn,
python-escpos alone writes lines that were laid out for it by hand, the same picture and the same native QR code. The
goal is at most one and a half times as long. The first receipt of a printer, with nothing kept from before, is told
besides. The last line is JSON; the exit code is 1 when the goal was missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from PIL import Image

from aura_terminal.domain.paper import (
    Align,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Picture,
    QrCode,
    Rule,
    RuleStyle,
    Style,
    picture_of,
    text_line,
)
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.layout import lay_out
from devices.printers.library import new_dummy
from devices.printers.lines import LetterLine
from devices.printers.pictures import drawn
from devices.printers.profiles import GENERIC_80

GOAL = 1.5
LINES = 40
LINK = "https://aurora.example/r/R1-042"


def logo() -> Picture:
    """384 by 120 dots, rings on white."""
    picture = Image.new("1", (384, 120), 1)
    for x in range(384):
        for y in range(120):
            if ((x - 192) ** 2 + (y - 60) ** 2) // 200 % 3 == 0:
                picture.putpixel((x, y), 0)
    rows = bytes(255 - byte for byte in picture.tobytes())
    return picture_of(384, 120, rows)


def receipt() -> PaperDocument:
    """The receipt of a long evening."""
    sold = [
        Columns(
            (Cell(f"{number % 3 + 1} x Crème brûlée no. {number}"), Cell(f"{number + 4}.50 B", Align.RIGHT, width=12))
        )
        for number in range(LINES)
    ]
    total = Style(bold=True, height=2)
    return PaperDocument(
        "receipt",
        1,
        (
            logo(),
            text_line("Trattoria Aurora", style=Style(bold=True, width=2, height=2), align=Align.CENTER),
            text_line("Auroraweg 7, 10999 Berlin", align=Align.CENTER),
            Rule(),
            *sold,
            Rule(RuleStyle.DOUBLE),
            Columns((Cell("TOTAL EUR", style=total), Cell("951.00", Align.RIGHT, width=14, style=total))),
            Columns((Cell("Cash"), Cell("951.00", Align.RIGHT, width=12))),
            text_line("Grazie e a presto!", align=Align.CENTER),
            QrCode(LINK, module=4),
            Feed(2),
            Cut(),
        ),
    )


class Library:
    """The same receipt through python-escpos alone; its lines were laid out beforehand."""

    def __init__(self, document: PaperDocument, cache: Path) -> None:
        self._cache = cache
        self._lines = [line for line in lay_out(document, GENERIC_80) if isinstance(line, LetterLine)]
        self._logo = drawn(logo()).convert("1")

    def encode(self) -> bytes:
        """Its bytes."""
        dummy: Any = new_dummy(self._cache)  # it has no types
        dummy.hw("INIT")
        dummy.set(align="center")
        dummy.image(self._logo)
        dummy.set(align="left")
        for line in self._lines:
            for span in line.spans:
                style = span.style
                dummy.set(bold=style.bold, custom_size=True, width=style.width, height=style.height)
                dummy.text(span.text)
            dummy.text("\n")
        dummy.set(align="center")
        dummy.qr(LINK, ec=1, size=4, native=True)
        dummy.set(align="left")
        dummy.cut(mode="PART")
        return bytes(dummy.output)


def milliseconds(call: Callable[[], object]) -> float:
    """How long it took."""
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1000


def main(arguments: list[str]) -> int:
    """Measure, tell, and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--samples", type=int, default=200)
    samples = options.parse_args(arguments).samples
    document = receipt()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "tables"
        library, encoder = Library(document, cache), EscPosEncoder(GENERIC_80, cache=cache)
        library.encode()
        first = milliseconds(lambda: EscPosEncoder(GENERIC_80, cache=cache).encode(document))
        encoder.encode(document)
        pairs = [(milliseconds(lambda: encoder.encode(document)), milliseconds(library.encode)) for _ in range(samples)]
        sizes = len(encoder.encode(document)), len(library.encode())
    ours, theirs = (sorted(each) for each in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    late = samples * 95 // 100
    print(f"ours {median(ours):.2f} ms (p95 {ours[late]:.2f}), {sizes[0]} bytes; first one of a printer {first:.2f} ms")
    print(f"python-escpos alone {median(theirs):.2f} ms (p95 {theirs[late]:.2f}), {sizes[1]} bytes")
    told = {"ours_ms": median(ours), "library_ms": median(theirs), "ratio": ratio, "goal": GOAL, "first_ms": first}
    print(json.dumps({name: round(value, 3) for name, value in told.items()}))
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
