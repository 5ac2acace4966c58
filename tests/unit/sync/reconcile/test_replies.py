"""Whatever a central sends comes to an outcome, a value, or the path of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.money import Money
from sync.reconcile.contract import (
    Later,
    LookFirst,
    Outcome,
    Problem,
    Refusal,
    Reply,
    SignInAgain,
    Unknown,
    Unreadable,
)
from sync.reconcile.fields import Found
from sync.reconcile.replies import complaint_of, data_of, json_of, listing_of, outcome_of, wait_of

JSON = {"content-type": "application/json"}


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, JSON | named, body if isinstance(body, bytes) else json.dumps(body).encode())


def wrong(found: Found, read: str, *said: str) -> str:
    with pytest.raises(Unreadable) as caught:
        getattr(found, read)(*said)
    return str(caught.value)


def test_both_envelopes_hold_the_same_thing() -> None:
    order = {"id": 1001, "status": "preparing"}
    meta = {"request_id": "req_abc123", "timestamp": "2024-01-15T10:30:00Z"}
    assert data_of(reply(order)).value == data_of(reply({"data": order, "meta": meta})).value == order


def test_a_bare_object_with_a_field_named_data_is_taken_as_it_is() -> None:
    assert data_of(reply({"id": 7, "data": {"id": 8}}))["id"].whole() == 7


@pytest.mark.parametrize(
    ("meta", "page", "rows", "has_next"),
    [
        ({"page": 1, "page_size": 20, "total_pages": 5, "total_count": 98, "has_next": True}, 1, 20, True),
        ({"total_pages": 5, "total_count": 98, "has_next": False}, 1, 20, False),
        ({"page": 1, "page_size": 20, "total_pages": 10, "total_count": 198}, 9, 20, True),
        ({"page": 1, "page_size": 20, "total_pages": 10, "total_count": 198}, 10, 18, False),
        ({"total_count": 145}, 1, 100, True),
        ({"total_count": 145}, 2, 45, False),
        ({"total_count": 145}, 3, 0, False),
        ({"total_count": 45, "page_size": 20}, 2, 20, True),
        ({"total_count": 45, "page_size": 20}, 3, 5, False),
        ({}, 1, 100, True),
        ({}, 1, 99, False),
    ],
)
def test_whether_there_is_more_is_read_from_whichever_is_there(
    meta: dict[str, object], page: int, rows: int, has_next: bool
) -> None:
    listing = listing_of(reply({"data": [{"id": n} for n in range(rows)], "meta": meta}), page=page, page_size=100)
    assert len(listing.rows) == rows
    assert listing.has_next is has_next


def test_a_list_without_an_envelope_is_a_page_too() -> None:
    listing = listing_of(reply([{"id": 1}, {"id": 2}]), page=1, page_size=2)
    assert [row["id"].id() for row in listing.rows] == ["1", "2"]
    assert listing.has_next


def test_a_wrong_type_is_named_with_the_path_of_the_field() -> None:
    found = data_of(reply({"data": {"items": [{"id": 1}, {"id": "two", "price": [3]}]}}))
    second = list(found["items"].items())[1]
    assert wrong(second["id"], "whole") == "the central sent the text 'two' at data.items[1].id"
    assert wrong(second["price"], "money", "EUR") == "the central sent a list of 1 at data.items[1].price"
    with pytest.raises(Unreadable) as caught:
        second["name"].text()
    assert str(caught.value) == "the central sent nothing at data.items[1].name"


def test_missing_and_null_optional_fields_are_the_same_and_unknown_ones_are_passed_over() -> None:
    found = Found({"a": None, "colour": "red"})
    assert found.maybe("a") is None
    assert found.maybe("b") is None
    assert not found.has("a")
    assert [name for name, _ in found.fields()] == ["colour"]


@pytest.mark.parametrize(
    ("written", "minor"),
    [("52.34", 5234), ("52.3", 5230), ("52", 5200), ("-4.20", -420), ("0.00", 0), ("12.9900", 1299)],
)
def test_money_is_exact_as_text_and_as_number(written: str, minor: int) -> None:
    found = json_of(reply(f'{{"text": "{written}", "number": {written}}}'.encode()))
    assert found["text"].money("EUR") == found["number"].money("EUR") == Money(minor, "EUR")


@pytest.mark.parametrize("written", ['"12.345"', '"twelve"', "true", "12.345", '"NaN"', '""', "1e400", "{}", '"1,50"'])
def test_what_is_no_amount_to_the_cent_is_refused(written: str) -> None:
    found = json_of(reply(f'{{"total": {written}}}'.encode()))
    with pytest.raises(Unreadable) as caught:
        found["total"].money("EUR")
    assert caught.value.path == "total"


@given(st.integers(-(10**12), 10**12))
def test_every_amount_survives_the_way_there_and_back(minor: int) -> None:
    money = Money(minor, "USD")
    assert json_of(reply({"total": money.plain()}))["total"].money("USD") == money
    assert json_of(reply(f'{{"total": {money.plain()}}}'.encode()))["total"].money("USD") == money


@pytest.mark.parametrize(
    "written", ["2025-01-08T12:30:00Z", "2025-01-08T13:30:00+01:00", "2025-01-08T12:30:00", "2025-01-08T12:30:00.000Z"]
)
def test_times_with_z_an_offset_or_neither_are_in_utc(written: str) -> None:
    assert Found(written).moment() == datetime(2025, 1, 8, 12, 30, tzinfo=UTC)


def test_a_date_is_read_from_a_date_and_from_a_time() -> None:
    assert Found("2025-01-08").day() == Found("2025-01-08T12:30:00Z").day() == date(2025, 1, 8)
    assert "at the beginning" in wrong(Found("8 January"), "day")


@pytest.mark.parametrize(
    "written", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "1899-12-31T23:59:59Z"]
)
def test_a_time_no_shop_has_to_do_with_is_none(written: str) -> None:
    """Nobody could add an hour to the last of a calendar, or tell the first in another zone."""
    assert "the central sent" in wrong(Found(written), "moment")
    assert "the central sent" in wrong(Found(written), "day")


def test_a_number_no_shop_counts_to_is_none() -> None:
    assert Found(2**31 - 1).whole() == 2**31 - 1
    for value in (2**31, -(2**31), 2**63, Decimal("1e12")):
        assert "the central sent" in wrong(Found(value), "whole")
    assert Found(2**62).id() == str(2**62)


def test_an_order_is_for_as_many_as_a_line_may_hold() -> None:
    assert (Found(1).quantity(), Found(999).quantity()) == (1, 999)
    for value in (0, -1, 1000):
        assert "the central sent" in wrong(Found(value), "quantity")


def test_nothing_is_sold_for_less_than_nothing() -> None:
    assert Found("0.00").price("USD") == Money(0, "USD")
    with pytest.raises(Unreadable):
        Found("-5.00").price("USD")


def test_ids_are_numbers_or_texts() -> None:
    assert (Found(7).id(), Found("pay_abc123").id()) == ("7", "pay_abc123")
    nothing: list[object] = ["", True, 1.5, None, []]
    for value in nothing:
        with pytest.raises(Unreadable):
            Found(value).id()


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert json_of(reply(b'{"n": 3.0}'))["n"].whole() == 3
    assert json_of(reply(b'{"n": 0.25}'))["n"].decimal() == Decimal("0.25")


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"<!DOCTYPE html><html></html>", b'{"id": 1', b"\xff\xfe", b'{"id": 1}}', b"[" * 100_000]
)
def test_what_is_not_one_whole_document_is_unreadable_and_a_success_of_it_unknown(body: bytes) -> None:
    with pytest.raises(Unreadable):
        json_of(reply(body))
    assert isinstance(outcome_of(reply(body)), Unknown)


def test_an_empty_answer_counts_only_when_it_says_that_it_is_empty() -> None:
    assert outcome_of(Reply(204, {}, b"")) is None
    assert outcome_of(Reply(200, {"content-length": "0"}, b"")) is None
    assert isinstance(outcome_of(Reply(200, {}, b"")), Unknown)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, None), (201, None), (302, Unknown), (400, Refusal), (401, SignInAgain), (403, Refusal), (404, Refusal),
        (405, Refusal), (408, Unknown), (409, LookFirst), (413, Refusal), (422, Refusal), (425, Unknown), (429, Later),
        (500, Unknown), (502, Unknown), (503, Unknown), (504, Unknown),
    ],
)  # fmt: skip
def test_every_status_has_one_meaning(status: int, outcome: type[Outcome] | None) -> None:
    found = outcome_of(reply({"error": {"code": "X", "message": "m"}}, status))
    assert found is None if outcome is None else isinstance(found, outcome)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 429, 500, 503])
def test_a_web_page_of_any_status_is_nobodys_word(status: int) -> None:
    page = Reply(status, {"content-type": "text/html; charset=utf-8", "retry-after": "5"}, b"<html>Sign in</html>")
    assert isinstance(outcome_of(page), Unknown)


def test_an_unavailable_central_that_says_when_is_asked_then() -> None:
    assert outcome_of(reply({}, 503, retry_after="7")) == Later(7.0)


def test_refusals_carry_the_words_and_the_field_in_either_style() -> None:
    documented = {"error": {"code": "VALIDATION_ERROR", "message": "Invalid request data", "details": [
        {"field": "email", "message": "Invalid email format"}]}}  # fmt: skip
    fastapi = {"detail": [{"loc": ["body", "items", 0, "quantity"], "msg": "must be positive", "type": "value_error"}]}
    assert outcome_of(reply(documented, 400)) == Refusal(Problem.REFUSED, 400, "Invalid request data", "email")
    assert outcome_of(reply(fastapi, 422)) == Refusal(Problem.REFUSED, 422, "must be positive", "items.0.quantity")
    assert outcome_of(reply({"detail": "Not here"}, 404)) == Refusal(Problem.GONE, 404, "Not here")
    assert outcome_of(reply({"code": "FORBIDDEN", "message": "no"}, 403)) == Refusal(Problem.NOT_ALLOWED, 403, "no")
    assert outcome_of(reply([], 400)) == Refusal(Problem.REFUSED, 400, "400")


def test_a_conflict_keeps_its_code_for_whoever_knows_it() -> None:
    conflict = reply({"error": {"code": "INVALID_STATE", "message": "already completed"}}, 409)
    assert complaint_of(conflict).code == "INVALID_STATE"
    assert outcome_of(conflict) == LookFirst(Refusal(Problem.CONFLICT, 409, "already completed"))


def test_how_long_to_wait_is_read_from_the_body_the_headers_and_else_a_minute() -> None:
    assert wait_of(reply({"error": {"code": "RATE_LIMITED", "retry_after": 3600}}, 429, retry_after="9")) == 3600
    assert wait_of(reply({}, 429, retry_after="9")) == 9
    assert wait_of(reply({}, 429, x_ratelimit_retry_after="120")) == 120
    said = {"retry_after": "Sun, 22 Nov 2026 12:00:30 GMT", "date": "Sun, 22 Nov 2026 12:00:00 GMT"}
    assert wait_of(reply({}, 429, **said)) == 30
    assert wait_of(reply({}, 429)) == wait_of(reply({}, 429, retry_after="soon")) == 60
    assert wait_of(reply({"error": {"retry_after": 10**9}}, 429)) == 3600
    assert wait_of(reply({"error": {"retry_after": -5}}, 429)) == 0


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.integers(100, 599), st.binary(max_size=60) | _PLAIN)
def test_nothing_a_central_sends_raises_anything_but_unreadable(status: int, body: object) -> None:
    sent = reply(body, status)
    outcome_of(sent)
    complaint_of(sent)
    wait_of(sent)
    assert all(path for path in unreadable_paths(sent))


def unreadable_paths(sent: Reply) -> Iterator[str]:
    """Read a reply in every way there is; anything but Unreadable is a failure."""
    try:
        found = data_of(sent)
        rows = [found, *listing_of(sent, page=1, page_size=10).rows]
    except Unreadable as wrong:
        yield wrong.path
        return
    for one in rows:
        for name in ("text", "id", "whole", "flag", "decimal", "moment", "day"):
            try:
                getattr(one, name)()
            except Unreadable as wrong:
                yield wrong.path


def test_of_several_wrong_fields_the_first_is_named_and_each_has_its_words() -> None:
    fields = [{"field": "email", "message": "Invalid email format"}, {"field": "amount", "message": "Must be positive"}]
    error = {"code": "VALIDATION_ERROR", "message": "Validation failed", "details": {"fields": fields}}
    said = "Validation failed: email: Invalid email format; amount: Must be positive"
    assert outcome_of(reply({"success": False, "error": error}, 422)) == Refusal(Problem.REFUSED, 422, said, "email")
    odd: tuple[object, ...] = ([], "all", [1], [{"field": 3}], None)
    for fields_said in odd:
        unclear = reply({"error": {**error, "details": {"fields": fields_said}}}, 422)
        assert outcome_of(unclear) == Refusal(Problem.REFUSED, 422, "Validation failed")


@pytest.mark.parametrize("written", ["1E+999999999", "-1E+999999999", "1E-999999999", "9" * 5000])
@pytest.mark.parametrize("read", ["whole", "decimal", "id", "money"])
def test_a_number_whose_digits_would_fill_the_memory_is_none(written: str, read: str) -> None:
    said = ("EUR",) if read == "money" else ()
    number, text = Found(Decimal(written), "price"), Found(written, "price")
    assert "price" in wrong(number, read, *said)
    if read != "id":
        assert "price" in wrong(text, read, *said)


def test_digits_that_are_no_number_make_the_reply_unreadable() -> None:
    with pytest.raises(Unreadable):
        json_of(reply(b'{"a": ' + b"9" * 3000 + b"\x00"))
