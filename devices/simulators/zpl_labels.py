"""Reads ZPL II as a label printer does: formats between `^XA` and `^XZ`, and the questions between them; no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aura_terminal.domain.paper import Align, Barcode, QrCode, Symbology
from devices.printers.lines import LetterLine, PaperLine, Span

_COMMAND = re.compile(r"([\^~])([A-Z0-9@]{2})([^\^~]*)", re.DOTALL)
_IN_BARS = (("><", "^"), (">=", "~"), (">0", ">"))
_HEX = re.compile(r"((?:_[0-9A-Fa-f]{2})+)")
_SILENT = "CI PW LL LH FO A0 FB FH FD FS FR GB GF BQ BC BE BY PQ"


@dataclass(frozen=True, slots=True)
class Placed:
    """Something on a label and where it stands, in dots from its corner."""

    x: int
    y: int
    line: PaperLine


@dataclass(slots=True)
class Format:
    """One label as it was described; `unknown` are commands this reader does not have."""

    raw: bytes
    placed: list[Placed] = field(default_factory=list)
    unknown: list[bytes] = field(default_factory=list)
    copies: int = 1

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        """From the top, fields of one height side by side, what was printed twice once."""
        rows: dict[int, list[Placed]] = {}
        for each in sorted(set(self.placed), key=lambda one: (one.y, one.x)):
            row = rows.setdefault(each.y, [])
            if not any(one.line == each.line and abs(one.x - each.x) <= 1 for one in row):
                row.append(each)
        return tuple(line for row in rows.values() for line in _joined(row))


class Formats:
    """Keeps what is not complete yet, so a stream cut anywhere gives the same formats and questions."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, data: bytes) -> list[Format | str]:
        """Formats and questions (`~HS`) that these bytes complete."""
        self._held += data.decode("latin-1")
        found: list[Format | str] = []
        while True:
            start, asked = self._held.find("^XA"), self._held.find("~HS")
            if asked >= 0 and (start < 0 or asked < start):
                self._held = self._held[asked + 3 :]
                found.append("~HS")
                continue
            end = self._held.find("^XZ", start)
            if start < 0 or end < 0:
                return found
            found.append(read_format(self._held[start : end + 3]))
            self._held = self._held[end + 3 :]


def read_format(written: str) -> Format:
    """The label that a text from `^XA` to `^XZ` describes."""
    label = Format(written.encode("latin-1"))
    x = y = height = 0
    kind, is_hex = "", False
    for sign, name, told in _COMMAND.findall(written):
        match sign + name:
            case "^FO":
                x, y = (int(each) for each in told.split(",")[:2])
                kind, is_hex = "", False
            case "^FH":
                is_hex = True
            case "^A0" | "^BQ" | "^BC" | "^BE":
                kind = name
                height = int(told.split(",")[1]) if name in ("BC", "BE") else height
            case "^PQ":
                label.copies = int(told.split(",")[0])
            case "^FD":
                line = _line(kind, _content(told, is_hex=is_hex), height)
                label.placed.append(Placed(x, y, line))
            case "^GF":
                label.placed.append(Placed(x, y, LetterLine((Span("[picture]"),))))
            case "^GB" if int(told.split(",")[1]) <= 5:
                label.placed.append(Placed(x, y, LetterLine((Span("-" * 8),))))
            case "^XA" | "^XZ":
                continue
            case _ if name not in _SILENT:
                label.unknown.append((sign + name).encode("ascii"))
    return label


def _content(told: str, *, is_hex: bool) -> str:
    if not is_hex:
        return told
    return _HEX.sub(lambda found: bytes.fromhex(found[1].replace("_", "")).decode("utf-8", errors="replace"), told)


def _line(kind: str, content: str, height: int) -> PaperLine:
    match kind:
        case "BQ":
            return QrCode(content.partition(",")[2], align=Align.LEFT)
        case "BC":
            for written, meant in _IN_BARS:
                content = content.replace(written, meant)
            return Barcode(content, Symbology.CODE128, height, Align.LEFT)
        case "BE":
            return Barcode(content, Symbology.EAN13, height, Align.LEFT)
        case _:
            return LetterLine((Span(content),))


def _joined(row: list[Placed]) -> list[PaperLine]:
    """Words of one row as one line, each where it stands in letters of 12 dots."""
    words = [(each.x // 12, each.line.text) for each in row if isinstance(each.line, LetterLine)]
    others = [each.line for each in row if not isinstance(each.line, LetterLine)]
    text = ""
    for column, said in words:
        text = text.ljust(column) + said
    return [*([LetterLine((Span(text),))] if text else []), *others]
