"""Three terminals of one store, each with a store file of its own: founded once, copied for every test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import StoredShop, founded, opened


def found_three(folder: Path) -> tuple[Path, ...]:
    """Three terminals that know the store's reference data and nothing else, closed."""
    first = founded(folder / "R1", label="R1", seed=1)
    store_id = first.store.identity.store_id
    others = [
        founded(folder / f"R{number}", label=f"R{number}", store_id=store_id, seed=number, documents=())
        for number in (2, 3)
    ]
    for other in others:
        other.store.receive(first.store.facts_after(first.store.identity.origin, 0, 100_000))
    for stored in (first, *others):
        stored.store.close()
    return tuple(folder / f"R{number}" for number in (1, 2, 3))


@contextmanager
def three(templates: tuple[Path, ...]) -> Iterator[tuple[StoredShop, ...]]:
    """Fresh copies of them, open; their clocks differ by some seconds."""
    with tempfile.TemporaryDirectory() as name:
        stores = []
        for number, template in enumerate(templates):
            folder = Path(shutil.copytree(template, Path(name) / template.name))
            clock = FixedClock()
            clock.advance(minutes=1, seconds=number * 7)
            stores.append(opened(folder, clock, SeededIds(clock, 100 + number)))
        try:
            yield tuple(stores)
        finally:
            for stored in stores:
                stored.store.close()
