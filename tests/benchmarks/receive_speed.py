"""Catching up on a backlog of orders: `python -m tests.benchmarks.receive_speed --orders 10000`.

A terminal that knows the shop and no order takes another one's backlog in batches: checked, decoded, folded, durable.
In turns with it, batch by batch, three floors of the bare driver without any rule: the facts into a table with one key
(synchronous=FULL), the facts into a journal with the store's own constraints and indexes, and every row that `receive`
came to write, folds included, under the store's own contract. On a machine that others share, compare what is told of
the CPU.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, replace
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID, uuid5

from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.codec import Codec
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.migrations.step_0001 import JOURNAL
from tests.benchmarks.raw_driver import copy_store, raw_writer, write_raw
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded

ORIGIN = "01938f5e-0000-7000-8000-0000000000bb"
UUIDS = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME_ORDERED = "7"
KINDS = (2, 3, 4, 3)  # different items on an order; each is fired, paid in cash and closed
COLUMNS = (
    "origin TEXT, seq INTEGER, fact_id TEXT, stamp INTEGER, aggregate TEXT, aggregate_id TEXT, type TEXT, "
    "version INTEGER, payload BLOB, actor TEXT, business_date TEXT, prev_hash BLOB, hash BLOB"
)
PLAIN = (f"CREATE TABLE journal ({COLUMNS}, PRIMARY KEY (origin, seq))",)
NAMES = ", ".join(part.split()[0] for part in COLUMNS.split(", "))
INSERT = f"INSERT INTO journal ({NAMES}) VALUES ({', '.join('?' * 13)})"

Rows = Sequence[JournalRow]


def service(stored: StoredShop) -> list[Rows]:
    """The facts of one order of each kind, with its tickets, from the first item to the money."""
    orders: list[Rows] = []
    for items in KINDS:
        before = stored.store.known()[0][1]
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, items))
        rows = stored.store.facts_after(stored.store.identity.origin, before, 1_000)
        orders.append([row for row in rows if row.aggregate in (Aggregate.ORDER, Aggregate.TICKET)])
    return orders


def backlog(patterns: Sequence[Rows], store_id: str, orders: int) -> Iterator[JournalRow]:
    """So many orders as another terminal's chain: the patterns in turn, every id new."""
    before, seq, stamp = genesis(store_id, ORIGIN), 0, patterns[-1][-1].stamp
    for number in range(orders):
        pattern = patterns[number % len(patterns)]
        new = {old: _renamed(old, number) for row in pattern for old in UUIDS.findall(row.payload.decode())}
        for row in pattern:
            seq, stamp = seq + 1, stamp + 1
            payload = _renamed_all(row.payload.decode(), new)
            made = replace(
                row, origin=ORIGIN, seq=seq, stamp=stamp, fact_id=_renamed(row.fact_id, number),
                aggregate_id=new[row.aggregate_id], payload=payload.encode(), prev_hash=before,
            )  # fmt: skip
            made = replace(made, hash=hash_of(made))
            before = made.hash
            yield made


def _renamed_all(payload: str, names: dict[str, str]) -> str:
    return UUIDS.sub(lambda found: names[found[0]], payload)


def _renamed(name: str, number: int) -> str:
    """Time-ordered ids stay in order of time; derived ones (a ticket's) fall anywhere, as real ones do."""
    return f"{number:08x}{name[8:]}" if name[14] == TIME_ORDERED else str(uuid5(UUID(name), str(number)))


def batches(rows: Rows, size: int) -> list[Rows]:
    """The rows in order, so many at a time."""
    source = iter(rows)
    return list(iter(lambda: list(islice(source, size)), []))


def floor(file: Path, statements: Sequence[str]) -> RawConnection:
    """A file of its own with the bare driver on it, durable at every commit."""
    raw = connect(str(file))
    raw.execute("PRAGMA journal_mode=WAL").fetchall()
    raw.execute("PRAGMA synchronous=FULL").fetchall()
    for statement in statements:
        raw.execute(statement)
    return raw


