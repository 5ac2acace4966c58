"""What one seed's world is like: every seed draws its own extremes, so that rare meetings are common in some of them.

A world that is always average meets no rare fault (a planted fence bug stayed unseen until page sizes were drawn too).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Extremes:
    """The figures of one world. Times are milliseconds, rates are chances per message or per act."""

    terminals: int
    processes: int
    acts: int
    gap_ms: int
    focus: float
    orders_most: int
    items: int
    tick_ms: int
    delay_ms: int
    loss: float
    repeats: float
    altered: float
    twins: float
    half_open: float
    idle_work_ms: int
    look_ms: int
    batch_facts: int
    batch_bytes: int
    slice_facts: int
    window: int
    live_facts: int
    skew_ms: int
    cuts: int
    one_way: float
    crashes: int
    process_crashes: int
    clock_steps: int
    full_disks: int
    disk_errors: int
    restores: int
    clones: int
    lost_disks: int
    old_versions: int
    kitchens_silent: float
    paying: float
    haggling: bool
    cooking: float
    overriding: float
    moving: float


def draw(chance: Random) -> Extremes:
    """The extremes of a seed; each kind of fault is away in some worlds and crowded in others."""
    quiet = chance.random() < 0.1
    return Extremes(
        terminals=chance.choices((2, 3, 4, 5, 6), weights=(30, 40, 18, 8, 4))[0],
        processes=chance.choice((1, 1, 2)),
        acts=chance.choice((12, 25, 40, 60, 90)),
        gap_ms=chance.choice((5, 100, 700, 3000)),
        focus=chance.choice((0.2, 0.6, 0.95)),
        orders_most=chance.choice((1, 2, 4, 8)),
        items=chance.choice((1, 2, 6)),
        tick_ms=chance.choice((250, 500, 1000)),
        delay_ms=chance.choice((1, 5, 80, 900)),
        loss=_swarm(chance, quiet, 0.004, 0.03, 0.12),
        repeats=_swarm(chance, quiet, 0.1, 0.6),
        altered=_swarm(chance, quiet, 0.0, 0.02, 0.08),
        twins=_swarm(chance, quiet, 0.1, 0.5),
        half_open=_swarm(chance, quiet, 0.2, 0.9),
        idle_work_ms=chance.choice((1, 5, 40, 300)),
        look_ms=chance.choice((1, 20, 250)),
        batch_facts=chance.choice((1, 2, 3, 7, 40, 500)),
        batch_bytes=chance.choice((700, 3000, 20_000, 1 << 20)),
        slice_facts=chance.choice((1, 2, 3, 10, 200)),
        window=chance.choice((1, 2, 16)),
        live_facts=chance.choice((0, 1, 4, 64)),
        skew_ms=chance.choice((0, 40, 5_000, 90_000, HOUR_MS, 26 * HOUR_MS)),
        cuts=_count(chance, quiet, 1, 3, 8),
        one_way=chance.choice((0.0, 0.3, 1.0)),
        crashes=_count(chance, quiet, 1, 2, 6),
        process_crashes=_count(chance, quiet, 1, 4),
        clock_steps=_count(chance, quiet, 1, 4),
        full_disks=_count(chance, quiet, 1, 3),
        disk_errors=_count(chance, quiet, 0, 1),
        restores=_count(chance, quiet, 0, 0, 1),
        clones=_count(chance, quiet, 0, 0, 0, 1),
        lost_disks=_count(chance, quiet, 0, 0, 1),
        old_versions=_count(chance, quiet, 0, 1, 2),
        kitchens_silent=_swarm(chance, quiet, 0.0, 0.4, 1.0),
        paying=chance.choice((0.3, 1.0, 3.0)),
        haggling=chance.random() < 0.25,
        cooking=chance.choice((1.0, 1.0, 6.0)),
        overriding=chance.choice((0.0, 1.0, 6.0)),
        moving=chance.choice((0.0, 1.0, 4.0)),
    )


def _swarm(chance: Random, quiet: bool, *rates: float) -> float:
    """No fault of the kind in half of the worlds, one of the rates in the others."""
    drawn = chance.choice((0.0,) * len(rates) + rates)
    return 0.0 if quiet else drawn


def _count(chance: Random, quiet: bool, *counts: int) -> int:
    drawn = chance.choice((0,) * len(counts) + counts)
    return 0 if quiet else drawn
