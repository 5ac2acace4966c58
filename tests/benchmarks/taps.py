"""Row: a tap on a tile of the real window, until its line is durable and painted."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.opening import join
from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.reads import TileRow
from aura_terminal.store.folders import store_file
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.benchmarks.measures import Condition, Round, Row, at, ratio_goal, value_goal
from tests.benchmarks.processes import answer
from tests.benchmarks.raw_driver import Recorder, Script
from tests.benchmarks.starts import copied_shop

ORDER_TAPS = 10
DIFFERENT_TILES = 10
SPARE = 50
FRAME_MS = 16.7
CASHIER = "marta-rossi"


@dataclass(frozen=True)
class TapPlan:
    """What a tapping process does: which tiles, how often, and the rows each tap comes to."""

    folder: Path
    floor_file: Path
    category: CategoryId
    items: tuple[ItemId, ...]
    scripts: tuple[Script, ...]
    rounds: int
    samples: int


def tap_row(folder: Path, scratch: Path, rounds: int, samples: int) -> Row:
    """Taps on the shop in this folder, which is left as it was."""
    plan = prepared(folder, scratch, rounds, samples)
    asked, answered = scratch / "taps.plan", scratch / "taps.json"
    asked.write_bytes(pickle.dumps(plan))
    answer("taps_process", str(asked), str(answered))
    said = json.loads(answered.read_text())
    commits = said["floor_commits"]
    return Row(
        "tap -> durable -> painted (real window)",
        "ms",
        tuple(Round(tuple(ours), tuple(floor)) for ours, floor in said["rounds"]),
        (ratio_goal(0.5, 2.5), ratio_goal(0.99, 3.0), value_goal(0.99, FRAME_MS, "ms", Condition.QUIET_DISK)),
        tuple(said["disk"]),
        f"the floor's raw commit alone takes p50 {at(commits, 0.5):.2f}, p99 {at(commits, 0.99):.2f} ms; "
        f"bare fdatasync meanwhile p50 {at(said['disk'], 0.5):.2f}, p99 {at(said['disk'], 0.99):.2f} ms",
    )


def prepared(folder: Path, scratch: Path, rounds: int, samples: int) -> TapPlan:
    """Copies of the shop for the window and for the floor, and the rows of every tap, learned on a third copy."""
    window, floor, learning = (scratch / name for name in ("taps-window", "taps-floor", "taps-learning"))
    for copy in (window, floor, learning):
        copied_shop(folder, copy)
    tiles, scripts = _learned(learning, rounds * samples + SPARE)
    items = tuple(tile.item_id for tile in tiles)
    return TapPlan(window, store_file(floor), tiles[0].category_id, items, scripts, rounds, samples)


def plain_tiles(shop: Shop, count: int) -> tuple[TileRow, ...]:
    """The first tiles of one category that a tap puts on an order at once, of the first one that has so many."""
    for category in shop.reads.menu.categories():
        tiles = [tile for tile in shop.reads.menu.tiles(category.id) if not tile.asks]
        if len(tiles) >= count:
            return tuple(tiles[:count])
    raise ValueError(f"no category has {count} items that ask nothing")


def cashier(shop: Shop) -> Actor:
    """Somebody who works in the shop, as their sign-in would make them."""
    row = next(row for row in shop.reads.store.staff() if row.id == CASHIER)
    return Actor(row.id, row.name, frozenset(Permission))


def _learned(folder: Path, taps: int) -> tuple[tuple[TileRow, ...], tuple[Script, ...]]:
    recorder, clock, ids = Recorder(), SystemClock(), SystemIds()
    store = open_store(folder, clock, ids, open_raw=recorder.open_raw)
    try:
        shop = join(store, folder, clock, ids)
        tiles = plain_tiles(shop, DIFFERENT_TILES)
        recorder.take()
        return tiles, tuple(_scripts(shop, tiles, taps, recorder))
    finally:
        store.close()


def _scripts(shop: Shop, tiles: tuple[TileRow, ...], taps: int, recorder: Recorder) -> list[Script]:
    by, target, scripts = cashier(shop), None, []
    for count in range(taps):
        new = NewOrder() if count % ORDER_TAPS == 0 or target is None else target
        target = shop.ordering.add_item(by, new, Asked(tiles[count % len(tiles)].item_id)).order_id
        scripts.append(recorder.take())
    return scripts
