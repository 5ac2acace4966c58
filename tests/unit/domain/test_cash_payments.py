"""Quick cash: what a guest is likely to hand over, and any number of parts that add up to the whole."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.denominations import cash_of
from aura_terminal.domain.ids import AttemptId, PaymentId
from aura_terminal.domain.money import Money
from aura_terminal.domain.payments import Taking, pay_in_cash, predicted_notes

TAKING = Taking(PaymentId("p"), AttemptId("a"), datetime(2026, 5, 15, 17, 0, tzinfo=UTC), date(2026, 5, 15), "R1")


@pytest.mark.parametrize(
    ("minor", "currency", "notes"),
    [(2371, "EUR", [2500, 3000, 4000, 5000]), (2371, "USD", [2400, 2500, 3000, 4000]), (2000, "EUR", [5000, 10000])],
)
def test_the_notes_of_the_currency_that_cover_what_is_due_are_offered(
    minor: int, currency: str, notes: list[int]
) -> None:
    offered = [note.minor for note in predicted_notes(Money(minor, currency))]
    assert offered[: len(notes)] == notes


@given(st.integers(1, 60000), st.sampled_from(["EUR", "USD", "GBP", "CHF"]))
@settings(max_examples=40, deadline=None)
def test_every_note_offered_covers_what_is_due_and_is_a_whole_number_of_notes(minor: int, currency: str) -> None:
    offered = [note.minor for note in predicted_notes(Money(minor, currency))]
    assert offered == sorted(set(offered))
    assert len(offered) <= 4
    assert all(one > minor and any(one % note == 0 for note in cash_of(currency).notes) for one in offered)


@given(st.integers(1, 20000), st.lists(st.integers(1, 9000), min_size=1, max_size=8), st.sampled_from([1, 5, 10]))
@settings(max_examples=40, deadline=None)
def test_parts_paid_one_after_the_other_are_the_whole_and_the_drawer_holds_what_is_kept(
    minor: int, parts: list[int], step: int
) -> None:
    due, kept = Money(minor, "EUR"), Money(0, "EUR")
    for part in [*parts, 10**6]:
        if not due.minor:
            break
        paid = pay_in_cash(TAKING, due, Money(part, "EUR"), step)
        assert paid.tendered - paid.change == paid.amount + paid.rounding
        due, kept = due - paid.amount, kept + paid.tendered - paid.change - paid.rounding
    assert (due.minor, kept.minor) == (0, minor)
