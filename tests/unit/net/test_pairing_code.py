"""The code a person carries: easy to type, hard to guess."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.net.pairing_code import ALPHABET, SIGNS, new_code, read_code, stretched


def test_a_code_has_fifty_bits() -> None:
    assert len(ALPHABET) ** SIGNS == 2**50


def test_a_code_reads_as_it_is_shown() -> None:
    code = new_code(secrets.randbelow)
    assert len(code) == SIGNS + 1
    assert code[5] == "-"
    assert read_code(code) == code.replace("-", "")


@pytest.mark.parametrize("typed", ["7k2qd-0xv9m", "7K2QD0XV9M", " 7K2QD 0XV9M ", "7K2QD-OXV9M", "7k2qd-oxv9m"])
def test_case_spaces_and_look_alikes_do_not_matter(typed: str) -> None:
    assert read_code(typed) == "7K2QD0XV9M"


@pytest.mark.parametrize("typed", ["", "7K2QD", "7K2QD-0XV9", "7K2QD-0XV9MM", "7K2QD-0XV9U", "7K2QD-0XV9\u00e9"])
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match="10 letters and digits"):
        read_code(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    try:
        assert set(read_code(typed)) <= set(ALPHABET)
    except ValueError:
        return


def test_the_same_code_gives_another_key_with_another_salt() -> None:
    one, other = (stretched("7K2QD-0XV9M", salt * 16) for salt in (b"a", b"b"))
    assert one != other
    assert stretched("7k2qd0xv9m", b"a" * 16) == one
