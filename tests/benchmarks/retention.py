"""What old days cost a register: `python -m tests.benchmarks.retention --days 5 --orders 2000 [--kept 400]`.

A store takes in so many days beyond the week that stays in the journal (see `service_days`), then does what it would do
in idle moments. Measured: bytes of a day as a document and of a day in the journal, how long a slice lasts, receipts
looked up, and verify over the documents. Size and verify are then reckoned for `--kept` days. The floor under a receipt
is one row fetched by its key by the bare driver; the floor under verify is reading and hashing the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from aura_terminal.store import day_verify, retention
from aura_terminal.store.driver import sqlite
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.folders import store_file
from aura_terminal.store.open_store import Store, open_store
from tests.benchmarks.measures import at
from tests.benchmarks.service_days import Days, noon, pattern
from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import founded

FIRST = date(2026, 5, 18)
HOT = 8
BATCH = 500
SETTLED_AT_ONCE = 200
PATTERN_ORDERS = 200
LOOK_UPS = 200

DOCUMENTS = ("day_packs", "day_sheets", "receipts", "day_documents")

Figures = dict[str, object]


def main() -> None:
    """Make the days, tidy, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=5, help="days that leave the journal")
    parser.add_argument("--orders", type=int, default=2000, help="orders a day")
    parser.add_argument("--kept", type=int, default=400, help="days to reckon the size for")
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder, prefix="aura-retention-") as name:
        print(json.dumps(measured(Path(name), asked.days, asked.orders, asked.kept), indent=2), flush=True)


def measured(scratch: Path, days: int, orders: int, kept: int) -> Figures:
    """All figures of one run."""
    clock = FixedClock(noon(FIRST))
    stored = founded(scratch / "store")
    store_id, folder = stored.store.identity.store_id, stored.folder
    stored.store.close()
    source = pattern(scratch / "pattern", PATTERN_ORDERS, noon(FIRST))
    row_by_row = Days(source, store_id, FIRST, orders)
    store = open_store(folder, clock, SeededIds(clock, 5), ballast_bytes=4096)
    try:
        facts, took = taken_in(store, clock, row_by_row, days)
        slices: list[tuple[float, float]] = []
        began = perf_counter()
        for _ in range(HOT):
            taken, seconds = take_day(store, row_by_row)
            facts, took = facts + taken, took + seconds
            clock.advance(hours=24)
            slices += tidied(store, clock)
        figures: Figures = {
            "orders_a_day": orders, "days_as_documents": days, "facts": facts,
            "facts_taken_per_second": round(facts / took), "seconds": round(perf_counter() - began),
            "tidy_seconds_a_day": round(sum(wall for wall, _ in slices) / days, 2),
            "tidy_processor_seconds_a_day": round(sum(spent for _, spent in slices) / days, 2),
            "slice_ms_p50_p99_most": shares([wall for wall, _ in slices]),
            "slice_processor_ms_p50_p99_most": shares([spent for _, spent in slices]),
        }  # fmt: skip
        figures |= sizes(folder, days, kept)
        figures |= look_ups(store, folder)
        figures |= verifying(store, folder, int(str(figures["documents"])), kept)
    finally:
        store.close()
    return figures


def taken_in(store: Store, clock: FixedClock, source: Days, days: int) -> tuple[int, float]:
    """Take in the days that will leave; answers how many facts and in how many seconds."""
    facts, seconds = 0, 0.0
    for _ in range(days):
        taken, took = take_day(store, source)
        facts, seconds = facts + taken, seconds + took
        clock.advance(hours=24)
    return facts, seconds


def take_day(store: Store, source: Days) -> tuple[int, float]:
    """One day's facts, as another terminal hands them over; the time of making them is not counted."""
    rows, facts, seconds = source.next_day(), 0, 0.0
    while batch := list(islice(rows, BATCH)):
        began = perf_counter()
        facts += store.receive(batch).taken
        seconds += perf_counter() - began
    began = perf_counter()
    while store.settle(SETTLED_AT_ONCE):
        pass
    return facts, seconds + perf_counter() - began


def tidied(store: Store, clock: FixedClock) -> list[tuple[float, float]]:
    """How long each slice of idle work took, in seconds: on the wall, and of the processor alone."""
    slices = []
    more = True
    while more:
        began, spent = perf_counter(), process_time()
        more = retention.step(store, clock.now())
        slices.append((perf_counter() - began, process_time() - spent))
    return slices


def shares(seconds: list[float]) -> list[float]:
    """The median, the 99th percentile and the most, in milliseconds."""
    return [round(value * 1000, 2) for value in (at(seconds, 0.5), at(seconds, 0.99), max(seconds))]


