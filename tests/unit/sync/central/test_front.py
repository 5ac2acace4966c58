"""The outermost layer: whatever happens, the documented shape comes out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from sync.central.api.front import LARGEST_BODY, Front, answer_refusals
from tests.support.in_process import InProcess

NOW = datetime(2025, 1, 8, 12, 30, tzinfo=UTC)


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    app = FastAPI()

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("nobody expected this")

    @app.post("/things/{number:int}")
    def thing(number: int, body: dict[str, Any]) -> dict[str, Any]:
        return body

    app.state.paths = list(app.routes)
    answer_refusals(app)
    with httpx.Client(transport=InProcess(Front(app, lambda: NOW)), base_url="http://central") as found:
        yield found


def error_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    error: dict[str, Any] = answer.json()["error"]
    assert error["request_id"] == answer.headers["x-request-id"]
    assert error["timestamp"] == "2025-01-08T12:30:00Z"
    return error


def test_a_bug_is_answered_in_the_documented_shape_and_told_to_the_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        error = error_of(client.get("/broken"), 500)
    assert (error["code"], error["message"]) == ("INTERNAL_ERROR", "An unexpected error occurred")
    assert any(error["request_id"] in record.getMessage() for record in caplog.records)
    assert "nobody expected this" not in str(error)


def test_a_body_that_is_no_json_is_refused(client: httpx.Client) -> None:
    assert error_of(client.post("/things/1", content=b"{nope"), 400)["code"] == "VALIDATION_ERROR"


def test_a_body_that_never_ends_is_refused(client: httpx.Client) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(5):
            yield b" " * (LARGEST_BODY // 4)

    error_of(client.post("/things/1", content=drops(), headers={"content-type": "application/json"}), 400)
    error_of(client.post("/things/1", content=b" " * (LARGEST_BODY + 1)), 400)


def test_a_method_nobody_answers_names_those_that_are(client: httpx.Client) -> None:
    answer = client.patch("/things/1")
    assert error_of(answer, 405)["code"] == "VALIDATION_ERROR"
    assert answer.headers["allow"] == "POST"
