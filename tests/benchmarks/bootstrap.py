"""A new terminal's store from a snapshot: `python -m tests.benchmarks.bootstrap --orders 10000`.

A store takes in so many orders (see `service_days`), all of them still in its journal; one snapshot is taken of it and
installed again and again, durably and with every check. In turns with it the floor: the bare driver packs the same file
anew (VACUUM INTO), the packed file is copied byte by byte and synced to the disk, without any compression or check.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from aura_terminal.store import snapshots
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import store_file
from aura_terminal.store.open_store import open_store
from tests.benchmarks.retention import take_day
from tests.benchmarks.service_days import Days, noon, pattern
from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import founded

FIRST = date(2026, 5, 18)
ORDERS_A_DAY = 2000
PATTERN_ORDERS = 200
ROUNDS = 5

Figures = dict[str, object]


def main() -> None:
    """Make the orders, take, install, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder, prefix="aura-bootstrap-") as name:
        print(json.dumps(measured(Path(name), asked.orders, asked.rounds), indent=2), flush=True)


def measured(scratch: Path, orders: int, rounds: int) -> Figures:
    """All figures of one run."""
    folder, store_id = filled(scratch, orders)
    raw = sqlite.connect(str(store_file(folder)))
    count = int(raw.execute("SELECT count(*) FROM orders").fetchone()[0])
    raw.close()
    began = perf_counter()
    snapshot = snapshots.take(folder, scratch / "snapshot")
    took = perf_counter() - began
    clock = FixedClock()
    ids = SeededIds(clock, 9)
    ours, floor = [], []
    for number in range(rounds):
        ours.append(_installed(snapshot, scratch / f"new-{number}", ids, store_id))
        floor.append(_copied(store_file(folder), scratch))
    return {
        "orders": count, "store_mb": round(store_file(folder).stat().st_size / 1e6, 1),
        "snapshot_mb": round(snapshot.stat().st_size / 1e6, 2),
        "snapshot_bytes_an_order": round(snapshot.stat().st_size / count), "take_seconds": round(took, 2),
        "install_seconds": [round(value, 3) for value in ours],
        "install_orders_a_second": round(count / median(ours)), "install_best": round(count / min(ours)),
        "floor_seconds": [round(value, 3) for value in floor],
        "floor_orders_a_second": round(count / median(floor)),
        "share_of_the_floor": round(median(floor) / median(ours), 2),
    }  # fmt: skip


def filled(scratch: Path, orders: int) -> tuple[Path, str]:
    """A store that has taken in so many orders."""
    stored = founded(scratch / "store")
    store_id, folder, clock = stored.store.identity.store_id, stored.folder, stored.clock
    stored.store.close()
    source = Days(pattern(scratch / "pattern", PATTERN_ORDERS, noon(FIRST)), store_id, FIRST, ORDERS_A_DAY)
    store = open_store(folder, clock, SeededIds(clock, 5), ballast_bytes=4096)
    try:
        for _ in range(-(-orders // ORDERS_A_DAY)):
            take_day(store, source)
    finally:
        store.close()
    return folder, store_id


def _installed(snapshot: Path, folder: Path, ids: SeededIds, store_id: str) -> float:
    began = perf_counter()
    with snapshot.open("rb") as file:
        snapshots.install(file, folder, ids, store_id=store_id, label="R2")
    took = perf_counter() - began
    shutil.rmtree(folder)
    return took


def _copied(source: Path, scratch: Path) -> float:
    packed, copy = scratch / "packed.sqlite", scratch / "copy.sqlite"
    began = perf_counter()
    raw = sqlite.connect(str(source))
    raw.execute("VACUUM INTO ?", (str(packed),))
    raw.close()
    shutil.copyfile(packed, copy)
    handle = os.open(copy, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
    took = perf_counter() - began
    packed.unlink()
    copy.unlink()
    return took


if __name__ == "__main__":
    main()