def sizes(folder: Path, days: int, kept: int) -> Figures:
    """Bytes of documents and of the days still in the journal, and what `kept` days come to."""
    raw = sqlite.connect(str(store_file(folder)))
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    bodies = 0
    for table, column in (("day_packs", "body"), ("day_sheets", "body"), ("day_documents", "manifest")):
        bodies += raw.execute(f"SELECT coalesce(sum(length({column})), 0) FROM {table}").fetchone()[0]
    receipts = raw.execute("SELECT count(*) FROM receipts").fetchone()[0]
    free = raw.execute("PRAGMA freelist_count").fetchone()[0] * raw.execute("PRAGMA page_size").fetchone()[0]
    documented = raw.execute("SELECT count(*) FROM day_documents").fetchone()[0]
    raw.close()
    file = store_file(folder).stat().st_size
    whole, without = packed_tight(folder, ()), packed_tight(folder, DOCUMENTS)
    a_day = (whole - without) / max(documented, 1)
    return {
        "documents": documented, "file_mb": round(file / 1e6, 1), "free_inside_mb": round(free / 1e6, 1),
        "packed_tight_mb": round(whole / 1e6, 1), "without_documents_mb": round(without / 1e6, 1),
        "document_mb_a_day": round(a_day / 1e6, 3), "document_bytes_an_order": round(bodies / max(receipts, 1)),
        f"mb_for_{kept}_days": round((file + a_day * (kept - documented)) / 1e6),
    }  # fmt: skip


def packed_tight(folder: Path, tables: tuple[str, ...]) -> int:
    """The bytes of the same store without some tables' rows and without any free space."""
    target = folder / "tight.sqlite"
    source = sqlite.connect(str(store_file(folder)))
    source.execute("VACUUM INTO ?", (str(target),))
    source.close()
    raw = sqlite.connect(str(target), isolation_level=None)
    for table in tables:
        raw.execute(f"DELETE FROM {table}")
    raw.execute("VACUUM")
    raw.close()
    size = target.stat().st_size
    target.unlink()
    return size


def look_ups(store: Store, folder: Path) -> Figures:
    """Receipts found by what is printed on them, beside one row by its key by the bare driver."""
    raw = sqlite.connect(str(store_file(folder)))
    printed = raw.execute("SELECT day, number, order_id, total_minor FROM receipts").fetchall()
    chance = Random(1)
    times: dict[str, list[float]] = {"receipt_by_number_and_day": [], "receipt_by_number": [], "receipt_by_amount": []}
    floor: list[float] = []
    for _ in range(LOOK_UPS):
        day, number, order_id, total = chance.choice(printed)
        asked = {
            "receipt_by_number_and_day": {"number": number, "day": date.fromordinal(day)},
            "receipt_by_number": {"number": number},
            "receipt_by_amount": {"total_minor": total, "day": date.fromordinal(day)},
        }
        for name, values in asked.items():
            began = perf_counter()
            found = store.find_receipts(**values)
            times[name].append((perf_counter() - began) * 1000)
            assert any(one.total.minor == total for one in found)
        began = perf_counter()
        raw.execute("SELECT * FROM receipts WHERE order_id = ?", (order_id,)).fetchall()
        floor.append((perf_counter() - began) * 1000)
    raw.close()
    figures: Figures = {
        f"{name}_ms_p50_p99": [round(at(all_, 0.5), 2), round(at(all_, 0.99), 2)] for name, all_ in times.items()
    }
    return figures | {"floor_row_by_key_ms_p50": round(at(floor, 0.5), 3)}


def verifying(store: Store, folder: Path, days: int, kept: int) -> Figures:
    """Every document looked through, beside reading and hashing the same bytes."""
    connection = StoreConnection(store_file(folder), Access.READ)
    began, spent = perf_counter(), process_time()
    flaws = list(day_verify.flaws(connection, store.identity.store_id))
    took, spent = perf_counter() - began, process_time() - spent
    began = perf_counter()
    for table, column in (("day_packs", "body"), ("day_sheets", "body")):
        for (body,) in connection.raw.execute(f"SELECT {column} FROM {table}"):
            hashlib.sha256(body).digest()
    floor = perf_counter() - began
    connection.close()
    return {
        "verify_flaws": len(flaws), "verify_seconds_a_day": round(took / days, 2),
        "verify_processor_seconds_a_day": round(spent / days, 2),
        "floor_read_and_hash_seconds_a_day": round(floor / days, 4),
        f"verify_processor_seconds_for_{kept}_days": round(spent / days * kept),
    }  # fmt: skip


if __name__ == "__main__":
    main()