def insert(raw: RawConnection, rows: Sequence[Any]) -> None:
    """One batch."""
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(INSERT, rows)
    raw.execute("COMMIT")


def seconds(call: Callable[[], object]) -> float:
    """How long a call took."""
    began = perf_counter()
    call()
    return perf_counter() - began


def cpu_seconds(call: Callable[[], object]) -> float:
    """How long the CPU worked for a call."""
    began = process_time()
    call()
    return process_time() - began


def stages(rows: Rows) -> dict[str, float]:
    """Microseconds a fact of what cannot be left out: its hash, and reading it."""
    codec = Codec()

    def hash_all() -> None:
        for row in rows:
            hash_of(row)

    def read_all() -> None:
        for row in rows:
            codec.decode(row.type, row.version, row.payload)

    read_all()
    return {"hash_us": seconds(hash_all) / len(rows) * 1e6, "decode_us": seconds(read_all) / len(rows) * 1e6}


def compare(folder: Path, orders: int, size: int) -> dict[str, float]:
    """Orders a second of the floors and of the store, in turns."""
    source = founded(folder / "source")
    patterns = service(source)
    rows = list(backlog(patterns, source.store.identity.store_id, orders))
    taker = founded(folder / "taker", label="R2", store_id=source.store.identity.store_id, seed=7, documents=())
    taker.store.receive(source.store.facts_after(source.store.identity.origin, 0, 100_000))
    source.store.close()
    gc.collect()
    gc.freeze()  # the backlog is this benchmark's own: a node never holds it
    took: dict[str, list[float]] = {"plain": [], "journal": [], "rows": [], "receive": []}
    cpu = {"rows": 0.0, "receive": 0.0}
    connection = taker.store._connections.write  # the script it keeps for a replay is what we want
    copy_store(store_file(taker.folder), folder / "rows.sqlite")
    with (
        closing(floor(folder / "plain.sqlite", PLAIN)) as plain,
        closing(floor(folder / "journal.sqlite", JOURNAL)) as journal,
        closing(raw_writer(folder / "rows.sqlite")) as copy,
    ):
        for batch in batches(rows, size):
            values = [astuple(row) for row in batch]
            took["plain"].append(seconds(lambda values=values: insert(plain, values)))  # type: ignore[misc]
            took["journal"].append(seconds(lambda values=values: insert(journal, values)))  # type: ignore[misc]
            began = perf_counter()
            cpu["receive"] += cpu_seconds(lambda batch=batch: taker.store.receive(batch))  # type: ignore[misc]
            took["receive"].append(perf_counter() - began)
            script = list(connection._script or [])
            began = perf_counter()
            cpu["rows"] += cpu_seconds(lambda script=script: write_raw(copy, script))  # type: ignore[misc]
            took["rows"].append(perf_counter() - began)
    again = seconds(lambda: [taker.store.receive(batch) for batch in batches(rows, size)])
    taker.store.close()
    rate = {name: orders / sum(times) for name, times in took.items()}
    slowest = sorted(took["receive"])
    return {
        "orders": orders, "facts": len(rows), "facts_an_order": len(rows) / orders, "batch": size,
        "floor_orders_s": rate["plain"], "floor_journal_orders_s": rate["journal"], "floor_rows_orders_s": rate["rows"],
        "receive_orders_s": rate["receive"], "ratio": rate["receive"] / rate["plain"],
        "ratio_journal": rate["receive"] / rate["journal"], "ratio_rows": rate["receive"] / rate["rows"],
        "receive_cpu_us_an_order": cpu["receive"] / orders * 1e6, "rows_cpu_us_an_order": cpu["rows"] / orders * 1e6,
        "facts_in_20_ms": 20 / 1000 * len(rows) / sum(took["receive"]),
        "batch_ms_p50": slowest[len(slowest) // 2] * 1000, "batch_ms_p99": slowest[int(len(slowest) * 0.99)] * 1000,
        "again_times_faster": sum(took["receive"]) / again,
        **stages(rows[:20_000]),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        print(json.dumps(compare(Path(name), arguments.orders, arguments.batch), indent=2))


if __name__ == "__main__":
    main()
