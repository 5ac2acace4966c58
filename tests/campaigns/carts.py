"""Random carts whose parts must make the whole: tax however counted, splits, coins and the same in any order.

python -m tests.campaigns.carts --count 100000 --seed 1
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

from aura_terminal.domain.checks import Bill, bill_of
from aura_terminal.domain.ids import AttemptId, PaymentId
from aura_terminal.domain.money import Money, RoundingMode, total
from aura_terminal.domain.payments import Payment, Taking, pay_in_cash
from aura_terminal.domain.tax import PricesAre, RoundingScope, Taxable, TaxRate, TaxTerms, tax_of

NOON = datetime(2026, 5, 15, 10, tzinfo=UTC)
PERCENTS = ("0", "2.5", "5", "5.5", "7", "7.75", "8.875", "9.975", "10", "13", "19", "20", "25")
CURRENCIES = ("EUR", "CHF", "JPY", "KWD")
STEPS = (1, 5, 10, 50)


@dataclass(frozen=True, slots=True)
class Cart:
    """What somebody orders, where, and how they part it among themselves."""

    currency: str
    terms: TaxTerms
    parts: tuple[Taxable, ...]
    ways: tuple[int, ...]


class PartsDiffer(AssertionError):
    """The parts of a cart are not the whole; the text holds the cart."""


def carts(count: int, seed: int) -> Iterator[Cart]:
    """So many carts; the same seed gives the same ones."""
    chance = Random(seed)
    for _ in range(count):
        yield _cart(chance)


def _cart(chance: Random) -> Cart:
    currency = chance.choice(CURRENCIES)
    terms = TaxTerms(
        chance.choice(tuple(PricesAre)),
        chance.choice(tuple(RoundingScope)),
        chance.choice(tuple(RoundingMode)),
        chance.choice(STEPS),
    )
    rates = [
        TaxRate(f"r{place}", f"Rate {place}", "ABC"[place], Decimal(chance.choice(PERCENTS))) for place in range(3)
    ]
    parts = tuple(
        Taxable(
            Money(chance.choice((0, 1, 99, chance.randint(1, 2000), chance.randint(1, 2_000_000))), currency),
            tuple(chance.sample(rates, chance.choices((0, 1, 2, 3), weights=(1, 6, 2, 1))[0])),
        )
        for _ in range(chance.randint(1, 15))
    )
    ways = tuple(chance.choice((1, 1, 1, chance.randint(0, 100))) for _ in range(chance.randint(2, 20)))
    return Cart(currency, terms, parts, ways if any(ways) else (1, *ways))


def check(cart: Cart, chance: Random) -> None:
    """Raise PartsDiffer where something does not add up to the smallest unit."""
    judge(cart, bill_of(cart.parts, (), cart.terms, cart.currency), chance)


def judge(cart: Cart, bill: Bill, chance: Random) -> None:
    """Hold a bill to its cart."""
    _must(cart, bill.tax.net + bill.tax.tax == bill.total, "net and tax are not gross")
    _must(cart, sum(line.tax.minor for line in bill.tax.lines) == bill.tax.tax.minor, "rates are not the tax")
    kept = bill.total if cart.terms.prices is PricesAre.INCLUSIVE else bill.tax.net
    _must(cart, kept == bill.subtotal, "menu prices were changed")
    _must(cart, abs(bill.tax.tax.minor - _exact_tax(cart)) <= _roundings(cart), "the tax is too far off")
    shuffled = list(cart.parts)
    chance.shuffle(shuffled)
    _must(cart, tax_of(shuffled, cart.terms, cart.currency) == bill.tax, "the order of the lines matters")
    for whole in (bill.subtotal, bill.tax.net, bill.tax.tax, bill.total):
        shares = whole.split(cart.ways)
        _must(cart, total(shares, cart.currency) == whole, "shares are not the whole")
    _pay_in_parts(cart, bill)


def _pay_in_parts(cart: Cart, bill: Bill) -> None:
    """Each guest pays a share in cash, the last one what is left in coins there are."""
    payments: list[Payment] = []
    for place, share in enumerate(bill.total.split(cart.ways), 1):
        due = bill_of(cart.parts, payments, cart.terms, cart.currency).due
        if not due:
            break
        is_last = place == len(cart.ways)
        tendered = due.rounded_to(cart.terms.cash_step) if is_last else min(share, due)
        if tendered or is_last:
            name = f"p{place}"
            taking = Taking(PaymentId(name), AttemptId(name), NOON, date(2026, 5, 15), "R1")
            payments.append(pay_in_cash(taking, due, tendered, cart.terms.cash_step))
    settled = bill_of(cart.parts, payments, cart.terms, cart.currency)
    in_drawer = total((one.tendered - one.change for one in payments), cart.currency)
    rounding = total((one.rounding for one in payments), cart.currency)
    _must(cart, not settled.due, "something is left to pay")
    _must(cart, in_drawer == settled.paid + rounding, "the drawer does not hold what was paid")


def _exact_tax(cart: Cart) -> Fraction:
    exact = Fraction(0)
    for part in cart.parts:
        percent = sum((Fraction(rate.percent) for rate in part.rates), Fraction(0))
        whole = 100 if cart.terms.prices is PricesAre.EXCLUSIVE else 100 + percent
        exact += part.amount.minor * percent / whole
    return exact


def _roundings(cart: Cart) -> Fraction:
    return Fraction(sum(max(1, len(part.rates)) for part in cart.parts), 2)


def _must(cart: Cart, holds: bool, says: str) -> None:
    if not holds:
        raise PartsDiffer(f"{says}: {cart}")


def run(count: int, seed: int) -> int:
    """Check so many carts; how many there were."""
    chance, checked = Random(seed), 0
    for cart in carts(count, seed):
        check(cart, chance)
        checked += 1
    return checked


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 when every cart adds up, 1 with the first that does not."""
    parser = argparse.ArgumentParser(description="random carts whose parts must make the whole")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    try:
        checked = run(asked.count, asked.seed)
    except PartsDiffer as found:
        print(f"seed {asked.seed}: {found}")
        return 1
    print(f"seed {asked.seed}: the parts of {checked} carts are the whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
