"""Sealed papers as texts of QR symbols: any order, each checked by itself, nothing taken from what is damaged."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.paper_symbols import (
    ALPHABET,
    LONGEST,
    MOST_SYMBOLS,
    PREFIX,
    Gathering,
    is_symbol,
    read_symbol,
    symbols_of,
)


def gathered(codes: list[str]) -> bytes | None:
    gathering, whole = Gathering(), None
    for code in codes:
        whole = gathering.take(read_symbol(code)) or whole
    return whole


@settings(max_examples=40)
@given(sealed=st.binary(min_size=1, max_size=4000), seed=st.integers(0, 99))
def test_what_was_sealed_is_gathered_from_its_symbols_in_any_order_and_twice(sealed: bytes, seed: int) -> None:
    codes = list(symbols_of(sealed))
    assert codes
    assert all(len(code) <= LONGEST and set(code) <= set(ALPHABET + PREFIX) for code in codes)
    Random(seed).shuffle(codes)
    assert (
        gathered([code.lower() if seed % 2 else f" {code}\r" for code in (*codes[:-1], *codes[:1], *codes)]) == sealed
    )


def test_what_no_paper_can_hold_has_no_symbols() -> None:
    assert symbols_of(bytes(20_000)) == ()
    assert len(symbols_of(bytes(14_000))) <= MOST_SYMBOLS


@pytest.mark.parametrize("damage", [lambda code: code[:-1], lambda code: code[:20] + "0" + code[21:], lambda code: ""])
def test_a_symbol_that_is_cut_off_or_altered_is_refused_in_words(damage: object) -> None:
    (code,) = symbols_of(b"\xff" * 300)
    assert callable(damage)
    with pytest.raises(RuleBroken) as refused:
        read_symbol(damage(code))
    assert refused.value.rule is Rule.PAPER_UNREADABLE


def test_symbols_of_two_papers_are_not_put_together() -> None:
    first, second = (symbols_of(bytes([fill]) * 1500) for fill in (1, 2))
    gathering = Gathering()
    assert gathering.take(read_symbol(first[0])) is None
    assert gathering.take(read_symbol(second[1])) is None
    assert gathering.missing == (1,)
    assert gathering.take(read_symbol(second[0])) == bytes([2]) * 1500


def test_items_badges_and_receipts_are_no_symbols() -> None:
    for code in ("2100000000012", "R1-042", "%badge?", "https://aurora.example/r/R1-042", "QW"):
        assert not is_symbol(code)
    assert is_symbol("qw1 whatever follows")
