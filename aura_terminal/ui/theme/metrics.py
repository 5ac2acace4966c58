"""Millimetres to logical pixels: a finger does not shrink with the pixels."""

from dataclasses import dataclass
from math import hypot

MILLIMETRES_PER_INCH = 25.4
LEAST_TARGET_PIXELS = 48
LEAST_HASTY_PIXELS = 64
LEAST_TARGET_MILLIMETRES = 9.0


@dataclass(frozen=True, slots=True)
class Metrics:
    """A screen's size in logical pixels and its true diagonal in inches, set by the shop (monitors misreport it).

    `least_pixels` is what no target is smaller than: more where hands are greasy or a queue is waiting.
    """

    width: int = 1366
    height: int = 768
    diagonal_inches: float = 15.6
    least_pixels: int = LEAST_TARGET_PIXELS

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or self.diagonal_inches <= 0:
            raise ValueError(f"a screen of {self.width} x {self.height} at {self.diagonal_inches} inches cannot be")

    @property
    def pixels_per_inch(self) -> float:
        """Logical pixels on one inch of the screen."""
        return hypot(self.width, self.height) / self.diagonal_inches

    def pixels(self, millimetres: float) -> int:
        """That length in whole logical pixels."""
        return round(millimetres * self.pixels_per_inch / MILLIMETRES_PER_INCH)

    def target(self, millimetres: float = LEAST_TARGET_MILLIMETRES) -> int:
        """The side of a touch target of that length: never under 9 mm, never under `least_pixels`."""
        return max(self.least_pixels, self.pixels(max(millimetres, LEAST_TARGET_MILLIMETRES)))
