"""Living through seeds: one world after the other in a folder in memory, each with its outcome."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from aura_terminal.store import codec, verify
from aura_terminal.store.engine import Access, StoreConnection
from tests.simulation import small_shop
from tests.simulation.outcome import Broken, Outcome
from tests.simulation.verdict import verdict
from tests.simulation.world import World

MEMORY = Path("/dev/shm")  # where Linux keeps files in memory; elsewhere the system's own temporary folder serves


class Lives:
    """Worlds of one process, which share the founded files."""

    def __init__(self, founded: small_shop.Founded, folder: Path) -> None:
        self._founded, self._folder = founded, folder

    def live(self, seed: int, most_acts: int | None = None) -> Outcome:
        """Live through a seed. `most_acts` ends the service sooner: the beginning of the same world."""
        world = World(seed, self._founded, self._folder / f"seed-{seed}", most_acts)
        try:
            complaints = complaints_of(world)
        finally:
            world.tidy()
        for complaint in complaints:
            world.trace.note(f"BROKEN {complaint}")
        return Outcome(
            seed, world.trace.hash, complaints, tuple(world.trace.lines), world.service.tried, world.service.acts,
            len(world.record.facts), world.network.sent, world.record.lost, world.agenda.now_ms,
        )  # fmt: skip


@contextmanager
def lives() -> Iterator[Lives]:
    """A room for worlds, which is gone afterwards.

    Decoders and the empty tables that folds are held against are made once meanwhile and not once for each of thousands
    of stores; nothing else changes by that.
    """
    room, built_each_time, made_each_time = MEMORY if MEMORY.is_dir() else None, codec._reader, verify.empty_tables
    template = made_each_time()
    codec._reader, verify.empty_tables = cache(built_each_time), lambda: _copy_of(template)
    try:
        with tempfile.TemporaryDirectory(prefix="aura-worlds-", dir=room) as folder:
            yield Lives(small_shop.found(Path(folder) / "founded"), Path(folder))
    finally:
        codec._reader, verify.empty_tables = built_each_time, made_each_time
        template.close()


def _copy_of(template: StoreConnection) -> StoreConnection:
    copy = StoreConnection(Path(":memory:"), Access.SCRATCH)
    template.raw.backup(copy.raw)
    return copy


def complaints_of(world: World) -> tuple[str, ...]:
    """Live through a world and judge it; whatever it raises is a complaint too."""
    try:
        world.live()
        return tuple(verdict(world))
    except Broken as broken:
        return (str(broken),)
    except Exception as error:  # the top of a world: whatever broke is this seed's complaint, and the next seed comes
        return (f"raised: {type(error).__name__}: {str(error)[:200]} ({_where(error)})",)


def _where(error: BaseException) -> str:
    """The last places of the product or of this package on the way to an error."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames[-5:]))
