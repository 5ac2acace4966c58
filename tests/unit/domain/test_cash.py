"""Cash: change, part payments and coins, and the notes a guest is likely to hold out."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.denominations import CASH_OF, cash_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, PaymentId
from aura_terminal.domain.money import EXPONENTS, Money
from aura_terminal.domain.payments import Payment, Taking, pay_in_cash, predicted_notes

TAKING = Taking(PaymentId("p"), AttemptId("a"), datetime(2026, 5, 15, 18, tzinfo=UTC), date(2026, 5, 15), "R1")
STEPS = st.sampled_from([1, 5, 10, 50, 100])


def pay(due: int, tendered: int, step: int = 1) -> Payment:
    return pay_in_cash(TAKING, Money(due, "CHF"), Money(tendered, "CHF"), step)


def parts(payment: Payment) -> tuple[int, int, int]:
    return payment.amount.minor, payment.change.minor, payment.rounding.minor


@given(st.integers(1, 10**6), st.integers(1, 2 * 10**6), STEPS)
def test_what_is_tendered_is_change_rounding_and_what_counts_and_never_more_than_is_due(
    due: int, tendered: int, step: int
) -> None:
    payment = pay(due, tendered, step)
    assert payment.tendered - payment.change == payment.amount + payment.rounding + payment.tip
    assert 0 < payment.amount.minor <= due
    assert 0 <= payment.change.minor <= tendered
    assert 2 * abs(payment.rounding.minor) <= step


@given(st.integers(1, 10**6), STEPS, st.lists(st.integers(1, 10**5), max_size=8))
def test_any_part_payments_lead_to_nothing_due(due: int, step: int, tries: list[int]) -> None:
    left = due
    for tendered in tries:
        if left:
            left -= pay(left, tendered, step).amount.minor
    if left:
        last = pay(left, Money(left, "CHF").rounded_to(step).minor, step)
        left -= last.amount.minor
        assert last.change.minor == 0
    assert left == 0


@pytest.mark.parametrize(
    ("due", "tendered", "step", "expected"),
    [
        (1271, 1271, 1, (1271, 0, 0)),
        (1271, 2000, 1, (1271, 729, 0)),
        (1271, 1000, 1, (1000, 0, 0)),
        (1271, 1270, 5, (1271, 0, -1)),
        (1273, 1275, 5, (1273, 0, 2)),
        (1273, 1300, 5, (1273, 25, 2)),
        (1271, 1265, 5, (1265, 0, 0)),
        (1273, 1273, 5, (1273, 0, 0)),  # what is due in odd coins is enough, and is not a part payment
        (1273, 1274, 5, (1273, 0, 1)),  # between what is due and the coin above it
        (2, 0, 5, (2, 0, -2)),  # no coin can pay it
        (2, 500, 5, (2, 500, -2)),
    ],
)
def test_cash_examples(due: int, tendered: int, step: int, expected: tuple[int, int, int]) -> None:
    assert parts(pay(due, tendered, step)) == expected


@pytest.mark.parametrize(
    ("due", "tendered", "rule"),
    [
        (0, 100, Rule.NOTHING_DUE),
        (-5, 100, Rule.NOTHING_DUE),
        (100, 0, Rule.AMOUNT_NOT_POSITIVE),
        (100, -5, Rule.AMOUNT_NOT_POSITIVE),
        (2, -5, Rule.AMOUNT_NOT_POSITIVE),
    ],
)
def test_cash_for_nothing_and_nothing_for_something_are_refused(due: int, tendered: int, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refused:
        pay(due, tendered, 5)
    assert refused.value.rule is rule


def test_cash_in_another_currency_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        pay_in_cash(TAKING, Money(100, "EUR"), Money(100, "CHF"), 1)
    assert refused.value.rule is Rule.CURRENCY_MIXED


@given(st.integers(1, 10**6), st.sampled_from(["EUR", "JPY", "KWD"]), st.integers(1, 6))
def test_predicted_notes_ascend_cover_what_is_due_and_leave_the_exact_amount_out(
    minor: int, currency: str, count: int
) -> None:
    due = Money(minor, currency)
    notes = predicted_notes(due, count)
    assert list(notes) == sorted(set(notes))
    assert all(note > due for note in notes)
    assert len(notes) <= count


@pytest.mark.parametrize(
    ("due", "currency", "expected"),
    [
        (2371, "EUR", ["25.00", "30.00", "40.00", "50.00"]),
        (2500, "EUR", ["30.00", "40.00", "50.00", "100.00"]),
        (380, "EUR", ["5.00", "10.00", "20.00", "50.00"]),
        (2371, "USD", ["24.00", "25.00", "30.00", "40.00"]),
        (1830, "JPY", ["2000", "5000", "10000"]),
        (4100, "KWD", ["4.250", "4.500", "5.000", "10.000"]),
        (412300, "HUF", ["4500.00", "5000.00", "6000.00", "10000.00"]),
        (38950, "CZK", ["400.00", "500.00", "1000.00", "2000.00"]),
        (18900, "SEK", ["200.00", "500.00", "1000.00"]),
    ],
)
def test_predicted_notes_examples(due: int, currency: str, expected: list[str]) -> None:
    assert [note.plain() for note in predicted_notes(Money(due, currency))] == expected


def test_every_currency_has_coins_and_notes_that_ascend_and_any_amount_of_its_smallest_can_be_counted() -> None:
    assert set(CASH_OF) == set(EXPONENTS)
    for currency in EXPONENTS:
        cash = cash_of(currency)
        values = (*cash.coins, *cash.notes)
        assert list(values) == sorted(set(values))
        assert cash.notes
        assert values[0] > 0


def test_a_currency_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="known are AED"):
        cash_of("EUX")


def test_nothing_is_predicted_for_nothing() -> None:
    assert predicted_notes(Money(0, "EUR")) == ()
