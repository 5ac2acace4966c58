"""Tap to durable, beside the raw driver committing the very same rows: `python -m tests.benchmarks.store_commit`.

Two copies of one store file take turns: on the first a unit of work keeps facts, on the second the bare driver writes
the statements the first came to. Only the ratios mean anything on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import WRITING, StoreConnection, connect
from aura_terminal.store.folders import store_file
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import signed_in
from tests.support.store_shop import StoredShop, founded, opened


@dataclass
class Times:
    """Wall and processor seconds of each transaction, and the facts they kept."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    facts: int = 0

    def run(self, call: Callable[[], Any]) -> Any:
        """Time one call."""
        cpu, wall = process_time(), perf_counter()
        result = call()
        self.wall.append(perf_counter() - wall)
        self.cpu.append(process_time() - cpu)
        return result

    def at(self, share: float) -> float:
        """The wall time that this share of transactions did not exceed, in milliseconds."""
        return sorted(self.wall)[min(len(self.wall) - 1, int(share * len(self.wall)))] * 1000

    def cpu_per_fact(self) -> float:
        """Microseconds of processor time per fact."""
        return sum(self.cpu) / max(self.facts, 1) * 1e6


class Taps:
    """Orders of ten items each, as a server types them in."""

    def __init__(self, stored: StoredShop) -> None:
        self._shop = stored.shop
        self._by: Actor = signed_in(stored.shop)
        reads = stored.shop.reads.menu
        tiles = (tile for category in reads.categories() for tile in reads.tiles(category.id))
        self._items = [tile.item_id for tile in tiles if not tile.asks]
        self._order: OrderId | None = None
        self._count = 0

    def tap(self) -> None:
        """The next item."""
        target = self._order if self._order is not None and self._count % 10 else NewOrder()
        item = self._items[self._count * 7 % len(self._items)]
        self._order = self._shop.ordering.add_item(self._by, target, Asked(item)).order_id
        self._count += 1


def raw_writer(file: Path) -> RawConnection:
    """The bare driver under the same connection contract."""
    raw = connect(str(file))
    for line in WRITING:
        line(raw)
    return raw


def write_raw(raw: RawConnection, script: list[tuple[str, Any]]) -> None:
    """The floor: the same rows, nothing else."""
    raw.execute("BEGIN IMMEDIATE")
    for sql, bound in script:
        if isinstance(bound, list):
            raw.executemany(sql, bound)
        else:
            raw.execute(sql, bound)
    raw.execute("COMMIT")


def compare(stored: StoredShop, copy: Path, taps: int) -> dict[str, float]:
    """Ratios of the store to the floor over alternating transactions."""
    connection: StoreConnection = stored.store._connections.write  # the script it keeps for a replay is what we want
    raw = raw_writer(copy)
    work, ours, floor = Taps(stored), Times(), Times()
    for number in range(taps + 50):
        before = facts(stored)
        if number == 50:
            ours, floor = Times(), Times()
        ours.run(work.tap)
        script = list(connection._script or [])
        floor.run(partial(write_raw, raw, script))
        ours.facts += facts(stored) - before
    floor.facts = ours.facts
    raw.close()
    return {
        "p50_ratio": ours.at(0.5) / floor.at(0.5),
        "p99_ratio": ours.at(0.99) / floor.at(0.99),
        "cpu_per_fact_ratio": ours.cpu_per_fact() / floor.cpu_per_fact(),
        "p50_ms": ours.at(0.5),
        "p99_ms": ours.at(0.99),
        "floor_p50_ms": floor.at(0.5),
        "cpu_us_per_fact": ours.cpu_per_fact(),
        "mean_ms": statistics.fmean(ours.wall) * 1000,
    }


def facts(stored: StoredShop) -> int:
    """How many facts this terminal has kept."""
    return stored.store._writer.head.seq


def main() -> None:
    """Found a store, copy it, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--taps", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        stored = founded(Path(name) / "store")
        stored.store.close()
        copy = Path(name) / "floor.sqlite"
        shutil.copyfile(store_file(stored.folder), copy)
        stored = opened(stored.folder, stored.clock, stored.ids)
        signed_in(stored.shop)
        print(json.dumps(compare(stored, copy, arguments.taps), indent=2))
        stored.store.close()


if __name__ == "__main__":
    main()
