"""What the store's own barcodes say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.barcodes import (
    DEFAULT_LAYOUTS,
    Carries,
    Layout,
    OwnCode,
    check_digit,
    is_gtin,
    layouts_of,
    own_code,
)
from aura_terminal.domain.errors import Rule, RuleBroken


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452", "10614141543219"])
def test_codes_of_the_trade_have_a_right_check_digit(code: str) -> None:
    assert is_gtin(code)
    assert not is_gtin(code[:-1] + str((int(code[-1]) + 1) % 10))


@pytest.mark.parametrize("text", ["", "abc", "400638133393", "4006381333932", "٤٠٠٦٣٨١٣٣٣٩٣١"])
def test_what_is_no_such_code_is_told_apart(text: str) -> None:
    assert not is_gtin(text)


def test_a_weight_and_a_price_are_read_by_layout() -> None:
    assert own_code(_whole("211234501250"), DEFAULT_LAYOUTS) == OwnCode("12345", Carries.WEIGHT, 1250)
    assert own_code(_whole("221234501299"), DEFAULT_LAYOUTS) == OwnCode("12345", Carries.PRICE, 1299)


def test_a_store_may_lay_its_codes_out_otherwise() -> None:
    layouts = layouts_of(("28IIIIXWWWWWC",))
    assert own_code(_whole("281234700745"), layouts) == OwnCode("1234", Carries.WEIGHT, 745)
    assert own_code(_whole("211234501250"), layouts) is None


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "21123", "21123450125ab", "2712345012508"])
def test_other_codes_are_nobodys_labels(code: str) -> None:
    assert own_code(code, DEFAULT_LAYOUTS) is None


def test_a_misread_label_is_refused_not_sold() -> None:
    right = _whole("211234501250")
    with pytest.raises(RuleBroken) as refused:
        own_code(right[:-1] + str((int(right[-1]) + 1) % 10), DEFAULT_LAYOUTS)
    assert refused.value.rule is Rule.BARCODE_MISREAD


@given(digits=st.text("0123456789", min_size=10, max_size=10), place=st.integers(2, 11), other=st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits: str, place: int, other: int) -> None:
    code = _whole(f"21{digits}")
    wrong = f"{code[:place]}{(int(code[place]) + other) % 10}{code[place + 1 :]}"
    with pytest.raises(RuleBroken):
        own_code(wrong, DEFAULT_LAYOUTS)


@pytest.mark.parametrize(
    "signs", ["", "21IIIIIWWWWW", "31IIIIIWWWWWC", "21IIIIIIIIIIC", "21WWWWWWWWWWC", "21IIIIIWWPPPC", "21iiiiiwwwwwc"]
)
def test_a_layout_that_makes_no_sense_is_refused(signs: str) -> None:
    with pytest.raises(ValueError, match="no layout"):
        Layout(signs)


def test_a_prefix_means_one_thing() -> None:
    with pytest.raises(ValueError, match="same prefix"):
        layouts_of(("21IIIIIWWWWWC", "21IIIIIPPPPPC"))


def _whole(digits: str) -> str:
    return digits + check_digit(digits)
