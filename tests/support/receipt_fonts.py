"""Makes the receipt fonts again: `python -m tests.support.receipt_fonts FOLDER OUT`, with the package fonttools.

FOLDER holds the unpacked Debian packages fonts-noto-cjk 20220127, fonts-noto-core and fonts-noto-mono 20201225-1
(`dpkg-deb -x PACKAGE FOLDER`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

_DROPPED = ["DSIG", "vhea", "vmtx", "VORG", "BASE", "STAT", "GDEF"]
_SIMPLIFIED_CHINESE = 2  # its place in the collection


def letters_of(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """Every letter of a double-byte character set."""
    pairs = [bytes([lead, trail]) for lead in leads for trail in trails]
    return {ord(letter) for pair in pairs for letter in pair.decode(codec, errors="ignore")}


def wide_letters() -> set[int]:
    """What stands two columns wide and may be on a menu."""
    sets = (
        letters_of("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)),
        letters_of("euc_jp", range(0xA1, 0xF5), range(0xA1, 0xFF)),
        letters_of("big5", range(0xA1, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    )
    found = {point for one in sets for point in one if 0x3400 <= point <= 0x9FFF}
    signs = {point for one in sets[:2] for point in one if 0x2000 <= point < 0x3000}
    blocks = (
        (0x4E00, 0xA000),
        (0xAC00, 0xD7A4),
        (0x3000, 0x3040),
        (0x3041, 0x3100),
        (0xFF01, 0xFFEF),
        (0x3131, 0x3164),
    )
    return found | signs | {point for first, end in blocks for point in range(first, end)}


def make(source: Path, out: Path, points: set[int], family: str, weight: str, number: int = -1) -> None:
    """Write a subset without hinting and layout, under a name of its own."""
    subset: Any = import_module("fontTools.subset")  # has no types, and is no dependency of the project
    options = subset.Options()
    options.layout_features, options.name_IDs, options.notdef_outline = [], ["*"], True
    options.hinting, options.font_number, options.legacy_kern = False, number, False
    options.drop_tables += _DROPPED
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    said = {
        1: family,
        2: weight,
        4: f"{family} {weight}",
        6: f"{family.replace(' ', '')}-{weight}",
        16: family,
        17: weight,
    }
    for record in list(font["name"].names):
        if record.nameID in said:
            record.string = said[record.nameID]
        elif record.nameID not in (0, 5, 7, 8, 9, 11, 12, 13, 14):
            font["name"].names.remove(record)
    subset.save_font(font, str(out), options)


def main(folder: Path, out: Path) -> None:
    """Make all seven files."""
    fonts = folder / "usr" / "share" / "fonts"
    true_type = fonts / "truetype" / "noto"
    plex = set(import_module("fontTools.ttLib").TTFont(out / "ReceiptMono-Regular.ttf").getBestCmap())
    mono = set(import_module("fontTools.ttLib").TTFont(true_type / "NotoSansMono-Regular.ttf").getBestCmap())
    ranges = ((0x20, 0x7F), (0x600, 0x700), (0x750, 0x780), (0xFB50, 0xFDFE), (0xFE70, 0xFEFD))
    arabic = {point for first, end in ranges for point in range(first, end)}
    hebrew = {0x20, 0x20AA, *range(0x590, 0x600), *range(0xFB1D, 0xFB50)}
    collection = fonts / "opentype" / "noto" / "NotoSansCJK-Regular.ttc"
    wide = out / "ReceiptWide-Regular.otf"
    make(collection, wide, wide_letters(), "Aura Receipt Wide", "Regular", _SIMPLIFIED_CHINESE)
    for weight in ("Regular", "Bold"):
        for name, source, points in (
            ("Greek", "Mono", mono - plex),
            ("Hebrew", "Hebrew", hebrew),
            ("Arabic", "Arabic", arabic),
        ):
            file = out / f"Receipt{name}-{weight}.ttf"
            make(true_type / f"NotoSans{source}-{weight}.ttf", file, points, f"Aura Receipt {name}", weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
