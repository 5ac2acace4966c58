"""The outermost layer: whatever happens inside, the answer has the documented shape."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sync.central.api.front import Front, answer_refusals
from tests.support.own_central import OwnCentral

NOON = datetime(2025, 1, 8, 12, 30, tzinfo=UTC)


def test_a_bug_is_the_documented_500_and_says_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    answer_refusals(app)

    @app.get("/bug")
    def bug() -> None:
        raise RecursionError("of the inside")

    async def ask() -> httpx.Response:
        front = httpx.ASGITransport(Front(app, lambda: NOON))
        async with httpx.AsyncClient(transport=front, base_url="http://central") as client:
            return await client.get("/bug")

    with caplog.at_level(logging.ERROR):
        answer = asyncio.run(ask())
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (500, "INTERNAL_ERROR")
    assert error["request_id"] == answer.headers["x-request-id"]
    assert "inside" not in answer.text
    assert error["request_id"] in caplog.text
    assert "of the inside" in caplog.text


def test_requests_for_another_store_are_counted_like_those_of_strangers(documented: OwnCentral) -> None:
    headers = {**documented.headers, "X-Tenant-ID": "999"}
    told = [documented.client.get("/api/v1/orders", headers=headers).status_code for _ in range(101)]
    assert told == [403] * 100 + [429]
    assert documented.get("/api/v1/orders")["data"] == []


def test_what_was_to_be_written_does_not_stand_in_what_went_wrong(documented: OwnCentral) -> None:
    with pytest.raises(DBAPIError) as wrong, documented.database.writing() as connection:
        connection.execute(text("INSERT INTO no_table VALUES (:secret)"), {"secret": "whsec_hidden"})
    assert "whsec_hidden" not in str(wrong.value)
