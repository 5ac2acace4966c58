"""Grey pictures as the dots of one printer's command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.printers import commands
from devices.printers.pictures import packed
from devices.printers.profiles import Raster

if TYPE_CHECKING:
    from PIL.Image import Image

_BLACK_BELOW, _BLACK_PIN_BELOW = 128, 190  # fine strokes must survive where dots are few
_NEEDLES = 8
_PIN_ROWS = 9, 20  # pins are 72 to the inch from top to bottom and 160 from side to side


def raster(picture: Image, kind: Raster) -> bytes:
    """The picture's bytes; needle printers get it lower, because their dots are."""
    from PIL import Image

    if kind is Raster.EIGHT_PINS:
        lower = (picture.width, -(-picture.height * _PIN_ROWS[0] // _PIN_ROWS[1]))
        black = black_and_white(picture.resize(lower, Image.Resampling.BOX), _BLACK_PIN_BELOW)
        return commands.raster_columns(black.width, bands(black, _NEEDLES), pins=_NEEDLES)
    black = black_and_white(picture)
    if kind is Raster.COLUMNS:
        return commands.raster_columns(black.width, bands(black, 24), pins=24)
    return without_real_time_commands(commands.raster_rows(black.width, black.height, packed(black)))


def black_and_white(picture: Image, black_below: int = _BLACK_BELOW) -> Image:
    """Every dot black or white, none in between."""
    return picture.point(lambda shade: 0 if shade < black_below else 255).convert("1")


def bands(black: Image, pins: int) -> list[bytes]:
    """Bands of so many rows, each column by column, the topmost dot as the highest bit."""
    from PIL import Image

    found = []
    for top in range(0, black.height, pins):
        band = Image.new("1", (black.width, pins), 1)
        band.paste(black.crop((0, top, black.width, min(top + pins, black.height))), (0, 0))
        upright = band.transpose(Image.Transpose.TRANSPOSE)
        found.append(without_real_time_commands(packed(upright)))
    return found


def without_real_time_commands(picture: bytes) -> bytes:
    """The picture with one more dot wherever its dots spell a real-time command.

    Printers obey DLE EOT, DLE ENQ and DLE DC4 even in the middle of picture data (Epson's reference, DLE DC4), and the
    last one opens the drawer.
    """
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        picture = picture.replace(command, b"\x11" + command[1:])
    return picture
