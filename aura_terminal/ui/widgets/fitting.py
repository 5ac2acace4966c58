"""Words made to fit: shortened with an ellipsis or broken into a few lines; remembered, for measuring text is slow."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

REMEMBERED = 4096
SMALLER, LEAST_PIXELS = 0.82, 12


@lru_cache(maxsize=64)
def metrics_of(font: QFont) -> QFontMetricsF:
    """The measures of a font."""
    return QFontMetricsF(font)


@lru_cache(maxsize=REMEMBERED)
def width_of(words: str, font: QFont) -> float:
    """How wide the words are on one line, in logical pixels."""
    return metrics_of(font).horizontalAdvance(words)


@lru_cache(maxsize=REMEMBERED)
def one_line(words: str, font: QFont, width: int) -> str:
    """The words, shortened at the end with an ellipsis where they are wider than `width`."""
    if width_of(words, font) <= width:
        return words
    return metrics_of(font).elidedText(words, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=REMEMBERED)
def fitting_font(words: str, font: QFont, width: int) -> QFont:
    """The font; where the words are wider in it than `width`, the same a size smaller."""
    if width_of(words, font) <= width:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(min(font.pixelSize(), max(LEAST_PIXELS, round(font.pixelSize() * SMALLER))))
    return smaller


@lru_cache(maxsize=REMEMBERED)
def some_lines(words: str, font: QFont, width: int, most: int, first: int = 0) -> tuple[str, ...]:
    """The words broken at spaces into at most `most` lines; the last one is shortened where they do not fit.

    `first` is the width of the first line where something stands beside it; 0 means the same width.
    """
    lines: list[str] = []
    rest = [word for word in words.split(" ") if word]
    room = first or width
    while rest and len(lines) < most - 1:
        taken = 1
        while taken < len(rest) and width_of(" ".join(rest[: taken + 1]), font) <= room:
            taken += 1
        lines.append(one_line(" ".join(rest[:taken]), font, room))
        rest = rest[taken:]
        room = width
    if rest:
        lines.append(one_line(" ".join(rest), font, width))
    return tuple(lines)
