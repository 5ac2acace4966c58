"""Draws laid-out lines as dots: the picture a person previews, the strip for letters a printer does not know."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import Style
from devices.printers.letters import width
from devices.printers.lines import LetterLine

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

CELL_HEIGHT = 24
LINE_HEIGHT = 30
_CELL_WIDTH = 12
_FONT_SIZE = 20  # its letters are 12 dots wide
_BASELINE = 18


def receipt_fonts() -> Path:
    """Where the product keeps its fonts."""
    return Path(str(files("resources").joinpath("fonts")))


class Pen:
    """Draws letters with the receipt font of a folder, or with Pillow's own where the folder has none."""

    def __init__(self, fonts: Path, dots: int) -> None:
        self._fonts = fonts
        self._dots = dots
        self._letter = lru_cache(maxsize=2048)(self._draw_letter)
        self._font = lru_cache(maxsize=2)(self._load)

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
        for span in line.spans:
            for cluster in _clusters(span.text):
                letter = self._letter(cluster, span.style)
                picture.paste(letter, (x, line.height * CELL_HEIGHT - letter.height))
                x += letter.width
        return picture

    def _draw_letter(self, cluster: str, style: Style) -> Image:
        from PIL import Image, ImageDraw

        size = (max(1, width(cluster[0])) * _CELL_WIDTH, CELL_HEIGHT)
        paper, ink = (0, 255) if style.invert else (255, 0)
        letter = Image.new("L", size, paper)
        font = self._font("Bold" if style.bold or style.second_colour else "Regular")
        ImageDraw.Draw(letter).text((size[0] // 2, _BASELINE), cluster, fill=ink, font=font, anchor="ms")
        return letter.resize((size[0] * style.width, size[1] * style.height), Image.Resampling.BICUBIC)

    def _load(self, weight: str) -> FreeTypeFont:
        from PIL import ImageFont

        path = self._fonts / f"ReceiptMono-{weight}.ttf"
        if path.exists():
            return ImageFont.truetype(path, _FONT_SIZE)
        loaded = ImageFont.load_default(_FONT_SIZE)
        assert isinstance(loaded, ImageFont.FreeTypeFont)
        return loaded


def _clusters(text: str) -> list[str]:
    """Each letter with the marks upon it."""
    clusters: list[str] = []
    for letter in text:
        if clusters and width(letter) == 0:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters
