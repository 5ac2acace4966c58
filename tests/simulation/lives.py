"""Living through seeds: one world after the other in a folder in memory, each with its outcome."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from aura_terminal.store import codec
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
            complaints = _complaints(world)
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

    Decoders are built once meanwhile and not once for each of thousands of stores; nothing else changes by that.
    """
    room, built_each_time = MEMORY if MEMORY.is_dir() else None, codec._reader
    codec._reader = cache(built_each_time)
    try:
        with tempfile.TemporaryDirectory(prefix="aura-worlds-", dir=room) as folder:
            yield Lives(small_shop.found(Path(folder) / "founded"), Path(folder))
    finally:
        codec._reader = built_each_time


def _complaints(world: World) -> tuple[str, ...]:
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
