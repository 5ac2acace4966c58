"""Amounts in sentences are written as the language in force writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.bookings import BookingStated, BookingStatus
from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.money import Money
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.rights import Cap
from aura_terminal.domain.staff import Job
from aura_terminal.ports.house import ReservationRow
from aura_terminal.ui.language.formats import put_in_force
from aura_terminal.ui.screens.people.words import cap_words, jobs_words
from aura_terminal.ui.screens.reservations.words import money_words

AT = datetime(2026, 5, 15, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def german(qapp: QApplication) -> Iterator[None]:
    put_in_force("de_DE")
    yield
    put_in_force("")


def test_what_a_booking_costs() -> None:
    booking = ReservationId("one")
    stated = BookingStated(
        booking, "myhibachi", "BK-1", BookingStatus.CONFIRMED, AT, 25, AT, total=Money(150000, "EUR"),
        deposit=Money(75000, "EUR"), is_deposit_paid=True, balance_due=Money(75050, "EUR"),
    )  # fmt: skip
    row = ReservationRow(
        booking, ReservationStatus.BOOKED, AT, AT + timedelta(hours=2), 25, "Jane Smith", "", None, (), "", "", None,
        "myhibachi", stated=stated,
    )  # fmt: skip
    said = money_words(row, lambda at: at)
    assert all(amount in said for amount in ("1.500,00", "deposit 750,00 paid", "750,50 due"))


def test_what_somebody_may_and_costs() -> None:
    assert cap_words(Cap(Money(5000, "EUR"))) == "up to 50,00"
    assert jobs_words([Job("Cook", Money(1550, "EUR"))]) == "Cook 15,50"
