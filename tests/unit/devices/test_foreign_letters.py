"""Letters of the world on paper: the fonts have them, those from right to left stand in order, Arabic is joined."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.paper import Align, Cell, Columns, PaperDocument, Reading, Style, text_line
from devices.printers.bidi import levels, mirrored, visual_order
from devices.printers.drawing import LINE_HEIGHT, Pen, receipt_fonts
from devices.printers.faces import FACES, Faces
from devices.printers.html import page
from devices.printers.joining import joined_letters
from devices.printers.layout import lay_out
from devices.printers.letters import clean, width
from devices.printers.lines import LetterLine, Span
from devices.printers.plain_text import plain_text
from devices.printers.profiles import GENERIC_80
from devices.printers.sight import fields

MENU = {
    "simplified Chinese": "宫保鸡丁麻婆豆腐北京烤鸭小笼包炒饭酸辣汤谢谢光临",
    "traditional Chinese": "滷肉飯牛肉麵蚵仔煎珍珠奶茶謝謝光臨鳳梨酥臭豆腐",
    "Japanese": "鉄火丼とお味噌汁ラーメン餃子天ぷら寿司ありがとうございました",
    "Korean": "김치찌개와 공기밥 불고기 비빔밥 감사합니다 뷁",
    "Arabic": "قهوة شاي بالنعناع حمص فلافل شاورما مرحبا بكم",
    "Persian": "چلو کباب گوشت پیتزا ژله",
    "Hebrew": "חומוס טחינה פלאפל שווארמה תודה ולהתראות",
    "Greek": "Σουβλάκι χοιρινό μουσακάς ευχαριστούμε Ά ΐ",
    "Cyrillic": "Борщ со сметаной пельмени спасибо Її Ґґ Љљ",
    "Latin": "Crème brûlée piña żurek Đorđe Ħobż smørrebrød ğüşöçı œuf € ₺ ₪ £ ¥",
}


@pytest.mark.parametrize("language", MENU)
def test_the_fonts_have_every_letter_of_a_menu(language: str) -> None:
    assert Faces(receipt_fonts()).missing(joined_letters(clean(MENU[language]))) == ""


@pytest.mark.parametrize("language", MENU)
@pytest.mark.parametrize("style", [Style(), Style(bold=True)], ids=["plain", "bold"])
def test_no_letter_is_drawn_as_an_empty_box(language: str, style: Style) -> None:
    pen = Pen(receipt_fonts(), 576)
    box = pen.line(LetterLine((Span("\U0001e900", style),)))
    for letter in set(joined_letters(clean(MENU[language]))) - {" "}:
        drawn = pen.line(LetterLine((Span(letter, style),)))
        assert drawn.getextrema() != (255, 255), unicodedata.name(letter)
        assert drawn.tobytes() != box.tobytes(), unicodedata.name(letter)


def test_all_common_ideographs_and_every_hangul_syllable_are_there() -> None:
    faces = Faces(receipt_fonts())
    assert faces.missing("".join(map(chr, range(0x4E00, 0x9FF0)))) == ""
    assert faces.missing("".join(map(chr, range(0xAC00, 0xD7A4)))) == ""


def test_the_fonts_stay_small_and_each_brings_its_licence() -> None:
    files = {
        file.name
        for face in FACES
        for file in (receipt_fonts() / (face.regular), receipt_fonts() / (face.bold or face.regular))
    }
    assert sum((receipt_fonts() / name).stat().st_size for name in files) < 8_000_000
    for licence in ("LICENSE-Noto.txt", "LICENSE-IBM-Plex.txt"):
        assert "SIL Open Font License, Version 1.1" in (receipt_fonts() / licence).read_text(encoding="utf-8")


def in_sight(text: str) -> str:
    """The letters from left to right, unshaped."""
    found = levels(list(text))
    return "".join(mirrored(text[place]) if found[place] % 2 else text[place] for place in visual_order(found))


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("אבג 12 דה", "הד 12 גבא"),
        ("אבג 12.50 דה", "הד 12.50 גבא"),
        ("Menu אבג דה end", "Menu הד גבא end"),
        ("אבג (latte)", "(latte) גבא"),
        ("אבג (דה)", "(הד) גבא"),
        ("2 x אבג (דה)", "2 x (הד) גבא"),
        ("2 x אבג (tea)", "2 x גבא (tea)"),
        ("Menu (אב) end", "Menu (בא) end"),
        ("قهوة 2", "2 ةوهق"),
        ("12 € אב", "בא € 12"),
        ("אב!", "!בא"),
    ],
)
def test_letters_from_right_to_left_stand_in_order(said: str, seen: str) -> None:
    assert in_sight(said) == seen


@given(st.text(alphabet="abc אבג قهو 12.,()€-", max_size=20))
def test_putting_in_order_loses_nothing(text: str) -> None:
    assert sorted(visual_order(levels(list(text)))) == list(range(len(text)))


def test_arabic_letters_take_the_form_that_fits_their_neighbours() -> None:
    names = [unicodedata.name(letter) for letter in joined_letters("سلام")]
    assert names == [
        "ARABIC LETTER SEEN INITIAL FORM",
        "ARABIC LIGATURE LAM WITH ALEF FINAL FORM",
        "ARABIC LETTER MEEM ISOLATED FORM",
    ]
    assert [unicodedata.name(letter) for letter in joined_letters("بيت")] == [
        "ARABIC LETTER BEH INITIAL FORM",
        "ARABIC LETTER YEH MEDIAL FORM",
        "ARABIC LETTER TEH FINAL FORM",
    ]


def test_a_price_never_changes_places_with_an_arabic_name() -> None:
    row = Columns((Cell("شاي"), Cell("3.00 €", Align.RIGHT, width=10)))
    (line,) = lay_out(PaperDocument("test", 1, (row,)), GENERIC_80)
    assert isinstance(line, LetterLine)
    assert [field.is_mixed for field in fields(line)] == [True, False]
    assert "".join(piece.text for piece in fields(line)[-1].pieces).endswith("3.00 €")


def test_plain_text_keeps_the_order_of_reading() -> None:
    row = Columns((Cell("شاي بالنعناع"), Cell("3.00", Align.RIGHT, width=6)))
    assert plain_text(PaperDocument("test", 1, (row,))).startswith("شاي بالنعناع")


def test_emoji_become_words_and_flags_their_letters() -> None:
    assert clean("no 🌶️ ☕ ❄️ 🇩🇪 ✓") == "no [hot pepper] [hot beverage] [snowflake] DE ✓"


def test_marks_are_composed_and_wide_letters_count_twice() -> None:
    assert clean("e\u0301") == "é"
    assert [width(letter) for letter in "a宫カ한\u0301"] == [1, 2, 2, 2, 0]


def test_a_line_as_wide_as_the_paper_is_drawn_as_wide_as_the_paper() -> None:
    lines = lay_out(PaperDocument("test", 1, (text_line("宫" * 24 + "保"),)), GENERIC_80)
    assert [line.columns for line in lines if isinstance(line, LetterLine)] == [48, 2]
    assert Pen(receipt_fonts(), 576).line(LetterLine((Span("宫" * 24),))).size == (576, LINE_HEIGHT)


def test_a_choice_that_needs_two_lines_stays_as_far_in_as_it_began() -> None:
    row = Columns((Cell("     1 x Olive oil from Puglia"), Cell("1.50", Align.RIGHT, width=6)))
    lines = lay_out(PaperDocument("test", 1, (row,)), replace(GENERIC_80, columns=28, dots=336))
    assert [line.text.rstrip() for line in lines if isinstance(line, LetterLine)] == [
        "     1 x Olive oil      1.50",
        "     from Puglia",
    ]


def test_a_paper_read_from_right_to_left_begins_at_its_right_edge() -> None:
    blocks = (
        Columns((Cell("2 x شاي"), Cell("3.00", Align.RIGHT, width=10))), text_line("شاي"), text_line("Aurora"),
        text_line("Aurora", align=Align.CENTER),
    )  # fmt: skip
    document = PaperDocument("test", 1, blocks, Reading.RIGHT_TO_LEFT)
    row, *others = (line for line in lay_out(document, GENERIC_80) if isinstance(line, LetterLine))
    columns = GENERIC_80.columns
    price, *_, name = fields(row)
    assert price.pieces[0].text.strip() == "3.00"
    assert (row.columns, name.begins_right) == (columns, True)
    assert [piece.text.strip() for piece in name.pieces if not piece.is_joined and piece.text.strip()] == ["x", "2"]
    assert [line.text.startswith(" ") for line in others] == [True, True, True]
    assert [line.columns for line in others] == [columns, columns, (columns + len("Aurora")) // 2]


def test_a_page_says_from_where_it_is_read() -> None:
    document = PaperDocument("test", 1, (text_line("2 x شاي"),), Reading.RIGHT_TO_LEFT)
    assert '<bdi dir="rtl">2 x شاي</bdi>' in page(document, title="Test")
