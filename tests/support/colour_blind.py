"""Pictures as people see them who lack one kind of cone."""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QImage

Matrix = tuple[tuple[float, float, float], ...]


class Sight(Enum):
    """Kinds of dichromacy: the cones that are missing, as a matrix over linear RGB.

    Source: Vienot, Brettel and Mollon, Digital video colourmaps for checking the legibility of displays by dichromats,
    Color Research and Application 24 (1999), combined with the LMS transform given there.
    """

    PROTANOPIA = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
    DEUTERANOPIA = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


def seen_by(image: QImage, sight: Sight) -> QImage:
    """The picture as it looks to them; as many looks at the same colour cost one."""
    source = image.convertToFormat(QImage.Format.Format_RGB32)
    made = QImage(source.size(), QImage.Format.Format_RGB32)
    known: dict[int, int] = {}
    view, out = memoryview(source.constBits()).cast("B").cast("I"), memoryview(made.bits()).cast("B").cast("I")
    for at, pixel in enumerate(view):
        seen = known.get(pixel)
        if seen is None:
            seen = known[pixel] = _pixel(pixel, sight.value)
        out[at] = seen
    return made


def _pixel(pixel: int, matrix: Matrix) -> int:
    linear = [_linear((pixel >> shift) & 0xFF) for shift in (16, 8, 0)]
    red, green, blue = (_byte(sum(weight * part for weight, part in zip(row, linear, strict=True))) for row in matrix)
    return 0xFF000000 | red << 16 | green << 8 | blue


def _linear(byte: int) -> float:
    part = byte / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _byte(linear: float) -> int:
    part = min(1.0, max(0.0, linear))
    return round(255 * (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
