"""What a long journal costs a tap and a start: `python -m tests.benchmarks.store_growth --facts 1000000`.

A second terminal's day is copied under new ids until the journal is as long as asked for; then an empty store and the
long one take turns, tap by tap and start by start. Only the ratios mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from aura_terminal.store.chain import JournalRow, genesis, hash_of
from tests.benchmarks.store_commit import Taps, Times
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded, opened

ORIGIN = "01938f5e-0000-7000-8000-0000000000bb"
BATCH = 2000
ORDERS_A_DAY = 500


def day(stored: StoredShop) -> Sequence[JournalRow]:
    """The facts of one order with its tickets, from the first item to the money."""
    before = len(stored.store.facts_after(stored.store.identity.origin, 0, 1_000_000))
    pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 8))
    rows = stored.store.facts_after(stored.store.identity.origin, before, 1_000_000)
    return [row for row in rows if row.aggregate in ("order", "ticket")]


def copies(pattern: Sequence[JournalRow], store_id: str, stamp: int) -> Iterator[JournalRow]:
    """The pattern again and again as another terminal's chain, every id new."""
    before, seq, number = genesis(store_id, ORIGIN), 0, 0
    ids = {part for row in pattern for part in _ids(row)}
    while True:
        number += 1
        new = {old: f"{number:08x}{old[8:]}" for old in ids}
        for row in pattern:
            seq, stamp = seq + 1, stamp + 1
            day = (date(2020, 1, 1) + timedelta(days=number // ORDERS_A_DAY)).isoformat()
            payload = row.payload.replace(row.business_date.encode(), day.encode())
            for old, fresh in new.items():
                payload = payload.replace(old.encode(), fresh.encode())
            made = replace(
                row, origin=ORIGIN, seq=seq, stamp=stamp, fact_id=f"{seq:08x}{row.fact_id[8:]}",
                aggregate_id=new[row.aggregate_id], payload=payload, business_date=day, prev_hash=before,
            )  # fmt: skip
            made = replace(made, hash=hash_of(made))
            before = made.hash
            yield made


def _ids(row: JournalRow) -> Iterator[str]:
    """Every UUID in a fact."""
    text = row.payload.decode()
    for part in text.split('"'):
        if len(part) == 36 and part.count("-") == 4:
            yield part
    yield row.aggregate_id


def grow(stored: StoredShop, pattern: Sequence[JournalRow], facts: int) -> float:
    """Hand the store that many facts; answers how many it took in a second."""
    rows = copies(pattern, stored.store.identity.store_id, max(row.stamp for row in pattern))
    began, left = perf_counter(), facts
    while left > 0:
        batch = list(islice(rows, min(BATCH, left)))
        stored.store.receive(batch)
        left -= len(batch)
    return facts / (perf_counter() - began)


def start_seconds(stored: StoredShop) -> float:
    """One orderly end and start."""
    stored.store.close()
    began = perf_counter()
    fresh = opened(stored.folder, stored.clock, stored.ids)
    took = perf_counter() - began
    stored.store, stored.shop = fresh.store, fresh.shop
    return took


def compare(small: StoredShop, large: StoredShop, taps: int) -> dict[str, float]:
    """Ratios of the long journal to the empty one."""
    pairs = [(Taps(small), Times()), (Taps(large), Times())]
    for number in range(taps):
        for work, times in pairs if number % 2 else reversed(pairs):
            times.run(work.tap)
    starts = [(start_seconds(small), start_seconds(large)) for _ in range(15)]
    (_, few), (_, many) = pairs
    return {
        "tap_p50_ratio": many.at(0.5) / few.at(0.5),
        "tap_p99_ratio": many.at(0.99) / few.at(0.99),
        "tap_cpu_ratio": sum(many.cpu) / sum(few.cpu),
        "start_ratio": median(large for _, large in starts) / median(small for small, _ in starts),
        "tap_p50_ms": many.at(0.5),
        "start_ms": median(large for _, large in starts) * 1000,
    }


def main() -> None:
    """Found two stores, let one grow, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--taps", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        small = founded(Path(name) / "small")
        pattern = day(small)
        small.store.close()
        shutil.copytree(small.folder, Path(name) / "large")
        small, large = (opened(Path(name) / size, small.clock, small.ids) for size in ("small", "large"))
        rate = grow(large, pattern, arguments.facts)
        print(json.dumps({"facts_taken_per_second": rate, **compare(small, large, arguments.taps)}, indent=2))
        small.store.close()
        large.store.close()


if __name__ == "__main__":
    main()
