"""Pictures for paper: from a file a shop chose to black dots, and from dots to what fits on a roll."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from aura_terminal.domain.paper import HIGHEST_PICTURE, Align, Picture, picture_of
from aura_terminal.domain.telling import told

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST_FILE = 20_000_000  # bytes
_MOST_DOTS = 40_000_000


def read_logo(file: bytes, dots: int, align: Align = Align.CENTER) -> Picture:
    """The picture in a PNG, JPEG, GIF or BMP file, at most `dots` wide, its greys as a pattern (Floyd-Steinberg).

    Clear parts become white. `ValueError` says what is wrong with the file.
    """
    from PIL import Image, UnidentifiedImageError

    if len(file) > _LARGEST_FILE:
        raise ValueError(told("the picture is larger than 20 MB; save it smaller"))
    try:
        found = Image.open(BytesIO(file), formats=("PNG", "JPEG", "GIF", "BMP"))
        if found.width * found.height > _MOST_DOTS:
            raise ValueError(told("the picture has more than 40 million dots; save it smaller"))
        clear = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError) as unreadable:
        raise ValueError(told("this is no picture; choose a PNG, JPEG, GIF or BMP file")) from unreadable
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    grey = paper.convert("L")
    scale = min(1.0, dots / grey.width, HIGHEST_PICTURE / grey.height)
    size = (max(1, int(grey.width * scale)), max(1, int(grey.height * scale)))
    black = grey.resize(size, Image.Resampling.LANCZOS).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
    return picture_of(*size, packed(black), align)


def packed(black: Image) -> bytes:
    """Rows of a black and white picture, 1 for black."""
    from PIL import Image, ImageOps

    return ImageOps.invert(black.convert("L")).convert("1", dither=Image.Dither.NONE).tobytes()


@lru_cache(maxsize=8)
def drawn(picture: Picture) -> Image:
    """The picture in shades of grey, for eyes and for printers alike; kept, because every receipt begins with it."""
    from PIL import Image, ImageOps

    size = (picture.width, picture.height)
    return ImageOps.invert(Image.frombytes("1", size, picture.rows()).convert("L"))


@lru_cache(maxsize=8)
def shrunk(picture: Picture, dots: int) -> Picture:
    """The picture, made smaller where this paper is narrower."""
    from PIL import Image

    if picture.width <= dots:
        return picture
    size = (dots, max(1, picture.height * dots // picture.width))
    smaller = drawn(picture).resize(size, Image.Resampling.LANCZOS).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
    return picture_of(*size, packed(smaller), picture.align)
