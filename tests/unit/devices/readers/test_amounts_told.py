"""An amount a card terminal tells: exact in minor units, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from devices.readers.nexo_words import minor_of


@pytest.mark.parametrize(
    ("told", "minor"), [("0", 0), ("0.00", 0), ("12.5", 1250), ("999999999999.99", 99999999999999)]
)
def test_an_amount_is_exact(told: str, minor: int) -> None:
    assert minor_of(Decimal(told), "EUR") == minor


@pytest.mark.parametrize("told", ["1E+999999999", "-1E+999999999", "1E-999999999", "1000000000000", "0.001", "NaN"])
def test_what_is_none_is_refused_and_not_reckoned_with(told: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        minor_of(Decimal(told), "EUR")
