"""A document laid out: the lines every renderer prints, previews or writes, all from the same letters."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.paper import PLAIN, Barcode, Buzzer, Cut, Picture, QrCode, Style
from devices.printers.letters import text_width


@dataclass(frozen=True, slots=True)
class Span:
    """Clean letters of one style that stand side by side, in their order of reading.

    `paragraph` counts the fields of a line in which something runs from right to left: what has one number is put in
    order together, by whoever draws it. 0 runs from left to right; a number below 0 is a field of a paper that is read
    from right to left, which begins at its right edge whatever its first letter is.
    """

    text: str
    style: Style = PLAIN
    paragraph: int = 0

    @property
    def columns(self) -> int:
        """The room it takes, in plain letters."""
        return text_width(self.text) * self.style.width


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of letters, never wider than the paper; no spans are an empty line."""

    spans: tuple[Span, ...] = ()

    @property
    def columns(self) -> int:
        return sum(span.columns for span in self.spans)

    @property
    def height(self) -> int:
        """1 or 2 times a plain line."""
        return max((span.style.height for span in self.spans), default=1)

    @property
    def text(self) -> str:
        """The letters alone."""
        return "".join(span.text for span in self.spans)


PaperLine = LetterLine | QrCode | Barcode | Picture | Cut | Buzzer
