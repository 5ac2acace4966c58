"""The key of an encrypted store as people write it down and type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.store.encrypting import key_in, recovery_key
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


@pytest.mark.parametrize("typed", ["", "1234", "AAAA-" * 13, "ÄÖÜ", "A" * 10_000])
def test_what_is_no_key_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused, match="no recovery key"):
        key_in(typed)
