"""How text is cleaned and laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.paper import (
    Align,
    Barcode,
    Block,
    Cell,
    Columns,
    Feed,
    PaperDocument,
    QrCode,
    Rule,
    Run,
    Style,
    Symbology,
    Text,
    text_line,
)
from devices.printers.layout import lay_out
from devices.printers.letters import clean, width
from devices.printers.lines import LetterLine, PaperLine
from devices.printers.plain_text import plain_text, text_of
from devices.printers.profiles import GENERIC_80

BIG = Style(width=2, height=2)

words = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n€é漢\x1b"), max_size=60)
styles = st.builds(Style, bold=st.booleans(), width=st.sampled_from([1, 2]), invert=st.booleans())
cells = st.builds(
    Cell,
    words,
    st.sampled_from(Align),
    weight=st.integers(1, 9),
    width=st.none() | st.integers(1, 60),
    style=styles,
)
paragraphs = st.builds(Text, st.lists(st.builds(Run, words, styles), max_size=4).map(tuple), st.sampled_from(Align))
rows = st.builds(Columns, st.lists(cells, min_size=1, max_size=20).map(tuple))


def laid_out(*blocks: Block, columns: int = 48) -> tuple[PaperLine, ...]:
    return lay_out(PaperDocument("test", 1, blocks), replace(GENERIC_80, columns=columns, dots=12 * columns))


def letters(lines: Iterable[PaperLine]) -> list[str]:
    return [line.text for line in lines if isinstance(line, LetterLine)]


def inked(text: str) -> str:
    """The letters without the white between them."""
    return "".join(text.split(" ")).replace("\n", "")


@given(words)
def test_clean_text_holds_no_control_character(text: str) -> None:
    assert all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs") or letter == "\n" for letter in clean(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no onions \x1bp\x00\x32\x32", "no onions p22"),
        ("e\u0301", "é"),
        ("a\u00a0b\tc", "a b c"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\N{HOT PEPPER}\ufe0f!", "[hot pepper]!"),
        ("ok \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}", "ok [thumbs up sign]"),
        ("\u202eevil\u202c", "evil"),
    ],
)
def test_what_a_person_typed_is_cleaned(typed: str, meant: str) -> None:
    assert clean(typed) == meant


@pytest.mark.parametrize(("letter", "columns"), [("a", 1), ("é", 1), ("漢", 2), ("한", 2), ("\u0323", 0)])
def test_letters_know_how_wide_they_stand(letter: str, columns: int) -> None:
    assert width(letter) == columns


@given(st.lists(paragraphs | rows, max_size=5), st.sampled_from([32, 42, 48]))
def test_no_line_is_wider_than_the_paper(blocks: list[Block], columns: int) -> None:
    for line in laid_out(*blocks, columns=columns):
        assert isinstance(line, LetterLine)
        assert line.columns <= columns


@given(paragraphs, st.sampled_from([32, 42, 48]))
def test_no_letter_of_a_paragraph_is_lost(paragraph: Text, columns: int) -> None:
    written = "".join(letters(laid_out(paragraph, columns=columns)))
    assert inked(written) == inked("".join(clean(run.text) for run in paragraph.runs))


@given(st.lists(cells, min_size=1, max_size=20), st.sampled_from([32, 48]))
def test_no_letter_of_a_row_is_lost(row: list[Cell], columns: int) -> None:
    written = "".join(letters(laid_out(Columns(tuple(row)), columns=columns)))
    expected = "".join(inked(clean(cell.text)) for cell in row)
    assert sorted(inked(written)) == sorted(expected)


def test_a_paragraph_breaks_between_words() -> None:
    assert letters(laid_out(text_line("one two three four"), columns=9)) == ["one two", "three", "four"]


def test_a_word_wider_than_the_paper_is_broken() -> None:
    assert letters(laid_out(text_line("abcdefghij"), columns=4)) == ["abcd", "efgh", "ij"]


def test_an_empty_line_in_a_note_stays_empty() -> None:
    assert letters(laid_out(text_line("a\n\nb"))) == ["a", "", "b"]


def test_an_indent_is_kept_on_every_line() -> None:
    assert letters(laid_out(text_line("  no onions please"), columns=12)) == ["  no onions", "  please"]


def test_large_letters_take_twice_the_room() -> None:
    (line,) = laid_out(text_line("TOTAL", style=BIG, align=Align.CENTER), columns=20)
    assert isinstance(line, LetterLine)
    assert (line.text, line.columns, line.height) == ("     TOTAL", 15, 2)


def test_amounts_stand_at_the_right_edge() -> None:
    row = Columns((Cell("2", width=3), Cell("Burger with bacon and onions"), Cell("9.50", Align.RIGHT, width=6)))
    assert letters(laid_out(row, columns=24)) == [
        "2   Burger with     9.50",
        "    bacon and",
        "    onions",
    ]


def test_a_row_too_full_for_its_paper_stands_one_below_the_other() -> None:
    row = Columns(tuple(Cell(f"cell{number}") for number in range(12)))
    assert letters(laid_out(row, columns=32)) == [f"cell{number}" for number in range(12)]


def test_a_row_drawn_for_wider_paper_shrinks() -> None:
    row = Columns((Cell("name"), Cell("9.50", Align.RIGHT, width=30), Cell("1.00", Align.RIGHT, width=30)))
    (line,) = letters(laid_out(row, columns=32))
    assert line.split() == ["name", "9.50", "1.00"]
    assert len(line) == 32


def test_rules_and_feeds_are_lines_too() -> None:
    assert letters(laid_out(Rule(), Feed(2), columns=8)) == ["--------", "", ""]


@pytest.mark.parametrize(
    "code",
    [
        Barcode("4006381333930", Symbology.EAN13),
        Barcode("\N{ARABIC-INDIC DIGIT FOUR}006381333931", Symbology.EAN13),
        Barcode("ümlaut"),
        Barcode("x" * 41),
        QrCode(""),
        QrCode("x" * 2000),
    ],
)
def test_a_code_that_cannot_be_printed_is_said_in_letters(code: Barcode | QrCode) -> None:
    assert inked("".join(letters(laid_out(code)))) == code.content


def test_a_qr_code_shrinks_to_its_paper() -> None:
    (code,) = laid_out(QrCode("x" * 300, module=12), columns=32)
    assert isinstance(code, QrCode)
    assert 2 <= code.module < 12


def test_plain_text_keeps_large_words_in_the_middle() -> None:
    document = PaperDocument("test", 1, (text_line("AURA", style=BIG, align=Align.CENTER), QrCode("https://a.example")))
    assert plain_text(document, columns=12) == "    AURA\n[qr code: https://a.example]\n"


def test_the_text_of_lines_is_one_line_each() -> None:
    assert text_of(laid_out(text_line("a"), Feed(), text_line("b"))) == "a\n\nb\n"
