"""Values beyond all bounds make a fact unreadable; the bounds themselves do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.facts import CATALOGUE
from aura_terminal.domain.guests import GuestBirthdaySet
from aura_terminal.domain.ids import AdjustmentId, AttemptId, GuestId, ItemId, OrderId, PaymentId, StaffId, SupplyId
from aura_terminal.domain.money import LARGEST_MINOR, Money, RoundingMode
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.stock import StockCounted
from aura_terminal.domain.supplies import AdjustmentKind, SupplyAdjusted
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRegime, TaxTerms
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.ranges import LATEST, MOST_DIGITS, check_of
from aura_terminal.store.statements import literal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def reads_again(fact: object) -> bool:
    """Whether a fact as it would be written is read as a fact."""
    codec = Codec()
    _, entry, payload = codec.encode(fact)  # type: ignore[arg-type]  # any fact of the catalogue
    return not isinstance(codec.decode(entry.name, entry.version, payload), UnknownFact)


def counted(quantity: int | None, at: datetime = NOON) -> StockCounted:
    return StockCounted(ItemId("i"), quantity, at)


def adjusted(quantity: Decimal, cost: Money | None = None) -> SupplyAdjusted:
    return SupplyAdjusted(
        AdjustmentId("a"), SupplyId("s"), AdjustmentKind.PURCHASE, quantity, NOON, StaffId("x"), unit_cost=cost
    )


def test_whole_numbers_are_those_that_json_and_the_tables_agree_on() -> None:
    for sound in (None, 0, LARGEST_MINOR, -LARGEST_MINOR):
        assert reads_again(counted(sound))
    for beyond in (LARGEST_MINOR + 1, -LARGEST_MINOR - 1, 2**63, 10**40):
        assert not reads_again(counted(beyond))


def test_times_and_days_are_those_a_shop_has_to_do_with() -> None:
    last = datetime(LATEST.year - 1, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    for sound in (datetime(1900, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), last):
        assert reads_again(counted(1, sound))
    for beyond in (datetime.min, datetime.max, datetime(1899, 12, 31), datetime(2200, 1, 1)):
        assert not reads_again(counted(1, beyond.replace(tzinfo=UTC)))
    assert not reads_again(counted(1, NOON.replace(tzinfo=None)))
    assert reads_again(GuestBirthdaySet(GuestId("g"), date(1900, 1, 1), NOON, StaffId("x")))
    assert not reads_again(GuestBirthdaySet(GuestId("g"), date.max, NOON, StaffId("x")))


@pytest.mark.parametrize("text", ["0", "-1.5", "1E+28", "1E-28", "9" * MOST_DIGITS])
def test_decimals_that_are_reckoned_exactly_are_read(text: str) -> None:
    assert reads_again(adjusted(Decimal(text)))


@pytest.mark.parametrize(
    "text", ["1E+29", "1E-29", "0E-999999999", "1E+999999999", "9" * 29, "NaN", "sNaN", "-Infinity"]
)
def test_decimals_beyond_that_are_not(text: str) -> None:
    assert not reads_again(adjusted(Decimal(text)))


def test_money_has_a_currency_and_coins_a_worth() -> None:
    assert reads_again(adjusted(Decimal(1), Money(LARGEST_MINOR, "EUR")))
    assert not reads_again(adjusted(Decimal(1), Money(LARGEST_MINOR + 1, "EUR")))
    assert not reads_again(adjusted(Decimal(1), Money(1, "XXX")))
    for step, is_sound in ((5, True), (0, False), (-1, False)):
        terms = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP, step)
        assert reads_again(put(TaxRegime("de", terms, (), (), ()))) is is_sound


def test_a_document_is_put_under_its_own_id() -> None:
    regime = TaxRegime("de", TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP), (), (), ())
    assert reads_again(put(regime))
    assert not reads_again(DocumentPut(put(regime).kind, "another", regime))


def test_every_fact_that_holds_numbers_or_times_is_looked_at() -> None:
    unbounded = {entry.name for entry in CATALOGUE if check_of(entry.type) is None}
    assert unbounded == {
        "guest_named", "guest_attached", "line_noted", "line_removed", "line_restored", "pin_set", "pin_tried",
        "signed_in", "signed_out", "document_withdrawn", "terminal_certified", "lines_held", "lines_let_go",
    }  # fmt: skip


def test_a_sum_that_sqlite_cannot_hold_is_told_as_an_overflow() -> None:
    connection = StoreConnection(Path(":memory:"), Access.SCRATCH)
    try:
        with pytest.raises(OverflowError):
            connection.rows(literal("SELECT sum(value) FROM json_each(:numbers)"), (f"[{2**63 - 1},1]",))
    finally:
        connection.close()


def test_a_payment_is_of_one_currency() -> None:
    def taken(change: str) -> PaymentTaken:
        amount, none = Money(5, "EUR"), Money(0, "EUR")
        payment = Payment(
            PaymentId("p"),
            AttemptId("a"),
            "cash",
            amount,
            amount,
            Money(0, change),
            none,
            none,
            NOON,
            NOON.date(),
            "R1",
        )
        return PaymentTaken(OrderId("o"), payment)

    assert reads_again(taken("EUR"))
    assert not reads_again(taken("USD"))
