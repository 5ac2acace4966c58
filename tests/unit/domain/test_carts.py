"""A slice of the cart campaign with every run of the tests, and a proof that the campaign can fail."""

from dataclasses import replace
from random import Random

import pytest

from aura_terminal.domain.checks import bill_of
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import TaxBreakdown
from tests.campaigns import carts


@pytest.mark.parametrize("seed", [1, 2])
def test_the_parts_of_random_carts_are_the_whole(seed: int) -> None:
    assert carts.run(400, seed) == 400


def test_the_same_seed_gives_the_same_carts() -> None:
    assert list(carts.carts(20, 7)) == list(carts.carts(20, 7))
    assert list(carts.carts(20, 7)) != list(carts.carts(20, 8))


@pytest.mark.parametrize("off", ["net", "tax", "gross"])
def test_a_bill_that_is_a_cent_off_is_told_with_its_cart(off: str) -> None:
    (cart,) = carts.carts(1, 1)
    bill = bill_of(cart.parts, (), cart.terms, cart.currency)
    wrong: Money = getattr(bill.tax, off) + Money(1, cart.currency)
    tax = TaxBreakdown(
        net=wrong if off == "net" else bill.tax.net,
        tax=wrong if off == "tax" else bill.tax.tax,
        gross=bill.tax.gross,
        lines=bill.tax.lines,
    )
    with pytest.raises(carts.PartsDiffer, match="Cart\\("):
        carts.judge(cart, replace(bill, tax=tax, total=wrong if off == "gross" else bill.total), Random(1))


def test_the_command_says_how_many_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert carts.main(["--count", "3", "--seed", "5"]) == 0
    assert capsys.readouterr().out == "seed 5: the parts of 3 carts are the whole\n"
