"""Draws laid-out lines as dots: the picture a person previews, the strip for letters a printer does not know.

Letters are placed by our own layout and shaped by our own tables, so a line looks the same on every machine, whatever
shaping libraries it has.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import Style
from devices.printers.faces import Face, Faces, receipt_fonts, share_of
from devices.printers.letters import clusters, width
from devices.printers.lines import LetterLine
from devices.printers.sight import Field, Piece, fields

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

__all__ = ["CELL_HEIGHT", "LINE_HEIGHT", "Pen", "receipt_fonts"]

CELL_HEIGHT = 24
LINE_HEIGHT = 30
_CELL = 12  # dots of a plain letter, for which the faces give their sizes


class Pen:
    """Draws letters with the receipt fonts of a folder, or with Pillow's own where the folder has none.

    `cell` is how many dots wide a plain letter stands on this paper.
    """

    def __init__(self, fonts: Path, dots: int, *, cell: int = _CELL) -> None:
        self._faces = Faces(fonts)
        self._dots = dots
        self._cell = cell
        self._letter = lru_cache(maxsize=2048)(self._draw_letter)
        self._mixed = lru_cache(maxsize=256)(self._draw_mixed)

    @property
    def dots(self) -> int:
        """How wide everything is drawn."""
        return self._dots

    def line(self, line: LetterLine) -> Image:
        """The line in shades of grey, black on white, as wide as the paper and as high as its letters."""
        from PIL import Image

        height = LINE_HEIGHT if line.height == 1 else 2 * CELL_HEIGHT + LINE_HEIGHT - CELL_HEIGHT
        picture = Image.new("L", (self._dots, height), 255)
        x = 0
        for field in fields(line):
            for part in self._parts(field):
                picture.paste(part, (x, line.height * CELL_HEIGHT - part.height))
                x += part.width
        return picture

    def _parts(self, field: Field) -> list[Image]:
        if field.is_mixed:
            return [self._mixed(field)]
        return [part for piece in field.pieces for part in self._letters(piece)]

    def _letters(self, piece: Piece) -> list[Image]:
        return [self._letter(cluster, piece.style) for cluster in clusters(piece.text)]

    def _draw_letter(self, cluster: str, style: Style) -> Image:
        size = (max(1, width(cluster[0])) * self._cell, CELL_HEIGHT)
        letter, draw, ink = _room(size, style)
        face = self._faces.of(cluster[0])
        self._write(draw, (size[0] // 2, face.baseline if face else 18), cluster, face, style, ink, anchor="ms")
        return _sized(letter, style)

    def _draw_mixed(self, field: Field) -> Image:
        """Everything of the field in a row, against the edge it begins at; narrower where that is too much."""
        from PIL import Image

        parts = [
            part
            for piece in field.pieces
            for part in ([self._joined(piece)] if piece.is_joined else self._letters(piece))
        ]
        room, needed = field.columns * self._cell, sum(part.width for part in parts)
        height = max(part.height for part in parts)
        paper = 0 if all(piece.style.invert for piece in field.pieces) else 255
        strip = Image.new("L", (max(room, needed), height), paper)
        x = strip.width - needed if field.begins_right else 0
        for part in parts:
            strip.paste(part, (x, height - part.height))
            x += part.width
        return strip if needed <= room else strip.resize((room, height), Image.Resampling.BICUBIC)

    def _joined(self, piece: Piece) -> Image:
        """Letters that follow each other as their font says."""
        shares = share_of(self._faces, piece.text)
        bold = _weight(piece.style)
        lengths = [self._faces.load(face, bold, self._size(face)).getlength(text) for face, text in shares]
        strip, draw, ink = _room((int(sum(lengths)) + 1, CELL_HEIGHT), piece.style)
        x = 0.0
        for (face, text), length in zip(shares, lengths, strict=True):
            self._write(draw, (x, face.baseline if face else 18), text, face, piece.style, ink, anchor="ls")
            x += length
        return _sized(strip, piece.style)

    def _write(
        self,
        draw: ImageDraw,
        at: tuple[float, float],
        text: str,
        face: Face | None,
        style: Style,
        ink: int,
        anchor: str,
    ) -> None:
        bold = _weight(style)
        font = self._faces.load(face, bold, self._size(face))
        draw.text(at, text, fill=ink, font=font, anchor=anchor)
        if bold and face is not None and face.bold is None:
            draw.text((at[0] + 1, at[1]), text, fill=ink, font=font, anchor=anchor)

    def _size(self, face: Face | None) -> int:
        return (20 if face is None else face.size) * self._cell // _CELL


def _weight(style: Style) -> str:
    return "bold" if style.bold or style.second_colour else ""


def _room(size: tuple[int, int], style: Style) -> tuple[Image, ImageDraw, int]:
    """An empty room, the hand that draws in it, and the ink."""
    from PIL import Image, ImageDraw

    paper, ink = (0, 255) if style.invert else (255, 0)
    room = Image.new("L", size, paper)
    return room, ImageDraw.Draw(room), ink


def _sized(drawn: Image, style: Style) -> Image:
    from PIL import Image

    if style.width == style.height == 1:
        return drawn
    return drawn.resize((drawn.width * style.width, drawn.height * style.height), Image.Resampling.BICUBIC)
