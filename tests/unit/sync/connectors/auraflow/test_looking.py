"""A sale is looked for on every day it may stand under, and only a list that is whole says that it is not there."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from aura_terminal.ports.central import WireRow, WireState
from sync.connectors.auraflow.looking import look_for, looked_at
from sync.connectors.auraflow.naming import CONNECTOR, record_of
from sync.reconcile.contract import Done, Problem, Refusal, canonical
from sync.reconcile.fields import Found
from tests.support.memory_book import MemoryPicture, SharedFacts

SOLD = "2026-05-15T17:30:00Z"
SENT = {"type": "sale", "total": Decimal("25.50"), "tax": Decimal("2.50"), "terminal": "R1", "timestamp": SOLD}
PICTURE = MemoryPicture(SharedFacts())


def row(told: datetime, state: WireState = WireState.UNKNOWN) -> WireRow:
    """The request that tells the sale, as it was sent, or as it is prepared to be."""
    told_ms = round(told.timestamp() * 1000)
    sent_ms = told_ms if state is WireState.UNKNOWN else 0
    return WireRow(
        "k", CONNECTOR, record_of("sale", "o"), "sale", "d", 1, "POST", "/v1/transactions", canonical({}), state,
        told_ms, sent_ms,
    )  # fmt: skip


def days(told: datetime, state: WireState = WireState.UNKNOWN) -> tuple[str, str]:
    """The days it is looked for on."""
    call = look_for(row(told, state), SENT)
    assert call is not None
    asked = parse_qs(urlsplit(call.path).query)
    return asked["start_date"][0], asked["end_date"][0]


def there(*times: str, **beside: object) -> Found:
    """Sales of this total at this terminal."""
    sales = [{**SENT, "id": f"txn_{place}", "timestamp": at} for place, at in enumerate(times)]
    return Found({"data": sales, **beside})


def test_a_sale_is_looked_for_around_its_own_day() -> None:
    assert days(datetime(2026, 5, 15, 17, 31, tzinfo=UTC)) == ("2026-05-14", "2026-05-16")


def test_a_sale_that_waited_for_days_is_looked_for_on_the_days_it_may_have_been_told_as_well() -> None:
    later = datetime(2026, 5, 22, 9, 0, tzinfo=UTC)
    assert days(later) == ("2026-05-14", "2026-05-23")
    assert days(later, WireState.PREPARED) == ("2026-05-14", "2026-05-23")


def test_a_sale_under_a_clock_that_was_days_ahead_is_looked_for_today_as_well() -> None:
    assert days(datetime(2026, 5, 10, 9, 0, tzinfo=UTC)) == ("2026-05-09", "2026-05-16")


def test_a_sale_is_found_by_its_own_time_whatever_the_clocks_say_now() -> None:
    found = looked_at(row(datetime(2031, 1, 1, tzinfo=UTC)), SENT, there("2026-05-14T17:30:00Z", SOLD), PICTURE)
    assert isinstance(found, Done)
    assert found.central_id == "txn_1"


def test_one_of_this_total_that_stands_under_the_day_it_was_told_is_for_a_person() -> None:
    found = looked_at(row(datetime(2026, 5, 22, tzinfo=UTC)), SENT, there("2026-05-22T09:00:00Z"), PICTURE)
    assert isinstance(found, Refusal)
    assert found.problem is Problem.UNSURE


def test_a_list_that_goes_on_does_not_say_that_a_sale_is_not_there() -> None:
    told = row(datetime(2026, 5, 15, 17, 31, tzinfo=UTC))
    found = looked_at(told, SENT, there(pagination={"has_more": True}), PICTURE)
    assert isinstance(found, Refusal)
    assert found.problem is Problem.UNSURE
    assert looked_at(told, SENT, there(), PICTURE) is None
