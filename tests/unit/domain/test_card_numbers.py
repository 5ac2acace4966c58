"""No card number and no track stays in a text that is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.card_numbers import mask_cards, without_cards
from aura_terminal.domain.limits import tidy

VISA, MASTERCARD, AMEX = "4111111111111111", "5555555555554444", "378282246310005"


@pytest.mark.parametrize("number", [VISA, MASTERCARD, AMEX, "4111 1111 1111 1111", "4111-1111-1111-1111"])
def test_a_card_number_keeps_its_last_four_digits_only(number: str) -> None:
    digits = number.replace(" ", "").replace("-", "")
    assert without_cards(f"card {number} said") == f"card [card {digits[-4:]}] said"


@pytest.mark.parametrize(
    "track",
    [
        f"%B{VISA}^ROSSI/MARTA^29121010000000000?",
        f";{VISA}=29121010000012300000?",
        f";{MASTERCARD}=2912",
        f"%b{AMEX}^A/B^2912",
    ],
)
def test_a_track_goes_whole_with_its_name_and_expiry(track: str) -> None:
    masked, count = mask_cards(f"read {track} ok")
    assert count == 1
    assert not [secret for secret in ("2912", "ROSSI", VISA[:6]) if secret in masked]


def test_a_note_somebody_types_keeps_no_card_number() -> None:
    assert tidy(f" pays  with {VISA}, later ") == "pays with [card 1111], later"


@given(st.text(max_size=60))
def test_what_was_masked_once_holds_nothing_more_to_mask(text: str) -> None:
    once = without_cards(text)
    assert mask_cards(once) == (once, 0)


def test_the_reference_of_a_payment_is_no_card_although_digits_of_its_id_check() -> None:
    reference = "R1-137/01a20200-0008-7334-ba1c-2a85ed3e9db7"
    assert mask_cards(reference) == (reference, 0)
    assert mask_cards(f"1/{VISA}")[1] == 1
