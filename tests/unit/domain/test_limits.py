"""Text and reasons are kept within bounds."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import label_after_restore
from aura_terminal.domain.limits import LONGEST_NOTE, reason_given, tidy


def test_half_a_character_is_left_out_and_the_rest_can_be_written() -> None:
    assert tidy("no \ud83d salt 🌶").encode() == "no salt 🌶".encode()


def test_a_text_too_long_is_refused_with_both_lengths() -> None:
    with pytest.raises(RuleBroken) as refused:
        tidy("x" * (LONGEST_NOTE + 1))
    assert refused.value.details == {"longest": LONGEST_NOTE, "length": LONGEST_NOTE + 1}


@pytest.mark.parametrize("said", ["", "  \t\n"])
def test_nothing_is_no_reason(said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        reason_given(said)
    assert refused.value.rule is Rule.REASON_NEEDED


@pytest.mark.parametrize(
    ("before", "after"), [("R1", "R1B"), ("R1B", "R1C"), ("R12Y", "R12Z"), ("R1Z", "R1ZB"), ("BAR", "BARB")]
)
def test_a_restored_terminal_gets_a_label_of_its_own(before: str, after: str) -> None:
    assert label_after_restore(before) == after
