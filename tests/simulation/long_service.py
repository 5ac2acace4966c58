"""Many terminals over hours of one service in virtual time, with what it takes in memory and files hour by hour."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.store.folders import store_file
from tests.simulation import small_shop
from tests.simulation.extremes import HOUR_MS, Extremes
from tests.simulation.lives import MEMORY, complaints_of
from tests.simulation.world import World

ACTS_AN_HOUR = 1500
OPEN_ORDERS = 30
DIALS_MS = (4_000, 12_000)
LOOK_REST_MS = 60_000
KITCHENS = 4
PRODUCT = ("aura_terminal", "sync")
MOST_OBJECTS_GROWTH = 0.25
"""By how much more of the product's living objects there may be for each order, from a third of the service to its end.

Orders stay in the stores' caches up to a bound, so that their number alone says nothing.
"""


def labels(terminals: int) -> tuple[str, ...]:
    """So many places, every fifth of them a kitchen's."""
    kitchens = max(1, min(KITCHENS, terminals // 5))
    return (
        *(f"R{number}" for number in range(1, terminals - kitchens + 1)), *(f"K{n}" for n in range(1, kitchens + 1)),
    )  # fmt: skip


def extremes(terminals: int, hours: float) -> Extremes:
    """A service as it is, with a cut every twenty minutes, a power cut every half hour and the rest of what happens."""

    def every(minutes: int) -> int:
        return round(hours * 60 / minutes)

    acts = round(hours * ACTS_AN_HOUR)
    return Extremes(
        terminals=terminals, processes=1, acts=acts, gap_ms=round(hours * HOUR_MS / acts), focus=0.2,
        orders_most=OPEN_ORDERS, items=6, tick_ms=2_000, delay_ms=5, loss=0.0002, repeats=0.0, altered=0.0, twins=0.0,
        half_open=0.2, idle_work_ms=5, look_ms=20, batch_facts=500, batch_bytes=1 << 20, slice_facts=200, window=16,
        live_facts=64, skew_ms=5_000, cuts=every(20), one_way=0.3, crashes=every(30), process_crashes=0,
        clock_steps=every(60), full_disks=every(60), disk_errors=0, restores=0, clones=0, lost_disks=0, old_versions=0,
        kitchens_silent=0.1, paying=8.0, haggling=False, cooking=2.0, overriding=1.0, moving=0.3,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hour:
    """How it stands at one moment. Bytes; `objects` are living ones of the product's own kinds in all terminals."""

    hour: float
    resident: int
    objects: int
    facts: int
    orders: int
    store_most: int
    log_most: int


@dataclass
class Served:
    """What came of a long service."""

    complaints: tuple[str, ...] = ()
    hours: list[Hour] = field(default_factory=list)
    acts: int = 0
    facts: int = 0
    messages: int = 0
    cuts_of_power: int = 0
    virtual_s: int = 0

    def growth(self) -> list[str]:
        """What still grows after the first third of the service; nothing where it was too short to say."""
        marks = [hour for hour in self.hours if hour.hour == int(hour.hour)]
        if len(marks) < 4:
            return []
        before, after = (mark.objects / max(1, mark.orders) for mark in (marks[len(marks) // 3], marks[-1]))
        if after <= before * (1 + MOST_OBJECTS_GROWTH):
            return []
        return [f"objects of the product grew from {before:.0f} to {after:.0f} an order"]

    def told(self) -> dict[str, Any]:
        """All of it, for a line of JSON."""
        return asdict(self) | {"complaints": list(self.complaints[:20])}


def serve(seed: int, terminals: int, hours: float) -> Served:
    """Live through it. The same seed gives the same service; memory is this machine's."""
    served = Served()
    with _room() as folder:
        founded = small_shop.found(folder / "founded", labels(terminals))
        world = World(seed, founded, folder / "world", None, extremes(terminals, hours), DIALS_MS)
        world.service.look_rest_ms = LOOK_REST_MS
        for hour in range(int(hours) + 1):
            world.agenda.at(hour * HOUR_MS, lambda hour=hour: served.hours.append(_measured(world, hour)))  # type: ignore[misc]  # bound default
        try:
            served.complaints = complaints_of(world)
            served.hours.append(_measured(world, world.agenda.now_ms / HOUR_MS))
        finally:
            world.tidy()
    served.acts, served.facts, served.messages = world.service.acts, len(world.record.facts), world.network.sent
    served.cuts_of_power = sum("crashes" in line for line in world.trace.lines)
    served.virtual_s = world.agenda.now_ms // 1000
    return served


@contextmanager
def _room() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="aura-soak-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def _measured(world: World, hour: float) -> Hour:
    gc.collect()
    up = [terminal for terminal in world.terminals.values() if terminal.is_up]
    looking = Random(0).choice(up).looking
    ((facts, orders),) = looking.rows("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM orders)")
    files = [store_file(terminal.disk.folder) for terminal in up]
    logs = [file.with_name(f"{file.name}-wal") for file in files]
    return Hour(
        round(hour, 2), _resident(), sum(str(type(one).__module__).startswith(PRODUCT) for one in gc.get_objects()),
        facts, orders, max(file.stat().st_size for file in files),
        max((log.stat().st_size for log in logs if log.exists()), default=0),
    )  # fmt: skip


def _resident() -> int:
    """Bytes of this process in memory; 0 where the system does not say."""
    said = Path("/proc/self/status")
    if not said.exists():
        return 0
    return next(int(line.split()[1]) * 1024 for line in said.read_text().splitlines() if line.startswith("VmRSS"))
