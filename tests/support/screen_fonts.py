"""Makes the Arabic fonts of screens again: `python -m tests.support.screen_fonts FOLDER OUT`, with fonttools.

FOLDER is the unpacked npm package `@fontsource/noto-sans-arabic` 5.3.0.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
LETTERS = (0x20, 0xA0, *range(0x600, 0x700), *range(0x200C, 0x2010), *range(0x2066, 0x206A))


ASCENT, DESCENT = 1000, -420
"""Of a thousand: room for every letter and sign of a vowel. The font's own line is twice that, for marks of recitation
that no till prints; a row that holds a Latin and an Arabic name would be half as tall again."""


def main(folder: Path, out: Path) -> None:
    """Write a font for each weight: the letters of Arabic, Persian and Urdu with all that joins and places them."""
    subset: Any = import_module("fontTools.subset")  # has no types, and is no dependency of the project
    for weight, name in WEIGHTS.items():
        options = subset.Options()
        options.layout_features, options.notdef_outline, options.name_IDs = ["*"], True, ["*"]
        font = subset.load_font(str(folder / "files" / f"noto-sans-arabic-arabic-{weight}-normal.woff"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
        font.flavor = None
        fit_line(font)
        subset.save_font(font, str(out / f"NotoSansArabic-{name}.ttf"), options)


def fit_line(font: Any) -> None:
    """Have its lines be as tall as its letters."""
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, DESCENT, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ASCENT, DESCENT, 0
    table.usWinAscent, table.usWinDescent = ASCENT, -DESCENT


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
