"""Prints of pictures: one byte for every square of them, small enough to keep thousands, exact enough to find a word.

A picture that somebody looked at is kept whole beside them for one theme, size and language of each scene.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

from PIL import Image, ImageChops
from PySide6.QtGui import QImage

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
SQUARE = 48
"""Pixels; one square is 0.3 % of the smallest picture."""
FAR, MOST = 8, 0.001
"""Whole pictures: no more than a thousandth of the pixels may differ by more than 8 in a channel."""


def print_of(picture: Image.Image) -> bytes:
    """A byte for every square, row by row."""
    return bytes(crc32(picture.crop(box).tobytes()) & 0xFF for box in squares(*picture.size))


def squares(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of each."""
    for top in range(0, height, SQUARE):
        for left in range(0, width, SQUARE):
            yield left, top, min(left + SQUARE, width), min(top + SQUARE, height)


def seen(image: QImage) -> Image.Image:
    """What Qt painted, without transparency."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    made = Image.frombuffer(
        "RGB", (plain.width(), plain.height()), bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1
    )
    return made.copy()


def accepted(language: str) -> dict[str, bytes]:
    """The prints of a language; empty where nobody accepted any."""
    file = HERE / f"{language}.prints.xz"
    if not file.exists():
        return {}
    return {key: bytes.fromhex(text) for key, text in json.loads(lzma.decompress(file.read_bytes())).items()}


def accept(language: str, prints: Mapping[str, bytes]) -> None:
    """These are right from now on."""
    said = {key: prints[key].hex() for key in sorted(prints)}
    packed = lzma.compress(json.dumps(said, separators=(",", ":")).encode(), preset=9)
    (HERE / f"{language}.prints.xz").write_bytes(packed)


def picture_of(scene: str) -> Path:
    """Where the picture that was looked at lies."""
    return PICTURES / f"{scene}.webp"


def differing(before: Image.Image, now: Image.Image) -> float:
    """The share of pixels that differ by more than an eye forgives; 1 where the sizes do."""
    if before.size != now.size:
        return 1.0
    apart = ImageChops.difference(before, now).split()
    most = ImageChops.lighter(ImageChops.lighter(apart[0], apart[1]), apart[2])
    return sum(most.histogram()[FAR + 1 :]) / (now.width * now.height)


def marked(now: Image.Image, before: bytes) -> Image.Image:
    """The picture with a frame around every square that is not what it was."""
    framed = now.copy()
    for place, (box, byte) in enumerate(zip(squares(*now.size), print_of(now), strict=True)):
        if place >= len(before) or before[place] != byte:
            framed.paste((217, 45, 58), (box[0], box[1], box[2], min(box[1] + 3, box[3])))
            framed.paste((217, 45, 58), (box[0], box[1], min(box[0] + 3, box[2]), box[3]))
    return framed
