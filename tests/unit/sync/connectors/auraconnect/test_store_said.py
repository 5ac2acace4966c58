"""What a central says of the store an account is for, in whichever shape."""

from __future__ import annotations

from typing import Any

import pytest

from sync.connectors.auraconnect.store_said import store_said
from sync.reconcile.office import StoreSaid
from tests.unit.sync.connectors.auraconnect.pictures import reply

ME: dict[str, Any] = {"id": 1, "restaurant_id": 7}
HERE = {"id": 7, "name": " Trattoria\x00 Rossi ", "currency": "eur", "timezone": "Europe/Rome"}
OTHER = {"id": 8, "name": "Elsewhere", "currency": "USD", "timezone": "America/New_York"}
SAID = StoreSaid("Trattoria Rossi", "EUR", "Europe/Rome")


@pytest.mark.parametrize(
    ("restaurants", "settings", "expected"),
    [
        ({"data": [OTHER, HERE], "meta": {}}, {}, SAID),
        ([HERE], {}, SAID),
        ({"data": [{"id": 9, "name": "Only one"}]}, {"data": {"currency": "CHF"}}, StoreSaid("Only one", "CHF", "")),
        ({"data": [{**HERE, "currency": None}]}, {"currency_code": "EUR", "time_zone": "Asia/Tokyo"}, SAID),
        ({"data": [OTHER, {**OTHER, "id": 9}]}, {}, StoreSaid()),
        ({"data": {"name": ["no text"]}}, "nothing", StoreSaid()),
    ],
)
def test_name_money_and_zone_are_taken_where_they_are_said(
    restaurants: object, settings: object, expected: StoreSaid
) -> None:
    assert store_said([reply(ME), reply(restaurants), reply(settings)], "") == expected


def test_a_store_that_is_named_by_its_tenant_is_that_one() -> None:
    rows = {"data": [{**HERE, "id": 70, "tenant_id": "t7"}, OTHER]}
    assert store_said([reply({"id": 1}), reply(rows), reply({})], "t7") == SAID


def test_what_is_refused_or_no_json_says_nothing() -> None:
    page = reply(b"<html>", 200)
    assert store_said([reply(ME, 403), page, reply({}, 500)], "") == StoreSaid()
