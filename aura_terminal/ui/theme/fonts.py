"""The bundled type: Inter with tabular figures, the same glyphs on every machine."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from aura_terminal.ui.theme.tokens import TextStyle

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf", "InterDisplay-Bold.ttf")
FAMILY = {"text": "Inter", "display": "Inter Display"}
FURTHER = ("Noto Sans Arabic", "Aura Receipt Wide")
"""Families that letters come from which Inter lacks, once they are loaded; the system's after them."""
OF_LANGUAGE = {
    "ar": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-SemiBold.ttf", "NotoSansArabic-Bold.ttf"),
    "zh": ("ReceiptWide-Regular.otf",),
}
TABULAR = QFont.Tag("tnum")


class FontError(RuntimeError):
    """A bundled font file is absent or unreadable; the installation is incomplete."""


@cache
def load_fonts() -> None:
    """Registers the bundled fonts, once per process; needs a QApplication. Raises FontError."""
    for name in FILES:
        load_font(FONTS / name)


@cache
def load_fonts_of(language: str) -> None:
    """Registers what a language needs beside Inter, once per process. Raises FontError."""
    for name in OF_LANGUAGE.get(language, ()):
        load_font(FONTS / name)


def load_font(path: Path) -> str:
    """Registers one font file and returns its family. Raises FontError."""
    number = QFontDatabase.addApplicationFont(str(path))
    if number < 0:
        raise FontError(f"cannot read the font {path.name}")
    return QFontDatabase.applicationFontFamilies(number)[0]


def make_font(style: TextStyle, scale: float = 1.0) -> QFont:
    """A font of that style; digits share one width, so a number that changes does not shift its neighbours."""
    font = QFont()
    font.setFamilies([FAMILY[style.family], *FURTHER])
    font.setPixelSize(max(1, round(style.size * scale)))
    font.setWeight(QFont.Weight(style.weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setFeature(TABULAR, 1)
    return font
