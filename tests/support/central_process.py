"""The self-hosted central as a process of its own on a database file, asked over HTTP and counted by its journal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from sqlalchemy import func, insert, select

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.domain.documents import Document
from aura_terminal.store.codec import Codec
from aura_terminal.store.driver import sqlite
from sync.central import founding, wiring
from sync.central.founding import Founded, Owner
from sync.central.settings import CentralSettings
from sync.central.store.database import Database
from sync.central.store.tables import ACCOUNTS, JOURNAL

PASSWORD = "a-long-password"
SECONDS = 60.0
PAGE = 100
TOO_MANY = 429


@dataclass
class StoreAt:
    """One store of a central, asked by its owner."""

    client: httpx.Client
    tenant: int
    email: str

    def get(self, path: str, **query: Any) -> Any:
        """What a GET answers; it must be 200."""
        answer = self.client.get(f"/api/v1/{path}", params=query)
        while answer.status_code == TOO_MANY:  # who judges a whole day asks for more than a minute may hold
            threading.Event().wait(float(answer.headers["Retry-After"]))
            answer = self.client.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        """What a POST answers; it must be of this status."""
        answer = self.client.post(f"/api/v1/{path}", json=body)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def every(self, path: str, **query: Any) -> list[Any]:
        """All rows of a list."""
        rows: list[Any] = []
        while True:
            page = self.get(path, page=len(rows) // PAGE + 1, page_size=PAGE, **query)
            rows += page["data"]
            if not page["meta"]["has_next"]:
                return rows


class CentralProcess:
    """A central that answers at `url`, and what was put into its file behind its back."""

    def __init__(self, url: str, database: Database, process: subprocess.Popen[str]) -> None:
        self.url = url
        self.database = database
        self.process = process
        self._press = wiring.press_of(Codec(), SystemClock(), SystemIds())

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    def add_store(self, documents: Sequence[Document], email: str) -> Founded:
        """A new store with its reference data and its owner, whose password is judged quickly."""
        number = 1 + self._accounts()
        known = {"account": number, "email": email.casefold(), "password": _quick(), "first_name": "", "last_name": ""}
        with self.database.writing() as connection:
            connection.execute(insert(ACCOUNTS), known | {"created_ms": 0, "active": 1})
        return founding.add_store(self.database, self._press, "Trattoria", documents, Owner(email, PASSWORD))

    def _accounts(self) -> int:
        with self.database.reading() as connection:
            return int(connection.execute(select(func.coalesce(func.max(ACCOUNTS.c.account), 0))).scalar() or 0)

    @contextmanager
    def store(self, tenant: int, email: str) -> Iterator[StoreAt]:
        """A store as its owner asks for it."""
        with httpx.Client(base_url=self.url, timeout=SECONDS) as client:
            told = {"email": email, "password": PASSWORD}
            signed = client.post("/api/v1/auth/login", json=told)
            while signed.status_code == TOO_MANY:
                threading.Event().wait(float(signed.headers["Retry-After"]))
                signed = client.post("/api/v1/auth/login", json=told)
            assert signed.status_code == 200, signed.text
            client.headers["Authorization"] = f"Bearer {signed.json()['access_token']}"
            yield StoreAt(client, tenant, email)

    def facts(self, tenant: int) -> Mapping[str, int]:
        """How many facts of each type the central's own journal of a store holds."""
        asked = select(JOURNAL.c.type).where(JOURNAL.c.tenant == tenant)
        with self.database.reading() as connection:
            return Counter(str(row[0]) for row in connection.execute(asked))


@cache
def _quick() -> str:
    """A verifier of the password that costs next to nothing: what it is made with stands in it."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@contextmanager
def central_process(folder: Path, *more: str, tier: str = "pro", url: str = "") -> Iterator[CentralProcess]:
    """A central on a file in `folder`, or on the database `url` names, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    at = url or f"sqlite:///{folder / 'central.sqlite'}"
    database = wiring.opened(CentralSettings(at), sqlite)
    command = [
        sys.executable, "-m", "aura_terminal", "central", "--data", str(folder), "--database", at, "--port", "0",
        "--json", "--tier", tier, *more,
    ]  # fmt: skip
    root = Path(__file__).parents[2]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=root)
    assert process.stdout is not None
    try:
        yield CentralProcess(str(json.loads(process.stdout.readline())["url"]), database, process)
    finally:
        database.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.stdout.close()
