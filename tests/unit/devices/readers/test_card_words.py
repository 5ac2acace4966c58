"""What is kept of a terminal's words."""

from __future__ import annotations

import pytest

from devices.readers.card_words import last_four, printable, printable_lines


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Visa  Debit\0", "Visa Debit"),
        ("\x1bp\x00drawer", "p drawer"),
        ("Card 4111 1111 1111 1111", "Card [card 1111]"),
        ("0004111111111111111", "[card 1111]"),
        ("41111111111111110000", "[card 0000]"),
        (";4111111111111111=30121010000?", "[card track]"),
        ("Ref 8816178952380553", "Ref 8816178952380553"),
        ("x" * 200, "x" * 96),
    ],
)
def test_words_are_printable_and_hold_no_card_number(told: str, kept: str) -> None:
    assert printable(told) == kept


def test_lines_keep_their_indent_and_are_not_endless() -> None:
    lines = printable_lines(["   TOTAL\t42.50 ", "4111111111111111"] + ["x"] * 500)
    assert lines[:2] == ("   TOTAL 42.50", "[card 1111]")
    assert len(lines) == 120


@pytest.mark.parametrize(
    ("told", "kept"),
    [("474843 **** 7743", "7743"), ("4111111111111111", "1111"), ("474843EEEEEE7743", "7743"), ("****", ""), ("", "")],
)
def test_of_a_card_number_the_last_four_digits_are_kept(told: str, kept: str) -> None:
    assert last_four(told) == kept
