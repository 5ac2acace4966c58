"""The key of an encrypted store as people write it down and type it, and the file that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.store.encrypting import key_in, recovery_key
from aura_terminal.store.encryption_mark import MARK, key_name_of, mark_of
from aura_terminal.store.errors import Refused

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_what_was_written_down_is_read_again_however_it_is_parted(key: bytes) -> None:
    said = recovery_key(key)
    assert [len(group) for group in said.split("-")] == [4] * 14
    for typed in (said, said.lower(), said.replace("-", " "), said.replace("-", ""), f"  {said}\n"):
        assert key_in(typed) == key


@given(KEYS, st.integers(0, 55), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_slip_of_the_pen_is_told(key: bytes, at: int, letter: str) -> None:
    said = recovery_key(key).replace("-", "")
    typed = said[:at] + letter + said[at + 1 :]
    if typed != said:
        with pytest.raises(Refused, match="no recovery key"):
            key_in(typed)


def test_only_a_file_that_names_a_key_marks_a_folder_and_those_in_it(tmp_path: Path) -> None:
    inside = tmp_path / "training"
    inside.mkdir()
    for stray in (b"my notes\n", b"", b"\xff" * 100_000, b"store"):
        (tmp_path / MARK).write_bytes(stray)
        assert (mark_of(tmp_path), key_name_of(inside)) == (None, None)
    (tmp_path / MARK).write_bytes(b"store-key:0a1b\n")
    assert (key_name_of(tmp_path), key_name_of(inside)) == ("store-key:0a1b", "store-key:0a1b")
    assert mark_of(inside) == tmp_path / MARK


@pytest.mark.parametrize("typed", ["", "1234", "AAAA-" * 13, "ÄÖÜ", "A" * 10_000])
def test_what_is_no_key_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused, match="no recovery key"):
        key_in(typed)
