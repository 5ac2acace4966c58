"""The floor of what terminals tell each other: the same fact bytes, posted by httpx and inserted without any rule."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any

import httpx
import msgspec
import zstandard

from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import WRITING, connect
from tests.benchmarks.processes import ROOT

BATCH = 500
LEVEL = 3
PATIENCE_SECONDS = 60.0
COLUMNS = (
    "origin TEXT, seq INTEGER, fact_id TEXT, stamp INTEGER, aggregate TEXT, aggregate_id TEXT, type TEXT, "
    "version INTEGER, payload BLOB, actor TEXT, business_date TEXT, prev_hash BLOB, hash BLOB"
)
TABLE = f"CREATE TABLE IF NOT EXISTS journal ({COLUMNS}, PRIMARY KEY (origin, seq))"
INSERT = f"INSERT OR IGNORE INTO journal VALUES ({', '.join('?' * 13)})"

Row = tuple[str, int, str, int, str, str, str, int, bytes, str, str, bytes, bytes]


def open_floor(file: Path) -> RawConnection:
    """A file of its own under the store's connection contract, with one table and one key."""
    raw = connect(str(file))
    for line in WRITING:
        line(raw)
    raw.execute(TABLE)
    return raw


def insert(raw: RawConnection, rows: Sequence[Any]) -> None:
    """One transaction, on the disk when it returns."""
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(INSERT, rows)
    raw.execute("COMMIT")


class FloorPeer:
    """A process that takes posted facts, and the one connection to it."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.mesh_floor_process", str(file)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        port = int(self._process.stdout.readline().split()[1])
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS, trust_env=False)
        self._line = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> FloorPeer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()
        self._line.close()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def post(self, body: bytes, encoding: str = "") -> None:
        """Return when the other end has committed it."""
        headers = {"Content-Encoding": encoding} if encoding else {}
        self._client.post("/facts", content=body, headers=headers).raise_for_status()

    def send(self, body: bytes) -> None:
        """Post without waiting for the answer, which `answered` fetches."""
        self._line.sendall(b"POST /facts HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    def answered(self) -> None:
        """The other end has committed what was sent."""
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self._line.recv(1024)


def post_all(rows: Iterable[JournalRow], peer: FloorPeer, *, packed: bool = False) -> float:
    """Seconds to hand over everything in batches, encoding included."""
    began = perf_counter()
    for batch in batches(rows, BATCH):
        body = msgspec.msgpack.encode([values_of(row) for row in batch])
        if packed:
            peer.post(zstandard.compress(body, LEVEL), "zstd")
        else:
            peer.post(body)
    return perf_counter() - began


def values_of(row: JournalRow) -> Row:
    """The row's columns as they are bound; `dataclasses.astuple` would copy each of them."""
    return (
        row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
        row.payload, row.actor, row.business_date, row.prev_hash, row.hash,
    )  # fmt: skip


def batches(rows: Iterable[JournalRow], size: int) -> Iterator[list[JournalRow]]:
    """The rows in order, so many at a time."""
    source = iter(rows)
    return iter(lambda: list(islice(source, size)), [])


class FloorCommit:
    """What one fact costs at least, from its commit here to its commit there and the word of it.

    `crowd` are further processes that are handed the same fact at the same moment, as the other terminals are.
    """

    def __init__(self, here: RawConnection, peer: FloorPeer, crowd: Sequence[FloorPeer] = ()) -> None:
        self._here, self._peer, self._crowd = here, peer, crowd

    def seconds(self, row: JournalRow) -> float:
        """Commit, post, commit, answer."""
        began = perf_counter()
        values = values_of(row)
        insert(self._here, [values])
        body = msgspec.msgpack.encode([values])
        for one in self._crowd:
            one.send(body)
        self._peer.post(body)
        took = perf_counter() - began
        for one in self._crowd:
            one.answered()
        return took


@contextmanager
def floor_commit(folder: Path, crowd: int = 0) -> Iterator[FloorCommit]:
    """The floor of a live fact, every file in a folder."""
    with ExitStack() as open_now:
        here = open_now.enter_context(closing(open_floor(folder / f"floor-here-{crowd}.sqlite")))
        peers = [
            open_now.enter_context(FloorPeer(folder / f"floor-there-{crowd}-{number}.sqlite"))
            for number in range(1 + crowd)
        ]
        yield FloorCommit(here, peers[0], peers[1:])
