"""The bundled fonts hold what screens and receipts print. Tables are read by the OpenType specification 1.9."""

import struct
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

INTER = ["Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "InterDisplay-Bold"]
RECEIPT = ["ReceiptMono-Regular", "ReceiptMono-Bold"]
SCRIPTS = [f"Receipt{name}-{weight}" for name in ("Greek", "Hebrew", "Arabic") for weight in ("Regular", "Bold")]
SCRIPTS += ["ReceiptWide-Regular"]
PRINTED = "0123456789.,-+%&()#'’·×−–€ÀÁÂÄÇÈÉÌÍÑÒÓÖÙÚÜßàáâäçèéêìíñòóöùúüčćž"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}


def tables(font: Path) -> dict[str, bytes]:
    """The tables of a TrueType file by tag."""
    data = font.read_bytes()
    version, count = struct.unpack_from(">IH", data)
    assert version == 0x00010000, "not a TrueType file"
    found = {}
    for place in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        found[tag.decode("ascii")] = data[offset : offset + length]
    return found


def code_points(cmap: bytes) -> set[int]:
    """Every code point of the Unicode subtables in format 4 or 12."""
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", cmap, 2)[0]):
        offset = struct.unpack_from(">HHI", cmap, 4 + 8 * place)[2]
        kind = struct.unpack_from(">H", cmap, offset)[0]
        if kind == 4:
            found |= segment_points(cmap, offset)
        elif kind == 12:
            for group in range(struct.unpack_from(">I", cmap, offset + 12)[0]):
                first, last, _ = struct.unpack_from(">III", cmap, offset + 16 + 12 * group)
                found.update(range(first, last + 1))
    return found - {0xFFFF}


def segment_points(cmap: bytes, offset: int) -> set[int]:
    """The code points of a format 4 subtable; gaps inside a segment (glyph 0) are left out."""
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", cmap, offset + 14)
    firsts = struct.unpack_from(f">{count}H", cmap, offset + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", cmap, offset + 16 + 4 * count)
    ranges_at = offset + 16 + 6 * count
    found = set()
    for segment, (first, last, delta) in enumerate(zip(firsts, lasts, deltas, strict=True)):
        at = ranges_at + 2 * segment
        step = struct.unpack_from(">H", cmap, at)[0]
        for point in range(first, last + 1):
            if point == 0xFFFF:
                continue
            glyph = point + delta
            if step:
                glyph = struct.unpack_from(">H", cmap, at + step + 2 * (point - first))[0]
            if glyph & 0xFFFF:
                found.add(point)
    return found


def features(gsub: bytes) -> set[str]:
    """The feature tags of a substitution table."""
    offset = struct.unpack_from(">HHHH", gsub)[3]
    count = struct.unpack_from(">H", gsub, offset)[0]
    return {gsub[at : at + 4].decode("ascii") for at in range(offset + 2, offset + 2 + 6 * count, 6)}


@pytest.mark.parametrize("name", INTER + RECEIPT)
def test_a_font_holds_digits_the_euro_and_accented_letters(resources: Path, name: str) -> None:
    points = code_points(tables(resources / "fonts" / f"{name}.ttf")["cmap"])
    assert [letter for letter in PRINTED if ord(letter) not in points] == []
    assert set(range(0x20, 0x7F)) <= points


@pytest.mark.parametrize("name", INTER)
def test_inter_keeps_its_tabular_figures(resources: Path, name: str) -> None:
    assert "tnum" in features(tables(resources / "fonts" / f"{name}.ttf")["GSUB"])


@pytest.mark.parametrize("name", RECEIPT)
def test_the_receipt_font_has_one_width(resources: Path, name: str) -> None:
    post = tables(resources / "fonts" / f"{name}.ttf")["post"]
    assert struct.unpack_from(">I", post, 12)[0] != 0


@pytest.mark.parametrize("name", INTER + RECEIPT)
def test_a_font_has_the_weight_its_file_name_says(resources: Path, name: str) -> None:
    weight = struct.unpack_from(">H", tables(resources / "fonts" / f"{name}.ttf")["OS/2"], 4)[0]
    assert weight == WEIGHTS[name.partition("-")[2]]


def test_the_fonts_together_stay_under_nine_megabytes(resources: Path) -> None:
    fonts = [*(resources / "fonts").glob("*.ttf"), *(resources / "fonts").glob("*.otf")]
    spoken = {f"NotoSansArabic-{weight}" for weight in ("Regular", "SemiBold", "Bold")}
    assert {font.stem for font in fonts} == {*INTER, *RECEIPT, *SCRIPTS, *spoken}
    assert sum(font.stat().st_size for font in fonts) < 9_000_000


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("fonts/LICENSE-Inter.txt", "SIL Open Font License, Version 1.1"),
        ("fonts/LICENSE-IBM-Plex.txt", "SIL Open Font License, Version 1.1"),
        ("fonts/LICENSE-Noto.txt", "SIL Open Font License, Version 1.1"),
        ("icons/LICENSE-Lucide.txt", "ISC License"),
    ],
)
def test_every_licence_travels_with_what_it_covers(resources: Path, licence: str, words: str) -> None:
    assert words in (resources / licence).read_text(encoding="utf-8")


def test_the_icon_font_holds_exactly_the_named_icons(resources: Path, icons: Mapping[str, str]) -> None:
    named = {int(code, 16) for code in icons.values()}
    assert len(named) == len(icons)
    assert code_points(tables(resources / "icons" / "lucide.ttf")["cmap"]) == named


def test_the_application_icon_is_a_square_drawing(resources: Path) -> None:
    drawing = ElementTree.parse(resources / "icons" / "aura-terminal.svg").getroot()
    _, _, width, height = (drawing.get("viewBox") or "").split()
    assert width == height
