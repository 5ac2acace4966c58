"""The paper of a simulated printer: commands in, decoded slips out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import PLAIN, Align, Barcode, Cut, CutStyle, QrCode, Symbology
from devices.printers.lines import LetterLine, PaperLine, Span
from devices.printers.plain_text import text_of
from devices.printers.profiles import PrinterProfile
from devices.simulators.tokens import Command, Letters, Token, Unknown

if TYPE_CHECKING:
    from PIL.Image import Image

_ALIGNMENTS = (Align.LEFT, Align.CENTER, Align.RIGHT)
_PICTURE = "[picture]\n"
_TO_THE_EDGE = 6  # lines of paper after which a person tears it off where there is no knife
_SYMBOLOGIES = {73: Symbology.CODE128, 67: Symbology.EAN13}


@dataclass(frozen=True, slots=True)
class DecodedSlip:
    """One piece of paper: what can be read on it, the bytes that made it, and when its end was cut."""

    number: int
    printed_at: datetime
    lines: tuple[PaperLine | Image, ...]
    data: bytes
    cut: CutStyle
    buzzes: int = 0
    unknown: tuple[bytes, ...] = ()

    @property
    def text(self) -> str:
        """What stands on the paper."""
        return _text(self.lines)

    @property
    def pictures(self) -> int:
        """How many pictures stand between the letters."""
        return sum(not isinstance(line, PaperLine) for line in self.lines)


KEPT_BESIDE_FILES = 50
"""How many slips a printer keeps in mind that writes each of them to a folder: a demo may print for days."""


class Pile:
    """Slips that were cut off, the oldest first: all of them, or only the newest `most`. `cut` counts every one."""

    def __init__(self, most: int | None = None) -> None:
        self._slips: deque[DecodedSlip] = deque(maxlen=most)
        self.cut = 0

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        return tuple(self._slips)

    def add(self, slip: DecodedSlip) -> None:
        """One more."""
        self._slips.append(slip)
        self.cut += 1


class Paper:
    """Prints tokens and keeps the slips that were cut off. What is not cut stays hanging from the printer."""

    def __init__(self, profile: PrinterProfile, most: int | None = None) -> None:
        self._codecs: Mapping[int, str] = {page.number: page.codec for page in profile.code_pages}
        self._columns = profile.columns
        self._cell = profile.cell
        self._is_torn = profile.cutter is None
        self.pile = Pile(most)
        self._fed = 0
        self._begin_slip()
        self._initialize()

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        return self.pile.slips

    @property
    def hanging(self) -> str:
        """What is printed and not cut yet."""
        return _text(self._lines)

    @property
    def lines_fed(self) -> int:
        """How many lines of letters were ever printed."""
        return self._fed

    def print(self, token: Token, now: datetime) -> DecodedSlip | None:
        """Carry out one token; answers the slip when it was cut off."""
        self._data += token.raw
        match token:
            case Letters():
                self._letters(token.raw)
            case Unknown():
                self._unknown.append(token.raw)
            case Command(name="GS V"):
                style = CutStyle.FULL if token.parameters[0] in (0, 48, 65) else CutStyle.PARTIAL
                return self._cut(style, now)
            case Command(name="ESC d") if self._is_torn and token.parameters[0] >= _TO_THE_EDGE:
                return self._cut(CutStyle.PARTIAL, now)
            case Command():
                self._command(token)
        return None

    def _initialize(self) -> None:
        self._style, self._align, self._codec = PLAIN, Align.LEFT, self._codecs.get(0, "ascii")
        self._module, self._qr, self._height = 3, "", 64

    def _begin_slip(self) -> None:
        self._lines: list[PaperLine | Image] = []
        self._spans: list[Span] = []
        self._data = b""
        self._unknown: list[bytes] = []
        self._buzzes = 0
        self._is_after_band = False

    def _letters(self, data: bytes) -> None:
        for letter in data.decode(self._codec, errors="replace"):
            span = Span(letter, self._style)
            if LetterLine((*self._spans, span)).columns > self._columns:
                self._feed()
            self._spans.append(span)

    def _feed(self) -> None:
        if self._is_after_band and not self._spans:  # the line feed that prints a pass of dots
            self._is_after_band = False
            return
        self._lines.append(LetterLine(tuple(self._spans)))
        self._spans = []
        self._fed += 1

    def _command(self, command: Command) -> None:
        first = command.parameters[0] if command.parameters else 0
        match command.name:
            case "ESC @":
                self._initialize()
            case "LF":
                self._feed()
            case "ESC $" | "ESC \\":
                self._move(command)
            case "ESC d":
                for _ in range(first):
                    self._feed()
            case "ESC t":
                self._codec = self._codecs.get(first, "ascii")
            case "ESC a":
                self._align = _ALIGNMENTS[first % 48 % 3]
            case "ESC E":
                self._style = replace(self._style, bold=bool(first & 1))
            case "GS B":
                self._style = replace(self._style, invert=bool(first & 1))
            case "ESC r":
                self._style = replace(self._style, second_colour=bool(first & 1))
            case "GS !":
                self._style = replace(self._style, width=min(2, (first >> 4) + 1), height=min(2, (first & 7) + 1))
            case "ESC !":
                self._style = replace(
                    self._style,
                    bold=bool(first & 8),
                    height=2 if first & 16 else 1,
                    width=2 if first & 32 else 1,
                )
            case "ESC B":
                self._buzzes += first
            case "ESC ( A":
                self._buzzes += command.payload[2]
            case _:
                self._symbol(command, first)

    def _move(self, command: Command) -> None:
        """Go right to a place counted from the edge, or from where the letters end; never back over letters."""
        to = (command.parameters[0] + 256 * command.parameters[1]) // self._cell
        reached = LetterLine(tuple(self._spans)).columns
        gap = to - reached if command.name == "ESC $" else to
        if 0 < gap <= self._columns - reached:
            self._spans.append(Span(" " * gap))

    def _symbol(self, command: Command, first: int) -> None:
        match command.name:
            case "GS h":
                self._height = first
            case "GS k" if first in _SYMBOLOGIES:
                content = command.payload[1:].decode("ascii", errors="replace").removeprefix("{B").replace("{{", "{")
                self._place(Barcode(content, _SYMBOLOGIES[first], self._height, self._align))
            case "GS ( k":
                self._two_d(command.payload)
            case "GS v":
                self._lines.append(_picture(command))
            case "ESC *":
                self._lines.append(_band(command))
                self._is_after_band = True

    def _two_d(self, payload: bytes) -> None:
        """Source: Epson's reference, GS ( k, functions 167, 180 and 181 of the QR code."""
        match payload[1:2]:
            case b"C":
                self._module = payload[2]
            case b"P":
                self._qr = payload[3:].decode("utf-8", errors="replace")
            case b"Q":
                self._place(QrCode(self._qr, self._module, self._align))

    def _place(self, symbol: QrCode | Barcode) -> None:
        if self._spans:
            self._feed()
        self._lines.append(symbol)

    def _cut(self, style: CutStyle, now: datetime) -> DecodedSlip:
        if self._spans:
            self._feed()
        lines = (*self._lines, Cut(style))
        number = self.pile.cut + 1
        slip = DecodedSlip(number, now, lines, self._data, style, self._buzzes, tuple(self._unknown))
        self.pile.add(slip)
        self._begin_slip()
        return slip


def _text(lines: Iterable[PaperLine | Image]) -> str:
    return "".join(text_of([line]) if isinstance(line, PaperLine) else _PICTURE for line in lines)


def _band(command: Command) -> Image:
    """A pass of ESC *: 8 or 24 dots high, column by column; 8 pins stand as high as 18 dots."""
    from PIL import Image, ImageOps

    mode, low, high = command.parameters
    upright = Image.frombytes("1", (24 if mode & 32 else 8, low + 256 * high), command.payload)
    band = ImageOps.invert(upright.transpose(Image.Transpose.TRANSPOSE).convert("L"))
    return band if mode & 32 else band.resize((band.width, 18), Image.Resampling.NEAREST)


def _picture(command: Command) -> Image:
    from PIL import Image, ImageOps

    _, _, wide, wider, high, higher = command.parameters
    size = ((wide + 256 * wider) * 8, high + 256 * higher)
    return ImageOps.invert(Image.frombytes("1", size, command.payload).convert("L"))
