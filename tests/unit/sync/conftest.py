"""Two terminals of one store: one with a service behind it, one that knows nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.store_service import serve
from tests.support.store_shop import StoredShop, founded, opened

Make = Callable[[str], StoredShop]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded store with three orders in it, that nobody has open."""
    folder = tmp_path_factory.mktemp("served") / "store"
    stored = founded(folder)
    serve(stored, signed_in(stored.shop))
    stored.store.close()
    return folder


@pytest.fixture
def one(served: Path, tmp_path: Path) -> Iterator[StoredShop]:
    """The terminal with a service behind it."""
    shutil.copytree(served, tmp_path / "one")
    clock = FixedClock()
    clock.advance(minutes=10)
    stored = opened(tmp_path / "one", clock, SeededIds(clock, 3))
    yield stored
    stored.store.close()


@pytest.fixture
def fresh(one: StoredShop, tmp_path: Path) -> Iterator[Make]:
    """More terminals of the same store, each knowing nothing."""
    made: list[StoredShop] = []

    def make(label: str) -> StoredShop:
        store_id = one.store.identity.store_id
        made.append(founded(tmp_path / label, label=label, store_id=store_id, seed=40 + len(made), documents=()))
        return made[-1]

    yield make
    for stored in made:
        stored.store.close()


@pytest.fixture
def two(fresh: Make) -> StoredShop:
    """A second terminal."""
    return fresh("R2")
