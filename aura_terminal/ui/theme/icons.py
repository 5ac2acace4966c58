"""Icons drawn from one icon font, by name; no SVG is parsed while the terminal starts."""

import tomllib
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from aura_terminal.ui.theme.fonts import FontError, load_font

ICONS = Path(__file__).parents[3] / "resources" / "icons"
CENTRE = Qt.AlignmentFlag.AlignCenter.value


class IconError(KeyError):
    """No icon of that name is in `resources/icons/codepoints.toml`."""


@cache
def icon_glyphs() -> dict[str, str]:
    """Every icon's name with the character that draws it. Raises FontError."""
    path = ICONS / "codepoints.toml"
    if not path.is_file():
        raise FontError(f"cannot read the icon names {path.name}")
    table = tomllib.loads(path.read_text("utf-8"))
    return {name: chr(int(str(code), 16)) for name, code in table.items()}


@cache
def _family() -> str:
    return load_font(ICONS / "lucide.ttf")


@cache
def _font(size: int) -> QFont:
    font = QFont(_family())
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def glyph(name: str) -> str:
    """The character of one icon. Raises IconError."""
    try:
        return icon_glyphs()[name]
    except KeyError:
        raise IconError(name) from None


def draw_icon(painter: QPainter, box: QRectF, name: str, color: QColor) -> None:
    """Draws the icon as large as the shorter side of the box, in its middle."""
    painter.setFont(_font(max(1, round(min(box.width(), box.height())))))
    painter.setPen(color)
    painter.drawText(box, CENTRE | Qt.TextFlag.TextDontClip.value, glyph(name))


class IconCache:
    """Pixmaps of icons for controls that want one; forgotten when the theme changes."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def pixmap(self, name: str, size: int, color: QColor, ratio: float) -> QPixmap:
        """The icon in a square of that many logical pixels, sharp at the screen's pixel ratio."""
        key = (name, size, color.rgba(), ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = _drawn(name, size, color, ratio)
        return found

    def icon(self, name: str, size: int, color: QColor, ratio: float) -> QIcon:
        """The same as a QIcon, for Qt's own controls."""
        return QIcon(self.pixmap(name, size, color, ratio))

    def clear(self) -> None:
        """Forgets every pixmap."""
        self._pixmaps.clear()


def _drawn(name: str, size: int, color: QColor, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    draw_icon(painter, QRectF(0, 0, size, size), name, color)
    painter.end()
    return pixmap
