"""The central as a shop runs it: the command line, two worker processes, real HTTP on loopback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from aura_terminal.app.command_line import main

PASSWORD = "a-long-password"
SECONDS = 90


def run(folder: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    command = [sys.executable, "-m", "aura_terminal", "central", *arguments, "--data", str(folder), "--json"]
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A central of two workers with one store."""
    added = run(tmp_path, "add-store", "Trattoria", "--owner", "owner@example.com", "--password-stdin", said=PASSWORD)
    assert added.returncode == 0, added.stderr
    command = [sys.executable, "-m", "aura_terminal", "central", "--data", str(tmp_path), "--port", "0", "--json"]
    process = subprocess.Popen(
        [*command, "--workers", "2", "--tier", "enterprise"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    try:
        yield str(json.loads(process.stdout.readline())["url"])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(SECONDS) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.stdout.close()


def test_two_workers_answer_for_one_store(address: str) -> None:
    with httpx.Client(base_url=address, timeout=SECONDS) as client:
        tokens = client.post("/api/v1/auth/login", json={"email": "owner@example.com", "password": PASSWORD}).json()
        client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        item = client.get("/api/v1/menu/items", params={"search": "margherita"}).json()["data"][0]
        asked = {"items": [{"menu_item_id": item["id"], "quantity": 1}], "order_type": "takeout"}
        if item["variants"]:
            asked["items"][0]["variant_id"] = item["variants"][0]["id"]  # type: ignore[index]  # the literal above

        def order(number: int) -> tuple[int, int]:
            answer = client.post("/api/v1/orders", json=asked, headers={"X-Idempotency-Key": f"key-{number % 20}"})
            return answer.status_code, answer.json()["id"]

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(order, range(40)))
        assert {status for status, _ in answers} == {201}
        assert len({number for _, number in answers}) == 20
        assert client.get("/api/v1/orders").json()["meta"]["total_count"] == 20
        assert client.get("/openapi.json").status_code == 200


def test_a_short_password_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    asked = ["add-store", "Trattoria", "--owner", "a@example.com", "--password-stdin", "--data", str(tmp_path)]
    assert main(["central", *asked]) == 2
    assert "at least 8 characters" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    assert main(["central", "serve", "--database", url, "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "cannot be used" in said
    assert "Traceback" not in said
